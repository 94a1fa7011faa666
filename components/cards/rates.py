"""The rate per million orders with its numerator and denominator, as a table that can be added up."""

from urllib.parse import quote, urlencode

from dash import html
from dash.development.base_component import Component

from components.cards.nothing import empty_list
from components.cards.states import as_note
from components.model import paths
from components.model.context import CardContext
from components.words import describe, phrases
from components.words.unnarrowed import not_narrowed
from data_access.domain.filters import Selection
from data_access.domain.text import Text
from data_access.lookups.rates import RATE, RateRow, Rates, rate
from data_access.metrics.labels import Labels
from data_access.metrics.query import UNKNOWN

TITLE = Text(
    "百万单投诉量：由投诉与订单相除，可逐级加总核对",
    "Complaints per million orders: what it is made of, to be added up",
)
_MEANS = Text(
    "投诉量 × 1000000 ÷ 订单量，按整月；各平台之和为类别，各类别之和为全市。比率不相加。投诉不足{}件不给比率。",
    "Complaints × 1,000,000 ÷ orders, in whole months; platforms add up to classes and classes to the city, rates do not. Fewer than {} "
    "complaints give no rate.",
)
_NOW, _AGAINST = Text("本期 {}", "Period {}"), Text("对比期 {}", "Compared {}")
#: Over the numbers of a row: what is divided, by what, and the rate.
HEADS = (
    Text("投诉（件）", "Complaints"),
    Text("订单（单）", "Orders"),
    Text("件/百万单", "Per million orders"),
)
_CHOSEN = Text("所选合计", "All selected")
WHO = Text("全市、类别、平台", "City, class, platform")


def meaning(lang: str) -> str:
    """Return how the rates are computed and what may be added up."""
    return _MEANS(lang).format(RATE.min_n)


def spans_in_words(found: Rates, lang: str) -> list[str]:
    """Return the days that are counted, now and, where there are any, compared."""
    told = [_NOW(lang).format(describe.days(found.period, lang))]
    return [*told, *([_AGAINST(lang).format(describe.days(found.against, lang))] if found.against else [])]


def note_of(selection: Selection, names: Labels, lang: str) -> str:
    """Return which of the chosen filters do not narrow the rates, empty where all do: orders are known by fewer things than complaints."""
    return not_narrowed((RATE,), selection, names, lang)


def rates_block(reader: CardContext) -> list[Component]:
    """Return the table of rates; each class holds its platforms, which a reader unfolds."""
    lang, found = reader.lang, reader.ask.rates(reader.selection)
    if not found.rows:
        words = empty_list(RATE, (), reader.selection, reader.labels, lang, reader.page["fixed"])
        return [html.P(words, className="message")]
    query = urlencode(reader.selection.to_query() | {"lang": lang}, safe=",")
    files = [
        html.A(form.upper(), href=f"/api/rates.{form}?{query}", className="file") for form in ("csv", "xlsx")
    ]
    spans = spans_in_words(found, lang)
    columns = [html.Th(title(lang), className="n", scope="col") for title in HEADS] * len(spans)
    heads = html.Thead([
        html.Tr([html.Th(""), *(html.Th(words, colSpan=3, className="n") for words in spans)]),
        html.Tr([html.Th(WHO(lang), scope="col"), *columns]),
    ])  # fmt: skip
    return [
        html.Header([html.H3(TITLE(lang)), *files]),
        html.P(meaning(lang), className="means"),
        *as_note(note_of(reader.selection, reader.labels, lang)),
        html.Div(
            html.Table([heads, html.Tbody([_row(row, reader) for row in found.rows])], className="ranked"),
            className="scroll",
        ),
    ]


def _row(row: RateRow, reader: CardContext) -> Component:
    lang = reader.lang
    cells: list[Component] = []
    for pair in (row.now, row.before) if row.before is not None else (row.now,):
        assert pair is not None
        above, below = pair
        value = rate(pair)
        few = (
            phrases.TOO_FEW(lang).format(n=f"{above:,.0f}")
            if below and above < RATE.min_n
            else describe.MISSING
        )
        cells += [html.Td(words, className="n") for words in
                  (f"{above:,.0f}", f"{below:,.0f}" if below else describe.MISSING, few if value is None else f"{value:,.2f}")]  # fmt: skip
    marks = {
        "data-level": row.level,
        "data-code": row.code,
        "data-above": f"{row.now[0]:.0f}",
        "data-below": f"{row.now[1]:.0f}",
    }
    return html.Tr([html.Th(_linked(row, reader), scope="row"), *cells], className=f"of-{row.level}", **marks)


def name_of(row: RateRow, reader: CardContext) -> str:
    """Return whose rate a row tells."""
    lang, names = reader.lang, reader.labels
    if row.level == "city":
        is_narrowed = any(key in RATE.filters() for key, _ in reader.selection.filters)
        return _CHOSEN(lang) if is_narrowed else names.dataset.title(lang)
    return names.name(row.level, row.code, lang)


def _linked(row: RateRow, reader: CardContext) -> object:
    name = name_of(row, reader)
    is_known = row.level == "platform" and row.code != UNKNOWN
    return html.A(name, href=f"{paths.PLATFORM}/{quote(row.code)}") if is_known else name
