use alloc::format;
use alloc::string::String;
use alloc::vec;

use super::*;
use crate::text::documents;

/// What each document is taken for, what decided it, and why.
fn found(text: &str, named: &[PodTemplatePath]) -> Vec<(String, String, String)> {
    let read = documents(text);
    read.docs
        .iter()
        .map(|document| {
            let Recognition { what, span, why } = recognize(text, document, named);
            assert!(text.get(span.clone()).is_some(), "{span:?}");
            (what.as_str().to_string(), text[span].to_string(), why)
        })
        .collect()
}

#[track_caller]
fn check(text: &str, expect: &[(&str, &str, &str)]) {
    let found = found(text, &[]);
    let found: Vec<_> = found.iter().map(|it| (&*it.0, &*it.1, &*it.2)).collect();
    assert_eq!(found, expect, "{text}");
}

#[test]
fn kinds_are_known_by_their_name() {
    check("kind: Deployment\n", &[("workload", "Deployment", "kind: Deployment")]);
    check("kind: Secret\ndata: {}\n", &[("Secret", "Secret", "kind: Secret")]);
    check(
        "kind: ServiceAccount\n",
        &[("ServiceAccount", "ServiceAccount", "kind: ServiceAccount")],
    );
    check("kind: Event\n", &[("Event", "Event", "kind: Event")]);
    check("kind: Node\n", &[("Node", "Node", "kind: Node")]);
    check(
        "kind: KubeletConfiguration\n---\nkind: CredentialProviderConfig\n",
        &[
            ("configuration of the kubelet", "KubeletConfiguration", "kind: KubeletConfiguration"),
            (
                "configuration of credential providers",
                "CredentialProviderConfig",
                "kind: CredentialProviderConfig",
            ),
        ],
    );
    check(
        "kind: PodList\nitems:\n- metadata: {name: a}\n",
        &[("workload", "metadata: {name: a}", "kind: Pod")],
    );
    check(
        "kind: Service\n",
        &[(
            "object of another kind",
            "Service",
            "kind: Service is not one of Kubernetes' own workloads",
        )],
    );
}

#[test]
fn files_of_the_node_are_known_by_their_members() {
    check(
        r#"{"Auths": {}}"#,
        &[("config.json of the node", "\"Auths\"", "the member Auths is one of config.json")],
    );
    check(
        r#"{"ghcr.io": {"auth": "eDp5"}}"#,
        &[(
            ".dockercfg of the node",
            "\"ghcr.io\"",
            "every member is an entry with auth, username or password",
        )],
    );
    for (text, member, why) in [
        ("mirrors:\n  docker.io:\n", "mirrors", "the member mirrors is one of registries.yaml"),
        (
            "configs:\n  ghcr.io:\n    auth: {username: u}\n",
            "configs",
            "the member configs is one of registries.yaml",
        ),
        (
            "mirrros:\n  docker.io:\n    endpoint: [https://x]\n",
            "mirrros",
            "a member holds endpoints, as mirrors of registries.yaml does",
        ),
    ] {
        check(text, &[("registries.yaml of the node", member, why)]);
    }
    check(
        "apiVersion: v1\nauths: {}\n",
        &[(
            "object of another kind",
            "apiVersion: v1",
            "it has no kind, and no member by which it would be known",
        )],
    );
}

#[test]
fn an_unknown_kind_says_where_its_pod_specs_seem_to_be() {
    let text = "kind: JobSet\nspec:\n  replicatedJobs:\n  - template: {spec: {template: {spec: {containers: [{image: a}]}}}}\n  - template: {spec: {template: {spec: {containers: [{image: b}]}}}}\n";
    check(
        text,
        &[(
            "object of another kind",
            "JobSet",
            "kind: JobSet is not one of Kubernetes' own workloads; \
         spec.replicatedJobs[0].template.spec.template.spec and \
         spec.replicatedJobs[1].template.spec.template.spec look like Pod specs",
        )],
    );
    let read = documents(text);
    let root = &read.docs[0].root;
    for (path, expect) in [
        ("spec.replicatedJobs[].template.spec.template", 2),
        ("spec.replicatedJobs[1].template.spec.template.spec", 1),
        ("spec.replicatedJobs[2].template.spec.template.spec", 0),
        ("spec.replicatedJobs[x]", 0),
        ("spec.replicatedJobs]", 0),
        ("", 0),
    ] {
        let specs = pod_specs(root, path);
        assert_eq!(specs.len(), expect, "{path}");
        for spec in &specs {
            let mut images = 0;
            spec.pod_spec().visit(&mut |part| {
                if let workload::Part::Image(image) = part {
                    assert!(image.path.starts_with(&spec.path), "{}", image.path);
                    images += 1;
                }
            });
            assert_eq!(images, 1);
        }
    }
    let named = [PodTemplatePath { kind: "JobSet".into(), path: "spec.x".into() }];
    assert_eq!(found(text, &named)[0].2, "kind: JobSet was named as one with a Pod spec at spec.x");
    check(
        "spec:\n  containers:\n  - image: a\n",
        &[("object of another kind", "spec:", "it has no kind; spec looks like a Pod spec")],
    );
    check(
        "containers:\n- image: a\n",
        &[(
            "object of another kind",
            "containers:",
            "it has no kind; its containers are those of a Pod spec",
        )],
    );
}

#[test]
fn an_admission_request_gives_both_objects() {
    let request = r#"{"uid":"1","kind":{"group":"apps","version":"v1","kind":"Deployment"},"namespace":"n","operation":"UPDATE","object":{"kind":"Deployment"},"oldObject":{"kind":"Deployment"}}"#;
    let review = format!(
        r#"{{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{request}}}"#
    );
    for text in [request.to_string(), review, format!(r#"{{"request":{request},"settings":{{}}}}"#)]
    {
        let read = documents(&text);
        let root = &read.docs[0].root;
        assert_eq!(recognize(&text, &read.docs[0], &[]).what, What::AdmissionReview, "{text}");
        let request = admission_request(root).unwrap();
        assert_eq!((request.operation, request.kind), (Some("UPDATE"), Some("Deployment")));
        assert_eq!((request.group, request.namespace), (Some("apps"), Some("n")));
        assert!(request.object.is_some() && request.old_object.is_some());
        assert!(text[request.span].starts_with("{\"uid\""));
    }
    let read = documents("kind: Pod\noperation: x\n");
    assert_eq!(admission_request(&read.docs[0].root), None);
}

#[test]
fn prose_is_known_by_its_first_line() {
    check(
        "nginx:1.27\n",
        &[("image names", "nginx:1.27", "the line is one word, as the name of an image is")],
    );
    check(
        "a\nb\n",
        &[("image names", "a", "each of the 2 lines is one word, as the name of an image is")],
    );
    check("ImagePullBackOff\n", &[("event text", "ImagePullBackOff", "the line speaks of a pull")]);
    check(
        "Error: ErrImagePull\n",
        &[("event text", "Error: ErrImagePull", "the line speaks of a pull")],
    );
    check(
        "Name:   web\nNamespace:  x\n",
        &[("output of kubectl describe", "Name:   web", "the line is one of kubectl describe")],
    );
    check(
        "NAME  READY  STATUS  RESTARTS  AGE\n",
        &[(
            "table of Pods",
            "NAME  READY  STATUS  RESTARTS  AGE",
            "the headings are those of kubectl get pods",
        )],
    );
    check(
        "$ kubectl get pods\n",
        &[("command", "$ kubectl get pods", "the line is a command that creates no Secret")],
    );
    check(
        "kubectl create secret docker-registry a --docker-password=x\n",
        &[(
            "kubectl create secret command",
            "kubectl create secret docker-registry a --docker-password=x",
            "the command creates a Secret, form docker-registry",
        )],
    );
    check(
        "my pod does not start\n",
        &[("words", "my pod does not start", "no line is YAML, JSON or speaks of a pull")],
    );
    check(
        "state:\n  waiting: {reason: ErrImagePull}\n",
        &[(
            "part of a Pod's status",
            "{reason: ErrImagePull}",
            "a container waits for its image here",
        )],
    );
    check("kind: [\n", &[("cannot be read", "", "expected a value")]);
}

#[test]
fn images_on_a_node_come_from_lists_of_many_programs() {
    for (text, expect) in [
        (
            "IMAGE                     TAG      IMAGE ID       SIZE\ndocker.io/library/nginx   1.27     abc            70MB\nghcr.io/a                 <none>   def            1MB\n",
            vec!["docker.io/library/nginx:1.27"],
        ),
        (
            "IMAGE   TAG      DIGEST         IMAGE ID   SIZE\nghcr.io/a   <none>   sha256:0123   def        1MB\n",
            vec!["ghcr.io/a@sha256:0123"],
        ),
        (
            "REPOSITORY   TAG       IMAGE ID       CREATED       SIZE\r\nnginx        latest    abc            2 weeks ago   70MB\r\n<none>       <none>    abc            2 weeks ago   70MB\r\n",
            vec!["nginx:latest"],
        ),
        (
            "REF TYPE DIGEST SIZE PLATFORMS LABELS\ndocker.io/library/nginx:1.27 application/x sha256:1 70 MiB linux/amd64 -\nsha256:77 application/x sha256:1 70 MiB linux/amd64 -\n",
            vec!["docker.io/library/nginx:1.27"],
        ),
        (
            r#"{"images": [{"id": "sha256:1", "repoTags": ["quay.io/a:1"], "repoDigests": ["quay.io/a@sha256:0"]}]}"#,
            vec!["quay.io/a:1", "quay.io/a@sha256:0"],
        ),
        (r#"[{"RepoTags": ["a:1", "<none>:<none>"]}]"#, vec!["a:1"]),
        (
            "kind: Node\nstatus:\n  images:\n  - names: [quay.io/a:1, quay.io/a@sha256:0]\n    sizeBytes: 1\n",
            vec!["quay.io/a:1", "quay.io/a@sha256:0"],
        ),
        ("kind: Pod\n", vec![]),
    ] {
        let read = documents(text);
        let images = images_on_node(text, &read.docs[0]);
        let names: Vec<&str> = images.iter().map(|it| &*it.name).collect();
        assert_eq!(names, expect, "{text}");
        for image in &images {
            let first = image.name.split([':', '@']).next().unwrap_or_default();
            assert!(text[image.span.clone()].starts_with(first), "{image:?}");
        }
    }
    check(
        r#"{"images": [{"repoTags": []}]}"#,
        &[("images on the node", "\"repoTags\"", "the member repoTags is one of a list of images")],
    );
}

#[test]
fn lists_of_images_tell_sizes() {
    for (text, expect) in [
        ("IMAGE  TAG  IMAGE ID  SIZE\nquay.io/a  1  004811815  99.3MB\n", Some(99_300_000)),
        (
            "REPOSITORY TAG IMAGE ID CREATED SIZE\nquay.io/a 1 abc 2 weeks ago 1.21GB\n",
            Some(1_210_000_000),
        ),
        (
            "REF TYPE DIGEST SIZE PLATFORMS LABELS\nquay.io/a:1 application/x sha256:1 70.5 MiB linux/amd64 -\n",
            Some(73_924_608),
        ),
        ("IMAGE TAG IMAGE ID SIZE\nquay.io/a 1 004811815 99999999999999999999TB\n", None),
        (r#"{"images": [{"repoTags": ["quay.io/a:1"], "size": "17"}]}"#, Some(17)),
        (r#"[{"RepoTags": ["a:1"], "Size": 18}]"#, Some(18)),
        (r#"[{"RepoTags": ["a:1"], "Size": -18}]"#, None),
        ("kind: Node\nstatus: {images: [{names: [quay.io/a:1], sizeBytes: 19}]}\n", Some(19)),
    ] {
        let read = documents(text);
        let images = images_on_node(text, &read.docs[0]);
        assert_eq!(images.first().map(|it| it.size), Some(expect), "{text}");
    }
}

#[test]
fn no_secret_is_repeated() {
    let text = "kubectl create secret docker-registry a --docker-password hunter2 hunter2\n---\n{\"ghcr.io\": {\"auth\": \"hunter2\"}}\n---\nkind: Secret\nstringData: {x: hunter2}\n---\nfoo: {hunter2\n";
    for (what, _, why) in found(text, &[]) {
        assert!(!why.contains("hunter2"), "{what}: {why}");
    }
}

/// Objects that make a search for Pod specs long.
#[test]
fn hostile_objects_take_linear_time() {
    let wide: String = format!("kind: X\nspec:\n{}", "- containers: [{name: a}]\n".repeat(20_000));
    let long = format!(
        "{{\"kind\": \"X\", \"{}\": {{\"a\": [{}1]}}}}",
        "k".repeat(1 << 19),
        "1,".repeat(1 << 18)
    );
    let deep = format!("{{\"kind\": \"X\", \"a\": {}1{}", "{\"a\": ".repeat(200), "}".repeat(201));
    let names = "a/b\n".repeat(1 << 16);
    let table = format!("IMAGE TAG IMAGE ID SIZE\n{}", "a b c d\n".repeat(1 << 16));
    for text in [wide, long, deep, names, table] {
        let read = documents(&text);
        for document in &read.docs {
            let found = recognize(&text, document, &[]);
            assert!(text.get(found.span).is_some());
            images_on_node(&text, document);
        }
    }
}
