//! Where policies run: the part `policy`, which has a worker.

use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use yew::AttrValue;

use crate::parts;
use crate::policy::file::{Own, PolicyFile, Taken};
use crate::texts::t;

/// Looks at a file, or at this project's own policy.
///
/// # Errors
///
/// A sentence: a part could not be loaded, or the file was not compiled in time.
pub(super) async fn open(taken: Option<&Taken>) -> Result<PolicyFile, AttrValue> {
    let policy = parts::load("policy").await?;
    let own = match taken {
        Some(_) => None,
        None => Some(parts::load("policy-file").await?),
    };
    let said = |part: &JsValue, name: &str| {
        call(part, name, &[]).ok().and_then(|it| it.as_string()).unwrap_or_default()
    };
    let bytes = match (taken, &own) {
        (Some(taken), _) => Uint8Array::from(&*taken.bytes).into(),
        (None, Some(own)) => call(own, "bytes", &[])?,
        (None, None) => JsValue::UNDEFINED,
    };
    let inspection = answer(call(&policy, "open", &[bytes])?).await?;
    let inspection = inspection.as_string().unwrap_or_default();
    Ok(match (taken, own) {
        (Some(taken), _) => PolicyFile::read(&taken.name, &inspection, None),
        (None, own) => {
            let own = own.unwrap_or(JsValue::UNDEFINED);
            let own = ["metadataYaml", "questionsYaml", "sha256"].map(|it| said(&own, it));
            let own = Own { metadata: &own[0], questions: &own[1], sha256: &own[2] };
            PolicyFile::read("policy.wasm", &inspection, Some(&own))
        }
    })
}

/// Runs a job: JSON of the outcomes, or nothing when another job took its place.
///
/// # Errors
///
/// A sentence: the part or its worker could not be loaded.
pub(super) async fn run(handle: u32, job: &str) -> Result<Option<String>, AttrValue> {
    let policy = parts::load("policy").await?;
    let outcomes = answer(call(&policy, "run", &[handle.into(), job.into()])?).await?;
    Ok(outcomes.as_string())
}

fn call(part: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, AttrValue> {
    let function = Reflect::get(part, &name.into()).map_err(|it| told(&it))?;
    let function: Function = function.dyn_into().map_err(|it| told(&it))?;
    let arguments = arguments.iter().collect::<js_sys::Array>();
    function.apply(&JsValue::UNDEFINED, &arguments).map_err(|it| told(&it))
}

async fn answer(promise: JsValue) -> Result<JsValue, AttrValue> {
    JsFuture::from(Promise::resolve(&promise)).await.map_err(|it| told(&it))
}

/// What an exception says.
fn told(error: &JsValue) -> AttrValue {
    let message = Reflect::get(error, &"message".into()).ok().and_then(|it| it.as_string());
    t!("The policy could not be run: {error}", error = message.unwrap_or_default())
}
