"""What a workbook holds, as openpyxl reads it: one JSON object by sheet and cell, for the tests of marked copies."""

import json
import sys

from openpyxl import load_workbook


def cell(one):
    said = {"value": None if one.value is None else str(one.value)}
    if one.comment is not None:
        said["comment"] = one.comment.text
    if one.fill is not None and one.fill.fill_type:
        said["fill"] = one.fill.fgColor.rgb if one.fill.fill_type == "solid" else one.fill.fill_type
    said["number_format"] = one.number_format
    said["bold"] = bool(one.font and one.font.b)
    return said


def sheet(one):
    cells = {c.coordinate: cell(c) for row in one.iter_rows() for c in row if c.value is not None or c.comment or c.has_style}
    return {
        "cells": cells,
        "state": one.sheet_state,
        "merged": sorted(str(region) for region in one.merged_cells.ranges),
        "widths": {key: round(one.column_dimensions[key].width, 1) for key in sorted(one.column_dimensions)},
        "charts": len(one._charts),
    }


book = load_workbook(sys.argv[1])
json.dump({one.title: sheet(one) for one in book.worksheets}, sys.stdout, ensure_ascii=False)
