//! The command, written again.

use core::fmt;

use super::{Arg, CreateSecret, SecretArg};

/// What stands in the place of a password.
const PLACEHOLDER: &str = "<password>";

/// Writes the command in one line. Flags that have nothing to do with the Secret are left out.
pub(super) fn write(command: &CreateSecret, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} create secret {} ", command.tool, command.form.as_str())?;
    word(&command.name, f)?;
    let flag = |f: &mut fmt::Formatter<'_>, name: &str, value: &Option<Arg>| match value {
        Some(value) => {
            write!(f, " --{name}=")?;
            word(value, f)
        }
        None => Ok(()),
    };
    flag(f, "namespace", &command.namespace)?;
    flag(f, "type", &command.secret_type)?;
    for file in &command.from_file {
        f.write_str(" --from-file=")?;
        word(file, f)?;
    }
    for (key, _) in &command.from_literal {
        f.write_str(" --from-literal=")?;
        word(key, f)?;
        write!(f, "='{PLACEHOLDER}'")?;
    }
    if !command.is_from_file() {
        flag(f, "docker-server", &command.server)?;
        flag(f, "docker-username", &command.username)?;
        match &command.password {
            Some(SecretArg { variable: Some(name), .. }) => {
                write!(f, " --docker-password=\"${name}\"")?;
            }
            Some(_) => write!(f, " --docker-password='{PLACEHOLDER}'")?,
            None => {}
        }
        flag(f, "docker-email", &command.email)?;
    }
    if command.append_hash {
        f.write_str(" --append-hash")?;
    }
    Ok(())
}

/// A word, quoted where the shell would read it as something else.
pub(super) fn word(arg: &Arg, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let text = &arg.text;
    let plain = |it: char| it.is_ascii_alphanumeric() || "_./:@%+=,-".contains(it);
    if !text.is_empty() && text.chars().all(plain) {
        return f.write_str(text);
    }
    if arg.expands {
        // Within a command in parentheses, quotes are its own.
        let own = text.contains("$(") || text.contains('`');
        let text = if own { text.clone() } else { text.replace('\\', "\\\\").replace('"', "\\\"") };
        return write!(f, "\"{text}\"");
    }
    write!(f, "'{}'", text.replace('\'', "'\\''"))
}
