"""Jobs: progress while they work, an end when they are no longer wanted, and a sentence when they fail."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from components.http import exports as routes
from data_access.domain.errors import CockpitError, UnknownName
from data_access.exports import printing
from data_access.exports.printing import NoChromium, pdf
from data_access.state.database import State
from data_access.state.jobs import Job, Jobs, Progress
from tests.exports.conftest import Office

ROOT = Path(__file__).parents[2]


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Jobs]:
    made = Jobs(State(f"sqlite:///{tmp_path / 'state.sqlite'}"), tmp_path / "exports")
    yield made
    made.close()


def ended(jobs: Jobs, job_id: str) -> Job:
    for _ in range(600):
        job = jobs.job(job_id)
        if job.state not in {"waiting", "running"}:
            return job
        time.sleep(0.02)
    pytest.fail(f"{job} does not end")


def test_a_job_tells_how_far_it_is_and_keeps_its_file(jobs: Jobs) -> None:
    seen, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> bytes:
        progress(3, 10)
        seen.set()
        go_on.wait(10)
        return b"made"

    job_id = jobs.submit("pdf", "a.pdf", "某人", work)
    assert seen.wait(10)
    running = jobs.job(job_id)
    assert (running.state, running.done, running.total) == ("running", 3, 10)
    go_on.set()
    assert ended(jobs, job_id).state == "done"
    assert jobs.file(job_id).read_bytes() == b"made"


def test_a_cancelled_job_ends_at_its_next_step_and_leaves_no_file(jobs: Jobs) -> None:
    started, steps = threading.Event(), []

    def work(progress: Progress) -> bytes:
        for step in range(1000):
            progress(step, 1000)
            steps.append(step)
            started.set()
            time.sleep(0.02)
        return b"made"

    job_id = jobs.submit("pdf", "a.pdf", "某人", work)
    waiting = jobs.submit("pdf", "b.pdf", "某人", work)
    assert started.wait(10)
    assert jobs.cancel(waiting).state == "cancelled"
    jobs.cancel(job_id)
    assert ended(jobs, job_id).state == "cancelled"
    assert len(steps) < 1000
    with pytest.raises(UnknownName):
        jobs.file(job_id)


def test_a_job_that_fails_says_what_readers_may_know(jobs: Jobs) -> None:
    def refused(_: Progress) -> bytes:
        raise CockpitError("There is no paper.")

    def broken(_: Progress) -> bytes:
        raise RuntimeError("secret")

    assert ended(jobs, jobs.submit("pdf", "a", "某人", refused)).error == "There is no paper."
    told = ended(jobs, jobs.submit("pdf", "b", "某人", broken)).error
    assert "secret" not in told
    assert "log" in told


#: A server that dies in the middle: one job runs, one waits, then nobody is there.
_KILLED = """
import os, sys, time
from pathlib import Path
from data_access.state.database import State
from data_access.state.jobs import Jobs
jobs = Jobs(State(sys.argv[1]), Path(sys.argv[2]))
def work(progress):
    progress(1, 2)
    print(running, waiting, flush=True)
    time.sleep(600)
waiting = ""
running = "20210101-120000-AAAAAA"
jobs.submit("pdf", "a.pdf", "某人", lambda progress: time.sleep(0.5) or work(progress), job_id=running)
waiting = jobs.submit("pdf", "b.pdf", "某人", work)
time.sleep(600)
"""


def test_jobs_whose_server_is_gone_are_told_as_failed_whether_they_ran_or_waited(tmp_path: Path) -> None:
    state, folder = State(f"sqlite:///{tmp_path / 'state.sqlite'}"), tmp_path / "exports"
    command = [sys.executable, "-c", _KILLED, state.url, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout
        running, waiting = server.stdout.readline().split()
        server.kill()
    restarted = Jobs(state, folder, lost=timedelta(seconds=0.5))
    for job_id in (running, waiting):
        told = ended(restarted, job_id)
        assert (told.state, "ask for it again" in told.error) == ("failed", True)
    restarted.close()
    assert Jobs(state, folder).job(waiting).state == "waiting"  # a moment is not yet a death


def test_a_restart_leaves_the_living_jobs_of_another_server_alone(tmp_path: Path) -> None:
    url, go_on = f"sqlite:///{tmp_path / 'state.sqlite'}", threading.Event()
    lost = timedelta(seconds=2)
    living = Jobs(State(url), tmp_path / "exports", lost=lost)

    def long(_: Progress) -> bytes:  # a drawing that says nothing for longer than a server may be silent
        go_on.wait(10)
        return b"made"

    running, waiting = (living.submit("pdf", name, "某人", long) for name in ("a.pdf", "b.pdf"))
    for _ in range(3):
        other = Jobs(State(url), tmp_path / "exports", lost=lost)
        time.sleep(0.8)
        assert other.job(running).state == "running"
        assert other.job(waiting).state == "waiting"
        other.close()
    other = Jobs(State(url), tmp_path / "exports", lost=lost)
    assert other.cancel(waiting).state == "cancelled"
    go_on.set()
    assert ended(other, running).state == "done"
    assert other.file(running).read_bytes() == b"made"
    assert ended(living, waiting).state == "cancelled"
    living.close()


def test_a_server_that_stops_in_order_says_so_at_once(tmp_path: Path) -> None:
    url, started = f"sqlite:///{tmp_path / 'state.sqlite'}", threading.Event()
    stopping, other = (Jobs(State(url), tmp_path / "exports") for _ in range(2))

    def steps(progress: Progress) -> bytes:
        for step in range(1000):
            progress(step, 1000)
            started.set()
            time.sleep(0.01)
        return b"made"

    running, waiting = (stopping.submit("pdf", name, "某人", steps) for name in ("a.pdf", "b.pdf"))
    assert started.wait(10)
    stopping.close()
    for job_id in (running, waiting):
        assert (other.job(job_id).state, "ask for it again" in other.job(job_id).error) == ("failed", True)
    with pytest.raises(CockpitError, match="stopping"):
        stopping.submit("pdf", "c.pdf", "某人", steps)


def test_a_file_is_there_whole_or_not_at_all(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    written = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        written(path, data[:2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    job_id = jobs.submit("pdf", "a.pdf", "某人", lambda _: b"made")
    assert ended(jobs, job_id).state == "failed"
    with pytest.raises(UnknownName):
        jobs.file(job_id)


def test_printing_stops_when_it_is_cancelled_or_takes_too_long() -> None:
    def enough() -> None:
        raise CockpitError("no longer wanted")

    with pytest.raises(CockpitError, match="no longer wanted"):
        pdf("<p>x</p>", enough)
    with pytest.raises(CockpitError, match=r"longer than 0\.01 seconds"):
        pdf("<p>x</p>", seconds=0.01)


def test_without_chromium_a_sentence_names_the_browsers_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "chromium", lambda: None)
    with pytest.raises(NoChromium, match="your own browser"):
        pdf("<p>x</p>")


@pytest.mark.parametrize(("kind", "instead"), [("pdf", "print"), ("brief-pdf", "brief-html")])
@pytest.mark.parametrize(("lang", "words"), [("zh", "您自己的浏览器"), ("en", "your own browser")])
def test_a_server_without_chromium_names_what_the_browser_can_do_instead(
    office: Office, monkeypatch: pytest.MonkeyPatch, kind: str, instead: str, lang: str, words: str
) -> None:
    monkeypatch.setattr(routes, "chromium", lambda: None)
    refused = office.client.post("/api/exports", json={"kind": kind, "path": "/", "lang": lang})
    assert refused.status_code == 422
    assert refused.get_json()["instead"] == instead
    assert words in refused.get_json()["error"]
