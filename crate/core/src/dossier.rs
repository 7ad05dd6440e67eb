//! The dossier (卷宗): every ledger table of one evaluation, with the year it is read for and the units it is about.

mod alias;
mod unit;

pub use unit::{RowRef, Sheets, Unit};

use std::collections::BTreeMap;
use std::sync::Arc;

use self::alias::Aliases;
use crate::diag::{Finding, Severity};
use crate::ledger::dictionary::{Dictionary, FieldIx, Role, SheetIx};
use crate::ledger::period::During;
use crate::ledger::table::{MILLIONTH, State, Table};
use crate::ledger::text::{Symbol, Text};

/// Points or withdrawal that a person typed in the program; it stands above the workbook's own row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The text of the points; `None` withdraws what the workbook says.
    pub points: Option<String>,
    /// Who judged.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// What the user says about all files together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The evaluation year, where it is set by hand.
    pub year: Option<i32>,
    /// The as-of date (推算日) as a day number, where it is set by hand.
    pub as_of: Option<i64>,
    /// The unit of files that name none.
    pub unit: Option<String>,
    /// Points typed in the program, by unit and indicator.
    pub typed: BTreeMap<(String, String), Typed>,
}

/// Everything that is read together.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The dictionary that the tables were read with.
    pub dictionary: Arc<Dictionary>,
    /// The words of all tables.
    pub text: Arc<Text>,
    /// The tables, in the order of import.
    pub tables: Vec<Arc<Table>>,
    /// The units, in order of first mention.
    pub units: Vec<Unit>,
    /// The evaluation year.
    pub year: i32,
    /// The day on which running stints are counted, a day number.
    pub as_of: i64,
    /// Whether `as_of` is the year's last day by assumption (推算).
    pub as_of_assumed: bool,
    /// Whether some rows name no unit and nobody said whose they are.
    pub unit_needed: bool,
    /// Points typed in the program, by unit and indicator.
    pub typed: BTreeMap<(String, String), Typed>,
    /// Remarks on the files taken together.
    pub findings: Vec<Finding>,
}

impl Dossier {
    /// Puts tables together. The year is the one set by hand, else 评价年度 of the first file that says it, else
    /// `scheme_year`.
    #[must_use]
    pub fn assemble(
        dictionary: Arc<Dictionary>,
        text: Arc<Text>,
        tables: Vec<Arc<Table>>,
        settings: &Settings,
        scheme_year: i32,
    ) -> Self {
        let mut dossier = Self {
            dictionary,
            text,
            tables,
            units: Vec::new(),
            year: scheme_year,
            as_of: 0,
            as_of_assumed: settings.as_of.is_none(),
            unit_needed: false,
            typed: settings.typed.clone(),
            findings: Vec::new(),
        };
        dossier.year = settings.year.or_else(|| dossier.ledger_year()).unwrap_or(scheme_year);
        let last = During::Year.window(dossier.year).map_or(0, |window| window.last);
        dossier.as_of = settings.as_of.unwrap_or(last);
        dossier.gather_units(settings.unit.as_deref());
        dossier.rows_of_nobody();
        dossier.names_alike();
        dossier.twice_in_two_files();
        dossier.years_apart();
        dossier
    }

    /// 评价年度 of the first row that has it.
    fn ledger_year(&self) -> Option<i32> {
        let (sheet, field) = self.unit_sheet_field(Role::Year)?;
        self.rows(sheet).find_map(|row| self.year_in(row, field))
    }

    fn year_in(&self, row: RowRef, field: FieldIx) -> Option<i32> {
        let year = known(self.cell(row, field)).and_then(|value| i32::try_from(value / MILLIONTH).ok());
        year.filter(|year| (1949..2200).contains(year))
    }

    /// Ledgers of two years are said, never silently read as one: a finding for each unit whose year is not the first's.
    fn years_apart(&mut self) {
        let Some((sheet, field)) = self.unit_sheet_field(Role::Year) else { return };
        let Some(first) = self.ledger_year() else { return };
        let other = |unit: &Unit| {
            let mut years = unit.rows(sheet).iter().filter_map(|row| Some((*row, self.year_in(*row, field)?)));
            years.find(|(_, year)| *year != first).map(|(row, year)| (row, year, unit.name.clone()))
        };
        let apart: Vec<(RowRef, i32, String)> = self.units.iter().filter_map(other).collect();
        for (row, year, name) in apart {
            let why = format!("“{name}”的评价年度写的是{year}，别的写的是{first}；现在都按{}年度核算", self.year);
            let mend = "写错的改正；不同年度的台账分开核算。";
            self.findings.push(self.finding(row, Some(field), Severity::Must, why, mend));
        }
    }

    fn unit_sheet_field(&self, role: Role) -> Option<(SheetIx, FieldIx)> {
        let sheet = self.dictionary.role(Role::Unit)?;
        Some((sheet, self.dictionary.sheet(sheet)?.role(role)?))
    }

    /// Sorts every row to its unit: by its own name column, else by the only unit that its file names, else by `fallback`.
    fn gather_units(&mut self, fallback: Option<&str>) {
        let aliases = self.aliases();
        self.tell_aliases(&aliases);
        let only_of_file = self.only_units(&aliases);
        let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
        // What a workbook says of conventions is said of no unit.
        let settings = self.dictionary.role(Role::Settings);
        for (at, table) in self.tables.clone().iter().enumerate().filter(|(_, table)| Some(table.sheet) != settings) {
            let name_field = self.dictionary.sheet(table.sheet).and_then(|sheet| sheet.role(Role::UnitName));
            let file_unit = only_of_file.get(table.file.as_str()).cloned().flatten();
            let default =
                file_unit.or_else(|| only_of_file.get("").cloned().flatten()).or_else(|| fallback.map(str::to_owned));
            let mut last: (Option<i64>, usize) = (None, 0);
            for row in 0..table.rows.len() {
                let cell = name_field.map_or((State::Blank, 0), |field| table.cell(row, field));
                let key = (cell.0 == State::Known).then_some(cell.1);
                if row == 0 || last.0 != key {
                    let name = match key {
                        Some(symbol) => alias::followed(&aliases, self.word(symbol)),
                        None => default.clone().unwrap_or_default(),
                    };
                    self.unit_needed |= name.is_empty();
                    let next = by_name.len();
                    let unit = *by_name.entry(name.clone()).or_insert(next);
                    if unit == self.units.len() {
                        self.units.push(Unit { name, ..Unit::default() });
                    }
                    last = (key, unit);
                }
                let place = RowRef { table: small(at), row: small(row) };
                if let Some(unit) = self.units.get_mut(last.1) {
                    unit.rows.entry(table.sheet).or_default().push(place);
                }
            }
        }
        self.describe_units();
    }

    /// By file: the unit that all its named rows agree on; under `""`, the unit that all files agree on.
    fn only_units(&self, aliases: &Aliases) -> BTreeMap<String, Option<String>> {
        let mut only: BTreeMap<String, Option<String>> = BTreeMap::new();
        let mut every: Vec<String> = Vec::new();
        for table in &self.tables {
            let Some(field) = self.dictionary.sheet(table.sheet).and_then(|sheet| sheet.role(Role::UnitName)) else {
                continue;
            };
            let mut named: Vec<i64> = (0..table.rows.len()).filter_map(|row| known(table.cell(row, field))).collect();
            named.sort_unstable();
            named.dedup();
            for symbol in named {
                let name = alias::followed(aliases, self.word(symbol));
                every.push(name.clone());
                let agrees = |seen: &Option<String>| seen.as_ref() == Some(&name);
                match only.get(&table.file) {
                    Some(seen) if !agrees(seen) => only.insert(table.file.clone(), None),
                    _ => only.insert(table.file.clone(), Some(name)),
                };
            }
        }
        every.sort_unstable();
        every.dedup();
        let all = if let [one] = &every[..] { Some(one.clone()) } else { None };
        only.insert(String::new(), all);
        only
    }

    /// Reads category and places of every unit from 单位信息.
    fn describe_units(&mut self) {
        let Some(sheet) = self.dictionary.role(Role::Unit) else { return };
        let field = |role| self.dictionary.sheet(sheet).and_then(|sheet| sheet.role(role));
        let place = field(Role::Place);
        let category = |sheet: &SheetIx| self.dictionary.sheet(*sheet)?.role(Role::Category);
        let word = |row: &RowRef, field: Option<FieldIx>| {
            let value = known(self.table(*row)?.cell(row.row as usize, field?))?;
            Some(self.word(value).to_owned())
        };
        let described: Vec<_> = self
            .units
            .iter()
            .map(|unit| {
                let rows = unit.rows(sheet);
                let mut places: Vec<String> = Vec::new();
                for name in rows.iter().filter_map(|row| word(row, place)) {
                    if !places.contains(&name) {
                        places.push(name);
                    }
                }
                // 单位信息 comes before other sheets that name a category.
                let others = unit.rows.keys().filter(|other| **other != sheet);
                let named = std::iter::once(&sheet).chain(others).find_map(|sheet| {
                    let field = category(sheet)?;
                    let mut named: Vec<String> =
                        unit.rows(*sheet).iter().filter_map(|row| word(row, Some(field))).collect();
                    named.sort_unstable();
                    named.dedup();
                    (!named.is_empty()).then_some(named)
                });
                (named.unwrap_or_default(), places)
            })
            .collect();
        for (unit, (mut categories, places)) in self.units.iter_mut().zip(described) {
            // Which of several is meant, the order of the rows does not say.
            if categories.len() > 1 {
                let why = format!("“{}”填了几个单位类别：{}", unit.name, categories.join("、"));
                self.findings.push(Finding::about("", Severity::Must, why, "只留一个；改好以前按没有填类别处理。"));
                categories.clear();
            }
            unit.category = categories.pop();
            unit.places = places;
        }
    }

    /// Rows that name no unit while other rows do: they count for nobody, and that is said.
    fn rows_of_nobody(&mut self) {
        let Some(at) = self.units.iter().position(|unit| unit.name.is_empty()) else { return };
        if self.units.len() < 2 {
            return;
        }
        let nobody = self.units.remove(at);
        self.unit_needed = false;
        for (sheet, rows) in &nobody.rows {
            let field = self.dictionary.sheet(*sheet).and_then(|sheet| sheet.role(Role::UnitName));
            for row in rows {
                let why = "这一行没有写单位名称，而台账里有几个单位，不知道算给谁，没有计入".to_owned();
                self.findings.push(self.finding(*row, field, Severity::Must, why, "补填单位名称。"));
            }
        }
    }

    /// Two names that may be one unit are said, never joined: 市甲局 and 市甲局（本级）, 市财政局 and 昆明市财政局.
    fn names_alike(&mut self) {
        let core = |name: &str| -> String { name.split(['（', '(']).next().unwrap_or_default().trim().to_owned() };
        let names: Vec<(String, String)> =
            self.units.iter().map(|unit| (unit.name.clone(), core(&unit.name))).collect();
        for (at, (name, bare)) in names.iter().enumerate() {
            let alike = |(_, other): &&(String, String)| {
                let longer = other.chars().count() > 2 && bare.chars().count() > 2;
                other == bare || (longer && (other.ends_with(bare.as_str()) || bare.ends_with(other.as_str())))
            };
            for (other, _) in names[at + 1..].iter().filter(alike) {
                let why = format!("“{name}”和“{other}”像是同一个单位，现在按两个单位核算");
                self.findings.push(Finding::about(
                    "",
                    Severity::Must,
                    why,
                    "是同一个单位的，把名称改成一样；不是的，说明情况。",
                ));
            }
        }
    }

    /// Every row of a sheet, in the order of the files, whoever it is about.
    pub fn rows(&self, sheet: SheetIx) -> impl Iterator<Item = RowRef> {
        let tables = self.tables.iter().enumerate().filter(move |(_, table)| table.sheet == sheet);
        tables
            .flat_map(|(at, table)| (0..table.rows.len()).map(move |row| RowRef { table: small(at), row: small(row) }))
    }

    /// The same sheet for one unit in two files: said, and neither silently preferred.
    fn twice_in_two_files(&mut self) {
        let mut findings = Vec::new();
        for unit in &self.units {
            for (sheet, rows) in &unit.rows {
                let mut files: Vec<&str> =
                    rows.iter().filter_map(|row| self.table(*row)).map(|t| t.file.as_str()).collect();
                files.dedup();
                files.sort_unstable();
                files.dedup();
                if files.len() > 1 {
                    let name = self.dictionary.sheet(*sheet).map_or("", |sheet| sheet.name.as_str());
                    let why = format!("“{}”的“{name}”同时出现在{}，两处的行都计入了", unit.name, files.join("、"));
                    findings.push(
                        Finding::about(files[0], Severity::Must, why, "确认是否重复报送，撤销多余的一份。").on(name),
                    );
                }
            }
        }
        self.findings.extend(findings);
    }

    /// The table of a row.
    #[must_use]
    pub fn table(&self, row: RowRef) -> Option<&Table> {
        self.tables.get(row.table as usize).map(|table| &**table)
    }

    /// A cell: state and flat value; blank where there is no such row or column.
    #[must_use]
    pub fn cell(&self, row: RowRef, field: FieldIx) -> (State, i64) {
        self.table(row).map_or((State::Blank, 0), |table| table.cell(row.row as usize, field))
    }

    /// A cell as a person reads it.
    #[must_use]
    pub fn shown(&self, row: RowRef, field: FieldIx) -> String {
        let shown = |table: &Table| table.shown(row.row as usize, field, &self.dictionary, &self.text);
        self.table(row).map_or_else(String::new, shown)
    }

    /// The word of a flat value.
    #[must_use]
    pub fn word(&self, value: i64) -> &str {
        u32::try_from(value).map_or("", |at| self.text.word(Symbol(at)))
    }

    /// A finding placed on a cell of a row, or on the row's first cell where the file has no such column.
    #[must_use]
    pub fn finding(&self, row: RowRef, field: Option<FieldIx>, severity: Severity, why: String, mend: &str) -> Finding {
        let Some(table) = self.table(row) else { return Finding::about("", severity, why, mend) };
        let mut finding = Finding::about(&table.file, severity, why, mend).on(&table.name);
        finding.cell = field
            .and_then(|field| table.cell_name(row.row as usize, field))
            .or_else(|| table.rows.get(row.row as usize).map(|number| crate::diag::cell_name(&table.name, 0, *number)));
        finding.old = field.map(|field| self.shown(row, field)).filter(|old| !old.is_empty());
        finding
    }
}

fn known(cell: (State, i64)) -> Option<i64> {
    (cell.0 == State::Known).then_some(cell.1)
}

fn small(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
