"""What the colours of a figure stand for, read back from it: for tests that go through figures of any kind."""

from collections.abc import Iterator
from typing import Any

from components.figures import Figure
from components.words.theme import AA, Style, contrast


def key_of(figure: Figure) -> dict[str, dict[str, Any]]:
    """Return the boxes of the key of a figure by their colour, those of the classes from the lowest."""
    return {note["bgcolor"]: note for note in figure["layout"].get("annotations", []) if "borderpad" in note}


def shown(figure: Figure) -> Iterator[str]:
    """Yield the colour of each mark whose colour stands for a size."""
    for trace in figure["data"]:
        if trace["type"] == "treemap":
            yield from trace["marker"]["colors"]
        elif trace["type"] in {"choropleth", "heatmap"}:
            z = trace["z"] if trace["type"] == "choropleth" else [cell for row in trace["z"] for cell in row]
            yield from (trace["colorscale"][2 * cell][1] for cell in z if cell is not None)


def words_of(figure: Figure) -> Iterator[str]:
    """Yield what is written on marks, grids included."""
    for trace in figure["data"]:
        for row in trace.get("text") or []:
            yield from (text for text in ([row] if isinstance(row, str) else row) if text)


def assert_decoded(figure: Figure, style: Style) -> None:
    """Fail where a colour is neither in the key nor told by numbers on the marks, or where type on a colour is not read."""
    words, key = figure["layout"]["meta"]["classes"]["words"], key_of(figure)
    used = set(shown(figure)) - {style.no_data, style.other}
    if key:
        assert used <= set(key) or any(colour.startswith("rgba") for colour in used), (
            "every colour has its box"
        )
        assert [note["text"].replace("&lt;", "<") for note in key.values()][: len(words)] == words
    else:
        assert len(list(words_of(figure))) >= len(words), "where there is no key, values are written"
    for fill, note in key.items():
        assert contrast(note["font"]["color"], fill) >= AA
    for trace in figure["data"]:
        if trace["type"] == "heatmap" and trace.get("text") and "opacity" not in trace:
            fills = {
                trace["colorscale"][2 * cell][1] for row in trace["z"] for cell in row if cell is not None
            }
            assert all(contrast(trace["textfont"]["color"], fill) >= AA for fill in fills)
        if trace["type"] == "treemap":
            on = zip(trace["marker"]["colors"], trace["insidetextfont"]["color"], strict=True)
            assert all(contrast(ink, fill) >= AA for fill, ink in on if fill.startswith("#"))
