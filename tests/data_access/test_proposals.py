"""What `map` proposes: measured on public schemas, careful about days, and the quicker for looking at a sample alone."""

import csv
import tomllib
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import Table, func, select

from data_access.__main__ import main
from data_access.domain.errors import NoTableFits
from data_access.intake import xlsx
from data_access.intake.likeness import likeness
from data_access.intake.load import load_file
from data_access.intake.mapping import read_mapping
from data_access.intake.matches import SURE_LINE, SURE_TABLE
from data_access.intake.proposals import proposed
from data_access.intake.samples import sample_of
from data_access.intake.spellings import SPELT, spellings_of
from data_access.store.progress import Silence
from data_access.store.schema import LOADED, complaint_report, entity, shop
from data_access.store.store import Store
from tests.data_access.public_schemas import ROWS, Outcome, outcomes, schemas, table
from tests.shared import swept

DOCS = Path(__file__).parents[2] / "docs" / "proposals.md"
SCHEMAS = {schema.name: schema for schema in schemas()}
DATASET = '[dataset]\ncity = "330100"\nname_zh = "杭州"\nname_en = "Hangzhou"\nis_synthetic = true\n'


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    return {schema.name: result for schema, result in outcomes(tmp_path_factory.mktemp("schemas"))}


def write(path: Path, header: list[str], rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def lines_of(text: str) -> dict[str, str]:
    return {line.split(" = ")[0]: line for line in text.splitlines() if " = " in line}


@swept("name", SCHEMAS)
def test_nothing_wrong_is_proposed_for_a_public_schema(name: str, found: dict[str, Outcome]) -> None:
    assert found[name].table in ("", *SCHEMAS[name].truth)
    assert found[name].wrong == ()


def test_most_of_what_stands_in_public_schemas_is_found(found: dict[str, Outcome]) -> None:
    right, left = (sum(len(getattr(one, kind)) for one in found.values()) for kind in ("right", "open"))
    assert right >= 0.9 * (right + left)
    assert sum(bool(one.table) for one in found.values()) >= 0.9 * len(SCHEMAS)


def test_the_documented_table_is_what_is_proposed_today(found: dict[str, Outcome]) -> None:
    assert table((SCHEMAS[name], one) for name, one in found.items()) in DOCS.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "completed", "into", "rows"),
    [
        ("cfpb_2023", 'kind = { constant = "complaint" }', complaint_report, 2067),
        ("comcast_fcc_2015", 'kind = { constant = "complaint" }', complaint_report, 2224),
        ("nyc_311_service_requests", 'kind = { constant = "complaint" }', complaint_report, ROWS),
        ("消费投诉公示信息", 'kind = { constant = "complaint" }', complaint_report, ROWS),
        ("市场主体登记信息", "", entity, ROWS),
        ("平台内经营者报送信息", "", shop, ROWS),
    ],
)
def test_what_is_proposed_loads(
    name: str, completed: str, into: Table, rows: int, store: Store, tmp_path: Path
) -> None:
    file, mapping = SCHEMAS[name].file(tmp_path), tmp_path / "m.toml"
    text = proposed(file).replace('provider = ""', 'provider = "测试局"')
    mapping.write_text(
        text.replace("[columns]", f"[columns]\n{completed}") + f"\n{DATASET}", encoding="utf-8"
    )
    with store.draft(from_current=True) as draft:
        report = load_file(draft, file, read_mapping(mapping))[-1]
    assert report.loaded == rows, (report.reasons, report.examples)
    with store.connect() as connection:
        assert connection.execute(select(func.count()).select_from(into)).scalar_one() == rows


def test_the_table_comes_first_with_its_evidence_and_what_sure_means(tmp_path: Path) -> None:
    head = proposed(SCHEMAS["nyc_311_service_requests"].file(tmp_path)).splitlines()[:4]
    assert f"below {SURE_LINE:.2f} a column, and below {SURE_TABLE:.2f} a table, is left open" in head[1]
    assert "sure" in head[2]
    assert 'closed_at is "Closed Date"' in head[2] or "more" in head[2]
    assert "next: " in head[2]
    assert head[3] == 'table = "complaint_report"'


def test_a_file_that_is_no_table_of_ours_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "weather.csv", ["station", "wind", "rain"], [["a", "3", "0.4"]] * 30)
    with pytest.raises(NoTableFits, match="--table"):
        proposed(file)
    assert main(["map", str(file)]) != 0
    assert capsys.readouterr().out == ""


def test_two_columns_that_fit_equally_well_are_left_open(tmp_path: Path) -> None:
    file = write(
        tmp_path / "f.csv",
        ["Ticket ID", "Case ID", "Opened"],
        [[f"T{n}", f"C{n}", "2023-01-02"] for n in range(40)],
    )
    line = lines_of(proposed(file, "complaint_report"))["# item_id"]
    assert 'left open: "Ticket ID" or "Case ID" fit equally well' in line


@swept("name", [table.name for table in LOADED if table.name not in ("dataset", "code")])
def test_telephone_numbers_and_zip_codes_are_no_amounts_days_or_keys_of_any_table(
    name: str, tmp_path: Path
) -> None:
    rows = [
        [str(2125550000 + n), f"({300 + n}) 555-0{n:03d}", str(10001 + n), f"{40 + n / 7919:.9f}"]
        for n in range(60)
    ]
    header = ["Phone minutes", "Open minutes", "Zip ID", "Amount latitude"]
    content = tomllib.loads(proposed(write(tmp_path / "f.csv", header, rows), name))
    assert content["columns"] == {}


def test_every_spelling_of_days_is_found_and_is_what_a_load_reads() -> None:
    moments = [datetime(2023, 1, 1, 1, 5, 9) + timedelta(hours=157 * n) for n in range(60)]
    connection = duckdb.connect()
    for spelling in SPELT:
        values = [moment.strftime(spelling) for moment in moments]
        found = spellings_of(values)
        assert (found.share, found.undecided) == (1, None), spelling
        formats = list(found.formats)
        read = connection.execute("SELECT try_strptime(unnest(?), ?)", [values, formats]).fetchall()
        assert [f"{value:{spelling}}" for (value,) in read] == values


def test_the_values_decide_which_comes_first_day_or_month_and_a_line_says_which_did(tmp_path: Path) -> None:
    def line(days: list[str]) -> tuple[str, str]:
        rows = [[str(n), day] for n, day in enumerate(days)]
        (name, text), *_ = [
            item
            for item in lines_of(
                proposed(write(tmp_path / "f.csv", ["Ticket", "Date"], rows), "complaint_report")
            ).items()
            if "registered_at" in item[0]
        ]
        return name, text

    name, text = line(["03/04/2021", "05/04/2021", "21/04/2021"])
    assert name == "registered_at"
    assert '["%d/%m/%Y"]' in text
    assert "21/04/2021 shows" in text
    assert '["%m/%d/%Y"]' in line(["03/04/2021", "05/04/2021", "04/21/2021"])[1]
    name, text = line(["03/04/2021", "05/04/2021", "11/04/2021"])
    assert name == "# registered_at"
    assert "left open: %d/%m/%Y or %m/%d/%Y? The values do not decide" in text
    assert (
        line(["03/04/2021", "21/04/2021", "04/21/2021"])[0] == "# registered_at"
    )  # both orders in one column


def test_a_large_file_is_looked_at_in_places_and_not_read(tmp_path: Path) -> None:
    rows = [[f"T{n}", "02/03/2023 02:05:00 PM", "x" * 60] for n in range(30_000)]
    rows += [[f"U{n}", "02/28/2023 02:05:00 PM", "y" * 60] for n in range(30_000)]
    file = write(tmp_path / "complaints.csv", ["Ticket ID", "Date Received", "Note"], rows)
    assert 1500 < sample_of(file).rows <= 2000
    # Only the second half of the file says that the month comes first.
    assert '["%m/%d/%Y %I:%M:%S %p"]' in lines_of(proposed(file))["registered_at"]


@pytest.mark.parametrize("suffix", ["parquet", "xlsx", "xls"])
def test_a_large_file_of_any_kind_is_looked_at_in_places(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, size in (("LARGE", 1 << 17), ("PART", 1 << 14)):
        monkeypatch.setattr(xlsx, name, size)
    header = ["Ticket ID", "Date Received", "Note"]
    rows = [[f"T{n}", "02/03/2023", "x"] for n in range(1500)]
    rows += [[f"U{n}", "02/28/2023", "y"] for n in range(1500)]  # only here the month surely comes first
    file = tmp_path / f"complaints.{suffix}"
    if suffix == "parquet":
        pq.write_table(pa.table(dict(zip(header, zip(*rows, strict=True), strict=True))), file)
    elif suffix == "xlsx":
        book = openpyxl.Workbook()
        for row in [header, *rows]:
            book.active.append(row)
        book.save(file)
    else:
        cells = ("".join(f"<td>{text}</td>" for text in row) for row in [header, *rows])
        file.write_text(f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>")
    found = sample_of(file)
    assert found.columns == tuple(header)
    tickets = found.values[0]
    assert tickets[:400] == [f"T{n}" for n in range(400)]
    assert len(set(tickets)) == len(tickets) == found.rows <= 2000
    assert {int(ticket[1:]) // 500 for ticket in tickets if ticket[0] == "U"} == {0, 1, 2}
    assert '["%m/%d/%Y"]' in lines_of(proposed(file))["registered_at"]


def test_a_workbook_and_a_parquet_file_are_proposed_as_the_text_is(tmp_path: Path) -> None:
    header = ["Ticket ID", "Date Received", "Company"]
    rows = [[f"T{n}", f"2023-01-{n % 28 + 1:02d}", f"Firm {n % 5}"] for n in range(40)]
    text = proposed(write(tmp_path / "f.csv", header, rows)).replace("f.csv", "")
    book = openpyxl.Workbook()
    for row in [header, *rows]:
        book.active.append(row)
    book.save(tmp_path / "f.xlsx")
    pq.write_table(pa.table(dict(zip(header, zip(*rows, strict=True), strict=True))), tmp_path / "f.parquet")
    assert proposed(tmp_path / "f.xlsx").replace("f.xlsx", "") == text
    assert proposed(tmp_path / "f.parquet").replace("f.parquet", "") == text


def test_words_that_are_mostly_known_hold_back_the_others_and_unknown_ones_are_created(
    tmp_path: Path,
) -> None:
    def rule(texts: list[str]) -> str:
        rows = [[f"T{n}", texts[n % len(texts)]] for n in range(40)]
        file = write(tmp_path / "f.csv", ["Ticket ID", "Problem"], rows)
        return lines_of(proposed(file, "complaint_report"))["problem"]

    assert 'unknown = "hold"' in rule(["质量", "合同", "价格", "别的"])
    assert 'unknown = "create"' in rule(["Quality of food", "Late", "价格"])
    assert 'problem = "Problem"' in rule(["质量", "合同"])


def test_whoever_waits_is_told_of_each_column(tmp_path: Path) -> None:
    class Told(Silence):
        def __init__(self) -> None:
            self.steps: list[tuple[str, int | None]] = []
            self.done = 0

        def counted(self, step: str, total: int | None = None, unit: str = " rows") -> None:  # noqa: ARG002
            self.steps.append((step, total))

        def advance(self, count: int) -> None:
            self.done += count

    told = Told()
    file = write(tmp_path / "f.csv", ["Ticket ID", "Date"], [["1", "2023-01-02"]])
    proposed(file, "complaint_report", told)
    assert ("looking at columns", 2) in told.steps
    assert told.done == 2


@pytest.mark.parametrize(
    ("name", "other", "is_alike"),
    [
        ("createdDate", "created date", True),
        ("DATE_OF_CLOSURE", "date of closure", True),
        ("Park Borough", "borough", False),
        ("投诉登记时间", "登记时间", True),
        ("不予受理时间", "受理时间", False),
        ("phone number", "open minutes", False),
    ],
)
def test_names_are_alike_in_their_words_and_not_in_their_letters(
    name: str, other: str, is_alike: bool
) -> None:
    assert (likeness(name, other) >= SURE_LINE) is is_alike
