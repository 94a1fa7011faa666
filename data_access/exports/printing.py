"""HTML to PDF by the command line of a Chromium on this machine, which prints vectors and real text and is let nowhere else."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from data_access.domain.errors import CockpitError
from data_access.domain.text import Text

#: The shell is the same engine without windows: it starts and paints in half the time of processor.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: A page of fifty charts takes some seconds; what takes longer hangs.
PATIENCE_SECONDS = 120.0
_NONE = Text(
    "服务器上没有 Chromium，不能制作 PDF（可执行 apt-get install chromium-headless-shell fonts-noto-cjk）。请改用您自己的浏览器打印，并选“另存为 PDF”。",
    "There is no Chromium on this server, so it cannot make PDF files (apt-get install chromium-headless-shell fonts-noto-cjk). "
    "Print from your own browser instead, and choose “save as PDF”.",
)
#: Milliseconds of the page's own time that Chromium lets pass before it prints.
_PAGE_TIME = 20_000


class NoChromium(CockpitError):
    """There is no browser on the server to print with."""

    def __init__(self, lang: str = "en") -> None:
        super().__init__(_NONE(lang))


def chromium() -> str | None:
    """Return the path of the browser, None where there is none."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def pdf(html: str, check: Callable[[], None] = lambda: None, seconds: float = PATIENCE_SECONDS) -> bytes:
    """Return a page of HTML as PDF; `check` is called meanwhile and may raise to end it. Raises NoChromium and CockpitError."""
    browser = chromium()
    if browser is None:
        raise NoChromium
    # The snap and some packages of Chromium may not see /tmp of others: a folder of our own, removed with the profile in it.
    with tempfile.TemporaryDirectory(prefix="cockpit-print-", ignore_cleanup_errors=True) as folder:
        page, printed = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_text(html, "utf-8")
        _run(
            [browser, *_flags(Path(folder)), f"--print-to-pdf={printed}", page.as_uri()],
            Path(folder),
            check,
            seconds,
        )
        if not printed.exists():
            told = (Path(folder) / "said").read_text("utf-8", "replace")[-600:]
            raise CockpitError(f"Chromium made no PDF; it said: {told}")
        return printed.read_bytes()


def _flags(folder: Path) -> list[str]:
    alone = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []  # root has no sandbox
    return [
        "--headless", "--window-size=1160,900", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars", *alone,
        f"--user-data-dir={folder / 'profile'}", "--disable-extensions", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND",
        "--no-pdf-header-footer", f"--virtual-time-budget={_PAGE_TIME}", "--run-all-compositor-stages-before-draw",
    ]  # fmt: skip


def _run(command: list[str], folder: Path, check: Callable[[], None], seconds: float) -> None:
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, cwd=folder, start_new_session=True)  # noqa: S603  (a fixed list)
        try:
            until = time.monotonic() + seconds
            while process.poll() is None:
                check()
                if time.monotonic() > until:
                    raise CockpitError(
                        f"Chromium took longer than {seconds:g} seconds to print and was stopped."
                    )
                time.sleep(0.1)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the browser with all processes that it started."""
    try:
        os.killpg(process.pid, 9)
    except ProcessLookupError:
        return
    finally:
        process.wait()
