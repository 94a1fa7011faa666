"""执法: case sources, cases filed and decided, fines, and whether limits were kept."""

from sqlalchemy import and_, func

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Maturity, indicator
from data_access.metrics.indicators.measures import (
    count,
    mean_days,
    not_additive,
    ratio,
    share_of_amounts,
    total,
)
from data_access.metrics.indicators.units import CASES as CASE_UNIT
from data_access.metrics.indicators.units import DAYS, RATIO, YUAN
from data_access.metrics.sources import CASES, STAGES
from data_access.store.engines import Day
from data_access.store.schema import enforcement_case

_case = enforcement_case.c
_AMOUNT = func.coalesce(_case.fine, 0) + func.coalesce(_case.confiscated, 0)
_LIMIT = Text(
    "《行政处罚法》第六十条：立案之日起90日内", "Administrative Penalty Law, art. 60: 90 days from filing"
)

case_sources = indicator(
    "case_sources",
    Text("案源数", "Case sources"),
    Text("期内登记办理的案源数；与作出决定的案件数不同。",
         "Case sources registered within the period; not the cases decided."),
    Text("按案源登记时间计数", "count by day of registration"),
    CASE_UNIT, CASES, "source", count(),
)  # fmt: skip
cases_filed = indicator(
    "cases_filed",
    Text("立案数", "Cases filed"),
    Text("期内立案的案件数。", "Cases filed within the period."),
    Text("按立案时间计数", "count by day of filing"),
    CASE_UNIT, CASES, "filed", count(),
)  # fmt: skip
cases_decided = indicator(
    "cases_decided",
    Text("查办案件数", "Cases decided"),
    Text("期内作出处理决定的立案案件数；与登记办理的案源数不同。",
         "Filed cases decided within the period; not the sources registered."),
    Text("按决定时间计数", "count by day of decision"),
    CASE_UNIT, CASES, "decided", count(),
)  # fmt: skip
cases_open = indicator(
    "cases_open",
    Text("在办案件", "Open cases"),
    Text("期末在办的案件，按当前环节。", "Cases in each stage at the end of the period."),
    Text("期末处于各环节的案件计数", "count of cases by the stage they stand in"),
    CASE_UNIT, STAGES, "open", count(),
)  # fmt: skip
stages_entered = indicator(
    "stages_entered",
    Text("案件环节", "Cases by stage"),
    Text("期内进入各办案环节的案件数；同一案件在经过的每个环节各计一次，环节之间不相加。",
         "Cases that entered each stage within the period. A case counts in each stage that it passes: stages are not added up."),
    Text("按进入环节时间计数", "count by day of entering a stage"),
    CASE_UNIT, STAGES, "entered", not_additive(count()),
)  # fmt: skip
filing_rate = indicator(
    "filing_rate",
    Text("案源立案率", "Filing rate"),
    Text("期内登记的案源中已立案的比例。", "Of the sources registered in the period, the share that was filed."),
    Text("立案 ÷ 案源", "filed ÷ sources"),
    RATIO, CASES, "source", ratio(_case.filed_at.is_not(None)), min_n=30,
    matures=Maturity(45, (_case.filed_at,)),
)  # fmt: skip
decision_on_time = indicator(
    "decision_on_time",
    Text("办案按期率", "Decisions on time"),
    Text("决定期限落在期内的案件中，90日内作出决定的比例；到期未决定计为未按期。",
         "Of the cases whose limit falls in the period, the share decided within 90 days."),
    Text("按期决定 ÷ 到期应决定", "decided in time ÷ due"),
    RATIO, CASES, "decision_due", ratio(Day(_case.decided_at) <= _case.decision_due), good="up", min_n=30,
    target=1.0, basis=_LIMIT,
)  # fmt: skip
case_days = indicator(
    "case_days",
    Text("平均办案周期", "Mean case duration"),
    Text("期内结案的案件从立案到结案的平均自然日。", "Mean calendar days from filing to closure."),
    Text("Σ(结案 − 立案) ÷ 结案数", "mean of closed − filed"),
    DAYS, CASES, "closed", mean_days(_case.filed_at, _case.closed_at), where=_case.filed_at.is_not(None), good="down",
    min_n=30,
)  # fmt: skip
penalties = indicator(
    "penalties",
    Text("罚没款", "Fines and confiscations"),
    Text("期内处罚决定的罚款与没收金额；不作为考核目标。", "Fines and confiscations decided in the period; never a target."),
    Text("罚款 + 没收 合计", "sum of fines and confiscations"),
    YUAN, CASES, "decided", total(_AMOUNT),
)  # fmt: skip
penalties_paid = indicator(
    "penalties_paid",
    Text("罚没到位率", "Penalties paid"),
    Text("缴款期限落在期内的罚没款中已缴金额的比例；n 为有应缴款的案件数。",
         "Of the penalties due in the period, the share of the amount that was paid; n counts the cases with something to pay."),
    Text("已缴金额 ÷ 应缴金额", "paid ÷ due"),
    RATIO, CASES, "payment_due", share_of_amounts(func.coalesce(_case.paid, 0), _AMOUNT), good="up",
    min_n=30, target=1.0,
    matures=Maturity(90),
)  # fmt: skip
publication_on_time = indicator(
    "publication_on_time",
    Text("处罚公示按时率", "Publication on time"),
    Text("公示期限落在期内的处罚中，决定之日起20个工作日内公示的比例。",
         "Of the penalties whose limit falls in the period, the share published within 20 working days."),
    Text("按时公示 ÷ 到期应公示", "published in time ÷ due"),
    RATIO, CASES, "publish_due", ratio(Day(_case.published_at) <= _case.publish_due), good="up", min_n=30,
    target=1.0,
    basis=Text("《市场监督管理行政处罚信息公示规定》第九条", "Provisions on the Publication of Penalties, art. 9"),
)  # fmt: skip
minor_share = indicator(
    "minor_share",
    Text("轻微占比", "Minor cases"),
    Text("期内决定的案件中轻微或责令改正的比例。", "Of the cases decided in the period, the share that was minor or corrected."),
    Text("轻微或责令改正 ÷ 决定案件", "minor or corrected ÷ decided"),
    RATIO, CASES, "decided", ratio(_case.is_minor, and_(_case.is_minor.is_not(None))), min_n=30,
)  # fmt: skip
