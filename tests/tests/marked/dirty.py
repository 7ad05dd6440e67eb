"""A dirty ledger with everything that a marked copy must keep, written by openpyxl: formats, a formula, widths, merged
cells, a chart, a hidden sheet, comments of the clerk's own, a drop-down."""

import sys

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

book = Workbook()
visits = book.active
visits.title = "调研走访"
visits.append(["2022年度调研走访台账 <甲&乙>"])
visits.merge_cells("A1:E1")
visits["A1"].font = Font(bold=True, size=16)
visits.append(["单位名称", "日期", "带队领导", "是否主要负责同志带队", "主要内容"])
for row in [
    ["昆明市甲局", "2022.3.5", "张某", "是", "走访"],
    [None, "2022.13.5", "张某", "是", "=HYPERLINK(\"x\")"],
    [None, "2022.2.30", "李某", "也许", "调研"],
    ["昆明市甲局", "2022-09-01", "李某", "否", "座谈"],
]:
    visits.append(row)
visits["E4"].data_type = "s"
visits.merge_cells("A3:A5")
visits["B4"].fill = PatternFill("solid", fgColor="FF00FF00")
visits["B4"].font = Font(bold=True)
visits["B4"].number_format = "@"
visits["B4"].comment = Comment("经办人：日期待核 <1>", "经办人")
visits["C6"].comment = Comment("另一条", "经办人")
visits.column_dimensions["E"].width = 42
visits["E3"].alignment = Alignment(wrap_text=True)
choices = DataValidation(type="list", formula1='"是,否"')
visits.add_data_validation(choices)
choices.add("D3:D100")

funds = book.create_sheet("帮扶资金")
funds.append(["单位名称", "日期", "资金名称", "资金性质", "到位金额（万元）"])
for row in [
    ["昆明市甲局", "2022-03-05", "产业扶持", "直接投入", 12.5],
    ["昆明市甲局", "2022-04-05", "道路", "直接投入", "约3万"],
    ["昆明市甲局", "2022-05-05", "饮水", "直接投入", "3-5万"],
    ["昆明市甲局", "2022-06-05", "培训", "直接投入", "=2*4"],
    ["昆明市甲局", "2022-07-05", "慰问", "引进", 7],
]:
    funds.append(row)
funds["E2"].number_format = "#,##0.00"
chart = BarChart()
chart.add_data(Reference(funds, min_col=5, min_row=1, max_row=6), titles_from_data=True)
funds.add_chart(chart, "H2")

hidden = book.create_sheet("参数")
hidden.sheet_state = "hidden"
hidden["A1"] = "=帮扶资金!E2*2"
book.save(sys.argv[1])
