"""Loads: chunks that are already shaped, or files with their mapping, into a draft."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
from sqlalchemy import Date, DateTime, Table, func, insert, select, update

from data_access.derive import item_deadlines
from data_access.drafts import Draft
from data_access.errors import BadMapping, TooManyRejects
from data_access.intake.admission import Admission, Candidates, Mode
from data_access.intake.mapping import Mapping
from data_access.intake.readers import stage, stage_query
from data_access.intake.references import created_rows, missing_references
from data_access.intake.refusals import source_texts
from data_access.intake.report import BatchReport, HeldFile, RejectsFile
from data_access.intake.shaping import shape
from data_access.intake.staging import Staged
from data_access.intake.validation import Wording
from data_access.schema import dataset, load_batch
from data_access.snapshots import new_id

#: Called with the number of rows that were just read.
Progress = Callable[[int], object]


def load_chunks(
    draft: Draft,
    chunks: Iterable[tuple[Table, pa.Table]],
    *,
    provider: str,
    origin: str,
    is_synthetic: bool,
    progress: Progress | None = None,
) -> list[BatchReport]:
    """Let chunks (at most half a million rows each, columns named as the table's) into a draft, in their order.

    References must come before what refers to them. Returns one report for each table.
    """
    batch_id = new_id()
    with RejectsFile(draft.rejects / f"{batch_id}.csv", origin) as rejects:
        admission = Admission(draft, rejects)
        for table, rows in chunks:
            admission.chunk(table, rows)
            if progress is not None:
                progress(rows.num_rows)
        admission.settle()
        reports = admission.reports(batch_id, origin)
    _enter_batches(draft, reports, provider, is_synthetic)
    return reports


def load_file(
    draft: Draft, path: Path, mapping: Mapping, *, mode: Mode = "append", max_rejects: int | None = None
) -> list[BatchReport]:
    """Let the rows of a CSV, XLSX or Parquet file into a draft as its mapping says.

    Raises BadFile, BadMapping, or TooManyRejects where more than `max_rejects` rows are refused.
    Returns a report for the table and for each list that the load added codes to.
    """
    return _admit(draft, stage(draft, path, mapping), path.name, mapping, mode, max_rejects)


def load_query(
    draft: Draft,
    url: str,
    query: str,
    mapping: Mapping,
    *,
    mode: Mode = "append",
    max_rejects: int | None = None,
) -> list[BatchReport]:
    """Let the rows of a query in another database into a draft, as `load_file` does those of a file."""
    staged = stage_query(draft, url, query, mapping)
    return _admit(draft, staged, staged.origin, mapping, mode, max_rejects)


def _admit(
    draft: Draft, staged: Staged, origin: str, mapping: Mapping, mode: Mode, max_rejects: int | None
) -> list[BatchReport]:
    batch_id = new_id()
    held = HeldFile(draft.rejects.with_name("held") / f"{mapping.table.name}-{batch_id}.csv", staged.columns)
    with RejectsFile(draft.rejects / f"{batch_id}.csv", origin) as rejects:
        admission = Admission(draft, rejects, held)
        for table, known in missing_references(draft, mapping):
            admission.chunk(table, known)
        shaped = shape(draft, mapping)
        for table, known in created_rows(mapping, shaped.created):
            admission.chunk(table, known)
        for bad in staged.malformed:
            admission.malformed(mapping.table, bad.row, bad.line, bad.reason, bad.text)
        wording = Wording(mapping.labels, mapping.holding)
        places = source_texts(draft, staged)
        admission.rows(
            mapping.table, Candidates(shaped.rows, shaped.keys, shaped.count, places, wording), mode
        )
        admission.settle()
        reports = admission.reports(batch_id, origin, mapping.table, staged.notes)
    refused = sum(report.rejected for report in reports)
    if max_rejects is not None and refused > max_rejects:
        raise TooManyRejects(
            f"{staged.origin}: {refused:,} rows are rejected and at most {max_rejects:,} are allowed; nothing was "
            f"loaded. The rows and reasons are in {reports[-1].rejects}."
        )
    _enter_dataset(draft, mapping)
    _enter_batches(draft, reports, mapping.provider, mapping.is_synthetic, mapping.rhythm_days)
    if mapping.limits is not None:
        item_deadlines.fill(draft)
    return reports


def _enter_dataset(draft: Draft, mapping: Mapping) -> None:
    """Widen the days that the store covers, or say for the first time which city it holds."""
    first, last = _days(draft, mapping.table)
    with draft.engine.begin() as connection:
        held = connection.execute(select(dataset)).one_or_none()
        given = mapping.dataset
        if held is None and given is None:
            raise BadMapping(
                f"{mapping.path}: the store does not say yet which city it holds; add [dataset]."
            )
        if held is not None and given is not None and held.city != given.city:
            raise BadMapping(
                f"{mapping.path}: the store holds {held.city!r}, not {given.city!r}; load into another."
            )
        if held is not None:
            if first is not None and last is not None:
                widened = {"starts_on": min(first, held.starts_on), "as_of": max(last, held.as_of)}
                connection.execute(update(dataset).values(widened))
        elif given is not None:
            if first is None or last is None:
                raise BadMapping(
                    f"{mapping.path}: no row was loaded, so the store cannot say which days it covers."
                )
            connection.execute(insert(dataset).values(
                city=given.city, name_zh=given.name_zh, name_en=given.name_en,
                is_synthetic=given.is_synthetic, starts_on=first, as_of=last,
            ))  # fmt: skip


def _days(draft: Draft, table: Table) -> tuple[date | None, date | None]:
    """Return the first and last day of the table's leading time column (its first required one)."""
    times = [c for c in table.columns if isinstance(c.type, Date | DateTime) and not c.nullable]
    if not times:
        return None, None
    with draft.engine.connect() as connection:
        first, last = connection.execute(select(func.min(times[0]), func.max(times[0]))).one()
    return _day(first), _day(last)


def _day(moment: date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _enter_batches(
    draft: Draft,
    reports: list[BatchReport],
    provider: str,
    is_synthetic: bool,
    rhythm_days: int | None = None,
) -> None:
    with draft.engine.begin() as connection:
        as_of = connection.execute(select(dataset.c.as_of)).scalar_one_or_none()
        for report in reports:
            connection.execute(insert(load_batch).values(
                batch_id=report.batch_id, table_name=report.table, provider=provider, origin=report.origin,
                loaded_at=datetime.now().replace(microsecond=0), as_of=as_of, rows_read=report.read,
                rows_loaded=report.loaded, rows_rejected=report.rejected, rows_duplicate=report.duplicate,
                is_synthetic=is_synthetic, rhythm_days=rhythm_days,
            ))  # fmt: skip
