"""监管宝 and 执法办案平台: what becomes of the sources, how long each stage takes, and how much is done online."""

from sqlalchemy import and_, func, literal_column, or_

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Indicator, Maturity, indicator
from data_access.metrics.indicators.measures import Measure, count, mean_days, quantile_days, ratio
from data_access.metrics.indicators.units import CASES as CASE_UNIT
from data_access.metrics.indicators.units import DAYS, RATIO, YUAN
from data_access.metrics.sources import CASES, STAGES, among
from data_access.store.engines import Day, Number, Quantile
from data_access.store.schema import case_stage, enforcement_case

_case, _stage = enforcement_case.c, case_stage.c
_KEY, _LAW = "online_casework", "law_enforcement"
_AMOUNT = func.coalesce(_case.fine, 0) + func.coalesce(_case.confiscated, 0)
_COHORT = Text(
    "按案源登记时间归期，看其后到达的环节",
    "by day of the source's registration, whatever stage it reached later",
)

sources_verified = indicator(
    "sources_verified",
    Text("已核查案源", "Sources verified"),
    Text("期内登记的案源中已完成核查的件数；已立案的即已核查。", "Of the sources registered in the period, those verified; what was filed was verified."),
    _COHORT, CASE_UNIT, CASES, "source", count(), where=or_(_case.verified_at.is_not(None), _case.filed_at.is_not(None)),
    system=_KEY,
    matures=Maturity(30, (_case.verified_at, _case.filed_at)),
)  # fmt: skip
sources_filed = indicator(
    "sources_filed",
    Text("已立案案源", "Sources filed"),
    Text("期内登记的案源中已立案的件数。", "Of the sources registered in the period, those filed."),
    _COHORT, CASE_UNIT, CASES, "source", count(), where=_case.filed_at.is_not(None), system=_KEY,
    matures=Maturity(45, (_case.filed_at,)),
)  # fmt: skip
sources_decided = indicator(
    "sources_decided",
    Text("已决定案源", "Sources decided"),
    Text("期内登记的案源中立案后已作出决定的件数。", "Of the sources registered in the period, those filed and decided."),
    _COHORT, CASE_UNIT, CASES, "source", count(), where=and_(_case.filed_at.is_not(None), _case.decided_at.is_not(None)),
    system=_KEY,
    matures=Maturity(150, (_case.filed_at, _case.decided_at)),
)  # fmt: skip
cases_closed = indicator(
    "cases_closed",
    Text("结案数", "Cases closed"),
    Text("期内办结的案源与案件，含不予立案、移送、责令改正和销案。",
         "Sources and cases closed within the period, including those not filed, transferred, corrected or dropped."),
    Text("按结案时间计数", "count by day of closure"),
    CASE_UNIT, CASES, "closed", count(), system=_LAW,
)  # fmt: skip
cases_corrected = indicator(
    "cases_corrected",
    Text("责令改正", "Ordered to correct"),
    Text("期内以责令改正办结的案源。", "Sources closed within the period with an order to correct."),
    Text("结案时间在期内、处理结果为责令改正的件数", "count of closures with that outcome"),
    CASE_UNIT, CASES, "closed", count(), where=among(_case.outcome, ["corrected"]), system=_KEY,
)  # fmt: skip
sources_open = indicator(
    "sources_open",
    Text("在办案源", "Sources under way"),
    Text("期末尚未办结的案源与案件；在办时长从登记之日起按自然日计，登记当日为第1天。",
         "Sources and cases not closed at the end of the period; the day of registration is the first."),
    Text("期末未办结的件数", "count not closed at the end"),
    CASE_UNIT, CASES, "open", count(), good="down", system=_KEY,
)  # fmt: skip
cases_overdue = indicator(
    "cases_overdue",
    Text("超期未决定", "Overdue for decision"),
    Text("期末已过90日决定期限、仍未决定也未销案或移送的案件。",
         "Cases past the limit of 90 days at the end of the period, neither decided nor dropped or transferred."),
    Text("期末超期的件数", "count overdue at the end"),
    CASE_UNIT, CASES, "overdue", count(), good="down", system=_KEY,
    basis=Text("《行政处罚法》第六十条", "Administrative Penalty Law, art. 60"),
)  # fmt: skip
source_verification_on_time = indicator(
    "source_verification_on_time",
    Text("案源核查按时率", "Sources verified on time"),
    Text("核查期限落在期内的案源中，15个工作日内完成核查的比例；到期未核查计为未按时。",
         "Of the sources whose limit falls in the period, the share verified within 15 working days."),
    Text("按时核查 ÷ 到期应核查", "verified in time ÷ due"),
    RATIO, CASES, "verify_due", ratio(Day(_case.verified_at) <= _case.verify_due), good="up", min_n=30, target=1.0,
    basis=Text("《市场监督管理行政处罚程序规定》第十八条", "Penalty Procedure Provisions, art. 18"), system=_KEY,
)  # fmt: skip
case_days_median = indicator(
    "case_days_median",
    Text("办案周期中位数", "Median case duration"),
    Text("期内结案的案件从立案到结案自然日的中位数。", "Median calendar days from filing to closure."),
    Text("结案 − 立案 的中位数", "median of closed − filed"),
    DAYS, CASES, "closed", quantile_days(0.5, _case.filed_at, _case.closed_at), where=_case.filed_at.is_not(None),
    good="down", min_n=30, system=_KEY,
)  # fmt: skip


def _case_days(percent: int) -> Indicator:
    """Return the case duration that so many of a hundred closed cases do not exceed."""
    return indicator(
        f"case_days_p{percent}",
        Text(f"办案周期P{percent}", f"Case duration, P{percent}"),
        Text(f"期内结案的案件中百分之{percent}不超过的自然日（立案至结案）。",
             f"Calendar days from filing to closure that {percent} in a hundred of the closed cases do not exceed."),
        Text(f"结案 − 立案 的第{percent}百分位", f"percentile {percent} of closed − filed"),
        DAYS, CASES, "closed", quantile_days(percent / 100, _case.filed_at, _case.closed_at),
        where=_case.filed_at.is_not(None), good="down", min_n=30, system=_KEY,
    )  # fmt: skip


case_days_p10, case_days_p25, case_days_p75, case_days_p90 = (
    _case_days(percent) for percent in (10, 25, 75, 90)
)
_FINED = and_(_AMOUNT > 0, _case.decided_at.is_not(None))
penalty_median = indicator(
    "penalty_median",
    Text("罚没中位数", "Median penalty"),
    Text("期内有罚没的处罚决定，其罚没金额的中位数；看同一案由裁量是否相近，不作为考核目标。",
         "Median of fines and confiscations of the decisions that have any: whether like is treated alike; never a target."),
    Text("罚款 + 没收 的中位数", "median of fine + confiscated"),
    YUAN, CASES, "decided", Measure(Quantile(literal_column("0.5"), Number(_AMOUNT)), func.count()), where=_FINED, min_n=5, system=_LAW,
)  # fmt: skip


def _penalty(percent: int) -> Indicator:
    """Return the penalty that so many of a hundred decisions with one do not exceed."""
    return indicator(
        f"penalty_p{percent}",
        Text(f"罚没P{percent}", f"Penalty, P{percent}"),
        Text(f"期内有罚没的处罚决定中，百分之{percent}不超过的罚没金额；不作为考核目标。",
             f"What {percent} in a hundred of the penalties do not exceed; never a target."),
        Text(f"罚款 + 没收 的第{percent}百分位", f"percentile {percent} of fine + confiscated"),
        YUAN, CASES, "decided", Measure(Quantile(literal_column(str(percent / 100)), Number(_AMOUNT)), func.count()),
        where=_FINED, min_n=5, system=_LAW,
    )  # fmt: skip


penalty_p10, penalty_p25, penalty_p75, penalty_p90 = (_penalty(percent) for percent in (10, 25, 75, 90))
educated_share = indicator(
    "educated_share",
    Text("轻微与教育整改占比", "Minor or put right"),
    Text("期内办结的案源与案件中，属轻微违法，或以责令改正、不予处罚（应当教育）办结的比例。",
         "Of what was closed in the period, the share that was minor, or ended with an order to correct or without penalty."),
    Text("轻微或教育整改 ÷ 办结", "minor or put right ÷ closed"),
    RATIO, CASES, "closed",
    ratio(or_(_case.is_minor, among(_case.outcome, ["corrected", "no_penalty"])), _case.is_minor.is_not(None)),
    min_n=30, system=_LAW, basis=Text("《行政处罚法》第三十三条", "Administrative Penalty Law, art. 33"),
)  # fmt: skip
case_online_share = indicator(
    "case_online_share",
    Text("全程在线率", "Online throughout"),
    Text("期内办结的案源与案件中，每个环节都在线办理的比例。", "Of what was closed in the period, the share with every stage online."),
    Text("全程在线 ÷ 办结", "online throughout ÷ closed"),
    RATIO, CASES, "closed", ratio(_case.is_online, _case.is_online.is_not(None)), good="up", min_n=30, system=_LAW,
)  # fmt: skip
stage_days = indicator(
    "stage_days",
    Text("环节平均天数", "Mean days in a stage"),
    Text("期内离开的环节从进入到离开的平均自然日。", "Mean calendar days from entering to leaving, by the day of leaving."),
    Text("Σ(离开 − 进入) ÷ 件数", "mean of left − entered"),
    DAYS, STAGES, "left", mean_days(_stage.entered_at, _stage.left_at), good="down", min_n=30, system=_LAW,
)  # fmt: skip
stage_online_share = indicator(
    "stage_online_share",
    Text("环节在线率", "Stages done online"),
    Text("期内进入的环节中在线办理的比例。", "Of the stages entered in the period, the share done online."),
    Text("在线环节 ÷ 环节", "online ÷ stages"),
    RATIO, STAGES, "entered", ratio(_stage.is_online, _stage.is_online.is_not(None)), good="up", min_n=30, system=_LAW,
)  # fmt: skip
served_online = indicator(
    "served_online",
    Text("电子送达率", "Served electronically"),
    Text("期内进入送达环节的案件中电子送达的比例。", "Of the decisions served in the period, the share served electronically."),
    Text("在线送达 ÷ 送达", "online ÷ served"),
    RATIO, STAGES, "entered", ratio(_stage.is_online, _stage.is_online.is_not(None)), where=among(_stage.stage, ["SERV"]),
    good="up", min_n=30, system=_LAW, blind=("stage",),
    basis=Text("《行政处罚法》第六十一条", "Administrative Penalty Law, art. 61"),
)  # fmt: skip
paid_online = indicator(
    "paid_online",
    Text("在线缴款率", "Paid online"),
    Text("期内进入执行环节的案件中在线缴纳罚没款的比例（统一公共支付平台）。",
         "Of the penalties that came to payment in the period, the share paid on the unified payment platform."),
    Text("在线缴款 ÷ 缴款", "online ÷ payments"),
    RATIO, STAGES, "entered", ratio(_stage.is_online, _stage.is_online.is_not(None)), where=among(_stage.stage, ["EXEC"]),
    good="up", min_n=30, system=_LAW, blind=("stage",),
)  # fmt: skip
