"""Whether all that belongs to a page stands on it, in the language and the mode that were asked for."""

from tests.browser.readers import Reader

HTML_LANG = {"zh": "zh-CN", "en": "en"}


def assert_whole(reader: Reader, lang: str, theme: str) -> None:
    """Fail where a part of the page that stands before a reader is neither ready nor says why it is empty, or where it looks otherwise."""
    states = reader.states()
    assert set(states.values()) <= {"ready", "empty"}, states
    assert list(states.values()).count("ready") > len(states) * 0.8
    silent = reader.page.evaluate(
        """() => [...document.querySelectorAll('[data-state="empty"]')]
                   .filter((card) => card.querySelector(".message p").textContent.trim().length < 6)
                   .map((card) => card.dataset.name)"""
    )
    assert silent == []
    assert reader.page.locator(".shell").first.get_attribute("lang") == HTML_LANG[lang]
    assert reader.page.locator("html").get_attribute("data-theme") == theme
