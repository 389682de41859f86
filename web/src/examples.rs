//! Texts to start from: three of the start page, and one for each view that reads a text.

/// An example. Its answer is never stored: it is worked out like that of any text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Example {
    Port,
    Order,
    Twice,
    Node,
    Present,
    Queue,
    Index,
    MirrorPlain,
    MirrorTls,
    MirrorRewrite,
    MirrorWildcard,
    MirrorSelf,
    MirrorToken,
}

impl Example {
    /// Those of the start page.
    pub(crate) const ALL: [Self; 3] = [Self::Port, Self::Order, Self::Twice];

    /// Those of the K3s documentation on private registries.
    pub(crate) const REGISTRIES: [Self; 6] = [
        Self::MirrorPlain,
        Self::MirrorTls,
        Self::MirrorRewrite,
        Self::MirrorWildcard,
        Self::MirrorSelf,
        Self::MirrorToken,
    ];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Port => "Key without the port",
            Self::Order => "Three keys fit one image",
            Self::Twice => "Encoded twice",
            Self::Node => "A node with plugins",
            Self::Present => "An image that is there already",
            Self::Queue => "Three Pods on one node",
            Self::Index => "An image for four platforms",
            Self::MirrorPlain => "without TLS",
            Self::MirrorTls => "with TLS and credentials",
            Self::MirrorRewrite => "rewrites",
            Self::MirrorWildcard => "wildcard",
            Self::MirrorSelf => "rewrites at the registry itself",
            Self::MirrorToken => "a token",
        }
    }

    pub(crate) fn about(self) -> &'static str {
        match self {
            Self::Port => {
                "The image is at registry.example.com:5000, the key is for registry.example.com."
            }
            Self::Order => {
                "They are tried from narrow to wide, and the wildcard is read label by label."
            }
            Self::Twice => {
                "base64 of base64 is not JSON any more, and a template was not filled in."
            }
            Self::Node => {
                "What the kubelet is configured with, two credential providers, and a Pod."
            }
            Self::Present => {
                "Two Pods want it, the node remembers who pulled it, and the Secret has changed since."
            }
            Self::Index => "Which of them a node takes depends on its platform and its runtime.",
            Self::MirrorPlain => {
                "Without http:// the default is https, as the page says; but localhost with a port other \
                 than 443 is asked by http. And Docker Hub’s own address is registry-1.docker.io, not \
                 index.docker.io."
            }
            Self::MirrorTls => {
                "The page says that configs are for each mirror. They are for the host and port that is \
                 asked: those of docker.io are for its own address alone."
            }
            Self::MirrorRewrite => {
                "Exact; but when several rewrites fit, chance decides, and a pattern is pasted into \
                 TOML, where \\. breaks the whole file."
            }
            Self::MirrorWildcard => {
                "The page means to verify certificates for docker.io alone. In effect they are verified \
                 everywhere, and docker.io uses the wildcard mirror, too: TLS of \"*\" is lost beside \
                 a mirror \"*\", and an empty entry of configs is none."
            }
            Self::MirrorSelf => {
                "Newer pages say that an endpoint equal to the default is ignored: that is so only in the \
                 last place. With :443 it is another address, and gets rewrites. The page’s own example \
                 lacks a colon behind the registry."
            }
            Self::MirrorToken => {
                "The schema of the page has auth.token. There is no such key: it is passed over in \
                 silence. A token goes into password, or into identity_token."
            }
            Self::Queue => "They come at the same moment, and one image is pulled at a time.",
        }
    }

    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Port => include_str!("examples/port.yaml"),
            Self::Order => include_str!("examples/order.yaml"),
            Self::Twice => include_str!("examples/twice.yaml"),
            Self::Node => include_str!("examples/node.yaml"),
            Self::Present => include_str!("examples/present.yaml"),
            Self::Queue => include_str!("examples/queue.yaml"),
            Self::Index => include_str!("examples/index.yaml"),
            Self::MirrorPlain => include_str!("examples/mirror-plain.yaml"),
            Self::MirrorTls => include_str!("examples/mirror-tls.yaml"),
            Self::MirrorRewrite => include_str!("examples/mirror-rewrite.yaml"),
            Self::MirrorWildcard => include_str!("examples/mirror-wildcard.yaml"),
            Self::MirrorSelf => include_str!("examples/mirror-self.yaml"),
            Self::MirrorToken => include_str!("examples/mirror-token.yaml"),
        }
    }
}
