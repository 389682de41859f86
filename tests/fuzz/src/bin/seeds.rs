//! Writes the texts that fuzzing begins with into a folder: the cases, the examples of the page, and
//! some that nobody wrote.

use std::path::Path;
use std::{env, fs, io};

use pullscope_tests::cases;
use pullscope_tests::generate::hostile::{HOSTILE, HOSTILE_PROSE};
use pullscope_tests::generate::{Random, damaged, join, pieces};

fn main() -> io::Result<()> {
    let folder = env::args_os().nth(1).ok_or_else(|| io::Error::other("usage: seeds FOLDER"))?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    for (number, text) in texts()?.iter().enumerate() {
        let mut bytes = Random::new(number as u64).number().to_le_bytes().to_vec();
        bytes.extend_from_slice(text.as_bytes());
        fs::write(folder.join(format!("seed-{number:04}")), bytes)?;
    }
    Ok(())
}

fn texts() -> io::Result<Vec<String>> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut texts = Vec::new();
    for case in cases::read(&tests.join("corpus").join("cases"))? {
        texts.push(case.text);
    }
    for example in fs::read_dir(tests.join("../web/src/examples"))? {
        texts.push(fs::read_to_string(example?.path())?);
    }
    for seed in 0..400 {
        let mut random = Random::new(seed);
        let mut text = join(&pieces(&mut random, "parrot"));
        if seed % 2 == 0 {
            text = damaged(&mut random, &text);
        }
        texts.push(text);
    }
    texts.extend(HOSTILE.iter().chain(&HOSTILE_PROSE).map(|it| it.text(1 << 10)));
    Ok(texts)
}
