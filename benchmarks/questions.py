"""What the data cost a page: `python -m benchmarks.questions [--store FOLDER|URL] [--page PATH …] [--rounds N]`.

`{platform}` and `{district}` in a path stand for the first that the store has.

The questions of a page are taken down while its board is told, round by round, for filters that nobody asked before; then
they are answered again with nothing cached, in three ways in turn within each round: one by one by `fetch`, planned together
by `answer_all`, and as the bare statements of the plan, texts ready and rows taken as they come. Wall and CPU are medians; CPU is this process's alone, of a server that of its client.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from statistics import median
from typing import Any

from sqlalchemy import event

from app import create_app
from components.board.boards import BoardQuery, Boards
from components.model.facts import Facts, Question
from data_access.domain.access import WHOLE_CITY
from data_access.domain.settings import Settings
from data_access.metrics import query
from data_access.metrics.labels import labels
from data_access.metrics.plan import AT_ONCE, answer_all
from data_access.metrics.query import fetch
from data_access.state.database import State
from data_access.state.tasks import TaskBook
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store

Rounds = list[list[Question]]
Texts = list[tuple[str, Any]]


def enter_pages(store: str) -> None:
    """Make an app, by which the pages enter themselves; its state is in a folder that goes at once."""
    with tempfile.TemporaryDirectory() as folder:
        create_app(Settings(store=store, state=f"sqlite:///{folder}/state.sqlite"))


def taken_down(store: Store, path: str, chosen: dict[str, str]) -> Rounds:
    """Return the questions that a page asks, round by round."""
    rounds: Rounds = []
    answers = Facts.answers

    def noted(facts: Facts, questions: Sequence[Question]) -> Iterator[tuple[Question, Any]]:
        rounds.append(list(questions))
        yield from answers(facts, questions)

    Facts.answers = noted  # type: ignore[method-assign]
    try:
        book = TaskBook(State("sqlite://"), lambda: "bench")
        for _ in Boards(store, book).lines(BoardQuery.of(path, chosen), WHOLE_CITY):
            pass
    finally:
        Facts.answers = answers  # type: ignore[method-assign]
    return rounds


def one_by_one(snapshot: Snapshot, rounds: Rounds) -> None:
    for questions in rounds:
        for question in questions:
            fetch(snapshot, *question, WHOLE_CITY)


def planned(snapshot: Snapshot, rounds: Rounds) -> None:
    for questions in rounds:
        for _ in answer_all(snapshot, questions, WHOLE_CITY):
            pass


def texts_of(snapshot: Snapshot, rounds: Rounds) -> Texts:
    """Return what the plan sends to the engine: each statement as text, with its parameters."""
    sent: Texts = []

    def noted(_: Any, __: Any, text: str, parameters: Any, *___: Any) -> None:
        if "FROM" in text:  # what a transaction is told first, it is told of each
            sent.append((text, parameters))

    with snapshot.connect() as connection:
        engine = connection.engine
    query.ANSWERS.forget()
    event.listen(engine, "before_cursor_execute", noted)
    try:
        planned(snapshot, rounds)
    finally:
        event.remove(engine, "before_cursor_execute", noted)
    return sent


def bare(snapshot: Snapshot, texts: Texts) -> None:
    """Run texts as the plan does, some at a time, and take their rows: the least that these numbers cost."""

    def run(sent: tuple[str, Any]) -> None:
        with snapshot.connect() as connection:
            connection.exec_driver_sql(*sent).fetchall()

    with ThreadPoolExecutor(AT_ONCE) as workers:
        list(workers.map(run, texts))


def leanest(store: Store, path: str, selections: Sequence[dict[str, str]]) -> float:
    """Return the median seconds that the numbers of a page take as bare statements, over some selections."""
    taken = []
    with store.snapshot() as snapshot:
        for chosen in selections:
            texts = texts_of(snapshot, taken_down(store, path, chosen))
            begun = time.perf_counter()
            bare(snapshot, texts)
            taken.append(time.perf_counter() - begun)
    return median(taken)


def measured(ways: dict[str, Callable[[], None]], rounds: int) -> dict[str, tuple[float, float]]:
    """Return the median seconds of wall and CPU of each way; they take turns, so that a busy machine is busy for all."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            query.ANSWERS.forget()
            wall, cpu = time.perf_counter(), time.process_time()
            way()
            taken[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    return {name: (median(w for w, _ in one), median(c for _, c in one)) for name, one in taken.items()}


def planned_and_bare(
    store: Store, snapshot: Snapshot, path: str, chosen: dict[str, str]
) -> tuple[Rounds, dict[str, Callable[[], None]]]:
    """Return the questions of a page, and two ways to answer them: as the cockpit does, and as the engine's own statements."""
    rounds = taken_down(store, path, chosen)
    texts = texts_of(snapshot, rounds)
    return rounds, {
        "planned": lambda: planned(snapshot, rounds),
        "bare statements": lambda: bare(snapshot, texts),
    }


def codes_for_paths(snapshot: Snapshot) -> dict[str, str]:
    """Return the first platform and district of a store, for the paths and filters that name one."""
    known = labels(snapshot)
    return {key: known.offered(key)[0].code for key in ("platform", "district")}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", default="data/store", help="a folder, or the URL of a server")
    parser.add_argument("--page", nargs="+", default=["/governance"], metavar="PATH")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    enter_pages(asked.store)
    store = Store(asked.store)
    with store.snapshot() as snapshot:
        codes = codes_for_paths(snapshot)
        print(f"on {len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f}")
        print(
            f"{'page':22}{'filter':24}{'questions':>10}{'rounds':>8}  way{'':18}{'wall ms':>9}{'CPU ms':>9}"
        )
        for path in asked.page:
            page = path.format(**codes)
            for chosen in ({}, *({key: code} for key, code in codes.items())):
                words = "&".join(f"{key}={value}" for key, value in chosen.items()) or "none"
                rounds, ways = planned_and_bare(store, snapshot, page, chosen)
                ways = {"one by one": partial(one_by_one, snapshot, rounds)} | ways
                for name, (wall, cpu) in measured(ways, asked.rounds).items():
                    print(
                        f"{page:22}{words:24}{sum(map(len, rounds)):10}{len(rounds):8}  {name:21}{wall * 1000:9.0f}{cpu * 1000:9.0f}"
                    )
    store.close()


if __name__ == "__main__":
    main()
