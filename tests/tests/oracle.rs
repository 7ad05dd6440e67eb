//! Cases whose expected values come from scripts that know the documents and nothing of the engine: see `tests/oracle`.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by stopping")]

use std::path::Path;
use std::process::Command;

use bangfu_tests::{files, run};

/// Every way in which the engine is not as the oracle says. In wasm the same files are read by
/// `tests/node/cases.test.mjs`.
fn agree(id: &str) {
    let scheme = run::scheme(id).unwrap();
    let mut failures = Vec::new();
    for case in files::oracle(id).unwrap() {
        for round in &case.rounds {
            let wrong = run::wrong(&scheme, &case, round, run::grids(&scheme, &case));
            let set: Vec<String> = round.set.iter().map(|(id, value)| format!("{id}={value}")).collect();
            let set = set.join(" ");
            failures.extend(wrong.iter().map(|wrong| format!("“{}” {set}\n    {wrong}", case.name)));
        }
    }
    assert!(failures.is_empty(), "{} not as the oracle says:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn kunming_2022() {
    agree("kunming-2022");
}

#[test]
fn central_2022() {
    agree("central-2022");
}

#[test]
fn central_2017() {
    agree("central-2017");
}

#[test]
fn east_west_2021() {
    agree("east-west-2021");
}

#[test]
fn guangdong_2020() {
    agree("guangdong-2020");
}

/// At least 20 cases a scheme, of which 8 stand on an edge.
#[test]
fn there_are_enough() {
    for (id, _) in files::ORACLE {
        let cases = files::oracle(id).unwrap();
        let edges = cases.iter().filter(|case| case.name.starts_with("边界：")).count();
        assert!(cases.len() >= 20 && edges >= 8, "{id}: {} cases, {edges} of them on an edge", cases.len());
    }
}

/// The files are what the scripts write. Where there is no Python the files stand as they are.
#[test]
fn files_are_as_written() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("oracle/write.py");
    let Ok(ran) = Command::new("python3").args(["-B".as_ref(), script.as_os_str(), "--check".as_ref()]).output() else {
        eprintln!("no python3: the files of the oracle were not written again");
        return;
    };
    let said = [ran.stdout, ran.stderr].concat();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&said));
}
