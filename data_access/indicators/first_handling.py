"""红旗渠 and 先行处置: complaints that the platform handles first, and how fast it settles them."""

from sqlalchemy import and_, case, func

from data_access.engines import DaysBetween
from data_access.indicators.base import DAYS, ITEMS, RATIO, Measure, count, indicator, ratio
from data_access.indicators.governance import is_complaint
from data_access.schema import complaint_report
from data_access.sources import ITEMS as SOURCE
from data_access.text import Text

_item = complaint_report.c
_ON_CANAL = _item.route == "red_flag_canal"
_FINISHED_AT = func.coalesce(_item.settled_at, _item.returned_at)

canal_items = indicator(
    "canal_items",
    Text("红旗渠办理量", "Items on the Red Flag Canal"),
    Text("期内登记、以红旗渠为主路径的投诉举报件数。", "Items registered in the period whose main route is the Red Flag Canal."),
    Text("路径为红旗渠的件数", "count of items on that route"),
    ITEMS, SOURCE, "created", count(), where=_ON_CANAL, system="red_flag_canal", blind=("route",),
)  # fmt: skip
canal_days = indicator(
    "canal_days",
    Text("红旗渠平均天数", "Mean days on the canal"),
    Text("期内完结的红旗渠件从平台接收到和解或退回的平均自然日。",
         "Mean calendar days from the platform's receipt to settlement or return, by the day it finished."),
    Text("Σ(和解或退回 − 平台接收) ÷ 件数", "mean of settled or returned − received"),
    DAYS, SOURCE, "finished",
    Measure(func.avg(DaysBetween(_item.platform_received_at, _FINISHED_AT)),
            func.count(DaysBetween(_item.platform_received_at, _FINISHED_AT))),
    where=_ON_CANAL, good="down", min_n=30, target=7, system="red_flag_canal", blind=("route",),
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
first_handling_rate = indicator(
    "first_handling_rate",
    Text("先行处置率", "First-handling rate"),
    Text("期内登记的投诉中先转平台处置的比例。", "Of the complaints registered in the period, the share sent to the platform first."),
    Text("转平台投诉 ÷ 投诉", "sent first ÷ complaints"),
    RATIO, SOURCE, "created", ratio(_item.platform_received_at.is_not(None)), where=is_complaint, good="up", min_n=30,
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
            func.count(case((_item.platform_received_at.is_not(None), 1)))),
    where=and_(is_complaint, _item.platform_received_at.is_not(None)), good="down", min_n=30, target=7,
)  # fmt: skip
