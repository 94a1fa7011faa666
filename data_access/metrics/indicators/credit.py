"""信用监管: the credit of platforms by score and colour, what moved it, who is inspected, and what is found."""

from sqlalchemy import and_, case, func, or_

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Maturity, indicator
from data_access.metrics.indicators.measures import Measure, count, distinct, divided, ratio, total
from data_access.metrics.indicators.units import ITEMS, PLATFORMS, RATIO, YUAN, Unit
from data_access.metrics.sources import (
    CREDIT_ITEMS,
    CREDIT_OBJECTIONS,
    CREDIT_SCORES,
    INSPECTION_DRAWS,
    INSPECTIONS,
    REFERENCES,
    among,
    outside,
)
from data_access.store.schema import (
    credit_item,
    credit_objection,
    credit_score,
    inspection,
    inspection_draw,
    reference_figure,
)

_score, _item, _objection = credit_score.c, credit_item.c, credit_objection.c
_draw, _check, _figure = inspection_draw.c, inspection.c, reference_figure.c
SYSTEM = "credit_supervision"
POINTS = Unit("points", Text("分", "points"), decimals=1)
COLOURS = Unit("colours", Text("种", "colours"))
PARCELS = Unit("parcels", Text("件", "parcels"))
#: A platform may change its colour, or be inspected, more than once in a period.
CHANGES = Unit("changes", Text("次", "changes"))
CHECKS = Unit("checks", Text("家次", "inspections"))
#: No public source gives points: what every definition of a score has to say.
_OURS = Text("示例规则（本项目拟定，可替换）：data_access/credit_rules",
             "An example of our own, to be replaced: data_access/credit_rules")  # fmt: skip

credit_score_mean = indicator(
    "credit_score_mean",
    Text("平均信用分", "Mean credit score"),
    Text("期末前最后一个月末在营平台信用分的算术平均；基准100分，回溯12个月。",
         "Mean score of the platforms in operation at the last month end; from 100 points, over twelve months back."),
    Text("Σ信用分 ÷ 平台数", "sum of scores ÷ platforms"),
    # All platforms are scored, not a sample: one is enough.
    POINTS, CREDIT_SCORES, "as_of", Measure(func.avg(_score.score), func.count()), good="up", min_n=1, basis=_OURS, system=SYSTEM,
)  # fmt: skip
credit_platforms = indicator(
    "credit_platforms",
    Text("参评平台", "Platforms scored"),
    Text("期末前最后一个月末按规则评分的在营平台数；信用色蓝（良好）、黄（关注）、红（严重）。",
         "Platforms in operation that are scored at the last month end; blue is good, yellow is watched, red is serious."),
    Text("月末评分记录计数", "count of scores at the month end"),
    PLATFORMS, CREDIT_SCORES, "as_of", count(), basis=_OURS, system=SYSTEM,
)  # fmt: skip
credit_colours = indicator(
    "credit_colours",
    Text("在用信用色", "Colours in use"),
    Text("期末前最后一个月末平台实际被评为的信用色种数（红黄蓝至多三种）。",
         "Different colours that platforms have at the last month end, at most red, yellow and blue."),
    Text("信用色去重计数", "distinct colours"),
    COLOURS, CREDIT_SCORES, "as_of", distinct(_score.colour), basis=_OURS, system=SYSTEM,
)  # fmt: skip
credit_red = indicator(
    "credit_red",
    Text("红色平台", "Red platforms"),
    Text("期末前最后一个月末信用色为红（60分以下或一票否决）的平台数。",
         "Platforms that are red at the last month end: below 60 points, or overridden."),
    Text("信用色为红的平台计数", "count of red platforms"),
    PLATFORMS, CREDIT_SCORES, "as_of", count(among(_score.colour, ["red"])), good="down", basis=_OURS, system=SYSTEM,
)  # fmt: skip
credit_yellow = indicator(
    "credit_yellow",
    Text("黄色平台", "Yellow platforms"),
    Text("期末前最后一个月末信用色为黄（60至79分）的平台数。", "Platforms that are yellow at the last month end: 60 to 79 points."),
    Text("信用色为黄的平台计数", "count of yellow platforms"),
    PLATFORMS, CREDIT_SCORES, "as_of", count(among(_score.colour, ["yellow"])), good="down", basis=_OURS, system=SYSTEM,
)  # fmt: skip
credit_blue_share = indicator(
    "credit_blue_share",
    Text("蓝色占比", "Share of blue platforms"),
    Text("期末前最后一个月末信用色为蓝（80分以上）的平台占参评平台的比例。",
         "Of the platforms scored at the last month end, the share that is blue: 80 points or more."),
    Text("蓝色平台 ÷ 参评平台", "blue ÷ scored"),
    RATIO, CREDIT_SCORES, "as_of", ratio(among(_score.colour, ["blue"])), good="up", min_n=1, basis=_OURS, system=SYSTEM,
)  # fmt: skip
credit_transitions = indicator(
    "credit_transitions",
    Text("等级迁移", "Transitions of grade"),
    Text("期内各月评分中上月也参评的平台次数，按上月与本月信用色（或等级）列成迁移矩阵。",
         "Monthly scores of platforms that were scored a month before too: from the colour or class then to the one now."),
    Text("有上月信用色的评分计数", "count of scores with one a month before"),
    CHANGES, CREDIT_SCORES, "created", count(), where=_score.colour_before.is_not(None), basis=_OURS, system=SYSTEM,
)  # fmt: skip
_WORSE = or_(and_(among(_score.colour_before, ["blue"]), outside(_score.colour, ["blue"])), and_(among(_score.colour_before, ["yellow"]), among(_score.colour, ["red"])))  # fmt: skip
_BETTER = or_(and_(among(_score.colour_before, ["red"]), outside(_score.colour, ["red"])), and_(among(_score.colour_before, ["yellow"]), among(_score.colour, ["blue"])))  # fmt: skip
credit_downgrades = indicator(
    "credit_downgrades",
    Text("信用降色", "Downgrades"),
    Text("期内月度评分中信用色比上月变差的次数。", "Monthly scores whose colour is worse than a month before."),
    Text("变差次数计数", "count of scores with a worse colour"),
    CHANGES, CREDIT_SCORES, "created", count(), where=_WORSE, good="down", basis=_OURS, system=SYSTEM,
)  # fmt: skip
credit_upgrades = indicator(
    "credit_upgrades",
    Text("信用升色", "Upgrades"),
    Text("期内月度评分中信用色比上月变好的次数。", "Monthly scores whose colour is better than a month before."),
    Text("变好次数计数", "count of scores with a better colour"),
    CHANGES, CREDIT_SCORES, "created", count(), where=_BETTER, good="up", basis=_OURS, system=SYSTEM,
)  # fmt: skip
credit_deductions = indicator(
    "credit_deductions",
    Text("信用扣分", "Points deducted"),
    Text("期末前最后一个月末仍在有效期内、计入评分的扣分合计（封顶与异议成立后）。",
         "Points that still count at the last month end, after caps and objections that were upheld."),
    Text("Σ计入的扣分", "sum of the points that are deducted"),
    POINTS, CREDIT_ITEMS, "as_of", total(func.abs(_item.counted)), where=_item.counted < 0, good="down", basis=_OURS, system=SYSTEM,
)  # fmt: skip
credit_deduction_items = indicator(
    "credit_deduction_items",
    Text("在期扣分项", "Deductions in force"),
    Text("期末前最后一个月末仍在有效期内、计入评分的扣分项数；每项有事件、日期和失效日期。",
         "Deductions that still count at the last month end; each has its event, its day and the day it expires."),
    Text("扣分项计数", "count of deductions"),
    ITEMS, CREDIT_ITEMS, "as_of", count(), where=_item.counted < 0, good="down", basis=_OURS, system=SYSTEM,
)  # fmt: skip
objections_filed = indicator(
    "objections_filed",
    Text("信用异议", "Objections"),
    Text("期内对扣分提出的异议件数。", "Objections to deductions that were filed within the period."),
    Text("按提出日期计数", "count by day filed"),
    ITEMS, CREDIT_OBJECTIONS, "filed", count(), system=SYSTEM,
)  # fmt: skip
objections_upheld = indicator(
    "objections_upheld",
    Text("异议成立率", "Objections upheld"),
    Text("期内办结的异议中成立（扣分撤销）的比例。", "Of the objections decided within the period, the share upheld, which takes the points away."),
    Text("成立 ÷ 办结", "upheld ÷ decided"),
    # All objections, not a sample, and there are few.
    RATIO, CREDIT_OBJECTIONS, "decided", ratio(among(_objection.outcome, ["upheld"])), min_n=5, system=SYSTEM,
)  # fmt: skip
inspections_drawn = indicator(
    "inspections_drawn",
    Text("抽中平台", "Platforms drawn"),
    Text("期内抽查计划按公开种子随机抽中的平台次数。", "Platforms drawn for inspection at random from the published seed."),
    Text("抽中计数", "count of platforms drawn"),
    CHECKS, INSPECTION_DRAWS, "drawn", count(_draw.is_drawn), system=SYSTEM,
)  # fmt: skip
sampling_rate = indicator(
    "sampling_rate",
    Text("抽查比例", "Sampling rate"),
    Text("期内各计划抽中平台占该等级全部平台的比例；等级越低比例越高。示例比例：A不超过5%，B 5–20%，C 21–60%，D 61–100%。",
         "Of the platforms of a class, the share drawn; the lower the class, the higher. Example: A at most 5 %, B 5–20, C 21–60, D 61–100."),
    Text("抽中 ÷ 参加抽签", "drawn ÷ in the lottery"),
    # The lottery is of all platforms.
    RATIO, INSPECTION_DRAWS, "drawn", ratio(_draw.is_drawn), min_n=1, system=SYSTEM,
    basis=Text("大庆市林甸县2024年公布的抽查比例（示例）；《浙江省综合行政执法条例》第二十一条",
               "Ratios published by Lindian County, Daqing, 2024 (example); Zhejiang Regulations on Comprehensive Administrative Enforcement, art. 21"),
)  # fmt: skip
_stratum = func.concat(_draw.plan_id, _draw.credit_class)
sampling_in_band = indicator(
    "sampling_in_band",
    Text("抽查比例合规率", "Sampling within limits"),
    Text("期内“计划×等级”组中实际抽取比例落在规则上下限内的比例；平台太少的等级可能没有整数能落入区间。",
         "Of the classes in each plan, the share whose ratio lies within the limits of the rules; a very small class may have no whole "
         "number within them."),
    Text("合规组 ÷ 全部组", "classes within their limits ÷ classes"),
    RATIO, INSPECTION_DRAWS, "drawn",
    Measure(divided(func.count(case((_draw.in_band, _stratum)).distinct()), func.count(_stratum.distinct())),
            func.count(_stratum.distinct())), good="up", min_n=1, system=SYSTEM,
)  # fmt: skip
inspections_checked = indicator(
    "inspections_checked",
    Text("已检查", "Inspected"),
    Text("期内完成检查的平台次数。", "Inspections of platforms carried out within the period."),
    Text("按检查日期计数", "count by day of inspection"),
    CHECKS, INSPECTIONS, "checked", count(), good="up", system=SYSTEM,
)  # fmt: skip
inspections_found = indicator(
    "inspections_found",
    Text("发现问题", "Problems found"),
    Text("期内检查中发现问题的平台次数。", "Inspections within the period that found a problem."),
    Text("发现问题计数", "count of inspections with a problem"),
    CHECKS, INSPECTIONS, "checked", count(), where=_check.is_found, system=SYSTEM,
)  # fmt: skip
hit_rate = indicator(
    "hit_rate",
    Text("抽查命中率", "Hit rate"),
    Text("期内完成的检查中发现问题的比例，按抽取时的信用等级；差异化有效时D级应远高于A级。",
         "Of the inspections carried out, the share that found a problem, by class when drawn; where targeting works, D is far above A."),
    Text("发现问题 ÷ 已检查", "problem found ÷ inspected"),
    # All inspections of a plan, not a sample of them; a class has a dozen a year.
    RATIO, INSPECTIONS, "checked", ratio(_check.is_found), min_n=5, system=SYSTEM,
)  # fmt: skip
inspections_published = indicator(
    "inspections_published",
    Text("抽查公示率", "Results published"),
    Text("期内完成的检查中结果已公示的比例。", "Of the inspections carried out, the share whose result is published."),
    Text("已公示 ÷ 已检查", "published ÷ inspected"),
    RATIO, INSPECTIONS, "checked", ratio(_check.published_on.is_not(None)), good="up", min_n=5, system=SYSTEM,
    basis=Text("《企业信息公示暂行条例》第十四条", "Interim Regulations on Enterprise Information Disclosure, art. 14"),
    matures=Maturity(30, (_check.published_on,)),
)  # fmt: skip

online_retail = indicator(
    "online_retail",
    Text("网络零售额", "Online retail"),
    Text("本市网络零售额（公开发布数据，不受筛选影响；只公布半年的年份为半年数）。",
         "The city's online retail as published; filters do not apply; where half a year was published, it is of that half."),
    Text("各期公开发布数值合计", "sum of the published figures"),
    YUAN, REFERENCES, "created", total(_figure.value), where=_figure.key == "online_retail", good="up", system=SYSTEM,
)  # fmt: skip
cross_border_export = indicator(
    "cross_border_export",
    Text("跨境网络零售出口额", "Cross-border online retail exports"),
    Text("本市跨境网络零售出口额（公开发布数据，不受筛选影响）。", "The city's exports by cross-border online retail, as published."),
    Text("各年公开发布数值合计", "sum of the published yearly figures"),
    YUAN, REFERENCES, "created", total(_figure.value), where=_figure.key == "cross_border_export", good="up", system=SYSTEM,
)  # fmt: skip
cross_border_share = indicator(
    "cross_border_share",
    Text("跨境出口占全省", "Share of the province's exports"),
    Text("本市跨境网络零售出口额占全省的比重（公开发布数据，不受筛选影响）。",
         "The city's cross-border online retail exports over the province's, as published."),
    Text("公开发布的比例，期内有多年时取最高一年", "as published; of several years the highest"),
    RATIO, REFERENCES, "created", Measure(func.max(case((_figure.value.is_not(None), _figure.value))), func.count()),
    where=_figure.key == "cross_border_share", system=SYSTEM,
)  # fmt: skip
parcels = indicator(
    "parcels",
    Text("快递业务量", "Parcels"),
    Text("本市快递业务量（公开发布数据，不受筛选影响）。", "Parcels sent from the city, as published."),
    Text("各年公开发布数值合计", "sum of the published yearly figures"),
    PARCELS, REFERENCES, "created", total(_figure.value), where=_figure.key == "parcels", good="up", system=SYSTEM,
)  # fmt: skip
