//! Which credential each client takes from a `config.json` for an image, by which key and rule.
//!
//! | | looks for | of several | reads |
//! | --- | --- | --- | --- |
//! | Docker CLI | the registry host as a key, or as the host of a key; for Docker Hub `https://index.docker.io/v1/` as a key | any of the hosts | `auth`, `username` and `password`, tokens |
//! | podman, skopeo, CRI-O | the image's name, what leads to it segment by segment, then the host with Docker Hub's aliases | the longest | `auth` alone |
//! | crane | the repository as a key, then as Docker CLI | any | as Docker CLI |
//! | kubelet | host, port and path, with wildcards | all, in order | `auth`, `username` and `password` |
//! | kwctl, policy-server | the registry host as a key, then the host with Docker Hub's aliases | any | all, `identitytoken` first |
//!
//! ```
//! use pullscope_core::clients::auth::{Client, answers};
//!
//! let config = br#"{"auths": {"docker.io": {"auth": "dTpw"}}}"#;
//! let answers = answers(config, "busybox");
//! let of = |client| answers.iter().find(|it| it.client == client).unwrap();
//! assert_eq!(of(Client::Kubelet).sent().as_str(), "yes");
//! assert_eq!(of(Client::DockerCli).sent().as_str(), "no");
//! assert_eq!(
//!     of(Client::DockerCli).to_string(),
//!     "no key is \"https://index.docker.io/v1/\", and Docker Hub goes by no other name here"
//! );
//! ```

mod answer;
mod containers;
mod credential;
mod docker;
mod file;
mod kubelet;

use alloc::vec::Vec;

pub use answer::{Answer, Gives, Order, Outcome, Rule, Sent, Take, Verdict, Why};
pub use file::Refusal;

/// A client that pulls images with a `config.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Client {
    /// `docker pull`.
    DockerCli,
    /// The library under podman, skopeo and CRI-O.
    Containers,
    /// go-containerregistry, under crane, ko and kaniko.
    Crane,
    /// The kubelet, given the file as a pull Secret or on the node.
    Kubelet,
    /// The Rust crate docker_credential, under kwctl and policy-server.
    DockerCredential,
}

impl Client {
    /// Every client.
    pub const ALL: [Self; 5] =
        [Self::DockerCli, Self::Containers, Self::Crane, Self::Kubelet, Self::DockerCredential];

    /// Its name, as its users know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::DockerCli => "Docker CLI",
            Self::Containers => "podman, skopeo, CRI-O",
            Self::Crane => "crane",
            Self::Kubelet => "kubelet",
            Self::DockerCredential => "kwctl, policy-server",
        }
    }

    /// The library that is modelled, and its version.
    pub fn library(self) -> &'static str {
        match self {
            Self::DockerCli => "docker/cli v29.9.3",
            Self::Containers => "containers/image v5.42.0",
            Self::Crane => "go-containerregistry v0.22.1",
            Self::Kubelet => "kubernetes v1.36.3",
            Self::DockerCredential => "docker_credential 1.4.0",
        }
    }

    /// What this client does with `image` when `config` is its `config.json`.
    pub fn answer(self, config: &[u8], image: &str) -> Answer {
        let outcome = match self {
            Self::DockerCli => docker::cli(config, image),
            Self::Containers => containers::library(config, image),
            Self::Crane => docker::crane(config, image),
            Self::Kubelet => kubelet::secret(config, image),
            Self::DockerCredential => credential::crate_(config, image),
        };
        Answer { client: self, outcome }
    }
}

/// What every client does with `image` when `config` is its `config.json`.
pub fn answers(config: &[u8], image: &str) -> Vec<Answer> {
    Client::ALL.into_iter().map(|client| client.answer(config, image)).collect()
}

#[cfg(test)]
mod tests;
