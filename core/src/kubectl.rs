//! `kubectl create secret …`: the command line that people type instead of a manifest.
//!
//! ```text
//! kubectl -n team create secret docker-registry regcred --docker-server=ghcr.io --docker-username=…
//! |-----|   |--|                |-------------| |-----|
//!  tool   namespace                  form        name
//! ```
//!
//! # What is read
//!
//! One command with the quoting of a POSIX shell: `'…'`, `"…"`, `\`, comments, and lines that go on
//! after `\` (or after PowerShell's `` ` `` and `^` of `cmd`). A line that begins with `--` goes on
//! with the command, as people paste it. A prompt, `sudo` and assignments in front are passed over;
//! what follows `|`, `;`, `&`, `<` or `>` is another matter.
//!
//! Nothing is expanded: `$PASSWORD` and `$(cat file)` stay as they are typed, and [`Arg::expands`]
//! says that the shell would have put something else there.
//!
//! # Flags
//!
//! `--flag value`, `--flag=value`, `-n value`, `-nvalue` and `-n=value`, anywhere. Of a repeated
//! flag the last counts. The server is [`DEFAULT_SERVER`] unless it is given; an empty user name,
//! password or server is refused; `--from-file` takes precedence over all of them in silence.
//!
//! ```
//! use pullscope_core::kubectl;
//!
//! let text = "$ kubectl create secret docker-registry regcred --docker-server ghcr.io \\\n\
//!             --docker-username=me --docker-password='p w' -n team";
//! let command = kubectl::parse(text, 0..text.len()).unwrap()?;
//! assert_eq!(command.name.text, "regcred");
//! assert_eq!(command.namespace.as_ref().unwrap().text, "team");
//! assert_eq!(&text[command.server.as_ref().unwrap().span.clone()], "ghcr.io");
//! assert!(command.config_json()?.unwrap().starts_with(br#"{"auths":{"ghcr.io":{"username":"me""#));
//! assert_eq!(
//!     command.to_string(),
//!     "kubectl create secret docker-registry regcred --namespace=team --docker-server=ghcr.io \
//!      --docker-username=me --docker-password='<password>'"
//! );
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! Upstream: `NewCmdCreateSecretDockerRegistry` in kubernetes
//! `staging/src/k8s.io/kubectl/pkg/cmd/create/create_secret_docker.go`, `NameFromCommandArgs` in
//! `create.go` beside it; `parseArgs` in `github.com/spf13/pflag` `flag.go`.

mod error;
mod flags;
mod made;
mod render;
mod words;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use crate::credential::Password;
use crate::pull_secret::{BuildError, DEFAULT_SERVER, Manifest};
use flags::Takes;
use words::{Word, Words};

pub use error::{CommandError, CommandErrorKind};
pub use made::{ASK, PASSWORD, patch_service_account};

/// A word of the command that a flag takes, or that names something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arg {
    /// The word without its quotes.
    pub text: String,
    /// Bytes of the text in which it is written, quotes included.
    pub span: Range<usize>,
    /// Whether the shell puts something else in place of a part of it: `$REGISTRY`.
    pub expands: bool,
}

/// A word of the command that is nobody's business.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecretArg {
    /// What is written there.
    pub password: Password,
    /// Bytes of the text in which it is written, quotes included.
    pub span: Range<usize>,
    /// Whether the shell puts something else in place of a part of it: `$PASSWORD`.
    pub expands: bool,
    /// The variable that holds it, in a command that is nobody's text; never taken from a text.
    pub variable: Option<&'static str>,
}

/// Which sort of Secret the command makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `create secret docker-registry`.
    DockerRegistry,
    /// `create secret generic`, which is a pull Secret when its `--type` says so.
    Generic,
}

impl Form {
    /// The word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DockerRegistry => "docker-registry",
            Self::Generic => "generic",
        }
    }
}

/// One `create secret` command. `Display` is the command in one line, with a placeholder for the
/// password; change a field to get the corrected command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateSecret {
    /// Bytes of the text from the program to the last word.
    pub span: Range<usize>,
    /// The program, `kubectl` or `oc`, with what stands before `create` but is no flag:
    /// `microk8s kubectl`.
    pub tool: String,
    /// Which sort of Secret.
    pub form: Form,
    /// The name of the Secret.
    pub name: Arg,
    /// `--namespace`.
    pub namespace: Option<Arg>,
    /// `--docker-server`.
    pub server: Option<Arg>,
    /// `--docker-username`.
    pub username: Option<Arg>,
    /// `--docker-password`.
    pub password: Option<SecretArg>,
    /// `--docker-email`.
    pub email: Option<Arg>,
    /// Every `--from-file`: a path, or `key=path`.
    pub from_file: Vec<Arg>,
    /// Every `--from-literal` of the form `generic`: the key, and the value.
    pub from_literal: Vec<(Arg, SecretArg)>,
    /// `--type` of the form `generic`.
    pub secret_type: Option<Arg>,
    /// `--append-hash`: the name gets a suffix.
    pub append_hash: bool,
}

/// Whether a line is a command of a shell, by its first word after a prompt.
///
/// ```
/// use pullscope_core::kubectl::is_command;
///
/// assert!(is_command("$ kubectl get pods"));
/// assert!(is_command("oc create secret docker-registry x \\"));
/// assert!(!is_command("kubectl"));
/// assert!(!is_command("kubelet, node-1"));
/// ```
pub fn is_command(line: &str) -> bool {
    let line = &line[words::prompt(line)..];
    let mut parts = line.split([' ', '\t']).filter(|it| !it.is_empty());
    let Some(first) = parts.next() else { return false };
    // A lone word is a name; and a colon makes a sentence of it, or a key.
    parts.next().is_some_and(|it| !it.starts_with([':', '='])) && PROGRAMS.contains(&first)
}

/// Programs whose commands are pasted along with manifests.
const PROGRAMS: [&str; 21] = [
    "kubectl", "oc", "k", "microk8s", "k3s", "minikube", "sudo", "docker", "podman", "nerdctl",
    "crictl", "ctr", "helm", "export", "cat", "echo", "aws", "gcloud", "az", "curl", "skopeo",
];

/// The byte after the command that begins at `start`: after its line, and the lines that go on.
pub fn end_of_command(text: &str, start: usize) -> usize {
    words::read(text, start..text.len()).end
}

/// Reads the `create secret docker-registry` or `create secret generic` that `span` of `text` holds.
///
/// `None` when it holds no such command. All spans are bytes of `text`.
///
/// # Errors
///
/// What kubectl itself says of flags and names. That a user name or a password is missing is said
/// by [`CreateSecret::config_json`].
pub fn parse(text: &str, span: Range<usize>) -> Option<Result<CreateSecret, CommandError>> {
    let line = words::read(text, span);
    let form = find_form(&line.words)?;
    if let Some(quote) = line.unclosed {
        return Some(Err(CommandError::new(CommandErrorKind::UnclosedQuote, quote)));
    }
    Some(read(&line, form))
}

/// The form, when `create`, `secret` and a form follow one another after a program.
fn find_form(words: &[Word]) -> Option<Form> {
    let mut rest = words.iter().map(|it| it.text.as_str());
    rest.find(|it| matches!(program_name(it), "kubectl" | "oc" | "k"))?;
    rest.find(|it| *it == "create")?;
    rest.find(|it| matches!(*it, "secret" | "secrets"))?;
    rest.find_map(|it| match it {
        "docker-registry" => Some(Form::DockerRegistry),
        "generic" => Some(Form::Generic),
        _ => None,
    })
}

/// `kubectl` of `/usr/local/bin/kubectl` and `kubectl.exe`.
fn program_name(word: &str) -> &str {
    let name = word.rsplit(['/', '\\']).next().unwrap_or(word);
    name.strip_suffix(".exe").unwrap_or(name)
}

fn read(line: &Words, form: Form) -> Result<CreateSecret, CommandError> {
    let mut words = line.words.iter().peekable();
    let mut tool = String::new();
    let mut start = None;
    for word in words.by_ref() {
        start.get_or_insert(word.span.start);
        if !tool.is_empty() {
            tool.push(' ');
        }
        tool.push_str(program_name(&word.text));
        if matches!(program_name(&word.text), "kubectl" | "oc" | "k") {
            break;
        }
    }
    let end = line.words.last().map_or(0, |it| it.span.end);
    let span = start.unwrap_or(end)..end;
    let mut command = CreateSecret {
        span: span.clone(),
        tool,
        form,
        name: Arg::default(),
        namespace: None,
        server: None,
        username: None,
        password: None,
        email: None,
        from_file: Vec::new(),
        from_literal: Vec::new(),
        secret_type: None,
        append_hash: false,
    };
    let mut names = Vec::new();
    let mut dashed = false;
    let path = ["create", "secret", form.as_str()];
    let mut before_name = path.as_slice();
    while let Some(word) = words.next() {
        let text = word.text.as_str();
        if dashed || !text.starts_with('-') || text == "-" {
            match before_name {
                [next, rest @ ..] if text == *next || (*next == "secret" && text == "secrets") => {
                    before_name = rest;
                }
                // `kubectl create secret -- docker-registry` is no command of kubectl.
                _ if dashed => {}
                _ => names.push(word),
            }
            continue;
        }
        if text == "--" {
            // What follows is counted by nobody: `NameFromCommandArgs` stops at the dashes.
            dashed = true;
            continue;
        }
        let flag = flags::read(word, form)?;
        let value = match flag.takes {
            Takes::Nothing => {
                command.append_hash |= flag.name == "append-hash" && !flag.is_false();
                continue;
            }
            Takes::Optional => continue,
            Takes::Value => match flag.value {
                Some(value) => value,
                None => words.next().map(Word::arg).ok_or_else(|| {
                    let kind = CommandErrorKind::NeedsArgument { flag: flag.written.clone() };
                    CommandError::new(kind, word.span.clone())
                })?,
            },
        };
        command.set(flag.name, value);
    }
    match names[..] {
        [name] => command.name = name.arg(),
        [] => {
            return Err(CommandError::new(
                CommandErrorKind::Names { count: 0 },
                span.end..span.end,
            ));
        }
        [_, second, ..] => {
            let kind = CommandErrorKind::Names { count: names.len() };
            return Err(CommandError::new(kind, second.span.clone()));
        }
    }
    Ok(command)
}

impl CreateSecret {
    fn set(&mut self, flag: &str, value: Arg) {
        match flag {
            "namespace" => self.namespace = Some(value),
            "docker-server" => self.server = Some(value),
            "docker-username" => self.username = Some(value),
            "docker-password" => self.password = Some(value.into_secret()),
            "docker-email" => self.email = Some(value),
            "type" => self.secret_type = Some(value),
            "from-file" => self.from_file.push(value),
            "from-literal" => {
                let (key, literal) = match value.text.split_once('=') {
                    Some((key, literal)) => (key.into(), literal.into()),
                    None => (value.text, String::new()),
                };
                let key = Arg { text: key, span: value.span.clone(), expands: value.expands };
                let literal = Arg { text: literal, span: value.span, expands: value.expands };
                self.from_literal.push((key, literal.into_secret()));
            }
            _ => {}
        }
    }

    /// The registry as the key of the credential: what is given, or [`DEFAULT_SERVER`].
    pub fn server(&self) -> &str {
        self.server.as_ref().map_or(DEFAULT_SERVER, |it| &it.text)
    }

    /// Whether the content comes from files, so that it is not in the command.
    pub fn is_from_file(&self) -> bool {
        !self.from_file.is_empty()
    }

    /// The `config.json` that kubectl puts into the Secret; `None` when it comes from a file, or
    /// when the form is [`Form::Generic`].
    ///
    /// # Errors
    ///
    /// The server, the user name or the password is missing or empty.
    pub fn config_json(&self) -> Result<Option<Vec<u8>>, BuildError> {
        self.manifest().map(|it| it.config_json()).transpose()
    }

    /// The Secret as a manifest; `None` where [`config_json`](Self::config_json) is `None`.
    pub fn manifest(&self) -> Option<Manifest<'_>> {
        if self.form == Form::Generic || self.is_from_file() {
            return None;
        }
        let password = self.password.as_ref().map_or(&[][..], |it| it.password.expose());
        Some(Manifest {
            name: &self.name.text,
            namespace: self.namespace.as_ref().map(|it| it.text.as_str()),
            server: self.server(),
            username: self.username.as_ref().map_or("", |it| &it.text),
            password: core::str::from_utf8(password).unwrap_or_default(),
            email: self.email.as_ref().map_or("", |it| &it.text),
        })
    }
}

impl CreateSecret {
    /// The command that makes a pull Secret with one entry; what is empty is left to fill in, and
    /// so is the password.
    pub(crate) fn for_registry(name: &str, namespace: &str, server: &str, username: &str) -> Self {
        let or = |text: &str, instead| Some(Arg::new(if text.is_empty() { instead } else { text }));
        let mut command = Self::new(Form::DockerRegistry, name, namespace);
        command.server = or(server, "<registry>");
        command.username = or(username, "<user name>");
        command.password = Some(SecretArg::placeholder());
        command
    }

    /// A command of nobody's text, to be shown: `kubectl create secret docker-registry NAME`.
    pub(crate) fn new(form: Form, name: &str, namespace: &str) -> Self {
        Self {
            span: 0..0,
            tool: String::from("kubectl"),
            form,
            name: Arg::new(name),
            namespace: (!namespace.is_empty()).then(|| Arg::new(namespace)),
            server: None,
            username: None,
            password: None,
            email: None,
            from_file: Vec::new(),
            from_literal: Vec::new(),
            secret_type: None,
            append_hash: false,
        }
    }
}

/// The word, with the quotes that the shell needs.
impl fmt::Display for Arg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        render::word(self, f)
    }
}

impl SecretArg {
    /// A password that is not there, for a command that is shown.
    pub(crate) fn placeholder() -> Self {
        Self { password: Password::default(), span: 0..0, expands: false, variable: None }
    }
}

impl Arg {
    /// A word of nobody's text.
    pub(crate) fn new(text: &str) -> Self {
        Self { text: String::from(text), span: 0..0, expands: false }
    }

    fn into_secret(self) -> SecretArg {
        let Self { text, span, expands } = self;
        SecretArg { password: Password::new(text), span, expands, variable: None }
    }
}

impl fmt::Display for CreateSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        render::write(self, f)
    }
}

#[cfg(test)]
mod tests;
