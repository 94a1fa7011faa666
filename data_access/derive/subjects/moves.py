"""此关彼开: shops that closed upon a measure against their operator, who has another shop open on another platform."""

from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    Column,
    ColumnElement,
    Connection,
    Date,
    Select,
    and_,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
)

from data_access.store.engines import DaysBetween
from data_access.store.schema import (
    dataset,
    enforcement_case,
    negative_entity,
    platform,
    shop,
    shop_move,
    subject_member,
    takedown,
)

#: A shop that closes within so many days of a measure is taken to have closed upon it: half a year.
WITHIN_DAYS = 183
#: What a decision says where it is a penalty.
_PENALTIES = ("fine", "warning", "confiscation")


def derive(connection: Connection) -> int:
    """Fill `shop_move` anew from the subjects and return its rows. A platform that closed took its shops with it: no moves."""
    connection.execute(delete(shop_move))
    connection.execute(insert(shop_move).from_select([c.name for c in shop_move.columns], _moves()))
    return connection.scalar(select(func.count()).select_from(shop_move)) or 0


@cache
def _moves() -> Select[Any]:
    """Return rows of `shop_move`, in the order of its columns."""
    closed, there = _shops("closed", is_closed=True), _shops("there", is_closed=False)
    cause = _last_measure(closed)
    # Of several shops the one is named that opened last.
    newest = func.row_number().over(
        partition_by=closed.c.shop_id, order_by=(there.c.opened_on.desc(), there.c.shop_id)
    )
    tied = (
        select(
            *(closed.c[name] for name in ("shop_id", "platform_id", "operator_region", "closed_on", "subject_id")),
            cause.c.cause, cause.c.cause_id, cause.c.caused_at,
            *(_weaker(closed, there, name) for name in ("reason", "score")),
            there.c.platform_id.label("open_platform_id"), there.c.shop_id.label("open_shop_id"),
            func.count().over(partition_by=closed.c.shop_id).label("open_shops"), newest.label("rank"),
        )
        .join_from(cause, closed, closed.c.shop_id == cause.c.shop_id)
        .join(there, there.c.subject_id == closed.c.subject_id)
        .where(there.c.platform_id != closed.c.platform_id)
        .subquery()
    )  # fmt: skip
    return select(*(tied.c[c.name] for c in shop_move.columns)).where(tied.c.rank == 1)


def _shops(name: str, *, is_closed: bool) -> CTE:
    """Return the shops of subjects that closed while their platform went on, or those that are open, with how each is tied."""
    m, as_of = subject_member.c, select(dataset.c.as_of).scalar_subquery()
    is_there = shop.c.closed_on if is_closed else as_of
    stands = or_(platform.c.closed_on.is_(None), platform.c.closed_on > is_there)
    if is_closed:
        holds = and_(shop.c.closed_on <= as_of, stands)
    else:
        holds = and_(
            shop.c.opened_on <= as_of, or_(shop.c.closed_on.is_(None), shop.c.closed_on > as_of), stands
        )
    told = ("shop_id", "platform_id", "operator_region", "opened_on", "closed_on")
    return (
        select(m.subject_id, m.reason, m.score, *(shop.c[one] for one in told))
        .join_from(subject_member, shop, and_(m.member_kind == "shop", m.member_id == shop.c.shop_id))
        .join(platform, platform.c.platform_id == shop.c.platform_id)
        .where(holds)
        .cte(name)
    )


def _last_measure(closed: CTE) -> CTE:
    """Return for each closed shop the last measure in the half year before: against it, or its operator on its platform."""
    decided, spell, order = enforcement_case.c, negative_entity.c, takedown.c
    done = func.coalesce(order.done_at, order.issued_at)
    is_penalty = decided.outcome.in_(_PENALTIES)
    every = union_all(
        _on_shop(closed, "penalty", decided.case_id, decided.decided_at, decided.shop_id).where(is_penalty),
        _on_shop(closed, "takedown", order.order_id, done, order.shop_id),
        _on_operator(closed, "penalty", decided.case_id, decided.decided_at, enforcement_case.c).where(
            is_penalty
        ),
        _on_operator(closed, "listed", spell.spell_id, spell.listed_at, negative_entity.c),
    ).subquery()
    place = func.row_number().over(
        partition_by=every.c.shop_id, order_by=(every.c.caused_at.desc(), every.c.cause, every.c.cause_id)
    )
    apart = DaysBetween(cast(every.c.caused_at, Date), every.c.closed_on)
    ranked = select(every, place.label("rank")).where(apart.between(0, WITHIN_DAYS)).subquery()
    return select(ranked).where(ranked.c.rank == 1).cte("measure")


def _on_shop(
    closed: CTE, cause: str, number: Column[Any], at: ColumnElement[Any], shop_id: Column[Any]
) -> Select[Any]:
    return select(*_measure(closed, cause, number, at)).join_from(
        shop_id.table, closed, closed.c.shop_id == shop_id
    )


def _on_operator(
    closed: CTE, cause: str, number: Column[Any], at: ColumnElement[Any], measure: Any
) -> Select[Any]:
    owner = subject_member.alias("owner")
    is_owner = and_(owner.c.member_kind == "entity", owner.c.member_id == measure.entity_id)
    return (
        select(*_measure(closed, cause, number, at))
        .join_from(number.table, owner, is_owner)
        .join(closed, closed.c.subject_id == owner.c.subject_id)
        .where(or_(measure.platform_id.is_(None), measure.platform_id == closed.c.platform_id))
    )


def _measure(
    closed: CTE, cause: str, number: Column[Any], at: ColumnElement[Any]
) -> list[ColumnElement[Any]]:
    values = {"cause": literal(cause), "cause_id": number, "caused_at": at}
    return [closed.c.shop_id, closed.c.closed_on, *(value.label(name) for name, value in values.items())]


def _weaker(own: CTE, other: CTE, name: str) -> ColumnElement[Any]:
    """Return a column of that one of two members which is tied by less than a code: what the whole stands on."""
    is_own = and_(own.c.reason.not_in(("anchor", "credit_code")), own.c.score <= other.c.score)
    return case((is_own, own.c[name]), else_=other.c[name]).label(name)
