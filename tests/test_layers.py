"""Imports point one way, and a few libraries and words have one home. The allow-lists here only shrink."""

import ast
from functools import cache
from pathlib import Path

import pytest

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


every_file = pytest.mark.parametrize("path", FILES, ids=name)


def test_there_are_files_in_every_layer() -> None:
    assert {layer(path) for path in FILES} == set(LAYERS)


@every_file
def test_imports_point_from_app_to_pages_to_components_to_data_access(path: Path) -> None:
    above = LAYERS[LAYERS.index(layer(path)) + 1 :]
    wrong = [dotted for dotted in imported(path) if dotted.split(".")[0] in above]
    assert not wrong, f"{name(path)} imports from above itself: {wrong}"


@every_file
def test_no_module_is_named_for_nothing(path: Path) -> None:
    assert not {"utils", "helpers", "common", "misc"} & {part.removesuffix(".py") for part in path.parts}


STANDARD = {"bisect", "collections", "dataclasses", "datetime", "functools", "html", "itertools", "math", "re", "typing",
            "statistics"}  # fmt: skip
FIGURES_MAY = {*STANDARD, "numpy", "pandas", "plotly", "components.words.theme", "components.figures"}


@pytest.mark.parametrize("path", sorted((ROOT / "components" / "figures").glob("*.py")), ids=name)
def test_figures_know_frames_plotly_and_the_theme_and_nothing_of_ours(path: Path) -> None:
    wrong = [
        dotted for dotted in imported(path) if not any(is_of(dotted, allowed) for allowed in FIGURES_MAY)
    ]
    assert not wrong, f"{name(path)}: {wrong}"


#: Who asks for a number, and what for.
CALLERS_OF_FETCH = {
    "components/callbacks.py": "draws the cards",
    "components/http/api.py": "answers the API",
    "data_access/brief/numbers.py": "says the numbers of a bulletin",
    "data_access/cli/check.py": "compares with published figures",
    "data_access/lookups/portraits.py": "gathers the figures of one platform",
}
#: Each library that has one home.
HOMES = {
    "geopandas": {"data_access/lookups/geo.py"},
    "shapely": {"data_access/lookups/geo.py"},
    "openpyxl": {"data_access/exports/workbooks.py", "data_access/intake/readers.py"},
    "pptx": {
        "data_access/brief/documents.py",
        "data_access/exports/native.py",
        "data_access/exports/slide_tables.py",
        "data_access/exports/slides.py",
    },
    "docx": {"data_access/brief/documents.py"},
    "waitress": {"app.py"},
}


@every_file
def test_only_a_few_modules_ask_for_numbers(path: Path) -> None:
    asks = [call.lineno for call in called(path) if called_name(call) == "fetch"]
    assert not asks or name(path) in CALLERS_OF_FETCH, f"{name(path)} calls fetch at {asks}"


@every_file
def test_a_library_with_one_home_is_imported_there_alone(path: Path) -> None:
    for library, homes in HOMES.items():
        if any(is_of(dotted, library) for dotted in imported(path)):
            assert name(path) in homes, f"{name(path)} imports {library}; its home is {sorted(homes)}"


#: flask: the API has the routes, those of exports beside the writers; the frame of the page reads the reader's language from the request.
FLASK = {
    "app.py": {"flask"},
    "components/frame/shell.py": {"flask.has_request_context", "flask.request"},
}


@every_file
def test_routes_stand_in_the_api_alone(path: Path) -> None:
    used = {dotted for dotted in imported(path) if is_of(dotted, "flask")}
    if not name(path).startswith("components/http/"):
        assert used <= FLASK.get(name(path), set()), f"{name(path)}: {used}"


PAGES = [path for path in FILES if layer(path) == "pages"]


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_says_which_cards_stand_where_and_nothing_else(path: Path) -> None:
    for library in ("plotly", "pandas", "sqlalchemy", "numpy"):
        assert not [dotted for dotted in imported(path) if is_of(dotted, library)], (
            f"{name(path)} imports {library}"
        )
    words = {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name)}
    words |= {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
    assert not words & {"callback", "clientside_callback"}, (
        f"{name(path)} holds a callback; it belongs in wiring"
    )


@every_file
def test_callbacks_are_registered_in_functions_never_at_import(path: Path) -> None:
    dotted = set(imported(path))
    assert not dotted & {"dash.callback", "dash.clientside_callback"}, (
        f"{name(path)}: use app.callback in wire(app)"
    )


#: Where SQL may be written as text, and why.
SQL_AS_TEXT = {
    "data_access/store/drafts.py": "commands to the engine that is written to, which are no queries",
}


def sql_as_text(path: Path) -> list[int]:
    """Return the lines of a file that run or build SQL as text."""
    found = [1] if "sqlalchemy.text" in set(imported(path)) else []
    for call in called(path):
        if called_name(call) not in {"execute", "executemany", "exec_driver_sql", "sql"}:
            continue
        for argument in call.args[:1]:
            is_text = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            is_formatted = isinstance(argument, ast.Call) and called_name(argument) == "format"
            if is_text or is_formatted or isinstance(argument, ast.JoinedStr | ast.BinOp):
                found.append(call.lineno)
    return found


@every_file
def test_sql_is_built_from_expressions_not_from_strings(path: Path) -> None:
    assert name(path) in SQL_AS_TEXT or not sql_as_text(path), f"{name(path)} runs SQL written as a string"


def test_every_exception_in_these_lists_is_still_needed() -> None:
    by_name = {name(path): path for path in FILES}
    fetching = {place for place, path in by_name.items() if "fetch" in map(called_name, called(path))}
    assert set(CALLERS_OF_FETCH) == fetching
    assert set(SQL_AS_TEXT) <= {place for place, path in by_name.items() if sql_as_text(path)}
    for library, homes in HOMES.items():
        assert homes <= {
            place for place, path in by_name.items() if any(is_of(it, library) for it in imported(path))
        }
    for place, used in FLASK.items():
        assert used <= set(imported(by_name[place])), f"{place} no longer needs {used}"
