"""调解平台: how much is mediated, by whom, with what result, and whether people approve."""

from sqlalchemy import Float, and_, func

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Maturity, Per, PerDay, indicator
from data_access.metrics.indicators.measures import Measure, count, distinct, mean_days, ratio, total
from data_access.metrics.indicators.units import DAYS, ITEMS, RATIO, YUAN, Unit
from data_access.metrics.sources import MEDIATIONS, MEDIATORS, among
from data_access.store.engines import Number
from data_access.store.schema import mediation

_one = mediation.c
_KEY = "mediation"
PEOPLE = Unit("people", Text("人", "people"))
ROUNDS = Unit("rounds", Text("轮", "rounds"), decimals=2)
PER_WORKING_DAY = Unit("per_working_day", Text("件/工作日", "per working day"))
PER_MEDIATOR = Unit("per_mediator", Text("件/人", "each"), decimals=1)
_AGREED = among(_one.result, ["mediated"])

mediations = indicator(
    "mediations",
    Text("调解量", "Mediations"),
    Text("期内进入调解平台的投诉，含不予受理和撤回的；一件投诉计一次。",
         "Complaints that came to the mediation platform in the period, refused and withdrawn ones included; each counts once."),
    Text("按进入平台时间计数", "count by day of coming in"),
    ITEMS, MEDIATIONS, "created", count(), system=_KEY,
)  # fmt: skip
mediations_per_working_day = indicator(
    "mediations_per_working_day",
    Text("日均调解量（工作日）", "Mediations per working day"),
    Text("期内调解量除以期内工作日数；与按自然日计的协查日均口径不同。",
         "Mediations over the working days of the period; co-investigations are divided by calendar days instead."),
    Text("调解量 ÷ 工作日", "mediations ÷ working days"),
    PER_WORKING_DAY, MEDIATIONS, "created", PerDay(mediations, is_working=True), system=_KEY,
)  # fmt: skip
mediations_held = indicator(
    "mediations_held",
    Text("进入调解", "Mediations held"),
    Text("期内进入平台、已有调解员办理的投诉。", "Complaints of the period that a mediator took up."),
    Text("有调解员的件数", "count with a mediator"),
    ITEMS, MEDIATIONS, "created", count(), where=_one.mediator_id.is_not(None), system=_KEY,
    matures=Maturity(7),
)  # fmt: skip
mediations_agreed = indicator(
    "mediations_agreed",
    Text("达成协议", "Mediations agreed"),
    Text("期内进入平台的投诉中经调解员办理、已达成协议的件数。", "Complaints of the period that a mediator took up and in which the parties agreed."),
    Text("按进入平台时间归期的协议件数", "count of agreements by day of coming in"),
    ITEMS, MEDIATIONS, "created", count(), where=and_(_one.mediator_id.is_not(None), _AGREED), good="up", system=_KEY,
    proof=_AGREED,
    matures=Maturity(60, (_one.closed_at,), (_one.result,)),
)  # fmt: skip
mediations_fulfilled = indicator(
    "mediations_fulfilled",
    Text("已履行", "Agreements fulfilled"),
    Text("期内进入平台的投诉中协议已履行的件数。", "Complaints of the period whose agreement was fulfilled."),
    Text("按进入平台时间归期的已履行件数", "count of fulfilled agreements by day of coming in"),
    ITEMS, MEDIATIONS, "created", count(), where=and_(_one.mediator_id.is_not(None), _AGREED, _one.is_fulfilled.is_(True)),
    good="up", system=_KEY,
    matures=Maturity(90),
)  # fmt: skip
agreement_rate = indicator(
    "agreement_rate",
    Text("调解成功率（调解平台）", "Agreement rate"),
    Text("期内办结的调解中达成协议的比例；不予受理和撤回的不计入分母。",
         "Of the mediations closed in the period with or without agreement, the share agreed; refused and withdrawn ones do not count."),
    Text("达成协议 ÷（达成协议＋终止调解）", "agreed ÷ (agreed + ended without)"),
    RATIO, MEDIATIONS, "closed", ratio(_AGREED), where=among(_one.result, ["mediated", "mediation_failed"]),
    good="up", min_n=30, system=_KEY, proof=_AGREED,
)  # fmt: skip
mediation_days = indicator(
    "mediation_days",
    Text("平均调解天数", "Mean days of mediation"),
    Text("期内办结、经调解员办理的投诉从进入平台到办结的平均自然日。",
         "Mean calendar days from coming in to closure, of what a mediator took up."),
    Text("Σ(办结 − 进入) ÷ 件数", "mean of closed − opened"),
    DAYS, MEDIATIONS, "closed", mean_days(_one.opened_at, _one.closed_at), where=_one.mediator_id.is_not(None),
    good="down", min_n=30, system=_KEY,
)  # fmt: skip
mediation_rounds = indicator(
    "mediation_rounds",
    Text("平均调解轮次", "Mean rounds"),
    Text("期内办结、经调解员办理的投诉的平均轮次。", "Mean rounds of the mediations closed in the period."),
    Text("Σ轮次 ÷ 件数", "mean of rounds"),
    ROUNDS, MEDIATIONS, "closed", Measure(func.avg(Number(_one.rounds), type_=Float()), func.count(_one.rounds)),
    where=_one.mediator_id.is_not(None), good="down", min_n=30, system=_KEY,
)  # fmt: skip
no_show_share = indicator(
    "no_show_share",
    Text("未到场率", "No-shows"),
    Text("期内办结的调解中有一方未到场的比例。", "Of the mediations closed in the period, the share in which a party did not come."),
    Text("未到场 ÷ 有记录的调解", "no-shows ÷ recorded"),
    RATIO, MEDIATIONS, "closed", ratio(_one.is_attended.is_(False), _one.is_attended.is_not(None)), good="down", min_n=30,
    system=_KEY,
)  # fmt: skip
amount_agreed = indicator(
    "amount_agreed",
    Text("协议金额", "Amount agreed"),
    Text("期内办结的调解协议的金额合计。", "Sum of the amounts agreed in mediations closed in the period."),
    Text("Σ协议金额", "sum of amounts"),
    YUAN, MEDIATIONS, "closed", total(_one.amount), good="up", system=_KEY,
)  # fmt: skip
fulfilment_rate = indicator(
    "fulfilment_rate",
    Text("协议履行率", "Fulfilment"),
    Text("期内办结、达成协议的调解中协议已履行的比例。", "Of the agreements of the period, the share fulfilled."),
    Text("已履行 ÷ 达成协议", "fulfilled ÷ agreed"),
    RATIO, MEDIATIONS, "closed", ratio(_one.is_fulfilled.is_(True)), where=_AGREED, good="up", min_n=30, system=_KEY,
    matures=Maturity(30),
)  # fmt: skip
judicial_confirmations = indicator(
    "judicial_confirmations",
    Text("司法确认", "Confirmed by a court"),
    Text("期内办结、协议经司法确认的调解。", "Agreements of the period that a court confirmed."),
    Text("经司法确认的件数", "count confirmed"),
    ITEMS, MEDIATIONS, "closed", count(), where=_one.is_confirmed.is_(True), system=_KEY,
    basis=Text("《人民调解法》第三十三条", "People's Mediation Law, art. 33"),
)  # fmt: skip
mediation_approval = indicator(
    "mediation_approval",
    Text("群众认可率", "Approval"),
    Text("期内办结、有评价的调解中评价4分及以上的比例。", "Of the closed mediations that were rated, the share rated 4 or 5."),
    Text("4分及以上 ÷ 有评价", "rated 4 or more ÷ rated"),
    RATIO, MEDIATIONS, "closed", ratio(_one.rating >= 4, _one.rating.is_not(None)), good="up", min_n=30, target=0.95,
    system=_KEY, basis=Text("《市场监督管理》2021年第16期：认可率超过95%", "Published: approval above 95 %"),
)  # fmt: skip
mediation_queue = indicator(
    "mediation_queue",
    Text("在调队列", "In the queue"),
    Text("期末已进入平台而未办结的投诉，无论何时进入。", "Complaints that came in and are not closed at the end of the period, whenever they came."),
    Text("期末未办结的件数", "count not closed"),
    ITEMS, MEDIATIONS, "open", count(), good="down", system=_KEY,
)  # fmt: skip
mediation_unassigned = indicator(
    "mediation_unassigned",
    Text("待分派", "Without a mediator"),
    Text("期末未办结、尚无调解员的投诉。", "Complaints that are not closed at the end of the period and have no mediator yet."),
    Text("期末无调解员的件数", "count not closed and without a mediator"),
    ITEMS, MEDIATIONS, "open", count(), where=_one.mediator_id.is_(None), good="down", system=_KEY, blind=("mediator", "organisation"),
)  # fmt: skip
sessions_to_come = indicator(
    "sessions_to_come",
    Text("待开调解", "Sessions to come"),
    Text("期末已排期、日期在期末之后的调解；每件只计最近一次排期。",
         "Mediations with a session set for a day after the end of the period; of each only the latest that was set."),
    Text("期末之后有排期的件数", "count with a session after the end"),
    ITEMS, MEDIATIONS, "to_come", count(), where=_one.next_session_at.is_not(None), system=_KEY,
)  # fmt: skip
mediators_registered = indicator(
    "mediators_registered",
    Text("在册调解员", "Registered mediators"),
    Text("期末在册的调解员人数。", "Mediators registered at the end of the period."),
    Text("期末在册人数", "count registered at the end"),
    PEOPLE, MEDIATORS, "as_of", count(), system=_KEY,
)  # fmt: skip
mediators_active = indicator(
    "mediators_active",
    Text("参与调解员", "Active mediators"),
    Text("期内至少承办一件调解的调解员人数。", "Mediators who took up at least one complaint of the period."),
    Text("承办调解员去重计数", "distinct mediators"),
    PEOPLE, MEDIATIONS, "created", distinct(_one.mediator_id), system=_KEY,
)  # fmt: skip
mediations_per_mediator = indicator(
    "mediations_per_mediator",
    Text("人均承办", "Load per mediator"),
    Text("期内进入调解的投诉除以参与调解员人数。", "Complaints taken up over the mediators who took up any."),
    Text("进入调解 ÷ 参与调解员", "held ÷ active mediators"),
    PER_MEDIATOR, MEDIATIONS, "created", Per(mediations_held, mediators_active), system=_KEY,
    blind=("mediator", "result"),
)  # fmt: skip
