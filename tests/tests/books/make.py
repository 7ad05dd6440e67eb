"""Makes the small workbooks beside it, with real programs: openpyxl, LibreOffice, and Python's own text codecs.

They are committed, so that a case found in them stays the same everywhere; this script says how they came about and makes
them anew: `/usr/bin/python3 make.py` (Debian's openpyxl). One ledger in every format, and some books with one quirk each.
"""

import datetime
import pathlib
import re
import subprocess
import tempfile

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font

HERE = pathlib.Path(__file__).parent


def day(month, number):
    return datetime.date(2022, month, number)


def ledger(formula_results=True):
    book = openpyxl.Workbook()
    visits = book.active
    visits.title = "调研走访"
    visits.append(["2022年度调研走访台账"])
    visits.append(["单位名称", "日期", "带队领导", "职务", "是否主要负责同志", "到访地点", "备注"])
    rows = [
        ["市财政局", day(3, 5), "张三", "局长", "是", "甲村", None],
        [None, day(4, 6), "李四 & 王五", "副局长", "否", "乙村<东>", "含“引号”"],
        [None, day(5, 7), "赵六", "局长", "是", "甲村", "第一行\n第二行"],
        ["市教育局", day(6, 8), "孙七", "局长", "是", "丙村", None],
        ["市教育局", day(13 - 6, 9), "周八", "副局长", "否", "丙村", "共3人"],
    ]
    for row in rows:
        visits.append(row)
    visits.merge_cells("A1:G1")
    visits.merge_cells("A3:A5")
    visits.row_dimensions[6].hidden = True
    visits["C3"].comment = Comment("核对过", "审核人")
    visits["A1"].font = Font(bold=True)

    funds = book.create_sheet("帮扶资金")
    funds.append(["单位名称", "日期", "资金名称", "资金性质", "到位金额（万元）", "是否仅框架协议"])
    funds.append(["市财政局", day(3, 15), "产业帮扶", "直接投入", 12.5, "否"])
    funds.append(["市财政局", day(9, 1), "道路硬化", "引进", 1234.56, "否"])
    funds.append(["市教育局", day(10, 20), "助学", "直接投入", 0.1, "是"])
    funds.append(["市教育局", day(11, 30), "图书室", "直接投入", 30, "否"])
    funds.append(["合计", None, None, None, "=SUM(E2:E5)" if formula_results else 1277.16, None])

    press = book.create_sheet("宣传报道")
    press.append(["单位名称", "日期", "媒体名称", "媒体级别", "标题"])
    for number in range(1, 9):
        press.append(["市财政局", day(number, 10), f"媒体{number}", "省级" if number % 2 else "市级", f"标题，之{number}"])
    press.sheet_state = "hidden"

    for sheet in book:
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell.value, datetime.date):
                    cell.number_format = "yyyy-mm-dd"
    return book


def convert(folder, book, extension, target, name):
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", target, "--outdir", folder, book],
        check=True,
        capture_output=True,
    )
    made = folder / f"{book.stem}.{extension}"
    (HERE / name).write_bytes(made.read_bytes())


def old_xml(folder, flat, name):
    """LibreOffice's filter for XML spreadsheets gives up on the empty columns that its own files end with."""
    short = re.sub(r'repeated="\d{3,}"', 'repeated="1"', (HERE / flat).read_text("utf-8"))
    source = folder / "short" / "ledger.fods"
    source.parent.mkdir()
    source.write_text(short, "utf-8")
    convert(folder, source, "xml", "xml:MS Excel 2003 XML", name)


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        ledger(formula_results=False).save(HERE / "openpyxl.xlsx")
        source = folder / "source" / "ledger.xlsx"
        source.parent.mkdir()
        ledger().save(source)
        for extension, target, name in [
            ("xlsx", "xlsx:Calc MS Excel 2007 XML", "libreoffice.xlsx"),
            ("xls", "xls:MS Excel 97", "libreoffice.xls"),
            ("ods", "ods:calc8", "libreoffice.ods"),
            ("fods", "fods:OpenDocument Spreadsheet Flat XML", "libreoffice.fods"),
            ("html", "html:HTML (StarCalc)", "libreoffice.html"),
        ]:
            convert(folder, source, extension, target, name)
        old_xml(folder, "libreoffice.fods", "libreoffice.xml")

        # A text file holds one sheet: the last one, made visible.
        book = ledger()
        book["宣传报道"].sheet_state = "visible"
        del book["调研走访"], book["帮扶资金"]
        press = folder / "press" / "宣传报道.xlsx"
        press.parent.mkdir()
        book.save(press)
        convert(folder, press, "csv", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false", "utf-8.csv")
        text = (HERE / "utf-8.csv").read_text("utf-8")
        tabs = text.replace('"标题，', "标题，").replace('"', "").replace(",", "\t")
        (HERE / "utf-8-mark.csv").write_bytes(text.encode("utf-8-sig"))
        (HERE / "gbk.csv").write_bytes(text.encode("gbk"))
        (HERE / "gb18030-tabs.xls").write_bytes(tabs.encode("gb18030"))
        (HERE / "utf-16le.txt").write_bytes(tabs.encode("utf-16"))
        (HERE / "utf-16be.txt").write_bytes(b"\xfe\xff" + tabs.encode("utf-16-be"))
        (HERE / "utf-16le-unmarked.csv").write_bytes(text.encode("utf-16-le"))
        (HERE / "semicolons.csv").write_bytes(text.replace(",", ";").encode("utf-8"))
        (HERE / "excel-hint.csv").write_bytes(b"sep=,\r\n" + text.encode("utf-8"))

        book = ledger()
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        source = folder / "source" / "ledger-1904.xlsx"
        book.save(source)
        for extension, target, name in [
            ("xlsx", "xlsx:Calc MS Excel 2007 XML", "epoch-1904.xlsx"),
            ("xls", "xls:MS Excel 97", "epoch-1904.xls"),
            ("ods", "ods:calc8", "epoch-1904.ods"),
        ]:
            convert(folder, source, extension, target, name)

        # Formulas that nobody computed: that of the 合计 row, and one among the data.
        book = ledger()
        book["帮扶资金"]["E4"] = "=E2*2"
        book.save(HERE / "formulas.xlsx")


if __name__ == "__main__":
    main()
