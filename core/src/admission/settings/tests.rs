use alloc::string::ToString;
use alloc::vec::Vec;

use super::Settings;
use crate::json;

#[track_caller]
fn bad(settings: &str, expect: &[&str]) {
    let value = json::parse(settings, json::DEFAULT_MAX_DEPTH).unwrap();
    let errors = Settings::parse(&value).unwrap_err();
    assert_eq!(errors.iter().map(ToString::to_string).collect::<Vec<_>>(), expect);
}

#[test]
fn every_problem_is_named_at_once() {
    bad(
        r#"{"latest": "reject", "Mode": 1, "mode": "enforce", "references": {
            "latest": null, "requiredigest": "warn", "registries": {
                "allow": ["https://r.example/v2/", "*", "myregistry", "r.example/team", 5,
                          "my_host.io", "", "r.example", "evil.com:5000", "x.evil.org"],
                "refuse": ["evil.com", "*.evil.org"], "reject": []},
            "tags": {"refuse": [":dev", "a b", ""]}},
            "secrets": ["x"]}"#,
        &[
            "latest: unknown setting; known are mode, scope, references, pullPolicy, pullSecrets, rewrite, digests, secrets",
            "Mode: unknown setting; did you mean mode?",
            r#"mode: expected reject or warn, found "enforce""#,
            "references.latest: expected reject or warn or off, found null",
            "references.requiredigest: unknown setting; did you mean requireDigest?",
            r#"references.registries.allow[0]: "https://r.example/v2/" has a scheme, which images do not; write "r.example""#,
            r#"references.registries.allow[1]: "*" is no registry host: without a dot, a port or an uppercase letter it is the first part of a Docker Hub repository, so that no image could match"#,
            r#"references.registries.allow[2]: "myregistry" is no registry host: without a dot, a port or an uppercase letter it is the first part of a Docker Hub repository, so that no image could match"#,
            r#"references.registries.allow[3]: "r.example/team" has a path; registries are compared by host, so write "r.example""#,
            "references.registries.allow[4]: expected registry host in quotes, found a number",
            r#"references.registries.allow[5]: "my_host.io" is not a registry host; write a host with an optional port, such as registry.example.com:5000"#,
            "references.registries.allow[6]: empty; write a registry host such as docker.io",
            "references.registries.reject: unknown setting; known are allow, refuse, mode",
            r#"references.registries.allow[8]: "evil.com:5000" is refused by "evil.com" in references.registries.refuse, so that allowing it does nothing; take one of them out"#,
            r#"references.registries.allow[9]: "x.evil.org" is refused by "*.evil.org" in references.registries.refuse, so that allowing it does nothing; take one of them out"#,
            r#"references.tags.refuse[0]: ":dev" is no tag with stars, so that no image could match; write one such as *-dev, without the colon"#,
            r#"references.tags.refuse[1]: "a b" is no tag with stars, so that no image could match; write one such as *-dev, without the colon"#,
            r#"references.tags.refuse[2]: "" is no tag with stars, so that no image could match; write one such as *-dev, without the colon"#,
            "secrets: expected an object, found a list",
        ],
    );
    bad("[]", &["expected an object, found a list"]);
}

#[test]
fn a_list_of_what_is_allowed_has_an_entry() {
    for list in ["registries", "images"] {
        let setting = alloc::format!(r#"{{"references": {{"{list}": {{"allow": []}}}}}}"#);
        let expect = alloc::format!(
            "references.{list}.allow: an empty list would refuse everything; leave the setting out \
             to allow everything, or name at least one"
        );
        bad(&setting, &[&expect]);
    }
    bad(
        r#"{"references": {"registries": {"allow": null}}, "a b\n": 1}"#,
        &[
            "references.registries.allow: expected a list of registry hosts, found null",
            r#""a b\n": unknown setting; known are mode, scope, references, pullPolicy, pullSecrets, rewrite, digests, secrets"#,
        ],
    );
}

#[test]
fn an_image_that_none_could_be_is_no_entry() {
    let expect = [
        (
            r#""*/app""#,
            r#""*/app" begins with a star that could be a registry or a part of Docker Hub; write the registry, as in docker.io/**"#,
        ),
        (
            r#""**""#,
            r#""**" has ** before its end; it stands for all that is below a path, as in registry.example.com/team/**"#,
        ),
        (
            r#""r.example/**/app""#,
            r#""r.example/**/app" has ** before its end; it stands for all that is below a path, as in registry.example.com/team/**"#,
        ),
        (
            r#""Nginx""#,
            r#""Nginx" is no image with stars; write a repository such as registry.example.com/team/app, with /** for all below it, or with a tag or digest"#,
        ),
        (
            r#""r.example/app:""#,
            r#""r.example/app:" is no image with stars; write a repository such as registry.example.com/team/app, with /** for all below it, or with a tag or digest"#,
        ),
        (
            r#""app@sha256:1""#,
            r#""app@sha256:1" is no image with stars; write a repository such as registry.example.com/team/app, with /** for all below it, or with a tag or digest"#,
        ),
    ];
    for (entry, message) in expect {
        let setting = alloc::format!(r#"{{"references": {{"images": {{"refuse": [{entry}]}}}}}}"#);
        bad(&setting, &[&alloc::format!("references.images.refuse[0]: {message}")]);
    }
}

#[test]
fn a_scope_names_namespaces_and_kinds() {
    bad(
        r#"{"scope": {"exemptNamespaces": ["Team", "*", "-a", 1], "exemptKinds": ["pod", "Pods", "Service"]}}"#,
        &[
            r#"scope.exemptNamespaces[0]: "Team" is no namespace; write its name, with * for any characters"#,
            r#"scope.exemptNamespaces[1]: "*" exempts everything; take the policy away instead"#,
            r#"scope.exemptNamespaces[2]: "-a" is no namespace; write its name, with * for any characters"#,
            "scope.exemptNamespaces[3]: expected namespace in quotes, found a number",
            r#"scope.exemptKinds[0]: "pod" is no kind that this policy judges; did you mean Pod?"#,
            r#"scope.exemptKinds[1]: "Pods" is no kind that this policy judges; did you mean Pod?"#,
            r#"scope.exemptKinds[2]: "Service" is no kind that this policy judges; known are Pod, PodTemplate, ReplicationController, ReplicaSet, Deployment, StatefulSet, DaemonSet, Job, CronJob, Secret, ServiceAccount"#,
        ],
    );
}

#[test]
fn a_code_is_one_that_a_secret_can_have() {
    bad(
        r#"{"secrets": {"codes": {"secret/blank-entri": "off", "secret/no-auth": "x",
            "secret/more": "off", "secret/more": "warn"}}}"#,
        &[
            r#"secrets.codes["secret/blank-entri"]: no finding of a Secret; did you mean secret/blank-entry?"#,
            r#"secrets.codes["secret/no-auth"]: expected reject or warn or off, found "x""#,
            r#"secrets.codes["secret/more"]: given more than once; keep one"#,
        ],
    );
}

#[test]
fn the_codes_of_secrets_are_those_of_the_catalogue() {
    use super::secrets::SECRET_CODES;
    assert!(SECRET_CODES.is_sorted());
    for code in SECRET_CODES {
        assert!(crate::finding::title(code).is_some(), "{code}");
    }
}
