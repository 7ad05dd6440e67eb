//! `time-import BOOK TURNS`: reads a workbook into a checked ledger natively; prints the milliseconds of each turn as JSON:
//! of the cells alone, and of the whole.

#![expect(clippy::print_stdout, reason = "a program that measures prints what it found")]

use std::process::ExitCode;
use std::time::{Duration, Instant};

use bangfu_core::ledger::dictionary::Dictionary;
use bangfu_core::scheme::builtin;
use bangfu_core::scheme::read::Files;
use bangfu_office::Job;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let (Some(book), Some(turns)) = (args.next(), args.next().and_then(|turns| turns.parse::<usize>().ok())) else {
        eprintln!("time-import BOOK TURNS");
        return ExitCode::from(2);
    };
    let bytes = match std::fs::read(&book) {
        Ok(bytes) => bytes,
        Err(error) => {
            eprintln!("{book}: {error}");
            return ExitCode::FAILURE;
        }
    };
    let mut all = Vec::new();
    for _ in 0..turns {
        let start = Instant::now();
        let mut sheets = 0;
        let cells = bangfu_office::read::sheets(&book, &bytes, &mut |_| (), &mut |_| sheets += 1);
        let cells = cells.map(|_| start.elapsed());
        let start = Instant::now();
        // The browser's worker loads the dictionary for every file too.
        let dictionary = Dictionary::load(&mut Files::default(), "ledger.toml", builtin::ledger());
        let batch = bangfu_office::read(&dictionary, &Job::new(&book, 2022), &bytes, &mut |_| ());
        let took = start.elapsed();
        let (Ok(cells), false) = (cells, batch.tables.is_empty()) else {
            eprintln!("{book}: no table was read");
            return ExitCode::FAILURE;
        };
        all.push(format!("{{\"cells\":{},\"took\":{}}}", millis(cells), millis(took)));
    }
    println!("[{}]", all.join(","));
    ExitCode::SUCCESS
}

fn millis(time: Duration) -> String {
    format!("{}.{:03}", time.as_micros() / 1000, time.as_micros() % 1000)
}
