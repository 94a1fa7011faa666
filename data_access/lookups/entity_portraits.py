"""One entity as all departments see it: who it is, and everything that is recorded of it on one timeline."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import Table, null, or_, select

from data_access.domain.access import WHOLE_CITY, Scope, masked
from data_access.domain.text import Text
from data_access.lookups.readable import as_kept
from data_access.lookups.record_links import Reading, Related, is_linked, related
from data_access.lookups.subjects import Subject, subject_of
from data_access.metrics.labels import Labels, labels
from data_access.store.schema import entity, entity_event, negative_entity, trigger_event
from data_access.store.snapshots import Snapshot

#: What a reader is told of each entity beside its name, in this order: columns of table `entity`.
FACTS = (
    "entity_id", "kind", "state", "district", "established_on", "ended_on", "principal_name", "platform_id", "is_online",
    "is_retail", "is_abnormal", "is_serious", "credit_class",
)  # fmt: skip
_YES_NO = {True: Text("是", "yes"), False: Text("否", "no")}
_LISTED = Text("列入负面名单：{}", "Put on the negative list: {}")
_DELISTED = Text("移出负面名单：{}", "Taken off the negative list: {}")
_TRIGGERED = Text("触发：{}", "Triggered: {}")
_ANSWERED = Text("响应：{}", "Answered: {}")
_MARKET = "market"


@dataclass(frozen=True, slots=True, eq=False)
class EntityPortrait:
    """One entity: its name, its facts as (label, words), its events, newest first (date, department, label), and its records.

    One that the register lacks is known by the records alone that name it.
    """

    name: str
    facts: tuple[tuple[str, str], ...]
    events: pd.DataFrame
    related: tuple[Related, ...] = ()
    is_registered: bool = True
    subject: Subject | None = None


def entity_portrait(snapshot: Snapshot, entity_id: str, scope: Scope, lang: str) -> EntityPortrait | None:
    """Return one entity as a reader may see it, None where nothing that he may see knows it.

    The principal is masked for a reader who may not see persons.
    """
    names, frame = labels(snapshot), _registered(snapshot, entity_id, scope)
    reading = Reading(snapshot, names, scope, lang)
    own = _Own(snapshot, entity_id, scope, is_registered=not frame.empty)
    if frame.empty:
        found = _named(reading, entity_id)
        return (
            EntityPortrait(entity_id, (), _life(own, names, lang), found, is_registered=False)
            if found
            else None
        )
    row = frame.iloc[0].to_dict()
    facts = ((entity.c[key].info["label"](lang), _words(row[key], key, names, scope, lang)) for key in FACTS)
    told = tuple((label, words) for label, words in facts if words)
    life, records = _life(own, names, lang), related(reading, entity, row)
    return EntityPortrait(str(row["name"]), told, life, records, subject=subject_of(reading, entity, row))


def _life(own: "_Own", names: Labels, lang: str) -> pd.DataFrame:
    """Return what befell an entity, newest first."""
    ways = (_events, _spells, _triggers)
    found = [event for way in ways for event in way(own, names, lang)]
    events = pd.DataFrame(found, columns=["date", "department", "label"])
    return events.sort_values("date", ascending=False, kind="stable", ignore_index=True)


def _named(reading: Reading, entity_id: str) -> tuple[Related, ...]:
    """Return the records that name an entity which the register lacks; none of one that it has in another district."""
    if is_registered(reading.snapshot, entity_id, WHOLE_CITY):
        return ()
    return related(reading, entity, _bare(entity_id))


def _bare(entity_id: str) -> dict[str, Any]:
    """Return the row of an entity of which nothing is known but its number."""
    return dict.fromkeys(entity.c.keys()) | {entity.c.entity_id.name: entity_id}


def is_known(snapshot: Snapshot, entity_id: str, scope: Scope) -> bool:
    """Return whether there is an entity that a reader may see, in the register or where records name it."""
    if is_registered(snapshot, entity_id, scope):
        return True
    if is_registered(snapshot, entity_id, WHOLE_CITY):
        return False
    return is_linked(Reading(snapshot, labels(snapshot), scope, "zh"), entity, _bare(entity_id))


def is_registered(snapshot: Snapshot, entity_id: str, scope: Scope) -> bool:
    """Return whether the register knows an entity that a reader may see."""
    return not _registered(snapshot, entity_id, scope).empty


def _registered(snapshot: Snapshot, entity_id: str, scope: Scope) -> pd.DataFrame:
    found = select(entity).where(entity.c.entity_id == entity_id)
    if scope.districts is not None:
        found = found.where(entity.c.district.in_(sorted(scope.districts)))
    return snapshot.frame(found)


def _words(value: Any, key: str, names: Labels, scope: Scope, lang: str) -> str:
    column = entity.c[key]
    if pd.isna(value):
        return ""
    if column.info["mask"] and not scope.sees_persons:
        return masked(str(value), column.info["mask"])
    if known := names.lists.get(column.info["codes"] or "", {}):
        return known[value].title(lang) if value in known else str(value)
    if isinstance(value, bool):
        return _YES_NO[value](lang)
    return str(value.date() if isinstance(value, pd.Timestamp) else value)


Event = tuple[pd.Timestamp, str, str]


class _Own(NamedTuple):
    """What befell one entity, as far as a reader may see it: an event elsewhere is another district's."""

    snapshot: Snapshot
    entity_id: str
    scope: Scope
    is_registered: bool

    def rows(self, table: Table) -> list[dict[Any, Any]]:
        """Return its rows of a table.

        One without a district happened where the entity is registered; where it is not, in no district that is known.
        """
        kept = as_kept(table.columns, labels(self.snapshot))
        asked = select(*kept).where(table.c.entity_id == self.entity_id)
        if self.scope.districts is not None:
            district = table.c.district if "district" in table.c else null()
            is_here = district.in_(sorted(self.scope.districts))
            asked = asked.where(or_(district.is_(None), is_here) if self.is_registered else is_here)
        return self.snapshot.frame(asked).to_dict("records")


def _events(own: _Own, names: Labels, lang: str) -> Iterable[Event]:
    for row in own.rows(entity_event):
        yield (
            row["at"],
            names.name("department", row["department"], lang),
            names.name("event_kind", row["kind"], lang),
        )


def _spells(own: _Own, names: Labels, lang: str) -> Iterable[Event]:
    market = names.name("department", _MARKET, lang)
    for row in own.rows(negative_entity):
        reason = names.name("reason", row["reason"], lang)
        yield row["listed_at"], market, _LISTED(lang).format(reason)
        if pd.notna(row["delisted_at"]):
            yield row["delisted_at"], market, _DELISTED(lang).format(reason)


def _triggers(own: _Own, names: Labels, lang: str) -> Iterable[Event]:
    market = names.name("department", _MARKET, lang)
    for row in own.rows(trigger_event):
        yield row["fired_at"], market, _TRIGGERED(lang).format(names.name("trigger_rule", row["rule"], lang))
        if pd.notna(row["acted_at"]) and pd.notna(row["action"]):
            answer = names.name("trigger_action", row["action"], lang)
            outcome = names.name("trigger_outcome", row["outcome"], lang) if pd.notna(row["outcome"]) else ""
            yield row["acted_at"], market, _ANSWERED(lang).format(" · ".join(filter(None, (answer, outcome))))


def years(events: pd.DataFrame) -> dict[int, dict[str, int]]:
    """Return how many events each department has in each year, newest year first, busiest department first."""
    order = events["department"].value_counts().index
    counts: dict[int, dict[str, int]] = {}
    for year, part in events.groupby(events["date"].dt.year):
        of_year = part["department"].value_counts()
        counts[int(str(year))] = {name: int(of_year.get(name, 0)) for name in order}
    return dict(sorted(counts.items(), reverse=True))
