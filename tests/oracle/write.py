"""Writes the case files of tests/tests/oracle; with --check it only says whether they are what it would write.

An independent proof: expected values come from these scripts, which follow the five documents (and the conventions that
fill their gaps) with naive loops over exact fractions, and share neither code nor data with the engine.

    python3 tests/oracle/write.py [--check]
"""

import sys
from pathlib import Path

import central_2017
import central_2022
import east_west_2021
import guangdong_2020
import kunming_2022

SCHEMES = [kunming_2022, central_2022, central_2017, east_west_2021, guangdong_2020]


def main():
    folder = Path(__file__).resolve().parent.parent / "tests" / "oracle"
    check = sys.argv[1:] == ["--check"]
    stale = []
    for scheme in SCHEMES:
        suite = scheme.suite()
        path = folder / f"{suite.scheme}.toml"
        text = suite.text()
        if check:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(path.name)
        else:
            path.write_text(text, encoding="utf-8", newline="\n")
            edges = sum(case["name"].startswith("边界：") for case in suite.cases)
            print(f"{path.name}: {len(suite.cases)} cases, {edges} of them on an edge")
    if stale:
        print(f"not as written: {', '.join(stale)}; run python3 tests/oracle/write.py and read the diff")
    return 1 if stale else 0


sys.exit(main())
