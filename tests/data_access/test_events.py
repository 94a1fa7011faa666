"""An annotated day is told on the charts of what it concerns, and on no other."""

import pytest

from data_access.metrics.events import COUNTED, concerns
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.sources import REFERENCES, SOURCES
from data_access.store.schema.references import SUBJECTS


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
