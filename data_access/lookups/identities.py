"""Who a platform is: its entry in the register, with codes in words, and the duties that it meets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from threading import Condition
from types import MappingProxyType
from typing import Any

import pandas as pd
from cachetools import LRUCache, cached
from sqlalchemy import Table, select

from data_access.derive.duties import DUTY, KIND
from data_access.domain.access import Scope
from data_access.domain.text import Text
from data_access.lookups.credit import Grade, grades
from data_access.metrics.labels import Labels, Member, labels
from data_access.store.schema import platform, platform_duty, platform_report
from data_access.store.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty that the law lays on a platform, and whether it was met when last checked; `is_of_files` where its files say so."""

    key: str
    title: Text
    is_met: bool
    checked_on: date
    is_of_files: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """The register's entry of one platform; codes come with their words, what is not known is None.

    The register is public (电子商务法 art. 15); the duties are empty for a reader who may not see its district.
    """

    id: str
    name: Text
    operator: str | None
    credit_code: str | None
    district: str | None
    district_name: Text | None
    class_code: str | None
    class_name: Text | None
    subclass_name: Text | None
    grade: str | None
    grade_name: Text | None
    mode: str | None
    mode_name: Text | None
    supply_mode_name: Text | None
    formats: Text | None
    main_goods: Text | None
    launched_on: date | None
    closed_on: date | None
    icp_no: str | None
    website: str | None
    address: str | None
    canal_since: date | None
    bridge_since: date | None
    is_odr: bool | None
    guarantee_fund: float | None
    licence_shown: bool | None
    duties: tuple[Duty, ...]
    credit: Grade | None = None


@cached(
    LRUCache(maxsize=256),
    key=lambda snapshot, platform_id, scope: (snapshot.key, platform_id, scope),
    condition=Condition(),
)
def identity(snapshot: Snapshot, platform_id: str, scope: Scope) -> Identity | None:
    """Return who a platform is, None where the register does not know it; raises StoreMissing."""
    found = _rows_of(platform, snapshot, platform_id)
    if not found:
        return None
    (row,), names = found, labels(snapshot)

    def words(dimension: str, code: str | None) -> Text | None:
        return Text(names.name(dimension, code, "zh"), names.name(dimension, code, "en")) if code else None

    is_seen = scope.districts is None or row["district"] in scope.districts
    return Identity(
        id=platform_id,
        name=Text(row["name"], row["name_en"] or row["name"]),
        operator=row["operator_name"],
        credit_code=row["uscc"],
        district=row["district"],
        district_name=words("district", row["district"]),
        class_code=row["class_l1"],
        class_name=words("class", row["class_l1"]),
        subclass_name=words("subclass", row["class_l2"]),
        grade=row["grade"],
        grade_name=words("grade", row["grade"]),
        mode=row["txn_mode"],
        mode_name=words("mode", row["txn_mode"]),
        supply_mode_name=words("supply_mode", row["supply_mode"]),
        formats=_translated(row["format_tags"], names.lists.get("format_tag", {})),
        main_goods=_translated(row["main_goods"], names.members("category")),
        launched_on=row["launched_on"],
        closed_on=row["closed_on"],
        icp_no=row["icp_no"],
        website=row["website"],
        address=row["address"],
        canal_since=row["canal_since"],
        bridge_since=row["bridge_since"],
        is_odr=_flag(row["is_odr"]),
        licence_shown=_flag(row["licence_shown"]),
        guarantee_fund=None if row["guarantee_fund"] is None else float(row["guarantee_fund"]),
        duties=_duties(snapshot, platform_id, names) if is_seen else (),
        credit=grades(snapshot, names.dataset.horizon.as_of).get(platform_id) if is_seen else None,
    )


def class_of(snapshot: Snapshot, platform_id: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the class of a platform and all others of it, None for one that is unknown or in no class.

    What is held against a class is held against the others: with a large platform among them it would be held against itself.
    """
    every = classes(snapshot)
    if (own := every.get(platform_id)) is None:
        return None
    return own, tuple(sorted(key for key, of in every.items() if of == own and key != platform_id))


@cached(LRUCache(maxsize=8), key=attrgetter("key"), condition=Condition())
def classes(snapshot: Snapshot) -> Mapping[str, str]:
    """Return the class of each platform of the register that has one; the register is public."""
    found = snapshot.rows(select(platform.c.platform_id, platform.c.class_l1))
    return MappingProxyType({key: of for key, of in found if of is not None})


def addresses(snapshot: Snapshot) -> pd.DataFrame:
    """Return where each platform of the register is: columns code, address, lon, lat; raises StoreMissing."""
    columns = (
        platform.c.platform_id.label("code"), platform.c.address, platform.c.longitude.label("lon"),
        platform.c.latitude.label("lat"),
    )  # fmt: skip
    return snapshot.frame(select(*columns).order_by(platform.c.platform_id))


def _translated(words: str | None, known: Mapping[str, Member]) -> Text | None:
    """Return what the register writes as words between 、, each that a list of codes knows by the name of that list."""
    if not words:
        return None
    titles = {member.title.zh: member.title for member in known.values()}
    parts = [titles.get(part, Text(part, part)) for part in map(str.strip, words.split("、"))]
    return Text("、".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def _rows_of(table: Table, snapshot: Snapshot, platform_id: str) -> list[dict[str, Any]]:
    """Return what a table keeps of a platform, by column."""
    found = snapshot.rows(select(table).where(table.c.platform_id == platform_id))
    return [dict(zip(table.c.keys(), row, strict=True)) for row in found]


def _flag(value: object) -> bool | None:
    return None if value is None else bool(value)


def _duties(snapshot: Snapshot, platform_id: str, names: Labels) -> tuple[Duty, ...]:
    checked = {row["duty"]: row for row in _rows_of(platform_duty, snapshot, platform_id)}
    is_told = {DUTY: has_files(snapshot, platform_id)}
    order = [*names.members("duty"), *(key for key in checked if key not in names.members("duty"))]
    return tuple(
        Duty(key, Text(names.name("duty", key, "zh"), names.name("duty", key, "en")),
             bool(checked[key]["is_met"]), checked[key]["checked_on"], is_told.get(key, False))
        for key in order if key in checked
    )  # fmt: skip


def has_files(snapshot: Snapshot, platform_id: str) -> bool:
    """Return whether the store records files in which a platform says who sells on it."""
    c = platform_report.c
    own = select(c.report_id).where(c.platform_id == platform_id, c.kind == KIND, c.due.is_not(None))
    return bool(snapshot.rows(own.limit(1)))
