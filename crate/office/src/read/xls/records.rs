//! The records of a BIFF8 stream, and the strings in them.

use crate::read::fault::Fault;

/// Numbers of records, as Microsoft's [MS-XLS] names them.
pub mod id {
    #![allow(missing_docs, reason = "the names of the specification")]
    pub const BOF: u16 = 0x0809;
    pub const EOF: u16 = 0x000A;
    pub const CONTINUE: u16 = 0x003C;
    pub const BOUND_SHEET: u16 = 0x0085;
    pub const DATE_MODE: u16 = 0x0022;
    pub const FILE_PASS: u16 = 0x002F;
    pub const FORMAT: u16 = 0x041E;
    pub const XF: u16 = 0x00E0;
    pub const SST: u16 = 0x00FC;
    pub const ROW: u16 = 0x0208;
    pub const COL_INFO: u16 = 0x007D;
    pub const LABEL_SST: u16 = 0x00FD;
    pub const LABEL: u16 = 0x0204;
    pub const RSTRING: u16 = 0x00D6;
    pub const NUMBER: u16 = 0x0203;
    pub const RK: u16 = 0x027E;
    pub const MUL_RK: u16 = 0x00BD;
    pub const BOOL_ERR: u16 = 0x0205;
    pub const FORMULA: u16 = 0x0006;
    pub const STRING: u16 = 0x0207;
    pub const MERGE_CELLS: u16 = 0x00E5;
}

/// A record.
#[derive(Debug, Clone, Copy)]
pub struct Record<'s> {
    /// Its number.
    pub id: u16,
    /// Its bytes.
    pub data: &'s [u8],
}

/// The records of a stream from a place on.
#[derive(Debug, Clone)]
pub struct Records<'s> {
    rest: &'s [u8],
}

impl<'s> Records<'s> {
    /// From a byte of the stream on.
    #[must_use]
    pub fn at(stream: &'s [u8], start: usize) -> Self {
        Self { rest: stream.get(start..).unwrap_or_default() }
    }

    /// The next record; `None` at the end.
    ///
    /// # Errors
    /// [`Fault::Damaged`] for a record that is longer than the stream.
    pub fn record(&mut self) -> Result<Option<Record<'s>>, Fault> {
        if self.rest.len() < 4 {
            return Ok(None);
        }
        let (id, length) = (u16_at(self.rest, 0), usize::from(u16_at(self.rest, 2)));
        let data = self.rest.get(4..4 + length).ok_or(Fault::Damaged)?;
        self.rest = self.rest.get(4 + length..).unwrap_or_default();
        Ok(Some(Record { id, data }))
    }

    /// The bytes of a record and of those that continue it.
    ///
    /// # Errors
    /// As [`Self::record`].
    pub fn continued(&mut self, first: Record<'s>) -> Result<Pieces<'s>, Fault> {
        let mut pieces = vec![first.data];
        while self.rest.len() >= 4 && u16_at(self.rest, 0) == id::CONTINUE {
            pieces.extend(self.record()?.map(|record| record.data));
        }
        Ok(Pieces { pieces, at: 0, from: 0 })
    }
}

/// Bytes that run over several records.
#[derive(Debug, Clone)]
pub struct Pieces<'s> {
    pieces: Vec<&'s [u8]>,
    at: usize,
    from: usize,
}

impl<'s> Pieces<'s> {
    /// The bytes of one record.
    #[must_use]
    pub fn one(data: &'s [u8]) -> Self {
        Self { pieces: vec![data], at: 0, from: 0 }
    }

    /// What is left of the piece that is read.
    fn here(&mut self) -> &'s [u8] {
        loop {
            let Some(piece) = self.pieces.get(self.at) else { return &[] };
            let rest = piece.get(self.from..).unwrap_or_default();
            if !rest.is_empty() {
                return rest;
            }
            (self.at, self.from) = (self.at + 1, 0);
        }
    }

    /// The next bytes, at most so many and none behind a seam; empty at the end.
    fn take(&mut self, most: usize) -> &'s [u8] {
        let here = self.here();
        let taken = here.get(..most.min(here.len())).unwrap_or_default();
        self.from += taken.len();
        taken
    }

    fn skip(&mut self, mut bytes: usize) {
        while bytes > 0 {
            let taken = self.take(bytes).len();
            if taken == 0 {
                return;
            }
            bytes -= taken;
        }
    }

    fn number(&mut self, bytes: usize) -> Option<u32> {
        (0..bytes).try_fold(0_u32, |sum, at| {
            let byte = *self.take(1).first()?;
            Some(sum | u32::from(byte) << (8 * at))
        })
    }

    /// A string whose length stands before it in so many bytes (1 or 2); `None` where the bytes end before it begins.
    pub fn string(&mut self, length: usize) -> Option<String> {
        let count = self.number(length)?;
        let flags = self.number(1)?;
        let runs = if flags & 8 == 0 { 0 } else { self.number(2)? };
        let extra = if flags & 4 == 0 { 0 } else { self.number(4)? };
        let text = self.characters(usize::try_from(count).ok()?, flags & 1 != 0);
        self.skip(usize::try_from(runs).ok()?.saturating_mul(4));
        self.skip(usize::try_from(extra).ok()?);
        Some(text)
    }

    /// So many characters of one or two bytes. Behind a seam a byte says anew which.
    fn characters(&mut self, count: usize, mut wide: bool) -> String {
        let mut units: Vec<u16> = Vec::new();
        let mut left = count;
        while left > 0 {
            let seam = self.from > 0 && self.pieces.get(self.at).is_some_and(|piece| self.from >= piece.len());
            if seam {
                self.here();
                let Some(flags) = self.number(1) else { break };
                wide = flags & 1 != 0;
            }
            let width = if wide { 2 } else { 1 };
            let taken = self.take(left.saturating_mul(width));
            let whole = taken.len() / width;
            if wide {
                units.extend(taken.chunks_exact(2).map(|pair| u16_at(pair, 0)));
            } else {
                units.extend(taken.iter().map(|byte| u16::from(*byte)));
            }
            if whole == 0 {
                break;
            }
            left -= whole;
        }
        String::from_utf16_lossy(&units)
    }

    /// A number of four bytes.
    pub fn u32(&mut self) -> Option<u32> {
        self.number(4)
    }
}

/// Two bytes as a number; what is not there is 0.
#[must_use]
pub fn u16_at(bytes: &[u8], at: usize) -> u16 {
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    u16::from_le_bytes([byte(at), byte(at + 1)])
}

/// Four bytes as a number.
#[must_use]
pub fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

/// Eight bytes as a binary float; `None` where they are not there or no number.
#[must_use]
pub fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    let eight = bytes.get(at..at.checked_add(8)?)?.try_into().ok()?;
    Some(f64::from_le_bytes(eight)).filter(|number| number.is_finite())
}
