"""Fills templates as a clerk does, by openpyxl: fill.py ROWS.json TEMPLATE.xlsx OUT.xlsx, rows by sheet and head."""

import datetime
import json
import sys

from openpyxl import load_workbook

rows, template, out = sys.argv[1:]
book = load_workbook(template)
for name, lines in json.load(open(rows, encoding="utf-8")).items():
    sheet = book[name]
    heads = {cell.value.lstrip("*"): cell.column for cell in sheet[1] if cell.value}
    for number, line in enumerate(lines, start=3):
        for head, (kind, value) in line.items():
            cell = sheet.cell(number, heads[head])
            if kind == "date":
                cell.value = datetime.date.fromisoformat(value)
            elif kind == "number":
                cell.value = float(value) if "." in value else int(value)
            else:
                cell.value = value
                cell.data_type = "s"
book.save(out)
