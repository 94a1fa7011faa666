"""Pictures of the three cockpits and the wall for the README: `python -m docs.screenshots --store FOLDER`."""

import argparse
import io
import tempfile
from importlib.util import find_spec
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize

from tests.browser.chromium import launched
from tests.browser.readers import Reader
from tests.browser.serving import Serving

FOLDER = Path(__file__).parent / "screenshots"
PORT = 8120
SCREEN: ViewportSize = {"width": 1920, "height": 1080}
PICTURES = {
    "overview": "/",
    "governance": "/governance",
    "platform": "/platform/P001",
    "wall": "/wall?rotate=0&scene=governance",
    "overview-dark-en": "/?lang=en&theme=dark",
}


def smaller(picture: bytes) -> bytes:
    """Return a PNG with a palette of 256 colours where Pillow is installed, else the same."""
    if find_spec("PIL") is None:
        return picture
    from PIL import Image  # noqa: PLC0415  (not a dependency of ours)

    file = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
        file, "PNG", optimize=True
    )
    return file.getvalue()


def taken(browser: Browser, serving: Serving, address: str) -> bytes:
    """Return a picture of the first screen of a page."""
    context = browser.new_context(base_url=serving.url, viewport=SCREEN, locale="zh-CN")
    try:
        reader = Reader(context.new_page(), serving.url)
        reader.open(address)
        reader.page.mouse.move(0, 0)
        reader.page.wait_for_timeout(600)  # fonts and the last transitions
        return reader.page.screenshot()
    finally:
        context.close()


def main() -> None:
    """Take every picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", default="data/store", help="folder of the store (default: data/store)")
    store = parser.parse_args().store
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as logs,
        Serving(store, PORT, Path(logs) / "log") as serving,
        launched() as browser,
    ):
        for name, address in PICTURES.items():
            picture = smaller(taken(browser, serving, address))
            (FOLDER / f"{name}.png").write_bytes(picture)
            print(f"{name}.png {len(picture) / 1024:.0f} kB")


if __name__ == "__main__":
    main()
