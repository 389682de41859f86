//! The file of a policy: what it is, what it wants, and whether it can be run here.

use std::fmt;
use std::rc::Rc;

use pullscope_core::json::{self, Value};
use yew::AttrValue;

use super::form::{Question, questions};
use super::outcome::number;
use super::rules::Metadata;
use crate::texts::t;

/// A file that was dropped or picked.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) name: String,
    pub(crate) bytes: Rc<[u8]>,
}

impl fmt::Debug for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Taken({}, {} bytes)", self.name, self.bytes.len())
    }
}

/// A policy, or what was taken for one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PolicyFile {
    pub(crate) name: AttrValue,
    /// Bytes.
    pub(crate) size: f64,
    /// Hex digits; empty where the browser does not work them out.
    pub(crate) sha256: AttrValue,
    form: AttrValue,
    pub(crate) imports: Vec<AttrValue>,
    missing: Vec<AttrValue>,
    error: AttrValue,
    pub(crate) metadata: Metadata,
    /// The form of its settings; only this project's policy has one.
    pub(crate) questions: Vec<Question>,
    /// It is the policy of this project.
    pub(crate) is_own: bool,
    /// What the worker knows it by, where it can be run.
    pub(crate) handle: Option<u32>,
}

/// What comes with the policy of this project.
pub(crate) struct Own<'o> {
    pub(crate) metadata: &'o str,
    pub(crate) questions: &'o str,
    pub(crate) sha256: &'o str,
}

impl PolicyFile {
    /// Reads what the worker says of a file.
    pub(crate) fn read(name: &str, said: &str, own: Option<&Own<'_>>) -> Self {
        let root = json::parse(said, json::DEFAULT_MAX_DEPTH).ok();
        let text = |name: &str| -> AttrValue {
            let text = root.as_ref().and_then(|it| it.get(name)).and_then(Value::as_str);
            text.unwrap_or_default().to_owned().into()
        };
        let list = |name: &str| -> Vec<AttrValue> {
            let items = root.as_ref().and_then(|it| it.get(name)).and_then(Value::as_array);
            let texts = items.unwrap_or_default().iter().filter_map(Value::as_str);
            texts.map(|it| it.to_owned().into()).collect()
        };
        let form = text("form");
        let has_handle =
            root.as_ref().and_then(|it| it.get("handle")).is_some_and(|it| !it.is_null());
        let handle = root.as_ref().map_or(0.0, |it| number(it, "handle")) as u32;
        let metadata = match own {
            Some(own) => Metadata::read(own.metadata),
            None => Metadata::read(&text("metadata")),
        };
        let worked_out = text("sha256");
        Self {
            name: name.to_owned().into(),
            size: root.as_ref().map_or(0.0, |it| number(it, "size")),
            sha256: match own {
                Some(own) if worked_out.is_empty() => own.sha256.to_owned().into(),
                _ => worked_out,
            },
            imports: list("imports"),
            missing: list("missing"),
            error: text("error"),
            metadata,
            questions: own.map(|it| questions(it.questions)).unwrap_or_default(),
            is_own: own.is_some(),
            handle: (has_handle && form == "wapc").then_some(handle),
            form,
        }
    }

    /// Why it cannot be run, in a sentence.
    pub(crate) fn problem(&self) -> Option<AttrValue> {
        let name = &self.name;
        Some(match self.form.as_str() {
            "wapc" => return None,
            "rego" => t!(
                "{name} is a policy of Open Policy Agent or Gatekeeper: it exports opa_… functions, and this page runs policies of waPC",
                name = name
            ),
            "wasi" => t!(
                "{name} is a WASI command: it reads a request from its input, which Kubewarden’s execution mode wasi gives it, and this page runs policies of waPC",
                name = name
            ),
            "component" => t!(
                "{name} is a component of WebAssembly’s component model, and policies are core modules",
                name = name
            ),
            "unlinked" => t!(
                "{name} imports {functions}, which no policy server has, so that none can load it",
                name = name,
                functions = self.missing.join(", ")
            ),
            "module" => t!(
                "{name} is WebAssembly and no policy: it does not export __guest_call",
                name = name
            ),
            _ if !self.error.is_empty() => {
                t!("{name} is no valid WebAssembly: {error}", name = name, error = self.error)
            }
            _ => t!("{name} is no WebAssembly file", name = name),
        })
    }

    /// Its size in words.
    pub(crate) fn shown_size(&self) -> AttrValue {
        match self.size {
            size if size < 1e3 => t!("{size} bytes", size = size),
            size if size < 1e6 => t!("{size} kB", size = (size / 1e3).round()),
            size => t!("{size} MB", size = format!("{:.1}", size / 1e6)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = r#"{"form":"wapc","imports":["wapc.__guest_request"],"exports":["memory"],"missing":[],"error":"","metadata":"{\"mutating\":true}","handle":3,"size":187052,"sha256":"ab"}"#;

    #[test]
    fn a_policy_is_known_by_its_handle() {
        let file = PolicyFile::read("p.wasm", SAID, None);
        assert_eq!((file.handle, file.problem()), (Some(3), None));
        assert_eq!((&*file.sha256, &*file.shown_size()), ("ab", "187 kB"));
        assert!(file.metadata.is_mutating && file.questions.is_empty() && !file.is_own);
    }

    #[test]
    fn the_policy_of_this_project_brings_its_form_and_rules() {
        let own = Own {
            metadata: include_str!("../../../wasm/metadata.yml"),
            questions: include_str!("../../../wasm/questions-ui.yml"),
            sha256: "cd",
        };
        let said = SAID.replace(r#""sha256":"ab""#, r#""sha256":"""#);
        let file = PolicyFile::read("policy.wasm", &said, Some(&own));
        assert!(file.is_own && file.questions.len() > 20);
        assert_eq!((&*file.sha256, file.metadata.title.as_str()), ("cd", "pullscope"));
    }

    #[test]
    fn a_file_that_is_none_says_what_it_is() {
        for (form, part) in [
            ("none", "x is no WebAssembly file"),
            ("module", "does not export __guest_call"),
            ("wasi", "execution mode wasi"),
            ("rego", "Open Policy Agent"),
            ("component", "component model"),
        ] {
            let file = PolicyFile::read(
                "x",
                &SAID.replace("wapc\",\"imp", &format!("{form}\",\"imp")),
                None,
            );
            let problem = file.problem().expect("a problem");
            assert!(problem.contains(part) && file.handle.is_none(), "{problem}");
        }
        let said = r#"{"form":"unlinked","missing":["env.abort"],"handle":0}"#;
        let problem = PolicyFile::read("x", said, None).problem().expect("a problem");
        assert!(problem.starts_with("x imports env.abort, which"), "{problem}");
        let said = r#"{"form":"none","error":"bad magic"}"#;
        assert_eq!(
            &*PolicyFile::read("x", said, None).problem().expect("one"),
            "x is no valid WebAssembly: bad magic"
        );
    }
}
