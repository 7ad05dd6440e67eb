"""昆明市市级单位定点帮扶工作成效考核评价办法 (昆巩固振兴组办〔2022〕38号), read row by row.

A unit is a dictionary; what is absent from it has no sheet. Every score is a pair (sure, still possible).
"""

from common import FAIR, GOOD, PLAIN, POOR, Dice, F, Suite, day, exact, mean, nearest

YEAR = 2022

#: 附件: indicators that a person judges, with their maximum.
JUDGED = {
    "组织领导": {"1.3": 8, "1.4": 8},
    "选派驻村工作队员": {"2.1": 5, "2.2": 5, "2.3": 10},
    "促进乡村振兴": {"3.1": 10, "3.2": 10, "3.3": 7, "3.4": 8, "3.5": 7, "3.6": 8},
    "工作创新": {"4.1": 2, "4.2": 2},
}
MEDIA = {"国家级": 3, "省级": 2, "市级": 0, "其他": 0}
AWARDS = {"国家级": 3, "省级": 2, "市级": 1, "其他": 0}
MATERIALS = {"上半年报告": "2022-06-30", "下半年报告": "2022-12-31", "自评总结": "2022-12-31", "年度台账": "2022-12-31"}
LEVELS = [GOOD, FAIR, PLAIN, POOR]


def in_year(text):
    return day(text).year == YEAR


# 1.1: 主要负责同志带队，每半年不少于1次，全年不少于2次; KM-06: 2.5 a half-year; G-16: one trip is one visit.
def visits(unit, whole):
    trips = {(when, where) for when, where, chief in unit.get("visits", []) if chief == "是" and in_year(when)}
    first = sum(day(when).month <= 6 for when, _ in trips)
    second = len(trips) - first
    if whole:
        return F(5) if first >= 1 and second >= 1 and len(trips) >= 2 else F(0)
    return F(5, 2) * (first >= 1) + F(5, 2) * (second >= 1)


# 1.2: 制定, 实施, 机构, 责任人, 专题会; KM-07: a point each.
def planning(unit, whole):
    plans = unit.get("plans", [])
    met = [
        any(kind == "年度计划" for kind, _ in plans),
        any(kind == "年度计划" and done in ("是", "已实施", "已完成") for kind, done in plans),
        any(kind == "工作机构" for kind, _ in plans),
        any(kind == "责任人" for kind, _ in plans),
        any(kind == "专题会" and in_year(when) for when, kind in unit.get("meetings", [])),
    ]
    return F(5 if all(met) else 0) if whole else F(sum(met))


# 1.5: 按时按质按量报送; KM-07: a point for each of four; KM-14: not after the day it is due.
def handed_in(unit, whole):
    def on_time(material, limit):
        return any(
            name == material and given and day(given) <= day(due or limit) for name, due, given in unit.get("handed", [])
        )

    met = [on_time(material, limit) for material, limit in MATERIALS.items()]
    return F(4 if all(met) else 0) if whole else F(sum(met))


# 4.3, 4.4: KM-04 adds up distinct matters, KM-05 keeps the highest of each.
def best_of_each(rows, worth, best_only):
    best = {}
    for when, level, matter in rows:
        if in_year(when):
            best[matter] = max(best.get(matter, 0), worth[level])
    values = best.values()
    return F(max(values, default=0) if best_only else sum(values))


def scores(unit, choices):
    """Every indicator as (sure, possible)."""
    whole = choices.get("KM-07") == "all_or_nothing"
    fixed = {
        "1.1": visits(unit, choices.get("KM-06") == "all_or_nothing"),
        "1.2": planning(unit, whole),
        "1.5": handed_in(unit, whole),
        "4.3": best_of_each(unit.get("media", []), MEDIA, choices.get("KM-04") == "best"),
        "4.4": best_of_each(unit.get("awards", []), AWARDS, choices.get("KM-04") == "best"),
    }
    found = {no: (value, value) for no, value in fixed.items()}
    for indicators in JUDGED.values():
        for no, most in indicators.items():
            given = [F(points) for points in unit["points"].get(no, [])]
            if not given:
                found[no] = (F(0), F(most))
                continue
            value = given[-1] if choices.get("G-21") == "last" else mean(given)
            assert 0 <= value <= most
            found[no] = (value, value)
    # KM-09: money that is only promised is no evidence; without other evidence 3.2 is nothing.
    funds = unit.get("funds", [])
    if funds and all(promised == "是" for _, promised in funds) and choices.get("KM-09") != "reviewer":
        found["3.2"] = (F(0), F(0))
    return found


def add(pairs):
    pairs = list(pairs)
    return sum((sure for sure, _ in pairs), F(0)), sum((possible for _, possible in pairs), F(0))


# 县、乡、村评价结果为“好”; KM-02: all of them, else the lowest. What is not given yet may be anything.
def local_results(unit):
    """Every list of results that is still possible."""
    given = unit.get("local", [])
    lists = [[level for _, _, level in given]]
    for tier in "县乡村":
        if not any(where == tier for where, _, _ in given):
            lists = [known + [level] for known in lists for level in LEVELS]
    return lists


def local_at_least(results, level, choices):
    reached = sum(LEVELS.index(result) <= LEVELS.index(level) for result in results)
    if choices.get("KM-02") == "majority":
        return 2 * reached > len(results)
    return reached == len(results)


# 90分或以上 and 县、乡、村评价结果为“好” → 好; KM-03 draws the line of 较好; G-11: a veto takes 好 away only.
def tier_of(points, results, vetoed, choices):
    fair = 70 if choices.get("KM-03") == "seventy" else 80
    if points >= 90 and local_at_least(results, GOOD, choices):
        return FAIR if vetoed else GOOD
    if points >= fair and (choices.get("KM-03") == "score_only" or local_at_least(results, FAIR, choices)):
        return FAIR
    return PLAIN


def judge(unit, choices):
    """What the document gives a unit, as a case expects it."""
    found = scores(unit, choices)
    groups = {
        "组织领导": add(found[no] for no in ("1.1", "1.2", "1.3", "1.4", "1.5")),
        "选派驻村工作队员": add(found[no] for no in ("2.1", "2.2", "2.3")),
        "促进乡村振兴": add(found[no] for no in ("3.1", "3.2", "3.3", "3.4", "3.5", "3.6")),
    }
    base = add(groups.values())
    raw = add(found[no] for no in ("4.1", "4.2", "4.3", "4.4"))
    bonus = tuple(min(value, F(10)) for value in raw)
    groups["工作创新"] = bonus
    total = base if choices.get("KM-01") == "excluded" else add([base, bonus])

    vetoes = [
        kind
        for when, kind, proven in unit.get("vetoes", [])
        if kind in ("违纪违规", "规模性返贫") and in_year(when) and (proven == "是" or choices.get("G-22") == "any")
    ]
    # Tiers only fall with the points: a tier is decided where the least and the most agree under every local result.
    tiers = {
        tier_of(points, results, bool(vetoes), choices) for points in total for results in local_results(unit)
    }

    def settled(pair):
        return exact(pair[0]) if pair[0] == pair[1] else ""

    expect = {
        "score": {no: settled(pair) for no, pair in sorted(found.items())},
        "groups": {name: settled(pair) for name, pair in groups.items()},
        "base": settled(base),
        "bonus": settled(bonus),
        "total": settled(total),
        "tier": tiers.pop() if len(tiers) == 1 else "",
    }
    if raw[0] == raw[1]:
        expect["caps"] = {"工作创新": [exact(raw[0]), "10"] if raw[0] > 10 else []}
    if total[0] == total[1]:
        expect["distance"] = exact(total[0] - 90)
    else:
        expect["range"] = [exact(value) for value in total]
    waiting = {no: most for part in JUDGED.values() for no, most in part.items() if not unit["points"].get(no)}
    state = {no: "pending" for no in waiting}
    if "visits" not in unit:
        state["1.1"] = "missing"
    if "handed" not in unit:
        state["1.5"] = "missing"
    if state:
        expect["state"] = state
    return expect


def ledger(unit):
    """The unit as sheets."""
    rows = [
        (no, points, f"评审{at + 1}")
        for part in JUDGED.values()
        for no in part
        for at, points in enumerate(unit["points"].get(no, []))
    ]
    sheets = {
        "调研走访": (["日期", "到访地点", "是否主要负责同志"], unit.get("visits")),
        "计划与机构": (["类型", "实施情况"], unit.get("plans")),
        "会议": (["日期", "会议类型"], unit.get("meetings")),
        "材料报送": (["材料", "应报日期", "实报日期"], unit.get("handed")),
        "帮扶资金": (["日期", "到位金额（万元）", "是否仅框架协议"], [("2022-05-01", *row) for row in unit.get("funds", [])] or None),
        "宣传报道": (["日期", "媒体级别", "内容编号"], unit.get("media")),
        "表彰奖励": (["日期", "级别", "事项编号"], unit.get("awards")),
        "满意度与地方评价": (["层级", "评价地", "评价等次"], unit.get("local")),
        "问题与否决": (["日期", "类型", "是否查实"], unit.get("vetoes")),
        "评审打分": (["指标号", "得分", "评审人"], rows or None),
    }
    return {name: (heads, rows) for name, (heads, rows) in sheets.items() if rows is not None}


def whole(**changes):
    """A unit with every basic point (100) and 4 of the bonus; changes replace its parts, None takes a part away."""
    unit = {
        "visits": [("2022-03-05", "青禾村", "是"), ("2022-09-05", "青禾村", "是")],
        "plans": [("年度计划", "已完成"), ("工作机构", ""), ("责任人", "")],
        "meetings": [("2022-02-20", "专题会")],
        "handed": [(name, due, due) for name, due in MATERIALS.items()],
        "local": [("县", "示例县", GOOD), ("乡", "示例乡", GOOD), ("村", "青禾村", GOOD)],
    }
    points = {no: [str(most)] for part in JUDGED.values() for no, most in part.items()}
    points.update({no: given if isinstance(given, list) else [given] for no, given in changes.pop("points", {}).items()})
    unit.update(changes)
    unit = {name: part for name, part in unit.items() if part is not None}
    unit["points"] = {no: given for no, given in points.items() if given != [""]}
    return unit


def cases():
    """(name, unit, on an edge, alternatives)."""
    low = {"2.3": "0", "3.1": "2", "4.1": "0", "4.2": "0"}  # 100 - 10 - 8 = 82, no bonus
    media = [("2022-05-01", "国家级", "X"), ("2022-05-02", "省级", "X"), ("2022-05-03", "省级", "Y")]
    yield "6月30日和7月1日各一次走访", whole(
        visits=[("2022-06-30", "青禾村", "是"), ("2022-07-01", "青禾村", "是")]), True, [{"KM-06": "all_or_nothing"}]
    yield "年头年尾各一次，外加上年和次年的", whole(
        visits=[("2022-01-01", "青禾村", "是"), ("2022-12-31", "青禾村", "是"), ("2021-12-31", "青禾村", "是"),
                ("2023-01-01", "青禾村", "是")]), True, []
    yield "7月1日两位同行算一次，上半年没有", whole(
        visits=[("2022-07-01", "青禾村", "是"), ("2022-07-01", "青禾村", "是"), ("2022-06-30", "青禾村", "否")]
    ), True, [{"KM-06": "all_or_nothing"}]
    yield "没有走访和报送的表", whole(visits=None, handed=None), True, [{"KM-01": "excluded"}]
    yield "报送恰在当天和晚一天，未填应报日期", whole(
        handed=[("上半年报告", "", "2022-06-30"), ("下半年报告", "", "2023-01-01"), ("自评总结", "2022-12-20", "2022-12-21"),
                ("年度台账", "", "2022-12-31")]), True, [{"KM-07": "all_or_nothing"}]
    yield "恰好90分没有加分", whole(points={"2.3": "0", "4.1": "0", "4.2": "0"}), True, [{"KM-01": "excluded"}]
    yield "89又三分之二加三分之一恰好90", whole(
        points={"2.3": ["0", "0", "1"], "3.1": ["9", "9", "10"], "4.1": ["0", "0", "1"], "4.2": "0"}), True, [{"G-21": "last"}, {"KM-01": "excluded"}]
    yield "89.995不到90", whole(points={"2.3": "0", "3.1": "9.995", "4.1": "0", "4.2": "0"}), True, [{"KM-03": "score_only"}]
    yield "恰好80分", whole(points=low | {"3.1": "0"}), True, [{"KM-03": "seventy"}, {"KM-01": "excluded"}]
    yield "79.5分", whole(points=low | {"3.1": "0", "3.2": "9.5"}), True, [{"KM-03": "seventy"}, {"KM-03": "score_only"}]
    yield "加分原始恰好10", whole(
        media=[("2022-05-01", "国家级", "X"), ("2022-05-02", "国家级", "Y")]), True, [{"KM-04": "best"}]
    yield "加分原始10.5封顶", whole(
        points={"2.3": "0", "4.1": "1.5"}, media=[("2022-05-01", "国家级", "X"), ("2022-05-02", "省级", "Y")],
        awards=[("2022-05-01", "省级", "P"), ("2022-06-02", "市级", "P")]), True, [{"KM-01": "excluded"}, {"KM-04": "best"}]
    yield "一项待评到顶恰好90", whole(
        points={"3.1": "", "2.3": "0", "4.1": "0", "4.2": "0"}), True, []
    yield "一项待评到底恰好90", whole(points={"3.1": "", "4.1": "0", "4.2": "0"}), True, []
    yield "待评加分项已被封顶盖住", whole(
        points={"4.1": ""}, media=[("2022-01-01", "国家级", f"X{n}") for n in range(4)]), True, [{"KM-04": "best"}]
    yield "四个评价两好两较好，不过半数", whole(
        local=[("县", "示例县", GOOD), ("乡", "示例乡", FAIR), ("村", "甲村", GOOD), ("村", "乙村", FAIR)]
    ), True, [{"KM-02": "majority"}]
    yield "缺村评价，89分总是较好或一般", whole(
        points={"2.3": "0", "3.1": "9", "4.1": "0", "4.2": "0"}, local=[("县", "示例县", GOOD), ("乡", "示例乡", GOOD)]
    ), True, [{"KM-03": "score_only"}]
    yield "没有评价，79分怎样都是一般", whole(points=low | {"3.1": "0", "3.2": "9"}, local=None), True, []
    yield "否决日期在年末和次年初", whole(
        vetoes=[("2022-12-31", "规模性返贫", "是"), ("2023-01-01", "违纪违规", "是")]), True, []
    yield "未查实的违纪违规", whole(vetoes=[("2022-04-01", "违纪违规", "否")]), False, [{"G-22": "any"}]
    yield "乡评价较差", whole(local=[("县", "示例县", GOOD), ("乡", "示例乡", POOR), ("村", "青禾村", GOOD)]
                         ), False, [{"KM-03": "score_only"}, {"KM-02": "majority"}]
    yield "同一内容两级媒体", whole(points={"2.3": "0"}, media=media), False, [{"KM-04": "best"}]
    yield "只有框架协议的资金", whole(funds=[("0", "是"), ("0", "是")], points={"3.2": "9"}), False, [{"KM-09": "reviewer"}]
    yield "框架协议之外有到位资金", whole(funds=[("0", "是"), ("20", "否")], points={"3.2": "9"}), False, []

    dice = Dice(38)
    for at in range(16):
        points = {}
        for part in JUDGED.values():
            for no, most in part.items():
                given = [exact(F(most) - F(dice.below(most + 1), 2)) for _ in range(dice.pick([1, 1, 2, 3]))]
                points[no] = "" if dice.often(1, 30) else given
        kinds = ["年度计划", "工作机构", "责任人", "规划"]
        levels = [GOOD, GOOD, GOOD, GOOD, FAIR, PLAIN]
        yield f"随机{at + 1:02d}", whole(
            points=points,
            visits=[(f"2022-{1 + dice.below(12):02d}-{1 + dice.below(28):02d}", dice.pick(["甲村", "乙村"]),
                     dice.pick(["是", "是", "否"])) for _ in range(dice.below(4))] or None,
            plans=[(dice.pick(kinds), dice.pick(["是", "已完成", "未实施", ""])) for _ in range(1 + dice.below(6))],
            meetings=[(dice.pick(["2022-01-01", "2022-12-31", "2021-12-31"]), dice.pick(["专题会", "支委会"]))],
            handed=[(name, due, dice.pick([due, due, "2022-03-01", "2023-01-02", ""])) for name, due in MATERIALS.items()],
            media=[(f"2022-0{1 + dice.below(9)}-01", dice.pick(list(MEDIA)), dice.pick("XYZ"))
                   for _ in range(dice.below(4))] or None,
            awards=[(f"2022-0{1 + dice.below(9)}-01", dice.pick(list(AWARDS)), dice.pick("PQ"))
                    for _ in range(dice.below(3))] or None,
            local=[("县", "示例县", dice.pick(levels)), ("乡", "示例乡", dice.pick(levels)), ("村", "甲村", dice.pick(levels)),
                   ("村", "乙村", dice.pick(levels))],
            vetoes=[("2022-08-01", dice.pick(["违纪违规", "规模性返贫", "弄虚作假"]), dice.pick(["是", "否"]))]
            if dice.often(1, 5) else None,
        ), False, [{"KM-01": "excluded"}, {"KM-02": "majority"}, {"KM-04": "best"}]


def suite():
    suite = Suite("kunming-2022")
    for name, unit, edge, alts in cases():
        expect = judge(unit, {})
        for alt in alts:
            assert alt.keys() <= {"KM-01", "KM-02", "KM-03", "KM-04", "KM-06", "KM-07", "KM-09", "G-21", "G-22"}
        suite.add(name, "unit", ledger(unit), expect, edge=edge, alts=[(alt, judge(unit, alt)) for alt in alts])
    return suite
