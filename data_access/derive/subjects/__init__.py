"""主体归并: which entities and shops are one operator's – by credit code, else by name, address and contact – and who moved."""

from typing import Any

import pyarrow as pa
from sqlalchemy import ColumnElement, Connection, Select, delete, exists, func, insert, literal, null, select

from data_access.derive.subjects import moves
from data_access.derive.subjects.linking import links
from data_access.derive.subjects.merging import Merged, merged
from data_access.store.drafts import Draft
from data_access.store.schema import shop, subject_member


def derive(draft: Draft) -> dict[str, int]:
    """Fill `subject_member` and `shop_move` anew and return the rows of each.

    Shops with a code are their entity's; those without, and entities among each other, are tied by what agrees in name,
    address and contact. What is not recorded agrees with nothing. Memory: the links, and one batch.
    """
    with draft.engine.begin() as connection:
        connection.execute(delete(subject_member))
    if found := merged(links(draft)):
        draft.append(subject_member, _rows(found))
    with draft.engine.begin() as connection:
        _add_coded(connection)
        members = connection.scalar(select(func.count()).select_from(subject_member)) or 0
        return {"subject_member": members, "shop_move": moves.derive(connection)}


def _rows(found: list[Merged]) -> pa.Table:
    return pa.Table.from_pylist([
        {"subject_id": row.subject_id, "member_kind": row.member.kind, "member_id": row.member.id, "reason": row.reason,
         "score": row.score, "via_kind": row.via and row.via.kind, "via_id": row.via and row.via.id}
        for row in found
    ], pa.schema([(c.name, pa.float64() if c.name == "score" else pa.string()) for c in subject_member.columns]))  # fmt: skip


def _add_coded(connection: Connection) -> None:
    """Add the entities that shops name, as anchors where nothing else ties them, and then these shops."""
    m, code = subject_member.c, shop.c.entity_id
    known = exists().where(m.member_kind == "entity", m.member_id == code)
    anchors = (
        _member(code, "entity", code, "anchor", null(), null()).where(code.is_not(None), ~known).distinct()
    )
    _insert(connection, anchors)
    shops = _member(m.subject_id, "shop", shop.c.shop_id, "credit_code", literal("entity"), code).join_from(
        shop, subject_member, (m.member_kind == "entity") & (m.member_id == code)
    )
    _insert(connection, shops)


def _member(
    subject: ColumnElement[Any], kind: str, member: ColumnElement[Any], reason: str, via_kind: ColumnElement[Any], via: ColumnElement[Any]
) -> Select[Any]:  # fmt: skip
    """Return rows of `subject_member`, in the order of its columns."""
    values: tuple[ColumnElement[Any], ...] = (
        subject, literal(kind), member, literal(reason), literal(1.0), via_kind, via,
    )  # fmt: skip
    return select(*(value.label(c.name) for value, c in zip(values, subject_member.columns, strict=True)))


def _insert(connection: Connection, rows: Select[Any]) -> None:
    connection.execute(insert(subject_member).from_select([c.name for c in subject_member.columns], rows))
