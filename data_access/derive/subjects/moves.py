"""此关彼开: shops that closed upon a measure against their operator, who has another shop open on another platform."""

from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Date, Select, and_, case, cast, delete, func, insert, literal, or_, select, union_all

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


def _measures() -> Select[Any]:
    """Return each shop that closed with the last measure before: against the shop itself, or against its operator there."""
    decided, spell, order = enforcement_case.c, negative_entity.c, takedown.c
    is_penalty = decided.outcome.in_(_PENALTIES)
    done = func.coalesce(order.done_at, order.issued_at)
    of_shop = (
        _measure("penalty", decided.case_id, decided.decided_at).where(decided.shop_id == shop.c.shop_id, is_penalty),
        _measure("takedown", order.order_id, done).where(order.shop_id == shop.c.shop_id),
    )
    of_operator = (
        _against(_measure("penalty", decided.case_id, decided.decided_at), decided).where(is_penalty),
        _against(_measure("listed", spell.spell_id, spell.listed_at), spell),
    )
    every = union_all(*(one.where(shop.c.closed_on.is_not(None)) for one in (*of_shop, *of_operator))).subquery()
    s = shop.c
    apart = DaysBetween(cast(every.c.caused_at, Date), s.closed_on)
    last = func.row_number().over(
        partition_by=s.shop_id, order_by=(every.c.caused_at.desc(), every.c.cause, every.c.cause_id)
    )
    found = (
        select(every, last.label("rank"))
        .join_from(every, shop, s.shop_id == every.c.shop_id)
        .where(apart.between(0, WITHIN_DAYS))
        .subquery()
    )
    return select(found).where(found.c.rank == 1)


def _measure(cause: str, number: Column[Any], at: ColumnElement[Any]) -> Select[Any]:
    values = {"cause": literal(cause), "cause_id": number, "caused_at": at}
    return select(shop.c.shop_id, *(value.label(name) for name, value in values.items()))


def _against(measures: Select[Any], table: Any) -> Select[Any]:
    """Narrow measures to those of a table against somebody of a shop's subject, on the platform of this shop or on none."""
    owner, own = subject_member.alias("owner").c, subject_member.alias("own").c
    return measures.where(
        owner.member_kind == "entity", owner.member_id == table.entity_id,
        own.member_kind == "shop", own.subject_id == owner.subject_id, own.member_id == shop.c.shop_id,
        or_(table.platform_id.is_(None), table.platform_id == shop.c.platform_id),
    )  # fmt: skip


def _moves() -> Select[Any]:
    """Return rows of `shop_move`, in the order of its columns."""
    cause, own, other = _measures().subquery("measure"), subject_member.alias("own"), subject_member.alias("other")
    closed, there, home, away = shop.alias("closed"), shop.alias("there"), platform.alias("home"), platform.alias("away")
    as_of = select(dataset.c.as_of).scalar_subquery()
    stands = and_(
        there.c.platform_id != closed.c.platform_id,
        there.c.opened_on <= as_of,
        or_(there.c.closed_on.is_(None), there.c.closed_on > as_of),
        or_(away.c.closed_on.is_(None), away.c.closed_on > as_of),
        or_(home.c.closed_on.is_(None), home.c.closed_on > closed.c.closed_on),
    )
    # Of several shops the one is named that opened last.
    newest = func.row_number().over(
        partition_by=closed.c.shop_id, order_by=(there.c.opened_on.desc(), there.c.shop_id)
    )
    tied = (
        select(
            closed.c.shop_id, closed.c.platform_id, closed.c.operator_region, closed.c.closed_on,
            cause.c.cause, cause.c.cause_id, cause.c.caused_at, own.c.subject_id,
            *(_weaker(own, other, name) for name in ("reason", "score")),
            there.c.platform_id.label("open_platform_id"), there.c.shop_id.label("open_shop_id"),
            func.count().over(partition_by=closed.c.shop_id).label("open_shops"), newest.label("rank"),
        )
        .join_from(cause, closed, closed.c.shop_id == cause.c.shop_id)
        .join(own, and_(own.c.member_kind == "shop", own.c.member_id == closed.c.shop_id))
        .join(other, and_(other.c.member_kind == "shop", other.c.subject_id == own.c.subject_id))
        .join(there, there.c.shop_id == other.c.member_id)
        .join(home, home.c.platform_id == closed.c.platform_id)
        .join(away, away.c.platform_id == there.c.platform_id)
        .where(stands)
        .subquery()
    )  # fmt: skip
    return select(*(tied.c[c.name] for c in shop_move.columns)).where(tied.c.rank == 1)


def _weaker(own: Any, other: Any, name: str) -> ColumnElement[Any]:
    """Return a column of that one of two members which is tied by less than a code: what the whole stands on."""
    is_own = and_(own.c.reason.not_in(("anchor", "credit_code")), own.c.score <= other.c.score)
    return case((is_own, own.c[name]), else_=other.c[name]).label(name)
