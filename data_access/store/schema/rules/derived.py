"""Rules of derived tables: what a derivation must never say, whatever was loaded. `check` asks them; no load does."""

from typing import Any

from sqlalchemy import Column, ColumnElement, Date, and_, cast, or_, select, tuple_

from data_access.domain.text import Text
from data_access.store.schema.register import entity
from data_access.store.schema.rules.base import Rule
from data_access.store.schema.shops import shop
from data_access.store.schema.subjects import shop_move, subject_member

_member, _move = subject_member.c, shop_move.c
_BY_CONTACT = ("contact_name", "contact_address")


def _without_contact(kind: str, key: Column[Any], contact: Column[Any]) -> ColumnElement[bool]:
    """Say of a member of a kind that no contact of it is recorded; without correlation, which ClickHouse lacks."""
    told = select(key).where(contact.is_not(None), contact != "")
    return and_(_member.member_kind == kind, _member.member_id.not_in(told))


_no_contact = or_(
    _without_contact("shop", shop.c.shop_id, shop.c.contact_hash),
    _without_contact("entity", entity.c.entity_id, entity.c.contact_hash),
)
_coded = select(shop.c.shop_id, shop.c.entity_id).where(shop.c.entity_id.is_not(None))

DERIVED_RULES: tuple[Rule, ...] = (
    Rule("merged_through_somebody", subject_member, (_member.reason == "anchor") != _member.via_id.is_(None),
         Text("归并基准有关联成员，或其他成员没有", "an anchor that is tied to somebody, or another member that is not")),
    Rule("merged_by_contact_recorded", subject_member, and_(_member.reason.in_(_BY_CONTACT), _no_contact),
         Text("未记录联系方式却按联系方式归并", "merged by a contact that is not recorded")),
    Rule("code_merges_shops_that_name_it", subject_member,
         and_(_member.reason == "credit_code",
              tuple_(_member.member_id, _member.via_id).not_in(_coded)),
         Text("按信用代码归并的网店没有该代码", "merged by a code that the shop does not name")),
    Rule("moved_to_another_platform", shop_move, _move.platform_id == _move.open_platform_id,
         Text("关闭与在营为同一平台", "closed and open on one platform")),
    Rule("moved_after_a_measure", shop_move, cast(_move.caused_at, Date) > _move.closed_on,
         Text("关店早于措施", "closed before the measure")),
)  # fmt: skip
