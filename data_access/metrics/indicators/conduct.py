"""平台自行处置: measures against sellers, whether they are published, and how appeals end and how soon.

Legal source: 电子商务法 art. 36; 直播电商监督管理办法 (Order 117, from 2026-02-01) art. 12, 14. The law asks for an answer without delay and
gives no number of days, so that a late answer is one after the day that the platform's own rules promise.
"""

from sqlalchemy import or_

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Maturity, Per, indicator
from data_access.metrics.indicators.measures import count, mean_days, quantile_days, ratio
from data_access.metrics.indicators.units import DAYS, ITEMS, RATIO
from data_access.metrics.sources import MODERATION_ACTS, MODERATION_APPEALS
from data_access.store.engines import Day
from data_access.store.schema import moderation_act, moderation_appeal

SYSTEM = "platform_conduct"
_act, _appeal = moderation_act.c, moderation_appeal.c
_ANSWERING, _RESULT = (_appeal.filed_at, _appeal.answered_at), ("appeal_result",)
_ART_36 = Text(
    "《电子商务法》第三十六条：处理措施应当及时公示",
    "E-commerce Law, art. 36: measures are published without delay",
)
_APPEALS = Text(
    "《直播电商监督管理办法》（令第117号，2026-02-01施行）第十二、十四条：应有救济途径，对申诉复核并及时告知结果，未规定天数；期限为平台自己的规则所承诺",
    "Order 117 (in force 2026-02-01), art. 12 and 14: a way to appeal, a review, an answer without delay, in no number of days; the limit is "
    "the one that the platform's own rules promise",
)

moderation_acts = indicator(
    "moderation_acts",
    Text("平台自行处置", "Platforms' measures"),
    Text("期内平台依自己的规则对平台内经营者采取的处置措施，一项一条。", "Measures that platforms took against sellers by their own rules, one row each."),
    Text("按作出时间计数", "count by time decided"),
    ITEMS, MODERATION_ACTS, "decided", count(), basis=_ART_36, system=SYSTEM,
)  # fmt: skip
moderation_published = indicator(
    "moderation_published",
    Text("处置公示率", "Measures published"),
    Text("期内作出的平台处置中已经公示的比例。", "Of the measures decided within the period, the share that was published."),
    Text("已公示 ÷ 平台处置", "published ÷ measures"),
    RATIO, MODERATION_ACTS, "decided", ratio(_act.published_on.is_not(None)), good="up", min_n=30, target=1.0, basis=_ART_36,
    system=SYSTEM, matures=Maturity(7, (_act.published_on,)),
)  # fmt: skip
moderation_told = indicator(
    "moderation_told",
    Text("处置告知率", "Measures with grounds told"),
    Text("期内作出的平台处置中已将事实、理由和依据告知经营者的比例。", "Of the measures decided within the period, the share whose grounds were told to the seller."),
    Text("已告知 ÷ 平台处置", "told ÷ measures"),
    RATIO, MODERATION_ACTS, "decided", ratio(_act.told_at.is_not(None)), good="up", min_n=30, basis=_APPEALS, system=SYSTEM,
    matures=Maturity(3, (_act.told_at,)),
)  # fmt: skip
moderation_appeals = indicator(
    "moderation_appeals",
    Text("处置申诉", "Appeals"),
    Text("期内经营者对平台处置提出的申诉。", "Appeals of sellers against measures of platforms filed within the period."),
    Text("按提出时间计数", "count by time filed"),
    ITEMS, MODERATION_APPEALS, "filed", count(), basis=_APPEALS, system=SYSTEM,
)  # fmt: skip
appeal_rate = indicator(
    "appeal_rate",
    Text("申诉率", "Appeals per measure"),
    Text("期内提出的申诉与期内作出的平台处置之比；申诉可能针对更早的处置。", "Appeals filed for every measure decided in the period; an appeal may be against an earlier one."),
    Text("申诉 ÷ 平台处置", "appeals ÷ measures"),
    RATIO, MODERATION_APPEALS, "filed", Per(moderation_appeals, moderation_acts), min_n=30, basis=_APPEALS, system=SYSTEM,
)  # fmt: skip
appeals_upheld = indicator(
    "appeals_upheld",
    Text("申诉成立率", "Appeals upheld"),
    Text("期内答复的申诉中，平台撤销或减轻处置的比例；撤回的申诉不计。",
         "Of the appeals answered within the period, the share after which the platform lifted or reduced its measure; those withdrawn are "
         "not counted."),
    Text("（撤销 + 减轻）÷ 已答复", "(lifted + reduced) ÷ answered"),
    RATIO, MODERATION_APPEALS, "answered",
    ratio(_appeal.result.in_(("lifted", "reduced")), _appeal.result != "withdrawn"), min_n=30, basis=_APPEALS, system=SYSTEM,
    blind=_RESULT,
)  # fmt: skip
appeal_days = indicator(
    "appeal_days",
    Text("申诉答复天数", "Days to answer an appeal"),
    Text("期内答复的申诉从提出到答复的平均自然日。", "Mean calendar days from filing to answer, of the appeals answered within the period."),
    Text("Σ(答复 − 提出) ÷ 件数", "mean of answered − filed"),
    DAYS, MODERATION_APPEALS, "answered", mean_days(*_ANSWERING), good="down", min_n=30, basis=_APPEALS, system=SYSTEM,
)  # fmt: skip
appeal_days_p90 = indicator(
    "appeal_days_p90",
    Text("P90申诉答复天数", "P90 days to answer an appeal"),
    Text("期内答复的申诉从提出到答复的自然日的分位数。", "Quantile of the calendar days from filing to answer."),
    Text("90% 的申诉不超过的天数", "the days that 90% of the appeals do not exceed"),
    DAYS, MODERATION_APPEALS, "answered", quantile_days(0.9, *_ANSWERING), good="down", min_n=30, basis=_APPEALS, system=SYSTEM,
)  # fmt: skip
appeals_on_time = indicator(
    "appeals_on_time",
    Text("申诉按期答复率", "Appeals answered in time"),
    Text("承诺答复期限落在期内的申诉中按期答复的比例；未答复计为未按期。",
         "Of the appeals whose promised day falls in the period, the share answered by then; those without an answer count as late."),
    Text("按期答复 ÷ 到期申诉", "answered in time ÷ due"),
    RATIO, MODERATION_APPEALS, "due", ratio(Day(_appeal.answered_at) <= _appeal.answer_due), good="up", min_n=30, target=1.0,
    basis=_APPEALS, system=SYSTEM,
)  # fmt: skip
appeals_late = indicator(
    "appeals_late",
    Text("逾期答复的申诉", "Appeals answered late"),
    Text("承诺答复期限落在期内、逾期答复或仍未答复的申诉。", "Appeals whose promised day falls in the period and that were answered after it, or not at all."),
    Text("逾期或未答复的申诉数", "count answered late or not at all"),
    ITEMS, MODERATION_APPEALS, "due", count(), where=or_(_appeal.answered_at.is_(None), Day(_appeal.answered_at) > _appeal.answer_due),
    good="down", basis=_APPEALS, system=SYSTEM, blind=_RESULT,
)  # fmt: skip
appeals_open = indicator(
    "appeals_open",
    Text("待答复申诉", "Appeals without an answer"),
    Text("期末已提出而平台未答复的申诉，无论何时提出。", "Appeals filed and not answered at the end of the period, whenever filed."),
    Text("期末未答复的申诉数", "count of appeals without an answer"),
    ITEMS, MODERATION_APPEALS, "open", count(), good="down", basis=_APPEALS, system=SYSTEM, blind=_RESULT,
)  # fmt: skip
appeals_overdue = indicator(
    "appeals_overdue",
    Text("逾期未答复申诉", "Appeals past their limit"),
    Text("期末已过承诺答复期限、平台仍未答复的申诉。", "Appeals whose promised day is over at the end of the period and that are not answered."),
    Text("期末逾期未答复的申诉数", "count past their limit without an answer"),
    ITEMS, MODERATION_APPEALS, "overdue", count(), good="down", basis=_APPEALS, system=SYSTEM, blind=_RESULT,
)  # fmt: skip
