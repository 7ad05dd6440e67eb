//! cells → ledger: which sheet, which header, and every cell cleaned into its typed column.
//!
//! A [`Binder`] takes the sheets of one file one by one and ends as the file's [`Batch`].

pub mod assign;
pub mod block;
pub mod checks;
pub mod clean;
pub mod fill;
pub mod header;
pub mod kind;
pub mod left;
pub mod lexicon;
pub mod log;
pub mod plain;
pub mod plan;
pub mod rows;
pub mod seen;
pub mod sheet;
pub mod title;
pub mod totals;
pub mod watch;

use bangfu_core::diag::{Finding, Severity};
use bangfu_core::ledger::dictionary::{Dictionary, Role, SheetIx};
use bangfu_core::ledger::mapping::Mapping;
use bangfu_core::ledger::table::{Batch, SheetSummary, State, Table, Value};

use self::block::Block;
use self::header::{Found, Heads};
use self::kind::{Kinds, RowKind};
use self::left::Left;
use self::lexicon::Lexicon;
use self::log::Log;
use self::sheet::How;
use self::title::Title;
use self::watch::Watch;
use crate::Job;
use crate::read::{Grid, Refusal, Row, SheetSource};

/// Binds the sheets of one file.
#[derive(Debug)]
pub struct Binder<'d> {
    dictionary: &'d Dictionary,
    lexicon: Lexicon,
    batch: Batch,
    year: i32,
    mappings: Vec<Mapping>,
    watch: Watch<'d>,
}

impl<'d> Binder<'d> {
    /// A binder for one file; its year stands in where a date says none and the sheet does not either.
    #[must_use]
    pub fn new(dictionary: &'d Dictionary, job: &Job<'_>) -> Self {
        let batch = Batch { file: job.name.to_owned(), layout: dictionary.layout(), ..Batch::default() };
        Self {
            dictionary,
            lexicon: Lexicon::new(dictionary),
            batch,
            year: job.year,
            mappings: job.mappings.to_vec(),
            watch: Watch::default(),
        }
    }

    /// The same binder, which tells how far the checking of a sheet is.
    #[must_use]
    pub fn watched(self, watch: Watch<'d>) -> Self {
        Self { watch, ..self }
    }

    /// Binds one sheet.
    pub fn sheet(&mut self, source: SheetSource<'_>) {
        let mut log = Log::new(&self.batch.file, &source.name);
        let mut summary = SheetSummary { name: source.name.clone(), ..SheetSummary::default() };
        if let Some(cut) = &source.cut {
            log.sheet(Severity::Must, cut.why.clone(), cut.mend.clone());
        }
        summary.last_row = source.grid.rows.iter().rfind(|row| !row.is_blank()).map_or(0, |row| row.number);
        if sheet::is_apparatus(&source.name) {
            leave_out(&source.grid, "说明页", &mut summary);
        } else if summary.last_row > 0 {
            self.place(&source, &mut log, &mut summary);
        }
        self.batch.sheets.push(summary);
        self.batch.findings.append(&mut log.finish());
    }

    /// Reads a sheet as the table that it is recognised as or that a person said it is.
    fn place(&mut self, source: &SheetSource<'_>, log: &mut Log, summary: &mut SheetSummary) {
        let located = self.locate(source);
        let (seen, block) = match located {
            Some((sheet, how, block)) => (Some((sheet, how)), Some(block)),
            None => (None, Block::likely(&source.grid)),
        };
        let Some(block) = block else { return self.unknown(source, None, log, summary) };
        let number = |at: usize| source.grid.rows.get(at).map_or(0, |row| row.number);
        summary.header = Some((number(block.top), number(block.bottom)));
        summary.heads = block.heads();
        let mapping = assign::remembered(&self.mappings, &summary.heads).cloned();
        let said = mapping.as_ref().and_then(|mapping| assign::sheet(mapping, self.dictionary, log));
        let named = || sheet::by_name(&self.lexicon, &source.name).filter(|_| mapping.is_some());
        let place = said.map(|sheet| (sheet, How::Said)).or(seen).or_else(|| Some((named()?, How::Name)));
        if let Some((sheet, how)) = place {
            let assigned = mapping.as_ref().map(|mapping| assign::resolve(mapping, self.dictionary, sheet, log));
            let found = header::bind(&block, self.dictionary, &self.lexicon, sheet, assigned.as_ref());
            if !found.columns.is_empty() {
                return self.table(source, (sheet, how), &block, &found, log, summary);
            }
        }
        self.unknown(source, Some(&block), log, summary);
    }

    /// Which sheet of the ledger this is, how that was told, and its header.
    fn locate(&self, source: &SheetSource<'_>) -> Option<(SheetIx, How, Block)> {
        let grid = &source.grid;
        let heads = Heads::new(grid);
        let find = |sheet: SheetIx| {
            let (best, _) = heads.best_row(&self.lexicon, sheet)?;
            header::block(grid, &self.lexicon, sheet, best)
        };
        if let Some(sheet) = sheet::by_name(&self.lexicon, &source.name)
            && let Some(block) = find(sheet)
        {
            return Some((sheet, How::Name, block));
        }
        let (by_headers, best) = sheet::by_headers(self.dictionary, &self.lexicon, &heads).unzip();
        let top = best.unwrap_or(grid.rows.len()).min(grid.rows.len()).min(5);
        let title = title::read(grid.rows.get(..top).unwrap_or_default());
        if let Some(sheet) = self.lexicon.sheet_in(&title.text)
            && let Some(block) = find(sheet)
        {
            return Some((sheet, How::Title, block));
        }
        let sheet = by_headers?;
        Some((sheet, How::Headers, find(sheet)?))
    }

    fn table(
        &mut self,
        source: &SheetSource<'_>,
        (at, how): (SheetIx, How),
        block: &Block,
        found: &Found,
        log: &mut Log,
        summary: &mut SheetSummary,
    ) {
        let Some(sheet) = self.dictionary.sheet(at) else { return };
        let grid = &source.grid;
        summary.read_as = Some(sheet.name.clone());
        if source.hidden {
            log.sheet(Severity::Note, "这张表在文件里是隐藏的，已照常读取", "不需要它时，请在文件里删去。");
        }
        for note in &source.grid.notes {
            log.sheet(note.severity, note.why.clone(), note.mend.clone());
        }
        match how {
            How::Name => {}
            How::Said => log.sheet(Severity::Note, format!("按记住的列对应认作“{}”", sheet.name), ""),
            How::Title | How::Headers => {
                let by = if how == How::Title { "标题" } else { "表头" };
                let why = format!("按{by}认作“{}”", sheet.name);
                log.sheet(Severity::Note, why, "认得不对时，请把表名改为模板中的表名。");
            }
        }
        assign::note(self.dictionary, at, found, grid, log);
        note_columns(sheet, found, grid, log);
        let title = title::read(grid.rows.get(..found.top).unwrap_or_default());
        summary.year = title.year.or_else(|| title::year(&source.name));
        let year = summary.year.unwrap_or(self.year);
        let columns = plan::columns(sheet, found, &title, year, grid.epoch_1904);
        let kinds = Kinds { grid, found, columns: &columns };
        let is_data = |row: &Row<'_>| kinds.of(row) == RowKind::Data;
        summary.columns = seen::columns(grid, block, Some((self.dictionary, at, found)), &is_data);
        let mut table = Table::new(at, sheet.fields.len(), &self.batch.file, &source.name);
        let body = rows::Body { sheet, grid, found, watch: (self.watch, &source.name) };
        body.read(&columns, &mut table, &mut self.batch.text, log, summary);
        self.name_unit(&title, at, &mut table);
        if summary.rows == 0 {
            log.sheet(Severity::Note, "这张表只有表头，没有数据行", "");
        }
        self.batch.tables.push(table);
    }

    /// Rows of a table without a unit column belong to the 填报单位 of its title.
    fn name_unit(&mut self, title: &Title, at: SheetIx, table: &mut Table) {
        let field = self.dictionary.sheet(at).and_then(|sheet| sheet.role(Role::UnitName));
        let (Some(field), Some((name, column))) = (field, &title.unit_name) else { return };
        if table.has(field) {
            return;
        }
        let symbol = self.batch.text.intern(name);
        table.open_column(field, *column);
        for row in 0..table.rows.len() {
            table.set(row, field, Value::Word(symbol), State::Known);
        }
    }

    /// A sheet that is none of the ledger's: said aloud only when it holds rows. Its columns are told all the same, so that
    /// a person can say what they are.
    fn unknown(&self, source: &SheetSource<'_>, block: Option<&Block>, log: &mut Log, summary: &mut SheetSummary) {
        let filled = leave_out(&source.grid, "没有认出的表", summary);
        if let Some(block) = block {
            summary.columns = seen::columns(&source.grid, block, None, &|row| !row.is_blank());
            let title = title::read(source.grid.rows.get(..block.top).unwrap_or_default());
            summary.year = title.year.or_else(|| title::year(&source.name));
        }
        let named = sheet::by_name(&self.lexicon, &source.name).and_then(|sheet| self.dictionary.sheet(sheet));
        if let Some(sheet) = named {
            let heads: Vec<&str> =
                sheet.fields.iter().filter(|field| field.required).map(|field| field.name.as_str()).collect();
            log.sheet(
                Severity::Must,
                format!("表名是“{}”，但前 15 行里没有找到表头，{filled} 行没有读取", source.name),
                format!("请按模板写表头，至少要有：{}；或者指定各列是什么。", heads.join("、")),
            );
        } else if filled > 1 {
            let mend = if block.is_some() {
                "不需要它时可不管；需要时请指定它是哪张表、各列是什么，或把表名和表头改为模板中的写法。"
            } else {
                "不需要它时可不管；需要时请在数据上面写一行表头，再把表名改为模板中的写法。"
            };
            let headless = if block.is_some() { "" } else { "，也没有找到表头" };
            // A hidden sheet is mostly the list behind a drop-down.
            log.sheet(
                if source.hidden { Severity::Note } else { Severity::Explain },
                format!("“{}”不是台账中的表，{filled} 行没有读取{headless}", source.name),
                mend,
            );
        }
    }

    /// Takes in what the reader has to tell about the file itself.
    pub fn note(&mut self, note: &crate::read::Note) {
        let finding = Finding::about(&self.batch.file, note.severity, note.why.clone(), note.mend.clone());
        self.batch.findings.insert(0, finding);
    }

    /// Ends the file; a file without a single ledger sheet says so.
    #[must_use]
    pub fn finish(mut self) -> Batch {
        let known = !self.batch.tables.is_empty();
        let told = self.batch.findings.iter().any(|finding| finding.severity == Severity::Must);
        if !known && !told {
            let seen: Vec<&str> = self.batch.sheets.iter().map(|sheet| sheet.name.as_str()).take(8).collect();
            let seen = if seen.is_empty() { "没有表".to_owned() } else { format!("只有：{}", seen.join("、")) };
            let expected: Vec<&str> = self.dictionary.sheets.iter().map(|sheet| sheet.name.as_str()).take(3).collect();
            let finding = Finding::about(
                &self.batch.file,
                Severity::Must,
                format!("文件里没有台账的表（{seen}）"),
                format!("台账应有“{}”等表；可先下载模板，把内容填进去再导入。", expected.join("”“")),
            );
            self.batch.findings.insert(0, finding);
        }
        self.batch
    }

    /// Ends a file that could not be read as a whole: one finding, beside what was read before.
    #[must_use]
    pub fn refuse(mut self, refusal: &Refusal) -> Batch {
        let finding = Finding::about(&self.batch.file, Severity::Must, refusal.why.clone(), refusal.mend.clone());
        self.batch.findings.insert(0, finding);
        self.batch
    }
}

/// Leaves out a whole sheet; gives the number of its rows that are not blank.
fn leave_out(grid: &Grid<'_>, why: &str, summary: &mut SheetSummary) -> u32 {
    let mut left = Left::default();
    for row in grid.rows.iter().filter(|row| !row.is_blank()) {
        left.out(why, row.number, row.number);
    }
    (summary.ignored, summary.left) = left.finish();
    summary.ignored
}

/// Says which columns are not read, and why.
fn note_columns(sheet: &bangfu_core::ledger::dictionary::Sheet, found: &Found, grid: &Grid<'_>, log: &mut Log) {
    let row = grid.rows.get(found.bottom).map_or(1, |row| row.number);
    if !found.unknown.is_empty() {
        let heads: Vec<&str> = found.unknown.iter().map(|(_, head)| head.as_str()).collect();
        let (column, _) = found.unknown.first().map_or((0, ""), |(column, head)| (*column, head.as_str()));
        log.single(
            column,
            row,
            Severity::Note,
            format!("这些列没有用到：{}", heads.join("、")),
            "其中有需要的内容时，请把表头改为模板中的列名。",
        );
    }
    for (column, head, field) in &found.doubled {
        let name = sheet.fields.get(usize::from(field.0)).map_or("", |field| field.name.as_str());
        log.single(
            *column,
            row,
            Severity::Explain,
            format!("“{head}”和另一列都是“{name}”，只读了另一列"),
            "请只留一列，或把其中一列改名。",
        );
    }
    for (column, head, unit) in &found.foreign {
        log.single(
            *column,
            row,
            Severity::Must,
            format!("“{head}”的单位“{unit}”不是元、万元或亿元，这一列没有读取"),
            "请折算成人民币，并在表头写明单位，如“（万元）”。",
        );
    }
    if let Some(column) = found.beside {
        log.single(column, row, Severity::Note, "右边隔开的另一块表没有读取", "需要它时，请移到单独的表里。");
    }
}
