"""Writes the corpus: 25 clean books saved by LibreOffice, each spoilt in every kind of way, and an index of what was done.

    python3 write.py FOLDER

FOLDER gets `clean-00.xlsx` …, `00-000.xlsx` … and `index.json`. Without LibreOffice or openpyxl it ends with code 3.
"""

import json
import multiprocessing
import pathlib
import random
import subprocess
import sys

try:
    import openpyxl
except ImportError:
    print("no openpyxl")
    sys.exit(3)

import books
from case import Case
from kinds import KINDS


def saved_by_libreoffice(folder):
    """Writes the clean books and has LibreOffice save them; gives their sheets."""
    raw, profile = folder / "raw", folder / "profile"
    raw.mkdir(parents=True)
    clean = []
    for index in range(books.BOOKS):
        wb, sheets = books.book(index)
        wb.save(raw / f"clean-{index:02d}.xlsx")
        clean.append(sheets)
    command = ["soffice", f"-env:UserInstallation=file://{profile.absolute()}", "--headless", "--convert-to",
               "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), *map(str, sorted(raw.glob("*.xlsx")))]
    try:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except FileNotFoundError:
        print("no soffice")
        sys.exit(3)
    return clean


def spoil(job):
    """Writes one clean book spoilt in every kind of way; gives the entries of the index."""
    folder, index, sheets = job
    entries = []
    for at, (title, kind) in enumerate(KINDS.items()):
        wb = openpyxl.load_workbook(folder / f"clean-{index:02d}.xlsx")
        case = Case(wb, sheets, random.Random(f"{index} {title}"))
        if not kind(case):
            continue
        file = f"{index:02d}-{at:03d}.xlsx"
        wb.save(folder / file)
        entries.append({"file": file, "kind": title, "clean": index, "expect": case.expect, "allow": case.allow,
                        "over": case.over, "shift": case.shift, "gone": case.gone})
    return entries


def main():
    folder = pathlib.Path(sys.argv[1])
    clean = saved_by_libreoffice(folder)
    described = [[{"name": sheet.name, "header": sheet.header, "rows": len(sheet.rows), "last": sheet.last,
                   "means": sheet.means} for sheet in sheets] for sheets in clean]
    with multiprocessing.Pool() as pool:
        spoilt = pool.map(spoil, [(folder, index, sheets) for index, sheets in enumerate(clean)], chunksize=1)
    entries = [entry for book in spoilt for entry in book]
    (folder / "index.json").write_text(json.dumps({"clean": described, "spoilt": entries}, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
