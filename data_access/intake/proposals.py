"""A first mapping for a file that nobody has mapped yet: the table first, then its columns, each with how sure it is."""

import json
from pathlib import Path

from sqlalchemy import Column, Date, DateTime

from data_access.domain.codes import code_titles
from data_access.domain.errors import NoTableFits, UnknownName
from data_access.intake.kinds import SourceColumn
from data_access.intake.matches import SURE_LINE, SURE_TABLE, Fit, Match, fit_of, fits_of, known_words
from data_access.intake.samples import Sample, sample_of
from data_access.store.progress import SILENCE, Progress
from data_access.store.schema import CHILDREN, LOADED, code, dataset

#: How many columns a sentence names, and how many codes a line.
_NAMED, _CODES = 4, 6


def proposed(path: Path, table_name: str | None = None, progress: Progress = SILENCE) -> str:
    """Return the text of a mapping for a file, with a comment on each line that says how sure it is.

    The table is the one that the file fits best, unless it is given. Raises BadFile, UnknownName, and NoTableFits where
    no table is sure enough.
    """
    tables = {table.name: table for table in LOADED if table not in (dataset, code)}
    if table_name is not None and table_name not in tables:
        raise UnknownName("table", table_name, tables)
    progress.counted("reading")
    sample, words = sample_of(path), known_words()
    sources = []
    progress.counted("looking at columns", len(sample.columns), " columns")
    for name, values in zip(sample.columns, sample.values, strict=True):
        source = SourceColumn(name, values)
        if source.values:
            _ = source.days  # what takes longest
        sources.append(source)
        progress.advance(1)
    progress.counted("comparing with tables")
    if table_name is not None:
        return _toml(fit_of(tables[table_name], sources, words), sample, path, "it was given")
    # Several values of a column are told from one by a reader: their tables are for `[split]`.
    own = [table for table in tables.values() if table not in CHILDREN.values()]
    best, *others = fits_of(own, sources, words, path.stem)
    if best.sure < SURE_TABLE:
        raise NoTableFits(_refusal(path, [best, *others]))
    return _toml(best, sample, path, f"{best.sure:.2f} sure, as {_evidence(best)}; next: {_next(others)}")


def _refusal(path: Path, fits: list[Fit]) -> str:
    nearest = [f"{fit.table.name}, as {_evidence(fit)}" for fit in fits[:3] if fit.evidence]
    found = (
        "The nearest are " + "; or ".join(nearest) if nearest else "None of its columns is like one of ours"
    )
    return f"{path} is not surely any of the tables. {found}. Name one with --table, as in `map FILE --table NAME`."


def _evidence(fit: Fit) -> str:
    pairs = [f"{name} is {_quoted(match.source.name)}" for name, match in fit.matches.items()]
    more = f" and {len(pairs) - _NAMED} more" if len(pairs) > _NAMED else ""
    fitting = f"{len(pairs)} of {len(fit.table.columns)} columns fit ({', '.join(pairs[:_NAMED])}{more})"
    if not fit.subjects:
        return fitting
    return f"{fitting} and names say what it is about ({', '.join(map(_quoted, fit.subjects[:_NAMED]))})"


def _next(others: list[Fit]) -> str:
    return ", ".join(f"{fit.table.name} {fit.sure:.2f}" for fit in others[:2] if fit.evidence) or "none"


def _toml(fit: Fit, sample: Sample, path: Path, why: str) -> str:
    lines = [
        f"# Proposed for {path.name} from a look at {sample.rows:,} rows. A number says how sure a line is (1 is certain);",
        f"# below {SURE_LINE:.2f} a column, and below {SURE_TABLE:.2f} a table, is left open. Read every line before loading.",
        f"# The table: {why}.",
        f'table = "{fit.table.name}"',
        'provider = ""  # who provides this source',
        "",
        "[columns]",
    ]
    for target in fit.table.columns:
        line = _line(target, fit)
        if line:
            lines.append(line)
    used = {match.source.name for match in fit.matches.values()}
    lines += ["", *(f"# not used: {name}" for name in sample.columns if name not in used)]
    return "\n".join(lines)


def _line(target: Column[object], fit: Fit) -> str | None:
    """Return the line of a target column, a comment where it is left open, None where nothing is to be said."""
    name, match = target.name, fit.matches.get(target.name)
    if match is not None:
        return _mapped(match)
    if name in fit.rivals:
        either = " or ".join(map(_quoted, fit.rivals[name]))
        return f'# {name} = ""  # left open: {either} fit equally well'
    if target.nullable:
        return None
    known = code_titles(target.info["codes"]) if target.info["codes"] else {}
    if 0 < len(known) <= _CODES:
        codes = ", ".join(known)
        return f'# {name} = {{ constant = "…" }}  # required, and no column fits: one of {codes}, if all rows are'
    return f'# {name} = ""  # required, and no column fits: name one, or {{ constant = "…" }}'


def _mapped(match: Match) -> str:
    value, why = _quoted(match.source.name), f"name {match.by_name:.2f}, values {match.by_values:.2f}"
    days = match.source.days
    if isinstance(match.target.type, Date | DateTime) and not days.is_iso:
        value = f"{{ column = {value}, formats = {json.dumps(days.formats, ensure_ascii=False)} }}"
        if days.undecided:
            either = " or ".join(days.undecided)
            return f"# {match.target.name} = {value}  # left open: {either}? The values do not decide; keep the right one"
        why += f"; day and month in this order, as {days.shown} shows" if days.shown else ""
    if match.target.info["codes"] and match.source.values and match.listed != 1:
        unknown = "hold" if match.listed and match.listed >= 0.5 else "create"
        value = f'{{ column = {value}, unknown = "{unknown}" }}'
    return f"{match.target.name} = {value}  # {match.sure:.2f}: {why}"


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)
