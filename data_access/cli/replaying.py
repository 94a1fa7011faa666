"""`python -m data_access replay ID`: the number of an id again, and where it comes from."""

from argparse import ArgumentParser, Namespace

from data_access.domain.access import WHOLE_CITY
from data_access.exports import in_words
from data_access.lookups.provenance import table_title
from data_access.lookups.replays import Cell, Replay, replay
from data_access.store.store import Store

#: Cells and deliveries that are printed; a table of more is asked for by its cells, or taken as a file.
_MOST = 100


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("id", metavar="ID", help="the id that stands with a number in files and on its page")
    parser.add_argument(
        "--lang", choices=("zh", "en"), default="zh", help="language of the words (default: zh)"
    )
    parser.set_defaults(run=_run)


def _run(store: Store, given: Namespace) -> int:
    """Print a number with its definition, its statement and its deliveries; 0 where it is of the data and definition of its id."""
    found = replay(store, given.id, WHOLE_CITY)
    print("\n".join(_told(found, given.lang)))
    return 0 if found.is_same_data and found.is_same_definition else 2


def _told(found: Replay, lang: str) -> list[str]:
    one, known = found.indicator, found.labels
    lines = [
        f"{one.title(lang)} ({one.key}, {one.unit.title(lang)})",
        one.definition(lang),
        one.formula(lang),
        in_words(found.wanted.selection, known, lang),
        f"data version {found.found.version}, as of {known.dataset.horizon.as_of}, definition version {one.version}",
    ]
    if not found.is_same_data:
        lines.append(
            f"! the data of {found.wanted.version} are not kept any more: this is the number of today's"
        )
    if not found.is_same_definition:
        lines.append(f"! the id is of definition version {found.wanted.edition}, which is not used any more")
    if found.lacking:
        lines.append(f"! not recorded: {found.lacking(lang)}")
    lines += ["", *(_cell(cell, found, lang) for cell in found.cells[:_MOST]), *_more(len(found.cells))]
    lines += ["", found.sql.text, *(f"  {name} = {value!r}" for name, value in found.sql.parameters), ""]
    for row in found.deliveries.head(_MOST).to_dict("records"):
        title = table_title(str(row["table_name"]))(lang)
        lines.append(
            f"batch {row['batch_id']}  {title}  {row['provider']}  {row['loaded_at']}  {row['rows_loaded']:,} rows"
        )
    return [*lines, *_more(len(found.deliveries))]


def _cell(cell: Cell, found: Replay, lang: str) -> str:
    value = "—" if cell.value is None else repr(cell.value)
    return "  ".join([*found.names(cell, lang), value, f"n = {cell.n:,}"])


def _more(number: int) -> list[str]:
    return [f"… {number:,} in all"] if number > _MOST else []
