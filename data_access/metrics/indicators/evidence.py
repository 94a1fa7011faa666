"""Electronic evidence: how much is kept, and whether the chain holds."""

from data_access.domain.text import Text
from data_access.metrics.indicators.base import indicator
from data_access.metrics.indicators.measures import count, ratio
from data_access.metrics.indicators.units import ITEMS, RATIO
from data_access.metrics.sources import EVIDENCE as SOURCE
from data_access.store.schema import evidence_check

_OK = evidence_check.c.verified_ok
_RULES = Text(
    "《市场监督管理行政执法电子数据取证暂行规定》",
    "Interim Provisions on Electronic Evidence in Market Supervision",
)

evidence_kept = indicator(
    "evidence_kept",
    Text("固定电子证据", "Evidence kept"),
    Text("期内取证并上链的电子证据件数。", "Objects of electronic evidence captured and chained within the period."),
    Text("按取证时间计数", "count by day captured"),
    ITEMS, SOURCE, "captured", count(), system="fair_online", basis=_RULES,
)  # fmt: skip
evidence_verified_rate = indicator(
    "evidence_verified_rate",
    Text("证据链校验通过率", "Chain verified"),
    Text("期内取证的证据中，重算散列与前后衔接均相符的比例；每次装载后重算整条链，低于100%即红色告警。",
         "Of the evidence captured in the period, the share whose hash and link hold when the whole chain is recomputed after "
         "each load; anything below 100% is a red alert."),
    Text("校验通过 ÷ 已校验", "holding ÷ recomputed"),
    RATIO, SOURCE, "captured", ratio(_OK.is_(True), _OK.is_not(None)), good="up", min_n=1, target=1.0,
    system="fair_online", basis=_RULES, is_alarm=True,
)  # fmt: skip
evidence_broken = indicator(
    "evidence_broken",
    Text("证据链断裂", "Broken evidence"),
    Text("期内取证的证据中校验不通过的件数；有一件即红色告警。", "Objects captured in the period that fail verification; one is a red alert."),
    Text("校验不通过的件数", "count of failures"),
    ITEMS, SOURCE, "captured", count(_OK.is_(False)), good="down", target=0, system="fair_online",
    basis=_RULES, is_alarm=True,
)  # fmt: skip
