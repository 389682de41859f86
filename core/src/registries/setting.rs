//! How K3s or RKE2 is set on a node, as far as `registries.yaml` does not say it: which of the two it
//! is, of which time, and two flags. Paths and the names of services follow from it.
//!
//! | | K3s | RKE2 |
//! | --- | --- | --- |
//! | the file | `/etc/rancher/k3s/registries.yaml` | `/etc/rancher/rke2/registries.yaml` |
//! | what is made of it | `/var/lib/rancher/k3s/agent/etc/containerd` | `/var/lib/rancher/rke2/agent/etc/containerd` |
//! | services | `k3s`, `k3s-agent` | `rke2-server`, `rke2-agent` |
//! | port of the supervisor | 6443 | 9345 |

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::hosts_toml::directory_name;
use super::profile::Profile;
use super::table::Flags;
use crate::kubectl::Arg;

/// Which of the two reads the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Distribution {
    /// K3s.
    #[default]
    K3s,
    /// RKE2.
    Rke2,
}

impl Distribution {
    /// Both.
    pub const ALL: [Self; 2] = [Self::K3s, Self::Rke2];

    /// Its name, as its files have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::K3s => "k3s",
            Self::Rke2 => "rke2",
        }
    }

    /// Its name, as people write it.
    pub fn title(self) -> &'static str {
        match self {
            Self::K3s => "K3s",
            Self::Rke2 => "RKE2",
        }
    }

    /// The one of that name, as its files have it.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }

    /// The services of systemd: of a server, and of an agent.
    pub fn services(self) -> [&'static str; 2] {
        match self {
            Self::K3s => ["k3s", "k3s-agent"],
            Self::Rke2 => ["rke2-server", "rke2-agent"],
        }
    }

    /// The path of the file.
    pub fn file(self) -> String {
        format!("/etc/rancher/{}/registries.yaml", self.as_str())
    }

    /// The directory of its data, where no other one is set.
    pub fn data_dir(self) -> String {
        format!("/var/lib/rancher/{}", self.as_str())
    }

    /// The address of the embedded mirror: loopback, and the port of the supervisor.
    pub fn supervisor(self) -> &'static str {
        match self {
            Self::K3s => "127.0.0.1:6443",
            Self::Rke2 => "127.0.0.1:9345",
        }
    }
}

/// Which containerd pulls, as far as it matters for what is read of a `hosts.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Containerd {
    /// 1.7 and before.
    V1,
    /// 2.0 and later.
    V2,
}

/// How the node is set.
///
/// ```
/// use pullscope_core::registries::{Containerd, Distribution, Profile, Setting};
///
/// let setting = Setting { distribution: Distribution::Rke2, ..Setting::default() };
/// assert_eq!(setting.profile, Profile::July2025);
/// assert_eq!(setting.containerd(), Containerd::V2);
/// assert_eq!(setting.flags().supervisor, "127.0.0.1:9345");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Setting {
    /// Which of the two it is.
    pub distribution: Distribution,
    /// Of which time it is.
    pub profile: Profile,
    /// `--disable-default-registry-endpoint`.
    pub default_endpoint_disabled: bool,
    /// Whether the cluster runs with `--embedded-registry`.
    pub embedded_registry: bool,
    /// Which containerd it brings; `None` where its time tells.
    pub containerd: Option<Containerd>,
}

impl Setting {
    /// Where the `hosts.toml` of a directory is written.
    ///
    /// ```
    /// use pullscope_core::registries::Setting;
    ///
    /// let path = Setting::default().hosts_toml_path("r.example.com:5000", true);
    /// let root = r"\var\lib\rancher\k3s\agent\etc\containerd\certs.d";
    /// assert_eq!(path, [root, r"\r.example.com_5000_\hosts.toml"].concat());
    /// ```
    pub fn hosts_toml_path(&self, directory: &str, windows: bool) -> String {
        self.path(&["certs.d", &directory_name(directory, windows), "hosts.toml"], windows)
    }

    /// Where containerd's own file is written, which has the credentials.
    pub fn config_toml_path(&self, windows: bool) -> String {
        self.path(&["config.toml"], windows)
    }

    fn path(&self, names: &[&str], windows: bool) -> String {
        let root = format!("{}/agent/etc/containerd", self.distribution.data_dir());
        let separator = if windows { "\\" } else { "/" };
        let root = if windows { root.replace('/', separator) } else { root };
        core::iter::once(&*root).chain(names.iter().copied()).collect::<Vec<_>>().join(separator)
    }

    /// The containerd that pulls.
    pub fn containerd(&self) -> Containerd {
        self.containerd.unwrap_or(match self.profile {
            Profile::Legacy | Profile::March2024 => Containerd::V1,
            Profile::BrokenWildcard | Profile::July2025 => Containerd::V2,
        })
    }

    /// The command that looks for words in what K3s or RKE2 logs.
    pub fn journal(&self, words: &str) -> String {
        let [server, agent] = self.distribution.services();
        format!("sudo journalctl -u {server} -u {agent} | grep -i {}", Arg::new(words))
    }

    /// The command that looks for words in containerd's log, which has a line for each host that
    /// failed.
    pub fn containerd_log(&self, words: &str) -> String {
        let data = self.distribution.data_dir();
        format!("sudo grep {} {data}/agent/containerd/containerd.log", Arg::new(words))
    }

    /// The command that shows what is made of the file for one directory.
    pub fn show_hosts_toml(&self, directory: &str) -> String {
        let data = self.distribution.data_dir();
        let path = format!("{data}/agent/etc/containerd/certs.d/{directory}/hosts.toml");
        format!("sudo cat {}", Arg::new(&path))
    }

    /// The command that lists the registries for which something is made of the file.
    pub fn list_directories(&self) -> String {
        format!("sudo ls {}/agent/etc/containerd/certs.d", self.distribution.data_dir())
    }

    /// As the files are made.
    pub fn flags(&self) -> Flags {
        Flags {
            disable_default_endpoint: self.default_endpoint_disabled,
            embedded_registry: self.embedded_registry,
            supervisor: self.distribution.supervisor().to_string(),
            data_dir: self.distribution.data_dir(),
        }
    }
}
