"""A test that goes through many things as one fails for each of them that is wrong, by its name."""

import pytest

from tests.shared import swept


def test_a_sweep_goes_on_after_a_failure_and_names_each() -> None:
    seen = []

    @swept("number", (1, 2, 3, 4))
    def check(number: int, least: int) -> None:
        seen.append(number)
        if number == 4:
            pytest.fail("is the last")
        assert number >= least, "is small"

    with pytest.raises(
        AssertionError, match=r"(?s)3 of 4 failed.*1: .*is small.*2: .*is small.*4: .*is the last"
    ):
        check(least=3)
    assert seen == [1, 2, 3, 4]


def test_a_sweep_over_nothing_is_no_test() -> None:
    with pytest.raises(AssertionError, match="nothing"):
        swept("number", ())


@swept("number", range(3))
def test_a_sweep_has_the_fixtures_that_it_asks_for(
    number: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert number < 3
    assert tmp_path_factory.getbasetemp().is_dir()
