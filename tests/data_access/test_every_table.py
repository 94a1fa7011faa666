"""Every table of the schema goes in from files: the small city, written as CSV, Parquet or XLSX, comes back row by row."""

import csv
import json
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl.cell import WriteOnlyCell
from sqlalchemy import Table, select

from data_access.intake.load import load_file
from data_access.intake.mapping import read_mapping
from data_access.intake.proposals import proposed
from data_access.intake.report import BatchReport
from data_access.store.schema import CHILDREN, LOADED, code, dataset, metadata
from data_access.store.store import Store
from tests.data_access.small_city import ROWS
from tests.shared import swept

Row = dict[str, Any]
#: Tables that the small city has rows of; every other table of LOADED would be untested and fails the test below.
TABLES = tuple(table for table in LOADED if ROWS.get(table.name))
#: The last day on which anything happened in the small city: a person's standing was reviewed.
LAST_EVENT = date(2022, 1, 31)


def names_of(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def rows_of(table: Table) -> list[Row]:
    """Return the rows of the small city with every column of their table, and credit codes that a load lets in."""
    return [
        {name: credit_code(row.get(name)) if name == "uscc" else row.get(name) for name in names_of(table)}
        for row in ROWS[table.name]
    ]


def credit_code(text: str | None) -> str | None:
    """Return an invented credit code with the check characters that GB 11714 and GB 32100 want."""
    if text is None:
        return None
    digits, letters = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    organisation = sum(
        (digits + letters).index(c) * w for c, w in zip(text[8:16], _ORGANISATION, strict=True)
    )
    body = text[:16] + f"{digits}X"[(11 - organisation % 11) % 11]
    alphabet = digits + "".join(letter for letter in letters if letter not in "IOSVZ")
    whole = sum(alphabet.index(character) * 3**place for place, character in enumerate(body))
    return body + alphabet[-whole % 31]


_ORGANISATION = (3, 7, 9, 10, 5, 8, 4, 2)


def as_text(value: object) -> str:
    return "" if value is None else str(value)


def header(table: Table) -> list[str]:
    """Return what an export calls the columns: their Chinese labels, with their own names where two are the same."""
    labels = [column.info["label"].zh for column in table.columns]
    return [
        label if labels.count(label) == 1 else f"{label} {column.name}"
        for label, column in zip(labels, table.columns, strict=True)
    ]


def write_csv(path: Path, table: Table) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header(table))
        writer.writerows([as_text(value) for value in row.values()] for row in rows_of(table))


def write_parquet(path: Path, table: Table) -> None:
    columns = zip(header(table), zip(*(row.values() for row in rows_of(table)), strict=True), strict=True)
    pq.write_table(pa.table({name: pa.array(values) for name, values in columns}), path)


def write_xlsx(path: Path, table: Table) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [header(table), *(list(row.values()) for row in rows_of(table))]:
        sheet.append([text_cell(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    book.save(path)


def text_cell(sheet: Any, text: str) -> WriteOnlyCell:
    """Return a cell that stays a text though it begins with =, as a spreadsheet keeps it after an apostrophe."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


WRITERS: dict[str, Callable[[Path, Table], None]] = {
    "csv": write_csv,
    "parquet": write_parquet,
    "xlsx": write_xlsx,
}


def mapping_of(table: Table) -> str:
    """Return a mapping of every column by the name that its export has."""
    named = zip(names_of(table), header(table), strict=True)
    lines = [f"{name} = {json.dumps(label, ensure_ascii=False)}" for name, label in named]
    return "\n".join([f'table = "{table.name}"', 'provider = "测试局"', "[columns]", *lines])


def proposed_for(table: Table, file: Path) -> str:
    """Return the mapping that `map` proposes, with a provider; of what it maps no file to, one by names."""
    if table in (dataset, code):
        return mapping_of(table)
    return proposed(file, table.name).replace('provider = ""', 'provider = "测试局"')


@dataclass(frozen=True)
class City:
    """A store that the small city was loaded into, and what became of the rows of each file."""

    store: Store
    reports: dict[str, BatchReport]

    def rows(self, table: Table) -> list[Row]:
        with self.store.connect() as connection:
            return [dict(row) for row in connection.execute(select(table)).mappings()]


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, City]]:
    """Load the small city into a new store for each form, file by file in the order of the references; CSV as `map` proposes.

    Table by table in all forms: what one load has had compiled, the next two run.
    """
    folders = {form: tmp_path_factory.mktemp(form) for form in WRITERS}
    made = {form: City(Store(str(folder / "store"), threads=1), {}) for form, folder in folders.items()}
    with ExitStack() as held:
        drafts = {form: held.enter_context(one.store.draft(from_current=False)) for form, one in made.items()}
        for table, (form, folder) in product(TABLES, folders.items()):
            file, mapping = folder / f"{table.name}.{form}", folder / f"{table.name}.toml"
            WRITERS[form](file, table)
            text = proposed_for(table, file) if form == "csv" else mapping_of(table)
            mapping.write_text(text, encoding="utf-8")
            reports = load_file(drafts[form], file, read_mapping(mapping), mode="replace")
            made[form].reports[table.name] = reports[-1]
    yield made
    for one in made.values():
        one.store.close()


def test_the_small_city_has_rows_of_every_table_that_a_load_fills() -> None:
    assert [table.name for table in LOADED if table not in TABLES] == []


@pytest.mark.long
@swept("file", [f"{table.name}.{form}" for table, form in product(TABLES, WRITERS)])
def test_a_table_comes_back_row_by_row_from_its_file(cities: dict[str, City], file: str) -> None:
    name, form = file.split(".")
    city, table = cities[form], metadata.tables[name]
    report = city.reports[table.name]
    assert (report.read, report.loaded) == (len(ROWS[table.name]),) * 2, (report.reasons, report.examples)
    expected = rows_of(table)
    if table is dataset:  # facts that happened later widen what it says
        expected = [row | {"as_of": LAST_EVENT} for row in expected]
    assert comparable(city.rows(table), table) == comparable(expected, table)


@swept("table", [table for table in TABLES if table not in (dataset, code, *CHILDREN.values())])
def test_a_proposal_finds_the_table_of_a_file_and_each_of_its_columns(table: Table, tmp_path: Path) -> None:
    write_csv(tmp_path / "f.csv", table)
    content = tomllib.loads(proposed(tmp_path / "f.csv"))
    found = {
        name: rule if isinstance(rule, str) else rule["column"] for name, rule in content["columns"].items()
    }
    assert content["table"] == table.name
    assert found == dict(zip(names_of(table), header(table), strict=True))


def comparable(rows: list[Row], table: Table) -> list[tuple[str, ...]]:
    """Return rows as sorted tuples of texts in which equal values are equal, whatever their type."""
    return sorted(tuple(_plain(row[name]) for name in names_of(table)) for row in rows)


def _plain(value: object) -> str:
    match value:
        case bool() | None | str():
            return repr(value)
        case int() | float() | Decimal():
            return f"{Decimal(str(value)):.6f}"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M:%S}"
        case date():
            return f"{value:%Y-%m-%d} 00:00:00"
    raise TypeError(value)
