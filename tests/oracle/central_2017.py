"""2017年中央单位定点扶贫工作考核实施方案 (国开办发[2017]59号): six contents rated in four levels, and a share of ranks."""

from fractions import Fraction as F
from math import floor

from common import FAIR, GOOD, PLAIN, POOR, R4, Dice, Suite, exact, half_up, mean, nearest, ranks, ties

CONTENTS = {
    "帮扶成效": ["a1", "a2"],
    "组织领导": ["a3", "a4", "a5"],
    "选派干部": ["a6", "a7", "a8"],
    "督促检查": ["a9", "a10", "a11"],
    "基层满意情况": ["a12", "a13"],
    "工作创新": ["a14", "a15", "a16", "a17", "a18"],
}
DEEP = ("a2", "a8")  # 定点扶贫县属深度贫困地区
ASKED = {"a12": "帮扶工作", "a13": "挂职干部"}
OPEN = (R4[POOR], R4[GOOD])
PROBLEMS = ["突出问题①", "突出问题②", "突出问题③", "突出问题④", "突出问题⑤", "突出问题⑥"]


# The contents ---------------------------------------------------------------------------------------------------------


def spread(pairs):
    pairs = list(pairs)
    return mean(low for low, _ in pairs), mean(high for _, high in pairs)


# Z17-12: the mean of 县, 乡, 村; G-23: counts of answers are worth their mean, taken to a level.
def survey(unit, about, choices):
    said = [row for row in unit.get("survey", []) if row[2] == about]
    if not said:
        return None

    def worth(level):
        if isinstance(level, str):
            return R4[level]
        answers = mean(R4[name] for name, count in zip(R4, level) for _ in range(count))
        return R4[nearest(answers)]

    if choices.get("Z17-12") == "lowest":
        values = [worth(level) for _, _, _, level in said]
        return (min(values),) * 2
    tiers = []
    for tier in "县乡村":
        values = [worth(level) for where, _, _, level in said if where == tier]
        tiers.append((mean(values),) * 2 if values else OPEN)
    return spread(tiers)


def row_value(unit, no, choices):
    """(least, most) of a row; None where it does not apply."""
    if no in DEEP and choices.get("Z17-10") != "always":
        applies = all(unit["deep"]) if choices.get("Z17-14") == "each" else any(unit["deep"])
        if not applies:
            return None
    given = unit.get("rows", {}).get(no, [])
    if given:
        value = R4[given[-1]] if choices.get("G-21") == "last" else mean(R4[level] for level in given)
        return value, value
    if no in ASKED:
        return survey(unit, ASKED[no], choices) or OPEN
    return OPEN


def content_value(unit, name, choices):
    """Z17-02: the mean of its rows; a content that is ticked as a whole is worth its level."""
    rows = {no: row_value(unit, no, choices) for no in CONTENTS[name]}
    ticked = unit.get("ticks", {}).get(name)
    judged = any(unit.get("rows", {}).get(no) for no in rows) or any(
        no in ASKED and survey(unit, ASKED[no], choices) for no in rows
    )
    if ticked and (not judged or choices.get("Z17-15") == "tick"):
        return R4[ticked], R4[ticked]
    value = spread(pair for pair in rows.values() if pair)
    if choices.get("Z17-02") == "levels":
        # The document rates contents, each with one of four levels (附件: 好、较好、一般、较差): what a content brings is what its
        # level is worth and nothing between.
        return tuple(R4[nearest(end)] for end in value)
    return value


def whole_levels(unit, choices):
    """Six contents of four levels make 19 marks and no other: 40, 40 + 20/6, … 100."""
    return all(end in {40 + F(20 * n, 6) for n in range(19)} for end in mark(unit, choices))


def mark(unit, choices):
    if choices.get("Z17-01") == "rows":
        found = [row_value(unit, no, choices) for rows in CONTENTS.values() for no in rows]
        return spread(pair for pair in found if pair)
    return spread(content_value(unit, name, choices) for name in CONTENTS)


def closed(pair):
    return pair is not None and pair[0] == pair[1]


def sheet_of(unit, choices):
    """What the table of one unit shows."""
    expect = {"rating": {}, "state": {}, "groups": {}, "levels": {}, "tier": ""}
    for name, rows in CONTENTS.items():
        for no in rows:
            value = row_value(unit, no, choices)
            ticked = name in unit.get("ticks", {})
            if value is None:
                expect["state"][no] = "not_applicable"
            elif not closed(value) and not ticked:
                expect["state"][no] = "pending"
            if not ticked:
                expect["rating"][no] = nearest(value[0]) if closed(value) else ""
        value = content_value(unit, name, choices)
        expect["groups"][name] = exact(value[0]) if closed(value) else ""
        expect["levels"][name] = nearest(value[0]) if closed(value) else ""
    low, high = mark(unit, choices)
    if low == high:
        expect["mark"] = exact(low)
    else:
        expect["mark"] = ""
        expect["marks"] = [exact(low), exact(high)]
    return expect


# The ranks ------------------------------------------------------------------------------------------------------------


def score(unit, choices):
    if "rank" in unit:
        return F(-int(unit["rank"]))
    if "score" in unit:
        return F(unit["score"])
    low, high = mark(unit, choices)
    assert low == high, unit
    return low


def has_problem(unit, choices):
    """One of the six that 第79行 names, or content 5 rated 较差 (⑥, Z17-13)."""
    recorded = any(
        kind in PROBLEMS and (proven == "是" or choices.get("G-22") == "any") for kind, proven in unit.get("found", [])
    )
    if recorded or choices.get("Z17-13") == "recorded" or "score" in unit and "ticks" not in unit:
        return recorded
    if not {"rows", "ticks", "survey"} & unit.keys():
        return False
    value = content_value(unit, "基层满意情况", choices)
    return closed(value) and nearest(value[0]) == POOR


def vetoed(unit, choices):
    return any(
        kind == "重大涉贫事件" and (proven == "是" or choices.get("G-22") == "any") for kind, proven in unit.get("found", [])
    )


# 排名前10%为好, 前11%—30%为较好 (Z17-03: right after), 靠后10%且存在突出问题为较差, 其余一般.
def place(units, choices):
    scores = {unit["name"]: score(unit, choices) for unit in units}
    n = len(units)
    rank = ranks(scores)
    if choices.get("Z17-05") == "worst":
        rank = {name: sum(other >= own for other in scores.values()) for name, own in scores.items()}
    rounds = half_up if choices.get("Z17-04") == "half_up" else floor
    places = {GOOD: rounds(F(n, 10)), FAIR: rounds(F(3 * n, 10))}
    bottom = rounds(F(n, 10))
    tier = {}
    for unit in units:
        r = rank[unit["name"]]
        if r <= places[GOOD]:
            level = FAIR if vetoed(unit, choices) else GOOD
        elif r <= places[FAIR]:
            level = FAIR
        elif n - r + 1 <= bottom and has_problem(unit, choices):
            level = POOR
        else:
            level = PLAIN
        tier[unit["name"]] = level
    return places, scores, ranks(scores), tier


def cohort(units, choices):
    expect = {"tier": {}, "rank": {}, "cuts": {}, "given": {}, "overruns": {}, "population": {}}
    pools = {"": units}
    if choices.get("Z17-06") == "category":
        pools = {name: [u for u in units if u["category"] == name] for name in sorted({u["category"] for u in units})}
    tied = []
    for category, members in pools.items():
        places, scores, rank, tier = place(members, choices)
        edge = lambda level: f"{category} {level}".strip()
        counts = {level: sum(found == level for found in tier.values()) for level in (GOOD, FAIR)}
        for level, reached in ((GOOD, counts[GOOD]), (FAIR, counts[GOOD] + counts[FAIR])):
            expect["cuts"][edge(level)] = str(places[level])
            expect["given"][edge(level)] = str(counts[level])
            if reached > places[level]:
                expect["overruns"][edge(level)] = f"{reached}/{places[level]}"
        expect["population"][category] = str(len(members))
        expect["tier"].update(tier)
        expect["rank"].update({name: str(r) for name, r in rank.items()})
        tied += ties(scores)
    if not tied:
        expect["ties"] = []
    rated = [unit for unit in units if "rank" not in unit and "score" not in unit]
    if rated:
        expect["score"] = {unit["name"]: exact(mark(unit, choices)[0]) for unit in rated}
    return expect


# As sheets ------------------------------------------------------------------------------------------------------------


def ledger(units):
    several = len(units) > 1
    mine = lambda unit, *cells: (unit["name"], *cells) if several else cells
    heads = lambda *names: ["单位名称", *names] if several else list(names)
    info = [
        mine(unit, county, "是" if deep else "否")
        for unit in units for county, deep in zip(("平湖县", "青山县"), unit.get("deep", []))
    ]
    rated = [
        mine(unit, no, level, f"评定{n + 1}")
        for unit in units for no, levels in unit.get("rows", {}).items() for n, level in enumerate(levels)
    ] + [mine(unit, name, level, "评定1") for unit in units for name, level in unit.get("ticks", {}).items()]
    said = []
    for unit in units:
        for tier, where, about, level in unit.get("survey", []):
            counts = [""] * 4 if isinstance(level, str) else list(level)
            said.append(mine(unit, tier, where, about, *counts, level if isinstance(level, str) else ""))
    sheets = {
        "单位信息": (heads("帮扶对象", "是否深度贫困地区"), info),
        "等次评定": (heads("指标号", "等次", "评定人"), rated),
        "满意度与地方评价": (heads("层级", "评价地", "评价对象", "好", "较好", "一般", "较差", "评价等次"), said),
        "问题与否决": (heads("类型", "是否查实"), [mine(u, *row) for u in units for row in u.get("found", [])]),
        "分项结果": (
            ["单位名称", "单位类别", "得分", "名次"],
            [(u["name"], u.get("category", ""), u.get("score", ""), u.get("rank", "")) for u in units
             if "score" in u or "rank" in u],
        ),
    }
    return {name: (head, rows) for name, (head, rows) in sheets.items() if rows}


# The cases ------------------------------------------------------------------------------------------------------------


def table(given, by="rank", category="", **found):
    """Units 单位1, 单位2, … with ranks or scores."""
    return [
        {"name": f"单位{n + 1}", by: str(value), "category": category, "found": found.get(f"单位{n + 1}", [])}
        for n, value in enumerate(given)
    ]


def single(deep=(False,), ticks=None, rows=None, said=None):
    unit = {"name": "示例部", "deep": list(deep)}
    if ticks:
        unit["ticks"] = ticks
    if rows:
        unit["rows"] = {no: levels if isinstance(levels, list) else [levels] for no, levels in rows.items()}
    if said:
        unit["survey"] = said
    return unit


HALF, WORST, OVER = {"Z17-04": "half_up"}, {"Z17-05": "worst"}, [("重大涉贫事件", "是")]
P = [[(kind, "是")] for kind in PROBLEMS]


def cohorts():
    """(name, units, on an edge, alternatives)."""
    yield "10家：前10%正好1家，靠后正好1家", table(range(1, 11), 单位10=P[0], 单位9=P[1]), True, [HALF]
    yield "9家：不到1家的10%", table(range(1, 10), 单位9=P[0]), True, [HALF]
    yield "5家：0.5进还是舍", table(range(1, 6), 单位5=P[2]), True, [HALF]
    yield "15家：1.5与4.5", table(range(1, 16), 单位15=P[3], 单位14=P[4]), True, [HALF]
    yield "40家：4与12整除", table(range(1, 41), 单位36=P[0], 单位37=P[0]), True, [HALF]
    yield "309家：30.9与92.7", table(range(1, 310), 单位279=P[5], 单位280=P[5]), True, [HALF]
    yield "310家：好的分界三家并列", table([*range(1, 31), 31, 31, 31, *range(34, 311)]), True, [WORST]
    yield "20家：较好的分界并列", table([*range(99, 94, -1), 90, 90, *range(80, 67, -1)], "score"), True, [WORST, HALF]
    yield "20家：靠后的分界并列且都有问题", table([*range(99, 81, -1), 60, 60], "score", 单位19=P[0], 单位20=P[1]), True, [WORST]
    yield "20家：末三家并列，正好不到靠后10%", table(
        [*range(99, 82, -1), 60, 60, 60], "score", 单位18=P[0], 单位19=P[1], 单位20=P[2]), True, [WORST, HALF]
    yield "2家同分", table([80, 80], "score", 单位2=P[0]), True, [WORST]
    yield "1家", table([80], "score", 单位1=P[0]), True, [HALF]
    yield "否决落在好的最后一名，其后不递补", table(range(1, 21), 单位2=OVER), True, [HALF]
    yield "否决落在较好里，不再降", table(range(1, 21), 单位5=OVER, 单位20=OVER), False, [HALF]
    yield "否决又有问题，排在最前", table(range(1, 21), 单位1=[*OVER, *P[0]]), False, []
    yield "未查实的否决和问题", table(range(1, 11), 单位1=[("重大涉贫事件", "否")], 单位10=[("突出问题④", "否")]), True, [
        {"G-22": "any"}]
    yield "两类分开排", table(range(99, 89, -1), "score", "中央企业") + [
        unit | {"name": unit["name"] + "校"} for unit in table(range(98, 78, -2), "score", "高等院校")
    ], True, [{"Z17-06": "category"}, {"Z17-06": "category"} | HALF]

    # Six ticks a unit, so that marks tie often.
    dice = Dice(2017)
    for at in range(8):
        units = []
        for n in range(9 + dice.below(14)):
            ticks = {name: dice.pick([GOOD, GOOD, FAIR, PLAIN, POOR]) for name in CONTENTS}
            found = [(dice.pick(PROBLEMS + ["重大涉贫事件"]), dice.pick(["是", "否"]))] if dice.often(1, 3) else []
            units.append({"name": f"单位{n + 1}", "deep": [dice.often(1, 2)], "ticks": ticks, "found": found})
        yield f"随机{at + 1:02d}：{len(units)}家按内容打勾", units, False, [
            HALF, WORST, {"Z17-13": "recorded"}, {"G-22": "any"}]


def units():
    """(name, unit, on an edge, alternatives)."""
    rest = {name: GOOD for name in CONTENTS}
    but = lambda *names: {name: GOOD for name in CONTENTS if name not in names}
    yield "六项正好平均90", single(ticks=rest | {"帮扶成效": FAIR, "组织领导": FAIR, "工作创新": FAIR}), True, []
    yield "两县都属深度贫困，两行适用", single(
        (True, True), but("帮扶成效", "选派干部"), {"a1": GOOD, "a2": FAIR, "a6": GOOD, "a7": GOOD, "a8": PLAIN}
    ), True, [{"Z17-02": "levels"}]
    yield "只有一县属深度贫困", single(
        (False, True), but("帮扶成效"), {"a1": FAIR, "a2": PLAIN}), True, [{"Z17-02": "levels"}]
    yield "都不属，a8不进分母，70正好较好", single(
        (False,), but("选派干部"), {"a6": FAIR, "a7": PLAIN}), True, [{"Z17-02": "levels"}]
    yield "50正好一般", single(
        (True,), but("选派干部", "督促检查"), {"a6": POOR, "a7": POOR, "a8": POOR, "a9": PLAIN, "a10": POOR, "a11": POOR}
        | {"a9": [PLAIN, PLAIN], "a10": [PLAIN, POOR]}), True, [{"G-21": "last"}, {"Z17-02": "levels"}]
    yield "十八行全评", single(
        (True,), None,
        {no: level for no, level in zip(
            [no for rows in CONTENTS.values() for no in rows],
            [GOOD, FAIR, GOOD, GOOD, PLAIN, FAIR, GOOD, POOR, GOOD, FAIR, GOOD, FAIR, GOOD, GOOD, GOOD, PLAIN, FAIR, GOOD])}
    ), False, [{"Z17-01": "rows"}, {"Z17-02": "levels"}]
    yield "三级满意：票数正好折成90", single(
        ticks=but("基层满意情况"), said=[
            ("县", "平湖县", "帮扶工作", (5, 5, 0, 0)), ("乡", "白石镇", "帮扶工作", (0, 5, 5, 0)), ("村", "上塘村", "帮扶工作", PLAIN),
            ("县", "平湖县", "挂职干部", GOOD), ("乡", "白石镇", "挂职干部", FAIR), ("村", "上塘村", "挂职干部", FAIR)]
    ), True, [{"Z17-12": "lowest"}, {"Z17-02": "levels"}]
    yield "村级没有评价，待评", single(
        ticks=but("基层满意情况"), said=[
            ("县", "平湖县", "帮扶工作", GOOD), ("乡", "白石镇", "帮扶工作", FAIR),
            ("县", "平湖县", "挂职干部", GOOD), ("乡", "白石镇", "挂职干部", FAIR), ("村", "上塘村", "挂职干部", GOOD)]
    ), True, []
    yield "一项内容没有评", single(ticks=but("督促检查")), True, []
    yield "一行没有评", single((True,), but("工作创新"), {"a14": GOOD, "a15": FAIR, "a16": FAIR, "a17": GOOD}), True, []
    yield "打勾与各行不一致，以行为准", single(
        ticks=rest | {"组织领导": PLAIN}, rows={"a3": GOOD, "a4": GOOD, "a5": FAIR}), False, [{"Z17-15": "tick"}]


def suite():
    assert all(whole_levels(unit, {"Z17-02": "levels"}) for _, unit, _, _ in units())
    suite = Suite("central-2017")
    for name, members, edge, alts in cohorts():
        suite.add(name, "unit", ledger(members), {"cohort": cohort(members, {})}, edge=edge,
                  alts=[(alt, {"cohort": cohort(members, alt)}) for alt in alts])
    for name, unit, edge, alts in units():
        suite.add(name, "unit", ledger([unit]), sheet_of(unit, {}), edge=edge,
                  alts=[(alt, sheet_of(unit, alt)) for alt in alts])
    return suite
