"""The tour of a page: seven steps in both languages, told with the page, and none on a wall."""

import pytest

from components.frame import shell, tours
from components.model.page import PAGES
from components.wall.scenes import PAGE as WALL
from data_access.domain.text import LANGS
from tests.every_page import EVERY_PAGE


@pytest.mark.parametrize("path", tours.TOURS)
def test_a_tour_has_seven_steps_of_its_own_in_both_languages(path: str) -> None:
    steps = tours.TOURS[path]
    assert path in EVERY_PAGE
    assert len(steps) == 7
    for lang in LANGS:
        assert len({step.title(lang) for step in steps}) == 7
        assert all(len(step.words(lang)) < (80 if lang == "zh" else 200) for step in steps)


def test_a_page_is_told_with_its_tour_and_the_wall_with_none() -> None:
    assert set(tours.TOURS) <= set(PAGES)
    told = shell.facts(EVERY_PAGE["/"], "/", {}, {"lang": "en"})["tour"]
    assert [step["title"] for step in told["steps"]] == [step.title("en") for step in tours.TOURS["/"]]
    assert told["place"].count("{}") == 2
    assert shell.facts(EVERY_PAGE["/tasks"], "/tasks", {}, {})["tour"]["steps"] == []
    assert "tour" not in shell.facts(WALL, WALL.path, {}, {})
