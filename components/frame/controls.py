"""The filter bar: a control for each filter that some card of the page can honour, and chips that read as a sentence."""

from datetime import timedelta
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.cards.crumbs import above
from components.model import ids
from components.words import phrases
from data_access.domain.dimensions import GRAINS
from data_access.domain.filters import (
    AIM_KEYS,
    DEFAULT_COMPARE,
    DEFAULT_PER,
    DEFAULT_PRESET,
    FILTERS,
    FRAME_KEYS,
    PER,
    PER_KEY,
    PERIOD_KEYS,
    READING_KEYS,
    Selection,
)
from data_access.domain.periods import COMPARISONS, PRESETS, buckets
from data_access.domain.text import Text
from data_access.metrics.labels import Labels
from data_access.metrics.query import UNKNOWN
from data_access.metrics.regions import DISTRICT

#: What the control of the period says of days that the reader set, and that of the grain where the period decides.
_CUSTOM, _AUTO = "custom", "auto"
#: Buckets beyond which a line is a smear: two years of days.
_MOST_POINTS = 731
_TOO_MANY = Text("{}（{:,}个点，过密）", "{} ({:,} points, too many)")
_KEPT_BY = Text("{}（本页数据按{}统计）", "{} (kept by {} on this page)")
_FIRST_DAY, _LAST_DAY = Text("首日", "First day"), Text("末日", "Last day")


def rules() -> dict[str, Any]:
    """Return what the browser must know to change a selection as the bar does (`assets/cockpit/selection.js`)."""
    return {
        "frame": list(PERIOD_KEYS),
        "defaults": {
            "period": DEFAULT_PRESET,
            "compare": DEFAULT_COMPARE,
            "grain": _AUTO,
            PER_KEY: DEFAULT_PER,
        },
        "custom": _CUSTOM,
        "unknown": UNKNOWN,
        "reading": list(READING_KEYS),
        "aim": list(AIM_KEYS),
    }


def filter_bar(selection: Selection, labels: Labels, offered: list[str], lang: str) -> list[Component]:
    """Return the controls for period, comparison, grain and what is `offered`: filters, and the grains of the page's lines."""
    filters = [key for key in offered if key in FILTERS]
    main = [_filter(key, selection, labels, lang) for key in filters if FILTERS[key].main]
    told_by = (
        [_told_by(selection, lang)] if PER_KEY in offered else []
    )  # in the bar it would be a third row in English
    more = [*told_by, *(_filter(key, selection, labels, lang) for key in filters if not FILTERS[key].main)]
    controls = [*_times(selection, labels, offered, lang), html.Span(className="rule"), *main]
    if more:
        controls.append(
            html.Details(
                [
                    html.Summary([html.I(className="bi bi-sliders"), phrases.MORE(lang)]),
                    html.Div(more, className="sheet"),
                ],
                className="more",
            )
        )
    return controls


def _times(selection: Selection, labels: Labels, offered: list[str], lang: str) -> list[Component]:
    horizon = labels.dataset.horizon
    years = [str(year) for year in range(horizon.as_of.year, horizon.starts_on.year - 1, -1)]
    options = [{"value": key, "label": title(lang)} for key, title in PRESETS.items()]
    options += [{"value": year, "label": f"{year}年" if lang == "zh" else year} for year in years]
    known = {option["value"] for option in options}
    if selection.preset and selection.preset not in known:
        options.append({"value": selection.preset, "label": selection.preset})
    options.append({"value": _CUSTOM, "label": phrases.CUSTOM(lang)})
    period = selection.period
    return [
        _dropdown("period", phrases.PERIOD(lang), options, selection.preset or _CUSTOM, lang),
        html.Span(
            dcc.DatePickerRange(
                id=ids.part(ids.RANGE, "range"),
                start_date=period.start,
                end_date=period.end,
                min_date_allowed=horizon.starts_on,
                max_date_allowed=horizon.as_of + timedelta(days=1),
                initial_visible_month=period.end,  # where a reader has cleared both days
                start_date_placeholder_text=_FIRST_DAY(lang),
                end_date_placeholder_text=_LAST_DAY(lang),
                display_format="YYYY-MM-DD",
                first_day_of_week=1,
            ),
            className="range" if selection.preset is None else "range hidden",
        ),
        _dropdown("compare", phrases.COMPARE(lang),
                  [{"value": key, "label": title(lang)} for key, title in COMPARISONS.items()], selection.compare, lang),
        _dropdown("grain", phrases.GRAIN(lang),
                  [_grain(key, selection, offered, lang) for key in phrases.GRAINS],
                  selection.to_query().get("grain", _AUTO), lang),
    ]  # fmt: skip


def _grain(key: str, selection: Selection, offered: list[str], lang: str) -> dict[str, Any]:
    """Return a grain as an option: off, with the reason, where no line of the page is kept so finely or has too many points."""
    title = phrases.GRAINS[key](lang)
    kept = [grain for grain in GRAINS if grain in offered]
    if key in GRAINS and kept and key not in kept:
        words = _KEPT_BY(lang).format(title, phrases.GRAINS[kept[0]](lang).lower())
        return {"value": key, "label": words, "disabled": True}
    points = len(buckets(selection.period, key)) if key in GRAINS else 0
    if points <= _MOST_POINTS:
        return {"value": key, "label": title}
    return {"value": key, "label": _TOO_MANY(lang).format(title, points), "disabled": True}


def _told_by(selection: Selection, lang: str) -> html.Label:
    """Return the control by which complaints and reports are told: as counts, or as rates."""
    options = [{"value": key, "label": title(lang)} for key, title in PER.items()]
    return _dropdown(PER_KEY, phrases.TOLD_BY(lang), options, selection.per, lang)


def _dropdown(key: str, title: str, options: list[dict[str, Any]], value: str, lang: str) -> Component:
    return html.Label(
        [
            html.Span(title),
            dcc.Dropdown(
                id=ids.part(ids.CONTROL, key), options=options, value=value, clearable=False, searchable=False,
                placeholder=phrases.CHOOSE(lang),
            ),
        ],
        className=f"control {key}",
    )  # fmt: skip


def _filter(key: str, selection: Selection, labels: Labels, lang: str) -> Component:
    title = labels.title(key)(lang)
    members = labels.offered(key)
    if key == DISTRICT:  # the districts of the city that the reader is in stand before the cities
        known = labels.members(DISTRICT)
        focus = labels.regions.focus(selection.values(DISTRICT))
        inside = [known[code] for code in labels.regions.parts(focus) if focus != labels.regions.root]
        members = [*(one for one in inside if not one.is_retired), *members]
    options = [{"value": member.code, "label": member.title(lang)} for member in members]
    options.append({"value": UNKNOWN, "label": labels.name(key, UNKNOWN, lang)})
    chosen = list(selection.values(key))
    missing = [code for code in chosen if code not in {option["value"] for option in options}]
    options += [{"value": code, "label": labels.name(key, code, lang)} for code in missing]
    return html.Label(
        [
            html.Span(title),
            dcc.Dropdown(
                id=ids.part(ids.CONTROL, key), options=options, value=chosen, multi=True, labels=_dropdown_words(lang), placeholder=phrases.ALL(lang),
            ),
        ],
        className=f"control filter {key}",
    )  # fmt: skip


def _dropdown_words(lang: str) -> dict[str, str]:
    """Return what Dash's dropdown says of itself, which is English unless told."""
    words = {
        "select_all": phrases.SELECT_ALL,
        "deselect_all": phrases.DESELECT_ALL,
        "selected_count": phrases.SELECTED_COUNT,
        "search": phrases.SEARCH,
        "clear_search": phrases.CLEAR,
        "clear_selection": phrases.CLEAR,
        "no_options_found": phrases.NO_OPTIONS,
    }
    return {key: text(lang) for key, text in words.items()}


def chips(selection: Selection, labels: Labels, fixed: dict[str, str], lang: str) -> list[Component]:
    """Return what is chosen as chips, each with its way back; the period is always told."""
    period = selection.period
    days = {"data-from": f"{period.start}", "data-to": f"{period.end}"}
    words = f"{period.start:%Y-%m-%d} – {period.end:%Y-%m-%d}"
    told: list[Component] = [html.Span(words, className="told", **days)]
    if selection.preset is None:  # days of one's own, which a click on a month may have set
        told = [html.Button([words, html.I(className="bi bi-x")], className="told chip", type="button",
                            title=phrases.PERIOD(lang), **{"data-chip": "from~"}, **days)]  # fmt: skip
    first = [pair for pair in selection.filters if pair[0] == DISTRICT]  # beside the way that leads to it
    for key, values in [*first, *(pair for pair in selection.filters if pair not in first)]:
        if key in fixed:
            continue
        if key == DISTRICT and (way := above(selection, labels, lang)):
            told.append(html.Nav(way, className="path", **{"aria-label": phrases.REGION_PATH(lang)}))
        for value in values:
            words = labels.name(key, value, lang)
            told.append(
                html.Button([words, html.I(className="bi bi-x")], className="chip", type="button",
                            title=labels.title(key)(lang), **{"data-chip": f"{key}~{value}"})
            )  # fmt: skip
    if any(key not in fixed for key, _ in selection.filters):
        told.append(html.Button(phrases.CLEAR(lang), className="clear", type="button", **{"data-chip": "~"}))
    return told


def loose_query(query: dict[str, str]) -> dict[str, str]:
    """Return the keys of an address that a selection may be read from: all but those of the frame."""
    return {
        key: ",".join(value) if isinstance(value, list) else str(value)
        for key, value in query.items()
        if key in PERIOD_KEYS or key not in FRAME_KEYS
    }


__all__ = ["chips", "filter_bar", "loose_query", "rules"]
