"""治理: complaints and reports, how they are handled, and in what time."""

from sqlalchemy import and_, or_

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Maturity, MixIndex, Per, indicator
from data_access.metrics.indicators.measures import count, mean_days, quantile_days, ratio, total
from data_access.metrics.indicators.overview import orders, shops_average
from data_access.metrics.indicators.units import (
    DAYS,
    INDEX,
    ITEMS,
    PER_10K_SHOPS,
    PER_MILLION_ORDERS,
    RATIO,
    YUAN,
)
from data_access.metrics.sources import ITEMS as SOURCE
from data_access.metrics.sources import among, outside
from data_access.store.engines import Day
from data_access.store.schema import complaint_report

_item = complaint_report.c
is_complaint = among(_item.kind, ["complaint"])
is_report = among(_item.kind, ["report"])
#: Accepted or refused: of a report, whether a case is filed.
_decided_in_time = or_(*(Day(at) <= _item.accept_due for at in (_item.accepted_at, _item.refused_at)))
_closed_on_time = Day(_item.closed_at) <= _item.close_due
_resolved = among(_item.result, ["mediated", "settled"])
#: Splits that items alone have: a rate over orders or shops is told by them with the denominator whole.
OF_ITEMS_ALONE = ("kind", "problem", "goods", "channel", "route", "violation", "result", "refuse_reason")
#: 7 working days to accept, 45 to mediate (Interim Measures, arts. 14 and 21): with holidays, three months tell nearly all.
_CLOSING = Maturity(90, (_item.closed_at,), (_item.result,))
#: 7 working days to accept or refuse (art. 14), with a week of holidays.
_ACCEPTING = Maturity(15, (_item.accepted_at, _item.refused_at, _item.settled_at))
#: Closed otherwise than by a refusal: it was accepted, or the platform settled it first.
_handled = and_(_item.closed_at.is_not(None), outside(_item.result, ["refused"]))
_RULES = Text("《市场监督管理投诉举报处理暂行办法》第十四、二十一、三十一条", "Interim Measures for Complaints and Reports, "
              "arts. 14, 21, 31")  # fmt: skip

complaints_and_reports = indicator(
    "complaints_and_reports",
    Text("投诉举报量", "Complaints and reports"),
    Text("期内登记的投诉和举报件数，不含咨询；区县按办理机关。",
         "Complaints and reports registered within the period, without enquiries; districts are those that handle them."),
    Text("按登记时间计数", "count by day of registration"),
    ITEMS, SOURCE, "created", count(), good="down",
)  # fmt: skip
complaints = indicator(
    "complaints",
    Text("投诉量", "Complaints"),
    Text("期内登记的投诉件数：消费者请求解决消费争议。",
         "Complaints registered within the period: a consumer asks to resolve a dispute."),
    Text("类型为投诉的件数", "count of items of the kind complaint"),
    ITEMS, SOURCE, "created", count(), where=is_complaint, good="down", basis=_RULES,
)  # fmt: skip
reports = indicator(
    "reports",
    Text("举报量", "Reports"),
    Text("期内登记的举报件数：任何人反映涉嫌违法线索。",
         "Reports registered within the period: anyone points to a suspected violation."),
    Text("类型为举报的件数", "count of items of the kind report"),
    ITEMS, SOURCE, "created", count(), where=is_report, good="down", basis=_RULES,
)  # fmt: skip
online_share = indicator(
    "online_share",
    Text("网购诉求占比", "Share of online purchases"),
    Text("投诉举报中涉及网络购物的比例。", "Share of complaints and reports about online purchases."),
    Text("网购件数 ÷ 投诉举报件数", "online items ÷ all items"),
    RATIO, SOURCE, "created", ratio(_item.is_online, _item.is_online.is_not(None)), min_n=30,
)  # fmt: skip
online_items = indicator(
    "online_items",
    Text("网购诉求量", "About online purchases"),
    Text("期内登记的涉及网络购物的投诉举报件数。", "Complaints and reports about online purchases registered within the period."),
    Text("按登记时间计数", "count by day of registration"),
    ITEMS, SOURCE, "created", count(), where=_item.is_online, good="down",
)  # fmt: skip
closure_rate = indicator(
    "closure_rate",
    Text("办结率", "Closure rate"),
    Text("期内登记的投诉举报中，截至数据日期已办结的比例；近期登记的尚在期限内，办结率自然较低。",
         "Of the items registered in the period, the share closed by the day of the data; "
         "recent ones are still within their limits."),
    Text("已办结 ÷ 期内登记", "closed ÷ registered in the period"),
    RATIO, SOURCE, "created", ratio(_item.closed_at.is_not(None)), good="up", min_n=30,
    matures=_CLOSING,
)  # fmt: skip
acceptance_rate = indicator(
    "acceptance_rate",
    Text("受理率", "Acceptance rate"),
    Text("期内登记且已作出受理或不予受理决定的投诉中受理的比例。",
         "Of the complaints registered in the period and decided upon, the share that was accepted."),
    Text("受理 ÷（受理＋不予受理）", "accepted ÷ (accepted + refused)"),
    RATIO, SOURCE, "created",
    ratio(_item.accepted_at.is_not(None), or_(_item.accepted_at.is_not(None), _item.refused_at.is_not(None))),
    where=is_complaint, min_n=30, basis=_RULES,
    matures=_ACCEPTING,
)  # fmt: skip
acceptance_on_time = indicator(
    "acceptance_on_time",
    Text("按时受理率", "Acceptance on time"),
    Text("受理期限落在期内的投诉中，7个工作日内作出受理或不予受理决定的比例；到期未决定计为未按时。",
         "Of the complaints whose limit falls in the period, the share decided within 7 working days; "
         "undecided ones count as late."),
    Text("按时决定 ÷ 到期应决定", "decided in time ÷ due"),
    RATIO, SOURCE, "accept_due",
    ratio(_decided_in_time),
    where=is_complaint, good="up", min_n=30, target=1.0,
    basis=Text("《市场监督管理投诉举报处理暂行办法》第十四条；《消费者权益保护法》第四十六条",
               "Interim Measures for Complaints and Reports, art. 14; Consumer Protection Law, art. 46"),
)  # fmt: skip
verification_on_time = indicator(
    "verification_on_time",
    Text("举报核查按时率", "Verification of reports on time"),
    Text("核查期限落在期内的举报中，按期作出是否立案决定的比例（15个工作日，经批准可延长15个工作日）。",
         "Of the reports whose limit falls in the period, the share decided within 15 working days, or 30 with approval."),
    Text("按时核查 ÷ 到期应核查", "verified in time ÷ due"),
    RATIO, SOURCE, "accept_due", ratio(_decided_in_time), where=is_report, good="up", min_n=30,
    target=1.0, basis=Text("《市场监督管理行政处罚程序规定》第十八条", "Provisions on Penalty Procedure, art. 18"),
)  # fmt: skip
closure_on_time = indicator(
    "closure_on_time",
    Text("按期办结率", "Closure on time"),
    Text("办结期限落在期内的投诉举报中，在法定期限内办结的比例；到期未办结计为未按期，未到期的不计。",
         "Of the items whose limit falls in the period, the share closed within it; open ones count as late."),
    Text("按期办结 ÷ 到期应办结", "closed in time ÷ due"),
    RATIO, SOURCE, "close_due", ratio(_closed_on_time), good="up", min_n=30, target=1.0, basis=_RULES,
)  # fmt: skip
closed = indicator(
    "closed",
    Text("办结量", "Closed items"),
    Text("期内办结的投诉举报件数。", "Complaints and reports closed within the period."),
    Text("按办结时间计数", "count by day of closure"),
    ITEMS, SOURCE, "closed", count(),
)  # fmt: skip
mediation_success = indicator(
    "mediation_success",
    Text("调解成功率", "Mediation success"),
    Text("期内办结的投诉中，调解成功或平台和解的比例（各地公开通报的通行口径）。",
         "Of the complaints closed in the period, the share settled or successfully mediated, as bulletins count it."),
    Text("调解成功与和解 ÷ 办结投诉", "settled or mediated ÷ closed complaints"),
    RATIO, SOURCE, "closed", ratio(_resolved), where=is_complaint, good="up", min_n=30,
    proof=_resolved,
)  # fmt: skip
handling_days = indicator(
    "handling_days",
    Text("平均办理天数", "Mean handling days"),
    Text("期内办结件从登记到办结的平均自然日。", "Mean calendar days from registration to closure."),
    Text("Σ(办结 − 登记) ÷ 办结件数", "mean of closed − registered"),
    DAYS, SOURCE, "closed", mean_days(_item.registered_at, _item.closed_at), good="down", min_n=30,
)  # fmt: skip
handling_days_median = indicator(
    "handling_days_median",
    Text("办理天数中位数", "Median handling days"),
    Text("期内办结件从登记到办结自然日的中位数。", "Median calendar days from registration to closure."),
    Text("办结 − 登记 的中位数", "median of closed − registered"),
    DAYS, SOURCE, "closed", quantile_days(0.5, _item.registered_at, _item.closed_at), good="down", min_n=30,
)  # fmt: skip
handling_days_p90 = indicator(
    "handling_days_p90",
    Text("办理天数P90", "Handling days, P90"),
    Text("九成办结件在此自然日内办结。", "Nine of ten closed items took no longer than this."),
    Text("办结 − 登记 的90%分位", "90th percentile of closed − registered"),
    DAYS, SOURCE, "closed", quantile_days(0.9, _item.registered_at, _item.closed_at), good="down", min_n=30,
)  # fmt: skip
open_items = indicator(
    "open_items",
    Text("在办件", "Open items"),
    Text("期末已登记未办结的投诉举报件数。", "Items registered and not closed at the end of the period."),
    Text("期末未办结计数", "count of items open at the end"),
    ITEMS, SOURCE, "open", count(),
)  # fmt: skip
overdue = indicator(
    "overdue",
    Text("超期未办结", "Overdue"),
    Text("期末已过办结期限仍未办结的投诉举报件数。", "Items past their limit and still open at the end of the period."),
    Text("期末超期且未办结计数", "count of open items past their limit"),
    ITEMS, SOURCE, "overdue", count(), good="down", target=0, basis=_RULES,
)  # fmt: skip
recovered = indicator(
    "recovered",
    Text("挽回损失", "Money recovered"),
    Text("期内办结的投诉为消费者挽回的经济损失。", "Money recovered for consumers in complaints closed in the period."),
    Text("挽回金额合计", "sum of amounts recovered"),
    YUAN, SOURCE, "closed", total(_item.amount_recovered, is_complaint), where=is_complaint, good="up",
)  # fmt: skip
satisfaction = indicator(
    "satisfaction",
    Text("满意率", "Satisfaction"),
    Text("期内办结且已评价的投诉举报中，评分4分及以上的比例。", "Of the closed items that were rated, the share with 4 or 5."),
    Text("评分≥4 ÷ 已评价", "rated 4 or more ÷ rated"),
    RATIO, SOURCE, "closed", ratio(_item.satisfaction >= 4, _item.satisfaction.is_not(None)), good="up", min_n=30,
)  # fmt: skip
complaints_accepted = indicator(
    "complaints_accepted",
    Text("受理或平台和解", "Accepted, or settled first"),
    Text("期内登记的投诉中已受理的件数，加上未经受理、平台先行处置已和解（或诉求人撤回）而办结的；不予受理的不计。故多于受理率的分子。",
         "Complaints registered in the period that were accepted, and those closed without since the platform settled them first or they "
         "were withdrawn; refused ones do not count. It is therefore more than the rate of acceptance counts."),
    Text("受理或未经不予受理即办结的投诉计数", "count of complaints accepted, or closed otherwise than by a refusal"),
    ITEMS, SOURCE, "created", count(), where=and_(is_complaint, or_(_item.accepted_at.is_not(None), _handled)),
    basis=_RULES, matures=Maturity(90, (_item.accepted_at, _item.closed_at), (_item.result,)),
)  # fmt: skip
complaints_closed = indicator(
    "complaints_closed",
    Text("受理或和解后办结", "Closed, not refused"),
    Text("期内登记的投诉中已办结的件数，不含不予受理的。", "Complaints registered in the period that are closed, without those refused."),
    Text("办结时间有值、结果不是不予受理的投诉计数", "count of complaints with a closure that is no refusal"),
    ITEMS, SOURCE, "created", count(), where=and_(is_complaint, _handled),
    matures=_CLOSING,
)  # fmt: skip
complaints_resolved = indicator(
    "complaints_resolved",
    Text("和解或调解成功", "Settled or mediated"),
    Text("期内登记的投诉中平台和解或调解成功的件数。", "Complaints registered in the period that were settled or mediated."),
    Text("结果为和解、调解成功的投诉计数", "count of complaints with such a result"),
    ITEMS, SOURCE, "created", count(), where=and_(is_complaint, _handled, _resolved), proof=_resolved,
    matures=_CLOSING,
)  # fmt: skip
answered_in_time = indicator(
    "answered_in_time",
    Text("按时答复率", "Answered in time"),
    Text("被投诉方按时答复的比例，由数据提供方逐件给出。", "Share of items the company answered in time, as the provider states."),
    Text("按时答复 ÷ 有标注的件数", "in time ÷ items that say"),
    RATIO, SOURCE, "created", ratio(_item.is_timely, _item.is_timely.is_not(None)), good="up", min_n=30,
)  # fmt: skip
complaints_per_10k_shops = indicator(
    "complaints_per_10k_shops",
    Text("万店投诉量", "Complaints per 10,000 shops"),
    Text("期内投诉件数与月均在营网店数之比，每万店。", "Complaints of the period per 10,000 average active shops."),
    Text("投诉量 × 10000 ÷ 月均网店数", "complaints × 10,000 ÷ average shops"),
    PER_10K_SHOPS, SOURCE, "created", Per(complaints, shops_average, 10_000), good="down", min_n=30,
    blind=("district",),
)  # fmt: skip
complaints_per_million_orders = indicator(
    "complaints_per_million_orders",
    Text("百万单投诉量", "Complaints per million orders"),
    Text("期内投诉件数与订单量之比，每百万单。", "Complaints of the period per million orders."),
    Text("投诉量 × 1000000 ÷ 订单量", "complaints × 1,000,000 ÷ orders"),
    PER_MILLION_ORDERS, SOURCE, "created", Per(complaints, orders, 1_000_000, ignoring=OF_ITEMS_ALONE), good="down", min_n=30,
    blind=("district", "category"),
)  # fmt: skip
problem_index = indicator(
    "problem_index",
    Text("问题结构指数", "Problem index"),
    Text("所选平台某类问题占比与全市占比之比，100为全市水平。",
         "Share of a problem on the chosen platforms over its share in the city; 100 is the city."),
    Text("平台占比 ÷ 全市占比 × 100", "share on the platform ÷ share in the city × 100"),
    INDEX, SOURCE, "created",
    MixIndex(complaints_and_reports, ("platform", "class", "subclass", "mode", "supply_mode", "grade")),
)  # fmt: skip
