"""The clean ledgers: 25 books of five sheets, in many layouts and styles, and what each of their cells means.

A value is written as `date 2022-03-05`, `month 2022-03`, `fen 1250000`, `num 45`, `flag 是`, `word …`, `id`.
"""

import datetime
import random
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from words import COUNTS, MONEY, PEOPLE, PLACES, POSTS, SHEETS, STAFF, TEXTS, UNITS, VISITS, WORDS

BOOKS = 25
DATE_FORMATS = ["yyyy-mm-dd", "yyyy/m/d", 'yyyy"年"m"月"d"日"', None]


class Column:
    """One column of a clean sheet: where it stands, its kind, the header as typed, and what its cells mean."""

    def __init__(self, at, kind, head, extra=None):
        self.at, self.head, self.extra = at, head, extra
        self.required, self.kind = kind.endswith("!"), kind.rstrip("!")

    @property
    def letter(self):
        return get_column_letter(self.at)


class Sheet:
    """A clean sheet: its columns, the rows of its data, and the meaning of every cell by address."""

    def __init__(self, name, layout):
        self.name, self.layout = name, layout
        self.columns, self.rows, self.means = [], [], {}
        self.header = self.total = self.last = 0

    def of(self, *kinds):
        return [column for column in self.columns if column.kind in kinds]


def identity(rng):
    """An 18-digit number whose last sign fits the others (GB 11643)."""
    day = datetime.date(1965, 1, 1) + datetime.timedelta(days=rng.randrange(12000))
    digits = f"5301{rng.randrange(2, 29):02d}{day:%Y%m%d}{rng.randrange(1, 999):03d}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights)) % 11]


def day(rng, index):
    """Days of 2022 that rise with the row, so that no two rows are alike."""
    return datetime.date(2022, 1, 4) + datetime.timedelta(days=index * 17 + rng.randrange(15))


def clean(column, rng, index, row, dates):
    """What is typed into a clean cell, and what it means."""
    kind = column.kind
    if kind in ("date", "start", "end"):
        when = day(rng, index)
        when = when.replace(year=2021) if kind == "start" else when
        text = when.isoformat()
        return (text if dates is None else when), f"date {text}"
    if kind == "month":
        return f"2022-{index % 12 + 1:02d}", f"month 2022-{index % 12 + 1:02d}"
    if kind == "wan":
        tenths = rng.randrange(120, 700)
        typed = tenths // 10 if tenths % 10 == 0 else tenths / 10
        return typed, f"fen {tenths * 100000}"
    if kind == "yuan":
        yuan = rng.randrange(60, 400) * 100
        return yuan, f"fen {yuan * 100}"
    if kind in ("count", "due_days", "days", "small", "part", "sum3"):
        low, high = {"count": (12, 80), "due_days": (21, 24), "days": (16, 21), "small": (1, 4), "part": (1, 6), "sum3": (1, 2)}[kind]
        number = rng.randrange(low, high)
        return number, f"num {number}"
    if kind == "flag":
        word = rng.choice("是否")
        return word, f"flag {word}"
    if kind == "choice":
        word = rng.choice(WORDS[column.extra][0])
        return word, f"word {word}"
    if kind == "id":
        return identity(rng), "id"
    word = {
        "unit": lambda: UNITS[row % 2],
        "place": lambda: PLACES[index % len(PLACES)],
        "place_text": lambda: PLACES[(index + 1) % len(PLACES)],
        "person": lambda: PEOPLE[index % len(PEOPLE)],
        "post": lambda: POSTS[index % len(POSTS)],
        "code": lambda: f"示发〔2022〕{index + 5}号",
        "text": lambda: TEXTS[(index + column.at) % len(TEXTS)],
        "serial": lambda: str(index + 1),
    }[kind]()
    return (index + 1 if kind == "serial" else word), f"word {word}"


def number(means):
    """The number behind a meaning, as it would be typed in the unit of its column."""
    return Fraction(means.split()[1])


LAYOUTS = ["plain", "title", "template", "two_level", "merged_unit", "from_title", "offset", "three_level"]


def heads(sheet, columns, rng, first):
    """The columns of a sheet with the headers picked for this book."""
    listed = [("序号", "serial")]
    if sheet.layout != "from_title":
        listed.append(("单位名称 帮扶单位 责任单位 派出单位", "unit"))
    listed += [("帮扶对象 帮扶村 定点帮扶村", "place")] + columns
    for at, (names, kind, *extra) in enumerate(listed, first):
        head = rng.choice(names.split())
        unit = {"wan": "万元", "yuan": "元"}.get(kind.rstrip("!"))
        if unit and sheet.layout != "title":
            head += rng.choice([f"（{unit}）", f"({unit})", f"/{unit}"])
        if kind.endswith("!") and sheet.layout == "template":
            head = "*" + head
        sheet.columns.append(Column(at, kind, head, *extra))


def write_heads(ws, sheet, rng, top):
    """Writes title and header; gives the row of the last header."""
    first, last = sheet.columns[0].at, sheet.columns[-1].at
    unit = "元" if sheet.of("yuan") else "万元"
    merge = lambda r1, c1, r2, c2: ws.merge_cells(start_row=r1, start_column=c1, end_row=r2, end_column=c2)
    title = f"2022年度定点帮扶{sheet.name}台账"
    row = top
    if sheet.layout in ("title", "from_title", "three_level"):
        ws.cell(row, first, title + (f"（单位：{unit}）" if sheet.layout == "title" else "")).font = Font(bold=True, size=16)
        merge(row, first, row, last)
        row += 1
        if sheet.layout == "from_title":
            ws.cell(row, first, "填报单位：市财政局　　　填报人：张建国　　　填报日期：2022-12-20")
            row += 1
    if sheet.layout == "template":
        for text in (title, "（每年12月31日前报送）", "——————————", "填报单位：________ 填报人：________ 年度：2022"):
            ws.cell(row, first, text)
            merge(row, first, row, last)
            row += 1
        row += 1
    levels = {"two_level": 2, "three_level": 3}.get(sheet.layout, 1)
    split = first + (len(sheet.columns) + 1) // 2
    if levels == 1:
        for column in sheet.columns:
            ws.cell(row, column.at, column.head)
        return row
    bottom = row + levels - 1
    if levels == 3:
        ws.cell(row, split, "工作情况")
        merge(row, split, row, last)
    group = bottom - 1
    ws.cell(group, split, "具体　情况")
    merge(group, split, group, last)
    for column in sheet.columns:
        if column.at < split:
            ws.cell(row, column.at, column.head)
            merge(row, column.at, bottom, column.at)
        else:
            ws.cell(bottom, column.at, column.head.replace("（", "\n（"))
    return bottom


def write_sheet(ws, name, layout, rng, extras):
    """Writes one clean sheet and gives what it means."""
    sheet = Sheet(ws.title, layout)
    first = 3 if layout == "offset" else 1
    heads(sheet, SHEETS[name], rng, first)
    sheet.header = write_heads(ws, sheet, rng, 4 if layout == "offset" else 1)
    row = sheet.header + 1
    if layout == "template":
        ws.cell(row, first, "← 示例行（导入时自动跳过）")
        for column in sheet.columns[1:]:
            ws.cell(row, column.at, "示例")
        row += 1
    dates = rng.choice(DATE_FORMATS)
    for index in range(rng.randrange(10, 14)):
        sheet.rows.append(row)
        for column in sheet.columns:
            typed, means = clean(column, rng, index, row, dates)
            cell = ws.cell(row, column.at, typed)
            if isinstance(typed, datetime.date):
                cell.number_format = dates
            if column.kind == "id":
                cell.number_format = "@"
            sheet.means[f"{column.letter}{row}"] = means
        for column in sheet.of("sum3"):
            total = sum(number(sheet.means[f"{get_column_letter(column.at + k)}{row}"]) for k in (1, 2, 3))
            ws.cell(row, column.at, int(total))
            sheet.means[f"{column.letter}{row}"] = f"num {total}"
        row += 1
    units = sheet.of("unit")
    if layout == "merged_unit" and units:
        at = units[0].at
        word = ws.cell(sheet.rows[0], at).value
        for below in sheet.rows:
            ws.cell(below, at).value = word if below == sheet.rows[0] else None
            sheet.means[f"{units[0].letter}{below}"] = f"word {word}"
        ws.merge_cells(start_row=sheet.rows[0], start_column=at, end_row=sheet.rows[-1], end_column=at)
    if "total" in extras and sheet.of("wan", "yuan", "count"):
        ws.cell(row, first, rng.choice(["合计", "合　计", "总计"]))
        for column in sheet.of("wan", "yuan", "count"):
            total = sum(number(sheet.means[f"{column.letter}{r}"]) for r in sheet.rows)
            total = total / {"wan": 1000000, "yuan": 100, "count": 1}[column.kind]
            ws.cell(row, column.at, int(total) if total.denominator == 1 else float(total))
        sheet.total, row = row, row + 1
    if "notes" in extras:
        ws.cell(row, first, "注：本表数据截至2022年12月31日。")
        ws.cell(row + 1, first, "填报人：张建国")
        ws.cell(row + 1, first + 3, "审核人：李春梅")
        row += 2
    if "lookup" in extras:
        at = sheet.columns[-1].at + 3
        for k, (code, word) in enumerate([("编码", "名称"), ("1", "甲类"), ("2", "乙类"), ("3", "丙类")]):
            ws.cell(sheet.header + k, at, code)
            ws.cell(sheet.header + k, at + 1, word)
    sheet.last = row - 1
    style(ws, sheet, rng)
    return sheet


def style(ws, sheet, rng):
    """Fonts, fills, borders and widths: they mean nothing."""
    thin = Side(style="thin")
    fill = PatternFill("solid", fgColor=rng.choice(["DDEBF7", "FFF2CC", "E2EFDA", "FFFFFF"]))
    for column in sheet.columns:
        cell = ws.cell(sheet.header, column.at)
        cell.font, cell.fill, cell.alignment = Font(bold=True), fill, Alignment(wrap_text=True, horizontal="center")
        ws.column_dimensions[column.letter].width = rng.randrange(8, 24)
        for row in sheet.rows:
            ws.cell(row, column.at).border = Border(left=thin, right=thin, top=thin, bottom=thin)
    if rng.random() < 0.5:
        ws.freeze_panes = ws.cell(sheet.header + 1, sheet.columns[0].at)


def book(index):
    """The clean book of a number: the workbook and its sheets."""
    rng = random.Random(f"book {index}")
    wb = Workbook()
    wb.remove(wb.active)
    names = [VISITS[index % 5], MONEY[index // 5], MONEY[(index // 5 + 1 + index % 4) % 5], STAFF[index % 3],
             COUNTS[index % 2]]
    sheets = []
    for at, name in enumerate(names):
        layout = LAYOUTS[(index + at * 3) % len(LAYOUTS)]
        extras = {word for word in ("total", "notes", "lookup") if rng.random() < 0.4}
        prefix = rng.choice(["", f"{at + 1:02d}_", f"表{at + 1} "])
        ws = wb.create_sheet(prefix + name)
        sheets.append(write_sheet(ws, name, layout, rng, extras))
    if index % 4 == 0:
        wb.create_sheet("填写说明")["A1"] = "一、带*的为必填项。"
    if index % 6 == 0:
        wb.create_sheet("Sheet3")
    return wb, sheets
