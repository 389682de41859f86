//! What JavaScript sees of the other clients.

use pullscope_core::clients::auth::{self, Gives, Outcome, Verdict};
use pullscope_core::clients::reference::{self, Parser};
use pullscope_core::docker_config::without_user;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use super::docker_config::lossy;
use super::span::{Places, Span};

/// A config and an image that are compared.
#[derive(Deserialize, Tsify)]
pub struct CompareClientsInput {
    /// The text of a `config.json`.
    pub config: String,
    /// The image, as it is written.
    pub image: String,
}

/// What each client does with the image.
#[derive(Debug, Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct ClientsOutcome {
    /// One answer for each client.
    pub clients: Vec<ClientAnswer>,
}

/// What one client does with an image when the config is its own.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct ClientAnswer {
    /// The client.
    pub client: ClientName,
    /// Its name, as its users know it.
    pub name: String,
    /// The library whose rules these are, and its version.
    pub library: String,
    /// Whether a credential is sent.
    pub sent: ClientSent,
    /// The keys that it takes for the image's. Of several, all are used where `usesAll`, else any one.
    pub keys: Vec<ClientKey>,
    /// Whether every key is used, one after another.
    pub uses_all: bool,
    /// The credential helper that is asked, and about what.
    pub asks: Option<ClientHelper>,
    /// Why, as a sentence.
    pub reason: String,
}

/// The clients.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum ClientName {
    /// `docker pull`.
    DockerCli,
    /// podman, skopeo and CRI-O.
    Containers,
    /// crane, and other tools of go-containerregistry.
    Crane,
    /// The kubelet.
    Kubelet,
    /// kwctl and policy-server.
    DockerCredential,
}

/// Whether a client sends a credential.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum ClientSent {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// That changes from run to run.
    Varies,
    /// A credential helper decides.
    Asks,
}

/// A key that a client takes for the image's.
#[derive(Debug, Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct ClientKey {
    /// The key, as written, but for a user in front of the host, which is `…`.
    pub key: String,
    /// Where it stands in the config, quotes included.
    pub span: Span,
    /// The user name that is sent. The password does not come back.
    pub username: Option<String>,
}

/// A credential helper that is asked.
#[derive(Debug, Serialize, Tsify)]
pub struct ClientHelper {
    /// What follows `docker-credential-` in the program's name.
    pub program: String,
    /// What it is asked about.
    pub about: String,
}

/// How each parser reads an image.
#[derive(Debug, Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct ParsersOutcome {
    /// One reading for each parser, the kubelet's first.
    pub parsers: Vec<ParserReading>,
}

/// How one parser reads an image.
#[derive(Debug, Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct ParserReading {
    /// The parser.
    pub parser: ParserName,
    /// Its name, as its users know it.
    pub name: String,
    /// The library whose rules these are, and its version.
    pub library: String,
    /// What it takes the image for; `null` when it refuses it.
    pub parsed: Option<ParsedParts>,
    /// Why it refuses the image.
    pub refused: Option<String>,
    /// How that is not the kubelet's answer, as a sentence.
    pub difference: Option<String>,
}

/// The parsers.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum ParserName {
    /// distribution/reference, the kubelet's and Docker's.
    Kubelet,
    /// containers/image.
    Containers,
    /// go-containerregistry.
    Crane,
    /// containerd's own references.
    Containerd,
    /// regclient.
    Regclient,
    /// The Rust crate oci-spec.
    OciSpec,
    /// `@swimlane/docker-reference`.
    Swimlane,
    /// `parse-docker-image-name`.
    ParseDockerImageName,
}

/// What a parser takes an image for. What it leaves open is empty.
#[derive(Debug, Serialize, Tsify)]
pub struct ParsedParts {
    /// The registry host, with its port.
    pub registry: String,
    /// The path within the registry.
    pub repository: String,
    /// The tag.
    pub tag: String,
    /// The digest, with its algorithm.
    pub digest: String,
}

impl ClientsOutcome {
    /// Compares what the clients take from `config` for `image`.
    pub fn new(CompareClientsInput { config, image }: &CompareClientsInput) -> Self {
        let places = Places::new(config);
        let answers = auth::answers(config.as_bytes(), image);
        Self { clients: answers.iter().map(|it| ClientAnswer::new(it, &places)).collect() }
    }
}

impl ClientAnswer {
    fn new(answer: &auth::Answer, places: &Places<'_>) -> Self {
        let (takes, order) = match &answer.outcome {
            Outcome::Takes { takes, order } => (takes.as_slice(), Some(*order)),
            _ => (&[][..], None),
        };
        let keys = takes.iter().map(|take| ClientKey {
            key: without_user(&take.key).into_owned(),
            span: places.span(take.key_span.clone()),
            username: match &take.gives {
                Gives::Sends(sent) => Some(lossy(&sent.username)),
                _ => None,
            },
        });
        let asks = match &answer.outcome {
            Outcome::Asks { program, about, .. } => {
                Some(ClientHelper { program: program.clone(), about: about.clone() })
            }
            _ => None,
        };
        Self {
            client: ClientName::of(answer.client),
            name: answer.client.name().into(),
            library: answer.client.library().into(),
            sent: ClientSent::of(answer.sent()),
            keys: keys.collect(),
            uses_all: order == Some(auth::Order::All),
            asks,
            reason: answer.to_string(),
        }
    }
}

impl ClientName {
    fn of(client: auth::Client) -> Self {
        match client {
            auth::Client::DockerCli => Self::DockerCli,
            auth::Client::Containers => Self::Containers,
            auth::Client::Crane => Self::Crane,
            auth::Client::Kubelet => Self::Kubelet,
            auth::Client::DockerCredential => Self::DockerCredential,
        }
    }
}

impl ClientSent {
    fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Yes => Self::Yes,
            Verdict::No => Self::No,
            Verdict::Varies => Self::Varies,
            Verdict::Asks => Self::Asks,
        }
    }
}

impl ParsersOutcome {
    /// Compares how the parsers read `image`.
    pub fn new(image: &str) -> Self {
        Self { parsers: reference::readings(image).into_iter().map(ParserReading::from).collect() }
    }
}

impl From<reference::Reading> for ParserReading {
    fn from(reading: reference::Reading) -> Self {
        let (parsed, refused) = match reading.parsed {
            Ok(parsed) => (Some(ParsedParts::from(&parsed)), None),
            Err(why) => (None, Some(why)),
        };
        Self {
            parser: ParserName::of(reading.parser),
            name: reading.parser.name().into(),
            library: reading.parser.library().into(),
            parsed,
            refused,
            difference: reading.difference,
        }
    }
}

impl From<&reference::Parsed> for ParsedParts {
    fn from(parsed: &reference::Parsed) -> Self {
        Self {
            registry: parsed.registry().into_owned(),
            repository: parsed.repository().into_owned(),
            tag: parsed.tag().into_owned(),
            digest: parsed.digest().into_owned(),
        }
    }
}

impl ParserName {
    fn of(parser: Parser) -> Self {
        match parser {
            Parser::Kubelet => Self::Kubelet,
            Parser::Containers => Self::Containers,
            Parser::Crane => Self::Crane,
            Parser::Containerd => Self::Containerd,
            Parser::Regclient => Self::Regclient,
            Parser::OciSpec => Self::OciSpec,
            Parser::Swimlane => Self::Swimlane,
            Parser::ParseDockerImageName => Self::ParseDockerImageName,
        }
    }
}
