//! Which containers a release of Windows runs.
//!
//! # The rule
//!
//! Major and minor version have to be the same. Before Windows Server 2022 the build has to be, too;
//! from then on, a host also runs the builds between the long-term release before its own and
//! itself. What is no version of three numbers counts as `0.0.0`, and a host of which no version is
//! known runs everything, as does every host a manifest without a version.
//!
//! Upstream: containerd/platforms `platform_windows_compat.go`.

/// Windows Server 2022, the first release with the stable interface.
const LTSC_2022: u16 = 20348;
/// Windows Server 2025.
const LTSC_2025: u16 = 26100;

#[derive(Clone, Copy, PartialEq, Eq)]
struct Version {
    major: u8,
    minor: u8,
    build: u16,
}

impl Version {
    const NONE: Self = Self { major: 0, minor: 0, build: 0 };

    fn of(text: &str) -> Self {
        let mut parts = text.split('.');
        let mut next = || parts.next().filter(|it| !it.starts_with('+'));
        let (Some(major), Some(minor), Some(build)) = (next(), next(), next()) else {
            return Self::NONE;
        };
        match (major.parse(), minor.parse(), build.parse()) {
            (Ok(major), Ok(minor), Ok(build)) => Self { major, minor, build },
            _ => Self::NONE,
        }
    }
}

/// The lowest and the highest build that a host runs; `None` when it runs every one.
pub(super) fn builds(host: &str) -> Option<(u16, u16)> {
    let host = Version::of(host);
    (host != Version::NONE).then(|| (lowest(host.build), host.build))
}

fn lowest(host: u16) -> u16 {
    if host < LTSC_2022 { host } else { LTSC_2022 }
}

/// Whether a host of version `host` runs what is built for `container`.
pub(super) fn runs(host: &str, container: &str) -> bool {
    let host = Version::of(host);
    if host == Version::NONE || container.is_empty() {
        return true;
    }
    let container = Version::of(container);
    (host.major, host.minor) == (container.major, container.minor)
        && (lowest(host.build)..=host.build).contains(&container.build)
}

/// What people call a build.
pub(super) fn release(version: &str) -> Option<&'static str> {
    match Version::of(version).build {
        14393 => Some("Windows Server 2016"),
        17763 => Some("Windows Server 2019"),
        LTSC_2022 => Some("Windows Server 2022"),
        25398 => Some("Windows Server, version 23H2"),
        LTSC_2025 => Some("Windows Server 2025"),
        _ => None,
    }
}
