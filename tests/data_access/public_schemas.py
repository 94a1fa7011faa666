"""Public open data whose documented columns are rebuilt with invented values, and what a mapping of each should be.

`python -m tests.data_access.public_schemas` prints the table of docs/proposals.md.
"""

import csv
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from data_access.domain.errors import NoTableFits
from data_access.intake.proposals import proposed

HERE = Path(__file__).parent
ROWS = 400


@dataclass(frozen=True)
class Schema:
    """A public data set: where its columns are documented, its columns with the form of their values, and the right mapping.

    `truth` has for each table that would be right the columns of the file that are right for a column of the table.
    Without columns it is a file that lies beside this module.
    """

    name: str
    documented: str
    truth: dict[str, dict[str, tuple[str, ...]]]
    columns: tuple[tuple[str, str], ...] = ()

    def file(self, folder: Path) -> Path:
        """Return the file; a rebuilt one is written into the folder."""
        if not self.columns:
            return HERE / self.name / "complaints.csv"
        path = folder / f"{self.name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(name for name, _ in self.columns)
            writer.writerows([value(form, row) for _, form in self.columns] for row in range(ROWS))
        return path


def schemas() -> tuple[Schema, ...]:
    """Return the public data sets of public_schemas.toml."""
    content = tomllib.loads((HERE / "public_schemas.toml").read_text(encoding="utf-8"))
    return tuple(
        Schema(
            name,
            one["documented"],
            {
                table: {
                    target: (right,) if isinstance(right, str) else tuple(right)
                    for target, right in of.items()
                }
                for table, of in one["truth"].items()
            },
            tuple((column, form) for column, form in one.get("columns", ())),
        )
        for name, one in content.items()
    )


def value(form: str, row: int) -> str:
    """Return the invented value of a form in a row; the forms are explained in public_schemas.toml."""
    kind, _, said = form.partition(" ")
    text, _, of = said.partition(" / ")
    match kind:
        case "often":
            return value(said, row) if row % 4 else ""
        case "each":
            texts = [text.strip() for text in said.split("|")]
            return texts[(row * 7 + row // 5) % len(texts)]
        case "number":
            first, _, step = said.partition(" ")
            return str(int(first) + row * int(step or 1))
        case "name":
            return text.replace("#", str(row * 13 % int(of or ROWS) + 1))
        case "code":
            return re.sub("#+", lambda places: f"{row // int(of or 1):0{len(places[0])}d}", text)
        case "days":
            after, spelling = re.fullmatch(r"(?:([+-]\d+) )?(.+)", said).groups()  # type: ignore[union-attr]
            return (datetime(2023, 1, 2, 0, 17) + timedelta(hours=21 * row, days=int(after or 0))).strftime(
                spelling
            )
        case "degrees":
            return f"{float(said) + row * 0.00137:.13f}"
        case "point":
            return f"({40 + row * 0.00137:.9f}, {-73 - row * 0.00137:.9f})"
        case "uscc":
            return f"913301{row % 9}0MA2{'ABCDEFGH'[row % 8]}{row * 97 % 99999:05d}{'0123456789X'[row % 11]}"
    raise ValueError(form)


@dataclass(frozen=True)
class Outcome:
    """How a proposal compares with the truth: `table` is empty where none was proposed; the rest names target columns."""

    table: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    open: tuple[str, ...]


def outcome(schema: Schema, file: Path) -> Outcome:
    """Propose a mapping of a file and compare it; every column of a wrong table is wrong."""
    try:
        mapping = tomllib.loads(proposed(file))
    except NoTableFits:
        return Outcome("", (), (), tuple(next(iter(schema.truth.values()))))
    rules = mapping["columns"].items()
    found = {target: rule if isinstance(rule, str) else rule["column"] for target, rule in rules}
    truth = schema.truth.get(mapping["table"], {})
    right = tuple(target for target, source in found.items() if source in truth.get(target, ()))
    wrong = tuple(f"{target} = {source}" for target, source in found.items() if target not in right)
    return Outcome(mapping["table"], right, wrong, tuple(target for target in truth if target not in found))


def outcomes(folder: Path) -> list[tuple[Schema, Outcome]]:
    """Return of each schema what became of its file."""
    return [(schema, outcome(schema, schema.file(folder))) for schema in schemas()]


def table(found: Iterable[tuple[Schema, Outcome]]) -> str:
    """Return the table of docs/proposals.md: of each schema, what was proposed."""
    lines = [
        "| data set | documented at | table | right | wrong | left open |",
        "|---|---|---|---:|---:|---|",
    ]
    total = [0, 0, 0]
    for schema, result in found:
        left = ", ".join(result.open) or "–"
        lines.append(
            f"| {schema.name} | {schema.documented} | {result.table or 'left open'} | {len(result.right)} "
            f"| {len(result.wrong)} | {left} |"
        )
        counted = [len(names) for names in (result.right, result.wrong, result.open)]
        total = [one + more for one, more in zip(total, counted, strict=True)]
    return "\n".join([*lines, f"| all | | | {total[0]} | {total[1]} | {total[2]} |"])


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        print(table(outcomes(Path(folder))))
