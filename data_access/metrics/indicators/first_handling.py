"""红旗渠 and 先行处置: complaints that the platform handles first, and how fast it settles them."""

from sqlalchemy import and_, func, or_

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Maturity, indicator
from data_access.metrics.indicators.governance import is_complaint
from data_access.metrics.indicators.measures import Measure, count, quantile_days, ratio
from data_access.metrics.indicators.units import DAYS, ITEMS, RATIO
from data_access.metrics.sources import ITEMS as SOURCE
from data_access.metrics.sources import Column, among
from data_access.metrics.sources.base import sql_literal
from data_access.metrics.sources.cockpits import ANSWER_DUE
from data_access.store.engines import CountIf, Day, DaysBetween
from data_access.store.schema import complaint_repeat, complaint_report

_item = complaint_report.c
_ON_CANAL = among(_item.route, ["red_flag_canal"])
_FINISHED_AT = func.coalesce(_item.settled_at, _item.returned_at)


def _again_within(days: int) -> Column:
    """Return whether the same complainant complained of the same again by the end of so many calendar days, by whichever route."""
    return Day(complaint_repeat.c.repeated_at) <= Day(_FINISHED_AT) + sql_literal(days)


def _known_after(days: int) -> Maturity:
    """Return when nobody can complain again within these days any more."""
    return Maturity(days + 1, (complaint_repeat.c.repeated_at,))


canal_items = indicator(
    "canal_items",
    Text("快速通道办理量", "Items on the fast channel"),
    Text("期内登记、以快速通道为主路径的投诉举报件数。", "Items registered in the period whose main route is the fast channel."),
    Text("路径为快速通道的件数", "count of items on that route"),
    ITEMS, SOURCE, "created", count(), where=_ON_CANAL, system="red_flag_canal", blind=("route",),
)  # fmt: skip
canal_days = indicator(
    "canal_days",
    Text("快速通道平均天数", "Mean days on the fast channel"),
    Text("期内完结的快速通道件从平台接收到和解或退回的平均自然日。",
         "Mean calendar days from the platform's receipt to settlement or return, by the day it finished."),
    Text("Σ(和解或退回 − 平台接收) ÷ 件数", "mean of settled or returned − received"),
    DAYS, SOURCE, "finished",
    Measure(func.avg(DaysBetween(_item.platform_received_at, _FINISHED_AT)),
            func.count(DaysBetween(_item.platform_received_at, _FINISHED_AT))),
    where=_ON_CANAL, good="down", min_n=30, target=7, system="red_flag_canal", blind=("route",),
)  # fmt: skip
_CANAL_DAYS = (_item.platform_received_at, _FINISHED_AT)
canal_days_p10, canal_days_p25, canal_days_p50, canal_days_p75, canal_days_p90 = (
    indicator(
        f"canal_days_p{share}",
        Text(f"P{share}处置天数", f"P{share} days on the fast channel"),
        Text("期内完结的快速通道件从平台接收到和解或退回的自然日的分位数；目标7天以内。",
             "Quantile of the calendar days from the platform's receipt to settlement or return; the aim is within 7."),
        Text(f"{share}% 的件不超过的天数", f"the days that {share}% of the items do not exceed"),
        DAYS, SOURCE, "finished", quantile_days(share / 100, *_CANAL_DAYS), where=_ON_CANAL, good="down", min_n=30,
        # The aim is for the middle: that a tenth takes longer misses nothing.
        target=7 if share == 50 else None, system="red_flag_canal", blind=("route",),
    )
    for share in (10, 25, 50, 75, 90)
)  # fmt: skip
canal_within_7 = indicator(
    "canal_within_7",
    Text("7日内完结率", "Finished within 7 days"),
    Text("期内完结的快速通道件中，7个自然日内和解或退回的比例。",
         "Of the items on the fast channel that finished in the period, the share settled or returned within 7 calendar days."),
    Text("7日内完结 ÷ 完结", "finished within 7 days ÷ finished"),
    RATIO, SOURCE, "finished", ratio(Day(_FINISHED_AT) <= ANSWER_DUE, _item.platform_received_at.is_not(None)),
    where=_ON_CANAL, good="up", min_n=30, system="red_flag_canal", blind=("route",),
)  # fmt: skip
canal_return_rate = indicator(
    "canal_return_rate",
    Text("转行政率", "Returned to the administration"),
    Text("期内完结的快速通道件中，平台处置未果、退回行政处理的比例。",
         "Of the items on the fast channel that finished in the period, the share returned to the administration."),
    Text("退回 ÷（和解＋退回）", "returned ÷ (settled + returned)"),
    RATIO, SOURCE, "finished", ratio(_item.returned_at.is_not(None)), where=_ON_CANAL, good="down", min_n=30,
    system="red_flag_canal", blind=("route",),
)  # fmt: skip
canal_late = indicator(
    "canal_late",
    Text("快速通道逾期在办", "Late on the fast channel"),
    Text("期末转平台已过第7个自然日、平台仍未和解或退回（也未办结）的快速通道件数，无论何时转送。7日是公开报道的目标，不是法定期限。",
         "Items on the fast channel whose seventh calendar day at the platform is over at the end of the period, neither settled nor "
         "returned nor closed, whenever they were sent. The seven days are a published aim, no limit of the law."),
    Text("期末逾期未答复的件数", "count of items past their seventh day without an answer"),
    ITEMS, SOURCE, "answer_overdue", count(), where=_ON_CANAL, good="down", system="red_flag_canal", blind=("route",),
)  # fmt: skip
canal_repeat_30, canal_repeat_90 = (
    indicator(
        f"canal_repeat_{days}",
        Text(f"{days}日内重复投诉率", f"Share complained again within {days} days"),
        Text(f"期内平台先行处置完结的快速通道投诉中，同一诉求人在其后{days}个自然日内就同一网店（无网店的，同一平台同一被投诉主体）再次投诉的比例。"
             f"诉求人只凭加盐哈希认定，不用姓名；诉求人或被投诉人不明的不计。",
             f"Of the complaints on the fast channel that the platform settled or returned in the period, the share after which the "
             f"same complainant complained of the same shop (without a shop, the same respondent on the same platform) again within "
             f"{days} calendar days. Complainants are told apart by a salted hash, never by name; where either is unknown it is not counted."),
        Text(f"{days}日内再次投诉 ÷ 已完结", f"complained again within {days} days ÷ finished"),
        RATIO, SOURCE, "finished", ratio(_again_within(days)),
        where=and_(_ON_CANAL, complaint_repeat.c.item_id.is_not(None)), good="down", min_n=30, system="red_flag_canal",
        blind=("route",), matures=_known_after(days),
    )
    for days in (30, 90)
)  # fmt: skip
canal_repeated = indicator(
    "canal_repeated",
    Text("30日内再次投诉", "Complained again within 30 days"),
    Text("期内平台先行处置完结、其后30个自然日内同一诉求人就同一网店或主体再次投诉的快速通道投诉；口径同重复投诉率。",
         "Complaints on the fast channel that the platform settled or returned in the period and after which the same complainant "
         "complained of the same shop or respondent again within 30 calendar days; counted as the rate is."),
    Text("按完结时间归期，30日内再次投诉的件数", "by day finished, count of those complained of again within 30 days"),
    ITEMS, SOURCE, "finished", count(), where=and_(_ON_CANAL, _again_within(30)),
    good="down", system="red_flag_canal", blind=("route",), matures=_known_after(30),
)  # fmt: skip
complaints_repeat_30, complaints_repeat_90 = (
    indicator(
        f"complaints_repeat_{days}",
        Text(f"{days}日内又投诉", f"Complaints made again within {days} days"),
        Text(f"期内平台先行处置完结的投诉（不限渠道）中，同一诉求人在其后{days}个自然日内就同一网店或主体再次投诉的比例；口径同快速通道重复投诉率，"
             f"未经平台先行处置的没有完结时间可比，不计。",
             f"Of all complaints that the platform settled or returned in the period, by whichever route, the share after which the same "
             f"complainant complained of the same shop or respondent again within {days} calendar days; counted as on the fast channel. "
             f"What no platform handled first is not counted."),
        Text(f"{days}日内再次投诉 ÷ 已完结", f"complained again within {days} days ÷ finished"),
        RATIO, SOURCE, "finished", ratio(_again_within(days)),
        where=complaint_repeat.c.item_id.is_not(None), good="down", min_n=30, system="complaint_handling",
        matures=_known_after(days),
    )
    for days in (30, 90)
)  # fmt: skip
complaints_repeated = indicator(
    "complaints_repeated",
    Text("30日内又投诉的件数", "Made again within 30 days"),
    Text("期内平台先行处置完结、其后30个自然日内同一诉求人就同一网店或主体再次投诉的投诉，不限渠道。",
         "Complaints that the platform settled or returned in the period and after which the same complainant complained of the same "
         "shop or respondent again within 30 calendar days, by whichever route."),
    Text("按完结时间归期，30日内再次投诉的件数", "by day finished, count of those complained of again within 30 days"),
    ITEMS, SOURCE, "finished", count(), where=_again_within(30),
    good="down", system="complaint_handling", matures=_known_after(30),
)  # fmt: skip
first_handled = indicator(
    "first_handled",
    Text("先行处置量", "Sent to the platform first"),
    Text("期内转平台先行处置的投诉件数。", "Complaints sent to the platform for first handling within the period."),
    Text("按转送平台时间计数", "count by day sent"),
    ITEMS, SOURCE, "sent", count(), where=is_complaint,
)  # fmt: skip
settled = indicator(
    "settled",
    Text("平台和解", "Settled by the platform"),
    Text("期内平台先行处置和解的投诉件数。", "Complaints that the platform settled within the period."),
    Text("按和解时间计数", "count by day settled"),
    ITEMS, SOURCE, "settled", count(), where=is_complaint, good="up",
)  # fmt: skip
returned = indicator(
    "returned",
    Text("退回行政", "Returned"),
    Text("期内平台先行处置未果、退回行政处理的投诉件数。", "Complaints that the platform returned to the administration."),
    Text("按退回时间计数", "count by day returned"),
    ITEMS, SOURCE, "returned", count(), where=is_complaint, good="down",
)  # fmt: skip
#: Platforms have 7 working days; with holidays and what is handed in late, a month tells nearly all.
_ANSWERING = Maturity(30, (_item.settled_at, _item.returned_at))
_is_answered = _FINISHED_AT.is_not(None)
sent_answered = indicator(
    "sent_answered",
    Text("平台已答复", "Answered by the platform"),
    Text("期内转平台先行处置的投诉中，平台已和解或退回的件数。",
         "Of the complaints sent to the platform in the period, those that it settled or returned."),
    Text("按转送时间归期，有和解或退回时间的投诉计数", "by day sent, count of complaints settled or returned"),
    ITEMS, SOURCE, "sent", count(), where=and_(is_complaint, _is_answered), matures=_ANSWERING,
)  # fmt: skip
sent_settled = indicator(
    "sent_settled",
    Text("其中和解", "Of these, settled"),
    Text("期内转平台先行处置的投诉中，平台已和解的件数。", "Of the complaints sent to the platform in the period, those that it settled."),
    Text("按转送时间归期，有和解时间的投诉计数", "by day sent, count of complaints settled"),
    ITEMS, SOURCE, "sent", count(), where=and_(is_complaint, _item.settled_at.is_not(None)), good="up",
    matures=_ANSWERING,
)  # fmt: skip
returned_share = indicator(
    "returned_share",
    Text("退回占转送", "Returned of those sent"),
    Text("期内转平台先行处置的投诉中，平台未果退回行政处理的比例；近期转送的可能尚在处置。",
         "Of the complaints sent to the platform in the period, the share that it returned; recent ones may be under way."),
    Text("退回 ÷ 转送", "returned ÷ sent"),
    RATIO, SOURCE, "sent", ratio(_item.returned_at.is_not(None)), where=is_complaint, good="down", min_n=30,
    matures=_ANSWERING,
)  # fmt: skip
first_handling_rate = indicator(
    "first_handling_rate",
    Text("先行处置率", "First-handling rate"),
    Text("期内登记的投诉中先转平台处置的比例。", "Of the complaints registered in the period, the share sent to the platform first."),
    Text("转平台投诉 ÷ 投诉", "sent first ÷ complaints"),
    RATIO, SOURCE, "created", ratio(_item.platform_received_at.is_not(None)), where=is_complaint, good="up", min_n=30,
    matures=Maturity(7, (_item.platform_received_at,)),
)  # fmt: skip
settlement_rate = indicator(
    "settlement_rate",
    Text("先行处置和解率", "Settlement rate"),
    Text("期内先行处置完结的投诉中和解的比例。", "Of the complaints that first handling finished, the share settled."),
    Text("和解 ÷（和解＋退回）", "settled ÷ (settled + returned)"),
    RATIO, SOURCE, "finished", ratio(_item.settled_at.is_not(None)),
    where=and_(is_complaint, _item.platform_received_at.is_not(None)), good="up", min_n=30,
)  # fmt: skip
first_handling_days = indicator(
    "first_handling_days",
    Text("先行处置平均天数", "Mean days of first handling"),
    Text("期内先行处置完结的投诉从平台接收到和解或退回的平均自然日；目标7天以内。",
         "Mean calendar days from the platform's receipt to settlement or return; the aim is within 7."),
    Text("Σ(和解或退回 − 平台接收) ÷ 件数", "mean of settled or returned − received"),
    DAYS, SOURCE, "finished",
    Measure(func.avg(DaysBetween(_item.platform_received_at, _FINISHED_AT)),
            CountIf(_item.platform_received_at.is_not(None))),
    where=and_(is_complaint, _item.platform_received_at.is_not(None)), good="down", min_n=30, target=7,
)  # fmt: skip
first_answers_late = indicator(
    "first_answers_late",
    Text("先行处置逾期率", "First answers late"),
    Text("转平台后第7个自然日落在期内的投诉中，平台到该日仍未和解或退回的比例；至今未答复的计为逾期。7日是公开报道的目标，不是法定期限。",
         "Of the complaints whose seventh calendar day at the platform falls in the period, the share that it had neither settled "
         "nor returned by then; those without an answer count as late. The seven days are a published aim, no limit of the law."),
    Text("逾期或未答复 ÷ 到期应答复", "late or unanswered ÷ due"),
    RATIO, SOURCE, "answer_due", ratio(or_(_FINISHED_AT.is_(None), Day(_FINISHED_AT) > ANSWER_DUE)), where=is_complaint,
    good="down", min_n=30,
)  # fmt: skip
