//! Chromium and its driver: where they are, and getting them when they are not there.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::shell::{self, Outcome};

/// A program of the browser, and how to say which one is meant.
struct Program {
    name: &'static str,
    variable: &'static str,
    names: &'static [&'static str],
    places: &'static [&'static str],
}

const CHROMIUM: Program = Program {
    name: "Chromium",
    variable: "CHROME",
    names: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
    places: &[
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ],
};

const DRIVER: Program = Program {
    name: "ChromeDriver",
    variable: "CHROMEDRIVER",
    names: &["chromedriver"],
    places: &["/usr/lib/chromium/chromedriver", "/usr/lib/chromium-browser/chromedriver"],
};

/// Chromium or Chrome, which shows the page to the browser tests.
///
/// # Errors
///
/// There is none, and none could be installed.
pub(crate) fn chromium() -> Outcome<PathBuf> {
    CHROMIUM.ensure()
}

/// The driver of the same release, through which wasm-bindgen's tests reach the browser.
///
/// # Errors
///
/// There is none and none could be installed, or it is of another release than the browser.
pub(crate) fn driver() -> Outcome<PathBuf> {
    let (browser, driver) = (chromium()?, DRIVER.ensure()?);
    let release = |program| release(&shell::output(Command::new(program).arg("--version"))?);
    match (release(&browser), release(&driver)) {
        (Some(browser), Some(driver)) if browser != driver => Err(format!(
            "ChromeDriver {driver} cannot drive Chromium {browser}: install the same release of both, \
             or set CHROME and CHROMEDRIVER to a pair that fits"
        )),
        _ => Ok(driver),
    }
}

/// What WebDriver is asked for: this browser, without a window.
///
/// The sandbox is off because Chromium has none when it runs as root, which is what containers do; the
/// browser only ever loads our own page from this machine.
///
/// # Errors
///
/// There is no browser.
pub(crate) fn capabilities() -> Outcome<String> {
    let binary = chromium()?.display().to_string().replace('\\', r"\\").replace('"', r#"\""#);
    Ok(format!(
        r#"{{"goog:chromeOptions":{{"binary":"{binary}","args":["--headless","--no-sandbox","--disable-gpu","--disable-dev-shm-usage","--disable-background-networking"]}}}}"#
    ))
}

impl Program {
    fn ensure(&self) -> Outcome<PathBuf> {
        if let Some(program) = self.find()? {
            return Ok(program);
        }
        println!("Installing {}: the tests run the page and the module in it", self.name);
        install()?;
        self.find()?.ok_or_else(|| self.missing())
    }

    fn find(&self) -> Outcome<Option<PathBuf>> {
        if let Some(named) = env::var_os(self.variable).filter(|value| !value.is_empty()) {
            let named = PathBuf::from(named);
            return match named.is_file() {
                true => Ok(Some(named)),
                false => Err(format!("{} is {}: no such file", self.variable, named.display())),
            };
        }
        let placed = || self.places.iter().map(PathBuf::from).find(|place| place.is_file());
        Ok(shell::find(self.names).or_else(placed))
    }

    fn missing(&self) -> String {
        let Self { name, variable, .. } = self;
        format!(
            "{name} is missing: install {name} and put it on the PATH, or set {variable} to its path"
        )
    }
}

/// Package managers that hold both programs, and the arguments that install them.
const MANAGERS: [(&str, &[&[&str]]); 4] = [
    (
        "apt-get",
        &[
            &["update", "-qq"],
            &["install", "-y", "-qq", "--no-install-recommends", "chromium", "chromium-driver"],
        ],
    ),
    ("dnf", &[&["install", "-y", "chromium", "chromedriver"]]),
    ("pacman", &[&["-Sy", "--noconfirm", "chromium"]]),
    ("brew", &[&["install", "--cask", "chromium", "chromedriver"]]),
];

/// Installs both programs with the system's package manager, as far as that needs no password.
fn install() -> Outcome {
    let Some((manager, steps)) = MANAGERS.iter().find(|(name, _)| shell::find(&[name]).is_some())
    else {
        return Err(format!("{} (no known package manager here)", CHROMIUM.missing()));
    };
    let by_hand = || {
        let last = steps.last().map(|step| step.join(" ")).unwrap_or_default();
        format!(
            "Chromium and ChromeDriver are missing: run `{manager} {last}` with the rights it needs"
        )
    };
    let is_root = shell::output(Command::new("id").arg("-u")).is_some_and(|id| id == "0");
    let mut prefix: &[&str] = &[];
    if *manager != "brew" && !is_root {
        if shell::output(Command::new("sudo").args(["-n", "true"])).is_none() {
            return Err(by_hand());
        }
        prefix = &["sudo", "-n"];
    }
    for step in *steps {
        let words: Vec<&str> = prefix.iter().chain([manager]).chain(*step).copied().collect();
        shell::run(
            shell::command(words[0]).args(&words[1..]).env("DEBIAN_FRONTEND", "noninteractive"),
        )
        .map_err(|problem| format!("{problem}. {}", by_hand()))?;
    }
    Ok(())
}

/// The release in what a program says of its version: `156` in `Chromium 156.0.8078.79 built on …`.
fn release(text: &str) -> Option<u32> {
    let number =
        text.split_whitespace().find(|word| word.starts_with(|it: char| it.is_ascii_digit()))?;
    number.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::release;

    #[test]
    fn the_release_is_the_first_number_of_the_version() {
        assert_eq!(release("Chromium 156.0.8078.79 built on Debian GNU/Linux 12"), Some(156));
        assert_eq!(
            release("ChromeDriver 156.0.8078.79 (a21ce95c-refs/branch-heads/8078)"),
            Some(156)
        );
        assert_eq!(release("Google Chrome 9.1"), Some(9));
        assert_eq!(release("no version here"), None);
    }
}
