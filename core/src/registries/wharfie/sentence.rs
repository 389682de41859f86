//! One address of the second resolver in a sentence.

use alloc::format;
use alloc::string::String;

use super::WharfieEndpoint;
use crate::docker_config::without_user;

impl WharfieEndpoint<'_> {
    /// What it is asked with, in a sentence without a final stop: `https://r.example.com, with the
    /// credentials of configs.r.example.com`.
    pub fn sentence(&self) -> String {
        let mut sentence = format!("{}://{}", self.url.scheme, self.host());
        if self.span.is_none() {
            sentence += ", the registry's own address, whatever the flags say";
        }
        let key = self.config.map(without_user).unwrap_or_default();
        sentence += &match self.auth {
            Some(_) => format!(", with the credentials of configs.{key}"),
            // An entry without credentials ends the search.
            None if self.config.is_some() => ", without a password".into(),
            None => {
                ", with what the node's credential providers or its config.json have, if anything"
                    .into()
            }
        };
        if self.tls.is_some_and(|it| it.is_set()) && self.url.scheme == "https" {
            sentence += &match self.tls_error() {
                None => format!(", TLS by configs.{key}"),
                Some(_) => format!(", without the TLS of configs.{key}, which lacks a file"),
            };
        }
        if self.skips_verification() {
            sentence += ", certificates not verified";
        }
        sentence
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use crate::registries::{Registries, wharfie};

    #[test]
    fn an_address_is_told_with_what_is_sent() {
        let file = "mirrors:\n  docker.io:\n    endpoint: [m.io]\nconfigs:\n  m.io:\n    auth: {username: a, \
            password: parrot}\n    tls: {insecure_skip_verify: true}\n  index.docker.io: {}\n";
        let file = Registries::parse(file).expect("it can be read");
        let told = |image: &str| -> Vec<String> {
            let all = wharfie(&file, image).expect("a name");
            all.endpoints.iter().map(|it| it.sentence()).collect()
        };
        assert_eq!(
            told("rancher/rke2-runtime:v1"),
            [
                "https://m.io, with the credentials of configs.m.io, TLS by configs.m.io, certificates not verified",
                "https://index.docker.io, the registry's own address, whatever the flags say, without a password",
            ]
        );
        assert_eq!(
            told("quay.io/a/b"),
            [
                "https://quay.io, the registry's own address, whatever the flags say, with what the node's \
              credential providers or its config.json have, if anything"
            ]
        );
    }
}
