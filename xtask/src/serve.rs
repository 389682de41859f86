//! `cargo xtask serve`: the playground on a local port.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use crate::artefacts;
use crate::policy;
use crate::shell::{self, Outcome};

const PORT: u16 = 8080;

/// What was typed after `serve`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    port: Option<u16>,
    release: bool,
}

impl Options {
    /// Reads the arguments.
    ///
    /// # Errors
    ///
    /// One of them is unknown, or the port is no port.
    pub(crate) fn parse(mut arguments: &[&str]) -> Outcome<Self> {
        let mut options = Self::default();
        while let [first, rest @ ..] = arguments {
            arguments = rest;
            match (*first, rest) {
                ("--release", _) => options.release = true,
                ("--port", [port, rest @ ..]) => {
                    arguments = rest;
                    let port = port.parse().map_err(|_| format!("`{port}` is no port number"))?;
                    options.port = Some(port);
                }
                ("--port", []) => return Err("--port needs a number".to_owned()),
                (other, _) => return Err(format!("serve does not know `{other}`")),
            }
        }
        Ok(options)
    }
}

/// Builds the page, serves it on 127.0.0.1 until it is interrupted, and builds it again after each
/// change of its sources.
///
/// # Errors
///
/// The port is taken, a tool is missing and cannot be installed, or the page does not build.
pub(crate) fn run(options: &Options) -> Outcome {
    let port = free_port(options.port)?;
    // The page runs the policy that is deployed; while one works at the page, one that was built before
    // will do.
    if options.release || !policy::file().is_file() {
        policy::build()?;
    }
    let mut trunk = artefacts::trunk(options.release)?;
    trunk.args(["serve", "--address", "127.0.0.1", "--port", &port.to_string()]);
    if options.release {
        trunk.arg("--release");
    }
    println!("Building the playground; its address follows when it is ready.");
    // Trunk listens once the first build is done. This thread ends with the process.
    thread::spawn(move || {
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            thread::sleep(Duration::from_millis(200));
        }
        println!("\n  Pullscope is at http://127.0.0.1:{port}/ (Ctrl+C stops it)\n");
    });
    shell::run(&mut trunk)
}

/// The port asked for, or the first free one from the default on.
fn free_port(asked: Option<u16>) -> Outcome<u16> {
    let is_free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    match asked {
        Some(0) => Err("--port needs a number from 1 to 65535".to_owned()),
        Some(port) if is_free(&port) => Ok(port),
        Some(port) => Err(format!("port {port} of 127.0.0.1 is taken: choose another with --port")),
        None => (PORT..PORT + 20).find(is_free).ok_or_else(|| {
            format!("ports {PORT} to {} are taken: choose one with --port", PORT + 19)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_come_in_any_order() {
        let expect = Options { port: Some(9000), release: true };
        assert_eq!(Options::parse(&["--port", "9000", "--release"]).unwrap(), expect);
        assert_eq!(Options::parse(&["--release", "--port", "9000"]).unwrap(), expect);
        assert_eq!(Options::parse(&[]).unwrap(), Options::default());
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let error = |arguments: &[&str]| Options::parse(arguments).unwrap_err();
        assert_eq!(error(&["--port"]), "--port needs a number");
        assert_eq!(error(&["--port", "70000"]), "`70000` is no port number");
        assert_eq!(error(&["--prot", "1"]), "serve does not know `--prot`");
    }

    #[test]
    fn a_taken_port_is_refused_when_it_was_asked_for() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        assert!(free_port(Some(port)).unwrap_err().contains("is taken"));
    }
}
