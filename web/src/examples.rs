//! Texts to start from: three of the start page, and one for each view that reads a text.

/// An example. Its answer is never stored: it is worked out like that of any text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Example {
    Port,
    Order,
    Twice,
    Node,
    Queue,
    Index,
}

impl Example {
    /// Those of the start page.
    pub(crate) const ALL: [Self; 3] = [Self::Port, Self::Order, Self::Twice];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Port => "Key without the port",
            Self::Order => "Three keys fit one image",
            Self::Twice => "Encoded twice",
            Self::Node => "A node with plugins",
            Self::Queue => "Three Pods on one node",
            Self::Index => "An image for four platforms",
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
            Self::Index => "Which of them a node takes depends on its platform and its runtime.",
            Self::Queue => "They come at the same moment, and one image is pulled at a time.",
        }
    }

    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Port => include_str!("examples/port.yaml"),
            Self::Order => include_str!("examples/order.yaml"),
            Self::Twice => include_str!("examples/twice.yaml"),
            Self::Node => include_str!("examples/node.yaml"),
            Self::Queue => include_str!("examples/queue.yaml"),
            Self::Index => include_str!("examples/index.yaml"),
        }
    }
}
