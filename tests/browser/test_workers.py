"""Several processes serve behind one port; one that falls over is replaced."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

from components.http import watching
from tests.browser.serving import ROOT, Serving, free_port


def children(process: int) -> set[int]:
    told = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False
    )
    return {int(line) for line in told.stdout.split()}


def answers(url: str) -> bool:
    with urlopen(f"{url}/healthz", timeout=20) as reply:
        return bool(reply.status == 200)


def resident_mb(process: int) -> float:
    told = Path(f"/proc/{process}/status").read_text().partition("VmRSS:")[2]
    return int(told.split()[0]) / 1024


def test_a_worker_that_falls_over_is_replaced_and_all_end_with_the_server(city: Path, tmp_path: Path) -> None:
    passing = tmp_path / "passing"
    passing.mkdir()
    own = {"COCKPIT_WORKERS": "2", "TMPDIR": str(passing)}
    with Serving(str(city), free_port(), tmp_path / "log", own) as serving:
        assert serving._process is not None
        server = serving._process.pid
        before = children(server)
        assert len(before) == 2
        assert resident_mb(server) < 20, "the process that watches holds what workers have loaded"
        assert list(passing.glob("cockpit-shared-*"))
        os.kill(min(before), signal.SIGKILL)
        end = time.monotonic() + 30
        while len(children(server) - {min(before)}) < 2 and time.monotonic() < end:
            time.sleep(0.2)
        after = children(server)
        assert len(after) == 2
        assert max(before) in after
        assert all(answers(serving.url) for _ in range(8))
    end = time.monotonic() + 20
    while any(Path(f"/proc/{one}").exists() for one in after) and time.monotonic() < end:
        time.sleep(0.2)
    assert not any(Path(f"/proc/{one}").exists() for one in after)
    assert not list(passing.glob("cockpit-shared-*"))


#: What is one worker, and becomes what watches over it.
PARTED = """
import json, os, sys
worker = os.fork() or os._exit(3)
told = json.loads(sys.argv[2]) | {"workers": [worker]}
os.execv(sys.executable, [sys.executable, "-I", "-S", sys.argv[1], json.dumps(told)])
"""


def test_a_server_whose_workers_cannot_begin_gives_up(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    began = tmp_path / "began"
    script = f"open({str(began)!r}, 'a').write('x'); raise SystemExit(4)"
    told = {"command": [sys.executable, "-c", script], "listener": 9, "folder": str(shared)}
    parted = [sys.executable, "-c", PARTED, watching.__file__, json.dumps(told)]
    ended = subprocess.run(parted, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 1
    assert began.read_text() == "xx", "after the first worker, two were started for it"
    assert "worker" in ended.stderr
    assert "the server stops" in ended.stderr
    assert not shared.exists()


#: A process that is told to stop while it clears up, where no exception gets out.
DEAF = """
import os, signal, time
from components.http import workers

class Clearing:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.01)

workers._AGAIN_SECONDS = 0.2
workers._obey()
try:
    Clearing()
    print("went on", flush=True)
    time.sleep(20)
except KeyboardInterrupt:
    print("stopped", flush=True)
"""


def test_a_worker_that_could_not_hear_that_it_is_to_stop_is_told_again() -> None:
    told = subprocess.run(
        [sys.executable, "-c", DEAF], cwd=ROOT, capture_output=True, text=True, timeout=15, check=True
    )
    assert told.stdout.split("\n") == ["went on", "stopped", ""]
