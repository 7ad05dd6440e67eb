//! A sheet being read: its cells, against the limits of its file.

use std::borrow::Cow;

use bangfu_core::diag::{Severity, column_letters};

use super::fault::Fault;
use super::grid::{Cell, Grid, Note, Region, Row, SheetSource};
use super::{Progress, limits};

/// Cells between two words to the watcher.
const WATCH_EVERY: u32 = 8_192;
/// So many hidden rows or columns are named.
const NAMED: usize = 5;

/// What is left to one file, and who watches its reading.
pub struct Budget<'w> {
    watch: &'w mut dyn FnMut(Progress<'_>),
    cells: usize,
    text: usize,
    sheets: usize,
}

impl<'w> Budget<'w> {
    /// The whole of the limits.
    pub fn new(watch: &'w mut dyn FnMut(Progress<'_>)) -> Self {
        Self { watch, cells: limits::CELLS, text: limits::TEXT, sheets: limits::SHEETS }
    }

    /// Begins a sheet.
    ///
    /// # Errors
    /// When there are too many of them.
    pub fn sheet(&mut self) -> Result<(), Fault> {
        let left = self.sheets.checked_sub(1);
        self.sheets = left.ok_or_else(|| Fault::limit(format!("文件里的表超过 {} 张", limits::SHEETS)))?;
        Ok(())
    }
}

impl std::fmt::Debug for Budget<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Budget").field("cells", &self.cells).field("text", &self.text).finish_non_exhaustive()
    }
}

/// Places of one kind: how many, and the first of them.
#[derive(Debug, Default)]
struct Places {
    count: usize,
    first: Vec<(u32, u32)>,
}

impl Places {
    fn add(&mut self, row: u32, column: u32) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push((row, column));
        }
    }

    fn named(&self, one: impl Fn(&(u32, u32)) -> String) -> String {
        let more = if self.count > self.first.len() { "等" } else { "" };
        self.first.iter().map(one).collect::<Vec<_>>().join("、") + more
    }
}

/// A sheet being read. Cells may come in any order; they are sorted once, at the end.
#[derive(Debug)]
pub struct Draft<'a, 'b, 'w> {
    /// The name as printed in the file.
    pub name: String,
    /// Whether the file hides it.
    pub hidden: bool,
    /// How far the file is read, of 1,000 parts; `None` where that is not known.
    pub permille: Option<u16>,
    grid: Grid<'a>,
    budget: &'b mut Budget<'w>,
    ordered: bool,
    since: u32,
    hidden_rows: Places,
    hidden_columns: Places,
    long: Places,
    bad: u32,
}

/// What a file says of a sheet before its cells.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// The name as printed in the file.
    pub name: String,
    /// Whether the file hides it.
    pub hidden: bool,
    /// Whether the workbook counts its days from 1904.
    pub epoch_1904: bool,
}

/// How the reading of a sheet ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It is whole.
    Whole,
    /// It breaks off; where every sheet stands by itself, the next one may be whole.
    Damaged,
    /// A limit of the file is reached: nothing more is read.
    Limit,
}

/// Reads a sheet with `read` and hands it over, whole or cut off.
///
/// # Errors
/// When the file has too many sheets.
pub fn sheet<'a>(
    head: Head,
    budget: &mut Budget<'_>,
    sink: &mut dyn FnMut(SheetSource<'_>),
    read: impl FnOnce(&mut Draft<'a, '_, '_>) -> Result<(), Fault>,
) -> Result<Ended, Fault> {
    budget.sheet()?;
    let mut draft = Draft::new(head.name, head.epoch_1904, budget);
    draft.hidden = head.hidden;
    let read = read(&mut draft);
    let ended = match &read {
        Ok(()) => Ended::Whole,
        Err(Fault::Damaged) => Ended::Damaged,
        Err(Fault::Refused(_)) => Ended::Limit,
    };
    sink(draft.finish(read));
    Ok(ended)
}

impl<'a, 'b, 'w> Draft<'a, 'b, 'w> {
    /// An empty sheet; the watcher learns that it begins.
    pub fn new(name: impl Into<String>, epoch_1904: bool, budget: &'b mut Budget<'w>) -> Self {
        let name = name.into();
        (budget.watch)(Progress { sheet: &name, row: 0, permille: None, checking: false });
        Self {
            name,
            hidden: false,
            permille: None,
            grid: Grid { epoch_1904, ..Grid::default() },
            budget,
            ordered: true,
            since: 0,
            hidden_rows: Places::default(),
            hidden_columns: Places::default(),
            long: Places::default(),
            bad: 0,
        }
    }

    /// The last row that a cell was read in; 0 before the first.
    #[must_use]
    pub fn row(&self) -> u32 {
        self.grid.rows.last().map_or(0, |row| row.number)
    }

    /// Whether there is no cell yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.grid.rows.is_empty()
    }

    /// Adds a cell; the row 1-based, the column 0-based.
    ///
    /// # Errors
    /// A limit that is passed.
    pub fn cell(&mut self, row: u32, column: u32, mut cell: Cell<'a>) -> Result<(), Fault> {
        if row == 0 || row > limits::ROWS || column >= limits::COLUMNS {
            return Err(Fault::limit(format!("表超出了 {} 行 {} 列", limits::ROWS, limits::COLUMNS)));
        }
        if let Cell::Text(text) = &mut cell {
            self.shorten(row, column, text);
            self.budget.text = self.budget.text.checked_sub(text.len()).ok_or_else(too_much_text)?;
        }
        self.budget.cells = self.budget.cells.checked_sub(1).ok_or_else(too_many_cells)?;
        self.since += 1;
        if self.since >= WATCH_EVERY {
            self.since = 0;
            (self.budget.watch)(Progress { sheet: &self.name, row, permille: self.permille, checking: false });
        }
        match self.grid.rows.last_mut() {
            Some(last) if last.number == row => {
                self.ordered &= last.cells.last().is_none_or(|(before, _)| *before < column);
                last.cells.push((column, cell));
            }
            last => {
                self.ordered &= last.as_ref().is_none_or(|last| last.number < row);
                // Rows of a table are about as long as each other.
                let mut cells = Vec::with_capacity(last.map_or(1, |last| last.cells.len().min(64)));
                cells.push((column, cell));
                self.grid.rows.push(Row { number: row, cells });
            }
        }
        Ok(())
    }

    /// No cell may hold more text than a spreadsheet program allows.
    fn shorten(&mut self, row: u32, column: u32, text: &mut Cow<'a, str>) {
        if text.len() <= limits::CHARS {
            return;
        }
        if let Some((end, _)) = text.char_indices().nth(limits::CHARS) {
            self.long.add(row, column);
            match text {
                Cow::Borrowed(whole) => *text = Cow::Borrowed(whole.get(..end).unwrap_or_default()),
                Cow::Owned(whole) => whole.truncate(end),
            }
        }
    }

    /// A cell that cannot be read.
    ///
    /// # Errors
    /// When there are too many of them.
    pub fn bad_cell(&mut self) -> Result<(), Fault> {
        self.bad += 1;
        if self.bad > limits::BAD_CELLS { Err(Fault::Damaged) } else { Ok(()) }
    }

    /// A row that the file hides.
    pub fn hide_row(&mut self, row: u32) {
        self.hidden_rows.add(row, 0);
    }

    /// Columns that the file hides, 0-based, the last one included.
    pub fn hide_columns(&mut self, from: u32, to: u32) {
        for column in from..=to.min(from.saturating_add(255)).min(limits::COLUMNS) {
            self.hidden_columns.add(0, column);
        }
    }

    /// Merged cells; a single cell is none.
    pub fn merge(&mut self, region: Region) {
        let one = region.top >= region.bottom && region.left >= region.right;
        let sound = region.top <= region.bottom && region.left <= region.right && region.right < limits::COLUMNS;
        if sound && !one && self.grid.merged.len() < limits::REGIONS {
            self.grid.merged.push(region);
        }
    }

    /// Whether the workbook counts from 1904; known only at the end in some files.
    pub fn set_epoch_1904(&mut self) {
        self.grid.epoch_1904 = true;
    }

    /// Tells something about the sheet.
    pub fn note(&mut self, note: Note) {
        self.grid.notes.push(note);
    }

    /// Ends the sheet, whole or cut off by a fault.
    #[must_use]
    pub fn finish(mut self, ended: Result<(), Fault>) -> SheetSource<'a> {
        let row = self.row();
        let cut = ended.err().map(|fault| fault.cut(row));
        if !self.ordered {
            sort(&mut self.grid.rows);
        }
        self.grid.merged.sort_by_key(|region| (region.top, region.left));
        self.tell();
        (self.budget.watch)(Progress { sheet: &self.name, row, permille: self.permille, checking: false });
        SheetSource { name: self.name, hidden: self.hidden, grid: self.grid, cut }
    }

    fn tell(&mut self) {
        let rows = &self.grid.rows;
        // A hidden row without cells hides nothing.
        self.hidden_rows.first.retain(|(row, _)| rows.binary_search_by_key(row, |stored| stored.number).is_ok());
        let notes = &mut self.grid.notes;
        if !self.hidden_rows.first.is_empty() {
            let named = self.hidden_rows.named(|(row, _)| row.to_string());
            let why = format!("第 {named} 行在文件里是隐藏的（含筛选隐藏），已照常读取");
            notes.push(Note::new(Severity::Note, why, "不需要这些行时，请在文件里删去。"));
        }
        if self.hidden_columns.count > 0 {
            let named = self.hidden_columns.named(|(_, column)| column_letters(*column));
            let why = format!("第 {named} 列在文件里是隐藏的，已照常读取");
            notes.push(Note::new(Severity::Note, why, "不需要这些列时，请在文件里删去。"));
        }
        if self.long.count > 0 {
            let named = self.long.named(|(row, column)| format!("{}{row}", column_letters(*column)));
            let why = format!("{named} 的文字超过 {} 字，后面的没有读取", limits::CHARS);
            notes.push(Note::new(Severity::Must, why, "请把过长的文字删短，或移到附件里。"));
        }
        if self.bad > 0 {
            let why = format!("有 {} 个单元格已损坏，没有读取", self.bad);
            notes.push(Note::new(Severity::Must, why, "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入。"));
        }
    }
}

/// Puts rows and cells in order; of two cells at one address the later one stays.
fn sort(rows: &mut Vec<Row<'_>>) {
    rows.sort_by_key(|row| row.number);
    rows.dedup_by(|later, earlier| {
        let same = later.number == earlier.number;
        if same {
            earlier.cells.append(&mut later.cells);
        }
        same
    });
    for row in rows {
        row.cells.sort_by_key(|(column, _)| *column);
        row.cells.dedup_by(|later, earlier| {
            let same = later.0 == earlier.0;
            if same {
                std::mem::swap(later, earlier);
            }
            same
        });
    }
}

fn too_many_cells() -> Fault {
    Fault::limit("文件里的单元格超过 200 万个")
}

fn too_much_text() -> Fault {
    Fault::limit(format!("文件里的文字超过 {} MB", limits::TEXT >> 20))
}

/// Cells that reach down into the rows below them, in formats that leave out what they cover.
#[derive(Debug, Default)]
pub struct Reaching(Vec<Region>);

impl Reaching {
    /// So many are followed at once.
    const MOST: usize = 256;

    /// A cell that spans rows.
    pub fn add(&mut self, region: Region) {
        if region.bottom > region.top && self.0.len() < Self::MOST {
            self.0.push(region);
        }
    }

    /// Begins a row: what ends above it is forgotten.
    pub fn row(&mut self, row: u32) {
        self.0.retain(|region| region.bottom >= row);
    }

    /// The first column from `column` on that nothing reaches into.
    #[must_use]
    pub fn free(&self, mut column: u32, row: u32) -> u32 {
        while let Some(region) = self.0.iter().find(|region| region.top < row && region.holds(row, column)) {
            column = region.right.saturating_add(1);
        }
        column
    }

    /// Forgets everything: another table begins.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}
