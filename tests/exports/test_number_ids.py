"""Whatever leaves with numbers carries the ids that give them again: every kind of file, and the numbers beside the ids."""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from components.http.exports import BROWSER_KINDS, PAGE_KINDS
from data_access.brief import BRIEF_KINDS, brief
from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.lookups.replays import Replay, replay
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.maturity import as_seen
from data_access.metrics.number_ids import BadNumberId, NumberId
from data_access.metrics.query import Question, fetch
from data_access.store.store import Store
from tests.exports.conftest import PRINTED, Office, Papers
from tests.exports.pdf_text import folded, pages_of

YEAR = "from=2021-01-01&to=2021-12-31&lang=en"
#: What the address of each file is asked with in the sweep.
WITH_NUMBERS = {
    "/api/indicators/<key>.<any(json, csv, xlsx):form>": "/api/indicators/complaints.{}?by=platform&" + YEAR,
    "/api/card.<any(zip, xlsx):form>": "/api/card.{}?path=/governance&card=complaints&" + YEAR,
    "/api/list/<key>.<any(csv, xlsx):form>": "/api/list/overdue.{}?" + YEAR,
    "/api/due.<any(csv, xlsx):form>": "/api/due.{}?" + YEAR,
    "/api/duties.<any(csv, xlsx):form>": "/api/duties.{}?" + YEAR,
    "/api/attention.<any(csv, xlsx):form>": "/api/attention.{}?" + YEAR,
    "/api/rates.<any(csv, xlsx):form>": "/api/rates.{}?" + YEAR,
}
#: Files without numbers of indicators, and why.
WITHOUT = {
    "/api/rows/<source>.<any(csv, xlsx):form>": "rows that stand behind no number",
    "/api/tasks.csv": "tasks, which readers write",
    "/api/audit.csv": "lines of the audit",
    "/api/platforms/<platform_id>.json": "a portrait for programs, which ask each number by its own address",
    "/api/objections.csv": "objections as rows of a table, to be loaded",
    "/api/claimants/reviews.csv": "reviews of claimants as rows of a table, to be loaded",
    "/api/<any(rejects, held):what>/<batch>.csv": "rows of a delivery that were not loaded",
    "/api/case-document.docx": "a document of one case",
    "/api/exports/<export>/file": "hands out the files of pages and bulletins, which are tried below",
}
_FORMS = re.compile(r"<any\(([^)]+)\):form>")
_ID = re.compile(r"[a-z0-9_@-]+~\d+~\d{4}-\d\d-\d\d\.\d{4}-\d\d-\d\d~[^\s\"'<>]*?data=[^~\s]+~[0-9a-f]{8}")


def texts_of(xml: Any) -> Iterator[str]:
    return (node.text or "" for node in xml.iter() if node.tag.endswith("}t"))


def words_of(form: str, file: bytes) -> Iterator[str]:  # noqa: C901  (a case for each form)
    """Yield the texts of a file, cell by cell or piece by piece."""
    match form:
        case "csv":
            for row in csv.reader(io.StringIO(file.decode("utf-8-sig"))):
                yield from row
        case "xlsx":
            for sheet in load_workbook(io.BytesIO(file)):
                yield from (str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
        case "zip":
            with zipfile.ZipFile(io.BytesIO(file)) as folder:
                for name in folder.namelist():
                    yield from words_of("csv", folder.read(name))
        case "docx":
            yield from texts_of(Document(io.BytesIO(file)).element)
        case "pptx":
            for slide in Presentation(io.BytesIO(file)).slides:
                yield from texts_of(slide.element)
        case "pdf":
            yield "".join(pages_of(file))
        case _:
            yield file.decode()


def ids_in(form: str, file: bytes) -> list[str]:
    return list(dict.fromkeys(one for text in words_of(form, file) for one in _ID.findall(text)))


def given_again(store: Store, ids: list[str]) -> list[Replay]:
    assert ids
    found = [replay(store, one, WHOLE_CITY) for one in ids]
    assert all(one.is_same_data for one in found)
    return found


def asks_for_file(rule: str) -> bool:
    return bool(_FORMS.search(rule) or re.search(r"\.(csv|xlsx|json|docx|pdf)$|/file$", rule))


def test_every_address_of_a_file_is_known_with_its_numbers_or_without(office: Office) -> None:
    rules = {str(one) for one in office.client.application.url_map.iter_rules() if asks_for_file(str(one))}
    assert {rule for rule in rules if rule.startswith("/api/")} == set(WITH_NUMBERS) | set(WITHOUT)


@pytest.mark.parametrize(
    ("rule", "form"),
    [(rule, form) for rule in WITH_NUMBERS for form in _FORMS.findall(rule)[0].split(", ")],
)
def test_a_file_with_numbers_carries_their_ids(office: Office, rule: str, form: str) -> None:
    answer = office.client.get(WITH_NUMBERS[rule].format(form))
    assert answer.status_code == 200, answer.text
    given_again(office.store, ids_in(form, answer.data)[:40])


def test_a_page_or_a_bulletin_carries_them_in_each_form(office: Office, papers: Papers) -> None:
    kinds = sorted({*PAGE_KINDS, *BRIEF_KINDS} - {"frozen"})
    forms = {kind: kind.rpartition("-")[2] for kind in kinds}
    files = {kind: (papers.get(kind) or office.made(kind, query=PRINTED))[1] for kind in kinds}
    found = {kind: ids_in(form, files[kind]) for kind, form in forms.items() if form != "pdf"}
    for kind, form in forms.items():
        if form == "pdf":  # lines are broken wherever there is room
            told = next(words_of(form, files[kind]))
            known = {folded(one): one for one in (*found["xlsx"], *found["brief-html"])}
            found[kind] = [one for text, one in known.items() if text in told]
        assert len(found[kind]) > 10, kind
        given_again(office.store, found[kind][:5])


def test_a_kind_of_file_that_is_new_is_asked_here_too() -> None:
    assert set(PAGE_KINDS) == {"pdf", "pptx", "xlsx", "frozen"}, (
        "a frozen page keeps the report that files are made from"
    )
    assert set(BROWSER_KINDS) == {"png", "svg", "copy", "print"}, "tests/browser looks at pictures"


def rows_of(office: Office, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(office.client.get(address).data.decode("utf-8-sig"))))


def number_of(office: Office, number_id: str) -> float | None:
    """Return the one number of an id, 0 of a count that has no rows."""
    (found,) = given_again(office.store, [number_id])
    return found.cells[0].value if found.cells else 0.0


def test_the_ids_of_the_rates_give_each_number_again(office: Office) -> None:
    rows = rows_of(office, f"/api/rates.csv?{YEAR}")
    numbered = [title for title in rows[0] if title.startswith("Number id ")]
    assert len(numbered) == 6, "complaints, orders and rate, now and compared"
    for row in rows:
        for title in numbered:
            value = row[title.removeprefix("Number id ")]
            assert float(value or 0) == pytest.approx(number_of(office, row[title]) or 0), (row, title)


def test_the_ids_of_duties_give_each_number_of_the_board_again(office: Office) -> None:
    rows = rows_of(office, f"/api/duties.csv?{YEAR}")
    numbered = [title for title in rows[0] if title.startswith("Number id ")]
    assert len(numbered) == 11, "eight wanting, and what was due of two kinds of files and of answers"
    for row in rows[:2]:
        for title in numbered:
            assert number_of(office, row[title]) == float(row[title.removeprefix("Number id ")]), (row, title)


def test_the_ids_of_attention_give_its_numbers_again(office: Office) -> None:
    rows = rows_of(office, f"/api/attention.csv?{YEAR}")
    tried = Counter[str]()
    for row in rows:
        assert number_of(office, row["Number id"]) == float(row["Complaints"])
        for title in [title for title in row if title.endswith(": number id (value, numerator or period)")]:
            sign = title.partition(":")[0]
            shown = (
                row[f"{sign}: numerator"]
                if sign in {"Complaints per million orders", "Open items overdue"}
                else row[f"{sign}: value"]
            )
            if row[title] and shown:
                number = number_of(office, row[title])
                assert number is None or number == pytest.approx(float(shown)), (row["Platform id"], sign)
                tried[sign] += number is not None
    assert len(tried) >= 4, tried


def test_the_ids_of_what_falls_due_give_counts_and_lists_again(office: Office) -> None:
    rows = rows_of(office, f"/api/due.csv?when=overdue&{YEAR}")
    counted = Counter(row["Number id"] for row in rows if row["Kind"] != "Tasks")
    assert counted
    for number_id, number in counted.items():
        assert number_of(office, number_id) == number
    book: Any = load_workbook(io.BytesIO(office.client.get(f"/api/due.xlsx?{YEAR}").data))["Counts"]
    head, *told = book.iter_rows(values_only=True)
    for row in told[:12]:
        for when in ("Overdue", "Within 5 working days"):
            assert number_of(office, row[head.index(f"Number id: {when}")]) == row[head.index(when)], row


def test_the_ids_of_a_bulletin_give_what_it_says(office: Office) -> None:
    period = Selection(Period(date(2021, 1, 1), date(2021, 12, 31)))
    with office.store.snapshot() as snapshot:
        one = brief(snapshot, WHOLE_CITY, period, lang="zh", export="X", who="某人", origin="http://here")
    told = [figure for section in one.sections for figure in section.figures()]
    assert {str(number) for figure in told for number in figure.numbers} <= {text for _, text in one.origins}
    kinds = Counter[str]()
    for figure in told[:40]:
        first, *further = (
            sum(cell.value or 0 for cell in replay(office.store, str(one), WHOLE_CITY).cells)
            for one in figure.numbers
        )
        match figure.kind:
            case "value" | "name":
                assert first == pytest.approx(figure.value), figure
            case "share":
                assert first / further[0] == pytest.approx(figure.value), figure
            case _ if INDICATORS[figure.indicator].unit.key == "ratio":
                assert first - further[0] == pytest.approx(figure.value), figure
            case _:
                assert first / further[0] - 1 == pytest.approx(figure.value), figure
        kinds[figure.kind] += 1
    assert {"value", "share", "yoy"} <= kinds.keys(), kinds


def test_a_measure_as_it_was_seen_is_given_again_as_it_was_seen(small_store: Store) -> None:
    aged = as_seen(INDICATORS["closure_rate"], date(2021, 3, 31))
    asked = Question(aged, (), Selection(Period(date(2021, 1, 1), date(2021, 3, 31))))
    with small_store.snapshot() as snapshot:
        (row,) = fetch(snapshot, *asked, WHOLE_CITY).to_dict("records")
        text = str(NumberId.of(asked, WHOLE_CITY, snapshot.version))
    (cell,) = replay(small_store, text, WHOLE_CITY).cells
    assert (cell.value, cell.n) == (row["value"] if row["n"] >= aged.min_n else None, row["n"])
    assert row["n"] > 0


COMPLAINTS = Question(INDICATORS["complaints"], (), Selection(Period(date(2021, 1, 1), date(2021, 12, 31))))


@pytest.mark.parametrize(
    "name",
    ["closure_rate@2021-02-30", "shops@2021-01-01", "due_closure_soon", "due_nothing_2021-01-01", "x@y"],
)
def test_an_id_of_what_is_no_number_is_refused(small_store: Store, name: str) -> None:
    of_nothing = replace(NumberId.of(COMPLAINTS, WHOLE_CITY, small_store.version()), indicator=name)
    with pytest.raises(BadNumberId):
        replay(small_store, str(of_nothing), WHOLE_CITY)
