"""The registers, what they trigger and how they hang together; entities and what befalls them."""

from sqlalchemy import and_

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Maturity, indicator
from data_access.metrics.indicators.measures import count, distinct, mean_days, ratio
from data_access.metrics.indicators.mediation import PEOPLE
from data_access.metrics.indicators.units import DAYS, ENTITIES, RATIO, SHOPS, Unit
from data_access.metrics.sources import (
    COMPLAINANTS,
    ENTITY_EVENTS,
    ENTITY_REGISTER,
    MOVES,
    NEGATIVES,
    TRIGGERS,
)
from data_access.store.schema import entity, entity_event, negative_entity, trigger_event

_fired, _entity = trigger_event.c, entity.c
_SMART, _NET = "smart_supervision", "entity_360"
EVENTS = Unit("events", Text("件", "events"))
#: A group of fewer persons is not shown: a count of one or two points at somebody.
_FEWEST_PERSONS = 5
_NOT_A_GROUND = Text(
    "《投诉举报处理暂行办法》第十五条：投诉次数不是不予受理的理由",
    "Interim Measures, art. 15: frequency is no ground of refusal",
)

triggers = indicator(
    "triggers",
    Text("触发", "Triggers"),
    Text("期内四库规则触发的次数。", "How often the rules of the four registers fired in the period."),
    Text("按触发时间计数", "count by time fired"),
    EVENTS, TRIGGERS, "created", count(), system=_SMART,
)  # fmt: skip
triggers_acted = indicator(
    "triggers_acted",
    Text("响应", "Answered triggers"),
    Text("期内触发、已有响应措施的次数。", "Triggers of the period that were acted upon."),
    Text("已响应的触发计数", "count acted upon"),
    EVENTS, TRIGGERS, "created", count(), where=_fired.acted_at.is_not(None), good="up", system=_SMART,
    matures=Maturity(30, (_fired.acted_at,)),
)  # fmt: skip
triggers_settled = indicator(
    "triggers_settled",
    Text("闭环", "Settled triggers"),
    Text("期内触发、已有响应结果的次数。", "Triggers of the period that have an outcome."),
    Text("有响应结果的触发计数", "count with an outcome"),
    EVENTS, TRIGGERS, "created", count(), where=and_(_fired.acted_at.is_not(None), _fired.outcome.is_not(None)),
    good="up", system=_SMART,
    matures=Maturity(30, (_fired.acted_at,), (_fired.outcome,)),
)  # fmt: skip
trigger_action_rate = indicator(
    "trigger_action_rate",
    Text("触发响应率", "Triggers acted upon"),
    Text("期内触发中已有响应措施的比例。", "Of the triggers of the period, the share acted upon."),
    Text("响应 ÷ 触发", "acted ÷ fired"),
    RATIO, TRIGGERS, "created", ratio(_fired.acted_at.is_not(None)), good="up", min_n=30, target=1.0, system=_SMART,
    matures=Maturity(30, (_fired.acted_at,)),
)  # fmt: skip
trigger_days = indicator(
    "trigger_days",
    Text("平均响应天数", "Mean days to act"),
    Text("期内响应的触发从触发到响应的平均自然日。", "Mean calendar days from firing to action, by the day of action."),
    Text("Σ(响应 − 触发) ÷ 件数", "mean of acted − fired"),
    DAYS, TRIGGERS, "acted", mean_days(_fired.fired_at, _fired.acted_at), good="down", min_n=30, system=_SMART,
)  # fmt: skip
negatives_on_platforms = indicator(
    "negatives_on_platforms",
    Text("负面主体关联平台率", "Linked to a platform"),
    Text("期末在列的负面记录中已知其所在平台的比例：负面主体库与平台库的关联。",
         "Of the standing entries on the negative list, the share whose platform is known."),
    Text("已知平台 ÷ 在列记录", "platform known ÷ standing"),
    RATIO, NEGATIVES, "as_of", ratio(negative_entity.c.platform_id.is_not(None)), good="up", min_n=30, system=_SMART,
    blind=("platform", "class", "subclass", "mode", "supply_mode", "grade"),
)  # fmt: skip
negatives_in_register = indicator(
    "negatives_in_register",
    Text("负面主体关联登记率", "Linked to the register"),
    Text("期末在列的负面记录中能在市场主体库找到该主体的比例。",
         "Of the standing entries on the negative list, the share whose entity stands in the register of entities."),
    Text("登记库中有 ÷ 在列记录", "in the register ÷ standing"),
    RATIO, NEGATIVES, "as_of", ratio(_entity.entity_id.is_not(None)), good="up", min_n=30, system=_SMART,
)  # fmt: skip
shops_moved = indicator(
    "shops_moved",
    Text("此关彼开网店", "Closed here, open there"),
    Text("期内在受到处罚、列入负面名单或下架指令后半年内关闭，而同一经营者截至数据日仍在其他平台经营的网店数。",
         "Shops that closed in the period within half a year of a penalty, a listing as negative or a takedown, and whose "
         "operator still has a shop open on another platform on the last day of the data."),
    Text("按关店日期计数；同一经营者按信用代码或名称、地址、联系方式归并",
         "count by day of closing; operators are told by credit code, or by name, address and contact"),
    SHOPS, MOVES, "created", count(), good="down", system=_SMART,
)  # fmt: skip
reverse_complainants = indicator(
    "reverse_complainants",
    Text("反向投诉人", "Reverse complainants"),
    Text("期末在库的反向投诉人数；仅用于分流提示，不作为不予受理的理由，不按个人展示；少于5人不显示。",
         "People in the register at the end of the period: to route and inform, never to refuse; shown as counts alone, from 5 on."),
    Text("期末在库人数", "count standing at the end"),
    PEOPLE, COMPLAINANTS, "as_of", count(), min_n=_FEWEST_PERSONS, basis=_NOT_A_GROUND, system=_SMART,
)  # fmt: skip
complainants_removed = indicator(
    "complainants_removed",
    Text("移出反向投诉人", "Complainants removed"),
    Text("期内经复核移出反向投诉人库的人数；少于5人不显示。", "People taken off the register in the period; shown from 5 on."),
    Text("按移出时间计数", "count by day of removal"),
    PEOPLE, COMPLAINANTS, "ended", count(), min_n=_FEWEST_PERSONS, system=_SMART,
)  # fmt: skip
complainant_reviews_overdue = indicator(
    "complainant_reviews_overdue",
    Text("复核逾期", "Reviews overdue"),
    Text("期末已过年度复核期限仍未复核的在库人数；少于5人不显示。",
         "People in the register whose yearly review was due by the end of the period; shown from 5 on."),
    Text("期末复核逾期人数", "count past the review's limit"),
    PEOPLE, COMPLAINANTS, "overdue", count(), good="down", min_n=_FEWEST_PERSONS, system=_SMART,
)  # fmt: skip

_STANDING = Text("期末存续的主体计数", "count standing at the end")
entities = indicator(
    "entities",
    Text("市场主体", "Entities"),
    Text("期末存续的市场主体户数（企业、个体工商户、农民专业合作社）。",
         "Entities on the register at the end of the period: companies, sole traders and farmers' cooperatives."),
    _STANDING, ENTITIES, ENTITY_REGISTER, "as_of", count(), system=_NET,
)  # fmt: skip
entities_online = indicator(
    "entities_online",
    Text("网络市场主体", "Entities online"),
    Text("期末存续、从事网络经营的主体户数。", "Entities at the end of the period that trade online."),
    _STANDING, ENTITIES, ENTITY_REGISTER, "as_of", count(), where=_entity.is_online.is_(True), system=_NET,
)  # fmt: skip
entities_retail = indicator(
    "entities_retail",
    Text("网络零售主体", "Entities in online retail"),
    Text("期末存续、参与网络零售的主体户数。", "Entities at the end of the period that take part in online retail."),
    _STANDING, ENTITIES, ENTITY_REGISTER, "as_of", count(), where=_entity.is_retail.is_(True), system=_NET,
)  # fmt: skip
entities_flagged = indicator(
    "entities_flagged",
    Text("异常或严重违法占比", "Abnormal or serious"),
    Text("期末存续的主体中列入经营异常或严重违法名单的比例。", "Of the standing entities, the share listed as abnormal or for serious violations."),
    Text("异常或严重违法 ÷ 存续", "listed ÷ standing"),
    RATIO, ENTITY_REGISTER, "as_of", ratio(_entity.is_abnormal.is_(True) | _entity.is_serious.is_(True)), good="down",
    min_n=30, system=_NET,
)  # fmt: skip
entities_established = indicator(
    "entities_established",
    Text("新设主体", "Entities established"),
    Text("期内成立的市场主体。", "Entities established in the period."),
    Text("按成立日期计数", "count by day of establishment"),
    ENTITIES, ENTITY_REGISTER, "created", count(), system=_NET,
)  # fmt: skip
entities_ended = indicator(
    "entities_ended",
    Text("注吊销主体", "Entities ended"),
    Text("期内注销或吊销的市场主体。", "Entities deregistered or revoked in the period."),
    Text("按注销或吊销日期计数", "count by day of the end"),
    ENTITIES, ENTITY_REGISTER, "ended", count(), system=_NET,
)  # fmt: skip
entity_events = indicator(
    "entity_events",
    Text("政企互动事项", "Events of entities"),
    Text("期内各部门与市场主体之间的事项：登记、年报、办事、政策、检查、处罚等。",
         "What departments and entities did with each other in the period: registration, reports, services, checks, penalties."),
    Text("按发生时间计数", "count by time"),
    EVENTS, ENTITY_EVENTS, "created", count(), system=_NET,
)  # fmt: skip
entities_met = indicator(
    "entities_met",
    Text("有互动的主体", "Entities with events"),
    Text("期内至少有一件事项的主体户数。", "Entities with at least one event in the period."),
    Text("主体去重计数", "distinct entities"),
    ENTITIES, ENTITY_EVENTS, "created", distinct(entity_event.c.entity_id), system=_NET,
)  # fmt: skip
