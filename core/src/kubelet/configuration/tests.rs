use super::*;
use crate::json;
use alloc::format;
use alloc::string::ToString;

#[track_caller]
fn read(minor: u8, members: &str) -> Configuration {
    let text = format!(
        r#"{{"kind": "KubeletConfiguration", "apiVersion": "kubelet.config.k8s.io/v1beta1", {members}}}"#
    );
    let document = json::parse(&text, json::DEFAULT_MAX_DEPTH).expect("members of JSON");
    let version = Version::new(minor).expect("a known release");
    let read = Configuration::read(&document, Written::Json, version, &[]);
    for error in &read.errors {
        assert!(text.get(error.span()).is_some_and(|it| !it.is_empty()), "{error}");
    }
    assert_eq!(read.starts(), read.errors.is_empty());
    read
}

#[track_caller]
fn ends(minor: u8, members: &str, expect: Option<&str>) {
    let read = read(minor, members);
    let said = read.end.and_then(|it| it.upstream);
    assert_eq!(said.as_deref(), expect, "1.{minor} {members}");
}

#[test]
fn a_field_of_a_later_release_is_passed_over() {
    let members = r#""maxParallelImagePulls": 0"#;
    for (minor, since) in [(20, Some(27)), (26, Some(27)), (27, None)] {
        let read = read(minor, members);
        let told = read.unknown.first().map(|it| it.since.map_or(0, Version::minor));
        assert_eq!((read.starts(), told), (since.is_some(), since));
    }
}

#[test]
fn parallel_pulls_need_no_serialize_image_pulls() {
    let serialize = |members| read(36, members).settings.serialize_image_pulls;
    assert!(serialize(r#""registryBurst": 1"#));
    assert!(serialize(r#""maxParallelImagePulls": 1"#));
    assert!(!serialize(r#""maxParallelImagePulls": 2"#));
    assert!(read(26, r#""maxParallelImagePulls": 2"#).settings.serialize_image_pulls);
}

#[test]
fn a_wrong_type_is_told_in_the_words_of_the_decoder_since_1_23() {
    let members = r#""registryBurst": "5", "serializeImagePulls": 1"#;
    let said = "failed to decode: json: cannot unmarshal string into Go struct field \
                KubeletConfiguration.registryBurst of type int32";
    ends(23, members, Some(said));
    ends(36, members, Some(said));
    ends(22, members, None);
    let read = read(22, members);
    assert_eq!((read.starts(), read.errors.len()), (false, 2));
    assert_eq!(
        read.errors[1].to_string(),
        "serializeImagePulls must be true or false, not a number"
    );
}

#[test]
fn a_duration_that_cannot_be_read_goes_before_a_wrong_type() {
    let members = r#""registryBurst": "5", "imageMinimumGCAge": "5""#;
    ends(36, members, Some("failed to decode: time: missing unit in duration \"5\""));
    assert_eq!(read(36, members).errors.len(), 2);
}

#[test]
fn gates_that_are_not_taken_end_the_kubelet_in_the_way_of_its_release() {
    let members = r#""featureGates": {"ImageVolume": false}"#;
    let unknown = "unrecognized feature gate: ImageVolume";
    ends(20, members, Some(unknown));
    ends(23, members, Some(unknown));
    let said = format!("failed to set feature gates from initial flags-based config: {unknown}");
    ends(24, members, Some(&said));
    ends(31, members, None);
    ends(35, members, None);
    let said = "failed to merge global and in-flight KubeletConfiguration while setting defaults, \
                error: cannot set feature gate ImageVolume to false, feature is locked to true";
    ends(36, members, Some(said));
    let said = read(25, r#""featureGates": {"ImageVolume": true}"#).errors[0].to_string();
    assert_eq!(said, "1.25 does not know the feature gate ImageVolume: it came in 1.31");
}

#[test]
fn a_flag_counts_more_than_the_document() {
    let text = r#"{"kind": "KubeletConfiguration", "apiVersion": "kubelet.config.k8s.io/v1beta1",
        "featureGates": {"KubeletEnsureSecretPulledImages": true},
        "imagePullCredentialsVerificationPolicy": "AlwaysVerify"}"#;
    let document = json::parse(text, json::DEFAULT_MAX_DEPTH).expect("JSON");
    let gate = Gate::KubeletEnsureSecretPulledImages;
    let read = |flags: &[(Gate, bool)]| {
        Configuration::read(&document, Written::Json, Version::NEWEST, flags)
    };
    assert!(read(&[]).starts());
    assert!(read(&[(gate, true)]).starts());
    assert_eq!(
        *read(&[(gate, false)]).errors[0].kind(),
        ErrorKind::GateOff { gate: gate.as_str() }
    );
    // A release that locks a gate does not take the switch.
    assert!(read(&[(Gate::ImageVolume, false)]).settings.gates.is_on(Gate::ImageVolume));
}

#[test]
fn verification_came_in_1_33_and_is_on_since_1_35() {
    let members = r#""imagePullCredentialsVerificationPolicy": "AlwaysVerify""#;
    assert_eq!(read(32, members).unknown.len(), 1);
    let off = "invalid configuration: `imagePullCredentialsVerificationPolicy` must not be set if \
               KubeletEnsureSecretPulledImages feature gate is not enabled";
    ends(33, members, Some(off));
    ends(34, members, Some(off));
    ends(35, members, None);
    let on = format!(r#"{members}, "featureGates": {{"KubeletEnsureSecretPulledImages": true}}"#);
    ends(33, &on, None);
}

#[test]
fn a_short_name_is_a_pattern_since_1_36() {
    let members = r#""imagePullCredentialsVerificationPolicy": "NeverVerifyAllowlistedImages",
        "preloadedImagesVerificationAllowlist": ["quay.io/*", "ubuntu"]"#;
    ends(36, members, None);
    let said = "invalid configuration: invalid image pattern in `preloadedImagesVerificationAllowlist`: \
                neither tag nor digest is accepted in an image reference: ubuntu";
    ends(35, members, Some(said));
    let path = "preloadedImagesVerificationAllowlist[1]";
    assert_eq!(read(35, members).errors[0].path(), path);
}

#[test]
fn the_age_of_images_is_judged_as_the_release_does() {
    let members = r#""imageMaximumGCAge": "24h""#;
    assert_eq!(read(28, members).unknown[0].since, Version::new(29));
    let gate = "invalid configuration: ImageMaximumGCAge feature gate is required for Kubelet \
                configuration option";
    ends(29, members, Some(&format!("{gate} ImageMaximumGCAge")));
    ends(30, members, None);
    let off = format!(r#"{members}, "featureGates": {{"ImageMaximumGCAge": false}}"#);
    ends(30, &off, Some(&format!("{gate} imageMaximumGCAge")));
    let negative = r#""imageMinimumGCAge": "-1s""#;
    ends(35, negative, None);
    ends(36, negative, Some("invalid configuration: imageMinimumGCAge -1s must not be negative"));
}

#[test]
fn several_errors_are_told_in_brackets_and_order() {
    let members = r#""registryPullQPS": -1, "registryBurst": -1, "nodeStatusMaxImages": -2"#;
    let rest = "invalid configuration: registryBurst (--registry-burst) -1 must not be a negative number, \
                invalid configuration: registryPullQPS (--registry-qps) -1 must not be a negative number]";
    let status = "invalid configuration: nodeStatusMaxImages (--node-status-max-images)";
    ends(23, members, Some(&format!("[{status} must be -1 or greater, {rest}")));
    ends(24, members, Some(&format!("[{status} -2 must be -1 or greater, {rest}")));
}

#[test]
fn the_back_off_of_containers_is_not_that_of_images() {
    let members = r#""crashLoopBackOff": {"maxContainerRestartPeriod": "0.5s"}"#;
    let field = "CrashLoopBackOff.MaxContainerRestartPeriod";
    let off = format!(
        "invalid configuration: FeatureGate KubeletCrashLoopBackOffMax not enabled, {field} must not be set"
    );
    ends(31, members, None);
    ends(32, members, Some(&off));
    let range = format!(
        "invalid configuration: {field} (got: 0.5 seconds) must be set between 1s and 300s"
    );
    ends(35, members, Some(&range));
    let read = read(36, &members.replace("0.5s", "60s"));
    let field = read.fields.iter().find(|it| it.path.starts_with("crashLoop")).expect("it is set");
    assert!(field.sentence.contains("not about images"), "{}", field.sentence);
}

#[test]
fn every_field_of_a_release_has_a_sentence_and_a_default() {
    for version in Version::all() {
        let read = read(version.minor(), r#""registryBurst": 7"#);
        for field in &read.fields {
            assert!(field.sentence.ends_with('.'), "{}", field.path);
            assert_eq!(field.span.is_some(), field.path == "registryBurst", "{}", field.path);
        }
        let has = |name: &str| read.fields.iter().any(|it| it.path == name);
        assert_eq!(has("maxParallelImagePulls"), version.minor() >= 27);
        assert_eq!(has("imageServiceEndpoint"), version.minor() >= 27);
        assert_eq!(has("imageMaximumGCAge"), version.minor() >= 29);
        assert_eq!(has("preloadedImagesVerificationAllowlist"), version.minor() >= 33);
    }
}

#[test]
fn numbers_of_yaml_are_those_of_go() {
    let number =
        |burst: &'static str| json::Value { span: 0..1, data: json::Data::Number(burst.into()) };
    for (burst, expect) in [("010", Some(8)), ("5.0", Some(5)), ("0x10", Some(16)), ("1.5", None)] {
        let text =
            r#"{"kind": "KubeletConfiguration", "apiVersion": "kubelet.config.k8s.io/v1beta1"}"#;
        let mut document = json::parse(text, 8).expect("JSON");
        let json::Data::Object(members) = &mut document.data else { panic!("an object") };
        let key = "registryBurst".into();
        members.push(json::Member { key, key_span: 0..1, value: number(burst) });
        let read = Configuration::read(&document, Written::Yaml, Version::NEWEST, &[]);
        assert_eq!(read.starts().then_some(read.settings.registry_burst), expect, "{burst}");
    }
}
