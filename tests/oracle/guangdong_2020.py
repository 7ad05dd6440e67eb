"""2020年扶贫开发工作成效考核工作方案 (粤农扶组〔2020〕34号): weighted components, and ticks in three tables and three spot-check forms."""

from fractions import Fraction as F

from common import FAIR, GOOD, PLAIN, POOR, R4, Dice, Suite, exact, mean, nearest

CITY, PAIRED, UNIT = "task-city", "paired-city", "unit"
WEIGHTS = {
    CITY: {"专项调查": F(30, 100), "交叉考核": F(40, 100), "日常工作": F(30, 100)},
    PAIRED: {"专项调查": F(30, 100), "交叉考核": F(40, 100), "日常工作": F(30, 100)},
    UNIT: {"交叉考核": F(60, 100), "日常工作": F(40, 100)},
}
#: The rows of each table by 考核内容.
TABLES = {
    CITY: [2, 11, 1, 3],
    PAIRED: [2, 5, 1, 2],
    UNIT: [3, 3, 1, 1, 2, 1, 4],
    "县": [2, 11, 1, 3],
    "镇": [2, 10, 1, 3],
    "村": [2, 12, 1, 3],
}
FORMS = {"县": "抽查县级", "镇": "抽查镇级", "村": "抽查村级"}
SPARE = (1, 4, 5)  # 如抽取的是非省定贫困村，第 1、4、5 项指标结合当地实际要求核查填写
OTHER = {GOOD: F(95), FAIR: F(85), PLAIN: F(70), POOR: F(50)}  # GD-02, the alternative R4′
LEVELS = list(R4)


def worth(level, choices):
    return (OTHER if choices.get("GD-02") == "tens" else R4)[level]


# A table --------------------------------------------------------------------------------------------------------------


def marks_of(ticks, size, spare, choices):
    """(least, most) of each row that counts: GD-07 leaves out a row ticked twice, GD-06 an empty one of a village
    that is no 省定贫困村; any other empty row is 待评 (G-20)."""
    found = {}
    for no in range(1, size + 1):
        ticked = ticks.get(no, [])
        if len(ticked) > 1:
            continue
        if ticked:
            found[no] = (worth(ticked[0], choices),) * 2
        elif spare and no in SPARE and choices.get("GD-06") != "open":
            if choices.get("GD-06") == "zero":
                found[no] = (F(0), F(0))
        else:
            found[no] = (worth(POOR, choices), worth(GOOD, choices))
    return found


def table_mark(ticks, contents, spare, choices):
    """GD-04: the mean of the rows; the alternative is the mean of the contents. None where no row counts."""
    rows = marks_of(ticks, sum(contents), spare, choices)
    if not rows:
        return None, 0
    parts = [list(rows)]
    if choices.get("GD-04") == "contents":
        parts, first = [], 1
        for size in contents:
            parts.append([no for no in range(first, first + size) if no in rows])
            first += size
    ends = [mean(mean(rows[no][end] for no in part) for part in parts if part) for end in (0, 1)]
    return ends, len(rows)


def cross_check(unit, choices):
    """GD-05: the mean within each level, then of the levels that there are."""
    track = unit["track"]
    tables = {}
    # 附件3 gives each object a table of its own, which the 交叉考核组 ticks row by row; the forms of 注1 only where a place is
    # drawn. A form that is not there was not drawn and is no row of the mean; the object's own table cannot be left out, so one
    # that nobody has ticked yet is 待评 in every row (G-20): it keeps its weight, from all 较差 to all 好.
    tables["市", ""] = table_mark(unit.get("ticks", {}), TABLES[track], False, choices)
    used = {CITY: "县镇村", PAIRED: "县镇村" if choices.get("GD-11") == "all" else "村",
            UNIT: "村" if choices.get("GD-10") == "village" else ""}[track]
    for level, place, ticks, spare in unit.get("forms", []):
        if level in used:
            tables[level, place] = table_mark(ticks, TABLES[level], spare, choices)
    valid = {key: found for key, found in tables.items() if found[0]}
    if choices.get("GD-05") == "tables":
        ends = [mean(marks[end] for marks, _ in valid.values()) for end in (0, 1)]
    elif choices.get("GD-05") == "rows":
        count = sum(rows for _, rows in valid.values())
        ends = [sum(marks[end] * rows for marks, rows in valid.values()) / count for end in (0, 1)]
    else:
        levels = {level for level, _ in valid}
        ends = [
            mean(mean(marks[end] for (of, _), (marks, _) in valid.items() if of == level) for level in sorted(levels))
            for end in (0, 1)
        ]
    return ends, tables


# The total ------------------------------------------------------------------------------------------------------------


def tier_of(mark, unit, choices):
    """GD-02 for the line; GD-03: 重大违纪违规 and 未完成减贫任务 leave 一般 at most."""
    cuts = (90, 80, 60) if choices.get("GD-02") == "tens" else (90, 70, 50)
    level = next((level for level, cut in zip(LEVELS, cuts) if mark >= cut), POOR)
    held = any(
        kind in ("重大违纪违规", "未完成减贫任务") and (proven == "是" or choices.get("G-22") == "any")
        for kind, proven in unit.get("found", [])
    )
    if held and choices.get("GD-03") == "worst":
        return POOR
    return LEVELS[max(LEVELS.index(level), 2)] if held else level


def judge(unit, choices):
    weights = WEIGHTS[unit["track"]]
    parts, tables = {}, {}
    for name in weights:
        given = unit.get("parts", {}).get(name, "")
        if given in R4:
            value = worth(given, choices)
            parts[name] = [value, value]
        elif given != "":
            parts[name] = [F(given), F(given)]
        elif name == "交叉考核":
            found, tables = cross_check(unit, choices)
            parts[name] = found
        else:
            parts[name] = [F(0), F(100)]
    marks = [sum((weights[name] * parts[name][end] for name in weights), F(0)) for end in (0, 1)]
    tiers = {tier_of(mark, unit, choices) for mark in marks}
    tier = tiers.pop() if len(tiers) == 1 else ""
    closed = lambda ends: exact(ends[0]) if ends and ends[0] == ends[1] else ""
    expect = {"components": {name: closed(ends) for name, ends in parts.items()}, "tier": tier}
    if any(level != "市" for level, _ in tables):
        expect["tables"] = {f"{FORMS[level]} {place}": closed(ends) for (level, place), (ends, _) in tables.items()
                            if level != "市"}
    if marks[0] == marks[1]:
        expect["mark"] = exact(marks[0])
    else:
        expect["mark"] = ""
        expect["marks"] = [exact(mark) for mark in marks]
    if tier in (PLAIN, POOR):
        expect["notes"] = ["谈话提醒"]
    return expect


# As sheets ------------------------------------------------------------------------------------------------------------


def ledger(units):
    sheets = {}
    names = list(dict.fromkeys(name for unit in units for name in WEIGHTS[unit["track"]]))
    parts = []
    for unit in units:
        row = [unit["name"]]
        for name in names:
            given = unit.get("parts", {}).get(name, "")
            row += ["", given] if given in R4 else [given, ""]
        parts.append((*row, "综合测评"))
    sheets["分项结果"] = (["单位名称", *(head for name in names for head in (name, f"{name}等次")), "备注"], parts)
    ticks = [
        (unit["name"], str(no), level)
        for unit in units for no, levels in unit.get("ticks", {}).items() for level in levels
    ]
    if ticks:
        sheets["等次评定"] = (["单位名称", "指标号", "等次"], ticks)
    villages, forms = [], []
    for unit in units:
        for level, place, rows, spare in unit.get("forms", []):
            cells = (place.split(" ") + ["", ""])[:3]
            if level == "村":
                villages.append((unit["name"], cells[2], "否" if spare else "是"))
            for no in range(1, sum(TABLES[level]) + 1):
                marks = ["√" if name in rows.get(no, []) else "" for name in LEVELS]
                forms.append((unit["name"], level, *cells, str(no), *marks))
    if villages:
        sheets["单位信息"] = (["单位名称", "帮扶对象", "村是否省定贫困村"], villages)
    if forms:
        sheets["抽查考评表"] = (["单位名称", "级别", "县", "镇", "村", "指标号", *LEVELS], forms)
    found = [(unit["name"], "2020-08-01", *row) for unit in units for row in unit.get("found", [])]
    if found:
        sheets["问题与否决"] = (["单位名称", "日期", "类型", "是否查实"], found)
    return sheets


# The cases ------------------------------------------------------------------------------------------------------------


def ticks(*counts):
    """So many 好, 较好, 一般, 较差 from the first row on; rows above the sum stay empty."""
    levels = [level for level, count in zip(LEVELS, counts) for _ in range(count)]
    return {no: [level] for no, level in enumerate(levels, 1)}


def given(name, track, *parts, **more):
    return {"name": name, "track": track, "parts": dict(zip(WEIGHTS[track], map(str, parts)))} | more


def tabled(name, track, own, forms=(), special="90", daily="90", **more):
    parts = {"专项调查": special, "日常工作": daily} if track != UNIT else {"日常工作": daily}
    return {"name": name, "track": track, "parts": parts, "ticks": own, "forms": list(forms)} | more


def without(found, *rows):
    return {no: levels for no, levels in found.items() if no not in rows}


GRAFT, SHORT = ("重大违纪违规", "是"), ("未完成减贫任务", "是")


def cases():
    """(name, units of one track, on an edge, alternatives)."""
    tens = {"GD-02": "tens"}
    yield "恰好90与差百分之一", [
        given("甲市", CITY, "85.2", "92.1", "92.0"), given("乙市", CITY, "85.2", "92.1", "91.99"),
        given("丙市", CITY, "90", "90", "90"), given("丁市", CITY, "90", "89.9975", "90"),
    ], True, [tens]
    yield "恰好70、50和其下", [
        given("甲市", PAIRED, "70", "70", "70"), given("乙市", PAIRED, "70", "69.99", "70"), given("丙市", PAIRED, "50", "50", "50"),
        given("丁市", PAIRED, "49.9", "50", "50"), given("戊市", PAIRED, "0", "0", "0"), given("己市", PAIRED, "100", "100", "100"),
        given("庚市", PAIRED, "80", "80", "80"), given("辛市", PAIRED, "60", "60", "60"), given("壬市", PAIRED, "59.9", "60", "60"),
    ], True, [tens]
    yield "只给等次，正好在线上", [
        given("甲市", CITY, FAIR, GOOD, FAIR), given("乙市", CITY, GOOD, FAIR, GOOD), given("丙市", CITY, PLAIN, FAIR, PLAIN),
        given("丁市", CITY, POOR, PLAIN, "46.5"), given("戊市", CITY, POOR, PLAIN, "46.7"), given("己市", CITY, POOR, POOR, POOR),
    ], True, [tens]
    yield "缺一项成区间，到不到线", [
        given("甲市", CITY, "", "90", "90"), given("乙市", CITY, "100", "", "100"), given("丙市", CITY, "0", "10", ""),
        given("丁市", CITY, "", "100", "100"),
    ], True, []
    yield "单位六四开，1340/15正好90", [
        {"name": "甲厅", "track": UNIT, "parts": {"日常工作": "91"}, "ticks": ticks(9, 4, 2)}], True, [tens]
    yield "单位六四开，差一点", [
        {"name": "甲厅", "track": UNIT, "parts": {"日常工作": "90.99"}, "ticks": ticks(9, 4, 2)}], True, []
    yield "单位一行待评", [
        {"name": "甲厅", "track": UNIT, "parts": {"日常工作": "91"}, "ticks": without(ticks(9, 4, 2), 3)}], True, []
    yield "单位三行待评，已定", [
        {"name": "甲厅", "track": UNIT, "parts": {"日常工作": "60"}, "ticks": without(ticks(0, 15), 3, 4, 5)}], True, []
    yield "单位按内容平均", [
        {"name": "甲厅", "track": UNIT, "parts": {"日常工作": "90"}, "ticks": ticks(3, 3, 4, 5)}], False, [{"GD-04": "contents"}, tens]
    yield "单位不计村级表", [
        tabled("甲厅", UNIT, ticks(15), [("村", "平江县 青禾镇 甲村", ticks(0, 0, 0, 18), False)])
    ], False, [{"GD-10": "village"}]
    county = ("县", "平江县", ticks(9, 8), False)
    poor_village = ("村", "平江县 青禾镇 甲村", ticks(9, 6, 3), False)
    spare_village = lambda *rows: ("村", "平江县 青禾镇 乙村", without(ticks(9, 6, 3), *rows), True)
    yield "非省定贫困村空三行", [
        tabled("甲市", CITY, ticks(10, 7), [county, poor_village, spare_village(1, 4, 5)])
    ], True, [{"GD-06": "zero"}, {"GD-06": "open"}, {"GD-05": "tables"}, {"GD-05": "rows"}, {"GD-04": "contents"}]
    yield "非省定贫困村空了别的一行", [
        tabled("甲市", CITY, ticks(10, 7), [county, spare_village(1, 6)])], True, [{"GD-06": "zero"}, {"GD-06": "open"}]
    yield "省定贫困村空了第4项", [
        tabled("甲市", CITY, ticks(10, 7), [("村", "平江县 青禾镇 甲村", without(ticks(9, 6, 3), 4), False)])
    ], True, [{"GD-06": "zero"}]
    yield "一行勾两个，分母少一", [
        tabled("甲市", CITY, ticks(17), [("县", "平江县", ticks(9, 8) | {9: [GOOD, FAIR]}, False),
                                       ("镇", "平江县 青禾镇", ticks(8, 8) | {1: [FAIR, POOR]}, False)])
    ], True, [{"GD-05": "rows"}, {"GD-05": "tables"}]
    yield "整张表作废，这一级没有", [
        tabled("甲市", CITY, ticks(17), [("镇", "平江县 青禾镇", {no: [GOOD, PLAIN] for no in range(1, 17)}, False), county])
    ], True, [{"GD-05": "tables"}]
    yield "一个内容里只剩作废的行", [
        tabled("甲市", CITY, ticks(17), [("县", "平江县", ticks(12, 5) | {14: [GOOD, FAIR]}, False)])
    ], True, [{"GD-04": "contents"}]
    yield "对口帮扶市不计县、镇表", [
        tabled("甲市", PAIRED, ticks(5, 5), [county, ("镇", "平江县 青禾镇", ticks(0, 16), False), poor_village])
    ], False, [{"GD-11": "all"}, {"GD-04": "contents"}]
    yield "四级合成正好90", [
        tabled("甲市", CITY, ticks(17), [("县", "平江县", ticks(0, 17), False), ("镇", "平江县 青禾镇", ticks(8, 8), False),
                                       ("村", "平江县 青禾镇 甲村", ticks(9, 9), False)], "90", "90")
    ], True, [tens, {"GD-05": "rows"}]
    yield "两个县三个村，层级平均", [
        tabled("甲市", CITY, ticks(8, 9), [
            county, ("县", "石岭县", ticks(17), False), ("村", "平江县 青禾镇 甲村", ticks(18), False),
            ("村", "平江县 青禾镇 丙村", ticks(0, 18), False), spare_village(4)])
    ], False, [{"GD-05": "rows"}, {"GD-05": "tables"}, {"GD-04": "contents"}]
    yield "否决：正好90、70、50", [
        given("甲市", CITY, "90", "90", "90", found=[GRAFT]), given("乙市", CITY, "70", "70", "70", found=[SHORT]),
        given("丙市", CITY, "49", "49", "49", found=[GRAFT, SHORT]), given("丁市", CITY, "50", "50", "50", found=[SHORT]),
        given("戊市", CITY, "95", "95", "95", found=[("重大违纪违规", "否")]),
        given("己市", CITY, "95", "95", "95", found=[("违纪违规", "是")]),
    ], True, [{"GD-03": "worst"}, {"G-22": "any"}]
    yield "自己的表一行没勾，抽查的县全好", [
        tabled("甲市", CITY, {}, [("县", "平江县", ticks(17), False)])], True, [{"GD-05": "rows"}, {"GD-05": "tables"}]
    yield "缺一项而有否决，等次已定", [
        given("甲市", CITY, "", "90", "90", found=[GRAFT]), given("乙市", CITY, "", "40", "40", found=[SHORT])], True, []

    dice = Dice(34)

    def throw(size):
        found = {}
        for no in range(1, size + 1):
            if dice.often(1, 40):
                found[no] = [GOOD, dice.pick([FAIR, PLAIN])]
            elif not dice.often(1, 60):
                found[no] = [dice.pick([GOOD, GOOD, GOOD, FAIR, FAIR, PLAIN, POOR])]
        return found

    for at in range(10):
        track = dice.pick([CITY, CITY, PAIRED])
        forms = [("县", f"县{n}", throw(17), False) for n in range(dice.below(3))]
        forms += [("镇", f"县{n} 镇{n}", throw(16), False) for n in range(dice.below(3))]
        for n in range(dice.below(3)):
            spare = dice.often(1, 2)
            rows = throw(18)
            forms.append(("村", f"县{n} 镇{n} 村{n}", without(rows, *SPARE) if spare and dice.often(1, 2) else rows, spare))
        own = {no: levels[:1] for no, levels in throw(17 if track == CITY else 10).items()}
        yield f"随机{at + 1:02d}", [
            tabled("甲市", track, own, forms, exact(F(dice.below(2001), 20)), exact(F(dice.below(2001), 20)))
        ], False, [tens, {"GD-05": "rows"}, {"GD-05": "tables"}, {"GD-04": "contents"}, {"GD-06": "zero"}]


def by_hand():
    """An own table without a tick beside one county form of nothing but 好: two levels of the same weight."""
    unit = tabled("甲市", CITY, {}, [("县", "平江县", ticks(17), False)])
    ends, _ = cross_check(unit, {})
    assert ends == [F(40 + 100, 2), F(100 + 100, 2)]
    # The same among rows: 17 of 40 to 100 and 17 of 100; the same, as both tables have 17 rows.
    assert cross_check(unit, {"GD-05": "rows"})[0] == ends
    # A village form without 3 of its 18 rows weighs 15 rows there.
    village = tabled("甲市", CITY, {}, [("村", "平江县 青禾镇 乙村", without(ticks(18), *SPARE), True)])
    assert cross_check(village, {"GD-05": "rows"})[0] == [F(17 * 40 + 15 * 100, 32), F(100)]


def suite():
    by_hand()
    suite = Suite("guangdong-2020")
    for name, units, edge, alts in cases():
        expect = lambda choices: {"units": {unit["name"]: judge(unit, choices) for unit in units}}
        suite.add(name, units[0]["track"], ledger(units), expect({}), edge=edge,
                  alts=[(alt, expect(alt)) for alt in alts])
    return suite
