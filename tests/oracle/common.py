"""What the scheme scripts share: exact text, calendar arithmetic, ranks, chance, and the writing of case files.

Nothing here knows a scheme. Numbers are integers and fractions; there is no float.
"""

from datetime import date, timedelta
from fractions import Fraction as F
from math import floor

GOOD, FAIR, PLAIN, POOR = "好", "较好", "一般", "较差"

#: G-01: what a level is worth.
R4 = {GOOD: F(100), FAIR: F(80), PLAIN: F(60), POOR: F(40)}
R3 = {GOOD: F(100), FAIR: F(80), PLAIN: F(60)}


def nearest(mark, scale=R4):
    """G-02: the level of a mark; a mark on the cut goes up."""
    cuts = [(GOOD, 90), (FAIR, 70), (PLAIN, 50)]
    for level, least in cuts:
        if mark >= least and level in scale:
            return level
    return list(scale)[-1]


def mean(values):
    values = list(values)
    return sum(values, F(0)) / len(values)


def half_up(value):
    return floor(value + F(1, 2))


def exact(value):
    """A terminating value as the shortest decimal, any other as a reduced fraction; an open value (None) as nothing."""
    if value is None:
        return ""
    value = F(value)
    rest, places = value.denominator, 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest //= prime
            power += 1
        places = max(places, power)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    if places == 0:
        return str(value.numerator)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


# Calendar -------------------------------------------------------------------------------------------------------------


def day(text):
    """`2022-03-05`."""
    return date.fromisoformat(text)


def months_later(start, months):
    """The same day some months later, or the last day of that month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=start.day - 1), after - timedelta(days=1))


def lasts(start, end, months, strict=False):
    """G-06: whether [start, end] holds so many months; strict is the alternative that leaves the first day out."""
    return end >= months_later(start, months) - timedelta(days=0 if strict else 1)


def clipped(start, end, year):
    """The part of a stint within a year, or None."""
    start, end = max(start, date(year, 1, 1)), min(end or date(year, 12, 31), date(year, 12, 31))
    return (start, end) if start <= end else None


def days_of(stints):
    """Distinct days of several stints."""
    return {start + timedelta(days=n) for start, end in stints for n in range((end - start).days + 1)}


# Ranks ----------------------------------------------------------------------------------------------------------------


def ranks(scores):
    """G-08: one more than the number of units that are better."""
    return {name: 1 + sum(other > score for other in scores.values()) for name, score in scores.items()}


def ties(scores):
    return {name for name, score in scores.items() if sum(other == score for other in scores.values()) > 1}


# Chance ---------------------------------------------------------------------------------------------------------------


class Dice:
    """The same throws everywhere and always."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit

    def pick(self, options):
        return options[self.below(len(options))]

    def often(self, part, whole):
        return self.below(whole) < part


# Case files -----------------------------------------------------------------------------------------------------------


class Suite:
    """The cases of one scheme."""

    def __init__(self, scheme):
        self.scheme = scheme
        self.cases = []

    def add(self, name, track, ledger, expect, edge=False, basis=None, alts=(), unit=None):
        """A case. `ledger`: by sheet, heads and rows. `expect`: as in a case file. `alts`: (set, expect)."""
        self.cases.append({
            "name": f"边界：{name}" if edge else name,
            "track": track,
            "basis": basis,
            "unit": unit,
            "ledger": ledger,
            "expect": expect,
            "alts": list(alts),
        })

    def text(self):
        head = [
            f"# Written by tests/oracle/{self.scheme.replace('-', '_')}.py from the document, not by the engine. Do not edit:",
            "# change the script and run `python3 tests/oracle/write.py`.",
        ]
        return "\n".join(head) + "\n" + "".join(case_text(case) for case in self.cases)


def key(text):
    plain = text and all(c.isascii() and (c.isalnum() or c in "_-") for c in text)
    return text if plain else f'"{text}"'


def value_text(value):
    if isinstance(value, dict):
        inner = ", ".join(f"{key(name)} = {value_text(inner)}" for name, inner in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(value_text(inner) for inner in value) + "]"
    if isinstance(value, int):
        return str(value)
    assert '"' not in value and "\\" not in value, value
    return f'"{value}"'


def case_text(case):
    lines = ["", "[[case]]"]
    for name in ("name", "track", "basis", "unit"):
        if case[name] is not None:
            lines.append(f"{name} = {value_text(case[name])}")
    lines.append("[case.ledger]")
    for sheet, (heads, rows) in case["ledger"].items():
        lines.append(f'{key(sheet)} = """')
        for row in [heads, *rows]:
            assert len(row) == len(heads), (sheet, row)
            lines.append(" | ".join(str(cell) for cell in row).rstrip())
        lines.append('"""')
    lines += expect_lines("case.expect", case["expect"])
    for switched, expect in case["alts"]:
        lines += ["[[case.alt]]", f"set = {value_text(switched)}"]
        lines += expect_lines("case.alt.expect", expect)
    return "\n".join(lines) + "\n"


def expect_lines(place, expect):
    lines = [f"[{place}]"]
    tables = [(name, value) for name, value in expect.items() if name == "cohort"]
    lines += [f"{key(name)} = {value_text(value)}" for name, value in expect.items() if name != "cohort"]
    for name, value in tables:
        lines.append(f"[{place}.{name}]")
        lines += [f"{key(inner)} = {value_text(found)}" for inner, found in value.items()]
    return lines
