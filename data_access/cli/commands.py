"""What each command of `python -m data_access` does; each returns an exit status."""

from argparse import Namespace
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from urllib.parse import quote

from tqdm import tqdm

from data_access import derive as derivation
from data_access.cli import check as checking
from data_access.cli.area_files import load_area_file
from data_access.cli.drafting import counted, drafting
from data_access.demo import city_of, expected_rows, generate
from data_access.demo.follow_ups import follow_up
from data_access.demo.rhythms import RHYTHMS
from data_access.derive import credit
from data_access.domain.errors import CockpitError, NothingLoaded
from data_access.intake.load import load_chunks, load_file, load_query
from data_access.intake.mapping import read_mapping
from data_access.intake.proposals import proposed
from data_access.intake.report import BatchReport, printed
from data_access.store.progress import Bar
from data_access.store.store import Store


def demo(store: Store, given: Namespace) -> int:
    """Build the synthetic city as a new snapshot, from nothing."""
    city = given.city or city_of(store.location)
    total = expected_rows(city, given.scale)
    chunks = generate(city, given.scale, given.seed)
    with store.draft(from_current=False) as draft:
        with tqdm(total=total, desc="demo", unit=" rows", unit_scale=True) as bar:
            origin = f"demo --city {city} --scale {given.scale:g} --seed {given.seed}"
            reports = load_chunks(
                draft,
                chunks,
                provider="演示数据 demo",
                origin=origin,
                is_synthetic=True,
                rhythms=RHYTHMS,
                progress=bar.update,
            )
            credit.derive(draft)  # what was done about scores and draws is part of the city
            reports += load_chunks(
                draft,
                follow_up(draft, given.seed),
                provider="演示数据 demo",
                origin=origin,
                is_synthetic=True,
                rhythms=RHYTHMS,
            )
        broken = [report for report in reports if report.loaded != report.read]
        if broken:
            raise CockpitError(f"The demo city breaks its own rules; nothing was written.\n{printed(broken)}")
        tqdm.write(f"derived: {counted(derivation.derive(draft))}")
    tqdm.write(printed(reports))
    return 0


def load(store: Store, given: Namespace) -> int:
    """Load files, or a query, as one snapshot: all of it, or nothing."""
    if given.files and given.files[0] in ("regions", "boundaries"):
        return load_area_file(store, given)
    if bool(given.files) == bool(given.from_url):
        raise CockpitError("Say what to load: files, or --from-url URL with --query SQL.")
    if given.mapping is None or (given.from_url and not given.query):
        raise CockpitError(
            "Give --mapping M.toml, and --query SQL with --from-url; `map FILE` proposes a mapping."
        )
    mapping, as_of = read_mapping(given.mapping, given.table), _day(given.as_of)
    own: list[BatchReport] = []
    with drafting(store, is_rehearsal=given.dry_run) as draft:
        for number, origin in enumerate(given.files or [given.from_url]):
            # Further files of the same load add to the first, which may have replaced what there was.
            mode = "append" if given.mode == "replace" and number else given.mode
            options = {"mode": mode, "max_rejects": given.max_rejects, "as_of": as_of}
            with Bar(draft.connection, "query" if given.from_url else Path(origin).name) as bar:
                watched = replace(draft, progress=bar)
                if given.from_url:
                    reports = load_query(watched, origin, given.query, mapping, **options)
                else:
                    reports = load_file(watched, Path(origin), mapping, **options)
            tqdm.write(f"{reports[-1].origin}\n{printed(reports)}")
            own.append(reports[-1])
        if not any(report.loaded for report in own):
            raise NothingLoaded(_nothing(own))
    return 0


def _nothing(reports: list[BatchReport]) -> str:
    """Return the sentence for a load of which no row came in."""
    read, rejected, again = (
        sum(numbers)
        for numbers in zip(*[(one.read, one.rejected, one.duplicate) for one in reports], strict=True)
    )
    said = "the source has no rows" if not read else f"of {read:,} rows {rejected:,} are rejected"
    known = (
        f" and {again:,} are duplicates; load with --mode upsert to replace what the store has"
        if again
        else ""
    )
    return f"Nothing was loaded and the data in use is as it was: {said}{known}."


def _day(text: str | None) -> date | None:
    """Return the day that was stated; raises CockpitError where it is none or lies ahead."""
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        day = date.max
    if day is not None and day > datetime.now().date():
        message = f"--as-of {text} is no day up to today; give the last day of the delivery, as in --as-of 2021-03-31."
        raise CockpitError(message)
    return day


def propose(store: Store, given: Namespace) -> int:
    """Print a mapping for a file, with how sure its table and each of its lines is."""
    with Bar(None, given.file.name) as bar:
        text = proposed(given.file, given.table, bar)
    print(text)
    return 0


def derive(store: Store, given: Namespace) -> int:
    """Compute the derived tables anew, as a new snapshot."""
    store.version()  # says so where there is nothing to derive from
    with store.draft(from_current=True) as draft:
        tqdm.write(f"derived: {counted(derivation.derive(draft))}")
    return 0


def snapshots(store: Store, given: Namespace) -> int:
    """List the snapshots, or make an earlier one the data in use."""
    if given.action == "restore":
        if not given.id:
            raise CockpitError(
                "Say which snapshot to restore: `snapshots restore ID`; `snapshots` lists them."
            )
        store.restore(given.id)
        tqdm.write(f"The data in use is now {given.id}.")
        return 0
    found = store.snapshots()
    if not found:
        store.version()  # says where no store is and what to do
    for snapshot in found:
        mark = "*" if snapshot.is_current else " "
        if snapshot.created is None:
            tqdm.write(f"{mark} {snapshot.id}  cannot be read: {snapshot.problem}")
            continue
        created = f"{snapshot.created.astimezone():%Y-%m-%d %H:%M}"
        tqdm.write(
            f"{mark} {snapshot.id}  {created}  {snapshot.size / 1e6:,.1f} MB  {', '.join(snapshot.providers)}"
        )
        if snapshot.last_batch:
            tqdm.write(f"    batch {'  '.join(snapshot.last_batch)}")
        tqdm.write(f"    {counted(snapshot.rows)}")
    return 0


def ddl(store: Store, given: Namespace) -> int:
    """Print the SQL that makes the two roles of a database server: the store's, or one of the engine that is named."""
    if given.engine:
        driver = {"postgresql": "postgresql+psycopg", "clickhouse": "clickhousedb"}[given.engine]
        store = Store(f"{driver}://" + (f"?cluster={quote(given.cluster)}" if given.cluster else ""))
    print(store.ddl(given.reader, given.writer), end="")
    return 0


def check(store: Store, given: Namespace) -> int:
    """Check the data in use; 0 when every figure holds."""
    return checking.check(store, given.published, given.cities)
