"""Cards ask for their numbers together: each is drawn until it needs one, and all that are needed then are answered at once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from greenlet import getcurrent, greenlet

T = TypeVar("T")
Q = TypeVar("Q")
#: Answers some questions in whatever order they are ready: pairs of a question and its answer, or what went wrong.
Answers = Callable[[Sequence[Q]], Iterable[tuple[Q, Any]]]


class _Task(greenlet):
    """A card that is being drawn."""


def asked(question: Any, alone: Callable[[], Any]) -> Any:
    """Return the answer of a question within `in_rounds`, together with those of others; elsewhere ask it `alone`.

    Raises what answering it raised.
    """
    task = getcurrent()
    if isinstance(task, _Task) and task.parent is not None:
        return task.parent.switch(question)
    return alone()


def in_rounds(tasks: Sequence[Callable[[], T]], answers: Answers[Any]) -> Iterator[T]:
    """Yield what each task returns, as soon as it does; tasks that ask wait for each other's questions.

    A task never waits for one that comes after it to be done: what needs no more numbers is yielded first.
    """
    waiting: dict[_Task, Any] = {}
    for task in tasks:
        runner = _Task(task)
        yield from _advanced(runner, runner.switch(), waiting)
    while waiting:
        askers: dict[Any, list[_Task]] = {}
        for runner, question in waiting.items():
            askers.setdefault(question, []).append(runner)
        waiting.clear()
        for question, answer in answers(tuple(askers)):
            for runner in askers[question]:
                told = runner.throw(answer) if isinstance(answer, Exception) else runner.switch(answer)
                yield from _advanced(runner, told, waiting)


def _advanced(runner: _Task, told: Any, waiting: dict[_Task, Any]) -> Iterator[Any]:
    """Yield what a task returned if it is done, else note what it asks."""
    if runner.dead:
        yield told
    else:
        waiting[runner] = told
