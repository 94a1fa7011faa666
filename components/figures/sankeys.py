"""How one amount divides step by step: nodes in columns, flows between them as wide as what passes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from components.figures import marks
from components.figures.labels import escape, shorten, widest
from components.figures.marks import Row, Say
from components.figures.plain_values import Figure, figure
from components.words.theme import FADED, Style, see_through

NAME_ROOM = 132
# Two lines of small type; the marks keep at least a third of the height, however many labels there are.
LABEL_PITCH, LEAST_FLOW = 30, 0.34
THICKNESS, HEAD_ROOM = 10, 26
# Plotly takes a place of 0 for none; the ballast lies far above the picture.
EDGE, BEYOND = 0.001, -9


@dataclass(slots=True)
class _Node:
    step: int
    code: str
    label: str
    value: float = 0.0
    ended: float = 0.0
    middle: float = 0.0

    @property
    def key(self) -> tuple[int, str]:
        return self.step, self.code


@dataclass(slots=True)
class _Flow:
    """Nodes by (step, code) in the order of their columns, and what passes between two of them."""

    nodes: dict[tuple[int, str], _Node] = field(default_factory=dict)
    links: dict[tuple[tuple[int, str], tuple[int, str]], float] = field(default_factory=dict)
    total: float = 0.0
    steps: int = 0

    def column(self, step: int) -> list[_Node]:
        return [node for node in self.nodes.values() if node.step == step]

    def leaves(self, node: _Node) -> bool:
        """Whether all that comes to a node ends there, before the last column."""
        return node.step < self.steps - 1 and node.ended >= node.value

    def stops(self, node: _Node) -> bool:
        """Whether a node is grey: what comes to it ends there too early, or has not come to a member of its step."""
        return self.leaves(node) or node.code == marks.UNKNOWN


def sankey(
    rows: Sequence[Row],
    *,
    style: Style,
    say: Say,
    say_share: Say,
    selected: frozenset[str] = frozenset(),
    heads: tuple[str, ...] = (),
    whole: str = "全部",
    of_first: str = "占全部",
    of_previous: str = "占上环节",
    height: int = 360,
) -> Figure:
    """One row for each path: code_0, label_0, code_1, label_1, … and value; a missing code ends the path there.

    `heads` stand over the columns. Columns keep the order of the rows, but what ends before the last column stands
    below and is grey. Shares are of all. Where a path ends at its first step, a column for the `whole` comes first.
    Customdata has a place for the code of each step (a node fills its own, a flow two) and the hover text last.
    """
    flow, shift = _flow(rows, whole)
    if not flow.links:
        return figure([], marks.layout(style, 4, 4, 4, 4))
    texts = {key: _label(node, flow, say, say_share) for key, node in flow.nodes.items()}
    last = [text for (step, _), text in texts.items() if step == flow.steps - 1]
    available = height - HEAD_ROOM - 12
    ballast = _place(flow, LABEL_PITCH / available)
    words = _hovers(
        flow,
        say,
        lambda share: f"{of_first} {say_share(share)}",
        lambda share: f"{of_previous} {say_share(share)}",
    )
    trace = _trace(flow, ballast, shift, style, words, selected)
    across = {step: _across(step, flow) for step in range(flow.steps)}
    notes = [
        marks.note(
            texts[node.key], across[node.step], 1 - node.middle,
            style.muted if flow.stops(node) else style.ink,
            xref="paper", yref="paper", xanchor="left", yanchor="middle", align="left", xshift=THICKNESS / 2 + 3,
        )
        for node in flow.nodes.values()
    ]  # fmt: skip
    notes += [
        marks.note(escape(head), across[step + shift], 1, style.muted, xref="paper", yref="paper",
                   xanchor="left", yanchor="bottom", xshift=-THICKNESS / 2, yshift=8)
        for step, head in enumerate(heads)
    ]  # fmt: skip
    layout = marks.layout(
        style, THICKNESS / 2 + 2, widest(last, 11) + THICKNESS + 4, HEAD_ROOM, 12, annotations=notes
    )
    return figure([trace], layout)


def _flow(rows: Sequence[Row], whole: str) -> tuple[_Flow, int]:
    """The nodes and flows of the paths, and by how many columns the first step is shifted (0, or 1 for the whole)."""
    steps = sum(name.startswith("code_") for name in (rows[0] if rows else ()))
    paths = []
    for row in marks.rows(rows):
        path = []
        for step in range(steps):
            code = row[f"code_{step}"]
            if not isinstance(code, str):  # there is none
                break
            path.append((code, str(row[f"label_{step}"])))
        if path and row["value"]:
            paths.append((path, row["value"]))
    shift = int(any(len(path) == 1 for path, _ in paths))
    if shift:
        paths = [([("", whole), *path], value) for path, value in paths]
    flow = _Flow(steps=steps + shift)
    for path, value in paths:
        flow.total += value
        keys = [(step, code) for step, (code, _) in enumerate(path)]
        for key, (code, label) in zip(keys, path, strict=True):
            flow.nodes.setdefault(key, _Node(key[0], code, label)).value += value
        flow.nodes[keys[-1]].ended += value
        for pair in pairwise(keys):
            flow.links[pair] = flow.links.get(pair, 0.0) + value
    ranked = sorted(flow.nodes.values(), key=lambda node: (node.step, flow.leaves(node)))
    flow.nodes = {node.key: node for node in ranked}
    return flow, shift


def _place(flow: _Flow, gap: float) -> float:
    """Give each node the middle of its place (0 top, 1 bottom), and return the ballast that makes plotly agree.

    Plotly lets the fullest column fill the height. A flow beyond the edge of the picture takes the part of the height
    that the gaps need: so the heights are shares of the picture, and labels stay beside their marks at any size.
    """
    most = max(len(flow.column(step)) for step in range(flow.steps))
    gap = min(gap, (1 - LEAST_FLOW) / max(most - 1, 1))
    filled = 1 - gap * (most - 1)
    for step in range(flow.steps):
        column = flow.column(step)
        heights = [node.value / flow.total * filled for node in column]
        top = (1 - sum(heights) - gap * (len(column) - 1)) / 2
        for node, height in zip(column, heights, strict=True):
            node.middle = top + height / 2
            top += height + gap
    return flow.total / filled - flow.total


def _across(step: int, flow: _Flow) -> float:
    return min(max(step / (flow.steps - 1), EDGE), 1 - EDGE)


def _label(node: _Node, flow: _Flow, say: Say, say_share: Say) -> str:
    name = escape(shorten(node.label, NAME_ROOM, 11))
    return f"<b>{name}</b><br>{escape(say(node.value))} · {escape(say_share(node.value / flow.total))}"


def _hovers(flow: _Flow, say: Say, of_first: Say, of_previous: Say) -> dict[tuple[tuple[int, str], ...], str]:
    """What hovering says of each node and flow."""
    hovers: dict[tuple[tuple[int, str], ...], str] = {}
    for node in flow.nodes.values():
        row = {"label": node.label, "value": node.value}
        hovers[(node.key,)] = marks.hover(row, say, of_first(node.value / flow.total))
    for (a, b), value in flow.links.items():
        one, two = flow.nodes[a], flow.nodes[b]
        row = {"label": f"{one.label} → {two.label}", "value": value}
        hovers[a, b] = marks.hover(row, say, of_first(value / flow.total), of_previous(value / one.value))
    return hovers


def _trace(
    flow: _Flow,
    ballast: float,
    shift: int,
    style: Style,
    words: dict[tuple[tuple[int, str], ...], str],
    selected: frozenset[str],
) -> dict[str, Any]:
    """The nodes and flows as plotly draws them, the ballast last in each."""
    nodes, links = list(flow.nodes.values()), list(flow.links.items())
    place = {node.key: i for i, node in enumerate(nodes)}
    tone = {node.key: style.other if flow.stops(node) else style.accent for node in nodes}
    first = flow.steps - shift  # where the hover text stands

    def marked(*keys: tuple[int, str]) -> list[str]:
        codes = [""] * first
        for step, code in keys:
            if step >= shift:
                codes[step - shift] = code
        return [*codes, words.get(keys, "")]

    def lit(*keys: tuple[int, str]) -> float:
        return 1.0 if not selected or any(code in selected for _, code in keys) else FADED

    of_nodes = [*(marked(node.key) for node in nodes), marked(), marked()]
    clear = see_through(style.surface, 0)
    hover = f"%{{customdata[{first}]}}<extra></extra>"
    return {
        "type": "sankey",
        "arrangement": "fixed",
        "ids": [*("|".join(map(str, node.key)) for node in nodes), "ballast", "ballast end"],
        "customdata": of_nodes,
        "node": {
            "align": "left",
            "pad": 0,
            "thickness": THICKNESS,
            "label": [""] * len(of_nodes),
            "x": [*(_across(node.step, flow) for node in nodes), EDGE, _across(1, flow)],
            "y": [*(max(node.middle, EDGE) for node in nodes), BEYOND, BEYOND],
            "color": [*(see_through(tone[node.key], lit(node.key)) for node in nodes), clear, clear],
            "line": {"width": 0},
            "customdata": of_nodes,
            "hovertemplate": hover,
        },
        "link": {
            "source": [*(place[a] for (a, _), _ in links), len(nodes)],
            "target": [*(place[b] for (_, b), _ in links), len(nodes) + 1],
            "value": [*(value for _, value in links), ballast or EDGE],
            "color": [*(see_through(tone[b], 0.3 * lit(a, b)) for (a, b), _ in links), clear],
            "customdata": [*(marked(a, b) for (a, b), _ in links), marked()],
            "hovertemplate": hover,
        },
    }
