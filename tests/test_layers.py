"""Imports point one way, and a few libraries and words have one home. The allow-lists here only shrink."""

import ast
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
LAYERS = ("data_access", "components", "pages", "app")
FILES = sorted(
    path
    for layer in LAYERS
    for path in ([ROOT / "app.py"] if layer == "app" else (ROOT / layer).rglob("*.py"))
    if path.exists()
)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def layer(path: Path) -> str:
    return name(path).split("/")[0].removesuffix(".py")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def imported(path: Path) -> tuple[str, ...]:
    """Return the dotted names that a file imports, `a.b.c` for `from a.b import c`."""
    found: list[str] = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}: imports are written out from the root"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return tuple(found)


def is_of(dotted: str, module: str) -> bool:
    return dotted == module or dotted.startswith(f"{module}.")


@cache
def called(path: Path) -> tuple[ast.Call, ...]:
    return tuple(node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def called_name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=found) | ast.Attribute(attr=found):
            return found
    return ""


#: Who may import whom, room by room, from the ground up. A room imports itself, and of ours nothing that is not named here.
_DOMAIN, _STORE, _STATE = "data_access.domain", "data_access.store", "data_access.state"
_METRICS, _DERIVE, _LOOKUPS = "data_access.metrics", "data_access.derive", "data_access.lookups"
_EXPORTS, _BRIEF, _INTAKE, _DEMO = (
    "data_access.exports", "data_access.brief", "data_access.intake", "data_access.demo",
)  # fmt: skip
_WORDS, _MODEL, _FIGURES = "components.words", "components.model", "components.figures"
_CHARTS, _CARDS, _FRAME = "components.charts", "components.cards", "components.frame"
_AUDIT, _TASKS, _DUE, _WALL, _BOARD, _HTTP = (
    "components.audit",
    "components.tasks",
    "components.due",
    "components.wall",
    "components.board",
    "components.http",
)
MAY_IMPORT: dict[str, set[str]] = {
    _DOMAIN: set(),
    _STORE: {_DOMAIN},
    _STATE: {_DOMAIN},
    _METRICS: {_DOMAIN, _STORE},
    _DERIVE: {_DOMAIN, _STORE},
    _LOOKUPS: {_DOMAIN, _STORE, _METRICS, _DERIVE},
    _EXPORTS: {_DOMAIN, _STATE, _METRICS, _LOOKUPS},
    _BRIEF: {_DOMAIN, _STORE, _STATE, _METRICS, _EXPORTS},
    _INTAKE: {_DOMAIN, _STORE, _DERIVE, _LOOKUPS},
    _DEMO: {_DOMAIN, _STORE, _DERIVE, _LOOKUPS},
    "data_access.cli": {_DOMAIN, _STORE, _STATE, _METRICS, _DERIVE, _LOOKUPS, _EXPORTS, _INTAKE, _DEMO},
    "data_access.__main__": {_DOMAIN, _STORE, _BRIEF, "data_access.cli"},
    _WORDS: {_DOMAIN, _METRICS},
    _MODEL: {_DOMAIN, _STORE, _METRICS, _LOOKUPS, _WORDS},
    _FIGURES: {_WORDS},
    _CHARTS: {_DOMAIN, _METRICS, _LOOKUPS, _WORDS, _MODEL, _FIGURES},
    _CARDS: {_DOMAIN, _STORE, _METRICS, _DERIVE, _LOOKUPS, _INTAKE, _WORDS, _MODEL, _CHARTS},
    _FRAME: {_DOMAIN, _STATE, _METRICS, _WORDS, _MODEL, _CARDS, _TASKS, _AUDIT, _DUE},
    _AUDIT: {_DOMAIN, _STATE, _MODEL, _CARDS},
    _TASKS: {_DOMAIN, _STATE, _METRICS, _WORDS, _MODEL, _CARDS},
    _DUE: {_DOMAIN, _STORE, _STATE, _LOOKUPS, _WORDS, _MODEL, _TASKS},
    _WALL: {_DOMAIN, _METRICS, _WORDS, _MODEL, _CARDS, _FRAME},
    _BOARD: {_DOMAIN, _STORE, _STATE, _METRICS, _LOOKUPS, _EXPORTS, _WORDS, _MODEL, _CARDS, _FRAME, _TASKS, _DUE, _WALL},
    _HTTP: {
        _DOMAIN, _STORE, _STATE, _METRICS, _LOOKUPS, _EXPORTS, _BRIEF, _INTAKE, _WORDS, _MODEL, _CHARTS, _CARDS, _FRAME,
        _DUE, _WALL, _BOARD,
    },
    "components.callbacks": {_DOMAIN, _STORE, _STATE, _METRICS, _LOOKUPS, _MODEL, _CARDS, _FRAME, _TASKS, _AUDIT},
    "pages": {_DOMAIN, _METRICS, _WORDS, _MODEL, _FRAME, _WALL, _AUDIT},
    "app": {_DOMAIN, _STORE, _STATE, _FRAME, _BOARD, _HTTP, "components.callbacks"},
}  # fmt: skip
#: Libraries of the web and of pictures, which no answer needs.
WEB = ("flask", "dash", "plotly")


def room(dotted: str) -> str:
    """Return the room of a module: a folder of data_access or components, the module itself beside them, or its layer."""
    parts = dotted.split(".")
    return ".".join(parts[:2]) if parts[0] in {"data_access", "components"} else parts[0]


def module(path: Path) -> str:
    return name(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def rooms_of(path: Path) -> set[str]:
    """Return the rooms that a file imports from, but its own."""
    ours = {room(dotted) for dotted in imported(path) if dotted.split(".")[0] in LAYERS}
    return ours - {room(module(path))}


def test_there_are_files_in_every_layer() -> None:
    assert {layer(path) for path in FILES} == set(LAYERS)


def test_every_room_imports_only_the_rooms_that_the_table_names() -> None:
    wrong = {
        f"{name(path)} -> {other}"
        for path in FILES
        if module(path) not in LAYERS
        for other in rooms_of(path) - MAY_IMPORT[room(module(path))]
    } | {f"app.py -> {other}" for other in rooms_of(ROOT / "app.py") - MAY_IMPORT["app"]}
    assert not wrong


def test_the_table_names_no_arrow_that_is_not_there_and_runs_in_no_circle() -> None:
    drawn: dict[str, set[str]] = {}
    for path in FILES:
        drawn.setdefault(room(module(path)), set()).update(rooms_of(path))
    assert {one: others for one, others in drawn.items() if one in MAY_IMPORT} == MAY_IMPORT
    assert {one for one in drawn if one not in LAYERS} <= set(MAY_IMPORT), (
        "a room that the table does not know"
    )
    tuple(TopologicalSorter(MAY_IMPORT).static_order())  # raises CycleError


def test_answers_know_nothing_of_the_web() -> None:
    wrong = [
        f"{name(path)}: {dotted}"
        for path in FILES
        if layer(path) == "data_access"
        for dotted in imported(path)
        if any(is_of(dotted, library) for library in WEB)
    ]
    assert not wrong


#: Rooms whose modules are named for the subject that they are about, one in each; elsewhere a name stands once in a layer.
BY_SUBJECT = (
    "data_access/store/schema/", "data_access/metrics/sources/", "data_access/metrics/indicators/", "data_access/demo/",
    "data_access/store/engines/", "components/charts/", "components/figures/",
)  # fmt: skip


def test_no_two_modules_of_a_layer_have_one_name() -> None:
    seen: dict[tuple[str, str], list[str]] = {}
    for path in FILES:
        if path.stem not in {"__init__", "__main__", "base", "callbacks"} and not name(path).startswith(
            BY_SUBJECT
        ):
            seen.setdefault((layer(path), path.stem), []).append(name(path))
    assert not {key: paths for key, paths in seen.items() if len(paths) > 1 and key[0] != "pages"}


def test_no_module_is_named_for_nothing() -> None:
    for path in FILES:
        parts = {part.removesuffix(".py") for part in path.parts}
        assert not {"utils", "helpers", "common", "misc"} & parts, name(path)


STANDARD = {"bisect", "collections", "dataclasses", "datetime", "functools", "html", "itertools", "math", "re", "typing",
            "statistics"}  # fmt: skip
FIGURES_MAY = {*STANDARD, "numpy", "components.words.theme", "components.figures"}


def test_figures_know_plain_rows_and_the_theme_and_nothing_of_ours() -> None:
    for path in sorted((ROOT / "components" / "figures").glob("*.py")):
        wrong = [
            dotted for dotted in imported(path) if not any(is_of(dotted, allowed) for allowed in FIGURES_MAY)
        ]
        assert not wrong, f"{name(path)}: {wrong}"


#: How a number is asked for: by itself, or together with others.
ASKING = {"fetch", "answer_all", "together"}
#: Who asks for a number, and what for.
ASKERS = {
    "data_access/metrics/plan.py": "gives several answers in their order",
    "components/model/facts.py": "draws the cards",
    "components/http/api.py": "answers the API",
    "data_access/brief/numbers.py": "says the numbers of a bulletin",
    "data_access/cli/check.py": "compares with published figures",
    "data_access/lookups/portraits.py": "gathers the figures of one platform",
    "data_access/lookups/replays.py": "gives a number again",
    "data_access/lookups/due.py": "counts what falls due, kind by kind",
}
#: Each library that has one home.
HOMES = {
    "geopandas": {"data_access/lookups/boundary_files.py", "data_access/lookups/shapefiles.py"},
    "shapely": {"data_access/lookups/boundary_files.py"},
    "rapidfuzz": {"data_access/derive/subjects/linking.py"},
    "openpyxl": {"data_access/exports/workbooks.py", "data_access/intake/xlsx.py"},
    "pptx": {
        "data_access/brief/documents.py",
        "data_access/exports/native.py",
        "data_access/exports/slide_tables.py",
        "data_access/exports/slides.py",
    },
    "docx": {"data_access/brief/documents.py"},
    "jinja2": {"components/http/templates.py", "data_access/exports/case_documents.py"},
    "docxtpl": {"data_access/exports/case_documents.py"},
    "waitress": {"components/http/workers.py"},
    "greenlet": {"components/model/rounds.py"},
    "cryptography": {"data_access/state/hidden.py"},
    "argon2": {"data_access/state/people/passwords.py"},
    "pyotp": {"data_access/state/people/codes.py"},
    "authlib": {"components/http/access/provider.py"},
    "segno": {"components/http/access/own_secrets.py"},
    "joserfc": {"components/http/access/provider.py"},
    "psycopg": {
        "data_access/store/engines/postgresql/copies.py",
        "data_access/store/engines/postgresql/loads.py",
        "data_access/store/engines/postgresql/server.py",
    },
    "limits": {"components/http/fairness.py", "data_access/state/counts.py"},
}


def test_only_a_few_modules_ask_for_numbers() -> None:
    for path in FILES:
        asks = [call.lineno for call in called(path) if called_name(call) in ASKING]
        assert not asks or name(path) in ASKERS, f"{name(path)} asks for numbers at {asks}"


def test_a_library_with_one_home_is_imported_there_alone() -> None:
    for path in FILES:
        for library, homes in HOMES.items():
            if any(is_of(dotted, library) for dotted in imported(path)):
                assert name(path) in homes, f"{name(path)} imports {library}; its home is {sorted(homes)}"


#: flask: the API has the routes, those of exports beside the writers; the frame of the page reads the reader's language from the request.
FLASK = {
    "app.py": {"flask"},
    "components/frame/shell.py": {"flask.has_request_context", "flask.request"},
    "components/frame/who.py": {"flask.g", "flask.has_request_context"},
}


def test_routes_stand_in_the_api_alone() -> None:
    for path in FILES:
        used = {dotted for dotted in imported(path) if is_of(dotted, "flask")}
        if not name(path).startswith("components/http/"):
            assert used <= FLASK.get(name(path), set()), f"{name(path)}: {used}"


PAGES = [path for path in FILES if layer(path) == "pages"]


def test_a_page_says_which_cards_stand_where_and_nothing_else() -> None:
    for path in PAGES:
        for library in ("plotly", "pandas", "sqlalchemy", "numpy"):
            assert not [dotted for dotted in imported(path) if is_of(dotted, library)], (
                f"{name(path)} imports {library}"
            )
        words = {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name)}
        words |= {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
        assert not words & {"callback", "clientside_callback"}, (
            f"{name(path)} holds a callback; it belongs in wiring"
        )


#: What is true of a kind of chart stands in the registry of kinds: nobody else tells kinds apart by their names.
TELLS_KINDS_APART = {
    "components/model/card.py": "says which card is a key figure",
    "data_access/exports/reports.py": "opens pages that were kept before a part said what Office makes of it",
}


def is_chart_name(node: ast.expr) -> bool:
    """Whether an expression is the name of a kind of chart: `x.chart`, `chart`, or `x["chart"]`."""
    match node:
        case (
            ast.Attribute(attr="chart")
            | ast.Name(id="chart")
            | ast.Subscript(slice=ast.Constant(value="chart"))
        ):
            return True
    return False


def chart_names_compared(path: Path) -> list[int]:
    """Return the lines that compare the name of a kind with names written there, or look it up in a table that is not the registry."""
    compared = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Compare)
        and any(map(is_chart_name, (node.left, *node.comparators)))
        and "KINDS" not in {part.id for part in node.comparators if isinstance(part, ast.Name)}
    ]
    looked_up = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Subscript)
        and is_chart_name(node.slice)
        and ast.unparse(node.value) != "KINDS"
    ]
    got = [
        call.lineno
        for call in called(path)
        if called_name(call) == "get" and call.args and is_chart_name(call.args[0])
    ]
    return [*compared, *looked_up, *got]


def test_only_the_registry_of_kinds_tells_charts_apart_by_their_names() -> None:
    found = {name(path) for path in FILES if chart_names_compared(path)}
    assert found == set(TELLS_KINDS_APART)


def test_callbacks_are_registered_in_functions_never_at_import() -> None:
    for path in FILES:
        dotted = set(imported(path))
        assert not dotted & {"dash.callback", "dash.clientside_callback"}, (
            f"{name(path)}: use app.callback in wire(app)"
        )


#: Where SQL may be written as text, and why.
SQL_AS_TEXT = {
    "data_access/store/engines/clickhouse/loads.py": "commands for which the dialect has no words; values are bound",
    "data_access/store/engines/clickhouse/server.py": "as above",
    "data_access/store/engines/clickhouse/turns.py": "as above",
    "data_access/store/engines/clickhouse/writer.py": "as above",
    "data_access/store/copy_sources.py": "views of a file, which are no queries",
    "data_access/store/drafts.py": "commands to the engine that is written to, which are no queries",
    "data_access/store/partitions.py": "the same",
    "data_access/store/engines/postgresql/loads.py": "what the driver quotes itself: copying and statistics, which are no queries",
    "data_access/store/code_columns.py": "types of columns, which are no queries",
    "data_access/store/instances.py": "settings of the engine that reads, which are no queries",
}


def sql_as_text(path: Path) -> list[int]:
    """Return the lines of a file that run or build SQL as text."""
    found = [1] if "sqlalchemy.text" in set(imported(path)) else []
    for call in called(path):
        if called_name(call) not in {"execute", "executemany", "exec_driver_sql", "sql", "command"}:
            continue
        for argument in call.args[:1]:
            is_text = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            is_formatted = isinstance(argument, ast.Call) and called_name(argument) == "format"
            if is_text or is_formatted or isinstance(argument, ast.JoinedStr | ast.BinOp):
                found.append(call.lineno)
    return found


def test_sql_is_built_from_expressions_not_from_strings() -> None:
    for path in FILES:
        assert name(path) in SQL_AS_TEXT or not sql_as_text(path), (
            f"{name(path)} runs SQL written as a string"
        )


def test_every_exception_in_these_lists_is_still_needed() -> None:
    by_name = {name(path): path for path in FILES}
    asking = {place for place, path in by_name.items() if ASKING & set(map(called_name, called(path)))}
    assert set(ASKERS) == asking
    assert set(SQL_AS_TEXT) <= {place for place, path in by_name.items() if sql_as_text(path)}
    for library, homes in HOMES.items():
        assert homes <= {
            place for place, path in by_name.items() if any(is_of(it, library) for it in imported(path))
        }
    for place, used in FLASK.items():
        assert used <= set(imported(by_name[place])), f"{place} no longer needs {used}"


def test_no_module_that_serves_readers_imports_plotly() -> None:
    assert not [name(path) for path in FILES if any(is_of(dotted, "plotly") for dotted in imported(path))]


def test_serving_readers_takes_no_library_of_shapes() -> None:
    """They take 60 MB in each process; a city whose boundaries were loaded pays for them when its map is first drawn."""
    asked = (
        "import app, sys; print([one for one in ('geopandas', 'shapely', 'pyogrio') if one in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"
