//! Which K3s or RKE2 reads the file: behaviour that changed is chosen by a [`Profile`].

/// A time in which K3s resolved alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Profile {
    /// Before January 2024: rewrites were made at the default endpoint too.
    Legacy,
    /// From March 2024.
    March2024,
    /// v1.31.6 and v1.32.2: a wildcard mirror loses the default endpoint.
    BrokenWildcard,
    /// From July 2025: credentials of Docker Hub are found under each of its names.
    #[default]
    July2025,
}

impl Profile {
    /// All of them, the oldest first.
    pub const ALL: [Self; 4] =
        [Self::Legacy, Self::March2024, Self::BrokenWildcard, Self::July2025];

    /// Its name, for code outside of Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::Legacy => "legacy",
            Self::March2024 => "2024-03",
            Self::BrokenWildcard => "broken-wildcard",
            Self::July2025 => "2025-07",
        }
    }

    /// The profile of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Whether rewrites are made at the default endpoint too.
    pub(super) fn rewrites_default(self) -> bool {
        self == Self::Legacy
    }

    /// Whether `mirrors."*"` has no default endpoint.
    pub(super) fn loses_wildcard_default(self) -> bool {
        self == Self::BrokenWildcard
    }

    /// Whether the credentials of `docker.io` and `index.docker.io` are those of Docker Hub's host.
    pub(super) fn knows_hub_by_its_names(self) -> bool {
        self == Self::July2025
    }
}
