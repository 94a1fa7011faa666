"""The page of one record: how it stands in a sentence, its steps against their limits, who has it, what it led to, its evidence."""

from collections.abc import Iterable, Sequence

from dash import html
from dash.development.base_component import Component

from components.cards.subjects import subject_section
from components.model import paths
from components.words import describe
from data_access.domain.text import Text
from data_access.lookups.record_links import Related
from data_access.lookups.record_steps import Stage, Standing
from data_access.lookups.record_targets import BETWEEN
from data_access.lookups.records import Fact, Piece, Record
from data_access.metrics.sources import SOURCES
from data_access.store.schema.links import Turn

_HEADLINE = Text("{} {}{}{}。", "{} {}{}{}.")
_COLON = Text("：{}", ": {}")
_NAMED = Text("「{}」", " “{}”")
_OVERDUE = Text("{} {} 已过 {} 个工作日", "{} {}, {} working days ago")
_RUNNING = Text("{} {}，还有 {} 个工作日", "{} {}, {} working days left")
_UNDER_WAY = Text("在办，尚未{}", "under way, not yet {}")
_SINCE = Text("{} {}，至今", "{} {}, and still")
_ENDED = Text("{} {}", "{} {}")
_LATE = Text("，逾期 {} 个工作日", ", {} working days late")
_OUTCOME = Text("，{}", ", {}")
_STEPS, _HANDLED, _FACTS = (
    Text("办理进程", "Steps"),
    Text("谁在办", "Who has it"),
    Text("登记内容", "What is recorded"),
)
_NOBODY = Text("没有登记承办单位。", "Nobody is recorded.")
_AS_OF = Text("截至 {}", "as of {}")
_USED = {
    "working_days": Text("第 {} / {} 个工作日", "working day {} of {}"),
    "days": Text("第 {} / {} 日", "day {} of {}"),
}
_UNTIL = Text("期限 {}", "limit {}")
_LAW = Text("{}第{}条", "{}, art. {}")
_NO_LAW = Text("期限依登记", "limit as recorded")
_EXTENDED = Text("已延长", "extended")
_STANDINGS: dict[Standing, Text] = {
    "done": Text("按期", "in time"),
    "late": Text("逾期 {} 个工作日", "{} working days late"),
    "running": Text("还有 {} 个工作日", "{} working days left"),
    "overdue": Text("已超期 {} 个工作日", "overdue by {} working days"),
    "used": Text("已陈述申辩或听证", "defence or hearing"),
    "waived": Text("期满未提出，视为放弃", "not used in time, waived"),
    # 行政处罚法 art. 62: no decision without it, unless the respondent waives expressly.
    "cut": Text("期满前已作出决定，须有放弃声明", "decided before it was over: needs an express waiver"),
}
_OPEN = Text("尚未办理", "still to be done")
_TURNS: dict[Turn, tuple[Text, Text]] = {
    "led_to_it": (Text("由何而来", "What led to it"), Text("没有登记来源。", "Nothing is recorded.")),
    "came_of_it": (Text("结果与后续", "What came of it"), Text("没有登记后续。", "Nothing is recorded.")),
    "concerns": (Text("涉及的主体与记录", "Whom and what it concerns"), Text("", "")),
}
_SOME = Text("最近{}件，共{:,}件", "the latest {} of {:,}")
_EVIDENCE = Text("证据与存证校验", "Evidence, and whether its blocks hold")
_HEADS = (
    Text("证据", "Evidence"), Text("类型", "Kind"), Text("取证时间", "Captured"), Text("工具", "Tool"), Text("内容散列", "SHA-256"),
    Text("校验", "Check"),
)  # fmt: skip
_HOLDS = {
    True: Text("校验通过", "holds"),
    False: Text("校验不通过", "does not hold"),
    None: Text("未校验", "not checked"),
}
_VERIFY = Text("核验文件", "verify a file")
#: A hash is recognised by its beginning; the whole stands in its title.
_SIGNS_OF_HASH = 12


def record_block(
    found: Record,
    task: Component | None,
    lang: str,
    file: Sequence[Component] = (),
    *,
    has_stages: bool = False,
) -> list[Component]:
    """Return the page of a record; `task` is the way to give a task about it.

    `file` is what only its kind has; where that `has_stages`, they tell its steps.
    """
    steps = html.Ol([_stage(one, lang) for one in found.stages], className="stages")
    as_of = html.Small(_AS_OF(lang).format(found.as_of))
    told = html.Div([*_handled(found, lang), html.H3(_FACTS(lang)), _facts(found.facts)])
    stood = [html.Div([html.H3([_STEPS(lang), as_of]), steps])] if found.stages and not has_stages else []
    return [
        html.Div([html.H2(sentence(found, lang)), *([task] if task else [])], className="who"),
        html.Div([*stood, told], className="sides"),
        *file,
        *related_block(found.related, lang, is_matter=found.is_matter),
        *(subject_section(found.subject, lang) if found.subject else []),
        *(_evidence(found.pieces, lang) if found.pieces else []),
    ]


def sentence(found: Record, lang: str) -> str:
    """Return what a record is and how it stands, in one sentence."""
    name = _NAMED(lang).format(found.name) if found.name else ""
    standing = _standing(found, lang)
    told = _COLON(lang).format(standing) if standing else ""
    return _HEADLINE(lang).format(found.title(lang), found.number, name, told)


def _standing(found: Record, lang: str) -> str:
    if found.spell:
        title, day, stands = found.spell
        return (_SINCE if stands else _ENDED)(lang).format(title(lang), day)
    stages = found.stages
    waiting = [one for one in stages if one.is_open]
    if worst := max(
        (one for one in waiting if one.standing == "overdue"), key=lambda one: one.days, default=None
    ):
        return _limited(_OVERDUE, worst, lang)
    if first := next((one for one in waiting if one.due), None):
        return _limited(_RUNNING, first, lang)
    if waiting:
        return _UNDER_WAY(lang).format(_undone(waiting[0].title, lang))
    if not stages:
        return ""
    last = stages[-1]
    outcome = _OUTCOME(lang).format(found.outcome) if found.outcome else ""
    late = describe.counted(_LATE(lang).format(last.days)) if last.standing == "late" else ""
    return _ENDED(lang).format(last.title(lang), f"{last.done_at:%Y-%m-%d}") + late + outcome


def _undone(title: Text, lang: str) -> str:
    """Return what is still to be done, from the name of its moment: 办结 of 办结时间."""
    return title(lang).lower() if lang == "en" else title(lang).removesuffix("时间").removesuffix("日期")


def _limited(words: Text, stage: Stage, lang: str) -> str:
    assert stage.due_title is not None
    return describe.counted(words(lang).format(stage.due_title(lang), stage.due, stage.days))


def _stage(stage: Stage, lang: str) -> Component:
    moment = (
        html.Time(f"{stage.done_at:%Y-%m-%d %H:%M}".removesuffix(" 00:00"))
        if stage.done_at
        else html.Span(_OPEN(lang), className="open")
    )
    return html.Li(
        [html.B(stage.title(lang)), moment, *(limit_words(stage, lang) if stage.due else [])],
        className=stage.standing,
    )


def limit_words(stage: Stage, lang: str) -> list[Component]:
    """Return the limit of a step: its day, the days used of it, by which law, and how it was kept."""
    words = [_UNTIL(lang).format(stage.due)]
    if stage.used is not None:
        words.append(_USED[stage.unit](lang).format(stage.used, stage.allowed))
    if stage.rule:
        words.append(_LAW(lang).format(stage.rule.law(lang), stage.rule.article))
        words += [_EXTENDED(lang)] if stage.is_extended else []
    else:
        words.append(_NO_LAW(lang))
    kept = html.Span(describe.counted(_STANDINGS[stage.standing](lang).format(stage.days)), className="tag")
    return [kept, html.Small(" · ".join(words))]


def _handled(found: Record, lang: str) -> list[Component]:
    """Return who has a record in hand; nobody is to have what is not handled at all."""
    if not found.handled_by and not found.is_in_hand:
        return []
    told = _facts(found.handled_by) if found.handled_by else html.P(_NOBODY(lang), className="none")
    return [html.H3(_HANDLED(lang)), told]


def _facts(facts: Iterable[Fact]) -> Component:
    return html.Dl([html.Div([html.Dt(one.label), html.Dd(_value(one))]) for one in facts], className="facts")


def _value(fact: Fact) -> Component | str:
    return html.A(fact.words, href=paths.record(*fact.target)) if fact.target else fact.words


def related_block(found: Sequence[Related], lang: str, *, is_matter: bool = False) -> list[Component]:
    """Return the records beside one, by how they stand to it; a matter says where nothing led to it, or nothing came of it."""
    parts = []
    for turn, (title, none) in _TURNS.items():
        of_turn = [one for one in found if one.turn == turn]
        lists = [part for one in of_turn for part in _listed(one, lang)]
        if not lists and not (is_matter and none(lang)):
            continue
        parts.append(
            html.Div(
                [html.H3(title(lang)), *(lists or [html.P(none(lang), className="none")])],
                **{"data-turn": turn},
            )
        )
    return [html.Div(parts, className="sides")] if parts else []


def _listed(found: Related, lang: str) -> list[Component]:
    cut = (
        f" {_SOME(lang).format(len(found.records), found.total)}" if found.total > len(found.records) else ""
    )
    links = [
        html.Li([html.A(target.key.replace(BETWEEN, " · "), href=paths.record(*target)), html.Span(words)])
        for target, words in found.records
    ]
    return [
        html.H4([SOURCES[found.listing].title(lang), html.Small(cut)]),
        html.Ul(links, className="related"),
    ]


def _evidence(pieces: Sequence[Piece], lang: str) -> list[Component]:
    heads = html.Tr([html.Th(head(lang)) for head in _HEADS])
    table = html.Table(
        [html.Thead(heads), html.Tbody([_piece(one, lang) for one in pieces])],
        className="definitions stacked",
    )
    return [html.H3(_EVIDENCE(lang)), html.Div(table, className="wide")]


def _piece(one: Piece, lang: str) -> Component:
    mood = {True: "holds", False: "broken", None: "unchecked"}[one.holds]
    checked = html.Span(_HOLDS[one.holds](lang), className=f"tag {mood}")
    cells = (
        html.A(one.target.key, href=paths.record(*one.target)),
        one.kind,
        f"{one.captured_at:%Y-%m-%d %H:%M}",
        one.tool,
        html.Code(f"{one.sha256[:_SIGNS_OF_HASH]}…", title=one.sha256),
        [checked, " ", html.A(_VERIFY(lang), href=paths.verify(one.target.key))],
    )
    return labelled_row(_HEADS, cells, lang)


def labelled_row(heads: Iterable[Text], cells: Iterable[object], lang: str) -> Component:
    """Return a row of a table that is stacked on a telephone, where each cell stands beside its own heading."""
    named = zip(heads, cells, strict=True)
    return html.Tr([html.Td(cell, **{"data-label": head(lang)}) for head, cell in named])
