//! The languages that the page is written in.

/// One of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Language {
    #[default]
    English,
    Japanese,
    TraditionalChinese,
    Hindi,
}

impl Language {
    /// All of them, in the order in which they are offered.
    pub(crate) const ALL: [Self; 4] =
        [Self::English, Self::Japanese, Self::TraditionalChinese, Self::Hindi];

    /// Its tag, as in HTML's `lang`, in the address and in the name of its part of the page.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Japanese => "ja",
            Self::TraditionalChinese => "zh-Hant",
            Self::Hindi => "hi",
        }
    }

    /// Its name, in itself.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Japanese => "日本語",
            Self::TraditionalChinese => "繁體中文",
            Self::Hindi => "हिन्दी",
        }
    }

    /// The language of a tag, spelled exactly so.
    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.tag() == tag)
    }
}
