"""两中心: what is bought online and tested, how much of it fails, and what follows."""

from sqlalchemy import and_, or_

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Maturity, indicator
from data_access.metrics.indicators.measures import count, ratio, total
from data_access.metrics.indicators.units import BATCHES, CASES, COMMANDS, LISTINGS, RATIO
from data_access.metrics.sources import SAMPLING as SOURCE
from data_access.metrics.sources import TAKEDOWNS, among
from data_access.store.schema import sampling, takedown

_batch, _order = sampling.c, takedown.c
_IS_SUPERVISED, _IS_RISK = among(_batch.kind, ["supervised"]), among(_batch.kind, ["risk"])
_FAILS = _batch.is_unqualified.is_(True)

_IS_TESTED = and_(_IS_SUPERVISED, _batch.tested_at.is_not(None))
#: Months from the shop to the report of the laboratory, and as many again to a decision to file.
_TESTING = Maturity(60, (_batch.tested_at,), (_batch.is_unqualified,))
_FILING = Maturity(120, (_batch.tested_at, _batch.case_at), (_batch.is_unqualified,))
_COHORT = Text("按买样时间归期，看其后到达的环节", "by day bought, whatever stage it reached later")

sampling_batches = indicator(
    "sampling_batches",
    Text("监督抽查批次", "Batches sampled"),
    Text("期内网络监督抽查买样的批次，含未检验的。", "Batches bought for supervised sampling within the period, tested or not."),
    Text("按买样时间计数", "count by day bought"),
    BATCHES, SOURCE, "bought", count(), where=_IS_SUPERVISED, system="goods_quality_centre",
)  # fmt: skip
risk_batches = indicator(
    "risk_batches",
    Text("风险监测批次", "Batches monitored"),
    Text("期内产品质量风险监测买样的批次，含未检验的。", "Batches bought for risk monitoring within the period, tested or not."),
    Text("按买样时间计数", "count by day bought"),
    BATCHES, SOURCE, "bought", count(), where=_IS_RISK, system="risk_disposal_centre",
)  # fmt: skip
tested_batches = indicator(
    "tested_batches",
    Text("检验批次", "Batches tested"),
    Text("期内完成检验的批次；无证照、无厂名、涉嫌假冒的样品不检验，另行查处。",
         "Batches tested within the period; samples without licence or maker, or suspected fakes, are not tested but pursued."),
    Text("按检验完成时间计数", "count by day tested"),
    BATCHES, SOURCE, "tested", count(), system="goods_quality_centre",
)  # fmt: skip
unqualified_batches = indicator(
    "unqualified_batches",
    Text("不合格批次", "Batches that failed"),
    Text("期内检验不合格的批次。", "Batches that failed their test within the period."),
    Text("检验不合格的批次数", "count of failed batches by day tested"),
    BATCHES, SOURCE, "tested", count(), where=_FAILS, good="down", system="goods_quality_centre",
)  # fmt: skip
unqualified_rate = indicator(
    "unqualified_rate",
    Text("不合格发现率", "Failure rate"),
    Text("期内检验的批次中不合格的比例，附Wilson 95%置信区间；分母是检验批次而非买样批次。抽检按风险选样，各计划之间不可直接相比。",
         "Of the batches tested in the period, the share that failed, with its Wilson 95% interval; over batches tested, not "
         "bought. Samples are aimed at risks: plans are not comparable with each other."),
    Text("不合格批次 ÷ 检验批次", "failed ÷ tested"),
    RATIO, SOURCE, "tested", ratio(_FAILS), good="down", min_n=30, system="goods_quality_centre", has_interval=True,
    blind=("test_item", "untested_reason", "risk_level"),
    basis=Text("公开通报的网络抽检口径", "as published reports of online sampling count it"),
)  # fmt: skip
problem_share = indicator(
    "problem_share",
    Text("问题样品占比", "Problem samples"),
    Text("期内有结果的买样批次（检验完成，或买样后因无证照、无厂名厂址、涉嫌假冒而未检验）中，不合格或未检验的比例；仍在检验的不计。",
         "Of the batches with an outcome in the period (tested, or bought and not tested for want of licence or maker, or as "
         "suspected fakes), the share that failed or could not be tested; those still being tested do not count."),
    Text("（不合格＋问题未检）÷ 有结果的批次", "(failed + untested for a reason) ÷ with an outcome"),
    RATIO, SOURCE, "outcome", ratio(or_(_FAILS, _batch.untested_reason.is_not(None))),
    where=or_(_batch.tested_at.is_not(None), _batch.untested_reason.is_not(None)), good="down", min_n=30,
    system="goods_quality_centre", blind=("test_item", "untested_reason", "risk_level"),
)  # fmt: skip
bought_tested = indicator(
    "bought_tested",
    Text("其中已检验", "Of these, tested"),
    Text("期内监督抽查买样的批次中已检验的。", "Of the batches bought for supervised sampling in the period, those tested."),
    _COHORT, BATCHES, SOURCE, "bought", count(), where=_IS_TESTED, system="goods_quality_centre",
    matures=_TESTING,
)  # fmt: skip
bought_failed = indicator(
    "bought_failed",
    Text("其中不合格", "Of these, failed"),
    Text("期内监督抽查买样的批次中检验不合格的。", "Of the batches bought for supervised sampling in the period, those that failed their test."),
    _COHORT, BATCHES, SOURCE, "bought", count(), where=and_(_IS_TESTED, _FAILS), good="down", system="goods_quality_centre",
    matures=_TESTING,
)  # fmt: skip
bought_filed = indicator(
    "bought_filed",
    Text("其中立案", "Of these, filed"),
    Text("期内监督抽查买样的批次中检验不合格、已立案查处的。",
         "Of the batches bought for supervised sampling in the period, those that failed and for which a case was filed."),
    _COHORT, BATCHES, SOURCE, "bought", count(), where=and_(_IS_TESTED, _FAILS, _batch.case_at.is_not(None)),
    system="goods_quality_centre", matures=_FILING,
)  # fmt: skip
untested_batches = indicator(
    "untested_batches",
    Text("问题未检样品", "Samples not tested"),
    Text("期内买样、因无证照、无厂名厂址或涉嫌假冒而未检验的批次。", "Batches bought in the period and not tested for one of the reasons."),
    Text("有未检验原因的批次数", "count with a reason"),
    BATCHES, SOURCE, "bought", count(), where=_batch.untested_reason.is_not(None), good="down",
    system="goods_quality_centre",
)  # fmt: skip
safety_share = indicator(
    "safety_share",
    Text("安全项目占比", "Safety items"),
    Text("期内不合格批次中，安全项目不合格的比例。", "Of the batches that failed, the share that failed on safety."),
    Text("安全项目不合格 ÷ 不合格批次", "failed on safety ÷ failed"),
    RATIO, SOURCE, "tested", ratio(_batch.is_safety.is_(True)), where=_FAILS, good="down", min_n=30,
    system="goods_quality_centre",
)  # fmt: skip
follow_up_rate = indicator(
    "follow_up_rate",
    Text("后处理完成率", "Follow-up completed"),
    Text("后处理期限落在期内的不合格批次中，已完成后处理的比例；到期未完成计为未完成。",
         "Of the failed batches whose follow-up was due in the period, the share followed up."),
    Text("已后处理 ÷ 到期应后处理", "followed up ÷ due"),
    RATIO, SOURCE, "follow_up_due", ratio(_batch.followed_up_at.is_not(None)), good="up", min_n=30, target=1.0,
    system="goods_quality_centre",
    matures=Maturity(60, (_batch.followed_up_at,)),
)  # fmt: skip
sampling_cases = indicator(
    "sampling_cases",
    Text("抽检不合格立案", "Cases from sampling"),
    Text("期内就抽检不合格产品查处立案的批次，一批次一案。", "Failed batches for which a case was filed within the period, one case a batch."),
    Text("按立案时间计数", "count by day filed"),
    CASES, SOURCE, "case", count(), system="goods_quality_centre",
)  # fmt: skip
batches_taken_down = indicator(
    "batches_taken_down",
    Text("下架不合格批次", "Failed batches taken down"),
    Text("期内检验不合格的批次中，平台已按指令下架的；买样后已自行下架的不计。",
         "Of the batches that failed their test within the period, those taken down by order; those off sale already are not counted."),
    Text("检验不合格、有下架时间的批次数", "count of failed batches with a day of takedown, by day tested"),
    BATCHES, SOURCE, "tested", count(), where=and_(_FAILS, _batch.taken_down_at.is_not(None)), good="up",
    system="risk_disposal_centre", matures=Maturity(30, (_batch.taken_down_at,)),
)  # fmt: skip
takedown_orders = indicator(
    "takedown_orders",
    Text("下架指令", "Takedown orders"),
    Text("期内向平台下达的下架指令，抽检、违法行为监测、案件和知识产权各来源合计。", "Orders to platforms to take listings down, from all sources."),
    Text("按下达时间计数", "count by day issued"),
    COMMANDS, TAKEDOWNS, "created", count(), system="risk_disposal_centre",
)  # fmt: skip
listings_down = indicator(
    "listings_down",
    Text("下架商品链接", "Listings taken down"),
    Text("期内平台完成下架的商品链接数，各来源合计。", "Listings taken down within the period, from all sources."),
    Text("Σ 已完成指令的商品链接", "sum of listings of completed orders"),
    LISTINGS, TAKEDOWNS, "done", total(_order.listings), system="risk_disposal_centre",
)  # fmt: skip
takedown_on_time = indicator(
    "takedown_on_time",
    Text("下架及时率", "Takedown on time"),
    Text("期限落在期内的下架指令中，按期完成的比例；到期未完成计为未按期。期限为下达后24小时（演示口径）。",
         "Of the orders due in the period, the share done in time, open ones counting as late; the limit is 24 hours (the demo's)."),
    Text("按期完成 ÷ 到期指令", "done in time ÷ due"),
    RATIO, TAKEDOWNS, "due", ratio(and_(_order.done_at.is_not(None), _order.done_at <= _order.due_at)), good="up",
    min_n=30, target=1.0, system="risk_disposal_centre",
)  # fmt: skip
