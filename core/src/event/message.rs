//! The sentences in which a cluster speaks of pulls.

use alloc::vec::Vec;
use core::ops::Range;

use super::Took;

/// What a sentence says.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Says {
    /// `Failed to pull image "x": …`
    PullFailed,
    /// `Back-off pulling image "x"`, and since 1.32 why.
    BackOff,
    /// `Failed to apply default image tag "x": couldn't parse image name "x": …`
    InvalidName,
    /// `Failed to inspect image "x": …`
    InspectFailed,
    /// `Container image "x" is not present with pull policy of Never`
    NeverPull,
    /// `Unable to retrieve some image pull secrets (a, b); …`
    MissingSecrets,
    /// `Pulling image "x"`
    Pulling,
    /// `Successfully pulled image "x" in …`
    Pulled,
    /// `Container image "x" already present on machine`
    Present,
    /// `image pull failed for x because the registry is unavailable…`
    RegistryUnavailable,
    /// `image pull failed for x because the signature validation failed…`
    SignatureInvalid,
    /// `failed to get sandbox image "x": …`: the image of the Pod's sandbox, not of a container.
    SandboxImage,
    /// `failed to look-up entrypoint/cmd for image "x", …`: Argo Workflows asked the registry, not
    /// the kubelet.
    EntrypointLookup,
    /// `Unable to fetch image "x": failed to resolve image to digest: …`: Knative asked the
    /// registry, not the kubelet.
    DigestLookup,
    /// A reason alone: `Error: ErrImagePull`, a status column, `state.waiting.reason`.
    Reason,
    /// Something a runtime or a registry says, without the kubelet's words around it.
    RuntimeError,
}

impl Says {
    /// Whether the kubelet says it of a container's or a volume's image.
    pub fn is_of_the_kubelet(self) -> bool {
        !matches!(self, Self::EntrypointLookup | Self::DigestLookup | Self::SandboxImage)
    }

    /// Whether it tells of a failure.
    pub fn is_failure(self) -> bool {
        !matches!(self, Self::Pulling | Self::Pulled | Self::Present)
    }
}

/// Reasons of a waiting container that are about its image.
///
/// Upstream: kubernetes `pkg/kubelet/images/types.go`,
/// `staging/src/k8s.io/cri-api/pkg/errors/errors.go`.
const REASONS: [&str; 7] = [
    "ErrImagePull",
    "ImagePullBackOff",
    "ErrImageNeverPull",
    "InvalidImageName",
    "ImageInspectError",
    "RegistryUnavailable",
    "SignatureValidationFailed",
];

/// What begins a sentence that names an image in quotes, or an error.
const PHRASES: [(&str, Says); 25] = [
    ("Failed to pull image ", Says::PullFailed),
    ("Back-off pulling image ", Says::BackOff),
    ("Failed to apply default image tag ", Says::InvalidName),
    ("couldn't parse image name ", Says::InvalidName),
    ("couldn't parse image reference ", Says::InvalidName),
    ("Failed to inspect image ", Says::InspectFailed),
    // Present or not, by what follows the image.
    ("Container image ", Says::NeverPull),
    ("Unable to retrieve some image pull secrets (", Says::MissingSecrets),
    ("Pulling image ", Says::Pulling),
    ("Successfully pulled image ", Says::Pulled),
    // The registry or the signature, by what follows the image.
    ("image pull failed for ", Says::RegistryUnavailable),
    ("failed to get sandbox image ", Says::SandboxImage),
    ("failed to look-up entrypoint/cmd for image ", Says::EntrypointLookup),
    ("Unable to fetch image ", Says::DigestLookup),
    ("failed to pull and unpack image ", Says::RuntimeError),
    ("failed to resolve reference ", Says::RuntimeError),
    ("rpc error: code = ", Says::RuntimeError),
    ("Error response from daemon: ", Says::RuntimeError),
    ("pull access denied", Says::RuntimeError),
    ("toomanyrequests: ", Says::RuntimeError),
    ("manifest unknown", Says::RuntimeError),
    ("unauthorized: ", Says::RuntimeError),
    ("no basic auth credentials", Says::RuntimeError),
    ("trying and failing to pull image", Says::Reason),
    ("image can't be pulled", Says::Reason),
];

/// What a sentence says, and where within it; byte ranges of the sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sentence {
    pub(super) says: Says,
    /// Where the phrase begins that was recognized.
    pub(super) start: usize,
    pub(super) image: Option<Range<usize>>,
    /// The reason of the waiting container, where the sentence names it.
    pub(super) reason: Option<Range<usize>>,
    pub(super) secrets: Vec<Range<usize>>,
    /// What the runtime or the registry said.
    pub(super) error: Option<Range<usize>>,
    pub(super) container: Option<Range<usize>>,
    pub(super) pod: Option<Range<usize>>,
    /// How long the pull took.
    pub(super) took: Option<Took>,
}

/// Whether a line speaks of a pull.
pub(crate) fn speaks_of_a_pull(line: &str) -> bool {
    find(line).is_some()
}

/// The first phrase of a text: its place, the place after it, what it says.
fn find(text: &str) -> Option<(usize, usize, Says)> {
    let is_spaced = text.contains("  ");
    let phrase = PHRASES
        .iter()
        .filter_map(|&(phrase, says)| {
            let found = match phrase {
                // Others speak of container images as well.
                "Container image " => container_image(text).map(|it| it..it + phrase.len()),
                _ => text.find(phrase).map(|it| it..it + phrase.len()),
            };
            let found = found.or_else(|| is_spaced.then(|| find_spaced(text, phrase)).flatten())?;
            Some((found.start, found.end, says))
        })
        // The kubelet's words count before those that it passes on.
        .min_by_key(|it| (it.2 == Says::RuntimeError, it.0));
    let before = phrase.map_or(text.len(), |it| it.0);
    let reason = reason_word(&text[..before]).map(|it| (it.start, it.end, Says::Reason));
    // In `ImagePullBackOff: Back-off pulling …` the sentence says more than the word before it.
    phrase.or(reason)
}

/// A phrase with more than one space between its words, as it is left where somebody put the lines
/// of a terminal together by hand.
fn find_spaced(text: &str, phrase: &str) -> Option<Range<usize>> {
    let (first, others) = phrase.split_once(' ')?;
    // `Container image ` alone says too little to be looked for in this way.
    if others.is_empty() || phrase == "Container image " {
        return None;
    }
    // A few are looked at, for lines are long.
    text.match_indices(first).take(8).find_map(|(start, _)| {
        let mut at = start + first.len();
        for word in others.split_inclusive(' ') {
            let rest = &text[at..];
            let spaces = rest.len() - rest.trim_start_matches(' ').len();
            if spaces == 0 || !rest[spaces..].starts_with(word.trim_end()) {
                return None;
            }
            at += spaces + word.trim_end().len();
        }
        if phrase.ends_with(' ') {
            let rest = text[at..].trim_start_matches(' ');
            at = text.len() - rest.len();
        }
        Some(start..at)
    })
}

fn container_image(text: &str) -> Option<usize> {
    let after = ["is not present with pull policy of Never", "already present on machine"];
    let end = after.iter().filter_map(|it| text.find(it)).min()?;
    text[..end].rfind("Container image ")
}

/// Whether the reason of a waiting container is about its image: one of Kubernetes' words, or an
/// error in words, as a malformed pull Secret makes it since 1.33.
pub(super) fn is_about_an_image(reason: &str) -> bool {
    REASONS.contains(&reason) || reason.contains(' ')
}

/// The first waiting reason that stands in a text as a word.
pub(super) fn reason_word(text: &str) -> Option<Range<usize>> {
    let is_part = |it: char| it.is_ascii_alphanumeric() || it == '_';
    REASONS
        .iter()
        .filter_map(|word| {
            // A word within a longer one is looked for no further: nobody writes it twice.
            let at = text.find(word)?;
            let end = at + word.len();
            let alone = !text[..at].ends_with(is_part) && !text[end..].starts_with(is_part);
            alone.then_some(at..end)
        })
        .min_by_key(|it| it.start)
}

/// Reads the first sentence of a text that speaks of a pull.
pub(super) fn read(text: &str) -> Option<Sentence> {
    let (start, after, says) = find(text)?;
    let mut sentence = Sentence {
        says,
        start,
        image: None,
        reason: reason_word(&text[..start]),
        secrets: Vec::new(),
        error: None,
        container: quoted_after(&text[..start], "failed to \"StartContainer\" for ")
            .or_else(|| quoted_after(&text[..start], "container ")),
        pod: quoted_after(&text[..start], " in pod "),
        took: None,
    };
    if says == Says::Reason {
        sentence.reason = reason_word(text);
        sentence.container = quoted_after(text, "failed to \"StartContainer\" for ")
            .or_else(|| quoted_after(text, "container "));
        sentence.pod = quoted_after(text, " in pod ");
        sentence.error = sentence.reason.as_ref().and_then(|it| error_after(text, it.end));
        return Some(sentence);
    }
    if says == Says::MissingSecrets {
        let end = text[after..].find(')').map_or(text.len(), |it| after + it);
        let mut at = after;
        for name in text[after..end].split(',') {
            let trimmed = name.trim();
            let start = at + (name.len() - name.trim_start().len());
            if !trimmed.is_empty() {
                sentence.secrets.push(start..start + trimmed.len());
            }
            at += name.len() + 1;
        }
        return Some(sentence);
    }
    if text[start..].starts_with("image pull failed for ") {
        let old = ", this may be because there are no credentials on this request";
        let ends = [" because the ", old].iter().filter_map(|it| text[after..].find(it)).min();
        let end = ends.map_or(text.len(), |it| after + it);
        sentence.image = Some(after..end);
        if text[end..].starts_with(old) {
            // The words of kubelets that drove Docker themselves.
            sentence.says = Says::PullFailed;
            let details = text[end..].find("details: (").map(|it| end + it + "details: (".len());
            sentence.error = details.and_then(|at| {
                let close = text[at..].rfind(')').map_or(text.len(), |it| at + it);
                trimmed(text, at..close)
            });
            return Some(sentence);
        }
        if text[end..].starts_with(" because the signature validation failed") {
            sentence.says = Says::SignatureInvalid;
        }
        let rest = text[end..].find("unavailable").map(|it| end + it + "unavailable".len());
        let rest = rest.or_else(|| text[end..].find("failed").map(|it| end + it + "failed".len()));
        sentence.error = rest.and_then(|at| error_after(text, at));
        return Some(sentence);
    }
    if says == Says::RuntimeError {
        sentence.error = trimmed(text, start..text.len());
        sentence.image = ["unpack image ", "resolve reference ", "pull image ", "resolve image "]
            .iter()
            .find_map(|it| quoted_after(&text[start..], it))
            .map(|it| start + it.start..start + it.end);
        return Some(sentence);
    }
    let Some((image, end)) = quoted(text, after) else { return Some(sentence) };
    sentence.image = Some(image.clone());
    let rest = &text[end..];
    match says {
        Says::NeverPull if rest.trim_start().starts_with("already present on machine") => {
            sentence.says = Says::Present;
        }
        Says::Pulled => sentence.took = Took::of(rest),
        Says::PullFailed | Says::InspectFailed | Says::SandboxImage | Says::DigestLookup => {
            sentence.error = error_after(text, end);
        }
        Says::EntrypointLookup => {
            // `…, you must either …: https://…#emissary-emissary: GET https://…`
            let hint = ["-emissary: ", "in the index: "].iter();
            let at = hint.filter_map(|it| rest.find(it).map(|at| end + at + it.len())).next();
            sentence.error = at.and_then(|at| trimmed(text, at..text.len()));
        }
        Says::BackOff => {
            // Since 1.32: `: ErrImagePull: rpc error: …`.
            let error = error_after(text, end);
            sentence.error = error.and_then(|it| {
                let word = REASONS.iter().find(|word| text[it.clone()].starts_with(**word));
                word.map_or(Some(it.clone()), |word| error_after(text, it.start + word.len()))
            });
        }
        Says::InvalidName => {
            let phrases = ["couldn't parse image name ", "couldn't parse image reference "];
            let parse = phrases.iter().find_map(|it| Some(end + rest.find(it)? + it.len()));
            let end = parse.and_then(|at| quoted(text, at)).map_or(end, |it| it.1);
            sentence.error = error_after(text, end);
        }
        _ => {}
    }
    Some(sentence)
}

/// What follows `: `, without white space around it and without a quote that only closes.
fn error_after(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let skipped = rest.len() - rest.trim_start_matches(['\\', '"']).len();
    rest[skipped..].starts_with(": ").then_some(())?;
    trimmed(text, at + skipped + 2..text.len())
}

fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    let part = part.trim();
    (!part.is_empty()).then(|| start..start + part.len())
}

/// A text in quotes that begins at byte `at`: what is within, and the byte after the quote.
///
/// Where the sentence was itself quoted, each quote has the same number of backslashes before it.
pub(super) fn quoted(text: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let rest = text.get(at..)?;
    let backslashes = rest.len() - rest.trim_start_matches('\\').len();
    let start = at + backslashes + 1;
    rest[backslashes..].starts_with('"').then_some(())?;
    let bytes = text.as_bytes();
    let mut run = 0;
    for (at, &byte) in bytes.iter().enumerate().skip(start) {
        match byte {
            b'\\' => run += 1,
            // `\"` within `"…"` is content; within `\"…\"` it is the end.
            b'"' if run == backslashes || (backslashes == 0 && run % 2 == 0) => {
                return Some((start..at - backslashes.min(run), at + 1));
            }
            _ => run = 0,
        }
    }
    None
}

/// What stands in quotes after the first `phrase`.
fn quoted_after(text: &str, phrase: &str) -> Option<Range<usize>> {
    let at = text.find(phrase)? + phrase.len();
    quoted(text, at).map(|it| it.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a sentence says, its image, its error.
    #[track_caller]
    fn check(text: &str, says: Says, image: &str, error: &str) {
        let sentence = read(text).expect("a sentence about a pull");
        let part = |it: &Option<Range<usize>>| it.clone().map_or("-", |it| &text[it]);
        assert_eq!(
            (sentence.says, part(&sentence.image), part(&sentence.error)),
            (says, image, error),
            "{text}"
        );
    }

    #[test]
    fn each_sentence_names_its_image_and_its_error() {
        check(
            r#"Failed to pull image "a:1": rpc error: code = NotFound desc = "x": not found"#,
            Says::PullFailed,
            "a:1",
            r#"rpc error: code = NotFound desc = "x": not found"#,
        );
        check(r#"Back-off pulling image "a:1""#, Says::BackOff, "a:1", "-");
        check(r#"Back-off pulling image "a:1": ErrImagePull: 401"#, Says::BackOff, "a:1", "401");
        check(
            r#"Failed to apply default image tag "A": couldn't parse image name "A": invalid reference format"#,
            Says::InvalidName,
            "A",
            "invalid reference format",
        );
        check(r#"couldn't parse image name "${X}": bad"#, Says::InvalidName, "${X}", "bad");
        check(
            r#"Container image "a" is not present with pull policy of Never"#,
            Says::NeverPull,
            "a",
            "-",
        );
        check(r#"Container image "a" already present on machine"#, Says::Present, "a", "-");
        check(r#"Successfully pulled image "a" in 2s"#, Says::Pulled, "a", "-");
        check(
            "image pull failed for test because the registry is unavailable: foo",
            Says::RegistryUnavailable,
            "test",
            "foo",
        );
        check(
            "image pull failed for t because the signature validation failed: foo",
            Says::SignatureInvalid,
            "t",
            "foo",
        );
        check(
            r#"Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox image "p:1": failed to pull"#,
            Says::SandboxImage,
            "p:1",
            "failed to pull",
        );
        check(
            r#"failed to look-up entrypoint/cmd for image "x:1", you must either explicitly specify the command, or list the image's command in the index: https://a/#emissary-emissary: GET https://b: UNAUTHORIZED"#,
            Says::EntrypointLookup,
            "x:1",
            "GET https://b: UNAUTHORIZED",
        );
        check(
            r#"Unable to fetch image "x:1": failed to resolve image to digest: 401"#,
            Says::DigestLookup,
            "x:1",
            "failed to resolve image to digest: 401",
        );
        check(
            r#"rpc error: code = Unknown desc = failed to pull and unpack image "docker.io/library/a:1": x"#,
            Says::RuntimeError,
            "docker.io/library/a:1",
            r#"rpc error: code = Unknown desc = failed to pull and unpack image "docker.io/library/a:1": x"#,
        );
    }

    #[test]
    fn quotes_of_a_quoted_sentence_are_followed() {
        check(r#"Back-off pulling image \"a:1\""#, Says::BackOff, "a:1", "-");
        check(r#"Failed to pull image \\\"a:1\\\": x"#, Says::PullFailed, "a:1", "x");
        check(r#"Failed to pull image "a\"b": x"#, Says::PullFailed, r#"a\"b"#, "x");
        check(r#"Failed to pull image "a"#, Says::PullFailed, "-", "-");
    }

    #[test]
    fn words_may_stand_apart() {
        check(r#"Failed  to pull   image  "a:1": 401"#, Says::PullFailed, "a:1", "401");
        check(
            r#"pod  pull  access denied  for a"#,
            Says::RuntimeError,
            "-",
            "pull  access denied  for a",
        );
        assert_eq!(read("Failed  topull image \"a\""), None);
        assert_eq!(read("Container  image  \"a\""), None);
        assert_eq!(read("rpc  error:  code  "), None);
    }

    #[test]
    fn a_reason_is_a_word() {
        let reason = |text: &'static str| {
            let sentence = read(text)?;
            Some((&text[sentence.reason?], sentence.says))
        };
        assert_eq!(reason("Error: ErrImagePull"), Some(("ErrImagePull", Says::Reason)));
        assert_eq!(
            reason("web  0/1  Init:ImagePullBackOff  0"),
            Some(("ImagePullBackOff", Says::Reason))
        );
        assert_eq!(
            reason(r#"with ImagePullBackOff: "Back-off pulling image \"x\"""#),
            Some(("ImagePullBackOff", Says::BackOff))
        );
        assert_eq!(reason("MyErrImagePullX"), None);
    }

    #[test]
    fn names_of_missing_secrets_are_listed() {
        let text = "Unable to retrieve some image pull secrets (a, b-c); attempting to pull the image may not succeed.";
        let names: Vec<&str> =
            read(text).unwrap().secrets.into_iter().map(|it| &text[it]).collect();
        assert_eq!(names, ["a", "b-c"]);
    }

    #[test]
    fn container_and_pod_are_named_before_the_sentence() {
        let text = r#"container "web" in pod "web-1" is waiting to start: trying and failing to pull image"#;
        let sentence = read(text).unwrap();
        assert_eq!(&text[sentence.container.unwrap()], "web");
        assert_eq!(&text[sentence.pod.unwrap()], "web-1");
    }
}
