"""What goes wrong in one cell: dates, figures, flags, choices, names and identity numbers typed in other ways or not at all."""

import datetime

from words import WORDS

FULL = str.maketrans("0123456789.", "０１２３４５６７８９．")
DIGITS = "零壹贰叁肆伍陆柒捌玖"


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
