//! What a text cannot tell, and the commands that tell it on the node.
//!
//! Whether the file is the one that is read, what is made of it, whether certificates are where it says,
//! and what the addresses answer.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::asks::{Asked, Asks};
use super::file::Registries;
use super::setting::Setting;
use super::table::DEFAULT;
use crate::docker_config::without_user;
use crate::kubectl::Arg;

/// More files, and more addresses, than one command names.
const MAX_NAMED: usize = 8;

/// A question, and the command that answers it on the node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What is asked, as a question.
    pub question: String,
    /// What is typed on the node. It repeats no secret.
    pub command: String,
    /// What the answer looks like when all is well.
    pub expect: String,
}

/// The commands for a file, how the node is set, and what is asked for images.
///
/// ```
/// use pullscope_core::registries::{Registries, Setting, checks};
///
/// let file = Registries::parse("configs: {r.io: {tls: {ca_file: /etc/ca.pem}}}").unwrap();
/// let all = checks(&file, &Setting::default(), &[]);
/// assert!(all.iter().any(|it| it.command == "sudo ls -lL /etc/ca.pem"));
/// ```
pub fn checks(file: &Registries, setting: &Setting, asks: &[Asks]) -> Vec<Check> {
    let product = setting.distribution.title();
    let mut all = Vec::from([Check {
        question: format!("Did {product} start with this file?"),
        command: setting.journal("registr"),
        expect: format!("a line that names {}", setting.distribution.file()),
    }]);
    if setting.profile.makes_directories() {
        let directories = asks.iter().filter_map(|it| it.directory.as_deref());
        let one = directories.filter(|it| !it.contains('@')).min();
        all.push(match one {
            Some(directory) => Check {
                question: match directory {
                    DEFAULT => "What was written for registries without an entry?".to_string(),
                    directory => format!("What was written for {directory}?"),
                },
                command: setting.show_hosts_toml(directory),
                expect: "the hosts.toml that is shown here".into(),
            },
            None => Check {
                question: "For which registries was something written?".into(),
                command: setting.list_directories(),
                expect: "a directory for each entry that changes anything".into(),
            },
        });
    }
    all.extend(certificates(file));
    if file.configs.values().any(|it| it.auth.is_some()) {
        let data = setting.distribution.data_dir();
        all.push(Check {
            question: "Did the credentials reach containerd?".into(),
            command: format!("sudo grep -c 'auth\\]' {data}/agent/etc/containerd/config.toml"),
            expect: "how many entries of configs have them".into(),
        });
    }
    let mut asked: Vec<&Asked> = Vec::new();
    for it in asks.iter().flat_map(|it| &it.endpoints) {
        let is_known = asked.iter().any(|one| one.host == it.host && one.scheme == it.scheme);
        if matches!(it.scheme.as_str(), "http" | "https") && !is_known && asked.len() < MAX_NAMED {
            asked.push(it);
        }
    }
    all.extend(asked.into_iter().map(answers));
    if asks.iter().any(|it| !it.endpoints.is_empty()) {
        all.push(Check {
            question: "Which addresses were asked, and what did each answer?".into(),
            command: setting.containerd_log("host="),
            expect: "a line for each address that failed".into(),
        });
    }
    all
}

/// Whether an address answers, asked with the certificates that containerd uses.
fn answers(asked: &Asked) -> Check {
    let mut command = String::from("curl -v");
    let ca_file = asked.tls.as_ref().map(|it| it.ca_file.as_str());
    match ca_file.filter(|it| it.starts_with('/')) {
        _ if asked.skips_verification => command += " -k",
        Some(path) => command += &format!(" --cacert {}", Arg::new(&without_user(path))),
        None => {}
    }
    let url = format!("{}://{}/v2/", asked.scheme, asked.host);
    command += &format!(" {}", Arg::new(&url));
    Check {
        question: format!("Does {} answer?", asked.host),
        command,
        expect: "200, or 401 with the way to a token".into(),
    }
}

/// Whether the files of TLS settings are there. One that is not fails every pull that has it in its list.
fn certificates(file: &Registries) -> Option<Check> {
    let tls = file.configs.values().filter_map(|it| it.tls.as_ref());
    let named = tls.flat_map(|it| [&it.ca_file.value, &it.cert_file.value, &it.key_file.value]);
    let paths: BTreeSet<String> = named
        .filter(|it| it.starts_with('/'))
        .map(|it| Arg::new(&without_user(it)).to_string())
        .take(MAX_NAMED)
        .collect();
    if paths.is_empty() {
        return None;
    }
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    Some(Check {
        question: "Are the certificates where the file says?".into(),
        command: format!("sudo ls -lL {}", paths.join(" ")),
        expect: "each file, and none that is missing: one fails every pull that has it in its list"
            .into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::Reference;
    use crate::registries::{Distribution, Table, Teller};

    fn commands(file: &str, setting: Setting, images: &[&str]) -> Vec<String> {
        let file = Registries::parse(file).expect("it can be read");
        let flags = setting.flags();
        let table = Table::new(&file, &flags);
        let teller = Teller::new(&file, &table, setting);
        let asks = images.iter().map(|it| {
            let reference = Reference::parse(it).expect("a reference");
            teller.tell(&reference, false)
        });
        let asks: Vec<Asks> = asks.collect();
        checks(&file, &setting, &asks).into_iter().map(|it| it.command).collect()
    }

    #[test]
    fn each_thing_that_is_not_in_the_text_has_a_command() {
        let file = "mirrors:\n  docker.io:\n    endpoint: [\"http://u:parrot@m.io:5000\"]\nconfigs:\n  \
            \"m.io:5000\":\n    auth: {username: a, password: parrot}\n    tls: {ca_file: \"/etc/a b.pem\", key_file: key.pem}\n";
        let setting = Setting { distribution: Distribution::Rke2, ..Setting::default() };
        assert_eq!(
            commands(file, setting, &["busybox", "a/b"]),
            [
                "sudo journalctl -u rke2-server -u rke2-agent | grep -i registr",
                "sudo cat /var/lib/rancher/rke2/agent/etc/containerd/certs.d/docker.io/hosts.toml",
                "sudo ls -lL '/etc/a b.pem'",
                "sudo grep -c 'auth\\]' /var/lib/rancher/rke2/agent/etc/containerd/config.toml",
                "curl -v --cacert '/etc/a b.pem' https://m.io:5000/v2/",
                "curl -v https://registry-1.docker.io/v2/",
                "sudo grep host= /var/lib/rancher/rke2/agent/containerd/containerd.log",
            ]
        );
    }

    #[test]
    fn without_images_the_directories_are_listed() {
        let all = commands("mirrors: {}", Setting::default(), &[]);
        assert_eq!(all.len(), 2);
        assert_eq!(all[1], "sudo ls /var/lib/rancher/k3s/agent/etc/containerd/certs.d");
    }
}
