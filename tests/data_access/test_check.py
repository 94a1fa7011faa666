"""Checks: published figures by their relations, and the rows of a store by its rules."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from data_access.cli.check import check
from data_access.cli.published import ASKS, FIGURES, Figure, figures
from data_access.domain.errors import BadFile, BadValue, CockpitError
from data_access.metrics.indicators import INDICATORS
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.small_city import ROWS

HEAD = "key,system,city,period_from,period_to,value,unit,relation,seed,words"


def figure(value: str, relation: str, unit: str = "items") -> Figure:
    return Figure(
        "k", "s", "330100", date(2020, 1, 1), date(2020, 12, 31), Decimal(value), unit, relation, "w"
    )


@pytest.mark.parametrize(
    ("value", "relation", "ours", "agrees"),
    [
        ("110", "eq", 110, True), ("110", "eq", 111, False),
        ("0.6", "gt", 0.61, True), ("0.6", "gt", 0.6, False),
        ("20", "ge", 20, True), ("20", "ge", 19, False),
        ("-0.3", "le", -0.3, True), ("-0.3", "le", -0.29, False),
        ("9000000", "approx1pct", 8_910_000, True), ("9000000", "approx1pct", 8_909_999, False),
        ("15", "approx5pct", 15.75, True), ("15", "approx5pct", 15.76, False),
        ("8000000000000", "between_1.00_and_1.04", 8.32e12, True),
        ("8000000000000", "between_1.00_and_1.04", 7.99e12, False),
        ("387000", "round1000", 387_499, True), ("387000", "round1000", 387_500, False), ("387000", "round1000", 386_500, True),
        ("202", "round1", 73_901 / 366, True), ("-0.119", "round0.001", -0.1194, True),
        ("110", "eq", float("nan"), False), ("110", "round1", float("nan"), False),
    ],
)  # fmt: skip
def test_a_figure_agrees_as_its_relation_says(value: str, relation: str, ours: float, agrees: bool) -> None:
    assert figure(value, relation).agrees(ours) is agrees


def test_a_ratio_is_equal_to_nine_digits_and_a_count_exactly() -> None:
    assert figure("1.0", "eq", "ratio").agrees(1 - 1e-12)
    assert not figure("1.0", "eq", "ratio").agrees(1 - 1e-6)
    assert not figure("7901", "eq").agrees(7901.0000001)


def test_an_unknown_relation_is_an_error() -> None:
    with pytest.raises(BadValue, match="roughly"):
        figure("1", "roughly").agrees(1)


def test_every_published_figure_has_an_indicator() -> None:
    assert {figure.key for figure in figures(FIGURES)} == ASKS.keys()
    assert {ask.indicator for ask in ASKS.values()} <= INDICATORS.keys()


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "figures.csv"
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return path


def line(
    key: str, system: str, value: object, city: str = "330100", days: str = "2021-12-31,2021-12-31"
) -> str:
    return f"{key},{system},{city},{days},{value},platforms,eq,001,words of {key}"


def test_figures_that_agree_pass_and_are_printed(
    small_store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = sum(
        row["kind"] in {"complaint", "report"} and row["registered_at"].year == 2020
        for row in ROWS["complaint_report"]
    )
    path = written(
        tmp_path,
        line("platforms", "overview", 3),
        line("canal_platforms", "red_flag_canal", 2),
        line("complaints_and_reports_2020", "governance", named, days="2020-01-01,2020-12-31"),
        line("kitchens", "takeaway_online", 118_000, city="330000"),
    )
    assert check(small_store, path) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [text.split()[0] for text in printed] == ["ok", "ok", "ok", "-", "3"]
    assert "words of platforms" in printed[0]
    assert "published eq 3, ours 3" in printed[0]
    assert "ask the store of that city" in printed[3]
    assert "1 of other cities not asked" in printed[4]


def city_store(folder: Path, city: str, name: str) -> Store:
    """Return a store that holds the small city's rows as those of another city, in which 430111 is a district."""
    store = Store(str(folder / city), threads=1)
    (row,) = ROWS["dataset"]
    regions = [
        {"adcode": city, "name": name, "name_en": name, "level": "city", "parent": None, "valid_from": date(1980, 1, 1)},
        {"adcode": "430111", "name": "雨花区", "name_en": "Yuhua", "level": "district", "parent": "430100",
         "valid_from": date(1980, 1, 1)},
    ]  # fmt: skip
    fill(
        store, ROWS | {"dataset": [row | {"city": city, "name_zh": name, "name_en": name}], "region": regions}
    )
    return store


def test_figures_of_all_cities_are_asked_each_in_its_own_store(
    small_store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    city_store(tmp_path / "cities", "430100", "长沙市").close()
    asked = (
        line("platforms", "overview", 3),
        line("qijiang_platforms", "joint_governance", 3, city="430100"),
    )
    of_district = line("canal_platforms", "red_flag_canal", 0, city="430111")
    path = written(tmp_path, *asked, of_district)
    assert check(small_store, path, tmp_path / "cities") == 0
    assert [text.split()[0] for text in capsys.readouterr().out.splitlines()] == ["ok", "ok", "ok", "3"]
    path = written(tmp_path, *asked, line("kitchens", "takeaway_online", 118_000, city="330000"))
    assert check(small_store, path, tmp_path / "cities") == 1
    printed = capsys.readouterr().out.splitlines()
    assert printed[2].startswith("NOT OK")
    assert "a figure of 330000" in printed[2]


def test_a_folder_of_cities_without_figures_is_a_mistake(small_store: Store, tmp_path: Path) -> None:
    with pytest.raises(CockpitError, match="--published"):
        check(small_store, None, tmp_path)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (line("platforms", "overview", 4), "published eq 4, ours 3"),
        (line("platforms", "overview", 3, days="2019-06-30,2019-06-30"), "days between 2020-01-01"),
        (line("platforms_on_the_moon", "overview", 3), "no indicator answers it"),
        (line("canal_mean_days_2020", "red_flag_canal", 7, days="2021-12-31,2021-12-31"), "ours nothing"),
    ],
)
def test_a_figure_that_is_off_fails_the_check(
    small_store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: str, words: str
) -> None:
    assert check(small_store, written(tmp_path, line("canal_platforms", "red_flag_canal", 2), wrong)) == 1
    first, second, _ = capsys.readouterr().out.splitlines()
    assert first.startswith("ok")
    assert second.startswith("NOT OK")
    assert words in second


def test_a_file_that_cannot_be_read_is_named(small_store: Store, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"nowhere\.csv"):
        check(small_store, tmp_path / "nowhere.csv")
    with pytest.raises(BadFile, match=r"figures\.csv"):
        check(small_store, written(tmp_path, line("platforms", "overview", "many")))


#: The small city with what does not hang together in it left out: entities beyond its register, mediators and models before
#: their time.
_LEFT_OUT = {
    "platform": "uscc",
    "mediation": "mediator_id",
    "risk_lead": "model_id",
    "evidence": "subject_id",
}
SOUND = ROWS | {
    "mediation": [row | {"item_id": None} for row in ROWS["mediation"]],
    "entity_event": [row for row in ROWS["entity_event"] if row["entity_id"] == "E1"],
}
SOUND |= {table: [row | {name: None} for row in SOUND[table]] for table, name in _LEFT_OUT.items()}


def test_sound_rows_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = Store(str(tmp_path), threads=1)
    fill(store, SOUND)
    assert check(store, None) == 0
    printed = capsys.readouterr().out
    assert "sum  complaints_and_reports   by district                 75 of 75" in printed
    assert "NOT OK" not in printed
    store.close()


def test_rows_that_break_a_rule_or_bear_strange_codes_fail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, *others = ROWS["complaint_report"]
    early = first | {"closed_at": datetime(2019, 1, 1), "goods": "moonstone"}
    store = Store(str(tmp_path), threads=1)
    fill(store, SOUND | {"complaint_report": [early, *others]})
    assert check(store, None) == 1
    wrong = [text for text in capsys.readouterr().out.splitlines() if text.startswith("NOT OK")]
    assert len(wrong) == 2
    assert "closed_last" in wrong[0]
    assert "moonstone" in wrong[1]
    store.close()
