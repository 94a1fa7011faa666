"""Cards ask for their numbers together: each is drawn until it needs one, and all that are needed then are answered at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from greenlet import getcurrent, greenlet

T = TypeVar("T")
Q = TypeVar("Q")
#: Answers some questions in whatever order they are ready: pairs of a question and its answer, or what went wrong.
Answers = Callable[[Sequence[Q]], Iterable[tuple[Q, Any]]]
#: What one task waits for.
Questions = tuple[Any, ...]


class _Task(greenlet):
    """A card that is being drawn."""


def asked(question: Any, alone: Callable[[], Any]) -> Any:
    """Return the answer of a question within `in_rounds`, together with those of others; elsewhere ask it `alone`.

    Raises what answering it raised.
    """
    answer = asked_together((question,), lambda: {question: alone()})[question]
    if isinstance(answer, Exception):
        raise answer
    return answer


def asked_together(questions: Sequence[Any], alone: Callable[[], Mapping[Any, Any]]) -> Mapping[Any, Any]:
    """Return the answers of several questions of one round, each with what went wrong where something did."""
    task = getcurrent()
    if not questions or not isinstance(task, _Task) or task.parent is None:
        return alone()
    found: Mapping[Any, Any] = task.parent.switch(tuple(dict.fromkeys(questions)))
    return found


def in_rounds(tasks: Sequence[Callable[[], T]], answers: Answers[Any]) -> Iterator[T]:
    """Yield what each task returns, as soon as it does; tasks that ask wait for each other's questions.

    A task never waits for one that comes after it to be done: what needs no more numbers is yielded first.
    """
    waiting: dict[_Task, Questions] = {}
    for task in tasks:
        runner = _Task(task)
        yield from _advanced(runner, runner.switch(), waiting)
    while waiting:
        wanted = {runner: len(questions) for runner, questions in waiting.items()}
        found: dict[_Task, dict[Any, Any]] = {runner: {} for runner in waiting}
        askers: dict[Any, list[_Task]] = {}
        for runner, questions in waiting.items():
            for question in questions:
                askers.setdefault(question, []).append(runner)
        waiting.clear()
        for question, answer in answers(tuple(askers)):
            for runner in askers[question]:
                found[runner][question] = answer
                if len(found[runner]) == wanted[runner]:
                    yield from _advanced(runner, runner.switch(found[runner]), waiting)


def _advanced(runner: _Task, told: Any, waiting: dict[_Task, Questions]) -> Iterator[Any]:
    """Yield what a task returned if it is done, else note what it asks."""
    if runner.dead:
        yield told
    else:
        waiting[runner] = told
