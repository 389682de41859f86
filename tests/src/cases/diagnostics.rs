//! What is worth telling about a `registries.yaml`, by number: each has a case that finds it, and one
//! beside it, nearly the same text, in which it is silent.

use std::fs;
use std::io;

use pullscope_core::finding::CODES;

use super::Case;
use super::catalogue::root;

/// The condition of each number, with the codes that tell it.
const DIAGNOSTICS: [(&str, &[&str], &str); 44] = [
    ("D01", &["wildcard-unquoted"], "a star without quotes"),
    ("D02", &["not-yaml", "wrong-type"], "another mistake of YAML, or a value of another type"),
    ("D03", &["unknown-key"], "a key that is not known"),
    ("D04", &["auth-token"], "a member token of auth"),
    ("D05", &["auth-not-base64"], "an auth that is not the base64 of user:password"),
    ("D06", &["configs-of-mirror"], "settings under the name of a mirror, and not of its endpoint"),
    (
        "D07",
        &["config-matches-nothing"],
        "settings of a host that is asked with another port or case",
    ),
    ("D08", &["key-not-a-host"], "a key with a scheme or a path"),
    ("D09", &["endpoint-without-scheme"], "an endpoint without a scheme at another port than 443"),
    (
        "D10",
        &["plain-http"],
        "a registry with plain HTTP that is asked with HTTPS for its own images",
    ),
    (
        "D11",
        &["http-then-https"],
        "an endpoint with plain HTTP before a default endpoint with HTTPS",
    ),
    ("D12", &["http-with-tls"], "an endpoint with plain HTTP and settings for TLS"),
    ("D13", &["endpoint-path"], "an endpoint with a path that does not end in /v2"),
    ("D14", &["endpoint-v2-slash"], "an endpoint with the path /v2/"),
    ("D15", &["rewrite-of-default"], "rewrites, and no endpoint but the default one"),
    ("D16", &["rewrite-not-a-regexp"], "a pattern that is no regular expression of Go"),
    ("D17", &["rewrite-escape"], "a backslash or a quote in a rewrite"),
    ("D18", &["rewrites-overlap"], "two patterns that change the same repository"),
    ("D19", &["rewrite-group"], "a replacement with a group that the pattern does not have"),
    ("D20", &["rewrite-library"], "a pattern for an official image without library/"),
    ("D21", &["rewrite-not-repository"], "a pattern with a tag, a digest or a registry"),
    ("D22", &["rewrite-of-endpoint"], "rewrites under the host of an endpoint"),
    ("D23", &["wildcard-auth"], "credentials under the wildcard"),
    ("D24", &["wildcard-tls"], "settings for TLS under the wildcard beside a wildcard mirror"),
    (
        "D25",
        &["config-hides-wildcard"],
        "settings of a registry that keep the wildcard mirror from it",
    ),
    ("D26", &["entry-says-nothing"], "an entry that changes nothing beside a wildcard"),
    ("D27", &["default-kept-by-config"], "the flag, and settings of the same name"),
    ("D28", &["default-kept"], "the flag, and a mirror without an endpoint that can be used"),
    ("D29", &["glob-key"], "a key with a star in it"),
    ("D30", &["mirror-not-a-registry"], "a mirror of a name without period and colon"),
    ("D31", &["mirror-of-hub-host"], "a mirror of another name of Docker Hub"),
    ("D32", &["hub-credentials"], "credentials of docker.io before July 2025"),
    ("D33", &["mirror-port-differs"], "a mirror with another port than the image"),
    ("D34", &["cert-without-key"], "a certificate without its key, or the reverse"),
    ("D35", &["tls-path"], "a path for TLS that is not absolute"),
    ("D36", &["restart"], "the file is read when K3s starts"),
    ("D37", &["image-keeps-name"], "images of a mirror in a list of the node's images"),
    ("D38", &["crictl-info"], "no mirrors in what crictl info shows"),
    ("D39", &["wrong-place"], "a file where K3s does not look"),
    ("D40", &["pull-secret-instead"], "a pull Secret for a registry with a mirror"),
    ("D41", &["config-template"], "a template of containerd's configuration"),
    ("D42", &["default-listed"], "the default endpoint among the others"),
    ("D43", &["ipv6-endpoint"], "an IPv6 address as an endpoint of containerd 1.7"),
    ("D44", &["rewrite-leading-slash"], "a replacement that begins with a slash"),
];

/// Lines that may differ between a case that finds something and the one beside it.
const NEAR: usize = 6;

/// Numbers without their cases, and cases of numbers that there are not.
///
/// # Errors
///
/// When the list for readers cannot be read.
pub(super) fn gaps(cases: &[Case], gaps: &mut Vec<String>) -> io::Result<()> {
    let mut rows = String::new();
    for (number, names, what) in DIAGNOSTICS {
        for name in names {
            let code = format!("registries/{name}");
            if !CODES.iter().any(|it| it.code == code) {
                gaps.push(format!("{code}, which tells {number}, is no code"));
            }
            match pair(cases, number, &code) {
                Ok((finds, silent)) => {
                    let [finds, silent] = [finds, silent].map(file);
                    rows += &format!("| {number} | {what} | `{code}` | {finds} | {silent} |\n");
                }
                Err(why) => gaps.push(format!("{number}, {what}: {why}")),
            }
        }
    }
    for case in cases {
        for it in case.diagnostics().filter(|it| DIAGNOSTICS.iter().all(|row| row.0 != *it)) {
            gaps.push(format!("{} names {it}, which there is not", case.path.display()));
        }
    }
    let readme = fs::read_to_string(root().join("tests").join("corpus").join("README.md"))?;
    if !readme.contains(&rows) {
        gaps.push(format!("tests/corpus/README.md does not list what is found:\n{rows}"));
    }
    Ok(())
}

/// The case of a number that finds a code, and the nearest one in which the code is silent.
fn pair<'c>(cases: &'c [Case], number: &str, code: &str) -> Result<(&'c Case, &'c Case), String> {
    let about = || cases.iter().filter(|case| case.diagnostics().any(|it| it == number));
    let finds = || about().filter(|case| case.found().any(|it| it == code));
    let silent = || about().filter(|case| case.silent().any(|it| it.1 == code));
    if finds().next().is_none() {
        return Err(format!("no case of it finds {code}"));
    }
    if silent().next().is_none() {
        return Err(format!("no case of it shows that {code} can be silent"));
    }
    let pairs =
        finds().flat_map(|one| silent().map(move |other| (distance(one, other), one, other)));
    let nearest = pairs.min_by_key(|it| it.0).filter(|it| it.0 <= NEAR);
    let (_, one, other) =
        nearest.ok_or_else(|| format!("no silent case is near one that finds {code}"))?;
    Ok((one, other))
}

/// How many lines of either text are not in the other, in order; with other options one more.
fn distance(one: &Case, other: &Case) -> usize {
    let lines = |case: &Case| case.text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (one_lines, other_lines) = (lines(one), lines(other));
    // The longest common subsequence, row by row.
    let mut row = vec![0; other_lines.len() + 1];
    for line in &one_lines {
        let mut before = 0;
        for (place, it) in other_lines.iter().enumerate() {
            let above = row[place + 1];
            row[place + 1] = if line == it { before + 1 } else { above.max(row[place]) };
            before = above;
        }
    }
    let common = row.last().copied().unwrap_or_default();
    let options = usize::from(one.options != other.options);
    one_lines.len() + other_lines.len() - 2 * common + options
}

fn file(case: &Case) -> String {
    let name = case.path.file_stem().unwrap_or_default().to_string_lossy();
    let area = case.path.parent().and_then(|it| it.file_name()).unwrap_or_default();
    format!("[{name}](cases/{}/{name}.case)", area.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn case(header: &str, text: &str) -> Case {
        let content = format!("source: here\ndiagnostic: D01\n{header}\n-----\n{text}");
        Case::parse(Path::new("registries/a.case"), &content).expect("it is a case")
    }

    #[test]
    fn a_silent_case_far_away_is_none() {
        let finds = case("finds: a/b", "one\ntwo\nthree\nfour\n");
        let near = case("silent: a/b", "one\n2\nthree\nfour\n");
        let far = case("silent: a/b", "5\n6\n7\n8\n");
        assert_eq!(distance(&finds, &near), 2);
        assert_eq!(distance(&finds, &far), 8);
        assert!(pair(&[finds.clone(), near, far.clone()], "D01", "a/b").is_ok());
        assert!(pair(&[finds.clone(), far], "D01", "a/b").is_err());
        assert!(pair(std::slice::from_ref(&finds), "D01", "a/b").is_err());
        assert!(pair(&[finds], "D02", "a/b").is_err());
    }

    #[test]
    fn other_options_are_a_difference() {
        let one = case("silent: a/b", "one\n");
        let other = case("options: registries=embedded\nsilent: a/b", "one\n");
        assert_eq!(distance(&one, &other), 1);
    }
}
