"""2022年度中央单位定点帮扶工作成效考核评价实施方案: votes and shares of units; and the self-check of 18 items.

A cohort is a list of units, each a dictionary: name, category, score or votes, what was found about it.
"""

from fractions import Fraction as F
from math import floor

from common import FAIR, GOOD, PLAIN, R3, Dice, Suite, clipped, day, exact, half_up, mean, nearest, ranks, ties

YEAR = 2022
APART = "军队"  # 检查评价, Z22-12: no shares
BANKS, SCHOOLS, FIRMS, OFFICES = "金融机构", "高等院校", "中央企业", "中央和国家机关"


# 投票评分, G-13: the mean of all votes but the unit's own; blanks are none. Z22-04: no trimming, or one high and one low.
def voted(unit, choices):
    votes = [F(points) for juror, points in unit["votes"] if points != ""]
    if choices.get("G-13") != "count":
        votes = [F(points) for juror, points in unit["votes"] if points != "" and juror != unit["name"]]
    if choices.get("Z22-04") == "trim" and len(votes) >= 10:
        votes = sorted(votes)[1:-1]
    return mean(votes)


def score(unit, choices):
    return voted(unit, choices) if unit.get("votes") else F(unit["score"])


def proven(unit, kinds, choices):
    return any(
        kind in kinds and (found == "是" or choices.get("G-22") == "any") for kind, found in unit.get("found", [])
    )


def populations(units, choices):
    """Z22-01: each category by itself, or all together."""
    if choices.get("Z22-01") == "all":
        return {"": [unit for unit in units if unit["category"] != APART]}
    names = sorted({unit["category"] for unit in units} - {APART})
    return {name: [unit for unit in units if unit["category"] == name] for name in names}


def place(units, choices):
    """60%左右“好”, 30%左右“较好”, 其余“一般”, filled in the order of the scores."""
    rounds = floor if choices.get("Z22-02") == "floor" else half_up
    places = {GOOD: rounds(F(6, 10) * len(units)), FAIR: rounds(F(9, 10) * len(units))}
    scores = {unit["name"]: score(unit, choices) for unit in units}
    vetoes = ("重大违纪违规", "规模性返贫") if choices.get("Z22-17") == "major" else ("违纪违规", "重大违纪违规", "规模性返贫")
    vetoed = [unit["name"] for unit in units if proven(unit, vetoes, choices)]
    unsettled = [unit["name"] for unit in units if proven(unit, ("不定等次",), choices)]
    tiered = [name for name in scores if name not in unsettled]
    better = lambda name, among: sum(scores[other] > scores[name] for other in among)

    tier = dict.fromkeys(unsettled, "")
    if choices.get("Z22-07") == "no":
        # The alternative: a place that a veto or 不定等次 empties stays empty, so only the rank counts. A unit of 不定等次 stays
        # among the N that the 60% are taken of (Z22-08), so it has a rank, and the place of that rank is the one it empties.
        for name in tiered:
            level = next((level for level in (GOOD, FAIR) if better(name, scores) < places[level]), PLAIN)
            tier[name] = FAIR if level == GOOD and name in vetoed else level
        return places, scores, tier
    # Z22-07: places are a share of units, so the next eligible unit moves up.
    eligible = [name for name in tiered if name not in vetoed]
    for name in eligible:
        if better(name, eligible) < places[GOOD]:
            tier[name] = GOOD
    # Z22-06: 不得确定为好 takes 好 away and nothing else.
    rest = [name for name in tiered if name not in tier]
    given = len([name for name in tier.values() if name == GOOD])
    for name in rest:
        tier[name] = FAIR if given + better(name, rest) < places[FAIR] else PLAIN
    return places, scores, tier


def reasons(units, scores, places, choices):
    """What the sentence beside each tier must hold: its rank among how many; and the veto, where it is what keeps it from 好."""
    says = {name: [f"第{rank}名，共{len(units)}个单位"] for name, rank in ranks(scores).items()}
    vetoes = ("重大违纪违规", "规模性返贫") if choices.get("Z22-17") == "major" else ("违纪违规", "重大违纪违规", "规模性返贫")
    barred = {unit["name"] for unit in units if proven(unit, vetoes, choices)}
    void = {unit["name"] for unit in units if proven(unit, ("不定等次",), choices)}
    before = scores if choices.get("Z22-07") == "no" else [name for name in scores if name not in barred | void]
    for name in barred - void:
        if sum(scores[other] > scores[name] for other in before) < places[GOOD]:
            says[name].append("不得确定为“好”")
    return says


def cohort(units, choices):
    expect = {
        "tier": {}, "rank": {}, "score": {}, "cuts": {}, "given": {}, "overruns": {}, "population": {}, "why": {},
    }
    tied = set()
    for category, members in populations(units, choices).items():
        places, scores, tier = place(members, choices)
        edge = lambda level: f"{category} {level}".strip()
        counts = {level: sum(found == level for found in tier.values()) for level in (GOOD, FAIR)}
        # 60%左右, 30%左右, 其余: the places are counted from the top (G-10), so those of 较好 end at 90% of the units. Units that
        # tie across both ends are all 好 and overrun both: nobody is 较好, and there is one 一般 too few all the same.
        reached = {GOOD: counts[GOOD], FAIR: counts[GOOD] + counts[FAIR]}
        for level in (GOOD, FAIR):
            expect["cuts"][edge(level)] = str(places[level])
            expect["given"][edge(level)] = str(counts[level])
            if reached[level] > places[level]:
                expect["overruns"][edge(level)] = f"{reached[level]}/{places[level]}"
        expect["population"][category] = str(len(members))
        expect["rank"].update({name: str(rank) for name, rank in ranks(scores).items()})
        expect["score"].update({name: exact(found) for name, found in scores.items()})
        expect["tier"].update(tier)
        expect["why"].update(reasons(members, scores, places, choices))
        tied |= ties(scores)
    for unit in units:
        if unit["category"] == APART:
            expect["tier"][unit["name"]] = expect["rank"][unit["name"]] = ""
    if not tied:
        expect["ties"] = []
    return expect


def cohort_ledger(units):
    sheets = {
        "分项结果": (["单位名称", "单位类别", "得分"], [(u["name"], u["category"], u.get("score", "")) for u in units])
    }
    votes = [(juror, unit["name"], points) for unit in units for juror, points in unit.get("votes", [])]
    if votes:
        sheets["投票评分"] = (["评审人单位", "单位名称", "分数"], votes)
    found = [(unit["name"], "2022-08-01", kind, yes) for unit in units for kind, yes in unit.get("found", [])]
    if found:
        sheets["问题与否决"] = (["单位名称", "日期", "类型", "是否查实"], found)
    return sheets


def row(category, scores, **found):
    """Units u1, u2, … of one category; found by name."""
    prefix = {BANKS: "行", SCHOOLS: "校", FIRMS: "企", OFFICES: "部", APART: "军"}[category]
    names = [f"{prefix}{n + 1}" for n in range(len(scores))]
    return [
        {"name": name, "category": category, "score": str(points), "found": found.get(name, [])}
        for name, points in zip(names, scores)
    ]


BAD, VOID, MASS = [("违纪违规", "是")], [("不定等次", "是")], [("规模性返贫", "是")]


def by_hand():
    """What `place` must give, counted on paper from the document's words."""
    units = row(FIRMS, range(99, 89, -1), 企1=VOID, 企2=BAD)
    # Ten units: 6 places 好, 3 more 较好. 企1 has no tier. Refilled: 企3 to 企8 are 好, and 企2, 企9, 企10 take the three of 较好.
    refilled = {"企1": "", **{f"企{n}": GOOD for n in range(3, 9)}, "企2": FAIR, "企9": FAIR, "企10": FAIR}
    # Not refilled: the first six ranks are 企1 to 企6, of which 企3 to 企6 are 好; ranks 7 to 9 are 较好, as is 企2; 企10 一般.
    empty = {"企1": "", **{f"企{n}": GOOD for n in range(3, 7)}, **{f"企{n}": FAIR for n in (2, 7, 8, 9)}, "企10": PLAIN}
    assert place(units, {})[2] == refilled
    assert place(units, {"Z22-07": "no"})[2] == empty
    # Six of the same score: 4 places 好 and 5 in all; all six are 好, one more than 较好 ends at.
    assert cohort(row(OFFICES, [88] * 6), {})["overruns"] == {f"{OFFICES} 好": "6/4", f"{OFFICES} 较好": "6/5"}


def cohorts():
    """(name, units, on an edge, alternatives)."""
    by_hand()
    floor_, alone = {"Z22-02": "floor"}, {"Z22-01": "all"}
    yield "1家：0.6进为1", row(BANKS, [70]), True, [floor_]
    yield "2家：1.2与1.8", row(BANKS, [70, 60]), True, [floor_]
    yield "5家：4.5进为5，没有一般", row(SCHOOLS, [95, 94, 93, 92, 91]), True, [floor_]
    yield "15家：13.5进为14", row(FIRMS, range(95, 80, -1)), True, [floor_, {"Z22-02": "floor", "Z22-01": "all"}]
    yield "7家：4.2与6.3", row(FIRMS, range(95, 88, -1)), True, [floor_]
    yield "全部同分", row(OFFICES, [88] * 6), True, [floor_]
    yield "三家并列跨在好的名额上", row(FIRMS, [99, 98, 97, 96, 95, 94, 94, 94, 90, 80]), True, [floor_]
    yield "好和较好两处都有并列", row(FIRMS, [99, 98, 97, 96, 95, 94, 94, 90, 85, 85]), True, []
    yield "分差只有三分之一分", [
        {"name": "行1", "category": BANKS, "votes": [("甲", "90"), ("乙", "90"), ("丙", "91")]},
        {"name": "行2", "category": BANKS, "votes": [("甲", "90"), ("乙", "91"), ("丙", "90")]},
        {"name": "行3", "category": BANKS, "votes": [("甲", "90.3"), ("乙", "90.3"), ("丙", "90.3")]},
    ], True, [alone]
    yield "否决的名次正在好的最后一名", row(FIRMS, range(99, 89, -1), 企6=BAD), True, [{"Z22-07": "no"}, {"Z22-17": "major"}]
    yield "否决的名次刚过好的名额", row(FIRMS, range(99, 89, -1), 企7=MASS), True, [{"Z22-07": "no"}]
    yield "否决的排在一般里", row(FIRMS, range(99, 89, -1), 企10=BAD), True, [{"Z22-07": "no"}]
    yield "全部被否决", row(BANKS, [95, 90, 85], 行1=BAD, 行2=BAD, 行3=MASS), True, []
    yield "不定等次的排在最前", row(FIRMS, range(99, 89, -1), 企1=VOID, 企2=BAD), True, [{"Z22-07": "no"}]
    yield "只有一家，不定等次", row(BANKS, [95], 行1=VOID), True, []
    yield "并列的一家被否决，另一家递补", row(SCHOOLS, [95, 94, 93, 93, 80], 校3=MASS), True, []
    yield "本单位的票和空白票不计", [
        {"name": "校1", "category": SCHOOLS, "votes": [("校1", "100"), ("校2", "80"), ("校3", ""), ("校4", "81")]},
        {"name": "校2", "category": SCHOOLS, "votes": [("校1", "80"), ("校2", "100"), ("校3", "82")]},
        {"name": "校3", "category": SCHOOLS, "votes": [("校1", "81"), ("校3", "0")]},
    ], True, [{"G-13": "count"}]
    ten = [(f"评{n}", points) for n, points in enumerate(["100", "90", "90", "90", "90", "90", "90", "90", "90", "50"])]
    yield "正好10票与9票", [
        {"name": "行1", "category": BANKS, "votes": ten},
        {"name": "行2", "category": BANKS, "votes": ten[:9]},
        {"name": "行3", "category": BANKS, "score": "89"},
    ], True, [{"Z22-04": "trim"}]
    yield "军队不占名额", row(APART, [99, 98]) + row(BANKS, [90, 80, 70]), True, [alone]
    yield "两类合起来与分开", row(BANKS, [99, 98, 97]) + row(SCHOOLS, [96, 95, 94, 93]), False, [alone, alone | floor_]
    yield "未查实的只提示", row(BANKS, [95, 90, 85], 行1=[("违纪违规", "否")]), False, [{"G-22": "any"}]

    dice = Dice(305)
    for at in range(14):
        units = []
        for category in (BANKS, SCHOOLS, FIRMS, OFFICES)[: 1 + dice.below(4)]:
            scores = [90 + dice.below(9) for _ in range(1 + dice.below(17))]
            found = {}
            for n in range(len(scores)):
                if dice.often(1, 6):
                    found[f"{'行校企部'[(BANKS, SCHOOLS, FIRMS, OFFICES).index(category)]}{n + 1}"] = dice.pick(
                        [BAD, VOID, MASS, [("重大违纪违规", "是")]])
            units += row(category, scores, **found)
        yield f"随机{at + 1:02d}：{len(units)}家", units, False, [
            {"Z22-02": "floor"}, {"Z22-01": "all"}, {"Z22-07": "no"}, {"Z22-17": "major"}]


# The self-check -------------------------------------------------------------------------------------------------------

GROUPS = {"组织领导": range(1, 5), "选派挂职干部": range(5, 7), "促进乡村振兴": range(7, 14), "工作创新": range(14, 19)}


# Z22-16: all tests met 好, two thirds 较好, else 一般.
def tested(tests):
    if all(tests):
        return GOOD
    return FAIR if F(sum(tests), len(tests)) >= F(2, 3) else PLAIN


# 1: 负责同志当年至少到每个定点帮扶县调研考察一次: one test.
def item1(unit):
    been = {county for when, county, leader in unit["visits"] if leader == "是" and day(when).year == YEAR}
    return tested([all(county in been for county in unit["counties"])])


# 2: 计划, 实施, 机构, 责任人, 专题工作会.
def item2(unit):
    plans = unit["plans"]
    return tested([
        any(kind == "年度计划" for kind, _ in plans),
        any(kind == "年度计划" and done in ("是", "已实施", "已完成") for kind, done in plans),
        any(kind == "工作机构" for kind, _ in plans),
        any(kind == "责任人" for kind, _ in plans),
        any(kind == "专题会" and day(when).year == YEAR for when, kind in unit["meetings"]),
    ])


# 5: 每县挂职, 副职的分管或协助分管, 第一书记, 轮换的备案 (where nobody left in the year there is nothing to file).
def item5(unit):
    def in_post(start, end):
        return clipped(day(start), day(end) if end else None, YEAR)

    posted = [p for p in unit["posts"] if p["kind"] != "驻村第一书记" and in_post(p["from"], p["to"])]
    deputies = [p for p in posted if p["kind"] == "挂职县级副职"]
    left = [p for p in unit["posts"] if p["to"] and day(p["to"]).year == YEAR]
    tests = [
        all(any(p["county"] == county for p in posted) for county in unit["counties"]),
        any(p["kind"] == "驻村第一书记" and in_post(p["from"], p["to"]) for p in unit["posts"]),
    ]
    if deputies:
        tests.append(all(p["charge"] == "是" for p in deputies))
    if left:
        tests.append(any(p["filed"] and day(p["filed"]).year == YEAR for p in unit["posts"]))
    return tested(tests)


# 9: 基层干部, 乡村振兴带头人, 专业技术人才.
def item9(unit):
    kinds = ("基层干部", "乡村振兴带头人", "专业技术人才")
    return tested([
        sum(heads for when, kind, heads in unit["trained"] if kind == wanted and day(when).year == YEAR) > 0
        for wanted in kinds
    ])


def wan(amount):
    """An amount as written, in 万元."""
    number, unit = amount
    return F(number) * {"元": F(1, 10000), "万元": F(1), "亿元": F(10000)}[unit]


def self_check(unit, choices):
    rated = {1: item1(unit), 2: item2(unit), 5: item5(unit), 9: item9(unit)}
    rated.update(unit["rated"])
    least = {no: R3[rated[no]] if no in rated else R3[PLAIN] for no in range(1, 19)}
    most = {no: R3[rated[no]] if no in rated else R3[GOOD] for no in range(1, 19)}

    def total(marks):
        if choices.get("Z22-05") == "groups":
            return mean(mean(marks[no] for no in items) for items in GROUPS.values())
        return mean(marks.values())

    cell = lambda kind, free: exact(sum(
        (wan(amount) for when, what, terms, amount in unit["funds"]
         if (what, terms) == (kind, free) and day(when).year == YEAR), F(0)))
    bought = lambda kind: exact(sum(
        (wan(amount) for when, what, amount in unit["sales"] if what == kind and day(when).year == YEAR), F(0)))
    expect = {
        "rating": {str(no): rated.get(no, "") for no in range(1, 19)},
        "facts": {
            "7": {
                "投入无偿资金": cell("直接投入", "无偿"), "投入有偿资金": cell("直接投入", "有偿"),
                "引进无偿资金": cell("引进", "无偿"), "引进有偿资金": cell("引进", "有偿"),
            },
            "17": {"购买农副产品": bought("直接购买"), "帮助销售农副产品": bought("帮助销售")},
        },
        "tier": "",
    }
    low, high = total(least), total(most)
    if low == high:
        expect["mark"] = exact(low)
    else:
        expect["mark"] = ""
        expect["marks"] = [exact(low), exact(high)]
        expect["state"] = {str(no): "pending" for no in range(1, 19) if no not in rated}
    return expect


def self_ledger(unit):
    return {
        "单位信息": (["单位类别", "帮扶对象"], [(BANKS, county) for county in unit["counties"]]),
        "调研走访": (["日期", "帮扶对象", "是否班子成员"], unit["visits"]),
        "会议": (["日期", "会议类型"], unit["meetings"]),
        "计划与机构": (["类型", "实施情况"], unit["plans"]),
        "选派干部": (
            ["姓名", "类别", "帮扶对象", "分管或协助分管", "开始日期", "结束日期", "轮换备案日期"],
            [(f"干部{n}", p["kind"], p["county"], p["charge"], p["from"], p["to"], p["filed"])
             for n, p in enumerate(unit["posts"])],
        ),
        "帮扶资金": (["日期", "资金性质", "有偿无偿", "到位金额（万元）"],
                 [(when, kind, terms, f"{n}{of}") for when, kind, terms, (n, of) in unit["funds"]]),
        "培训": (["日期", "对象", "人数"], unit["trained"]),
        "消费帮扶": (["日期", "类别", "金额（元）"], [(when, kind, f"{n}{of}") for when, kind, (n, of) in unit["sales"]]),
        "等次评定": (["指标号", "等次"], [(str(no), level) for no, level in unit["rated"].items()]),
    }


def post(kind, county, charge="", start="2021-05-01", end="", filed=""):
    return {"kind": kind, "county": county, "charge": charge, "from": start, "to": end, "filed": filed}


def unit_with(**changes):
    unit = {
        "counties": ["甲县", "乙县"],
        "visits": [("2022-01-01", "甲县", "是"), ("2022-12-01", "乙县", "是")],
        "meetings": [("2022-03-01", "专题会")],
        "plans": [("年度计划", "已实施"), ("工作机构", ""), ("责任人", "")],
        "posts": [post("挂职县级副职", "甲县", "是"), post("挂职其他", "乙县"), post("驻村第一书记", "甲县")],
        "funds": [("2022-02-01", "直接投入", "无偿", ("1000000", "元")), ("2022-03-01", "引进", "有偿", ("0.25", "亿元")),
                  ("2021-12-31", "引进", "无偿", ("50", "万元"))],
        "trained": [("2022-04-01", "基层干部", 10), ("2022-05-01", "乡村振兴带头人", 5), ("2022-06-01", "专业技术人才", 1)],
        "sales": [("2022-04-01", "直接购买", ("33333.33", "元")), ("2022-05-01", "帮助销售", ("2", "万元"))],
        "rated": {no: GOOD for no in range(1, 19) if no not in (1, 2, 5, 9)},
    }
    unit.update(changes)
    return unit


def units():
    """(name, unit, on an edge, alternatives)."""
    groups = [{"Z22-05": "groups"}]
    some = lambda level, *items: {no: level if no in items else GOOD for no in range(1, 19) if no not in (1, 2, 5, 9)}
    yield "自查：18项全好", unit_with(), False, groups
    yield "自查：走访在上年最后一天", unit_with(
        visits=[("2021-12-31", "甲县", "是"), ("2022-12-01", "乙县", "是")]), True, groups
    yield "自查：三个县只走访了两个", unit_with(
        counties=["甲县", "乙县", "丙县"], posts=[post("挂职其他", "甲县"), post("挂职其他", "乙县"), post("挂职其他", "丙县"),
                                            post("驻村第一书记", "丙县")]), True, groups
    yield "自查：两类培训正好三分之二", unit_with(
        trained=[("2022-12-31", "基层干部", 10), ("2022-01-01", "乡村振兴带头人", 5), ("2021-12-31", "专业技术人才", 9)]
    ), True, groups
    yield "自查：五个要素四个", unit_with(plans=[("年度计划", "未实施"), ("工作机构", ""), ("责任人", "")]), False, groups
    yield "自查：五个要素三个", unit_with(
        plans=[("年度计划", "已完成"), ("工作机构", "")], meetings=[("2021-12-31", "专题会")]), True, groups
    yield "自查：挂职一月一日离任有备案", unit_with(
        posts=[post("挂职县级副职", "甲县", "是", "2020-01-01", "2022-01-01", "2022-01-05"), post("挂职其他", "乙县"),
               post("驻村第一书记", "甲县")]), True, groups
    yield "自查：离任没有备案", unit_with(
        posts=[post("挂职县级副职", "甲县", "是", "2020-01-01", "2022-12-31"), post("挂职其他", "乙县"),
               post("驻村第一书记", "甲县")]), False, groups
    yield "自查：四项待评", unit_with(rated={n: l for n, l in some(FAIR, 3, 8).items() if n not in (4, 6, 13, 18)}), True, groups
    yield "自查：四项待评，其余一般", unit_with(
        rated={n: PLAIN for n in (7, 8, 10, 11, 12, 14, 15, 16, 17, 3)}, trained=[("2022-04-01", "基层干部", 1)]), True, groups
    yield "自查：较好九项", unit_with(rated=some(FAIR, 3, 4, 6, 7, 8, 10, 11, 12, 13)), True, groups


def suite():
    suite = Suite("central-2022")
    for name, members, edge, alts in cohorts():
        suite.add(name, "unit", cohort_ledger(members), {"cohort": cohort(members, {})}, edge=edge,
                  alts=[(alt, {"cohort": cohort(members, alt)}) for alt in alts])
    for name, unit, edge, alts in units():
        suite.add(name, "unit", self_ledger(unit), self_check(unit, {}), edge=edge, unit="某行",
                  alts=[(alt, self_check(unit, alt)) for alt in alts])
    return suite
