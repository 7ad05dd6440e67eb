//! `mutants FIRST COUNT`: writes mutated workbooks to its output, for programs that are not Rust. Each is a line of its
//! number, its seed's name and its length in bytes, then the bytes.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use bangfu_tests::mutate;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1).map(|arg| arg.parse::<u64>());
    let (Some(Ok(first)), Some(Ok(count))) = (args.next(), args.next()) else {
        eprintln!("mutants FIRST COUNT");
        return ExitCode::from(2);
    };
    match write(first, count) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn write(first: u64, count: u64) -> io::Result<()> {
    let seeds = mutate::seeds();
    let mut out = BufWriter::new(io::stdout().lock());
    for number in first..first.saturating_add(count) {
        let (name, bytes) = mutate::case(&seeds, number);
        writeln!(out, "{number} {name} {}", bytes.len())?;
        out.write_all(&bytes)?;
    }
    out.flush()
}
