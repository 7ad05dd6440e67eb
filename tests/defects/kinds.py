"""The kinds of defect: what goes wrong in one place of a clean book, where it must be told, and what may still be read.

A kind is a function of a `Case`; it returns `False` where the book has nothing for it to go wrong in. Grades: `must` the
cell is not counted, `explain` it is counted and asked about, `note` it is repaired. A meaning `?` is a cell that nothing
may be read from, `-` one that is blank.
"""

import datetime

from openpyxl.utils import get_column_letter

from words import WORDS

FULL = str.maketrans("0123456789.", "０１２３４５６７８９．")
DIGITS = "零壹贰叁肆伍陆柒捌玖"


class Case:
    """A clean book being spoilt: what was done to it is noted here."""

    def __init__(self, wb, sheets, rng):
        self.wb, self.sheets, self.rng = wb, sheets, rng
        self.expect, self.allow = [], []
        self.over, self.shift, self.gone = {}, {}, []

    def any(self, *kinds, where=lambda sheet, column: True):
        """A sheet, a column of one of the kinds, and a row of it; `None` where there is none."""
        found = [(s, c) for s in self.sheets for c in s.of(*kinds) if where(s, c)]
        if not found:
            return None
        sheet, column = self.rng.choice(found)
        return sheet, column, self.rng.choice(sheet.rows[1:])

    def cell(self, sheet, column, row):
        return self.wb[sheet.name].cell(row, column.at)

    def mean(self, sheet, column, row, means):
        self.over.setdefault(sheet.name, {})[f"{column.letter}{row}"] = means

    def tell(self, sheet, where, grade):
        self.expect.append([sheet.name, where, grade])

    def put(self, sheet, column, row, typed, means, grade, number_format=None):
        """Types something else into a cell that is then told in a grade."""
        cell = self.cell(sheet, column, row)
        cell.value = typed
        cell.number_format = number_format or ("@" if isinstance(typed, str) else "General")
        self.mean(sheet, column, row, means)
        self.tell(sheet, f"{column.letter}{row}", grade)
        self.unsettle(sheet, column, row, means)

    def unsettle(self, sheet, column, row, means):
        """A figure that is read otherwise no longer adds up: that may be told at the figures that it adds up with."""
        if means == sheet.means.get(f"{column.letter}{row}"):
            return
        if sheet.total and column.kind in ("wan", "yuan", "count"):
            self.allow.append([sheet.name, f"{column.letter}{sheet.total}"])
        for whole in sheet.of("sum3"):
            self.allow += [[sheet.name, f"{other.letter}{row}"] for other in [whole, *sheet.of("part")]]
        for other in sheet.of("due_days", "days") if column.kind in ("due_days", "days") else []:
            self.allow.append([sheet.name, f"{other.letter}{row}"])

    def insert(self, sheet, row, count):
        """Inserts rows; what stands below moves down, merged cells over the place grow."""
        ws = self.wb[sheet.name]
        regions = [region.bounds for region in ws.merged_cells.ranges]
        for left, top, right, bottom in regions:
            ws.unmerge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        ws.insert_rows(row, count)
        for left, top, right, bottom in regions:
            top, bottom = (top + count if top >= row else top), (bottom + count if bottom >= row else bottom)
            ws.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        self.shift[sheet.name] = [row, count]


def date_text(case, form, means, grade, kinds=("date",)):
    found = case.any(*kinds)
    if not found:
        return False
    sheet, column, row = found
    when = datetime.date.fromisoformat(sheet.means[f"{column.letter}{row}"].split()[1])
    when = when.replace(day=min(when.day, 9))
    typed = form(when)
    case.put(sheet, column, row, typed, means(when) if callable(means) else means, grade)
    return True


def is_day(when):
    return f"date {when.isoformat()}"


SERIAL = datetime.date(1899, 12, 30)
CHARS = "〇一二三四五六七八九十"

DATES = {
    "date with dots": (lambda d: f"{d.year}.{d.month}.{d.day}", is_day, "note"),
    "date with slashes": (lambda d: f"{d.year}/{d.month}/{d.day}", is_day, "note"),
    "date in words": (lambda d: f"{d.year}年{d.month}月{d.day}日", is_day, "note"),
    "date in full width": (lambda d: f"{d.year}.{d.month}.{d.day}".translate(FULL), is_day, "note"),
    "date as serial": (lambda d: (d - SERIAL).days, is_day, "note"),
    "date as digits": (lambda d: int(f"{d:%Y%m%d}"), is_day, "note"),
    "date as digits in text": (lambda d: f"{d:%Y%m%d}", is_day, "note"),
    "date without year": (lambda d: f"{d.month}月{d.day}日", is_day, "note"),
    "date in characters": (lambda d: "二〇二二年" + CHARS[min(d.month, 10)] + ("" if d.month <= 10 else CHARS[d.month - 10])
                           + "月" + CHARS[d.day] + "日", is_day, "note"),
    "date with blanks": (lambda d: f" {d.year} 年 {d.month} 月 {d.day} 日", is_day, "note"),
    "date with apostrophe": (lambda d: "'" + d.isoformat(), is_day, "note"),
    "date range": (lambda d: f"{d.year}.{d.month}.{d.day}-{d.month}.{d.day + 2}", is_day, "note"),
    "month only": (lambda d: f"{d.year}年{d.month}月", lambda d: f"month {d:%Y-%m}", "explain"),
    "month that is none": (lambda d: f"{d.year}.13.{d.day}", "?", "must"),
    "day that is none": (lambda d: f"{d.year}.2.30", "?", "must"),
    "several dates": (lambda d: f"{d.year}.{d.month}.{d.day}、{d.month}.{d.day + 3}", "?", "must"),
    "date that is none": (lambda d: "春节前后", "?", "must"),
    "year only": (lambda d: f"{d.year}年", "?", "must"),
    "date of two digits": (lambda d: f"{d.year % 100}.{d.month}.{d.day}", "?", "must"),
    "date of another decade": (lambda d: d.replace(year=2002).isoformat(), lambda d: is_day(d.replace(year=2002)), "explain"),
}


def figure(case, kinds, form, grade, means=None):
    """Types a figure in another way; `form` gets its number in the unit of its column."""
    found = case.any(*kinds)
    if not found:
        return False
    sheet, column, row = found
    own = sheet.means[f"{column.letter}{row}"]
    value = int(own.split()[1])
    number = {"wan": value / 1000000, "yuan": value / 100}.get(column.kind, value)
    typed = form(number)
    if typed is None:
        return False
    case.put(sheet, column, row, typed, own if means is None else means, grade)
    return True


def shortest(number):
    return str(int(number)) if float(number) == int(number) else str(number)


FIGURES = {
    "number in full width": (("wan", "yuan", "count"), lambda n: shortest(n).translate(FULL), "note", None),
    "number with separators": (("yuan",), lambda n: f"{n:,.2f}", "note", None),
    "number with full-width comma": (("yuan",), lambda n: f"{int(n):,}".replace(",", "，"), "note", None),
    "yuan typed in a column of wan": (("wan",), lambda n: f"{int(n * 10000)}元", "note", None),
    "wan typed in a column of yuan": (("yuan",), lambda n: f"{shortest(n / 10000)}万元", "note", None),
    "wan without yuan": (("yuan",), lambda n: f"{shortest(n / 10000)}万", "note", None),
    "money sign": (("yuan",), lambda n: f"￥{n:.2f}", "note", None),
    "number with apostrophe": (("wan", "yuan"), lambda n: "'" + shortest(n), "note", None),
    "scientific text": (("yuan",), lambda n: f"{n:.4E}", "note", None),
    "number with its counter": (("count",), lambda n: f"{int(n)}人", "note", None),
    "number with blanks": (("count", "yuan"), lambda n: f" {shortest(n)}　", "note", None),
    "dash": (("wan", "yuan", "count"), lambda n: "—", "note", "-"),
    "slash": (("wan", "yuan", "count"), lambda n: "/", "note", "-"),
    "nothing": (("wan", "yuan", "count"), lambda n: "无", "note", "-"),
    "null": (("wan", "yuan", "count"), lambda n: "null", "note", "-"),
    "about": (("wan", "yuan"), lambda n: f"约{shortest(n)}", "must", "?"),
    "about behind": (("count",), lambda n: f"{int(n)}左右", "must", "?"),
    "number range": (("wan", "yuan", "count"), lambda n: f"{int(n)}-{int(n) + 3}", "must", "?"),
    "two numbers": (("count", "wan"), lambda n: f"{int(n)}({int(n) + 21})", "must", "?"),
    "percent": (("count", "wan"), lambda n: "30%", "must", "?"),
    "number that is none": (("wan", "yuan", "count"), lambda n: "若干", "must", "?"),
    "negative": (("wan", "yuan"), lambda n: -n, "explain", "typed"),
}


def plainly(column, number):
    """What a number means that stands in a column of figures."""
    per = {"wan": 1000000, "yuan": 100}.get(column.kind)
    return f"fen {round(number * per)}" if per else f"num {shortest(number)}"


def negative(case):
    found = case.any("wan", "yuan", "count")
    if not found:
        return False
    sheet, column, row = found
    cell = case.cell(sheet, column, row)
    case.put(sheet, column, row, -cell.value, plainly(column, -cell.value), "explain")
    return True


def in_characters(case):
    found = case.any("wan", "yuan")
    if not found:
        return False
    sheet, column, row = found
    digit = case.rng.randrange(2, 10)
    case.put(sheet, column, row, DIGITS[digit] + "万元", f"fen {digit * 1000000}", "note")
    return True


def magnitude(case):
    found = case.any("wan", "yuan", "count")
    if not found:
        return False
    sheet, column, row = found
    typed = int(case.cell(sheet, column, row).value) * 100000
    case.put(sheet, column, row, typed, plainly(column, typed), "explain")
    return True


def share(case):
    """One amount that is nine tenths of its column and still below a thousand medians."""
    found = case.any("wan", "yuan")
    if not found:
        return False
    sheet, column, row = found
    rest = sum(case.cell(sheet, column, r).value for r in sheet.rows if r != row)
    typed = int(rest * 946 / 54)
    case.put(sheet, column, row, typed, plainly(column, typed), "explain")
    return True


def slip(case):
    """万元 typed in a column of 元: 8, 50 or 580 among tens of thousands."""
    found = case.any("yuan")
    if not found:
        return False
    sheet, column, row = found
    typed = case.rng.choice([2, 3, 1.5])
    case.put(sheet, column, row, typed, plainly(column, typed), "explain")
    return True


def date_format(case):
    found = case.any("count", "small")
    if not found:
        return False
    sheet, column, row = found
    value = case.cell(sheet, column, row).value
    case.put(sheet, column, row, value, plainly(column, value), "note", "yyyy-mm-dd")
    return True


def merged_amount(case):
    """One amount merged over two rows: it is one amount, not two."""
    found = case.any("wan", "yuan", where=lambda s, c: True)
    if not found:
        return False
    sheet, column, _ = found
    row = case.rng.choice(sheet.rows[1:-1])
    ws = case.wb[sheet.name]
    case.cell(sheet, column, row + 1).value = None
    ws.merge_cells(start_row=row, start_column=column.at, end_row=row + 1, end_column=column.at)
    case.mean(sheet, column, row + 1, "-")
    case.tell(sheet, f"{column.letter}{row}", "explain")
    case.unsettle(sheet, column, row + 1, "-")
    return True


def error_cell(case):
    found = case.any("date", "wan", "yuan", "count", "flag", "choice", "person", "text")
    if not found:
        return False
    sheet, column, row = found
    case.put(sheet, column, row, case.rng.choice(["#REF!", "#DIV/0!", "#N/A", "#VALUE!"]), "?", "must", "General")
    return True


def uncalculated(case):
    found = case.any("wan", "yuan", "count")
    if not found:
        return False
    sheet, column, row = found
    case.put(sheet, column, row, "=SUM(1,2)", "?", "must", "General")
    return True


def wrong_total(case):
    sheets = [sheet for sheet in case.sheets if sheet.of("wan", "yuan", "count")]
    sheet = case.rng.choice(sheets)
    column = case.rng.choice(sheet.of("wan", "yuan", "count"))
    ws = case.wb[sheet.name]
    if sheet.total:
        row = sheet.total
    else:
        row = sheet.rows[-1] + 1
        case.insert(sheet, row, 1)
        ws.cell(row, sheet.columns[0].at, "合计")
    ws.cell(row, column.at, 7)
    case.tell(sheet, f"{column.letter}{row}", "explain")
    return True


def missing(case):
    found = [(s, c) for s in case.sheets for c in s.columns if c.required]
    sheet, column = case.rng.choice(found)
    row = case.rng.choice(sheet.rows[1:])
    case.put(sheet, column, row, None, "-", "must")
    return True


def flag(case, typed, means, grade):
    found = case.any("flag")
    if not found:
        return False
    sheet, column, row = found
    case.put(sheet, column, row, typed, means, grade)
    return True


def ones_and_twos(case, with_zero):
    found = case.any("flag")
    if not found:
        return False
    sheet, column, _ = found
    for at, row in enumerate(sheet.rows):
        yes = case.cell(sheet, column, row).value == "是"
        zero = with_zero and at == 0
        typed = 0 if zero else 1 if yes else 2
        means = "flag 否" if zero else "flag 是" if yes else "?" if with_zero else "flag 否"
        case.put(sheet, column, row, typed, means, "must" if means == "?" else "note")
    return True


def choice(case, known):
    found = case.any("choice")
    if not found:
        return False
    sheet, column, row = found
    official, others = WORDS[column.extra]
    at = case.rng.randrange(len(official))
    if known:
        case.put(sheet, column, row, others[at], f"word {official[at]}", "note")
    else:
        case.put(sheet, column, row, "以上都算", "?", "must")
    return True


def name(case, form, means):
    found = case.any("unit", "place")
    if not found:
        return False
    sheet, column, row = found
    row = sheet.rows[0] if sheet.layout == "merged_unit" and column.kind == "unit" else row
    own = sheet.means[f"{column.letter}{row}"].split()[1]
    case.put(sheet, column, row, form(own), f"word {means(own)}", "note")
    if row == sheet.rows[0] and sheet.layout == "merged_unit" and column.kind == "unit":
        for below in sheet.rows:
            case.mean(sheet, column, below, f"word {means(own)}")
            case.allow.append([sheet.name, f"{column.letter}{below}"])
    return True


def identities(case, form, grade, means, count=1):
    found = case.any("id")
    if not found:
        return False
    sheet, column, _ = found
    for row in case.rng.sample(sheet.rows, count):
        own = str(case.cell(sheet, column, row).value)
        case.put(sheet, column, row, form(own), means, grade)
    return True


def end_before_start(case):
    found = [(s, a, b) for s in case.sheets for a in s.of("start") for b in s.of("end")]
    if not found:
        return False
    sheet, start, end = case.rng.choice(found)
    row = case.rng.choice(sheet.rows[1:])
    cell = case.cell(sheet, end, row)
    case.put(sheet, end, row, "2020-01-15", "date 2020-01-15", "explain")
    case.allow.append([sheet.name, f"{start.letter}{row}"])
    return cell is not None


def open_end(case):
    found = case.any("end", where=lambda s, c: "完工" not in c.head)
    if not found:
        return False
    sheet, column, row = found
    case.put(sheet, column, row, "至今", "-", "note")
    return True


def parts(case):
    found = case.any("sum3")
    if not found:
        return False
    sheet, column, row = found
    typed = case.cell(sheet, column, row).value + 5
    case.put(sheet, column, row, typed, f"num {typed}", "explain")
    return True


def more_than_due(case):
    found = case.any("days")
    if not found:
        return False
    sheet, column, row = found
    case.put(sheet, column, row, 29, "num 29", "explain")
    return True


def copy_row(case, sheet, source, row):
    for column in sheet.columns:
        origin, cell = case.cell(sheet, column, source), case.cell(sheet, column, row)
        cell.value, cell.number_format = origin.value, origin.number_format
        case.over.setdefault(sheet.name, {})[f"{column.letter}{row}"] = sheet.means[f"{column.letter}{source}"]


def same_row_twice(case):
    """A row copied over the one below it."""
    sheets = [sheet for sheet in case.sheets if sheet.layout != "merged_unit" and not sheet.total]
    if not sheets:
        return False
    sheet = case.rng.choice(sheets)
    row = case.rng.choice(sheet.rows[1:])
    copy_row(case, sheet, row - 1, row)
    serial = sheet.columns[0]
    case.cell(sheet, serial, row).value = sheet.rows.index(row) + 1
    case.mean(sheet, serial, row, f"word {sheet.rows.index(row) + 1}")
    case.expect.append([sheet.name, f"*{row}", "explain"])
    return True


def same_visit_twice(case):
    """The same day, leader and place again, told in other words."""
    sheets = [s for s in case.sheets if s.name.endswith("调研走访") and s.layout != "merged_unit"]
    if not sheets:
        return False
    sheet = sheets[0]
    row = case.rng.choice(sheet.rows[1:])
    kept = case.cell(sheet, sheet.of("text")[0], row).value
    copy_row(case, sheet, row - 1, row)
    case.cell(sheet, sheet.of("text")[0], row).value = kept
    case.mean(sheet, sheet.of("text")[0], row, f"word {kept}")
    case.expect.append([sheet.name, f"*{row}", "explain"])
    return True


def order_in_both(case):
    """One order bought and helped to sell."""
    sheets = [sheet for sheet in case.sheets if sheet.name.endswith("消费帮扶")]
    if not sheets:
        return False
    sheet = sheets[0]
    row = case.rng.choice(sheet.rows[1:])
    code, kind = sheet.of("code")[0], sheet.of("choice")[0]
    for at, word in ((row - 1, "直接购买"), (row, "帮助销售")):
        case.cell(sheet, kind, at).value = word
        case.mean(sheet, kind, at, f"word {word}")
    same = case.cell(sheet, code, row - 1).value
    case.cell(sheet, code, row).value = same
    case.mean(sheet, code, row, f"word {same}")
    case.expect.append([sheet.name, f"*{row}", "explain"])
    return True


def long_code(case):
    """A number of twenty digits kept as a number: its end is lost."""
    found = case.any("code")
    if not found:
        return False
    sheet, column, row = found
    case.put(sheet, column, row, 53010220220512345678, "?", "must")
    return True


def plain_row(case, *cells, anywhere=True):
    """Rows that are no data, put between the rows of a table: nothing is to be told of them."""
    sheet = case.rng.choice([sheet for sheet in case.sheets if sheet.layout != "merged_unit"])
    row = case.rng.choice(sheet.rows[2:]) if anywhere else sheet.rows[-1] + 1
    case.insert(sheet, row, len(cells))
    for down, typed in enumerate(cells):
        for column, value in zip(sheet.columns, typed):
            case.wb[sheet.name].cell(row + down, column.at, value)
    return True


def header_again(case):
    """The header printed on every page, its merged cells too."""
    sheet = case.rng.choice([sheet for sheet in case.sheets if sheet.layout != "merged_unit"])
    ws = case.wb[sheet.name]
    levels = {"two_level": 2, "three_level": 3}.get(sheet.layout, 1)
    row = case.rng.choice(sheet.rows[2:])
    case.insert(sheet, row, levels)
    for down in range(levels):
        for column in sheet.columns:
            ws.cell(row + down, column.at, ws.cell(sheet.header - levels + 1 + down, column.at).value)
    return True


def subtotal(case):
    sheets = [s for s in case.sheets if s.layout != "merged_unit" and s.of("wan", "yuan", "count") and not s.total]
    if not sheets:
        return False
    sheet = case.rng.choice(sheets)
    row = sheet.rows[4]
    figures = sheet.of("wan", "yuan", "count")
    sums = [round(sum(case.cell(sheet, column, r).value for r in sheet.rows[:4]), 2) for column in figures]
    case.insert(sheet, row, 1)
    ws = case.wb[sheet.name]
    ws.cell(row, sheet.columns[0].at, "小计")
    for column, value in zip(figures, sums):
        ws.cell(row, column.at, value)
    return True


def table_beside(case):
    """Another table to the right, further down than ours."""
    sheets = [s for s in case.sheets if case.wb[s.name].max_column <= s.columns[-1].at]
    if not sheets:
        return False
    sheet = case.rng.choice(sheets)
    ws = case.wb[sheet.name]
    at = sheet.columns[-1].at + 4
    for down in range(len(sheet.rows) + 1):
        ws.cell(sheet.header + down, at, "类型" if down == 0 else f"第{down}类")
        ws.cell(sheet.header + down, at + 1, "说明" if down == 0 else down)
    case.tell(sheet, f"{get_column_letter(at)}{sheet.header}", "note")
    return True


def strange_head(case, head, required):
    """A column under a header that nobody knows."""
    found = [(s, c) for s in case.sheets for c in s.columns
             if c.required == required and c.kind in ("date", "person", "text", "flag", "choice", "code", "post")]
    if not found:
        return False
    sheet, column = case.rng.choice(found)
    case.wb[sheet.name].cell(heading(sheet, column), column.at).value = head
    case.gone.append([sheet.name, column.letter])
    case.tell(sheet, f"{column.letter}{sheet.header}", "note")
    if required:
        case.tell(sheet, None, "explain")
    return True


def heading(sheet, column):
    """The row in which the header of a column stands: merged ones stand in their first row."""
    levels = {"two_level": 2, "three_level": 3}.get(sheet.layout, 1)
    split = sheet.columns[0].at + (len(sheet.columns) + 1) // 2
    return sheet.header - levels + 1 if column.at < split else sheet.header


def same_head_twice(case):
    found = case.any("text", "person", "post")
    if not found:
        return False
    sheet, column, _ = found
    ws = case.wb[sheet.name]
    at = sheet.columns[-1].at + 1
    if ws.max_column >= at or sheet.layout in ("two_level", "three_level"):
        return False
    ws.cell(sheet.header, at, column.head)
    for row in sheet.rows:
        ws.cell(row, at, "另一种说法")
    case.tell(sheet, f"{get_column_letter(at)}{sheet.header}", "explain")
    return True


def no_unit(case):
    """An amount whose unit nobody wrote."""
    found = case.any("wan", "yuan", where=lambda s, c: s.layout != "title")
    if not found:
        return False
    sheet, column, _ = found
    ws = case.wb[sheet.name]
    cell = ws.cell(heading(sheet, column), column.at)
    for unit in ("（万元）", "(万元)", "/万元", "（元）", "(元)", "/元"):
        cell.value = cell.value.replace(unit, "").strip()
    case.tell(sheet, f"{column.letter}{sheet.header}", "explain")
    return True


def foreign_unit(case):
    """An amount in a currency that is not ours."""
    found = case.any("wan", "yuan", where=lambda s, c: s.layout != "title")
    if not found:
        return False
    sheet, column, _ = found
    cell = case.wb[sheet.name].cell(heading(sheet, column), column.at)
    for unit in ("（万元）", "(万元)", "/万元", "（元）", "(元)", "/元"):
        cell.value = cell.value.replace(unit, "（美元）")
    case.tell(sheet, f"{column.letter}{sheet.header}", "must")
    for row in sheet.rows:
        case.mean(sheet, column, row, "*")
    return True


def strange_sheet(case):
    """A sheet that is none of the ledger's."""
    ws = case.wb.create_sheet("通讯录")
    for row in (["联系人", "电话"], ["张建国", "13800000000、13900000000"], ["李春梅", "13700000000"]):
        ws.append(row)
    case.expect.append([ws.title, None, "explain"])
    return True


KINDS = {}
for title, (form, means, grade) in DATES.items():
    KINDS[title] = lambda case, f=form, m=means, g=grade: date_text(case, f, m, g)
for title, (kinds, form, grade, means) in FIGURES.items():
    if title != "negative":
        KINDS[title] = lambda case, k=kinds, f=form, g=grade, m=means: figure(case, k, f, g, m)
KINDS |= {
    "negative": negative,
    "number in characters": in_characters,
    "out of all proportion": magnitude,
    "nearly the whole column": share,
    "slip of the unit": slip,
    "number formatted as date": date_format,
    "merged amount": merged_amount,
    "error value": error_cell,
    "formula without result": uncalculated,
    "wrong total": wrong_total,
    "required cell open": missing,
    "tick": lambda case: flag(case, "√", "flag 是", "note"),
    "cross": lambda case: flag(case, "×", "flag 否", "note"),
    "yes with an aside": lambda case: flag(case, "是（局长带队）", "flag 是", "note"),
    "flag that is none": lambda case: flag(case, "局长", "?", "must"),
    "ones and twos": lambda case: ones_and_twos(case, False),
    "ones, twos and a zero": lambda case: ones_and_twos(case, True),
    "choice in other words": lambda case: choice(case, True),
    "choice that is none": lambda case: choice(case, False),
    "name with blanks": lambda case: name(case, lambda n: n[0] + " " + n[1:] + "　", lambda n: n),
    "name with half brackets": lambda case: name(case, lambda n: n + "(本级)", lambda n: n + "（本级）"),
    "identity as number": lambda case: identities(case, lambda n: float(n[:15] + "000"), "must", "?", 3),
    "identity in scientific text": lambda case: identities(case, lambda n: f"{n[0]}.{n[1:3]}E+17", "must", "?"),
    "identity too short": lambda case: identities(case, lambda n: n[:11], "explain", "id"),
    "end before start": end_before_start,
    "up to now": open_end,
    "parts that do not add up": parts,
    "more days than there were": more_than_due,
    "same row twice": same_row_twice,
    "same visit twice": same_visit_twice,
    "order in both": order_in_both,
    "code as number": long_code,
    "blank rows inside": lambda case: plain_row(case, (), ()),
    "sample row inside": lambda case: plain_row(case, ("示例", "某单位", "某村")),
    "caption inside": lambda case: plain_row(case, ("（二）下半年",)),
    "note below": lambda case: plain_row(case, ("以上数据由各科室提供，经分管领导审定。",), anywhere=False),
    "signature below": lambda case: plain_row(case, ("单位负责人（签字）：", "", "填表人：", "", "2022年12月20日"), anywhere=False),
    "header again": header_again,
    "subtotal": subtotal,
    "table beside": table_beside,
    "header that is unknown": lambda case: strange_head(case, "甲乙丙丁", False),
    "required header that is unknown": lambda case: strange_head(case, "甲乙丙丁", True),
    "same header twice": same_head_twice,
    "no unit": no_unit,
    "foreign unit": foreign_unit,
    "strange sheet": strange_sheet,
}
