"""The kinds of defect: what goes wrong in one place of a clean book, where it must be told, and what may still be read.

A kind is a function of a `Case`; it returns `False` where the book has nothing for it to go wrong in. Grades: `must` the
cell is not counted, `explain` it is counted and asked about, `note` it is repaired. A meaning `?` is a cell that nothing
may be read from, `-` one that is blank.
"""

from cells import (
    DATES, FIGURES, choice, date_format, date_text, error_cell, figure, flag, identities, in_characters,
    magnitude, merged_amount, missing, name, negative, ones_and_twos, share, slip, uncalculated, wrong_total,
)
from sheets import (
    end_before_start, foreign_unit, header_again, long_code, more_than_due, no_unit, open_end, order_in_both,
    parts, plain_row, same_head_twice, same_row_twice, same_visit_twice, strange_head, strange_sheet,
    subtotal, table_beside,
)

KINDS = {}
for title, (form, means, grade) in DATES.items():
    KINDS[title] = lambda case, f=form, m=means, g=grade: date_text(case, f, m, g)
for title, (kinds, form, grade, means) in FIGURES.items():
    KINDS[title] = lambda case, k=kinds, f=form, g=grade, m=means: figure(case, k, f, g, m)
KINDS |= {
    "negative": negative,
    "number in characters": in_characters,
    "out of all proportion": magnitude,
    "nearly the whole column": share,
    "slip of the unit": slip,
    "number formatted as date": date_format,
    "merged amount": merged_amount,
    "error value": error_cell,
    "formula without result": uncalculated,
    "wrong total": wrong_total,
    "required cell open": missing,
    "tick": lambda case: flag(case, "√", "flag 是", "note"),
    "cross": lambda case: flag(case, "×", "flag 否", "note"),
    "yes with an aside": lambda case: flag(case, "是（局长带队）", "flag 是", "note"),
    "flag that is none": lambda case: flag(case, "局长", "?", "must"),
    "ones and twos": lambda case: ones_and_twos(case, False),
    "ones, twos and a zero": lambda case: ones_and_twos(case, True),
    "choice in other words": lambda case: choice(case, True),
    "choice that is none": lambda case: choice(case, False),
    "name with blanks": lambda case: name(case, lambda n: n[0] + " " + n[1:] + "　", lambda n: n),
    "name with half brackets": lambda case: name(case, lambda n: n + "(本级)", lambda n: n + "（本级）"),
    "identity as number": lambda case: identities(case, lambda n: float(n[:15] + "000"), "must", "?", 3),
    "identity in scientific text": lambda case: identities(case, lambda n: f"{n[0]}.{n[1:3]}E+17", "must", "?"),
    "identity too short": lambda case: identities(case, lambda n: n[:11], "explain", "id"),
    "end before start": end_before_start,
    "up to now": open_end,
    "parts that do not add up": parts,
    "more days than there were": more_than_due,
    "same row twice": same_row_twice,
    "same visit twice": same_visit_twice,
    "order in both": order_in_both,
    "code as number": long_code,
    "blank rows inside": lambda case: plain_row(case, (), ()),
    "sample row inside": lambda case: plain_row(case, ("示例", "某单位", "某村")),
    "caption inside": lambda case: plain_row(case, ("（二）下半年",)),
    "note below": lambda case: plain_row(case, ("以上数据由各科室提供，经分管领导审定。",), anywhere=False),
    "signature below": lambda case: plain_row(case, ("单位负责人（签字）：", "", "填表人：", "", "2022年12月20日"), anywhere=False),
    "header again": header_again,
    "subtotal": subtotal,
    "table beside": table_beside,
    "header that is unknown": lambda case: strange_head(case, "甲乙丙丁", False),
    "required header that is unknown": lambda case: strange_head(case, "甲乙丙丁", True),
    "same header twice": same_head_twice,
    "no unit": no_unit,
    "foreign unit": foreign_unit,
    "strange sheet": strange_sheet,
}
