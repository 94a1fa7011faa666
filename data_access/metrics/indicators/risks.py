"""The way of a product risk: retests of what failed, judgement, disposal, and whether it comes back on sale."""

from sqlalchemy import and_

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Maturity, indicator
from data_access.metrics.indicators.measures import count, mean_days, ratio
from data_access.metrics.indicators.units import BATCHES, COMMANDS, DAYS, RATIO
from data_access.metrics.sources import SAMPLING, TAKEDOWNS, among
from data_access.store.schema import sampling, takedown

_batch, _order = sampling.c, takedown.c
_IS_RISK = among(_batch.kind, ["risk"])
#: Each step is within the one before, in the order of the way of a risk.
_FAILS = and_(_IS_RISK, _batch.is_unqualified.is_(True))
_JUDGED = and_(_FAILS, _batch.judged_at.is_not(None))
_DISPOSED = and_(_JUDGED, _batch.taken_down_at.is_not(None))
_RECHECKED = and_(_DISPOSED, _batch.rechecked_at.is_not(None))
_COHORT = Text("按买样时间归期，看其后到达的环节", "by day bought, whatever stage it reached later")

retests_asked = indicator(
    "retests_asked",
    Text("提出复检", "Retests asked for"),
    Text("期内对检验结果提出异议、要求复检的批次。", "Batches whose result was disputed and a retest asked for within the period."),
    Text("按提出复检时间计数", "count by day asked for"),
    BATCHES, SAMPLING, "retest_asked", count(), system="goods_quality_centre",
)  # fmt: skip
retests_open = indicator(
    "retests_open",
    Text("复检未完成", "Retests under way"),
    Text("期末已提出而未完成的复检。", "Retests asked for and not finished at the end of the period."),
    Text("期末未完成的复检批次", "count of retests without a result"),
    BATCHES, SAMPLING, "retest_open", count(), good="down", system="goods_quality_centre",
)  # fmt: skip
retest_passed_rate = indicator(
    "retest_passed_rate",
    Text("复检改判率", "Retests that passed"),
    Text("期内完成的复检中复检合格的比例。", "Of the retests finished in the period, the share that passed."),
    Text("复检合格 ÷ 完成的复检", "passed ÷ retested"),
    RATIO, SAMPLING, "retested", ratio(among(_batch.retest, ["overturned"])), min_n=30, system="goods_quality_centre", has_interval=True,
)  # fmt: skip
retest_days = indicator(
    "retest_days",
    Text("复检天数", "Days of a retest"),
    Text("期内完成的复检从提出到完成的平均自然日。", "Mean calendar days from asking to the result, of the retests finished in the period."),
    Text("Σ(完成 − 提出) ÷ 批次", "mean of retested − asked"),
    DAYS, SAMPLING, "retested", mean_days(_batch.retest_asked_at, _batch.retested_at), good="down", min_n=30,
    system="goods_quality_centre",
)  # fmt: skip
risks_judged = indicator(
    "risks_judged",
    Text("风险研判", "Risks judged"),
    Text("期内完成研判、定出风险等级的批次。", "Batches that were judged and given a level of risk within the period."),
    Text("按研判完成时间计数", "count by day judged"),
    BATCHES, SAMPLING, "judged", count(), system="risk_disposal_centre",
)  # fmt: skip
judging_days = indicator(
    "judging_days",
    Text("研判天数", "Days to judge"),
    Text("期内完成研判的批次从检验完成到研判完成的平均自然日。", "Mean calendar days from the test to the judgement, of those judged in the period."),
    Text("Σ(研判 − 检验) ÷ 批次", "mean of judged − tested"),
    DAYS, SAMPLING, "judged", mean_days(_batch.tested_at, _batch.judged_at), good="down", min_n=30, system="risk_disposal_centre",
)  # fmt: skip
risks_unjudged = indicator(
    "risks_unjudged",
    Text("待研判", "Not judged yet"),
    Text("期末检验不合格而未研判的风险监测批次。", "Batches of risk monitoring that failed and are not judged at the end of the period."),
    Text("期末未研判的不合格批次", "count of failed batches that are not judged"),
    BATCHES, SAMPLING, "unjudged", count(), where=_FAILS, good="down", system="risk_disposal_centre", blind=("risk_level",),
)  # fmt: skip
_CHAIN = Maturity(
    120,
    (_batch.tested_at, _batch.judged_at, _batch.taken_down_at, _batch.rechecked_at),
    (_batch.is_unqualified,),
)
risk_failed, risk_judged, risk_disposed, risk_rechecked = (
    indicator(
        f"risk_{step}",
        title,
        Text(f"期内风险监测买样的批次中{zh}的。", f"Of the batches bought for risk monitoring in the period, those {en}."),
        _COHORT, BATCHES, SAMPLING, "bought", count(), where=where, system="risk_disposal_centre", matures=_CHAIN,
    )
    for step, title, zh, en, where in (
        ("failed", Text("其中发现风险", "Of these, a risk found"), "检验不合格", "that failed their test", _FAILS),
        ("judged", Text("其中已研判", "Of these, judged"), "检验不合格、已研判", "that failed and were judged", _JUDGED),
        ("disposed", Text("其中已下架", "Of these, taken down"), "研判后已按指令下架", "judged and taken down by order", _DISPOSED),
        ("rechecked", Text("其中已复查", "Of these, checked again"), "下架后已复查", "checked again after they were taken down", _RECHECKED),
    )
)  # fmt: skip
takedowns_rechecked = indicator(
    "takedowns_rechecked",
    Text("下架复查", "Takedowns checked again"),
    Text("期内复查的下架指令。", "Orders whose listings were looked up again within the period."),
    Text("按复查时间计数", "count by day checked again"),
    COMMANDS, TAKEDOWNS, "rechecked", count(), system="risk_disposal_centre",
)  # fmt: skip
relisting_rate = indicator(
    "relisting_rate",
    Text("重新上架率", "On sale again"),
    Text("期内复查的下架指令中，发现商品重新上架的比例，附Wilson 95%置信区间。",
         "Of the orders checked again in the period, the share whose goods were found on sale again, with its Wilson 95% interval."),
    Text("发现重新上架 ÷ 已复查", "found on sale again ÷ checked again"),
    RATIO, TAKEDOWNS, "rechecked", ratio(_order.relisted_at.is_not(None)), good="down", min_n=30, system="risk_disposal_centre",
    has_interval=True,
)  # fmt: skip
relistings = indicator(
    "relistings",
    Text("重新上架", "Found on sale again"),
    Text("期内发现商品在下架后重新上架的指令。", "Orders whose goods were found on sale again within the period."),
    Text("按发现时间计数", "count by day found"),
    COMMANDS, TAKEDOWNS, "relisted", count(), good="down", system="risk_disposal_centre",
)  # fmt: skip
