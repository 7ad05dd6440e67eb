//! What a hostile file may cost: memory, counted by the allocator of the test, and time, watched from beside.

#![expect(unsafe_code, reason = "an allocator is unsafe by its nature; this one passes everything on to the system's")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// No file may ask for so much at once; the program ends and says which case it was.
const AT_ONCE: usize = 1 << 30;

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);
/// The case that runs; its number is all that can be said when the program dies.
static CASE: AtomicU64 = AtomicU64::new(0);

/// Counts what is allocated. A test binary makes it its `#[global_allocator]`.
#[derive(Debug)]
pub struct Counting;

fn taken(size: usize) {
    if size > AT_ONCE {
        eprintln!("case {} asks for {} MiB at once", CASE.load(Ordering::Relaxed), size >> 20);
        std::process::abort();
    }
    let now = NOW.fetch_add(size, Ordering::Relaxed) + size;
    PEAK.fetch_max(now, Ordering::Relaxed);
}

// SAFETY: every call goes to the system's allocator unchanged; only numbers are kept beside it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        taken(layout.size());
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        taken(layout.size());
        // SAFETY: the caller keeps the contract of `alloc_zeroed`.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        taken(size);
        NOW.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller keeps the contract of `realloc`.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

/// What a case took.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// The most memory at one moment beyond what was in use before, in bytes.
    pub peak: usize,
    /// How long it took.
    pub time: Duration,
}

/// Runs one case. One at a time: the allocator counts for the whole program.
pub fn cost<R>(case: u64, work: impl FnOnce() -> R) -> (R, Cost) {
    CASE.store(case, Ordering::Relaxed);
    let before = NOW.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    let start = Instant::now();
    let done = work();
    (done, Cost { peak: PEAK.load(Ordering::Relaxed).saturating_sub(before), time: start.elapsed() })
}

/// Ends the program when one case runs for longer than `bound`: a hang is a failure, never a wait.
pub fn watch(bound: Duration) {
    std::thread::spawn(move || {
        let (mut seen, mut since) = (CASE.load(Ordering::Relaxed), Instant::now());
        loop {
            std::thread::sleep(Duration::from_millis(200));
            let case = CASE.load(Ordering::Relaxed);
            if case != seen {
                (seen, since) = (case, Instant::now());
            } else if case != 0 && since.elapsed() > bound {
                eprintln!("case {case} runs for more than {bound:?}");
                std::process::abort();
            }
        }
    });
}

/// Says that no case runs any more.
pub fn rest() {
    CASE.store(0, Ordering::Relaxed);
}
