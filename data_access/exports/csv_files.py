"""CSV files: an answer or any number of rows as one plain table, a card as a folder of its table and what it means."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from data_access.domain.access import reader_name
from data_access.domain.spreadsheet import WATERMARK, harmless, watermark_title
from data_access.domain.text import Text
from data_access.exports.answers import NUMBER_ID, SHARE, Answer, header, lines
from data_access.exports.reports import DATA, MEANING, Report, Table, meanings
from data_access.lookups.rows import RowsStream
from data_access.state.chain import Line
from data_access.state.tasks import ACTS, STANDINGS, Task

#: Without a byte order mark Excel garbles Chinese.
_ENCODING, _MARK = "utf-8-sig", codecs.BOM_UTF8
#: Lines of an answer that are written at once.
_LINES = 5000


def answer_csv(answer: Answer, mark: str = "") -> Iterator[bytes]:
    """Yield the answer as CSV, some thousands of rows at a time: one table and nothing else, so that programs can read it.

    `mark` is its last column.
    """
    titles = [harmless(title) for title in header(answer)]
    table = _marked(chain([titles], lines(answer)), answer.question.lang, mark)
    yield _csv(islice(table, _LINES))
    while part := list(islice(table, _LINES)):
        yield _csv(part).removeprefix(_MARK)


def card_zip(report: Report) -> bytes:
    """Return the cards of a report as a ZIP of a table each and of one that says what they mean.

    A definition under or over the table would make it unreadable for programs; beside it both can be read.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as folder:
        for place, part in enumerate(report.parts, 1):
            number = f"{place:02d}-" if len(report.parts) > 1 else ""
            table = [_heads(part.table, report.lang), *map(_safe, part.table.rows)]
            marked = _marked(table, report.lang, f"{report.who} · {report.id}")
            folder.writestr(f"{number}{DATA(report.lang)}.csv", _csv(marked))
        folder.writestr(f"{MEANING(report.lang)}.csv", _csv(map(_safe, meanings(report))))
    return file.getvalue()


def rows_csv(
    stream: RowsStream, lang: str, mark: str = "", unmasked_for: str = "", number_id: str = ""
) -> Iterator[bytes]:
    """Yield rows as CSV in the same encoding, some thousands at a time; persons stay as masked.

    Where they are not, the first line says so, and that they are `unmasked_for` somebody. `number_id` is that of the number
    behind which they stand; it and `mark` are the last columns, the same in each row.
    """
    own = watermark_title(lang, unmasked_for)
    marks = {title: harmless(words) for title, words in ((NUMBER_ID(lang), number_id), (own, mark)) if words}
    yield _csv([[harmless(title) for title in (*stream.titles.values(), *marks)]])
    for frame in stream.frames:
        for name in frame.select_dtypes("datetime"):
            frame[name] = frame[name].dt.strftime("%Y-%m-%d" if name in stream.days else "%Y-%m-%d %H:%M:%S")
        texts = frame.select_dtypes(exclude=["number", "datetime"])
        safe = {str(name): column.map(harmless, na_action="ignore") for name, column in texts.items()}
        yield frame.assign(**safe, **marks).to_csv(index=False, header=False, lineterminator="\r\n").encode()


def table_csv(table: Table, lang: str, mark: str = "") -> bytes:
    """Return a table as CSV; `mark` is its last column."""
    return _csv(_marked([_heads(table, lang), *map(_safe, table.rows)], lang, mark))


def _heads(table: Table, lang: str) -> list[str]:
    """Return the titles of columns; a ratio is 0.953 in the file, whatever per cent the screen shows."""
    told = zip(table.titles, table.shapes, strict=True)
    shares = f" ({SHARE(lang)})"
    return [harmless(title.replace(" (%)", shares) if shape == "ratio" else title) for title, shape in told]


_TASK_HEADS = (
    Text("编号", "Number"), Text("事项", "What"), Text("依据", "Based on"), Text("承办", "To whom"), Text("状态", "Standing"),
    Text("步骤", "Act"), Text("时间", "At"), Text("经办", "By"), Text("说明", "Note"), Text("期限", "Limit"),
)  # fmt: skip


def tasks_csv(tasks: list[Task], lang: str, mark: str = "") -> bytes:
    """Return tasks as CSV, a row for each act; `mark` is its last column."""
    rows = [
        [one.id, harmless(one.subject), one.href, harmless(one.assigned_to), STANDINGS[one.standing](lang), ACTS[done.act](lang),
         f"{done.at:%Y-%m-%d %H:%M}", harmless(reader_name(done.who, lang)), harmless(done.note), done.due_on.isoformat()]
        for one in tasks
        for done in one.acts
    ]  # fmt: skip
    return _csv(_marked([[title(lang) for title in _TASK_HEADS], *rows], lang, mark))


_AUDIT_HEADS = (
    Text("序号", "Line"), Text("时间", "At"), Text("经办", "By"), Text("动作", "Act"), Text("对象", "What"), Text("筛选", "Filters"),
    Text("行数", "Rows"), Text("编号", "Id"), Text("内容摘要", "Digest"), Text("密钥", "Key"), Text("上一行封印", "Seal before"),
    Text("封印", "Seal"),
)  # fmt: skip
_AUDIT_COLUMNS = (
    "id",
    "at",
    "who",
    "action",
    "object",
    "filters",
    "rows",
    "export_id",
    "digest",
    "key_id",
    "prev_hash",
    "hash",
)


def audit_csv(lines: Iterable[Line], lang: str, mark: str = "") -> Iterator[bytes]:
    """Yield lines of the audit as CSV with their seals as they are kept, a piece for each line; `mark` is its last column."""
    yield _csv(_marked([[title(lang) for title in _AUDIT_HEADS]], lang, mark))
    for line in lines:
        row = _safe([line[name] for name in _AUDIT_COLUMNS] + ([mark] if mark else []))
        yield _csv([row]).removeprefix(_MARK)


def _marked(table: Iterable[list[Any]], lang: str, mark: str) -> Iterator[list[Any]]:
    """Yield a table, its titles first, with a last column of the watermark: it survives sorting, cutting and joining."""
    for place, row in enumerate(table):
        yield [*row, harmless(mark) if place else WATERMARK(lang)] if mark else row


def _safe(row: Iterable[Any]) -> list[Any]:
    return [harmless(cell) if isinstance(cell, str) else cell for cell in row]


def _csv(table: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(table)
    return text.getvalue().encode(_ENCODING)
