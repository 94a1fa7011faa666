"""云桥 as work: sellers whom the register does not know as submitted, and notices of violations with the platforms' answers."""

from data_access.domain.text import Text
from data_access.metrics.indicators.base import indicator
from data_access.metrics.indicators.measures import count, mean_days, quantile_days, ratio
from data_access.metrics.indicators.units import DAYS, ITEMS, RATIO, SHOPS
from data_access.metrics.sources import MISMATCHES, NOTICES
from data_access.store.engines import Day
from data_access.store.schema import identity_mismatch, violation_notice

SYSTEM = "red_shield_bridge"
_mismatch, _notice = identity_mismatch.c, violation_notice.c
_SETTLING, _ANSWERING = (_mismatch.found_at, _mismatch.settled_at), (_notice.sent_at, _notice.answered_at)

mismatches_found = indicator(
    "mismatches_found",
    Text("主体不符网店", "Shops that do not match"),
    Text("期内核验发现、报送主体与登记不符或查无登记的网店，一店一条。",
         "Shops found in the period whose submitted identity does not match the register or is not in it, one row each."),
    Text("按发现时间计数", "count by day found"),
    SHOPS, MISMATCHES, "found", count(), good="down", system=SYSTEM,
)  # fmt: skip
mismatches_open = indicator(
    "mismatches_open",
    Text("待处理主体不符", "Mismatches to be settled"),
    Text("期末已发现而未处理的主体不符网店，无论何时发现。", "Shops that do not match and are not settled at the end of the period, whenever found."),
    Text("期末未处理的条数", "count of mismatches that are not settled"),
    SHOPS, MISMATCHES, "open", count(), good="down", system=SYSTEM,
)  # fmt: skip
mismatch_days = indicator(
    "mismatch_days",
    Text("主体不符处理天数", "Days to settle a mismatch"),
    Text("期内处理的主体不符从发现到处理的平均自然日。", "Mean calendar days from finding to settlement, of the mismatches settled in the period."),
    Text("Σ(处理 − 发现) ÷ 件数", "mean of settled − found"),
    DAYS, MISMATCHES, "settled", mean_days(*_SETTLING), good="down", min_n=30, system=SYSTEM,
)  # fmt: skip
notices_sent = indicator(
    "notices_sent",
    Text("违法通报", "Notices of violations"),
    Text("期内向平台发出的网店违法通报。", "Notices of shops' violations sent to platforms within the period."),
    Text("按通报时间计数", "count by day sent"),
    ITEMS, NOTICES, "sent", count(), system=SYSTEM,
)  # fmt: skip
notice_days = indicator(
    "notice_days",
    Text("通报答复平均天数", "Mean days to answer a notice"),
    Text("期内答复的违法通报从通报到答复的平均自然日。", "Mean calendar days from the notice to its answer, of those answered in the period."),
    Text("Σ(答复 − 通报) ÷ 件数", "mean of answered − sent"),
    DAYS, NOTICES, "answered", mean_days(*_ANSWERING), good="down", min_n=30, system=SYSTEM,
)  # fmt: skip
notice_days_p90 = indicator(
    "notice_days_p90",
    Text("P90通报答复天数", "P90 days to answer a notice"),
    Text("期内答复的违法通报从通报到答复的自然日的分位数。", "Quantile of the calendar days from the notice to its answer."),
    Text("90% 的通报不超过的天数", "the days that 90% of the notices do not exceed"),
    DAYS, NOTICES, "answered", quantile_days(0.9, *_ANSWERING), good="down", min_n=30, system=SYSTEM,
)  # fmt: skip
notices_on_time = indicator(
    "notices_on_time",
    Text("通报按期答复率", "Notices answered in time"),
    Text("答复期限落在期内的违法通报中按期答复的比例；未答复计为未按期。期限是通报写明的。",
         "Of the notices whose limit falls in the period, the share answered by then; those without an answer count as late. The limit "
         "is the one that the notice sets."),
    Text("按期答复 ÷ 到期通报", "answered in time ÷ due"),
    RATIO, NOTICES, "due", ratio(Day(_notice.answered_at) <= _notice.due), good="up", min_n=30, system=SYSTEM,
)  # fmt: skip
notice_backlog = indicator(
    "notice_backlog",
    Text("待答复通报", "Notices without an answer"),
    Text("期末已发出而平台未答复的违法通报，无论何时发出。", "Notices sent and not answered at the end of the period, whenever sent."),
    Text("期末未答复的通报数", "count of notices without an answer"),
    ITEMS, NOTICES, "open", count(), good="down", system=SYSTEM,
)  # fmt: skip
notices_overdue = indicator(
    "notices_overdue",
    Text("逾期未答复通报", "Notices past their limit"),
    Text("期末已过答复期限、平台仍未答复的违法通报。", "Notices whose limit is over at the end of the period and that are not answered."),
    Text("期末逾期未答复的通报数", "count of notices past their limit without an answer"),
    ITEMS, NOTICES, "overdue", count(), good="down", system=SYSTEM,
)  # fmt: skip
