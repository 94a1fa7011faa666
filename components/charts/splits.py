"""Charts of the members of one dimension or two: districts, platforms, problems, stages."""

from dataclasses import replace

import pandas as pd

from components import figures
from components.charts.base import ChartResult, drawn, members, meta, rows_of, trusted, worst_first
from components.model.card import Card
from components.model.context import Ask, ChartContext
from components.words import describe, phrases
from components.words.theme import CREDIT_TONES
from data_access.domain.dimensions import DIMENSIONS
from data_access.lookups.geo import UnknownBoundaries
from data_access.metrics.indicators.base import RATIO
from data_access.metrics.query import UNKNOWN, ranked


def bars(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Sorted bars; of a rate that should be high, the low ones first."""
    indicator, by = spec.main, spec.by[0]
    frame = members(indicator, by, look, ask)
    if frame["value"].notna().sum() == 0:
        return None
    top = max(4, (spec.height - 24) // 27)
    lowest = worst_first(indicator)
    if lowest:
        frame = ranked(frame.dropna(subset=["value"]), ascending=True)
    room, count = "", int((frame["code"] != UNKNOWN).sum())
    if count > top and not indicator.additive:
        words = phrases.LOWEST_SHOWN if lowest else phrases.HIGHEST_SHOWN
        room = words(look.lang).format(top, count)
    figure = figures.bars(
        rows_of(frame.head(top) if lowest else frame), style=look.style, say=describe.say(indicator.unit, look.lang),
        selected=frozenset(look.selection.values(by)), top=top, order="given" if lowest else "value",
        other=phrases.OTHER(look.lang) if indicator.additive else None,
    )  # fmt: skip
    return drawn(indicator, spec, frame, figure, look, room=room)


def _in_order(frame: pd.DataFrame, by: str, look: ChartContext) -> pd.DataFrame:
    """Return the members in the order of their list, those it does not have last."""
    order = {code: place for place, code in enumerate(look.labels.members(by))}
    return frame.sort_values("code", key=lambda codes: codes.map(order).fillna(len(order)), ignore_index=True)


def steps(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Bars in the order of their list: age bands, stages, grades."""
    indicator, by = spec.main, spec.by[0]
    frame = members(indicator, by, look, ask)
    if frame.empty:
        return None
    frame = _in_order(frame, by, look)
    figure = figures.bars(
        rows_of(frame), style=look.style, say=describe.say(indicator.unit, look.lang),
        selected=frozenset(look.selection.values(by)), order="given",
    )  # fmt: skip
    return drawn(indicator, spec, frame, figure, look)


def shares(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """One whole in parts, in the order of their list."""
    indicator, by = spec.main, spec.by[0]
    frame = members(indicator, by, look, ask)
    if not frame["value"].sum() > 0:
        return None
    frame = _in_order(frame, by, look)
    figure = figures.shares(
        rows_of(frame), style=look.style, say=describe.say(indicator.unit, look.lang), say_share=describe.say(RATIO, look.lang),
        selected=frozenset(look.selection.values(by)), tones=CREDIT_TONES if by == "colour" else None,
    )  # fmt: skip
    return drawn(indicator, spec, frame, figure, look)


def treemap(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Areas by amount."""
    indicator, by = spec.main, spec.by[0]
    frame = members(indicator, by, look, ask)
    if not frame["value"].sum() > 0:
        return None
    figure = figures.treemap(
        rows_of(frame), style=look.style, say=describe.say(indicator.unit, look.lang), say_share=describe.say(RATIO, look.lang),
        selected=frozenset(look.selection.values(by)),
    )  # fmt: skip
    return drawn(indicator, spec, frame, figure, look)


def pareto(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """The largest, what they add up to, and the rest as one."""
    indicator, by = spec.main, spec.by[0]
    frame = members(indicator, by, look, ask)
    if not frame["value"].sum() > 0:
        return None
    figure = figures.pareto(
        rows_of(frame), style=look.style, say=describe.say(indicator.unit, look.lang), say_share=describe.say(RATIO, look.lang),
        selected=frozenset(look.selection.values(by)), top=max(4, (spec.height - 48) // 27),
        rest=(phrases.REST_OF_PLATFORMS if by == "platform" else phrases.REST)(look.lang), cumulative=phrases.CUMULATIVE(look.lang),
    )  # fmt: skip
    return drawn(indicator, spec, frame, figure, look)


def choropleth(spec: Card, look: ChartContext, ask: Ask, type_size: int = 11) -> ChartResult | None:
    """Districts on the map; bars where the area has no boundaries. `type_size` is that of the names on it."""
    city = look.labels.dataset.city
    try:
        area = ask.area_map(city)
    except UnknownBoundaries:
        instead = bars(spec, look, ask)
        return instead and ChartResult(
            instead.figure, instead.frame, instead.alt, instead.meta, (phrases.NO_BOUNDARIES(look.lang),)
        )
    indicator, by = spec.main, spec.by[0]
    frame = members(indicator, by, look, ask)
    inside = area.places.merge(frame[["code", "value", "n"]], on="code", how="left")
    if indicator.additive:  # a district without rows has none, it is not unknown
        # A store of a single district is shown among its neighbours, of which it knows nothing.
        neighbour = inside["code"].ne(city) & bool(inside["code"].eq(city).any())
        inside = inside.assign(value=inside["value"].fillna(0.0).mask(neighbour))
    if frame.empty or inside["value"].notna().sum() == 0:
        return None
    inside["label"] = inside["name_en"] if look.lang == "en" else inside["name"]
    inside["short"] = inside["name_en"].str.replace(r" (District|County|City)$", "", regex=True) if look.lang == "en" \
        else inside["short_name"]  # fmt: skip
    words = describe.say(indicator.unit, look.lang)
    figure = figures.choropleth(
        rows_of(inside), style=look.style, say=words, geojson=area.geojson, url=area.url, selected=frozenset(look.selection.values(by)),
        feature_label="short", caption=area.caption(look.lang), width=spec.span * 110,
        type_size=type_size,
    )  # fmt: skip
    outside = frame[~frame["code"].isin(inside["code"])]
    notes = (
        [phrases.OUTSIDE(look.lang).format(words(outside["value"].sum()))]
        if indicator.additive and len(outside)
        else []
    )
    return drawn(indicator, spec, inside.assign(n=inside["n"].fillna(0)), figure, look, *notes)


def heat(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Two dimensions as cells, the largest rows and columns."""
    indicator = spec.main
    down, across = spec.by
    frame = ask(indicator, spec.by, look.selection.without(*spec.by))
    frame = frame[(frame[down] != UNKNOWN) & (frame[across] != UNKNOWN)]
    if frame.empty:
        return None
    whole = frame
    keep = {
        key: _kept(frame.groupby(key)["value"].sum(), limit, look.selection.values(key))
        for key, limit in ((down, _rows_for(spec)), (across, 8))
    }
    is_matrix = indicator.additive and DIMENSIONS[down].ordered and DIMENSIONS[across].ordered
    if is_matrix:  # grades against grades, read along the diagonal
        keep = {
            key: [member for member in look.labels.members(key) if member in keep[key]] for key in spec.by
        }
    frame = frame[frame[down].isin(keep[down]) & frame[across].isin(keep[across])]
    if indicator.additive:  # a pair without rows has none, it is not unknown
        pairs = pd.MultiIndex.from_product([keep[down], keep[across]], names=[down, across])
        frame = frame.set_index([down, across])[["value", "n"]].reindex(pairs, fill_value=0).reset_index()
    frame = frame.assign(
        row_code=frame[down], row_label=look.labels.named(frame, down, look.lang),
        col_code=frame[across], col_label=look.labels.named(frame, across, look.lang),
    )  # fmt: skip
    words = describe.say(indicator.unit, look.lang)
    chosen = frozenset((*look.selection.values(down), *look.selection.values(across)))
    figure = figures.heat(
        rows_of(trusted(indicator, frame)),
        style=look.style,
        say=words,
        selected=chosen,
        width=spec.span * 118,
        order="given" if is_matrix else "value",
    )
    labelled = frame.assign(label=frame["row_label"] + "·" + frame["col_label"])
    found = drawn(indicator, spec, labelled, figure, look, *_left_out(whole, keep, look))
    return replace(found, meta=meta(indicator, whole, look))


def _left_out(frame: pd.DataFrame, keep: dict[str, list[str]], look: ChartContext) -> list[str]:
    """Return a note for each side of which only the largest members are shown."""
    counts = {key: frame[key].nunique() for key in keep}
    words, colon = phrases.HIGHEST_SHOWN(look.lang), "：" if look.lang == "zh" else ": "
    return [
        f"{look.labels.title(key)(look.lang)}{colon}{words.format(len(keep[key]), counts[key])}"
        for key in keep
        if len(keep[key]) < counts[key]
    ]


def _kept(totals: "pd.Series[float]", limit: int, chosen: tuple[str, ...]) -> list[str]:
    """Return the largest members; what the reader chose always stays."""
    largest = list(totals.nlargest(limit).index)
    return largest + [member for member in chosen if member in totals.index and member not in largest]


def _rows_for(spec: Card) -> int:
    return max(5, (spec.height - 60) // 22)


def funnel(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Several indicators as stages, in the order of the card."""
    rows = []
    for indicator in spec.indicators:
        answer = ask(indicator, (), look.selection).iloc[0]
        rows.append(
            {"code": indicator.key, "label": indicator.title(look.lang), "value": answer.value, "n": answer.n}
        )
    frame = pd.DataFrame(rows)
    if not frame["value"].sum() > 0:
        return None
    figure = figures.funnel(
        rows_of(frame), style=look.style, say=describe.say(spec.main.unit, look.lang), say_share=describe.say(RATIO, look.lang),
        of_first=phrases.OF_FIRST(look.lang), of_previous=phrases.OF_PREVIOUS(look.lang),
    )  # fmt: skip
    words = describe.say(spec.main.unit, look.lang)
    return ChartResult(figure, frame, describe.sentence(spec.heading(look.lang), frame, words, look.lang),
                 spec.main.unit.title(look.lang))  # fmt: skip


def index(spec: Card, look: ChartContext, ask: Ask) -> ChartResult | None:
    """Shares against the city, 100 being the same."""
    by = spec.by[0]
    frame = members(spec.main, by, look, ask)
    frame = frame[(frame["n"] >= _SMALLEST_MIX) & (frame["code"] != UNKNOWN)]
    if frame["value"].notna().sum() == 0:
        return None
    top = max(4, (spec.height - 24) // 18)
    farthest = (frame["value"] - 100).abs().nlargest(top).index
    room = phrases.FARTHEST_SHOWN(look.lang).format(top, len(frame)) if len(frame) > top else ""
    figure = figures.index_bars(
        rows_of(frame.loc[farthest]), style=look.style, say=describe.say(spec.main.unit, look.lang), say_share=describe.say(RATIO, look.lang),
        selected=frozenset(look.selection.values(by)), base=phrases.CITY_100(look.lang),
        own_share=phrases.OWN_SHARE(look.lang), base_share=phrases.CITY_SHARE(look.lang),
    )  # fmt: skip
    words = describe.say(spec.main.unit, look.lang)
    return ChartResult(figure, frame, describe.sentence(spec.heading(look.lang), frame, words, look.lang),
                 f"n = {int(frame['n'].sum()):,}", room=room)  # fmt: skip


#: A problem with fewer items than this says nothing about a platform's mix.
_SMALLEST_MIX = 10
