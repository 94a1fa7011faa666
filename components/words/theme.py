"""Colours and type of the cockpit in both modes: the only place where a colour is written down."""

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

FONT = (
    'system-ui, -apple-system, "Segoe UI", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", '
    '"Noto Sans CJK SC", sans-serif'
)
FADED = 0.35
#: Contrast that text needs on what it stands on: WCAG 2.2, level AA.
AA = 4.5
_BLACK, _WHITE = "#000000", "#FFFFFF"
CLEAR = "rgba(0,0,0,0)"
CAPTION, BODY = 11, 12


@dataclass(frozen=True)
class Style:
    """Every colour token of one mode; `quantity` runs from little to much, `categories` is Okabe-Ito."""

    name: str
    ground: str
    surface: str
    line: str
    ink: str
    muted: str
    accent: str
    good: str
    watch: str
    bad: str
    credit_blue: str
    credit_yellow: str
    credit_red: str
    no_data: str
    other: str
    quantity: tuple[str, str, str, str, str, str]
    categories: tuple[str, str, str, str, str, str]


#: Codes of credit colours and their tokens, from good to bad.
CREDIT_TONES = {"blue": "credit_blue", "yellow": "credit_yellow", "red": "credit_red"}
OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7")

STYLES = {
    "light": Style(
        name="light",
        ground="#F5F7FA",
        surface="#FFFFFF",
        line="#E3E8EF",
        ink="#16202E",
        muted="#5C6B7F",
        accent="#1C69E2",
        good="#0F8054",
        watch="#9A6500",
        bad="#C93A3A",
        credit_blue="#2563EB",
        credit_yellow="#D9A400",
        credit_red="#D43C3C",
        no_data="#DADDE2",
        other="#A3AEBD",
        quantity=("#DCEAFD", "#B5D2FA", "#84B3F3", "#4F8FE8", "#2468C8", "#123F8A"),
        categories=OKABE_ITO,
    ),
    "dark": Style(
        name="dark",
        ground="#0B1220",
        surface="#121B2D",
        line="#24304A",
        ink="#E8EEF7",
        muted="#93A3BA",
        accent="#5AA2FF",
        good="#3CCB91",
        watch="#F0B429",
        bad="#FF6B6B",
        credit_blue="#6C9BFF",
        credit_yellow="#F2C744",
        credit_red="#FF7B7B",
        no_data="#3A404B",
        other="#5B6980",
        quantity=("#17345A", "#1B4E80", "#1F6CA3", "#2B8FC4", "#4DB6DF", "#96E2F7"),
        categories=OKABE_ITO,
    ),
}


def style(name: str) -> Style:
    """The mode of that name; an unknown name is the light mode, because a cookie may hold anything."""
    return STYLES.get(name, STYLES["light"])


def luminance(colour: str) -> float:
    """Relative luminance (0-1) of a `#RRGGBB` colour, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (1-21) of two `#RRGGBB` colours, WCAG 2.2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable_on(fill: str, style: Style) -> str:
    """The text colour of this mode that reads best on a filled mark; black or white, one of which always does, where neither does."""
    own, plain = (
        max(pair, key=lambda text: contrast(text, fill))
        for pair in ((style.ink, style.surface), (_BLACK, _WHITE))
    )
    return own if contrast(own, fill) >= AA else plain


def over(colour: str, ground: str, opacity: float = FADED) -> str:
    """The colour that is seen where one `#RRGGBB` colour lies over another at an opacity (0-1)."""
    both = ((int(one[i : i + 2], 16) for one in (colour, ground)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(above * opacity + below * (1 - opacity)):02X}" for above, below in both)


def faded(colour: str) -> str:
    """The colour at the opacity of unselected marks, for marks that have no opacity of their own."""
    return see_through(colour, FADED)


def see_through(colour: str, opacity: float) -> str:
    """A `#RRGGBB` colour at an opacity (0-1)."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


@cache
def template(style: Style) -> dict[str, Any]:
    """The plotly template of one mode; paper and plot are transparent so that the card's surface shows."""
    axis = {
        "gridcolor": style.line,
        "gridwidth": 1,
        "zeroline": False,
        "showline": False,
        "linecolor": style.line,
        "ticks": "",
        "tickfont": {"color": style.muted, "size": CAPTION},
        "fixedrange": True,
        "automargin": False,
    }
    return {
        "layout": {
            "font": {"family": FONT, "size": BODY, "color": style.ink},
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "autosize": True,
            "colorway": list(style.categories),
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8, "pad": 4},
            "xaxis": axis,
            "yaxis": axis,
            "showlegend": False,
            "hovermode": "closest",
            "dragmode": False,
            "bargap": 0.3,
            "hoverlabel": {
                "bgcolor": style.surface,
                "bordercolor": style.line,
                "font": {"family": FONT, "size": BODY, "color": style.ink},
                "align": "left",
            },
            "geo": {"bgcolor": CLEAR},
        }
    }


def css_variables() -> str:
    """The tokens of both modes as CSS custom properties, light as the default and dark by attribute."""
    return (
        f':root{{{_declarations(STYLES["light"])}}}\n[data-theme="dark"]{{{_declarations(STYLES["dark"])}}}\n'
    )


def _declarations(style: Style) -> str:
    plain = [f for f in fields(style) if f.name not in ("name", "quantity", "categories")]
    named = {f.name.replace("_", "-"): str(getattr(style, f.name)) for f in plain}
    steps = {f"q{i}": colour for i, colour in enumerate(style.quantity, 1)}
    hues = {f"c{i}": colour for i, colour in enumerate(style.categories, 1)}
    return "".join(f"--{key}:{value};" for key, value in (named | steps | hues).items())
