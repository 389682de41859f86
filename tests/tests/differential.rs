//! Random inputs, answered by upstream's Go code and by ours: no difference is tolerated.
//!
//! Runs where Go is installed, and says so where it is not. The rows are the same each time; set
//! `PULLSCOPE_SEED` to `random` for others, or to the number that a failure names. The programs are `tests/oracle` and those beside it, one for each set of
//! modules that have to be linked in versions of their own.

use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use pullscope_tests::generate::seed;
use pullscope_tests::{Kind, corpus};

/// Kubernetes, and the parsers of references that it links.
static KUBERNETES: Oracle = Oracle::in_folder("oracle");

/// containerd, and the libraries of CRI-O.
static RUNTIMES: Oracle = Oracle::in_folder("oracle-runtimes");

/// Clients that are not the kubelet.
static CLIENTS: Oracle = Oracle::in_folder("oracle-clients");

/// wharfie, and Go's regular expressions.
static REGISTRIES: Oracle = Oracle::in_folder("oracle-registries");

/// A Go program that answers rows, built when it is first asked.
struct Oracle {
    /// Its folder in `tests/`, and the name it is built under.
    folder: &'static str,
    /// The built program, or `None` where there is no Go.
    built: OnceLock<Option<PathBuf>>,
}

impl Oracle {
    const fn in_folder(folder: &'static str) -> Self {
        Self { folder, built: OnceLock::new() }
    }

    fn program(&self) -> Option<&Path> {
        self.built.get_or_init(|| self.build()).as_deref()
    }

    fn build(&self) -> Option<PathBuf> {
        let version = Command::new("go").arg("version").output().ok()?;
        println!("{}", String::from_utf8_lossy(&version.stdout).trim());
        let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join(self.folder);
        let status = Command::new("go")
            .args(["build", "-o"])
            .arg(&program)
            .arg(".")
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(self.folder))
            .status()
            .expect("go can be run");
        assert!(status.success(), "tests/{} does not build", self.folder);
        Some(program)
    }
}

/// What Kubernetes answers is ours.
#[track_caller]
fn agrees(kind: Kind, count: usize) {
    agrees_with(&KUBERNETES, kind, count);
}

#[track_caller]
fn agrees_with(oracle: &Oracle, kind: Kind, count: usize) {
    let Some(program) = oracle.program() else {
        println!("Go is not installed: nothing to compare {} with", kind.name());
        return;
    };
    let seed = seed(20_261_121);
    println!("{}: {count} rows, seed {seed}", kind.name());
    let mut child = Command::new(program)
        .args(["generate", kind.name(), "--seed", &seed.to_string()])
        .args(["--count", &count.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the Go program can be run");
    let rows = child.stdout.take().expect("its output is piped");
    let report = corpus::run(kind, BufReader::new(rows)).expect("its output can be read");
    let status = child.wait().expect("it was not waited for before");
    assert!(status.success(), "the Go program failed");
    let differences: Vec<String> = report.differences.iter().map(ToString::to_string).collect();
    let differences = differences.join("\n");
    assert_eq!((report.passed, report.failed), (count, 0), "seed {seed}\n{differences}");
}

#[test]
fn reference() {
    agrees(Kind::Reference, 20_000);
}

#[test]
fn reference_1_20() {
    agrees(Kind::Reference1_20, 10_000);
}

#[test]
fn reference_1_29() {
    agrees(Kind::Reference1_29, 10_000);
}

#[test]
fn pull_policy() {
    agrees(Kind::PullPolicy, 5_000);
}

#[test]
fn keyring() {
    agrees(Kind::Keyring, 5_000);
}

#[test]
fn url_match() {
    agrees(Kind::UrlMatch, 20_000);
}

#[test]
fn docker_config() {
    agrees(Kind::DockerConfigDecode, 5_000);
}

#[test]
fn secret() {
    agrees(Kind::SecretValidate, 2_000);
}

#[test]
fn back_off() {
    agrees(Kind::BackOff, 10_000);
}

#[test]
fn workload_create() {
    agrees(Kind::WorkloadCreate, 5_000);
}

#[test]
fn always_pull_images() {
    agrees(Kind::AlwaysPullImages, 5_000);
}

#[test]
fn service_account() {
    agrees(Kind::ServiceAccount, 5_000);
}

#[test]
fn image_manager() {
    agrees(Kind::ImageManager, 5_000);
}

#[test]
fn workload_update() {
    agrees(Kind::WorkloadUpdate, 5_000);
}

#[test]
fn allowlist() {
    agrees(Kind::Allowlist, 5_000);
}

#[test]
fn pull_manager() {
    agrees(Kind::PullManager, 3_000);
}

#[test]
fn credential_provider_config() {
    agrees(Kind::CredentialProviderConfig, 3_000);
}

#[test]
fn credential_provider_request() {
    agrees(Kind::CredentialProviderRequest, 3_000);
}

#[test]
fn image_index() {
    agrees_with(&RUNTIMES, Kind::ImageIndex, 10_000);
}

#[test]
fn short_name() {
    agrees_with(&RUNTIMES, Kind::ShortName, 5_000);
}

#[test]
fn registries_conf() {
    agrees_with(&RUNTIMES, Kind::RegistriesConf, 3_000);
}

#[test]
fn pull_queue() {
    agrees(Kind::PullQueue, 3_000);
}

#[test]
fn kubelet_configuration() {
    agrees(Kind::KubeletConfiguration, 5_000);
}

#[test]
fn client_auth() {
    agrees_with(&CLIENTS, Kind::ClientAuth, 3_000);
}

#[test]
fn client_reference() {
    agrees_with(&CLIENTS, Kind::ClientReference, 20_000);
}

#[test]
fn registries_file() {
    agrees_with(&REGISTRIES, Kind::RegistriesFile, 5_000);
}

#[test]
fn registries_wharfie() {
    agrees_with(&REGISTRIES, Kind::RegistriesWharfie, 5_000);
}

#[test]
fn go_regexp() {
    agrees_with(&REGISTRIES, Kind::GoRegexp, 10_000);
}
