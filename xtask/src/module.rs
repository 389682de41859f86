//! What a WebAssembly module imports and exports, read from its bytes.
//!
//! ```text
//! module  := "\0asm" version section*
//! section := id length content
//! import  := module name kind type        ; section 2
//! export  := name kind index              ; section 7
//! ```
//!
//! Upstream: the binary format of the WebAssembly specification.

use crate::shell::Outcome;

/// What a module wants of its host, and gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Interface {
    /// Module and name of every import.
    pub(crate) imports: Vec<(String, String)>,
    /// The name of every export.
    pub(crate) exports: Vec<String>,
}

/// Reads the two sections that say so.
///
/// # Errors
///
/// The bytes are no module, or one with an import that is no function.
pub(crate) fn interface(bytes: &[u8]) -> Outcome<Interface> {
    let problem = || "no WebAssembly module, or one that cannot be read".to_owned();
    read(bytes).ok_or_else(problem)
}

fn read(bytes: &[u8]) -> Option<Interface> {
    let mut rest = bytes.strip_prefix(b"\0asm\x01\0\0\0")?;
    let mut found = Interface::default();
    while let Some((id, after)) = rest.split_first() {
        rest = after;
        let length = number(&mut rest)?;
        let (mut section, after) = rest.split_at_checked(length)?;
        rest = after;
        match id {
            2 => {
                for _ in 0..number(&mut section)? {
                    found.imports.push((text(&mut section)?, text(&mut section)?));
                    // A function, and its type.
                    section = section.strip_prefix(&[0])?;
                    number(&mut section)?;
                }
            }
            7 => {
                for _ in 0..number(&mut section)? {
                    found.exports.push(text(&mut section)?);
                    section = section.get(1..)?;
                    number(&mut section)?;
                }
            }
            _ => {}
        }
    }
    Some(found)
}

/// Seven bits a byte, the lowest first; the last byte has no eighth bit.
fn number(rest: &mut &[u8]) -> Option<usize> {
    let mut value = 0_usize;
    for place in 0..5 {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        value |= usize::from(byte & 127) << (7 * place);
        if byte & 128 == 0 {
            return Some(value);
        }
    }
    None
}

fn text(rest: &mut &[u8]) -> Option<String> {
    let length = number(rest)?;
    let (text, after) = rest.split_at_checked(length)?;
    *rest = after;
    String::from_utf8(text.to_vec()).ok()
}
