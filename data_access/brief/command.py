"""`python -m data_access brief`: a brief as files in a folder, by hand or from cron."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from urllib.parse import parse_qsl

from data_access.brief import FORMS, brief, brief_bytes, brief_period
from data_access.domain.access import COMMAND_LINE, WHOLE_CITY
from data_access.domain.errors import BadValue
from data_access.domain.filters import Selection
from data_access.domain.settings import Settings
from data_access.exports.printing import NoChromium
from data_access.metrics.labels import labels
from data_access.state import audit
from data_access.state.database import State
from data_access.state.ledger import Ledger
from data_access.state.outside import Outside
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--period", required=True, help=(
        "2021-06, 2021Q2, 2021, 2021-W23, 2021-06-01..2021-06-10, or last-week, last-month, last-quarter, last-year: "
        "the last one that the data know to its end"
    ))  # fmt: skip
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", help="where to write (default: <COCKPIT_DATA>/briefs)"
    )
    parser.add_argument(
        "--format", default="docx,pdf,html", help="docx, pdf, html, separated by commas (default: all)"
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    parser.add_argument(
        "--filters", default="", metavar="QUERY", help="as in an address: 'district=330110&class=10'"
    )
    parser.add_argument(
        "--url",
        metavar="URL",
        help="where the numbers lead (default: COCKPIT_PUBLIC_URL, else http://COCKPIT_HOST:COCKPIT_PORT)",
    )
    parser.set_defaults(run=run)


def run(store: Store, given: Namespace) -> int:
    """Write the brief; 0 when every form that was asked for was written."""
    settings = Settings.from_environment()
    forms = [form.strip() for form in given.format.split(",")]
    for form in forms:
        if form not in FORMS:
            raise BadValue("format", form, f"one of {', '.join(FORMS)}")
    export, ledger = (
        audit.export_id(),
        Ledger(State(settings.state, Outside.of(settings)), lambda: COMMAND_LINE),
    )
    origin = (given.url or settings.origin).rstrip("/")
    with store.snapshot() as snapshot:
        selection = _selection(snapshot, given)
        made = brief(
            snapshot, WHOLE_CITY, selection, lang=given.lang, export=export, who=COMMAND_LINE, origin=origin
        )
    folder = given.out or Path(settings.exports).parent / "briefs"
    folder.mkdir(parents=True, exist_ok=True)
    status = 0
    for form in forms:
        path = folder / f"brief-{selection.period.start}-{selection.period.end}-{export}.{form}"
        try:
            content = brief_bytes(made, form)
        except NoChromium as missing:  # the others can be had without it
            print(missing)
            status = 1
            continue
        ledger.enter(f"brief-{form}", "brief", selection.to_query(), made.rows, export)
        path.write_bytes(content)
        print(path)
    ledger.state.close()
    return status


def _selection(snapshot: Snapshot, given: Namespace) -> Selection:
    """Return the days and filters that were given, as strictly as the API reads them."""
    known = labels(snapshot)
    horizon = known.dataset.horizon
    period = brief_period(given.period, horizon)
    if period.end < horizon.starts_on or period.start > horizon.as_of:
        raise BadValue("period", given.period, f"days between {horizon.starts_on} and {horizon.as_of}")
    selection, problems = Selection.from_query(dict(parse_qsl(given.filters)), horizon, known.known)
    if problems:
        raise problems[0]
    return selection.during(horizon.clip(period))
