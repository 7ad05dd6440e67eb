"""东西部协作考核评价办法 (中农组发〔2021〕10号), both tracks; the tests are those of 附件 指标说明 1–11."""

from datetime import date, timedelta
from fractions import Fraction as F

from common import FAIR, GOOD, PLAIN, R3, Dice, Suite, clipped, day, days_of, exact, lasts, mean, nearest

YEAR = 2021
ITEMS = {"east": 15, "west": 16}
INNOVATION = {"east": range(12, 16), "west": range(13, 17)}


def rating(done):
    """EW-01 for a completion: 100% 好, 80% 较好, else 一般."""
    return GOOD if done >= 1 else FAIR if done >= F(8, 10) else PLAIN


def tested(tests):
    """EW-01 for a list of tests: all 好, two thirds 较好, else 一般."""
    return GOOD if all(tests) else FAIR if F(sum(tests), len(tests)) >= F(2, 3) else PLAIN


def completed(pairs):
    """EW-14: the mean of completions, none above 100%."""
    return mean(min(F(actual) / F(target), F(1)) for actual, target in pairs)


def stint(row):
    start, end = row["from"], row["to"]
    return clipped(day(start), day(end) if end and end != "至今" else None, YEAR)


def joined(stints):
    """Stints that follow each other without a day between are one."""
    whole = []
    for start, end in sorted(stints):
        if whole and start <= whole[-1][1] + timedelta(days=1):
            whole[-1] = (whole[-1][0], max(whole[-1][1], end))
        else:
            whole.append((start, end))
    return whole


# 说明4: 同一年度在同一个地区连续就业3个月(含)以上, each labourer once (EW-05); EW-16: a region is a province.
def workers(unit, choices):
    region = (lambda place: place) if choices.get("EW-16") == "county" else (lambda place: place[:2])
    enough = set()
    people = {row["who"] for row in unit["jobs"]}
    for who in people:
        for place in {region(row["place"]) for row in unit["jobs"]}:
            stints = [stint(row) for row in unit["jobs"] if row["who"] == who and region(row["place"]) == place]
            for start, end in joined([found for found in stints if found]):
                if choices.get("EW-04") == "days":
                    long = (end - start).days + 1 >= 90
                else:
                    long = lasts(start, end, 3, choices.get("G-06") == "strict")
                if long:
                    enough.add(who)
    return len(enough)


# 说明8: 本年度新选派, or 往年选派 and in post for 6 months of the year.
def cadres(unit, choices):
    counted = set()
    for row in unit["posts"]:
        mine = [stint(other) for other in unit["posts"] if other["who"] == row["who"]]
        mine = [found for found in mine if found]
        if row["new"] == "是" and stint(row):
            counted.add(row["who"])
        elif choices.get("EW-17") == "days":
            if len(days_of(mine)) >= 180:
                counted.add(row["who"])
        elif any(lasts(start, end, 6, choices.get("G-06") == "strict") for start, end in joined(mine)):
            counted.add(row["who"])
    return len(counted)


# 说明9: 本年度累计1个月以上 (G-07), 以选派文件为准.
def experts(unit, choices):
    counted = set()
    for who in {row["who"] for row in unit["experts"]}:
        mine = [stint(row) for row in unit["experts"] if row["who"] == who and row["file"]]
        mine = [found for found in mine if found]
        days = len(days_of(mine)) >= 30
        month = any(lasts(start, end, 1, choices.get("G-06") == "strict") for start, end in joined(mine))
        if {"days": days, "month": month}.get(choices.get("G-07"), days or month):
            counted.add(who)
    return len(counted)


def trained(unit):
    return sum(
        heads for when, about, heads in unit["trained"]
        if day(when).year == YEAR and about in ("基层干部", "乡村振兴带头人")
    )


# 说明5; EW-11: one order is one sale; EW-20: of two amounts that it is given, the larger.
def sold(unit, choices):
    orders, loose = {}, F(0)
    for when, order, wan in unit["sales"]:
        if day(when).year == YEAR:
            if order and choices.get("EW-11") != "row":
                which = min if choices.get("EW-20") == "smallest" else max
                orders[order] = which(orders.get(order, F(wan)), F(wan))
            else:
                loose += F(wan)
    return loose + sum(orders.values(), F(0))


# 说明7: 投资落地并投产; EW-07: only those of this year are counted as 个数.
def firms(unit, choices):
    working = [row for row in unit["firms"] if row["works"] and day(row["works"]) <= date(YEAR, 12, 31)]
    new = [row for row in working if day(row["works"]).year == YEAR]
    return (
        len(working if choices.get("EW-07") == "running" else new),
        sum((F(row["paid"]) for row in working), F(0)),
        sum(row["jobs"] for row in working),
    )


# 说明1, one flat list (EW-15).
def meetings(unit):
    own = lambda kind: any(k == kind and alone == "是" and day(when).year == YEAR for when, k, alone in unit["meetings"])
    return tested([
        own("省级党委常委会"),
        own("政府常务会"),
        own("领导小组会"),
        any(level != "县级" for level in unit["policies"]),
        any(kind == "规划" for kind, _ in unit["plans"]),
        any(kind == "年度计划" for kind, _ in unit["plans"]),
        any(office for _, office in unit["plans"]),
    ])


# 说明2; EW-03: 书记 and 省长 each once in two years.
def leaders(unit, choices):
    def came(who, years):
        return any(kind == who and day(when).year in years for when, kind in unit["visits"])

    chiefs = [came("党委主要", (YEAR - 1, YEAR)), came("政府主要", (YEAR - 1, YEAR))]
    if choices.get("EW-03") == "either":
        chiefs = [any(chiefs)]
    council = any(kind == "高层联席会议" and day(when).year == YEAR for when, kind, _ in unit["meetings"])
    return tested([*chiefs, came("分管", (YEAR,)), council])


# 说明10, west: 待遇保障, 表彰奖励, 健康服务.
def care(unit):
    given = {kind for kind, file in unit["care"] if file}
    return tested(["补助" in given, "表彰奖励" in given, "体检" in given])


def judge(unit, choices):
    west = unit["track"] == "west"
    targets = unit["targets"]
    found, facts = {}, {}
    found[1] = meetings(unit)
    found[2] = leaders(unit, choices)
    number = workers(unit, choices)
    jobs_item, sales_item = (4, 6) if west else (5, 7)
    facts[jobs_item] = {"连续就业3个月以上的农村劳动力": exact(number)}
    if "转移就业人数" in targets:
        found[jobs_item] = rating(completed([(number, targets["转移就业人数"])]))
    money = sold(unit, choices)
    if "消费帮扶金额" in targets:
        found[sales_item] = rating(completed([(money, targets["消费帮扶金额"])]))
        facts[sales_item] = {"采购和帮助销售": exact(money)}
    if "落地投产企业个数" in targets:
        pairs = zip(firms(unit, choices), (targets[name] for name in ("落地投产企业个数", "实际到位投资额", "吸纳就业人数")))
        pairs = list(pairs)
        done = min(F(a) / F(b) for a, b in pairs) if choices.get("EW-14") == "lowest" else completed(pairs)
        found[9] = rating(done)
        facts[9] = dict(zip(("落地投产企业", "实际到位投资额", "企业吸纳就业"), (exact(actual) for actual, _ in pairs)))
    if west:
        found[11] = care(unit)
        if "党政挂职干部" in targets:
            actual = (cadres(unit, choices), experts(unit, choices), trained(unit))
            pairs = list(zip(actual, (targets[name] for name in ("党政挂职干部", "专业技术人才", "干部人才培训"))))
            done = min(F(a) / F(b) for a, b in pairs) if choices.get("EW-14") == "lowest" else completed(pairs)
            found[10] = rating(done)
            facts[10] = dict(zip(("党政挂职干部", "专业技术人才", "培养乡村振兴干部人才"), map(exact, actual)))
    for no, level in unit["rated"].items():
        found.setdefault(no, level)

    # EW-13: without a change of pairing in the year the last item is not asked.
    count = ITEMS[unit["track"]]
    changed = any(day(when).year == YEAR for when in unit["pairs"]) or choices.get("EW-13") == "always"
    items = [no for no in range(1, count + 1) if no != count or changed]

    def total(open_level):
        marks = {no: R3[found.get(no, open_level)] for no in items}
        if choices.get("EW-02") == "parts":
            parts = [[marks[no] for no in items if (no in INNOVATION[unit["track"]]) == new] for new in (False, True)]
            return F(7, 10) * mean(parts[0]) + F(3, 10) * mean(parts[1])
        return mean(marks.values())

    marks = [total(PLAIN), total(GOOD)]
    vetoed = any(
        kind == "重大违纪违规" and (proven == "是" or choices.get("G-22") == "any") for kind, proven in unit["found"]
    )

    def tier(mark):
        level = nearest(mark, R3)
        return FAIR if vetoed and level == GOOD else level

    tiers = {tier(mark) for mark in marks}
    expect = {
        "rating": {str(no): found.get(no, "") if no in items else "" for no in range(1, count + 1)},
        "facts": {str(no): values for no, values in facts.items()},
        "tier": tiers.pop() if len(tiers) == 1 else "",
    }
    state = {str(no): "pending" for no in items if no not in found}
    if not changed:
        state[str(count)] = "not_applicable"
    if state:
        expect["state"] = state
    if marks[0] == marks[1]:
        expect["mark"] = exact(marks[0])
        expect["distance"] = exact(marks[0] - 90)
    else:
        expect["mark"] = ""
        expect["marks"] = [exact(mark) for mark in marks]
    return expect


def ledger(unit):
    who = lambda row: f"520101199001{row['who']:06d}"
    units = {"转移就业人数": "人", "消费帮扶金额": "万元", "落地投产企业个数": "个", "实际到位投资额": "万元",
             "吸纳就业人数": "人", "党政挂职干部": "人", "专业技术人才": "人", "干部人才培训": "人次"}
    sheets = {
        "会议": (["日期", "会议类型", "是否单独议题"], unit["meetings"]),
        "政策文件": (["文件名", "机关层级", "印发日期"], [(f"意见{n}", level, "2021-04-20") for n, level in enumerate(unit["policies"])]),
        "计划与机构": (["类型", "责任部门", "印发日期"], [(kind, office, "2021-03-01") for kind, office in unit["plans"]]),
        "调研走访": (["日期", "领导身份"], unit["visits"]),
        "就业": (["姓名", "身份证号", "就业地区", "起始日期", "截止日期"],
               [(f"劳{row['who']}", who(row), row["place"], row["from"], row["to"]) for row in unit["jobs"]]),
        "消费帮扶": (["日期", "类别", "金额（元）", "合同订单号"],
                 [(when, "帮助销售", f"{wan}万元", order) for when, order, wan in unit["sales"]]),
        "企业": (["企业名称", "投产日期", "实际到位（万元）", "吸纳就业"],
               [(f"企业{n}", row["works"], row["paid"], row["jobs"]) for n, row in enumerate(unit["firms"])]),
        "选派干部": (["姓名", "身份证号", "类别", "开始日期", "结束日期", "是否本年度新选派"],
                 [(f"干{r['who']}", who(r), "党政挂职", r["from"], r["to"], r["new"]) for r in unit["posts"]]),
        "专业技术人才": (["姓名", "身份证号", "开始日期", "结束日期", "选派文件"],
                   [(f"专{r['who']}", who(r), r["from"], r["to"], r["file"]) for r in unit["experts"]]),
        "培训": (["日期", "对象", "人数"], unit["trained"]),
        "待遇保障": (["姓名", "事项", "日期", "文件"], [("某", kind, "2021-06-01", file) for kind, file in unit["care"]]),
        "协议目标": (["指标", "计量单位", "目标值"], [(name, units[name], value) for name, value in unit["targets"].items()]),
        "结对关系": (["东部县", "西部县", "是否脱贫县", "起始日期"],
                 [("某区", f"某县{n}", "是", when) for n, when in enumerate(unit["pairs"])]),
        "问题与否决": (["日期", "类型", "是否查实"], [("2021-08-01", *row) for row in unit["found"]]),
        "等次评定": (["指标号", "等次"], [(str(no), level) for no, level in unit["rated"].items()]),
    }
    return {name: (heads, rows) for name, (heads, rows) in sheets.items() if rows}


def job(who, place, start, end):
    return {"who": who, "place": place, "from": start, "to": end}


def sent(who, start, end="", new="否"):
    return {"who": who, "from": start, "to": end, "new": new}


def lent(who, start, end="", file="示组〔2021〕1号"):
    return {"who": who, "from": start, "to": end, "file": file}


def province(track="west", **changes):
    count = ITEMS[track]
    unit = {
        "track": track,
        "meetings": [("2021-03-02", "省级党委常委会", "是"), ("2021-04-10", "政府常务会", "是"), ("2021-05-06", "领导小组会", "是"),
                     ("2021-06-18", "高层联席会议", "")],
        "policies": ["省级党委"],
        "plans": [("规划", ""), ("年度计划", "省乡村振兴局")],
        "visits": [("2020-09-01", "党委主要"), ("2021-06-18", "政府主要"), ("2021-10-12", "分管")],
        "jobs": [job(1, "广东", "2021-01-01", "2021-03-31")],
        "sales": [("2021-05-01", "A1", "40")],
        "firms": [], "posts": [], "experts": [], "trained": [],
        "care": [("补助", "示组1号"), ("表彰奖励", "示组2号"), ("体检", "示组1号")] if track == "west" else [],
        "targets": {}, "pairs": ["2021-05-01"], "found": [],
        "rated": {no: GOOD for no in range(3, count + 1)},
    }
    rated = changes.pop("rated", {})
    unit.update(changes)
    unit["rated"] = {no: level for no, level in (unit["rated"] | rated).items() if level}
    # What the ledger answers is not asked from a person.
    computed = {"转移就业人数": 4 if track == "west" else 5, "消费帮扶金额": 6 if track == "west" else 7,
                "落地投产企业个数": 9, "党政挂职干部": 10}
    for name, no in computed.items():
        if name in unit["targets"]:
            unit["rated"].pop(no, None)
    if track == "west":
        unit["rated"].pop(11, None)
    return unit


def cases():
    """(name, unit, on an edge, alternatives)."""
    strict, days, parts = {"G-06": "strict"}, {"EW-04": "days"}, {"EW-02": "parts"}
    jobs = {"转移就业人数": 2}
    yield "就业：月末起算", province(targets=jobs, jobs=[
        job(1, "广东", "2021-01-31", "2021-04-29"), job(2, "广东", "2021-01-31", "2021-04-28"),
        job(3, "浙江", "2021-11-30", "2022-02-27"), job(4, "广东", "2021-10-01", "2021-12-31")]), True, [strict, days]
    yield "就业：2月底的两个月末", province(targets=jobs, jobs=[
        job(1, "广东", "2021-02-28", "2021-05-27"), job(2, "广东", "2021-02-28", "2021-05-26"),
        job(3, "广东", "2020-11-30", "2021-02-28"), job(4, "广东", "2021-05-31", "2021-08-30")]), True, [strict, days]
    yield "就业：两段首尾相接，一段隔一天", province(targets=jobs, jobs=[
        job(1, "广东省深圳市", "2021-03-01", "2021-04-30"), job(1, "广东省广州市", "2021-05-01", "2021-05-31"),
        job(2, "广东省深圳市", "2021-03-01", "2021-04-30"), job(2, "广东省深圳市", "2021-05-02", "2021-06-01"),
        job(3, "广东省深圳市", "2021-03-01", "2021-04-15"), job(3, "浙江省宁波市", "2021-04-16", "2021-05-31")
    ]), True, [{"EW-16": "county"}, days]
    yield "就业：两段重叠，同一人两地都够", province(targets=jobs, jobs=[
        job(1, "广东", "2021-03-01", "2021-04-20"), job(1, "广东", "2021-04-10", "2021-05-31"),
        job(2, "广东", "2021-01-01", "2021-03-31"), job(2, "浙江", "2021-07-01", "至今")]), True, [strict]
    yield "就业：跨年的两头", province("east", targets=jobs, jobs=[
        job(1, "广东", "2020-06-01", "2021-03-31"), job(2, "广东", "2021-10-01", "2022-03-01"),
        job(3, "广东", "2020-06-01", "2021-03-30"), job(4, "广东", "2021-10-02", "至今")]), True, [strict, days]
    yield "完成正好八成", province(targets={"转移就业人数": 5}, jobs=[
        job(n, "广东", "2021-01-01", "2021-03-31") for n in range(1, 5)]), True, []
    yield "完成差一点不到八成", province(targets={"消费帮扶金额": "100"}, sales=[("2021-05-01", "A1", "79.99")]), True, []
    yield "消费：正好完成，订单号重复", province(targets={"消费帮扶金额": "100"}, sales=[
        ("2021-01-01", "A1", "60"), ("2021-12-31", "A2", "40"), ("2021-06-01", "A1", "60"), ("2020-12-31", "A3", "50")
    ]), True, [{"EW-11": "row"}]
    yield "消费：一个订单两个金额", province(targets={"消费帮扶金额": "100"}, sales=[
        ("2021-02-01", "A1", "70"), ("2021-04-01", "A2", "30"), ("2021-06-01", "A2", "10"), ("2021-07-01", "A1", "69.5")
    ]), True, [{"EW-20": "smallest"}, {"EW-11": "row"}]
    yield "消费：没有订单号的都计", province("east", targets={"消费帮扶金额": "90"}, sales=[
        ("2021-01-01", "", "30"), ("2021-02-01", "", "30"), ("2021-03-01", "B", "29.9999")]), True, [{"EW-11": "row"}]
    posts = {"党政挂职干部": 2, "专业技术人才": 3, "干部人才培训": 100}
    edge_posts = [
        sent(1, "2019-05-01", "2021-06-30"), sent(2, "2019-05-01", "2021-06-29"), sent(3, "2020-08-15", "2021-03-31"),
        sent(3, "2021-07-01", "2021-12-30"), sent(4, "2021-12-31", "", "是"), sent(5, "2018-01-01", "2020-12-31")]
    edge_experts = [
        lent(11, "2021-02-01", "2021-02-28"), lent(12, "2021-02-02", "2021-03-01"), lent(13, "2021-04-01", "2021-04-29"),
        lent(14, "2021-04-01", "2021-04-10"), lent(14, "2021-04-05", "2021-04-30"), lent(15, "2020-12-01", "2021-01-30"),
        lent(16, "2020-12-10", "2021-01-29"), lent(17, "2021-05-01", "2021-06-30", ""), lent(18, "2021-12-02")]
    yield "挂职六个月与专技一个月的边界", province(
        targets=posts, posts=edge_posts, experts=edge_experts, trained=[("2021-06-01", "基层干部", 80)]
    ), True, [strict, {"EW-17": "days"}, {"G-07": "days"}, {"G-07": "month"}, {"EW-14": "lowest"}]
    yield "三项完成率平均正好八成", province(
        targets={"党政挂职干部": 5, "专业技术人才": 1, "干部人才培训": 100}, posts=[sent(1, "2021-03-01", "", "是")],
        experts=[lent(2, "2021-01-01", "2021-01-31"), lent(3, "2021-03-01", "2021-03-31")],
        trained=[("2021-01-01", "基层干部", 60), ("2021-12-31", "乡村振兴带头人", 60), ("2021-05-01", "劳动力技能", 500)]
        + [("2020-12-31", "基层干部", 90)]), True, [{"EW-14": "lowest"}]
    business = {"落地投产企业个数": 2, "实际到位投资额": "1000", "吸纳就业人数": 100}
    yield "企业：年末投产与次年投产", province(targets=business, firms=[
        {"works": "2021-12-31", "paid": "400", "jobs": 40}, {"works": "2021-01-01", "paid": "300", "jobs": 40},
        {"works": "2020-12-31", "paid": "300", "jobs": 20}, {"works": "2022-01-01", "paid": "900", "jobs": 90},
        {"works": "", "paid": "100", "jobs": 10}]), True, [{"EW-07": "running"}, {"EW-14": "lowest"}]
    yield "企业：平均完成正好八成", province("east", targets=business, firms=[
        {"works": "2021-06-01", "paid": "900", "jobs": 100}]), True, [{"EW-07": "running"}, {"EW-14": "lowest"}]
    yield "出访两年窗口的两头", province(visits=[
        ("2020-01-01", "党委主要"), ("2019-12-31", "政府主要"), ("2021-12-31", "分管")]), True, [{"EW-03": "either"}]
    yield "出访四条做到两条", province("east", visits=[("2020-01-01", "党委主要"), ("2021-12-31", "分管"), ("2022-01-01", "政府主要")],
                              meetings=[("2021-03-02", "省级党委常委会", "是"), ("2020-06-18", "高层联席会议", "")]
                              ), True, [{"EW-03": "either"}]
    yield "七条要求做到五条", province(plans=[("规划", ""), ("年度计划", "")], meetings=[
        ("2021-03-02", "省级党委常委会", "是"), ("2021-04-10", "政府常务会", "是"), ("2021-05-06", "领导小组会", "否"),
        ("2021-06-18", "高层联席会议", "")]), True, []
    yield "七条要求做到四条", province(policies=["县级"], plans=[("规划", ""), ("年度计划", "")], meetings=[
        ("2021-03-02", "省级党委常委会", "是"), ("2021-04-10", "政府常务会", "是"), ("2020-12-31", "领导小组会", "是"),
        ("2021-06-18", "高层联席会议", "")]), True, []
    yield "关爱三样缺一样，文件空着", province(care=[("补助", "示组1号"), ("体检", "示组1号"), ("表彰奖励", "")]), True, []
    yield "西部平均正好90", province(rated={3: FAIR, 4: FAIR, 5: FAIR, 6: FAIR, 7: FAIR, 8: FAIR, 9: FAIR, 10: FAIR}), True, [parts]
    yield "西部末项不适用，15项平均正好88", province(
        rated={no: FAIR for no in range(3, 11)} | {12: FAIR}, pairs=["2020-12-31"]), True, [parts, {"EW-13": "always"}]
    yield "东部平均差一点到90", province("east", rated={no: FAIR for no in (3, 4, 5, 6, 7, 8, 9, 12)}), True, [parts]
    yield "待评两项，好够不着", province(rated={3: "", 5: "", 4: PLAIN, 6: PLAIN, 7: PLAIN, 8: PLAIN}), True, [parts]
    yield "待评一项，到顶正好90", province(rated={3: "", **{no: FAIR for no in range(4, 11)}, 12: FAIR}), True, [parts]
    yield "平均正好70", province(rated={no: PLAIN for no in range(3, 11)} | {no: PLAIN for no in (12, 13, 14, 15)},
                         care=[("体检", "示组1号")], meetings=[("2021-06-18", "高层联席会议", "")]), True, [parts]
    yield "重大违纪违规，分数正好90", province(
        rated={no: FAIR for no in range(3, 11)}, found=[("重大违纪违规", "是")]), True, [parts, {"EW-12": "next"}]
    yield "东部重大违纪违规未查实", province("east", found=[("重大违纪违规", "否"), ("违纪违规", "是")]), False, [{"G-22": "any"}]

    dice = Dice(10)
    date_ = lambda: date(2021, 1, 1) + timedelta(days=dice.below(365))
    for at in range(14):
        track = dice.pick(["west", "west", "east"])

        def span(most):
            start = date(2020, 11, 1) + timedelta(days=dice.below(420))
            if dice.often(1, 3):
                start = start.replace(day=1)
            return start.isoformat(), (start + timedelta(days=dice.below(most))).isoformat()

        targets = {"转移就业人数": 1 + dice.below(5), "消费帮扶金额": str(50 + dice.below(100))}
        if dice.often(1, 2):
            targets |= {"落地投产企业个数": 1 + dice.below(3), "实际到位投资额": "500", "吸纳就业人数": 60}
        if track == "west":
            targets |= {"党政挂职干部": 2, "专业技术人才": 2, "干部人才培训": 100}
        rated = {no: dice.pick([GOOD, GOOD, FAIR, FAIR, PLAIN, ""] if dice.often(1, 4) else [GOOD, GOOD, FAIR, PLAIN])
                 for no in range(3, ITEMS[track] + 1)}
        yield f"随机{at + 1:02d}", province(
            track, targets=targets, rated=rated,
            jobs=[job(1 + dice.below(5), dice.pick(["广东省深圳市", "广东省广州市", "浙江"]), *span(150))
                  for _ in range(1 + dice.below(9))],
            sales=[(date_().isoformat(), dice.pick(["", f"S{n}"]), str(1 + dice.below(60))) for n in range(1 + dice.below(4))],
            firms=[{"works": dice.pick(["2021-05-01", "2020-05-01", "2021-12-31", ""]), "paid": str(100 * dice.below(6)),
                    "jobs": 10 * dice.below(6)} for _ in range(1 + dice.below(3))],
            posts=[sent(20 + n, *span(300), dice.pick(["是", "否"])) for n in range(3)] if track == "west" else [],
            experts=[lent(30 + dice.below(3), *span(45), dice.pick(["示组1号", "示组1号", ""])) for _ in range(5)]
            if track == "west" else [],
            trained=[("2021-05-01", "基层干部", 10 * dice.below(13))] if track == "west" else [],
            pairs=[dice.pick(["2021-01-01", "2020-12-31"])],
            found=[("重大违纪违规", "是")] if dice.often(1, 6) else [],
        ), False, [strict, parts, days]


def suite():
    suite = Suite("east-west-2021")
    for name, unit, edge, alts in cases():
        suite.add(name, unit["track"], ledger(unit), judge(unit, {}), edge=edge,
                  alts=[(alt, judge(unit, alt)) for alt in alts])
    return suite
