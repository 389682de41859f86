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

    /// The profile of a release of K3s or RKE2, as `k3s --version` and a Node tell it; `None` for what
    /// is no release from 1.0 on.
    ///
    /// ```
    /// use pullscope_core::registries::Profile;
    ///
    /// assert_eq!(Profile::of_version("v1.28.5+k3s1"), Some(Profile::Legacy));
    /// assert_eq!(Profile::of_version("v1.31.6+rke2r1"), Some(Profile::BrokenWildcard));
    /// assert_eq!(Profile::of_version("1.34"), Some(Profile::July2025));
    /// assert_eq!(Profile::of_version("k3s"), None);
    /// ```
    pub fn of_version(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix('v').unwrap_or(text);
        let plain = text.split(['+', '-']).next().unwrap_or_default();
        let mut numbers = plain.split('.').map(str::parse::<u16>);
        let (major, minor) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
        // Of a minor release alone the last one is meant.
        let patch = numbers.next().transpose().ok()?.unwrap_or(u16::MAX);
        if major != 1 || numbers.next().is_some() {
            return None;
        }
        let first = |patches: &[(u16, u16)], from: u16| {
            patches.iter().find(|it| it.0 == minor).map_or(minor >= from, |it| patch >= it.1)
        };
        Some(match () {
            () if matches!((minor, patch), (31, 6) | (32, 2)) => Self::BrokenWildcard,
            () if first(&[(31, 11), (32, 7), (33, 3)], 34) => Self::July2025,
            () if first(&[(26, 13), (27, 10), (28, 6), (29, 1)], 30) => Self::March2024,
            () => Self::Legacy,
        })
    }

    /// Whether K3s makes a directory with a `hosts.toml` for each entry; before, everything stood in
    /// containerd's `config.toml`.
    pub fn makes_directories(self) -> bool {
        self != Self::Legacy
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
