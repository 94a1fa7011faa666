"""Several processes serve behind one port; one that falls over is replaced."""

import os
import signal
import subprocess
import time
from pathlib import Path
from urllib.request import urlopen

from tests.browser.serving import Serving, free_port


def children(process: int) -> set[int]:
    told = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False
    )
    return {int(line) for line in told.stdout.split()}


def answers(url: str) -> bool:
    with urlopen(f"{url}/healthz", timeout=20) as reply:
        return bool(reply.status == 200)


def test_a_worker_that_falls_over_is_replaced_and_all_end_with_the_server(city: Path, tmp_path: Path) -> None:
    with Serving(str(city), free_port(), tmp_path / "log", {"COCKPIT_WORKERS": "2"}) as serving:
        assert serving._process is not None
        server = serving._process.pid
        before = children(server)
        assert len(before) == 2
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
