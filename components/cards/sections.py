"""Parts of pages that are not cards: identity of a platform, lists, rows, definitions, provenance of the data."""

from collections.abc import Collection
from typing import Protocol

from dash import dcc, html
from dash.development.base_component import Component

from components.cards import tables
from components.cards.attention import attention_files, place_of, with_attention
from components.cards.credit import deductions_block, objection_block, rules_block
from components.cards.entities import entity_block
from components.cards.nothing import empty_list
from components.cards.portrait import identity_block
from components.cards.provenance import provenance_tables
from components.cards.states import as_note
from components.model import ids, paths
from components.model.facts import Facts
from components.words import describe, phrases
from components.words.unnarrowed import attention_notes, not_narrowed
from data_access.domain.access import Scope
from data_access.domain.errors import UnknownName
from data_access.domain.filters import Selection
from data_access.domain.text import Text
from data_access.intake.rejects import left_out
from data_access.lookups import credit, portraits, rows
from data_access.lookups.entity_portraits import entity_portrait
from data_access.lookups.provenance import provenance
from data_access.metrics.behind import Behind, behind
from data_access.metrics.coverage import unrecorded
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.indicators.credit import credit_deductions
from data_access.metrics.labels import Labels
from data_access.metrics.query import Question
from data_access.metrics.sources import SOURCES
from data_access.store.snapshots import Snapshot

_MASKED = Text("个人信息已脱敏", "personal fields are masked")
_UNMASKED = Text("含未脱敏个人信息，仅限本人办案使用", "personal fields are shown; for your own work alone")
_NO_LIST = Text(
    "「{}」不是能列出明细的指标，请从指标卡或「口径」点开。",
    "“{}” is no number whose rows can be listed; open one from a card or from Definitions.",
)
_SEE = Text("只看{}", "{} alone")
#: The filters that hold for all of a page, which no reader chose.
Fixed = Collection[str]


class Section(Protocol):
    """How a section is drawn for one reader at one selection; `fixed` are the filters that its page holds for all of it."""

    def __call__(
        self,
        snapshot: Snapshot,
        scope: Scope,
        labels: Labels,
        selection: Selection,
        lang: str,
        fixed: Fixed = (),
    ) -> list[Component]:
        """Return what stands in it."""


def placeholder(name: str, *, tall: bool = False, is_told: bool = False) -> Component:
    """Return where a section will stand once it is drawn: by Dash, or told by the board."""
    return html.Section(
        html.Div(className="skeleton"),
        className=f"card section-{name.split('-')[0]}{' tall' if tall else ''}",
        **{"data-section": name, "data-state": "loading"},
        **({"data-block": name} if is_told else {"id": ids.part(ids.SECTION, name)}),
    )


def _identity(
    snapshot: Snapshot, scope: Scope, labels: Labels, selection: Selection, lang: str, fixed: Fixed = ()
) -> list[Component]:
    chosen = selection.values("platform")
    found = portraits.identity(snapshot, chosen[0], scope) if chosen else None
    if found is None:
        return [html.P(phrases.NO_SUCH_PLATFORM(lang)), html.A(phrases.PLATFORMS(lang), href=paths.PLATFORMS)]
    ranked = Facts(snapshot, scope, lang).attention(selection)
    own = [place_of(one, selection, labels, lang) for one in ranked if one.platform == found.id]
    return [*identity_block(found, labels.dataset.currency, lang), *own]


def _platforms(
    snapshot: Snapshot, scope: Scope, labels: Labels, selection: Selection, lang: str, fixed: Fixed = ()
) -> list[Component]:
    ranked = Facts(snapshot, scope, lang).attention(selection)
    frame = with_attention(portraits.platform_list(snapshot, selection, scope, lang), ranked, labels, lang)
    search = dcc.Input(id="search-platforms", type="search", placeholder=phrases.SEARCH(lang), debounce=False)
    count = Text("{} 家平台", "{} platforms")(lang).format(len(frame))
    files = attention_files(selection, lang)
    notes = as_note(*attention_notes(selection, labels, lang))
    return [html.Header([html.H3(count), search, *files]), *notes, tables.platform_grid(frame, labels, lang)]


def _rows_of(index: str) -> Section:
    def section(
        snapshot: Snapshot, scope: Scope, labels: Labels, selection: Selection, lang: str, fixed: Fixed = ()
    ) -> list[Component]:
        chosen = selection
        try:
            source, own, selection = tables.listed(index, selection)
        except UnknownName as error:
            return [html.P(_NO_LIST(lang).format(error.name))]
        around = rows.head(snapshot, source, selection, scope, lang=lang, own=own)
        part = tables.PARTS.get(index)
        name = own.indicator.title if own else part.title if part else SOURCES[source].title
        by = (part.filter,) if part else ()
        is_known = around.total or not unrecorded(around.counted, by, labels.recorded)
        title = Text("{}明细 · {} 条", "{} · {} rows")(lang).format(
            name(lang), describe.short(around.total, lang) if is_known else describe.MISSING
        )
        masked = (_UNMASKED if scope.sees_persons else _MASKED)(lang) if rows.holds_persons(source) else ""
        meaning = [html.P(own.indicator.definition(lang), className="means")] if own else []
        meaning += as_note(not_narrowed((around.counted,), selection, labels, lang, fixed=fixed))
        return [
            html.Header(
                [
                    html.H3(title),
                    html.Span(masked, className="meta"),
                    *_overdue(source, own, selection, lang),
                    *(_origin(snapshot, scope, selection, lang) if own else []),
                ]
            ),
            *meaning,
            tables.rows_grid(index, source, around, lang)
            if around.total
            else html.P(
                empty_list(around.counted, by, chosen, labels, lang, fixed),
                className="message",
            ),
        ]

    return section


def _origin(snapshot: Snapshot, scope: Scope, selection: Selection, lang: str) -> list[Component]:
    """Return the way to where the number comes from whose rows are listed."""
    (key,) = selection.values("indicator")
    asked = Question(INDICATORS[key], (), selection)
    href = paths.number(Facts(snapshot, scope, lang).number_id(asked))
    return [html.A(phrases.ORIGIN(lang), href=href, className="to-rows origin")]


def _overdue(source: str, shown: Behind | None, selection: Selection, lang: str) -> list[Component]:
    """Return the ways to those rows of a list that are past their limit, the oldest first."""
    found = [
        one for one in INDICATORS.values() if one.source.key == source and (own := behind(one)) and own.due
    ]
    return [
        html.A(
            _SEE(lang).format(one.title(lang)),
            href=paths.listed(one.key, tables.narrowing(selection)),
            className="to-rows",
        )
        for one in found
        if not shown or shown.indicator is not one
    ]


#: What is true of every store: which currency it is stands with each number.
_OF_DATA_SET = Text("数据集的币种", "the currency of the data set")


def definitions(lang: str) -> Component:
    """Return every indicator with its definition; it needs no store."""
    heads = (
        Text("指标", "Indicator"),
        phrases.DEFINITION,
        phrases.FORMULA,
        phrases.UNIT,
        phrases.SOURCE,
        phrases.BASIS,
    )
    body = [
        html.Tr(
            [
                html.Td([html.B(entry.title(lang)), html.Code(key)]),
                html.Td(entry.definition(lang)),
                html.Td(entry.formula(lang)),
                html.Td((_OF_DATA_SET if entry.unit.is_money else entry.unit.title)(lang)),
                html.Td(entry.source.title(lang)),
                html.Td(entry.basis(lang) if entry.basis else "—"),
            ],
            id=key,
        )
        for key, entry in INDICATORS.items()
    ]
    rows_of_words = html.Table(
        [html.Thead(html.Tr([html.Th(head(lang)) for head in heads])), html.Tbody(body)],
        className="definitions",
    )
    return html.Section(
        rows_of_words,
        className="card section-definitions",
        **{"data-section": "definitions", "data-state": "ready"},
    )


def _entity(
    snapshot: Snapshot, scope: Scope, labels: Labels, selection: Selection, lang: str, fixed: Fixed = ()
) -> list[Component]:
    chosen = selection.values("entity")
    return entity_block(entity_portrait(snapshot, chosen[0], scope, lang) if chosen else None, lang)


def _data(
    snapshot: Snapshot, scope: Scope, labels: Labels, selection: Selection, lang: str, fixed: Fixed = ()
) -> list[Component]:
    found = provenance(snapshot)
    left = left_out(snapshot.files, set(found.batches["batch_id"]))
    return provenance_tables(found, left, snapshot.version, labels.dataset.today(), lang)


def _credit(
    snapshot: Snapshot, scope: Scope, labels: Labels, selection: Selection, lang: str, fixed: Fixed = ()
) -> list[Component]:
    chosen = selection.values("platform")
    end = selection.period.end
    found = credit.deductions(snapshot, chosen[0], end, scope) if chosen else None
    return (
        deductions_block(found, chosen[0], labels, lang)
        if found
        else [html.P(empty_list(credit_deductions, (), selection, labels, lang, fixed), className="message")]
    )


def _credit_rules(
    snapshot: Snapshot, scope: Scope, labels: Labels, selection: Selection, lang: str, fixed: Fixed = ()
) -> list[Component]:
    return rules_block(selection.period.end, labels, lang)


def _objections(
    snapshot: Snapshot, scope: Scope, labels: Labels, selection: Selection, lang: str, fixed: Fixed = ()
) -> list[Component]:
    return objection_block(selection.period.end, lang)


SECTIONS: dict[str, Section] = {
    "identity": _identity,
    "platforms": _platforms,
    "data": _data,
    "credit": _credit,
    "credit_rules": _credit_rules,
    "objections": _objections,
    "entity": _entity,
} | {f"rows-{source}": _rows_of(source) for source in tables.LISTS}
