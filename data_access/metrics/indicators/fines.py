"""Fines and confiscations from decision to payment: what is due, what came in, and who still owes."""

from sqlalchemy import func, or_

from data_access.domain.text import Text
from data_access.metrics.indicators.base import indicator
from data_access.metrics.indicators.measures import count, total
from data_access.metrics.indicators.units import CASES as CASE_UNIT
from data_access.metrics.indicators.units import YUAN
from data_access.metrics.sources import CASES
from data_access.store.schema import enforcement_case

_case = enforcement_case.c
_AMOUNT = func.coalesce(_case.fine, 0) + func.coalesce(_case.confiscated, 0)
_LIMIT = Text(
    "《行政处罚法》第六十七条：自收到行政处罚决定书之日起15日内缴纳",
    "Administrative Penalty Law, art. 67: within 15 days of receiving the decision",
)

penalties_due = indicator(
    "penalties_due",
    Text("到期应缴罚没款", "Penalties due"),
    Text("缴款期限落在期内的罚款与没收金额；不作为考核目标。", "Fines and confiscations whose limit of payment falls in the period; never a target."),
    Text("罚款 + 没收 合计", "sum of fines and confiscations"),
    YUAN, CASES, "payment_due", total(_AMOUNT), where=_AMOUNT > 0, system="law_enforcement", basis=_LIMIT,
)  # fmt: skip
penalties_received = indicator(
    "penalties_received",
    Text("到期已缴罚没款", "Penalties received"),
    Text("缴款期限落在期内的罚没款中，截至数据日已缴的金额。", "Of the penalties due in the period, the amount paid by the day of the data."),
    Text("已缴金额合计", "sum of what was paid"),
    YUAN, CASES, "payment_due", total(func.coalesce(_case.paid, 0)), where=_AMOUNT > 0, system="law_enforcement",
)  # fmt: skip
penalties_unpaid = indicator(
    "penalties_unpaid",
    Text("逾期未缴", "Unpaid past the limit"),
    Text("期末缴款期限已到仍未缴清罚没款的案件。", "Cases whose penalty was not paid in full by the end of the period, though its limit had come."),
    Text("期末逾期未缴清的件数", "count past the limit and not paid in full"),
    CASE_UNIT, CASES, "unpaid", count(),
    where=(_AMOUNT > 0) & or_(_case.paid_at.is_not(None), func.coalesce(_case.paid, 0) < _AMOUNT), good="down",
    system="law_enforcement", basis=_LIMIT,
)  # fmt: skip
