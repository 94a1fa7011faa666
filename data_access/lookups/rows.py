"""The rows behind a number, a page at a time, with personal fields hidden from those who may not see them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import Boolean, Column, Date, Select

from data_access.domain.access import Scope, masked
from data_access.domain.errors import BadValue, UnknownName
from data_access.domain.filters import Selection
from data_access.domain.text import Text
from data_access.metrics.indicators.base import Indicator
from data_access.metrics.indicators.measures import count
from data_access.metrics.indicators.units import ITEMS
from data_access.metrics.labels import Labels, labels
from data_access.metrics.query import compile_query, honoured
from data_access.metrics.sources import SOURCES, Source
from data_access.store.engines import Holds
from data_access.store.schema.columns import title_of
from data_access.store.snapshots import Snapshot

#: The longest page that is served at once; files of rows are streamed and have no limit.
LARGEST_PAGE = 100_000
#: Rows that are held in memory at once while a file is streamed.
CHUNK_ROWS = 20_000
_YES_NO = {True: Text("是", "yes"), False: Text("否", "no")}


@dataclass(frozen=True, slots=True)
class Listing:
    """How a source shows its rows: the cohort by which they belong to a period, and the columns that may be seen.

    The first column is the key; rows are sorted by `newest`, latest first, unless the reader asks otherwise; where it
    `rises`, the least is first: deductions are negative. `searched` are columns whose text a reader may search; never
    one of a person.
    """

    cohort: str
    newest: str
    columns: tuple[str, ...]
    searched: tuple[str, ...] = ()
    rises: bool = False


LISTINGS: Mapping[str, Listing] = {
    "items": Listing("created", "registered_at", (
        "item_id", "kind", "platform_id", "handling_district", "problem", "goods", "channel", "route", "violation",
        "registered_at", "platform_received_at", "settled_at", "returned_at", "accept_due", "accepted_at", "refused_at",
        "refuse_reason", "close_due", "mediation_started_at", "closed_at", "result", "satisfaction", "amount_disputed",
        "amount_recovered", "complainant_name", "complainant_phone")),
    "cases": Listing("source", "source_at", (
        "case_id", "source", "platform_id", "district", "violation", "source_at", "filed_at", "decision_due",
        "decided_at", "publish_due", "published_at", "closed_at", "stage", "outcome", "fine", "confiscated", "paid",
        "payment_due", "is_minor", "respondent_name")),
    "negatives": Listing("created", "listed_at", (
        "spell_id", "entity_id", "entity_name", "platform_id", "district", "reason", "level", "listed_at",
        "delisted_at")),
    "mediations": Listing("created", "opened_at", (
        "mediation_id", "item_id", "mediator_id", "kind", "mode", "platform_id", "district", "opened_at", "rounds",
        "is_attended", "closed_at", "result", "amount", "is_fulfilled", "is_confirmed", "rating")),
    "triggers": Listing("created", "fired_at", (
        "trigger_id", "rule", "register", "entity_id", "platform_id", "district", "fired_at", "action", "acted_at",
        "outcome")),
    "entity_register": Listing("as_of", "established_on", (
        "entity_id", "name", "principal_name", "kind", "district", "platform_id", "state", "established_on", "ended_on",
        "is_online", "is_retail", "is_abnormal", "is_serious", "credit_class"), ("entity_id", "name")),
    "interviews": Listing("created", "interviewed_at", (
        "interview_id", "platform_id", "district", "topic", "is_joint", "interviewed_at", "rectify_due",
        "rectified_at")),
    "site_checks": Listing("created", "checked_at", (
        "check_id", "site", "platform_id", "district", "checked_at", "finding", "is_joint", "corrected_at")),
    "shop_register": Listing("as_of", "opened_on", (
        "shop_id", "platform_id", "category", "operator_region", "operator_type", "opened_on", "closed_on",
        "licence_shown_from", "verified_from", "verified_to")),
    "exchanges": Listing("created", "day", (
        "day", "bridge", "platform_id", "data_type", "flow", "records", "complete", "matched", "mismatched", "calls",
        "succeeded", "latency_ms")),
    "requests": Listing("created", "sent_at", (
        "request_id", "direction", "kind", "province", "region", "district", "platform_id", "bridge", "sent_at",
        "received_at", "due", "feedback_at", "result", "is_rapid")),
    "agreements": Listing("as_of", "signed_on", (
        "agreement_no", "region", "name", "province", "signed_on", "ended_on", "accounts")),
    "platforms": Listing("as_of", "launched_on", (
        "platform_id", "name", "operator_name", "uscc", "district", "class_l1", "class_l2", "grade", "txn_mode",
        "supply_mode", "main_goods", "launched_on", "closed_on", "canal_since", "is_odr", "licence_shown")),
    "sampling": Listing("bought", "bought_at", (
        "batch_id", "kind", "platform_id", "district", "goods", "bought_at", "tested_at", "untested_reason",
        "is_unqualified", "failed_item", "is_safety", "retest", "follow_up_due", "followed_up_at", "case_at")),
    "takedowns": Listing("created", "issued_at", (
        "order_id", "source", "platform_id", "district", "issued_at", "due_at", "done_at", "batches", "listings")),
    "leads": Listing("detected", "detected_at", (
        "lead_id", "lead_type", "model_id", "platform_id", "district", "detected_at", "reviewed_at", "is_confirmed",
        "dispatched_at", "feedback_due", "verified_at", "disposition", "feedback_at", "is_reverse")),
    "disputes": Listing("accepted", "accepted_at", (
        "dispute_id", "right_type", "ip_route", "platform_id", "district", "notice_at", "action_at", "counter_at",
        "forwarded_at", "is_sued", "restore_due", "restored_at", "accepted_at", "closed_at", "result", "is_cross_province")),
    "evidence": Listing("captured", "captured_at", (
        "evidence_id", "seq", "kind", "subject", "subject_id", "platform_id", "district", "captured_at", "tool", "size",
        "sha256", "prev_hash", "block_hash")),
    "credit_scores": Listing("as_of", "credit_class", (
        "score_id", "month_end", "platform_id", "score", "colour", "credit_class", "colour_before", "veto", "rule_version")),
    "credit_items": Listing("as_of", "counted", (
        "item_id", "platform_id", "rule", "counted", "points", "event_ref", "event_day", "expires_on", "measured", "reference",
        "objection", "rule_version"), rises=True),
    "credit_objections": Listing("filed", "filed_on", (
        "objection_id", "platform_id", "rule", "event_ref", "filed_on", "decided_on", "outcome")),
    "inspection_draws": Listing("drawn", "drawn_on", (
        "draw_id", "plan_id", "platform_id", "credit_class", "ticket", "is_drawn", "seed", "rule_version", "drawn_on")),
    "inspections": Listing("drawn", "drawn_on", (
        "inspection_id", "plan_id", "platform_id", "credit_class", "drawn_on", "checked_on", "is_found", "violation",
        "published_on")),
    "licence_checks": Listing("checked", "checked_on", (
        "check_id", "platform_id", "checked_on", "licence_shown", "permit_shown", "rules_shown", "shops_checked", "shops_shown")),
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class RowsPage:
    """One page of rows as readers see them, under column names; `titles` are their words, `total` counts all pages."""

    frame: pd.DataFrame
    total: int
    titles: dict[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class RowsStream:
    """All rows as readers see them, in frames of some thousands that are read as they are taken."""

    frames: Iterator[pd.DataFrame]
    total: int
    titles: dict[str, str]
    days: frozenset[str]  # the columns that hold days, not moments


def shows_persons(source_key: str, scope: Scope) -> bool:
    """Return whether a reader is shown personal fields of the rows of a source as they were recorded."""
    columns = SOURCES[source_key].table.c
    return scope.sees_persons and any(columns[name].info["mask"] for name in LISTINGS[source_key].columns)


def rows(
    snapshot: Snapshot,
    source_key: str,
    selection: Selection,
    scope: Scope,
    *,
    page: int = 1,
    size: int = 50,
    sort: str = "",
    lang: str = "zh",
    cohort: str = "",
    containing: Mapping[str, str] | None = None,
) -> RowsPage:
    """Return page `page` (from 1) of the rows of a source under a selection, in words, personal fields masked.

    `sort` is a column name, with a leading `-` for descending; empty is newest first. `cohort` is a time of the source
    (see `sources`). `containing` are texts to find in columns that can be searched. Raises UnknownName and BadValue for what cannot be asked.
    """
    if page < 1:
        raise BadValue("page", str(page), "a number from 1")
    if not 1 <= size <= LARGEST_PAGE:
        raise BadValue("size", str(size), f"a number from 1 to {LARGEST_PAGE}")
    counted, listed, columns = _asked(source_key, selection, scope, sort, cohort, containing or {})
    total = int(snapshot.frame(counted)["value"].iloc[0])
    frame = snapshot.frame(listed.limit(size).offset((page - 1) * size))
    names = labels(snapshot)
    return RowsPage(_shown(frame, columns, names, scope, lang), total, _titles(columns, names, lang))


def all_rows(
    snapshot: Snapshot,
    source_key: str,
    selection: Selection,
    scope: Scope,
    *,
    sort: str = "",
    lang: str = "zh",
    cohort: str = "",
) -> RowsStream:
    """Return every row of a source under a selection as `rows` would, however many, in bounded memory."""
    counted, listed, columns = _asked(source_key, selection, scope, sort, cohort, {})
    names, total = labels(snapshot), int(snapshot.frame(counted)["value"].iloc[0])
    frames = (_shown(frame, columns, names, scope, lang) for frame in snapshot.frames(listed, CHUNK_ROWS))
    days = frozenset(column.name for column in columns if type(column.type) is Date)
    return RowsStream(frames, total, _titles(columns, names, lang), days)


def _asked(
    source_key: str, selection: Selection, scope: Scope, sort: str, cohort: str, containing: Mapping[str, str]
) -> tuple[Select[Any], Select[Any], list[Column[Any]]]:
    """Return the statements that count and list the rows, and the columns listed."""
    if source_key not in LISTINGS:
        raise UnknownName("list of rows", source_key, LISTINGS)
    source, listing = SOURCES[source_key], LISTINGS[source_key]
    columns = [source.table.c[name] for name in listing.columns]
    counted = _counted(source, cohort or listing.cohort, selection, scope)
    for name, text in containing.items():
        if name not in listing.searched:
            raise UnknownName("column to search", name, listing.searched)
        counted = counted.where(Holds(source.table.c[name], text))
    # The number's own statement with other columns: its rows and no others.
    return (
        counted,
        counted.with_only_columns(*columns).order_by(*_order(source, listing, sort, scope)),
        columns,
    )


def _shown(
    frame: pd.DataFrame, columns: list[Column[Any]], names: Labels, scope: Scope, lang: str
) -> pd.DataFrame:
    for column in columns:
        frame[column.name] = _readable(frame[column.name], column, names, scope, lang)
    return frame


def _titles(columns: list[Column[Any]], names: Labels, lang: str) -> dict[str, str]:
    return {column.name: title_of(column, names.dataset.currency)(lang) for column in columns}


def _counted(source: Source, cohort: str, selection: Selection, scope: Scope) -> Select[Any]:
    if cohort not in source.cohorts:
        raise UnknownName(f"time of {source.key}", cohort, source.cohorts)
    number = Indicator(
        f"rows_{source.key}", source.title, source.title, source.title, ITEMS, source, cohort, count()
    )
    return compile_query(number, (), honoured(number, selection), scope)


def _order(source: Source, listing: Listing, sort: str, scope: Scope) -> list[Any]:
    """Return the order of the rows, made unambiguous by the key; what is masked would leak through its order."""
    name = (sort or listing.newest).removeprefix("-")
    sortable = [key for key in listing.columns if scope.sees_persons or not source.table.c[key].info["mask"]]
    if name not in sortable:
        raise UnknownName("column to sort by", name, sortable)
    column, key = source.table.c[name], source.table.c[listing.columns[0]]
    falls = sort.startswith("-") or (not sort and not listing.rises)
    return [(column.desc() if falls else column.asc()).nulls_last(), key.asc()]


def _readable(values: pd.Series, column: Column[Any], names: Labels, scope: Scope, lang: str) -> pd.Series:
    """Return a column as a reader may see it: codes in words, persons masked, truth as yes or no."""
    if (how := column.info["mask"]) and not scope.sees_persons:
        return values.map(lambda value: masked(None if pd.isna(value) else str(value), how)).astype(object)
    known = names.lists.get(column.info["codes"] or "", {})
    if known:
        return values.map(lambda code: known[code].title(lang) if code in known else code).astype(object)
    if isinstance(column.type, Boolean):
        return values.map(lambda value: None if pd.isna(value) else _YES_NO[bool(value)](lang)).astype(object)
    return values
