"""Tasks as a file: every act a row, with the watermark and the line that every export has."""

import csv
import io
from datetime import date, timedelta

from data_access.state import audit
from data_access.state.tasks import TaskBook
from tests.exports.conftest import Office

DUE = date.today() + timedelta(days=2)


def test_the_file_of_tasks_holds_every_act_and_its_line_stands_in_the_audit(office: Office) -> None:
    book = TaskBook(office.state, lambda: "某科")
    first = book.give("=1+1", "/governance?card=overdue", "某局", DUE, "核查")
    book.act(first.id, "fed_back", "已办")
    book.give("第二项", "/", "另一局", DUE)
    answer = office.client.get("/api/tasks.csv?lang=en")
    export = answer.headers["Content-Disposition"].split("tasks-")[1].removesuffix(".csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [(row["What"], row["Act"], row["Standing"]) for row in rows] == [
        ("第二项", "given", "open"), ("'=1+1", "given", "to be checked"), ("'=1+1", "fed back", "to be checked"),
    ]  # fmt: skip
    assert {row["Limit"] for row in rows} == {DUE.isoformat()}
    assert all(row["Watermark"].endswith(export) for row in rows)
    (line,) = audit.lines(office.state).query("object == 'tasks'").to_dict("records")
    assert (line["rows"], line["export_id"], line["action"]) == (3, export, "csv")


def test_an_unknown_language_is_refused(office: Office) -> None:
    assert office.client.get("/api/tasks.csv?lang=fr").status_code == 400
