"""Pages of every kind run under the policy that they come with: no browser finds anything to refuse in them."""

from pathlib import Path

import pytest

from data_access.brief import BRIEF_KINDS
from tests.browser.conftest import Readers
from tests.browser.readers import Reader, Watch
from tests.browser.serving import Serving

pytestmark = pytest.mark.browser
HEARD = "document.addEventListener('securitypolicyviolation', e => (window.__refused ||= []).push(`${e.effectiveDirective} ${e.blockedURI} ${e.sample}`))"


def made(reader: Reader, kind: str, path: str) -> str:
    """Have something made, as a page of ours asks for it, and return where it lies."""
    told: str = reader.page.evaluate(
        """async ([kind, path]) => {
          const { ask } = await import("/assets/cockpit/exports/ask.js");
          let { told } = await ask("POST", "/api/exports", { kind, path, query: {}, lang: "zh" });
          while (told.state === "waiting" || told.state === "running") {
            await new Promise((go) => setTimeout(go, 200));
            told = (await ask("GET", "/api/exports/" + told.id)).told;
          }
          return told.href || JSON.stringify(told);
        }""",
        [kind, path],
    )
    return told


def test_no_page_does_what_its_policy_refuses(
    readers: Readers, app: Serving, watch: Watch, tmp_path: Path
) -> None:
    """Pages of every kind say on the console what they are refused, and fail there; what a reader keeps is opened here."""
    reader = readers(app)
    page = reader.page
    page.add_init_script(HEARD)
    reader.open("/definitions")
    page.evaluate(
        "() => { document.body.append(Object.assign(document.createElement('script'), { textContent: '1' })); }"
    )
    page.wait_for_function("() => window.__refused")
    assert len(watch.seen) == 1
    assert "Content Security Policy" in watch.seen.pop()

    page.goto(made(reader, "frozen", "/governance"))
    page.wait_for_selector(".js-plotly-plot .main-svg")
    assert page.evaluate("window.__refused || []") == []
    reader.open("/definitions")
    (kind,) = (one for one in BRIEF_KINDS if one.endswith("html"))
    with page.expect_download() as download:
        page.evaluate("(href) => location.assign(href)", made(reader, kind, "/"))
    brief = tmp_path / "brief.html"
    download.value.save_as(brief)
    kept = page.context.new_page()  # it lies on the reader's own disk, not on a server
    kept.add_init_script(HEARD)
    kept.goto(brief.as_uri())
    assert kept.locator("h1").count() == 1
    assert kept.evaluate("window.__refused || []") == []
