//! Texts that take much of something, as long as one wants: to see that time grows with the text.

/// A text that asks for much of one thing.
#[derive(Clone, Copy, Debug)]
pub struct Hostile {
    /// Much of what.
    pub name: &'static str,
    write: fn(usize) -> String,
}

impl Hostile {
    /// The text, of about so many bytes.
    pub fn text(&self, bytes: usize) -> String {
        (self.write)(bytes)
    }
}

/// Manifests and what only looks like them.
pub const HOSTILE: [Hostile; 22] = [
    Hostile { name: "open brackets", write: |bytes| "[".repeat(bytes) },
    Hostile { name: "nested objects in JSON", write: |bytes| "{\"a\":".repeat(bytes / 5) },
    Hostile { name: "nested lists in YAML", write: |bytes| "- ".repeat(bytes / 2) },
    Hostile { name: "ever deeper lines", write: deeper },
    Hostile { name: "one long word", write: |bytes| "x".repeat(bytes) },
    Hostile { name: "one long line", write: |bytes| "a b: c, ".repeat(bytes / 8) },
    Hostile {
        name: "a long quoted text",
        write: |bytes| format!("a: \"{}\"", "x\\n".repeat(bytes / 3)),
    },
    Hostile { name: "quotes", write: |bytes| "\"'".repeat(bytes / 2) },
    Hostile { name: "keys", write: |bytes| numbered(bytes, |n| format!("key{n}: {n}\n")) },
    Hostile { name: "one key again and again", write: |bytes| "kind: Pod\n".repeat(bytes / 10) },
    Hostile { name: "documents", write: |bytes| "---\na: 1\n".repeat(bytes / 9) },
    Hostile { name: "objects of JSON", write: |bytes| "{\"kind\":\"Pod\"}".repeat(bytes / 14) },
    Hostile {
        name: "aliases",
        write: |bytes| format!("a: &a [1, 2]\nb:\n{}", "- *a\n".repeat(bytes / 5)),
    },
    Hostile { name: "anchors", write: |bytes| numbered(bytes, |n| format!("- &a{n} x\n")) },
    Hostile { name: "comments", write: |bytes| "# kind: Pod\n".repeat(bytes / 12) },
    Hostile { name: "Pods", write: |bytes| numbered(bytes, pod) },
    Hostile { name: "Pods of one name", write: |bytes| numbered(bytes, |_| pod(1)) },
    Hostile { name: "Pods with Secrets", write: |bytes| numbered(bytes, |n| pod(n) + &secret(n)) },
    Hostile { name: "Secrets of one name", write: |bytes| numbered(bytes, |_| secret(1)) },
    Hostile { name: "containers", write: containers },
    Hostile { name: "pull Secrets", write: pull_secrets },
    Hostile { name: "entries of a config.json", write: entries },
];

/// What is no object: lines of a program or of a person.
pub const HOSTILE_PROSE: [Hostile; 8] = [
    Hostile { name: "events", write: |bytes| EVENT.repeat(bytes / EVENT.len()) },
    Hostile {
        name: "a table of events",
        write: |bytes| TABLE.to_string() + &ROW.repeat(bytes / ROW.len()),
    },
    Hostile {
        name: "a description",
        write: |bytes| DESCRIBE.to_string() + &LINE.repeat(bytes / LINE.len()),
    },
    Hostile {
        name: "a table of Pods",
        write: |bytes| PODS.to_string() + &POD_ROW.repeat(bytes / POD_ROW.len()),
    },
    Hostile {
        name: "a table of images",
        write: |bytes| IMAGES.to_string() + &IMAGE.repeat(bytes / IMAGE.len()),
    },
    Hostile {
        name: "commands",
        write: |bytes| {
            numbered(bytes, |n| {
                format!(
                    "kubectl create secret docker-registry s{n} --docker-server=quay.io --docker-username=u --docker-password=p\n"
                )
            })
        },
    },
    Hostile {
        name: "one command",
        write: |bytes| {
            format!(
                "kubectl create secret docker-registry s {}",
                "--docker-server=quay.io ".repeat(bytes / 24)
            )
        },
    },
    Hostile {
        name: "names of images",
        write: |bytes| numbered(bytes, |n| format!("quay.io/team/app:{n}\n")),
    },
];

const EVENT: &str =
    "Failed to pull image \"quay.io/team/app:1\": rpc error: code = Unknown desc = 401\n";
const TABLE: &str = "LAST SEEN   TYPE      REASON   OBJECT     MESSAGE\n";
const ROW: &str = "3m          Warning   Failed   pod/web    Error: ErrImagePull\n";
const DESCRIBE: &str = "Name:             web\nNamespace:        default\nEvents:\n  Type     Reason   Age   From     Message\n  ----     ------   ----  ----     -------\n";
const LINE: &str =
    "  Warning  Failed   3m    kubelet  Failed to pull image \"quay.io/team/app:1\": 401\n";
const PODS: &str = "NAME   READY   STATUS             RESTARTS   AGE\n";
const POD_ROW: &str = "web    0/1     ImagePullBackOff   0          3m\n";
const IMAGES: &str = "IMAGE                     TAG    IMAGE ID        SIZE\n";
const IMAGE: &str = "docker.io/library/nginx   1.27   1234567890abc   70MB\n";

fn numbered(bytes: usize, one: impl Fn(usize) -> String) -> String {
    let mut out = String::with_capacity(bytes);
    let mut number = 0;
    while out.len() < bytes {
        out += &one(number);
        number += 1;
    }
    out
}

/// Lines each one level below the one before, over and over.
fn deeper(bytes: usize) -> String {
    numbered(bytes, |n| format!("{}a:\n", " ".repeat(n % 200)))
}

fn pod(number: usize) -> String {
    format!(
        "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: web-{number}}}\nspec:\n  imagePullSecrets:\n  \
         - name: regcred-{number}\n  containers:\n  - name: web\n    \
         image: registry.example.com:5000/team/app-{number}:1\n"
    )
}

fn secret(number: usize) -> String {
    format!(
        "---\napiVersion: v1\nkind: Secret\nmetadata: {{name: regcred-{number}}}\n\
         type: kubernetes.io/dockerconfigjson\nstringData:\n  .dockerconfigjson: \
         '{{\"auths\":{{\"registry.example.com\":{{\"username\":\"u\",\"password\":\"p\"}}}}}}'\n"
    )
}

fn containers(bytes: usize) -> String {
    let one = |n| format!("  - name: web-{n}\n    image: quay.io/team/app-{n}:1\n");
    let list = numbered(bytes, one);
    format!("kind: Pod\nmetadata: {{name: web}}\nspec:\n  containers:\n{list}{}", secret(0))
}

fn pull_secrets(bytes: usize) -> String {
    let list = numbered(bytes, |n| format!("  - name: regcred-{n}\n"));
    let image = "  containers:\n  - name: web\n    image: quay.io/team/app\n";
    format!(
        "kind: Pod\nmetadata: {{name: web}}\nspec:\n{image}  imagePullSecrets:\n{list}{}",
        secret(0)
    )
}

fn entries(bytes: usize) -> String {
    let one = |n| format!("\"quay.io/team-{n}\":{{\"auth\":\"dTpw\"}},\n");
    format!("quay.io/team-1/app:1\n---\n{{\"auths\":{{{}\"x.y\":{{}}}}}}\n", numbered(bytes, one))
}
