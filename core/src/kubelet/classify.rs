//! Which answer a runtime's error text reports.
//!
//! # The rule
//!
//! Runtimes pass on what the registry, the network and Go's libraries said, in words that are the
//! same for years. Phrases are looked for in the order below, the most telling first, without regard
//! to case; a phrase holds a space or a final colon with one, so that no image name can be taken for
//! it. A text without any of them is not classified.
//!
//! Only the first 64 KiB are read; the message of an event has at most 1 KiB.
//!
//! The texts come from containerd, CRI-O, Docker, and from registries themselves.

use core::ops::Range;

use super::answer::Answer;

/// How many bytes of a text are read.
const READ: usize = 64 * 1024;

/// Phrases in lower case, the most telling first.
#[rustfmt::skip]
const PHRASES: &[(&str, Answer)] = &[
    // What the connection died of is more than that it died.
    ("x509: ", Answer::Certificate),
    ("tls: failed to verify certificate", Answer::Certificate),
    ("certificate signed by unknown authority", Answer::Certificate),
    ("remote error: tls: ", Answer::Certificate),
    ("server gave http response to https client", Answer::PlainHttp),
    ("no match for platform in manifest", Answer::NoPlatform),
    ("no matching manifest for ", Answer::NoPlatform),
    ("no image found in manifest list for ", Answer::NoPlatform),
    ("no image found in image index for ", Answer::NoPlatform),
    ("does not match the specified platform", Answer::NoPlatform),

    ("429 too many requests", Answer::TooManyRequests),
    ("toomanyrequests: ", Answer::TooManyRequests),
    ("too many requests", Answer::TooManyRequests),
    ("pull rate limit", Answer::TooManyRequests),
    ("rate limit exceeded", Answer::TooManyRequests),

    ("no such host", Answer::NetworkError),
    ("connection refused", Answer::NetworkError),
    ("i/o timeout", Answer::NetworkError),
    ("tls handshake timeout", Answer::NetworkError),
    ("connection reset by peer", Answer::NetworkError),
    ("no route to host", Answer::NetworkError),
    ("network is unreachable", Answer::NetworkError),
    ("temporary failure in name resolution", Answer::NetworkError),
    ("server misbehaving", Answer::NetworkError),
    ("context deadline exceeded", Answer::NetworkError),
    ("client.timeout exceeded while awaiting headers", Answer::NetworkError),
    ("proxyconnect tcp: ", Answer::NetworkError),
    ("dial tcp ", Answer::NetworkError),
    ("dial tcp: ", Answer::NetworkError),
    ("502 bad gateway", Answer::NetworkError),
    ("503 service unavailable", Answer::NetworkError),
    ("504 gateway time", Answer::NetworkError),

    // A status is more than a word.
    ("401 unauthorized", Answer::Unauthorized),
    ("403 forbidden", Answer::Forbidden),
    ("unauthorized: ", Answer::Unauthorized),
    ("authentication required", Answer::Unauthorized),
    ("authentication is required", Answer::Unauthorized),
    ("authorization failed", Answer::Unauthorized),
    ("no basic auth credentials", Answer::Unauthorized),
    ("incorrect username or password", Answer::Unauthorized),
    ("invalid username/password", Answer::Unauthorized),
    ("unable to retrieve auth token", Answer::Unauthorized),
    ("requested access to the resource is denied", Answer::Forbidden),
    ("pull access denied", Answer::Unauthorized),
    ("denied: ", Answer::Forbidden),
    ("access denied", Answer::Forbidden),
    ("permission denied", Answer::Forbidden),
    ("forbidden: ", Answer::Forbidden),

    ("unexpected media type", Answer::Malformed),
    ("unsupported media type", Answer::Malformed),
    ("unsupported manifest media type", Answer::Malformed),
    ("unsupported schema version", Answer::Malformed),
    ("invalid character '<' looking for beginning of value", Answer::Malformed),
    ("manifest invalid", Answer::Malformed),
    ("error parsing http ", Answer::Malformed),

    ("404 not found", Answer::NotFound),
    ("manifest unknown", Answer::NotFound),
    ("name unknown", Answer::NotFound),
    ("repository does not exist", Answer::NotFound),
    ("code = notfound ", Answer::NotFound),
    (": not found", Answer::NotFound),
    (" not found: ", Answer::NotFound),
];

impl Answer {
    /// The answer that an error text reports, and the bytes of the text that say so.
    ///
    /// ```
    /// use pullscope_core::kubelet::Answer;
    ///
    /// let text = "pulling from host reg.example.com failed: 401 Unauthorized";
    /// assert_eq!(Answer::of_text(text), Some((Answer::Unauthorized, 42..58)));
    /// assert_eq!(Answer::of_text("no space left on device"), None);
    /// ```
    pub fn of_text(text: &str) -> Option<(Self, Range<usize>)> {
        // Bytes keep their places: only ASCII letters change.
        let lower = text[..text.floor_char_boundary(READ)].to_ascii_lowercase();
        PHRASES.iter().find_map(|(phrase, answer)| {
            let start = lower.find(phrase)?;
            // A colon or a space that only separates is not shown.
            Some((*answer, start..start + phrase.trim_end_matches([' ', ':']).len()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kubelet::answer::Answers;
    use crate::{Reference, Version};
    use alloc::string::ToString;

    #[track_caller]
    fn reports(text: &str, answer: Answer, said: &str) {
        let (found, place) = Answer::of_text(text).expect("the text is classified");
        assert_eq!((found, &text[place]), (answer, said), "{text}");
    }

    #[test]
    fn texts_of_real_events_are_told_apart() {
        reports(
            "rpc error: code = Unknown desc = Error response from daemon: pull access denied for \
             private/app, repository does not exist or may require 'docker login': denied: \
             requested access to the resource is denied",
            Answer::Forbidden,
            "requested access to the resource is denied",
        );
        reports(
            "initializing source docker://quay.io/a/b:1: reading manifest 1 in quay.io/a/b: \
             unauthorized: access to the requested resource is not authorized",
            Answer::Unauthorized,
            "unauthorized",
        );
        reports(
            "failed to authorize: failed to fetch anonymous token: unexpected status from GET \
             request to https://ghcr.io/token?scope=repository%3Aa%2Fb%3Apull: 403 Forbidden",
            Answer::Forbidden,
            "403 Forbidden",
        );
        reports(
            "failed to copy: httpReadSeeker: failed open: unexpected status code \
             https://registry-1.docker.io/v2/library/a/manifests/b: 429 Too Many Requests - Server \
             message: toomanyrequests: You have reached your pull rate limit.",
            Answer::TooManyRequests,
            "429 Too Many Requests",
        );
        reports(
            "Get \"https://10.0.0.5:5000/v2/\": x509: cannot validate certificate for 10.0.0.5 \
             because it doesn't contain any IP SANs",
            Answer::Certificate,
            "x509",
        );
        reports(
            "Get \"https://reg.example.com/v2/\": dial tcp 203.0.113.7:443: i/o timeout",
            Answer::NetworkError,
            "i/o timeout",
        );
        reports(
            "manifest for nginx:1.99 not found: manifest unknown: manifest unknown",
            Answer::NotFound,
            "manifest unknown",
        );
        reports(
            "no image found in manifest list for architecture arm64, variant \"v8\", OS linux",
            Answer::NoPlatform,
            "no image found in manifest list for",
        );
    }

    #[test]
    fn what_no_registry_said_is_not_classified() {
        for text in [
            "",
            "pull QPS exceeded",
            "no space left on device",
            "\u{130}\u{212a}",
            "reg.io/unauthorized:1",
            "reg.io/forbidden/x509:403",
        ] {
            assert_eq!(Answer::of_text(text), None, "{text}");
        }
    }

    #[test]
    fn every_answer_is_read_back_from_its_words() {
        let digest = "@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        for image in [
            "nginx",
            "localhost:5000/denied:404",
            "10.0.0.5/unauthorized/forbidden",
            "reg.io/toomanyrequests",
            "[::1]:5000/x509",
            &["reg.io/a", digest].concat(),
        ] {
            let reference = Reference::parse(image).expect("the image is a reference");
            for answer in Answer::ALL.into_iter().filter(|it| *it != Answer::Ok) {
                for credentials in [0, 1] {
                    let version = Version::OLDEST;
                    let answers =
                        Answers { reference: &reference, answers: &[answer], credentials, version };
                    let found = Answer::of_text(&answers.to_string()).map(|(found, _)| found);
                    assert_eq!(found, Some(answer), "{answers}");
                }
            }
        }
    }

    #[test]
    fn every_phrase_is_lower_case_and_reached() {
        for (phrase, answer) in PHRASES {
            assert_eq!(*phrase, phrase.to_ascii_lowercase());
            let found = Answer::of_text(phrase).map(|(found, _)| found);
            assert_eq!(found, Some(*answer), "{phrase}");
        }
    }
}
