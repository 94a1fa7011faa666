"""The wall: a stage composed for one glance from five metres. Its browser half is assets/cockpit/wall/ and assets/wall.css."""

import json
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.cards.frames import explained, marks, plot
from components.frame import shell
from components.frame.controls import loose_query
from components.model.card import Card
from components.wall.scenes import PAGE, SCENES, Scene
from components.words import phrases
from data_access.domain.text import Text

#: Seconds that a scene stands unless the address says otherwise; 0 leaves it standing.
ROTATE, LONGEST = 30, 3600
#: Seconds after which a task that was given stands in the ticker; new data are told at once.
BEAT_SECONDS = 10
_PREVIOUS, _NEXT = Text("上一幕", "Previous scene"), Text("下一幕", "Next scene")
#: What the browser says by itself; {} is a time span, or how many.
_WORDS = {
    "alive": Text("数据在线", "Data alive"),
    "aged": Text("数据停在{}前", "Data are {} old"),
    "ago": Text("{}前", "{} ago"),
    "never": Text("还没有读到数据", "No data yet"),
    "seconds": Text("{}秒", "{} s"),
    "minutes": Text("{}分钟", "{} min"),
    "hours": Text("{}小时", "{} h"),
    "pause": Text("暂停轮播", "Pause"),
    "held": Text("已暂停，点此继续", "Paused: go on"),
    "quiet": Text("已暂停，{}后自动继续", "Paused, goes on in {}"),
    "lacking": Text("{}项没有数据", "{} without data"),
}


def theme(query: dict[str, Any]) -> str:
    """Return the mode of the wall: dark unless the address says light; the cookie belongs to the pages."""
    return "light" if query.get("theme") == "light" else "dark"


def rotation(query: dict[str, Any]) -> int | None:
    """Return for how many seconds a scene stands, None where the address says something that is no such number."""
    text = str(query.get("rotate", ROTATE))
    return int(text) if text.isascii() and text.isdigit() and int(text) <= LONGEST else None


def wall(query: dict[str, Any]) -> tuple[dict[str, Any], Component]:
    """Return what the browser must know of the wall, and the wall for a reader's address.

    What cannot be read of the address stays in the selection, which says so.
    """
    lang, mode, rotate = shell.language(query), theme(query), rotation(query)
    scene = str(query.get("scene", next(iter(SCENES))))
    read = {"scene"} if scene in SCENES else set()
    read |= {"rotate"} if rotate is not None else set()
    first = scene if scene in SCENES else next(iter(SCENES))
    chosen = {key: value for key, value in query.items() if key not in read}
    facts = shell.facts(PAGE, PAGE.path, {}, query) | {
        "selection": loose_query(chosen),
        "theme": mode,
        "keepsLast": True,
        "beat": BEAT_SECONDS,
    }
    shown = html.Div(
        [
            _top(first, lang),
            html.Main([_scene(one, lang, is_shown=one.key == first) for one in SCENES.values()], id="main", className="scenes"),
            _foot(lang),
        ],
        className="wall",
        lang="en" if lang == "en" else "zh-CN",
        **{"data-scene": first, "data-rotate": str(ROTATE if rotate is None else rotate), "data-words": _words(lang)},
    )  # fmt: skip
    return facts, shown


def _words(lang: str) -> str:
    return json.dumps({key: words(lang) for key, words in _WORDS.items()}, ensure_ascii=False)


def _top(first: str, lang: str) -> Component:
    names = [
        html.Button(scene.name(lang), type="button", className="on" if scene.key == first else "", **{"data-show": scene.key})
        for scene in SCENES.values()
    ]  # fmt: skip
    home = html.A(phrases.BRAND(lang), href="/", className="brand", **{"data-link": "/"})
    return html.Header(
        [
            home,
            html.Nav(names, **{"aria-label": PAGE.title(lang)}),
            html.Div(className="state", **{"data-part": "state"}),
            html.Span(className="badge-as-of", **{"data-part": "as-of"}),
            html.Span(
                [html.I(className="dot"), html.Span(className="age")], className="alive", role="status"
            ),
            html.Time(className="clock"),
        ],
        className="wall-top",
    )


def _button(act: str, icon: str, words: str) -> Component:
    return html.Button(
        className=f"bi {icon}", type="button", title=words, **{"data-wall": act, "aria-label": words}
    )


def _scene(scene: Scene, lang: str, *, is_shown: bool) -> Component:
    return html.Section(
        [
            html.H1(className="wall-title", **{"data-part": f"title-{scene.key}"}),
            html.P(className="lacking"),
            html.Div([_key(card, lang) for card in scene.keys], className="keys"),
            html.Div([_chart(card, scene, lang) for card in scene.left], className="side left"),
            html.Div([_chart(scene.middle, scene, lang)], className="middle"),
            html.Div([_chart(card, scene, lang) for card in scene.right], className="side right"),
        ],
        className="scene on" if is_shown else "scene",
        **{"data-scene": scene.key, "aria-label": scene.name(lang)},
    )


def _key(card: Card, lang: str) -> Component:
    return html.Section(
        [_heading(card, lang), html.Div(className="key-body")], className="card key", **card.marks
    )


def _chart(card: Card, scene: Scene, lang: str) -> Component:
    is_told = card.main in {key.main for key in scene.keys}  # its total is one of the large figures above
    return html.Section(
        [html.Header([_heading(card, lang), html.Span(className="meta")]), plot(), html.Footer()],
        className="card chart told" if is_told else "card chart",
        **marks(card),
    )


def _heading(card: Card, lang: str) -> Component:
    """Return the title of a module; resting on it tells the definition, since a wall has no room for a sign that says so."""
    return html.H3(card.heading(lang), **{"data-tip": explained((card.main,), lang)})


def _foot(lang: str) -> Component:
    return html.Footer(
        [
            html.Div(
                html.Div(className="track", **{"data-part": "since"}), className="ticker since-yesterday"
            ),
            html.Div(html.Div(className="track", **{"data-part": "ticker"}), className="ticker signals"),
            html.Div(
                [
                    _button("previous", "bi-chevron-left", _PREVIOUS(lang)),
                    _button("pause", "bi-pause-fill", _WORDS["pause"](lang)),
                    _button("next", "bi-chevron-right", _NEXT(lang)),
                    _button("full", "bi-arrows-fullscreen", phrases.FULL_SCREEN(lang)),
                ],
                className="hands",
            ),
            html.Div(html.I(), className="turn", **{"aria-hidden": "true"}),
        ],
        className="wall-foot",
    )
