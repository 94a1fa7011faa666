"""What browsers are served: the right plotly, and nothing from another host."""

import json
import os
import re
from pathlib import Path

import plotly.graph_objects as go
import pytest
from plotly.offline import get_plotlyjs_version

from components.frame.controls import rules
from components.frame.scripts import Scripts, _tags, first_line

ROOT = Path(__file__).parents[1]
ASSETS = ROOT / "assets"
RECIPE = ROOT / "docs" / "plotly-bundle"
BUNDLE = ASSETS / "00-plotly.min.js"
BUILT = ASSETS / "cockpit.js"
SCRIPTS = sorted((ASSETS / "cockpit").rglob("*.js"))
STYLES = sorted(ASSETS.rglob("*.css"))
TRACES = {
    "scatter",
    "bar",
    "pie",
    "heatmap",
    "treemap",
    "choropleth",
    "scattergeo",
    "sankey",
    "funnel",
    "box",
    "indicator",
}


def test_the_bundle_is_of_the_version_that_the_installed_plotly_speaks() -> None:
    version = get_plotlyjs_version()
    assert f"v{version}\n" in BUNDLE.read_text(encoding="utf-8")[:300]
    assert json.loads((RECIPE / "package.json").read_text())["dependencies"]["plotly.js"] == version


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_every_block_of_a_style_sheet_is_closed(path: Path) -> None:
    """A browser closes what is left open at the end of the file: all rules below it are then of that one window size."""
    rules = re.sub(r"/\*.*?\*/|\"[^\"]*\"|'[^']*'|url\([^)]*\)", "", path.read_text("utf-8"), flags=re.DOTALL)
    depth = 0
    for sign in re.findall("[{}]", rules):
        depth += 1 if sign == "{" else -1
        assert depth >= 0
    assert depth == 0


def test_the_bundle_registers_just_the_traces_in_use() -> None:
    bundle = BUNDLE.read_text(encoding="utf-8")
    assert set(re.findall(r'moduleType:"trace",name:"(\w+)"', bundle)) == TRACES
    entry = (RECIPE / "entry.js").read_text(encoding="utf-8")
    assert set(re.findall(r'"plotly\.js/lib/(\w+)"', entry)) == TRACES - {"scatter"} | {"core"}


def test_the_bundle_comes_first_and_keeps_its_licence() -> None:
    assert min(path.name for path in ASSETS.glob("*.js")) == BUNDLE.name
    assert "Licensed under the MIT license" in BUNDLE.read_text(encoding="utf-8")[:300]


def test_the_bundle_sets_its_empty_outlines_itself() -> None:
    assert "window.PlotlyGeoAssets=" in BUNDLE.read_text(encoding="utf-8")


def test_every_world_outline_that_plotly_can_ask_for_is_here_and_empty() -> None:
    geo = go.layout.Geo()
    scopes = [scope.replace(" ", "-") for scope in geo._get_validator("scope").values]
    wanted = {f"{scope}_{km}m.json" for scope in scopes for km in geo._get_validator("resolution").values}
    outlines = {path.name: json.loads(path.read_text()) for path in (ASSETS / "topojson").iterdir()}
    assert set(outlines) == wanted
    for outline in outlines.values():
        assert (outline["type"], outline["arcs"]) == ("Topology", [])
        assert {"coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"} == set(
            outline["objects"]
        )


@pytest.mark.parametrize("name", ["cockpit.css", "wall.css"])
def test_no_rule_of_ours_is_tried_on_every_element_at_every_change(name: str) -> None:
    """A part of a class name is looked for in the classes of all; where the root has a state, what lies below it is named."""
    text = (ASSETS / name).read_text("utf-8")
    assert re.findall(r"(?<!:not\()\[class[*^~$|]?=", text) == []
    assert re.findall(r"html\[data-[^\]]*\] \*", text) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_stylesheet_loads_only_what_lies_beside_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "@import" not in text
    for url in re.findall(r"url\(\s*[\"']?([^\"')]+)", text):
        assert url.startswith(("data:", "#")) or (path.parent / url).is_file(), url


@pytest.mark.parametrize("name", ["10-bootstrap-reboot.min.css", "20-icons.css"])
def test_a_stylesheet_of_others_keeps_its_licence(name: str) -> None:
    assert "Licensed under MIT" in (ASSETS / name).read_text(encoding="utf-8")[:400]


def test_every_icon_that_is_named_is_drawn_and_none_is_drawn_for_nobody() -> None:
    sources = [path for room in ("components", "pages") for path in (ROOT / room).rglob("*.py")]
    named = {
        name
        for path in (*sources, *SCRIPTS)
        for name in re.findall(r"\bbi-[a-z0-9-]+", path.read_text("utf-8"))
    }
    drawn = re.findall(
        r"^\.(bi-[a-z0-9-]+)::before", (ASSETS / "20-icons.css").read_text("utf-8"), re.MULTILINE
    )
    assert drawn == sorted(named)


def test_the_recipe_pins_exact_versions_and_names_no_registry() -> None:
    versions = json.loads((RECIPE / "package.json").read_text())["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())
    assert not (RECIPE / "package-lock.json").exists()


def test_no_script_is_longer_than_a_reader_takes_in_and_none_stands_beside_the_modules() -> None:
    assert {path.name for path in SCRIPTS if len(path.read_text("utf-8").splitlines()) > 250} == set()
    assert {path.name for path in ASSETS.glob("*.js")} == {BUNDLE.name, BUILT.name}


def test_what_a_module_imports_is_a_file_and_every_module_is_imported() -> None:
    imported = {ASSETS / "cockpit" / "main.js"}
    for path in SCRIPTS:
        for name in re.findall(r'(?:from |import\()"(\.[^"]+)"', path.read_text("utf-8")):
            imported.add((path.parent / name).resolve())
    assert imported == set(SCRIPTS)


def test_a_page_asks_for_each_module_under_the_time_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "cockpit" / "wall").mkdir(parents=True)
    for name in ("main.js", "wall/main.js"):
        (tmp_path / "cockpit" / name).write_text("")
    os.utime(tmp_path / "cockpit" / "wall" / "main.js", (1, 1))
    after = Scripts(tmp_path).tags()
    found = json.loads(re.findall(r'"importmap">(.*?)</script>', after)[0])["imports"]
    assert found["/assets/cockpit/wall/main.js"] == "/assets/cockpit/wall/main.js?m=1000000"
    assert f'<script type="module" src="{found["/assets/cockpit/main.js"]}">' in after
    assert f'<link rel="modulepreload" href="{found["/assets/cockpit/main.js"]}">' in after
    assert f'<link rel="modulepreload" href="{found["/assets/cockpit/wall/main.js"]}">' not in after


def test_the_one_file_is_built_of_the_modules_as_they_stand() -> None:
    assert BUILT.read_text("utf-8").startswith(first_line(ASSETS)), "run `make scripts`"


def test_a_page_asks_for_the_one_file_until_a_module_is_another(tmp_path: Path) -> None:
    def tags() -> str:
        _tags.cache_clear()
        return Scripts(tmp_path, "/base").tags()

    module = tmp_path / "cockpit" / "main.js"
    module.parent.mkdir()
    module.write_text("one();\n")
    (tmp_path / "cockpit.js").write_text(f"{first_line(tmp_path)}\none();")
    os.utime(tmp_path / "cockpit.js", (1, 1))
    assert re.findall('src="([^"]+)"', tags()) == ["/base/assets/cockpit.js?m=1000000"]
    module.write_text("two();\n")
    assert "/base/assets/cockpit/main.js?m=" in tags()
    assert "cockpit.js" not in tags()
    module.write_text("one();\n")
    assert "cockpit/main.js" not in tags()
    module.rename(module.with_name("other.js"))
    (tmp_path / "cockpit" / "main.js").write_text("one();\n")
    assert "cockpit.js?" not in tags()


def test_the_rules_that_scripts_are_tested_with_are_those_that_pages_tell() -> None:
    text = (ROOT / "tests" / "scripts" / "rules.js").read_text("utf-8")
    told = re.sub(r"(\w+):", r'"\1":', text[text.index("= ") + 2 : text.rindex(";")])
    assert json.loads(re.sub(r",\s*}", "}", told)) == rules()


def test_the_lock_of_the_scripts_tools_names_no_machine() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert all(package["integrity"] for name, package in lock["packages"].items() if name)
    versions = json.loads((ROOT / "package.json").read_text())["devDependencies"].values()
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)
