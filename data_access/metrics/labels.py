"""Names of the members of each dimension, read from the store once for each data version."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from threading import Condition
from typing import Any

import pandas as pd
from cachetools import LRUCache, cached
from sqlalchemy import Column, func, select

from data_access.domain.access import masked
from data_access.domain.currency import YUAN
from data_access.domain.dimensions import DIMENSIONS
from data_access.domain.errors import StoreEmpty
from data_access.domain.periods import Horizon
from data_access.domain.text import Text
from data_access.metrics.annotations import Annotation, annotations
from data_access.metrics.coverage import Recorded, kept_columns, recorded
from data_access.metrics.indicators.base import Indicator
from data_access.metrics.money import in_currency
from data_access.metrics.query import UNKNOWN
from data_access.metrics.regions import DISTRICT, Regions, regions
from data_access.metrics.sources import AGE_BANDS, OLDEST_BAND
from data_access.store.schema import (
    code,
    dataset,
    live_agency,
    live_host,
    mediator,
    monitor_model,
    platform,
    region,
)
from data_access.store.snapshots import Snapshot

_CITIES = Text("地市", "City")


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a dimension: its code, its words, its place in the list and its parent code.

    A retired region is known, since old addresses name it, but not offered: its rows stand under its successor.
    """

    code: str
    title: Text
    position: int = 0
    parent: str | None = None
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class Dataset:
    """What the store holds: a city (adcode or another region's code), its name, its days, and whether it is invented.

    The parts of a province are cities. All its money is in one `currency` (ISO 4217).
    """

    city: str
    title: Text
    horizon: Horizon
    is_synthetic: bool
    is_province: bool = False
    currency: str = YUAN

    def today(self) -> date:
        """Return the day by which a delivery is late: invented data stand still on their last day."""
        return self.horizon.as_of if self.is_synthetic else date.today()


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """The members of all dimensions at one data version, the data set, the annotated days, what is recorded at all, and how regions lie."""

    dataset: Dataset
    lists: dict[str, dict[str, Member]]
    annotations: tuple[Annotation, ...]
    recorded: Recorded
    regions: Regions

    def members(self, dimension: str) -> dict[str, Member]:
        """Return the members of a dimension by code, in the order of their list."""
        return self.lists.get(DIMENSIONS[dimension].codes, {})

    def title(self, dimension: str, chosen: Iterable[str] = ()) -> Text:
        """Return what a reader calls a dimension: the parts of a province are cities, where he has not `chosen` among a city's."""
        is_city = (
            dimension == DISTRICT
            and self.dataset.is_province
            and self.regions.focus(chosen) == self.regions.root
        )
        return _CITIES if is_city else DIMENSIONS[dimension].title

    def in_currency(self, indicator: Indicator) -> Indicator:
        """Return an indicator as it is read here: one of money is in the currency of the data set."""
        return in_currency(indicator, self.dataset.currency)

    def offered(self, dimension: str) -> list[Member]:
        """Return the members that a filter offers: of regions the city's own (or it alone), of other lists all."""
        members = {code: member for code, member in self.members(dimension).items() if not member.is_retired}
        own = [member for member in members.values() if member.parent == self.dataset.city]
        own = own or [member for member in members.values() if member.code == self.dataset.city]
        return own if DIMENSIONS[dimension].codes == "region" and own else list(members.values())

    def name(self, dimension: str, member: str, lang: str) -> str:
        """Return what a reader calls a member, or what it means to have none; a code without a name stands for itself."""
        if member == UNKNOWN:
            return DIMENSIONS[dimension].missing(lang)
        found = self.members(dimension).get(member)
        return found.title(lang) if found else member

    def named(self, frame: pd.DataFrame, dimension: str, lang: str) -> pd.Series:
        """Return the names for a frame's column of codes."""
        return frame[dimension].map(lambda member: self.name(dimension, member, lang))

    def known(self, dimension: str) -> set[str] | dict[str, Member]:
        """Return the codes that a filter may take."""
        members = self.members(dimension)
        return {*members, UNKNOWN} if members else set()


@cached(LRUCache(maxsize=8), key=attrgetter("key"), condition=Condition())
def labels(snapshot: Snapshot) -> Labels:
    """Return the labels of a snapshot, which are read once; raises StoreEmpty."""
    kept = kept_columns(snapshot)
    rows = snapshot.frame(
        select(*(column for column in dataset.columns if (dataset.name, column.name) in kept))
    )
    if rows.empty:
        message = (
            f"The store {snapshot.location} holds no data set; load one (python -m data_access load --help)."
        )
        raise StoreEmpty(message)
    row = rows.iloc[0]
    horizon = Horizon(pd.Timestamp(row.starts_on).date(), pd.Timestamp(row.as_of).date())
    cities = snapshot.frame(
        select(region.c.adcode).where(region.c.parent == str(row.city), region.c.level == "city")
    )
    found = Dataset(
        str(row.city),
        Text(row.name_zh, row.name_en),
        horizon,
        bool(row.is_synthetic),
        is_province=not cities.empty,
        currency=str(row.get("currency") or YUAN),
    )
    lists = _lists(snapshot.frame(select(code)))
    lists["age"] = _ages()
    places = _regions(snapshot, found.city)
    lists["region"] = _members(places)
    lists["province"] = _members(places[places["level"] == "province"])
    lists["platform"] = _members(_platforms(snapshot))
    lists["mediator"] = _named(snapshot, kept, mediator.c.mediator_id, mediator.c.name)
    lists["model"] = _named(snapshot, kept, monitor_model.c.model_id, monitor_model.c.name)
    lists["live_host"] = _named(snapshot, kept, live_host.c.host_id, live_host.c.name)
    lists["live_agency"] = _named(snapshot, kept, live_agency.c.agency_id, live_agency.c.name)
    return Labels(found, lists, annotations(snapshot, kept), recorded(snapshot), regions(snapshot))


def _lists(rows: pd.DataFrame) -> dict[str, dict[str, Member]]:
    """Return the members of each list of codes: there are a hundred lists, which are sorted and gone through together."""
    found: dict[str, dict[str, Member]] = {}
    rows = rows.sort_values("position", kind="stable")
    for key, member in zip(rows["list_key"], _each(rows), strict=True):
        found.setdefault(str(key), {})[member.code] = member
    return found


def _members(rows: pd.DataFrame) -> dict[str, Member]:
    return {member.code: member for member in _each(rows.sort_values("position", kind="stable"))}


def _each(rows: pd.DataFrame) -> Iterator[Member]:
    parents = rows["parent"].where(rows["parent"].notna(), None) if "parent" in rows else [None] * len(rows)
    retired = rows["retired"] if "retired" in rows else [False] * len(rows)
    for key, zh, en, position, parent, is_retired in zip(
        rows.code, rows.zh, rows.en, rows.position, parents, retired, strict=True
    ):
        yield Member(str(key), Text(zh, en), int(position), parent, is_retired)


def _regions(snapshot: Snapshot, city: str) -> pd.DataFrame:
    """Return regions with the city's own districts first: they are what a filter offers first."""
    own = (func.coalesce(region.c.parent, "") == city).label("own")
    rows = snapshot.frame(select(region, own).order_by(own.desc(), region.c.adcode))
    return rows.rename(columns={"adcode": "code", "name": "zh", "name_en": "en"}).assign(
        position=range(len(rows)), retired=rows["valid_to"].notna()
    )


def _platforms(snapshot: Snapshot) -> pd.DataFrame:
    columns = (
        platform.c.platform_id.label("code"),
        platform.c.name.label("zh"),
        platform.c.name_en.label("en"),
    )
    rows = snapshot.frame(select(*columns).order_by(platform.c.name))
    return rows.assign(en=rows["en"].fillna(rows["zh"]), position=range(len(rows)))


def _named(
    snapshot: Snapshot, kept: set[tuple[str, str]], key: Column[Any], name: Column[Any]
) -> dict[str, Member]:
    """Return the members of a register by name; a person's is masked, for labels are everybody's, and has the number beside it."""
    table = key.table
    if not {(table.name, key.name), (table.name, name.name)} <= kept:
        return {}
    found = {}
    for place, (code_, words) in enumerate(snapshot.rows(select(key, name).order_by(key))):
        how = name.info["mask"]
        shown = (f"{masked(words, how)} {code_}" if how else words) if words else code_
        found[code_] = Member(code_, Text(shown, shown), place)
    return found


def _ages() -> dict[str, Member]:
    limits = [0, *(limit for _, limit in AGE_BANDS)]
    bands = [
        Member(key, Text(f"{low + 1}–{high}天", f"{low + 1}–{high} days"), place)
        for place, ((key, high), low) in enumerate(zip(AGE_BANDS, limits, strict=False))
    ]
    oldest = AGE_BANDS[-1][1]
    return {
        member.code: member
        for member in (
            *bands,
            Member(OLDEST_BAND, Text(f"{oldest}天以上", f"over {oldest} days"), len(bands)),
        )
    }
