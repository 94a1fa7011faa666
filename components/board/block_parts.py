"""Blocks of a page that hold facts or numbers, as parts of its files: what stands on the screen beside the cards."""

from collections.abc import Callable, Iterable, Iterator

from components.cards import attention, attention_words, credit, duty_counts, rates, report_board
from components.cards.portrait import duty_in_words, facts_in_words, tags_in_words
from components.model.context import CardContext
from components.model.facts import Facts
from components.tasks import warnings
from components.words.unnarrowed import attention_notes
from data_access.domain.credit_rules import in_force
from data_access.domain.currency import YUAN
from data_access.domain.text import Text
from data_access.exports.answers import TOO_FEW
from data_access.exports.reports import BLOCK, Cell, Part, Shape, Table
from data_access.lookups import portraits
from data_access.lookups.attention_rule import RULE
from data_access.lookups.credit import deductions
from data_access.lookups.rates import RATE, RateRow, Rates, rate
from data_access.metrics.indicators.credit import POINTS
from data_access.metrics.quiet import lacks, quiet_of
from data_access.metrics.signals import all_signals

#: Called with the heading of the section, the reader, and the road to his numbers.
Tell = Callable[[str, CardContext, Facts], Iterator[Part]]

_ITEM, _WORDS, _NOTE = Text("项目", "Item"), Text("内容", "Entry"), Text("备注", "Note")
_WHO, _KIND, _CREDIT = Text("平台概况", "Who it is"), Text("类别与模式", "Kind"), Text("信用", "Credit")
_CREDIT_SAID = Text("{}（截至 {}，规则 {} 版）", "{} (as of {}, rules {})")
_DUTY, _ATTENTION = Text("平台义务：{}", "Duty: {}"), Text("关注度", "Attention")
_POINTS, _COUNTED = Text("分值（分）", "Points"), Text("计入（分）", "Counted")
_BY_CLASS, _BY_PLATFORM = (
    Text("百万单投诉量，全市与类别", "Per million orders, city and classes"),
    Text("百万单投诉量，平台", "Per million orders, platforms"),
)
_NOW, _BEFORE, _OF_TIME = Text("本期", "period"), Text("对比期", "compared"), Text("{}，{}", "{}, {}")
_CLASS, _PLATFORM = Text("类别", "Class"), Text("平台", "Platform")
_DUTIES, _REASONS = Text("平台义务", "Duties of platforms"), Text("原因", "Reasons")
_WARNINGS = Text("预警", "Warnings")
_RULE, _WARNING, _DAYS = Text("规则", "Rule"), Text("预警内容", "Warning"), Text("时段", "Days")


def _part(
    key: str,
    section: str,
    title: str,
    heads: Iterable[str],
    shapes: Iterable[Shape],
    rows: Iterable[tuple[Cell, ...]],
    *notes: str,
    marks: tuple[int, ...] = (0,),
    origins: tuple[tuple[str, str], ...] = (),
) -> Part:
    table = Table(tuple(heads), tuple(shapes), tuple(rows), marks)
    return Part(
        key,
        section,
        title,
        BLOCK,
        table,
        notes=tuple(filter(None, notes)),
        span=12,
        said=title,
        origins=origins,
    )


def _identity(section: str, reader: CardContext, facts: Facts) -> Iterator[Part]:
    lang, names = reader.lang, reader.labels
    chosen = reader.selection.values("platform")
    found = portraits.identity(facts.snapshot, chosen[0], facts.scope) if chosen else None
    if found is None:
        return
    rows = [(_KIND(lang), " · ".join(tags_in_words(found, lang)))]
    if found.credit:
        own = found.credit
        words = _CREDIT_SAID(lang).format(own.said(names, lang), own.month_end, own.rule_version)
        rows.append((_CREDIT(lang), words))
    rows += facts_in_words(found, names.dataset.currency, lang)
    rows += [(_DUTY(lang).format(one.title(lang)), duty_in_words(one, lang)) for one in found.duties]
    own_place = [one for one in facts.attention(reader.selection) if one.platform == found.id]
    rows += [(_ATTENTION(lang), attention_words.place_in_words(one, names, lang)) for one in own_place]
    yield _part("identity", section, _WHO(lang), (_ITEM(lang), _WORDS(lang)), ("text", "text"), rows)


def _credit(section: str, reader: CardContext, facts: Facts) -> Iterator[Part]:
    lang, names = reader.lang, reader.labels
    chosen, end = reader.selection.values("platform"), reader.selection.period.end
    found = deductions(facts.snapshot, chosen[0], end, facts.scope) if chosen else None
    if found is None:
        return
    item, event, day, _, expires, objection = (head(lang) for head in credit.HEADS)
    rows = []
    for line in found.lines:
        named, happened, on, until, standing = credit.line_in_words(line, found, names, lang)
        rows.append((named, happened, on, _whole(line.points), _whole(line.counted), until, standing))
    heads = (item, event, day, _POINTS(lang), _COUNTED(lang), expires, objection)
    shapes = ("text", "text", "day", POINTS.key, POINTS.key, "text", "text")
    notes = (found.grade.said(names, lang), credit.veto_in_words(found, names, lang))
    yield _part(
        "credit",
        section,
        credit.deductions_heading(found, lang),
        heads,
        shapes,
        rows,
        *notes,
        marks=(0, 1, 2),
    )


def _whole(points: float) -> float:
    return int(points) if points.is_integer() else points


def _credit_rules(section: str, reader: CardContext, _: Facts) -> Iterator[Part]:
    lang, names = reader.lang, reader.labels
    rules = in_force(reader.selection.period.end)
    if rules is None or names.dataset.currency != YUAN:
        return
    told = credit.rules_in_words(rules, names, lang)
    heads = [head(lang) for head in credit.RULE_HEADS]
    yield _part(
        "credit_rules", section, told.title, heads, ["text"] * len(heads), told.rows, told.whose, told.grades
    )


def _rates(section: str, reader: CardContext, facts: Facts) -> Iterator[Part]:
    """Yield the city with its classes, then the platforms with the class to which each adds up."""
    lang, found = reader.lang, facts.rates(reader.selection)
    unused = rates.note_of(reader.selection, reader.labels, lang)
    means = (rates.meaning(lang), *rates.spans_in_words(found, lang), unused)
    spans = (_NOW(lang), _BEFORE(lang))[: len(found.times)]
    heads = [_OF_TIME(lang).format(head(lang), span) for span in spans for head in rates.HEADS]
    shapes = (*(("items", "orders", RATE.unit.key) * len(spans)), "text")
    upper = [row for row in found.rows if row.level != "platform"]
    if upper:
        cells = [(rates.name_of(row, reader), *_of_row(row, found, lang)) for row in upper]
        heads_of = (_CLASS(lang), *heads, _NOTE(lang))
        yield _part("rates", section, _BY_CLASS(lang), heads_of, ("text", *shapes), cells, *means,
                    origins=_origins(upper, found, facts, lang))  # fmt: skip
    lower = [row for row in found.rows if row.level == "platform"]
    if lower:
        cells = [
            (
                rates.name_of(row, reader),
                reader.labels.name("class", row.of_class, lang),
                *_of_row(row, found, lang),
            )
            for row in lower
        ]
        heads_of = (_PLATFORM(lang), _CLASS(lang), *heads, _NOTE(lang))
        yield _part("rates-platform", section, _BY_PLATFORM(lang), heads_of, ("text", "text", *shapes), cells, *means,
                    marks=(0, 1), origins=_origins(lower, found, facts, lang))  # fmt: skip


def _of_row(row: RateRow, found: Rates, lang: str) -> Iterator[Cell]:
    pairs = [pair for pair in (row.now, row.before) if pair is not None][: len(found.times)]
    for above, below in pairs:
        yield from (int(above), int(below) if below else None, rate((above, below)))
    is_few = bool(row.now[1]) and rate(row.now) is None
    yield TOO_FEW(lang) if is_few else None


def _origins(rows: list[RateRow], found: Rates, facts: Facts, lang: str) -> tuple[tuple[str, str], ...]:
    asked = dict.fromkeys(question for row in rows for question, _ in found.behind(row))
    return tuple(
        (
            f"{one.indicator.title(lang)} {one.selection.period.start}–{one.selection.period.end}",
            facts.number_id(one),
        )
        for one in asked
    )


def _attention(section: str, reader: CardContext, _facts: Facts) -> Iterator[Part]:
    lang, names = reader.lang, reader.labels
    chosen, shown, said = attention.shown_of(reader)
    rows = [
        (f"{one.rank}/{one.of}", names.name("platform", one.platform, lang), one.points, attention_words.in_one_line(one, names, lang))
        for one in shown
    ]  # fmt: skip
    note = said if shown else attention_words.none_in_words(chosen, lang)
    heads = [*(head(lang) for head in attention.HEADS[:-1]), _REASONS(lang)]
    yield _part("attention", section, attention.TITLE(lang), heads, ("text", "text", POINTS.key, "text"), rows,
                note, RULE(lang), *attention_notes(reader.selection, names, lang), marks=(1,))  # fmt: skip


def _report_board(section: str, reader: CardContext, facts: Facts) -> Iterator[Part]:
    lang, board = reader.lang, duty_counts.duty_board(reader.ask, reader.selection, reader.labels.recorded)
    if not board.told:
        return
    told = [(title, one, kind) for title, one, kind in duty_counts.numbers(lang) if one in board.indicators]
    rows = [
        (reader.labels.name("platform", own, lang), *(board.number(one, kind, own) for _, one, kind in told))
        for own in board.platforms
    ]
    origins = dict.fromkeys(
        (one.title(lang), facts.number_id(duty_counts.question(one, kind, reader.selection)))
        for _, one, kind in told
    )
    heads, shapes = (_PLATFORM(lang), *(title for title, _, _ in told)), ("text", *["items"] * len(told))
    counted = report_board.counted_in_words(board.indicators, reader)
    yield _part("report_board", section, _DUTIES(lang), heads, shapes, rows, report_board.title_of(board, lang), counted,
                report_board.MEANS(lang), report_board.note_of(board, reader.selection, reader.labels, lang), origins=tuple(origins))  # fmt: skip


def _warnings(section: str, reader: CardContext, _: Facts) -> Iterator[Part]:
    lang = reader.lang
    found = all_signals(reader.ask, reader.selection, reader.labels)
    rows = [
        (title(lang), *warnings.warning_in_words(one, reader))
        for rule, (title, _means) in warnings.RULES.items()
        for one in found
        if one.rule == rule
    ]
    told, missing = {one.rule for one in found}, lacks(reader.ask, reader.selection, reader.labels)
    notes = [
        f"{title(lang)}: {means(lang) if rule in told else quiet_of(rule, missing.get(rule), lang)}"
        for rule, (title, means) in warnings.RULES.items()
    ]
    heads = (_RULE(lang), _WARNING(lang), _DAYS(lang))
    yield _part(
        "warnings", section, _WARNINGS(lang), heads, ("text", "text", "text"), rows, *notes, marks=(0, 1)
    )


#: Blocks that a file has too, by their names. Lists of rows have files of their own, and so have desks.
TOLD: dict[str, Tell] = {
    "identity": _identity, "credit": _credit, "credit_rules": _credit_rules, "rates": _rates, "attention": _attention,
    "report_board": _report_board, "warnings": _warnings,
}  # fmt: skip


def block_parts(name: str, section: str, reader: CardContext, facts: Facts) -> tuple[Part, ...]:
    """Return what a file has of a block; nothing of one that holds links, a form, or rows with files of their own."""
    tell = TOLD.get(name)
    return tuple(tell(section, reader, facts)) if tell else ()
