"""Cards that ask one question after another are answered in rounds."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from components.model.rounds import asked, asked_together, in_rounds


def asking(name: str, *questions: int) -> Callable[[], tuple[str, list[int]]]:
    def run() -> tuple[str, list[int]]:
        return name, [asked(one, lambda: pytest.fail("it is not alone")) for one in questions]

    return run


def tens(rounds: list[Sequence[int]]) -> Callable[[Sequence[int]], Iterator[tuple[int, int]]]:
    def answers(questions: Sequence[int]) -> Iterator[tuple[int, int]]:
        rounds.append(questions)
        for one in questions:
            yield one, one * 10

    return answers


def test_what_needs_no_more_numbers_is_yielded_first() -> None:
    tasks = [asking("long", 1, 2, 3), asking("none"), asking("short", 1)]
    assert [name for name, _ in in_rounds(tasks, tens([]))] == ["none", "short", "long"]


def test_the_same_question_of_two_cards_is_asked_once_in_a_round() -> None:
    rounds: list[Sequence[int]] = []
    found = dict(in_rounds([asking("a", 1, 2), asking("b", 1), asking("c", 2)], tens(rounds)))
    assert found == {"a": [10, 20], "b": [10], "c": [20]}
    assert rounds == [(1, 2), (2,)]


def test_what_a_card_asks_ahead_is_one_round_and_it_goes_on_when_all_of_it_is_there() -> None:
    def ahead() -> list[int]:
        found = asked_together((1, 2, 3), lambda: pytest.fail("it is not alone"))
        return [found[one] for one in (1, 2, 3)]

    rounds: list[Sequence[int]] = []
    told = list(in_rounds([ahead, lambda: [asked(2, lambda: 0)]], tens(rounds)))
    assert told == [[20], [10, 20, 30]]
    assert rounds == [(1, 2, 3)]


def test_what_went_wrong_ahead_is_told_and_raised_by_nobody() -> None:
    def careful() -> list[str]:
        found = asked_together((1, 2), dict)
        return [str(found[one]) for one in (1, 2)]

    def answers(questions: Sequence[int]) -> Iterator[tuple[int, object]]:
        for one in questions:
            yield one, ValueError("no") if one == 1 else 20

    assert list(in_rounds([careful], answers)) == [["no", "20"]]


def test_what_went_wrong_with_a_question_is_raised_in_the_card_that_asked_it() -> None:
    def careful() -> str:
        try:
            return str(asked(1, lambda: None))
        except ValueError as error:
            return f"failed: {error}"

    def answers(questions: Sequence[int]) -> Iterator[tuple[int, Exception]]:
        for one in questions:
            yield one, ValueError("no")

    assert list(in_rounds([careful], answers)) == ["failed: no"]


def test_outside_of_rounds_a_question_is_asked_alone() -> None:
    assert asked(1, lambda: 7) == 7


def test_a_reader_who_goes_ends_the_drawing() -> None:
    rounds: list[Sequence[int]] = []
    drawing = in_rounds([asking("none"), asking("long", 1, 2)], tens(rounds))
    assert next(drawing)[0] == "none"
    drawing.close()
    assert rounds == []
