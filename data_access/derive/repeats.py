"""Who complained again: of each complaint that its platform has answered, when the same complainant came back."""

from sqlalchemy import ColumnElement, FromClause, and_, delete, func, insert, or_, select

from data_access.store.drafts import Draft
from data_access.store.schema import complaint_repeat, complaint_report


def derive(draft: Draft) -> int:
    """Fill `complaint_repeat` anew and return its rows.

    Again is after the settlement or return, by the same complainant (a hash), about the same shop or, where none is named, the
    same respondent on the same platform. Complaints of which either is not known have no row: nobody can tell of them.
    """
    first, later = complaint_report.alias("first"), complaint_report.alias("later")
    answered = func.coalesce(first.c.settled_at, first.c.returned_at)
    same = and_(
        later.c.kind == "complaint",
        later.c.complainant_hash == first.c.complainant_hash,
        func.coalesce(later.c.platform_id, "") == func.coalesce(first.c.platform_id, ""),
        _respondent(later) == _respondent(first),
        later.c.registered_at > answered,
    )
    found = (
        select(first.c.item_id, func.min(later.c.registered_at))
        .select_from(first.outerjoin(later, same))
        .where(
            first.c.kind == "complaint",
            first.c.complainant_hash.is_not(None),
            or_(first.c.shop_id.is_not(None), first.c.entity_id.is_not(None)),
            answered.is_not(None),
        )
        .group_by(first.c.item_id)
    )
    with draft.engine.begin() as connection:
        connection.execute(delete(complaint_repeat))
        connection.execute(insert(complaint_repeat).from_select(["item_id", "repeated_at"], found))
        return int(connection.execute(select(func.count()).select_from(complaint_repeat)).scalar_one())


def _respondent(item: FromClause) -> ColumnElement[str]:
    return func.coalesce(item.c.shop_id, item.c.entity_id)
