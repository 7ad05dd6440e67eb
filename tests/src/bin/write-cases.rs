//! `cargo run -p bangfu-tests --bin write-cases -- FOLDER`: every case as a workbook, with what it must give in
//! `index.json`.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("say into which folder");
        return ExitCode::from(2);
    };
    match bangfu_tests::files::write(&folder) {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
