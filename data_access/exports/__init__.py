"""What leaves the cockpit: answers and whole pages as files, each with its definitions, its id and a line in the audit."""

from data_access.exports.answers import (
    SYNTHETIC,
    TOO_FEW,
    Answer,
    Question,
    file_name,
    in_words,
    number,
    ranked,
)
from data_access.exports.csv_files import answer_csv, card_zip, rows_csv
from data_access.exports.reports import Asked, Part, Report, Table
from data_access.exports.workbooks import TooManyRows, report_xlsx, rows_xlsx, xlsx_bytes

__all__ = [
    "SYNTHETIC",
    "TOO_FEW",
    "Answer",
    "Asked",
    "Part",
    "Question",
    "Report",
    "Table",
    "TooManyRows",
    "answer_csv",
    "card_zip",
    "file_name",
    "in_words",
    "number",
    "ranked",
    "report_xlsx",
    "rows_csv",
    "rows_xlsx",
    "xlsx_bytes",
]
