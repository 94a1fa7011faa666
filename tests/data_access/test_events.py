"""An annotated day is told on the charts of what it concerns, and on no other."""

from dataclasses import replace
from datetime import date

import pytest

from data_access.domain.periods import Period
from data_access.domain.text import Text
from data_access.metrics.annotations import Annotation
from data_access.metrics.events import COUNTED, breaks_between, concerns
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.labels import labels
from data_access.metrics.sources import REFERENCES, SOURCES
from data_access.store.schema.references import SUBJECTS
from data_access.store.store import Store


def test_every_source_is_a_subject_that_an_event_can_name_and_of_one_alone() -> None:
    counted = [source.key for sources in COUNTED.values() for source in sources]
    assert sorted(counted) == sorted(key for key in SOURCES if key != REFERENCES.key)
    assert tuple(COUNTED) == SUBJECTS


@pytest.mark.parametrize(
    ("subjects", "kind", "key", "told"),
    [
        ("sales,complaints", "promotion", "gmv", True),
        ("sales, complaints", "promotion", "complaints", True),
        ("sales,complaints", "promotion", "shops", False),
        ("sales,complaints", "promotion", "complaints_per_10k_shops", True),
        ("shops", "policy", "complaints_per_10k_shops", True),
        ("co_investigation", "break", "credit_score_mean", False),
        (None, "promotion", "kitchens", False),
        (None, "promotion", "gmv", True),
        (None, "break", "kitchens", True),
        ("", "co_investigation", "co_investigations", True),
        ("", "co_investigation", "complaints", False),
    ],
)
def test_an_event_concerns_what_it_names_or_what_its_kind_does(
    subjects: str | None, kind: str, key: str, told: bool
) -> None:
    assert concerns(subjects, kind, INDICATORS[key]) is told


def test_districts_that_are_redrawn_concern_what_is_split_or_narrowed_by_district() -> None:
    assert not concerns("districts", "break", INDICATORS["gmv"])
    assert concerns("districts", "break", INDICATORS["gmv"], {"district"})


NOTED = (
    Annotation(date(2021, 1, 1), "co_investigation", Text("待核实", "Unsure"), "co_investigation"),
    Annotation(date(2020, 3, 1), "break", Text("热线归并", "Hotlines merged"), "complaints"),
    Annotation(date(2021, 3, 1), "incident", Text("台风", "Typhoon"), "complaints"),
    Annotation(date(2021, 4, 9), "break", Text("区划", "Districts"), "districts"),
)


def _days(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("key", "now", "earlier", "told"),
    [
        ("co_answers_late", ("2021-01-01", "2021-12-31"), ("2020-01-01", "2020-12-31"), ["2021-01-01"]),
        ("co_answers_late", ("2021-07-01", "2021-12-31"), ("2021-01-01", "2021-06-30"), []),
        ("complaints", ("2021-01-01", "2021-12-31"), ("2020-01-01", "2020-12-31"), ["2020-03-01"]),
        ("complaints_per_10k_shops", ("2020-04-01", "2020-04-30"), ("2020-02-01", "2020-02-29"), ["2020-03-01"]),
        ("complaints", ("2021-04-01", "2021-06-30"), ("2020-04-01", "2020-06-30"), []),
        ("credit_downgrades", ("2021-08-01", "2021-08-31"), ("2021-06-01", "2021-06-30"), ["2021-07-01"]),
        ("credit_score_mean", ("2021-01-01", "2021-12-31"), ("2020-01-01", "2020-12-31"), ["2021-07-01"]),
        ("credit_score_mean", ("2021-08-01", "2021-09-30"), ("2021-06-01", "2021-07-31"), []),
        ("credit_score_mean", ("2021-01-01", "2021-06-30"), ("2020-01-01", "2020-06-30"), []),
        ("gmv", ("2021-01-01", "2021-12-31"), ("2020-01-01", "2020-12-31"), []),
    ],
)  # fmt: skip
def test_a_change_of_rules_or_of_counting_parts_the_numbers_that_it_concerns(
    small_store: Store, key: str, now: tuple[str, str], earlier: tuple[str, str], told: list[str]
) -> None:
    known = replace(labels(small_store.snapshot()), annotations=NOTED)
    found = breaks_between(INDICATORS[key], _days(*now), _days(*earlier), known)
    assert [str(day) for day, _ in found] == told
