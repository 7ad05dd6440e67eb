"""A clean book being spoilt: what is done to it, and what is to be told of it."""


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
