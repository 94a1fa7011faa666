"""Names that look like parts of a template are names, in every document that the server fills in."""

import json
import re
import shutil
from copy import deepcopy
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from data_access.domain.access import WHOLE_CITY
from data_access.exports import Asked
from tests.data_access.conftest import fill
from tests.data_access.small_city import ROWS
from tests.exports.conftest import Office

#: What a registered name could hold: the words of our templates and of Dash's, and the ends of what it may stand in.
EVIL = '{{figures}}{{outlines}}{{body}}{%app_entry%}{%config%}</script></style></title><b onload="x">"\\'


class Reading(HTMLParser):
    """What a browser makes of a document: its elements, and the words in each kind of them."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.words: dict[str, str] = {}
        self.scripts: dict[str, str] = {}
        self._within = self._id = ""
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self._within, self._id = tag, dict(attrs).get("id") or ""

    def handle_data(self, data: str) -> None:
        self.words[self._within] = self.words.get(self._within, "") + data
        if self._within == "script":
            self.scripts[self._id] = self.scripts.get(self._id, "") + data

    def handle_endtag(self, _: str) -> None:
        self._within = ""


@pytest.fixture(scope="module")
def city(small_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that is written into."""
    return shutil.copytree(small_city, tmp_path_factory.mktemp("written") / "store")


@pytest.fixture(scope="module")
def renamed(office: Office) -> Office:
    rows = deepcopy(ROWS)
    for place, row in enumerate((*rows["platform"], *rows["region"])):
        row["name"] = row["name_en"] = f"{EVIL}{place}"
    fill(office.store, rows)
    return office


def test_a_name_that_looks_like_a_template_harms_no_paper(renamed: Office) -> None:
    report = renamed.desk.report(Asked("/governance", {"lang": "zh"}), WHOLE_CITY, "某人", "X")
    plain = renamed.desk.paper(report)
    named = replace(report, title=EVIL, who=EVIL, selection=EVIL, city=EVIL, notice=EVIL)
    told = Reading(page := renamed.desk.paper(named))
    assert told.elements == Reading(plain).elements
    assert told.words["title"] == f"{EVIL} X"
    assert EVIL in told.words["h1"]
    assert EVIL in told.words["text"]
    figures, outlines = (json.loads(told.scripts[name]) for name in ("figures", "outlines"))
    with_figures = {str(place) for place, part in enumerate(report.parts) if part.figure}
    assert set(figures) == with_figures
    assert "{{figures}}" in str(figures)
    assert all(one["type"] == "FeatureCollection" for one in outlines.values())
    foot = re.search(r'@bottom-left { content: "((?:[^"\\]|\\.)*)"', page)
    assert foot
    assert "{{figures}}{{outlines}}" in foot[1]


def test_a_name_that_looks_like_a_template_harms_no_first_document(renamed: Office) -> None:
    plain = Reading(renamed.client.get("/platform/nobody").text)
    for platform in (row["platform_id"] for row in ROWS["platform"]):
        told = Reading(renamed.client.get(f"/platform/{platform}").text)
        assert told.elements == plain.elements
        assert "--ink:" in told.words["style"]
    beyond = Reading(renamed.client.get("/platform/%7B%7Btokens%7D%7D%7B%25config%25%7D%3C/title%3E").text)
    assert beyond.elements == Reading(renamed.client.get("/nowhere").text).elements
