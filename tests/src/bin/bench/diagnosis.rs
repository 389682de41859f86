//! How long a whole diagnosis takes, from the text to the JSON.

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use pullscope_core::diagnose::{Offsets, Options, Texts, diagnose};
use pullscope_core::text;

use crate::Table;

/// The Pods of about 200 kB.
pub(crate) const PODS: usize = 150;

/// `count` Pods of two containers, and the Secret of each.
pub(crate) fn pods(count: usize) -> String {
    let mut text = String::new();
    for pod in 0..count {
        let (team, registry) = (pod % 23, pod % 7);
        let _ = write!(
            text,
            r#"---
apiVersion: v1
kind: Pod
metadata:
  name: shop-{pod}
  namespace: team-{team}
  labels:
    app.kubernetes.io/name: shop
    app.kubernetes.io/instance: shop-{pod}
    app.kubernetes.io/managed-by: Helm
spec:
  serviceAccountName: shop
  imagePullSecrets:
  - name: pull-{pod}
  containers:
  - name: web
    image: registry-{registry}.example.com:5000/team-{team}/shop:1.4.{pod}
    imagePullPolicy: IfNotPresent
    args: ["--listen", ":8080", "--metrics"]
    ports:
    - name: http
      containerPort: 8080
    env:
    - name: LOG_LEVEL
      value: info
    - name: REGION
      value: eu-central-1
    resources:
      requests: {{cpu: 100m, memory: 128Mi}}
      limits: {{memory: 256Mi}}
  - name: proxy
    image: nginx:1.27
    volumeMounts:
    - name: config
      mountPath: /etc/nginx/conf.d
  volumes:
  - name: config
    configMap:
      name: shop-{pod}
---
apiVersion: v1
kind: Secret
metadata:
  name: pull-{pod}
  namespace: team-{team}
  labels:
    app.kubernetes.io/managed-by: Helm
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: |
    {{
      "auths": {{
        "registry-{registry}.example.com:5000/team-{team}": {{"auth": "cm9ib3Q6cGFzc3dvcmQ="}},
        "ghcr.io/organization-{team}": {{"username": "robot", "password": "password"}}
      }}
    }}
"#
        );
    }
    text
}

pub(crate) fn measure(table: &mut Table) {
    let options = Options::default();
    let mut each_of_fewest = f64::NAN;
    for (count, rounds) in [(PODS, 31), (1_000, 11), (10_000, 5)] {
        let text = pods(count);
        let texts = Texts::from(&*text);
        let found = diagnose(&text, &options);
        assert_eq!((found.workloads.len(), found.secrets.len()), (count, count));
        drop(found);
        let [mut read, mut whole, mut json] = [(); 3].map(|()| Vec::with_capacity(rounds));
        for _ in 0..rounds {
            read.push(took(|| text::documents_within(black_box(&text), &options.limits)).1);
            let (diagnosis, time) = took(|| diagnose(black_box(&text), &options));
            whole.push(time);
            json.push(took(|| diagnosis.to_json(&texts, Offsets::Utf16)).1);
        }
        let [read, whole, json] = [read, whole, json].map(lower_quartile);
        let size = text.len() / 1000;
        table.row(&format!("diagnose {count} Pods, {size} kB"), whole, "");
        table.row("  of that, reading YAML", read, "");
        table.row("  and writing JSON", json, "");
        let each = (whole + json) / count as f64;
        match count {
            PODS => table.bar("diagnose 200 kB in at most 10 ms", whole + json <= 10e6),
            1_000 => each_of_fewest = each,
            // Ten times the Pods in at most twelve times the time.
            _ => {
                table.bar("10,000 Pods at most 1.2 times 1,000 each", each <= 1.2 * each_of_fewest)
            }
        }
    }
}

/// What `run` gives, and how long it took; dropping it is not counted.
fn took<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let made = run();
    (made, start.elapsed())
}

/// The lower quartile, in nanoseconds: a round is long enough for what else runs on the machine to
/// add to it.
fn lower_quartile(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 4].as_nanos() as f64
}
