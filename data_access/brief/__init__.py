"""The brief (通报): what a period brought, in words whose every number is a query, as DOCX, PDF and HTML."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from data_access.brief.content import Brief, Section, sections
from data_access.brief.documents import docx_bytes
from data_access.brief.numbers import Numbers
from data_access.brief.pages import html_page
from data_access.brief.told_ids import told_apart
from data_access.domain.access import Scope, reader_name
from data_access.domain.errors import BadValue
from data_access.domain.filters import FRAME_KEYS, Selection
from data_access.domain.periods import Horizon, Period, bucket, preset
from data_access.domain.text import Text
from data_access.exports.answers import SYNTHETIC, in_words
from data_access.exports.printing import pdf
from data_access.exports.reports import Asked, made_at
from data_access.metrics.labels import labels
from data_access.store.snapshots import Snapshot

FORMS = ("docx", "pdf", "html")
BRIEF_KINDS = tuple(f"brief-{form}" for form in FORMS)
_TITLE = Text("12315投诉举报情况通报", "Bulletin of complaints and reports (12315)")
_WEEK = re.compile(r"(?P<year>\d{4})-W(?P<week>\d{2})")
_LAST = re.compile(r"last-(?P<grain>week|month|quarter|year)")


def brief_period(text: str, horizon: Horizon) -> Period:
    """Return the days that a text names. Raises BadValue.

    `2021-06`, `2021Q2`, `2021`, `2021-W23`, `2021-06-01..2021-06-10`, a preset, and `last-week`, `last-month`,
    `last-quarter`, `last-year`: the last one that the data know to its end.
    """
    try:
        if ".." in text:
            start, end = (date.fromisoformat(part) for part in text.split("..", 1))
            return Period(start, end)
        if found := _WEEK.fullmatch(text):
            monday = date.fromisocalendar(int(found["year"]), int(found["week"]), 1)
            return Period(monday, monday + timedelta(days=6))
    except ValueError:
        raise BadValue("period", text, "days as 2021-06-01..2021-06-10 or a week as 2021-W23") from None
    if found := _LAST.fullmatch(text):
        whole = bucket(horizon.as_of, found["grain"])
        return (
            whole if whole.end <= horizon.as_of else bucket(whole.start - timedelta(days=1), found["grain"])
        )
    return preset(text, horizon)


def brief(
    snapshot: Snapshot,
    scope: Scope,
    selection: Selection,
    *,
    lang: str,
    export: str,
    who: str,
    origin: str = "",
) -> Brief:
    """Return the brief of a selection; `origin` (http://host) is where its numbers lead."""
    numbers = Numbers(snapshot, scope, replace(selection, preset=None), lang, origin)
    dataset = numbers.labels.dataset
    period = selection.period
    said = tuple(sections(numbers, _said(period, lang)))
    facts = [Text("数据截至 {}", "data as of {}")(lang).format(dataset.horizon.as_of),
             Text("数据版本 {}", "data version {}")(lang).format(snapshot.version),
             *([SYNTHETIC(lang)] if dataset.is_synthetic else [])]  # fmt: skip
    return Brief(
        title=_TITLE(lang), period=_said(period, lang), scope=f"{dataset.title(lang)} · {in_words(selection, numbers.labels, lang)}",
        facts=" · ".join(facts), lang=lang, watermark=f"{reader_name(who, lang)} · {made_at()} · {export}", sections=said, origins=_origins(numbers, said), address=f"{origin}/number/" if origin else "",
    )  # fmt: skip


def _origins(numbers: Numbers, sections: tuple[Section, ...]) -> tuple[tuple[str, str], ...]:
    """Return the ids of all numbers that are said, then of those that are drawn or listed only."""
    said = (one for section in sections for figure in section.figures() for one in figure.numbers)
    drawn = (pair for section in sections for part in section.parts for pair in part.origins)
    found = {number_id: words for words, number_id in (*told_apart(numbers, said), *drawn)}
    return tuple((words, number_id) for number_id, words in found.items())


def _said(period: Period, lang: str) -> str:
    start = period.start
    if bucket(start, "year") == period:
        return Text(f"{start:%Y}年", f"{start:%Y}")(lang)
    if bucket(start, "month") == period:
        return Text(f"{start.year}年{start.month}月", f"{start:%B %Y}")(lang)
    return Text("{} 至 {}", "{} to {}")(lang).format(start, period.end)


def brief_bytes(made: Brief, form: str, check: Callable[[], None] = lambda: None) -> bytes:
    """Return a brief as a file of one of FORMS. Raises NoChromium for a PDF where there is none."""
    match form:
        case "docx":
            return docx_bytes(made)
        case "html":
            return html_page(made).encode()
        case "pdf":
            return pdf(html_page(made), check)
    raise BadValue("format", form, f"one of {', '.join(FORMS)}")


def brief_file(
    snapshot: Snapshot,
    scope: Scope,
    asked: Asked,
    kind: str,
    *,
    export: str,
    who: str,
    origin: str,
    check: Callable[[], None],
) -> tuple[bytes, int]:
    """Return the file that a page asks for, and how many numbers it says."""
    known = labels(snapshot)
    query = {key: value for key, value in asked.query.items() if key not in FRAME_KEYS}
    selection, _ = Selection.from_query(query, known.dataset.horizon, known.known)
    made = brief(snapshot, scope, selection, lang=asked.lang, export=export, who=who, origin=origin)
    check()
    return brief_bytes(made, kind.removeprefix("brief-"), check), made.rows
