//! Packing a workspace into a link, and what a link holds.
//!
//! The browser's own `CompressionStream` does it (`deflate-raw`), which costs the page nothing to load.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableStream, ReadableStreamDefaultReader, ReadableWritablePair};
use yew::AttrValue;

use super::{Shared, fragment};
use crate::texts::{Language, t};
use crate::views::View;

/// Characters of a link that a browser still opens: Chromium stops at 2 MiB.
pub(crate) const LONGEST: usize = 1_900_000;

/// Bytes that a link may unpack to. A short link can say a very long text.
const LARGEST: usize = 8 << 20;

#[wasm_bindgen]
extern "C" {
    /// <https://compression.spec.whatwg.org/>. web-sys holds it for unstable.
    type CompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<CompressionStream, JsValue>;

    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
}

/// Without a head and a sum: a link is no file.
const FORMAT: &str = "deflate-raw";

/// The link to a workspace in a view, and in a language if one was chosen.
///
/// # Errors
///
/// A sentence for the person: the browser cannot, or the link would be too long.
pub(crate) async fn of(
    shared: Shared,
    view: View,
    language: Option<Language>,
) -> Result<AttrValue, AttrValue> {
    let cannot = |_| t!("This browser has no CompressionStream, which links are made with.");
    let json = shared.to_json();
    let stream = CompressionStream::new(FORMAT).map_err(cannot)?;
    let packed = through(json.as_bytes(), stream.unchecked_into(), usize::MAX);
    let packed = packed.await.map_err(|_| cannot(JsValue::NULL))?;
    let page = web_sys::window().and_then(|it| it.location().href().ok()).unwrap_or_default();
    let page = page.split('#').next().unwrap_or_default();
    let link = [page, &fragment::of(view, language, &fragment::encode(&packed))].concat();
    match link.len() > LONGEST {
        true => Err(t!("The text is too long for a link. Hand it on as a file.")),
        false => Ok(link.into()),
    }
}

/// What the packed part of a link holds.
///
/// # Errors
///
/// A sentence for the person, which repeats nothing of the link.
pub(crate) async fn open(packed: &str) -> Result<Shared, AttrValue> {
    let not = |why: AttrValue| t!("This link cannot be opened: {why}", why = why);
    let broken = || not(t!("it is cut off, or something in it was changed"));
    let bytes = fragment::decode(packed).filter(|it| !it.is_empty()).ok_or_else(broken)?;
    let stream = DecompressionStream::new(FORMAT)
        .map_err(|_| not(t!("this browser has no DecompressionStream")))?;
    let json = match through(&bytes, stream.unchecked_into(), LARGEST).await {
        Ok(json) => json,
        Err(Stopped::TooLarge) => return Err(not(t!("it unpacks to more than 8 MiB"))),
        Err(Stopped::Broken) => return Err(broken()),
    };
    let json = String::from_utf8(json).map_err(|_| broken())?;
    Shared::of_json(&json).map_err(not)
}

/// Why a stream has no end.
enum Stopped {
    Broken,
    TooLarge,
}

impl From<JsValue> for Stopped {
    fn from(_: JsValue) -> Self {
        Self::Broken
    }
}

/// The bytes behind a stream that changes them; at most so many.
async fn through(bytes: &[u8], by: ReadableWritablePair, most: usize) -> Result<Vec<u8>, Stopped> {
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes)))?;
    let stream: ReadableStream = blob.stream().pipe_through(&by);
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut out = Vec::new();
    loop {
        let chunk = JsFuture::from(reader.read()).await?;
        if Reflect::get(&chunk, &"done".into())?.is_truthy() {
            return Ok(out);
        }
        let chunk: Uint8Array = Reflect::get(&chunk, &"value".into())?.unchecked_into();
        if chunk.length() as usize > most - out.len() {
            // What is still coming is not wanted any more; nobody waits for the end of it.
            let _ = reader.cancel();
            return Err(Stopped::TooLarge);
        }
        let start = out.len();
        out.resize(start + chunk.length() as usize, 0);
        chunk.copy_to(&mut out[start..]);
    }
}
