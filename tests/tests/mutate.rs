//! Thousands of mutated workbooks: each is read or refused, none ends the program, none asks for much memory.
//!
//! 10,000 of them here, the same ones every time; `BANGFU_CASES=200000 BANGFU_SEED=1000000` for more and others. A case that
//! was ever at fault stays in [`KEPT`].

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bangfu_core::ledger::dictionary::Dictionary;
use bangfu_core::ledger::table::Batch;
use bangfu_core::scheme::read::Files;
use bangfu_office::Job;
use bangfu_tests::{guard, mutate};

#[global_allocator]
static COUNTING: guard::Counting = guard::Counting;

/// Cases that once ended the program, hung, or took too much memory.
const KEPT: [u64; 3] = [1_186_803, 1_165_597, 1_192_297];
/// The most memory that a mutated workbook of some kilobytes may take.
const MEMORY: usize = 256 << 20;

/// Panics are caught by the reader natively and would be traps in a browser: here they are counted.
static PANICS: AtomicUsize = AtomicUsize::new(0);

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

/// Every row is used or refused, and a file without a table says why.
fn accounted(batch: &Batch) -> Option<String> {
    if batch.tables.is_empty() && batch.findings.is_empty() {
        return Some("neither a table nor a finding".to_owned());
    }
    let lost = batch.sheets.iter().find(|sheet| sheet.rows != sheet.used + sheet.refused);
    lost.map(|sheet| format!("rows of {} are lost", sheet.name))
}

#[test]
fn mutated_workbooks() {
    let dictionary =
        Dictionary::load(&mut Files::default(), "ledger.toml", include_str!("../../crate/schemes/ledger.toml"));
    let seeds = mutate::seeds();
    std::panic::set_hook(Box::new(|_| _ = PANICS.fetch_add(1, Ordering::Relaxed)));
    guard::watch(Duration::from_secs(30));
    let first = setting("BANGFU_SEED", 1);
    let numbers = KEPT.into_iter().chain(first..first + setting("BANGFU_CASES", 10_000));
    let (mut wrong, mut read, mut count, mut slow) = (Vec::new(), 0, 0, Vec::new());
    let mut worst = (0, 0);
    let mut longest = (Duration::ZERO, 0);
    for number in numbers {
        let (name, bytes) = mutate::case(&seeds, number);
        let before = PANICS.load(Ordering::Relaxed);
        let (batch, cost) =
            guard::cost(number, || bangfu_office::read(&dictionary, &Job::new(name, 2022), &bytes, &mut |_| ()));
        count += 1;
        read += usize::from(!batch.tables.is_empty());
        if PANICS.load(Ordering::Relaxed) > before {
            wrong.push(format!("{number} ({name}) panics"));
        }
        if cost.peak > MEMORY {
            wrong.push(format!("{number} ({name}) takes {} MiB", cost.peak >> 20));
        }
        wrong.extend(accounted(&batch).map(|says| format!("{number} ({name}): {says}")));
        if cost.time > Duration::from_secs(2) {
            slow.push(number);
        }
        worst = worst.max((cost.peak, number));
        longest = longest.max((cost.time, number));
    }
    guard::rest();
    drop(std::panic::take_hook());
    println!(
        "{count} cases, {read} with a table; most memory {} MiB in case {}; over 2 s: {slow:?}; longest {:?} in case {}",
        worst.0 >> 20,
        worst.1,
        longest.0,
        longest.1
    );
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
