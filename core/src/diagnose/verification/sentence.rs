//! What decides, in a sentence that names the Secrets.

use alloc::format;
use alloc::string::{String, ToString};

use super::Question;
use crate::kubelet::VerificationPolicy;
use crate::kubelet::verification::{
    Access, Coordinates, PodCredentials, PulledRecord, SecretUse, Why,
};

/// What holds where nothing tells who pulled the image.
pub(super) fn untold(policy: VerificationPolicy) -> &'static str {
    match policy {
        VerificationPolicy::NeverVerifyPreloadedImages => {
            "nothing here tells who pulled the image: if the kubelet did with a Secret, this Pod \
             needs that Secret or the same credential, and otherwise the registry is asked"
        }
        _ => {
            "nothing here tells who pulled the image: this Pod may use it if the kubelet pulled it \
             without a credential, or with one that the Pod has, and otherwise the registry is asked"
        }
    }
}

/// Why it is decided so.
pub(super) fn of(
    why: Why,
    question: &Question<'_>,
    access: Option<&Access>,
    credentials: Option<&PodCredentials>,
    record: Option<&PulledRecord>,
    counts: Option<usize>,
) -> String {
    let own = counts.and_then(|it| question.pull_secrets.get(it)).map_or("", |it| &*it.name);
    let held = |pod: usize, recorded: usize| -> Option<(&SecretUse, &SecretUse)> {
        Some((credentials?.secrets.get(pod)?, access?.secrets.get(recorded)?))
    };
    match why {
        Why::SameCredential { pod, recorded } => match held(pod, recorded) {
            Some((mine, theirs)) if named(&mine.secret) != named(&theirs.secret) => format!(
                "Secret {own} holds the same credential as Secret {}, which pulled this image",
                named(&theirs.secret)
            ),
            _ => format!("Secret {own} holds the credential that pulled this image"),
        },
        Why::SameSecret { pod, recorded } => match held(pod, recorded) {
            Some((_, theirs)) if theirs.hash.is_empty() => {
                format!("Secret {own} pulled this image")
            }
            _ => format!(
                "Secret {own} pulled this image with another credential than it holds now; the same \
                 Secret is enough, and the registry is not asked whether the new one is right"
            ),
        },
        Why::NotRecorded => {
            let anew = credentials.zip(access).and_then(|it| made_anew(it.0, it.1));
            match (anew, access.and_then(who)) {
                (Some(secret), _) => format!(
                    "Secret {} was deleted and made anew since it pulled this image: its uid and its \
                     credential are others",
                    secret.name
                ),
                (None, Some(who)) => {
                    format!("the Pod has no credential that pulled this image; {who} did")
                }
                (None, None) => why.to_string(),
            }
        }
        Why::OtherName => match record.and_then(|it| it.access.keys().next()) {
            Some(name) => format!(
                "the image was pulled as {name}, and this container names it otherwise: a record is \
                 of one name"
            ),
            None => Why::Nobody.to_string(),
        },
        _ => why.to_string(),
    }
}

/// A Secret of the Pod that has the name of one that is recorded, and another uid.
pub(super) fn made_anew<'a>(
    credentials: &'a PodCredentials,
    access: &Access,
) -> Option<&'a Coordinates> {
    let is_recorded = |mine: &Coordinates| {
        access.secrets.iter().any(|it| {
            let theirs = &it.secret;
            named(theirs) == named(mine) && !theirs.uid.is_empty() && theirs.uid != mine.uid
        })
    };
    credentials.secrets.iter().map(|it| &it.secret).find(|it| is_recorded(it))
}

/// One of those that are recorded.
fn who(access: &Access) -> Option<String> {
    let secret = access.secrets.first().map(|it| ("Secret", &it.secret));
    let account = || access.service_accounts.first().map(|it| ("ServiceAccount", it));
    let (kind, first) = secret.or_else(account)?;
    let more = access.secrets.len() + access.service_accounts.len() - 1;
    Some(match more {
        0 => format!("{kind} {}", named(first)),
        more => format!("{kind} {} and {more} more", named(first)),
    })
}

/// `apps/regcred`.
pub(super) fn named(at: &Coordinates) -> String {
    format!("{}/{}", at.namespace, at.name)
}
