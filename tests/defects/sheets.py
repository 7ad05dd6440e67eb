"""What goes wrong between cells: rows that do not agree or come twice, rows that are no data, headers, tables and sheets."""

from openpyxl.utils import get_column_letter


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
