//! Whether the runtime is told the RuntimeClass of a Pod when its images are looked for and pulled.
//!
//! # The rule
//!
//! Since 1.29 there is the gate `RuntimeClassInImageCriApi`, which is off. With it the kubelet names
//! the handler of the Pod's RuntimeClass in the field `runtimeHandler` whenever it asks whether an
//! image is there, has it pulled, or has it removed; and it counts one image once for each handler.
//! Without the gate, or without a RuntimeClass, the field is empty.
//!
//! What comes of it is the runtime's decision. containerd, since 2.0, unpacks a pulled image for the
//! snapshotter of that handler, if `runtime_platforms` of its configuration names one; it looks for
//! an image by its name alone. CRI-O does not read the field.
//!
//! Upstream: `getPodRuntimeHandler` in kubernetes `pkg/kubelet/kuberuntime/kuberuntime_container.go`,
//! `getImageTuple` in `pkg/kubelet/images/image_gc_manager.go`; `snapshotterFromPodSandboxConfig`,
//! `ImageStatus` in containerd `internal/cri/server/images`.

use crate::features::{Gate, Gates};

/// What the runtime is told of a Pod's RuntimeClass with its images.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuntimeHandler<'a> {
    /// The Pod names no RuntimeClass: there is nothing to tell.
    NoClass,
    /// Nothing: this release does not know the gate.
    Unknown,
    /// Nothing: the gate is off.
    Off,
    /// The handler of the RuntimeClass of this name.
    Of(&'a str),
}

impl<'a> RuntimeHandler<'a> {
    /// For a Pod with this `runtimeClassName`; an empty one is none.
    ///
    /// ```
    /// use pullscope_core::Version;
    /// use pullscope_core::features::{Gate, Gates};
    /// use pullscope_core::kubelet::RuntimeHandler;
    ///
    /// let gates = Gates::new(Version::NEWEST);
    /// assert_eq!(RuntimeHandler::sent(gates, Some("kata")), RuntimeHandler::Off);
    /// let on = gates.with(Gate::RuntimeClassInImageCriApi, true);
    /// assert_eq!(RuntimeHandler::sent(on, Some("kata")), RuntimeHandler::Of("kata"));
    /// assert_eq!(RuntimeHandler::sent(on, None), RuntimeHandler::NoClass);
    /// ```
    pub fn sent(gates: Gates, class: Option<&'a str>) -> Self {
        let gate = Gate::RuntimeClassInImageCriApi;
        match class.filter(|it| !it.is_empty()) {
            None => Self::NoClass,
            Some(class) if gates.is_on(gate) => Self::Of(class),
            Some(_) if gate.stage(gates.version()).is_none() => Self::Unknown,
            Some(_) => Self::Off,
        }
    }

    /// Its name, for code.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoClass => "noClass",
            Self::Unknown => "unknown",
            Self::Off => "off",
            Self::Of(_) => "sent",
        }
    }
}
