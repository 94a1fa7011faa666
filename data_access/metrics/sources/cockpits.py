"""The sources of the cockpits: platforms, shops, transactions, complaints and reports, cases, negative entities."""

from sqlalchemy import case, func

from data_access.domain.text import Text
from data_access.metrics.sources.base import (
    PLATFORM_SPLITS,
    Column,
    Flow,
    Join,
    MonthEnd,
    Moving,
    Source,
    Stock,
    Timeless,
    platform_of,
    sql_literal,
)
from data_access.store.engines import Day, DaysBetween
from data_access.store.schema import (
    case_stage,
    complaint_problem,
    complaint_repeat,
    complaint_report,
    enforcement_case,
    entity,
    negative_entity,
    platform,
    platform_duty,
    reference_figure,
    shop,
    shop_month,
    transaction_month,
)

#: Buckets of the days by which an open item is overdue, with the upper limit of each in days.
AGE_BANDS: tuple[tuple[str, int], ...] = (("a07", 7), ("b15", 15), ("c30", 30), ("d90", 90))
OLDEST_BAND = "e90"


def overdue_age(due: Column) -> Moving:
    """Return the split of open overdue items by the days past `due` at the end of the period."""

    def band(after: Column) -> Column:
        days = DaysBetween(due, after)
        # A due day is kept until it ends: one day past it, `after - due` is two days.
        bands = ((days <= sql_literal(limit + 1), sql_literal(code)) for code, limit in AGE_BANDS)
        return case(*bands, else_=sql_literal(OLDEST_BAND))

    return band


def age(begun: Column) -> Moving:
    """Return the split of open rows by their days at the end of the period, the day of `begun` being the first."""

    def band(after: Column) -> Column:
        days = DaysBetween(Day(begun), after)
        bands = ((days <= sql_literal(limit), sql_literal(code)) for code, limit in AGE_BANDS)
        return case(*bands, else_=sql_literal(OLDEST_BAND))

    return band


PLATFORMS = Source(
    "platforms",
    Text("平台登记", "Platform register"),
    platform,
    {
        "as_of": Stock(platform.c.launched_on, platform.c.closed_on, since_ever=True),
        "on_canal": Stock(platform.c.canal_since, platform.c.closed_on),
        "on_bridge": Stock(platform.c.bridge_since, platform.c.closed_on),
        "created": Flow(platform.c.launched_on),
    },
    {"district": platform.c.district, "platform": platform.c.platform_id, **PLATFORM_SPLITS},
)
DUTIES = Source(
    "duties",
    Text("平台义务核查", "Platform duty checks"),
    platform_duty,
    {"as_of": Timeless()},
    {"district": platform.c.district, "platform": platform_duty.c.platform_id, "duty": platform_duty.c.duty,
     **PLATFORM_SPLITS},
    platform_of(platform_duty.c.platform_id),
)  # fmt: skip
#: The day from which a shop shows its licence, or on which it closed before that.
_LIT_OR_CLOSED = case(
    (shop.c.closed_on <= shop.c.licence_shown_from, shop.c.closed_on),
    else_=func.coalesce(shop.c.licence_shown_from, shop.c.closed_on),
)
SHOP_REGISTER = Source(
    "shop_register",
    Text("网店登记", "Shop register"),
    shop,
    {"as_of": Stock(shop.c.opened_on, shop.c.closed_on), "created": Flow(shop.c.opened_on), "ended": Flow(shop.c.closed_on),
     "unlit": Stock(shop.c.opened_on, _LIT_OR_CLOSED)},
    {"district": shop.c.operator_region, "platform": shop.c.platform_id, "category": shop.c.category,
     "operator_type": shop.c.operator_type, **PLATFORM_SPLITS},
    platform_of(shop.c.platform_id),
)  # fmt: skip
SHOPS = Source(
    "shops",
    Text("网店月末库存", "Shops at month end"),
    shop_month,
    {"as_of": MonthEnd(shop_month.c.month_end), "created": Flow(shop_month.c.month_end, "month")},
    {"district": shop_month.c.operator_region, "platform": shop_month.c.platform_id,
     "category": shop_month.c.category, "operator_type": shop_month.c.operator_type, **PLATFORM_SPLITS},
    platform_of(shop_month.c.platform_id),
    counted={"active": (SHOP_REGISTER, "as_of"), "opened": (SHOP_REGISTER, "created"), "closed": (SHOP_REGISTER, "ended")},
)  # fmt: skip
TRANSACTIONS = Source(
    "transactions",
    Text("交易月报", "Monthly transactions"),
    transaction_month,
    {"created": Flow(transaction_month.c.month, "month")},
    {"district": platform.c.district, "platform": transaction_month.c.platform_id,
     "category": transaction_month.c.category, **(PLATFORM_SPLITS | {"mode": transaction_month.c.mode})},
    platform_of(transaction_month.c.platform_id),
)  # fmt: skip

_item = complaint_report.c
#: Calendar days within which a platform means to answer a complaint sent to it first: published as an aim, no limit of the law.
FIRST_ANSWER_DAYS = 7
#: The last day on which its answer is in time.
ANSWER_DUE = Day(_item.platform_received_at) + sql_literal(FIRST_ANSWER_DAYS)
ITEMS = Source(
    "items",
    Text("投诉举报", "Complaints and reports"),
    complaint_report,
    {
        "created": Flow(_item.registered_at),
        "sent": Flow(_item.platform_received_at),
        "answer_due": Flow(ANSWER_DUE),
        "accept_due": Flow(_item.accept_due),
        "close_due": Flow(_item.close_due),
        "closed": Flow(_item.closed_at),
        "settled": Flow(_item.settled_at),
        "returned": Flow(_item.returned_at),
        "finished": Flow(func.coalesce(_item.settled_at, _item.returned_at)),
        "open": Stock(_item.registered_at, _item.closed_at, needs_end=True),
        # At the end of its due day an item that is still open is overdue.
        "overdue": Stock(_item.close_due, _item.closed_at, needs_end=True),
        "answer_overdue": Stock(
            ANSWER_DUE, func.coalesce(_item.settled_at, _item.returned_at, _item.closed_at), needs_end=True
        ),
    },
    {"district": _item.handling_district, "platform": _item.platform_id, "kind": _item.kind,
     "problem": _item.problem, "goods": _item.goods, "channel": _item.channel, "route": _item.route,
     "violation": _item.violation, "result": _item.result, "refuse_reason": _item.refuse_reason,
     "age": overdue_age(_item.close_due), **PLATFORM_SPLITS},
    (Join(complaint_repeat, complaint_repeat.c.item_id == _item.item_id), *platform_of(_item.platform_id)),
    only_in={"age": "overdue"},
)  # fmt: skip

#: What splits an item splits each of its problems; how long it is overdue is asked of items alone.
_OF_ITEM = {key: split for key, split in ITEMS.dimensions.items() if key != "age"}
ITEM_PROBLEMS = Source(
    "item_problems",
    Text("投诉举报所涉问题", "Problems that items name"),
    complaint_problem,
    {"created": Flow(_item.registered_at)},
    _OF_ITEM | {"problem": complaint_problem.c.problem},
    (Join(complaint_report, _item.item_id == complaint_problem.c.item_id), *platform_of(_item.platform_id)),
    shared=frozenset({"problem"}),
)

_case = enforcement_case.c
_CASE_SPLITS: dict[str, Column | Moving] = {
    "district": _case.district, "platform": _case.platform_id, "violation": _case.violation,
    "source": _case.source, "outcome": _case.outcome, **PLATFORM_SPLITS,
}  # fmt: skip
CASES = Source(
    "cases",
    Text("案件", "Cases"),
    enforcement_case,
    {
        "source": Flow(_case.source_at),
        "filed": Flow(_case.filed_at),
        "decided": Flow(_case.decided_at),
        "decision_due": Flow(_case.decision_due),
        "hearing_notice_due": Flow(_case.hearing_notice_due),
        "payment_due": Flow(_case.payment_due),
        # What was not paid in full by the end of its limit; nobody else sees that it ends.
        "unpaid": Stock(_case.payment_due, _case.paid_at, needs_end=True),
        "publish_due": Flow(_case.publish_due),
        "closed": Flow(_case.closed_at),
        "open": Stock(_case.source_at, _case.closed_at, needs_end=True),
        "verify_due": Flow(_case.verify_due),
        # A case that was dropped or handed over is no longer waited for.
        "overdue": Stock(
            _case.decision_due, func.coalesce(_case.decided_at, _case.closed_at), needs_end=True
        ),
    },
    _CASE_SPLITS
    | {"stage": _case.stage, "age": overdue_age(_case.decision_due), "waiting": age(_case.source_at)},
    platform_of(_case.platform_id),
    only_in={"age": "overdue", "waiting": "open"},
)
STAGES = Source(
    "stages",
    Text("案件环节", "Case stages"),
    case_stage,
    {
        "entered": Flow(case_stage.c.entered_at),
        "left": Flow(case_stage.c.left_at),
        "open": Stock(case_stage.c.entered_at, case_stage.c.left_at, needs_end=True),
    },
    _CASE_SPLITS | {"stage": case_stage.c.stage},
    (Join(enforcement_case, _case.case_id == case_stage.c.case_id), *platform_of(_case.platform_id)),
)

_spell = negative_entity.c
NEGATIVES = Source(
    "negatives",
    Text("负面主体", "Negative entities"),
    negative_entity,
    {"as_of": Stock(_spell.listed_at, _spell.delisted_at), "created": Flow(_spell.listed_at),
     "ended": Flow(_spell.delisted_at)},
    {"district": _spell.district, "platform": _spell.platform_id, "reason": _spell.reason, "level": _spell.level,
     **PLATFORM_SPLITS},
    (*platform_of(_spell.platform_id), Join(entity, entity.c.entity_id == _spell.entity_id)),
)  # fmt: skip
REFERENCES = Source(
    "references",
    Text("公开发布数据", "Published figures"),
    reference_figure,
    {"created": Flow(reference_figure.c.to_day, "year")},
    {},
    public=True,
)
