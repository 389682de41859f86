//! One address in a sentence.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Asked, AuthKind, Rewriting, Sent};

impl Asked {
    /// What it is asked, and with what, in a sentence without a final stop: `https://r.example.com,
    /// repository rewritten to mirror/app, with the credentials of configs.r.example.com`.
    pub fn sentence(&self) -> String {
        let mut sentence = format!("{}://{}", self.scheme, self.host);
        if self.is_default {
            sentence += ", the registry's own address";
        }
        match &self.rewrites[..] {
            [] => {}
            [one] => sentence += &format!(", for {} by the rewrite {}", quiet(one), one.pattern),
            several => {
                let all: Vec<&str> = several.iter().map(quiet).collect();
                sentence += &format!(", for any of {}: several rewrites fit", all.join(" and "));
            }
        }
        match &self.credential {
            Sent::Nothing => sentence += ", without a password",
            Sent::OfPod { instead_of: None } => {
                sentence += ", with what the kubelet has for the Pod";
            }
            Sent::OfPod { instead_of: Some(key) } => {
                sentence += &format!(
                    ", with what the kubelet has for the Pod, and not with the credentials of \
                     configs.{key}"
                );
            }
            Sent::OfEntry { key, kind: AuthKind::Nothing, .. } => {
                sentence += &format!(", without a password: auth of configs.{key} is empty");
            }
            Sent::OfEntry { key, .. } => {
                sentence += &format!(", with the credentials of configs.{key}");
            }
        }
        if let Some(tls) = &self.tls {
            sentence += &match &tls.key {
                Some(key) => format!(", TLS by configs.{key}"),
                None => ", TLS with the files of the cluster".to_string(),
            };
        }
        if self.skips_verification {
            sentence += ", certificates not verified";
        }
        if self.then_http {
            sentence += ", then plain HTTP";
        }
        sentence
    }
}

fn quiet(rewriting: &Rewriting) -> &str {
    match rewriting.repository.as_str() {
        "" => "an empty repository",
        repository => repository,
    }
}
