"""A test that goes through many things as one fails for each of them that is wrong, by its name."""

import pytest

from tests.shared import ROOT, dealt, swept


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


@pytest.mark.parametrize(("count", "every"), [(23, 3), (24, 1), (9, 20), (2, 1)])
def test_each_share_of_four_workers_begins_with_its_part_of_the_long_tests(count: int, every: int) -> None:
    def is_long(one: int) -> bool:
        return one % every == 0

    order = dealt(range(count), lambda _: False, is_long, 4)
    assert sorted(order) == list(range(count))
    for left in range(4, 0, -1):  # as pytest-xdist's WorkStealingScheduling cuts them
        share, order = order[: len(order) // left], order[len(order) // left :]
        assert [is_long(one) for one in share] == sorted(map(is_long, share), reverse=True)
        assert share == sorted(filter(is_long, share)) + [one for one in sorted(share) if not is_long(one)]


def test_what_processes_are_forked_from_is_settled_in_one_place() -> None:
    """Whoever settled it last would have all others read the code anew, without a word."""
    settling = "set_forkserver" + "_preload"
    tests = (ROOT / "tests").rglob("*.py")
    assert [one.name for one in tests if settling in one.read_text(encoding="utf-8")] == ["forked.py"]


def test_journeys_go_to_half_of_the_workers_unless_there_is_nothing_else() -> None:
    order = dealt(range(40), lambda one: one < 8, lambda one: one in {20, 30}, 4)
    assert sorted(order) == list(range(40))
    shares = [order[start : start + 10] for start in range(0, 40, 10)]
    assert [[one for one in share if one < 8] for share in shares] == [[0, 1, 2, 3], [4, 5, 6, 7], [], []]
    assert all({20, 30}.isdisjoint(share[1:]) for share in shares[2:]), "what is long comes first"
    assert dealt(range(9), lambda _: True, lambda _: False, 4) == list(range(9))
