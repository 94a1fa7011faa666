"""Loads: chunks that are already shaped, or files with their mapping, into a draft."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
from sqlalchemy import Table, insert, select

from data_access.derive import item_deadlines
from data_access.domain.errors import TooManyRejects
from data_access.intake.admission import Admission, Candidates, Mode
from data_access.intake.days import Event, currency_of, enter_dataset
from data_access.intake.disagreements import write_down
from data_access.intake.mapping import Mapping
from data_access.intake.pieces import forget, is_child, pieces_of, whole_of, without_strays
from data_access.intake.readers import stage, stage_query
from data_access.intake.references import created_rows, missing_references
from data_access.intake.refusals import source_texts
from data_access.intake.report import BatchReport, HeldFile, RejectsFile
from data_access.intake.shaping import shape
from data_access.intake.staging import Staged
from data_access.intake.validation import Terms
from data_access.store.drafts import Draft
from data_access.store.folders import new_id
from data_access.store.schema import dataset, load_batch

#: Called with the number of rows that were just read.
Progress = Callable[[int], object]
#: The working days between two deliveries, by the name of the table.
Rhythms = dict[str, int]


def load_chunks(
    draft: Draft,
    chunks: Iterable[tuple[Table, pa.Table]],
    *,
    provider: str,
    origin: str,
    is_synthetic: bool,
    rhythms: Rhythms | None = None,
    progress: Progress | None = None,
) -> list[BatchReport]:
    """Let chunks (at most half a million rows each, columns named as the table's) into a draft, in their order.

    References must come before what refers to them. `rhythms` are the working days between two deliveries, by table.
    Returns one report for each table.
    """
    batch_id = new_id()
    with RejectsFile(draft.lists.file("rejects", f"{batch_id}.csv"), origin) as rejects:
        admission = Admission(draft, rejects)
        for table, rows in chunks:
            admission.chunk(table, rows)
            if progress is not None:
                progress(rows.num_rows)
        admission.settle()
        reports = admission.reports(batch_id, origin)
    _enter_batches(draft, reports, provider, is_synthetic, rhythms)
    return reports


def load_file(
    draft: Draft,
    path: Path,
    mapping: Mapping,
    *,
    mode: Mode = "append",
    max_rejects: int | None = None,
    as_of: date | None = None,
) -> list[BatchReport]:
    """Let the rows of a CSV, XLSX or Parquet file into a draft as its mapping says.

    `as_of` is the day up to which the delivery is whole (its last day, unless told). Raises BadFile, BadMapping, or
    TooManyRejects where more than `max_rejects` rows are refused. Returns a report for the table and for each list
    that the load added codes to.
    """

    def read(part: Mapping) -> Staged:
        return stage(draft, path, part)

    return _load(draft, read, path.name, mapping, mode, max_rejects, as_of)


def load_query(
    draft: Draft,
    url: str,
    query: str,
    mapping: Mapping,
    *,
    mode: Mode = "append",
    max_rejects: int | None = None,
    as_of: date | None = None,
) -> list[BatchReport]:
    """Let the rows of a query in another database into a draft, as `load_file` does those of a file."""

    def read(part: Mapping) -> Staged:
        return stage_query(draft, url, query, part)

    return _load(draft, read, None, mapping, mode, max_rejects, as_of)


def _load(
    draft: Draft,
    read: Callable[[Mapping], Staged],
    name: str | None,
    mapping: Mapping,
    mode: Mode,
    max_rejects: int | None,
    as_of: date | None,
) -> list[BatchReport]:
    """Let in the rows of a source, and after them what a column of theirs names several of."""
    staged = read(whole_of(mapping))
    own = _admit(draft, staged, name or staged.origin, whole_of(mapping), mode, max_rejects, as_of)
    pieces = pieces_of(mapping)
    if pieces is None:
        return own
    staged = replace(read(pieces), malformed=())  # they are told of the rows themselves
    return [*_admit(draft, staged, name or staged.origin, pieces, mode, max_rejects, as_of), *own]


def _admit(
    draft: Draft,
    staged: Staged,
    origin: str,
    mapping: Mapping,
    mode: Mode,
    max_rejects: int | None,
    as_of: date | None,
) -> list[BatchReport]:
    currency = currency_of(draft, mapping)  # before a row is looked at
    batch_id = new_id()
    held = HeldFile(draft.lists.file("held", f"{mapping.table.name}-{batch_id}.csv"), staged.columns)
    with RejectsFile(draft.lists.file("rejects", f"{batch_id}.csv"), origin) as rejects:
        admission = Admission(draft, rejects, held)
        for table, known in missing_references(draft, mapping):
            admission.chunk(table, known)
        shaped = shape(draft, mapping, origin, staged.skipped)
        if is_child(mapping.table):
            shaped = without_strays(draft, shaped, mapping.table)
        if mapping.child is not None and mode == "upsert":
            forget(draft, shaped, mapping.child)
        for table, known in created_rows(mapping, shaped.created):
            admission.chunk(table, known)
        for bad in staged.malformed:
            admission.malformed(mapping.table, bad.row, bad.line, bad.reason, bad.text)
        terms = Terms(mapping.labels, mapping.unknown, mapping.on_violation, mapping.earliest, currency)
        places = source_texts(draft, staged)
        admission.rows(mapping.table, Candidates(shaped.rows, shaped.keys, shaped.count, places, terms), mode)
        admission.settle()
        event = admission.tallies[mapping.table.name].last
        notes = (
            *staged.notes,
            *shaped.notes,
            *_differences(draft, staged, rejects, mapping),
            *_up_to(as_of, event, terms),
        )
        reports = admission.reports(batch_id, origin, mapping.table, notes)
    refused = sum(report.rejected for report in reports)
    if max_rejects is not None and refused > max_rejects:
        raise TooManyRejects(
            f"{staged.origin}: {refused:,} rows are rejected and at most {max_rejects:,} are allowed; nothing was "
            f"loaded. The rows and reasons are in {reports[-1].rejects}."
        )
    enter_dataset(draft, mapping, as_of)
    up_to = as_of or (event.day if event else None)
    # What a load brings along, codes and regions, comes without a rhythm and as of the day that the store is.
    *others, own = reports
    _enter_batches(draft, others, mapping.provider, mapping.is_synthetic)
    rhythms = {own.table: mapping.rhythm_days} if mapping.rhythm_days else None
    _enter_batches(draft, [own], mapping.provider, mapping.is_synthetic, rhythms, up_to)
    if mapping.limits is not None:
        item_deadlines.fill(draft)
    return reports


def _up_to(as_of: date | None, event: Event | None, terms: Terms) -> tuple[str, ...]:
    """Say up to which day a delivery is, and how one knows."""
    if as_of is not None:
        return (f"as of {as_of}, as --as-of says",)
    if event is None:
        return ()
    return (f"as of {event.day}, the last day in {terms.column(event.column)}; --as-of DAY says otherwise",)


def _differences(draft: Draft, staged: Staged, rejects: RejectsFile, mapping: Mapping) -> tuple[str, ...]:
    """Name the texts that a grouped item did not get, since records of it do not agree."""
    records = sorted({difference.record for difference in staged.differences})
    if not records:
        return ()
    with draft.engine.connect() as connection:
        where = staged.places(records, connection)
    return write_down(staged.differences, where, rejects, mapping.table.name, mapping.personal)


def _enter_batches(
    draft: Draft,
    reports: list[BatchReport],
    provider: str,
    is_synthetic: bool,
    rhythms: Rhythms | None = None,
    up_to: date | None = None,
) -> None:
    """Write a row for each report; what has no days of its own is as of the day that the store is."""
    if not reports:
        return
    with draft.engine.begin() as connection:
        as_of = up_to or connection.execute(select(dataset.c.as_of)).scalar_one_or_none()
        for report in reports:
            connection.execute(insert(load_batch).values(
                batch_id=report.batch_id, table_name=report.table, provider=provider, origin=report.origin,
                loaded_at=datetime.now().replace(microsecond=0), as_of=as_of, rows_read=report.read,
                rows_loaded=report.loaded, rows_rejected=report.rejected, rows_duplicate=report.duplicate,
                is_synthetic=is_synthetic, rhythm_days=(rhythms or {}).get(report.table),
            ))  # fmt: skip
