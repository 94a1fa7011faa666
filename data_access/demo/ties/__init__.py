"""What ties the tables of a demo city together: whose shop, which case, what came before.

The parts of a city draw their rows each by itself, as calibrated. Here the rows are tied: shops and items as they come,
all else once these are through. What a tie changes beside the columns that name other rows is said where it is tied.
"""

from itertools import groupby

import pyarrow as pa
from sqlalchemy import Table

from data_access.demo.parts import Chunks, Place, Profile
from data_access.demo.ties import registers
from data_access.demo.ties.cases import case_rows, cases_of
from data_access.demo.ties.columns import gathered, joined
from data_access.demo.ties.disguises import Disguises
from data_access.demo.ties.items import Items
from data_access.demo.ties.products import Products, Subjects
from data_access.demo.ties.reported import reported
from data_access.demo.ties.shelves import Shelves
from data_access.demo.ties.traders import traders
from data_access.demo.window import stream
from data_access.store import schema

_CHUNK = 500_000


def tied(profile: Profile, seed: int, scale: float, planted: dict[int, str] | None = None) -> Chunks:
    """Yield the tables of a city in the order of references, tied to one another, in chunks of at most 500,000 rows.

    `planted` is told who really runs each shop, by its number, of which no table says it (see `disguises`).
    """
    held = {
        number: _by_table(part.chunks(seed, scale))
        for number, part in enumerate(profile.parts)
        if not part.is_streamed
    }
    tables = {table: rows for of_part in held.values() for table, rows in of_part.items()}
    city = _City(profile.place, seed, tables, {} if planted is None else planted)
    for number, part in enumerate(profile.parts):
        if part.is_streamed:
            yield from city.streamed(part.chunks(seed, scale))
        else:
            yield from (
                (table, rows.slice(start, _CHUNK))
                for table in held[number]
                for rows in (tables[table],)
                for start in range(0, rows.num_rows, _CHUNK)
            )


def _by_table(chunks: Chunks) -> dict[Table, pa.Table]:
    found: dict[Table, list[pa.Table]] = {}
    for table, chunk in chunks:
        found.setdefault(table, []).append(chunk)
    return {table: joined(parts) for table, parts in found.items()}


class _City:
    """A city while it is tied: the tables that are held until items are through, and what items find in them."""

    def __init__(
        self, place: Place, seed: int, tables: dict[Table, pa.Table], planted: dict[int, str]
    ) -> None:
        self._place, self._seed, self._tables = place, seed, tables
        self._who = traders(place, seed, tables.get(schema.entity))
        self._shelves = Shelves(place, seed, self._who, Disguises(place, seed, self._who, planted))
        self._cases = cases_of(place, seed, tables[schema.enforcement_case])
        self._items = Items(place, seed, self._shelves, self._cases)

    def streamed(self, chunks: Chunks) -> Chunks:
        """Yield what is too much to be held, tied; shops come before items, and all that is held is tied after these."""
        for table, own in groupby(chunks, key=lambda pair: pair[0]):
            of_table = (chunk for _, chunk in own)
            if table is schema.shop:
                of_each = groupby(of_table, key=lambda chunk: str(chunk["platform_id"][0]))
                stocked = (self._shelves.stock(joined(list(parts))) for _, parts in of_each)
                yield from ((table, rows) for rows in gathered(stocked, _CHUNK))
            elif table is schema.complaint_report:
                self._shelves.close()
                items = (self._items.tie(chunk) for chunk in of_table)
                yield from ((table, rows) for rows in gathered(items, _CHUNK))
                self._tie_held()
            else:
                yield from ((table, chunk) for chunk in of_table)

    def _tie_held(self) -> None:
        """Tie what is held; a city that has no table of a kind has nothing to tie there."""
        place, seed, has = self._place, self._seed, self._tables
        if schema.negative_entity in has:
            has[schema.negative_entity] = registers.spells(
                place, seed, self._who, has[schema.negative_entity]
            )
        if schema.trigger_event in has:
            has[schema.trigger_event] = registers.triggers(
                place, seed, self._shelves, has[schema.trigger_event]
            )
        for table, moment in ((schema.identity_mismatch, "found_at"), (schema.violation_notice, "sent_at")):
            if table in has:
                has[table] = registers.bridge_work(place, seed, self._shelves, has[table], moment)
        if (act := schema.moderation_act) in has:
            has[act] = registers.about_sellers(place, seed, self._shelves, has[act], "decided_at")
        if schema.interview in has:
            fired = has.get(schema.trigger_event)
            has[schema.interview] = registers.interviews(place, seed, self._who, has[schema.interview], fired)
        for table, since in (
            (schema.catering_merchant, "joined_on"),
            (schema.trace_code, "issued_on"),
            (schema.live_agency, "since"),
            (schema.live_room, "opened_on"),
        ):
            if table in has:
                has[table] = registers.run_by(place, seed, self._who, has[table], table.name, since)
        if schema.platform_report in has:
            has[schema.platform_report] = reported(place, seed, self._shelves, has[schema.platform_report])
        self._tie_cases()

    def _tie_cases(self) -> None:
        """Tie cases to what they stem from, then what stems from cases."""
        place, seed, has = self._place, self._seed, self._tables
        products = Products(place, seed, self._shelves, self._cases)
        items, of = self._items.remembered(), dict[str, Subjects]()
        if (check := schema.live_check) in has:
            has[check] = registers.complained_of(place, seed, items, has[check])
        if schema.sampling in has:
            has[schema.sampling], of["sampling"] = products.batches(has[schema.sampling])
        if schema.risk_lead in has:
            has[schema.risk_lead], of["lead"] = products.leads(has[schema.risk_lead], items)
        if schema.ip_dispute in has:
            has[schema.ip_dispute], of["dispute"] = products.disputes(has[schema.ip_dispute])
        if schema.co_investigation in has:
            registers.take_over(place, seed, self._cases, has[schema.co_investigation])
        rng = stream(seed, "ties", "enforcement_case")
        has[schema.enforcement_case] = case_rows(place, seed, self._cases, self._shelves, rng)
        if schema.co_investigation in has:
            has[schema.co_investigation] = registers.requests(
                place, seed, self._shelves, self._cases, items, has[schema.co_investigation]
            )
        if schema.takedown in has:
            of["case"] = products.filed()
            has[schema.takedown] = products.orders(has[schema.takedown], of)
        if schema.evidence in has:
            if schema.licence_check in has:
                of["display"] = products.patrols(has[schema.licence_check])
            has[schema.evidence] = products.evidence(has[schema.evidence], of)
