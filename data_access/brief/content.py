"""What a brief (通报) says: sentences in the style of 12315 bulletins, each left out where a number of it cannot be said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data_access.brief.alarms import alarms
from data_access.brief.figures import Figure, Member
from data_access.brief.numbers import Numbers
from data_access.brief.parts import districts, ranking, trend
from data_access.brief.sentences import Sentence, sentence
from data_access.domain.text import Text
from data_access.exports.reports import Part
from data_access.metrics.indicators import Indicator, cases, entities, first_handling
from data_access.metrics.indicators import governance as of

_NOTHING = Text("本库没有可写入通报的记录。", "The store holds no records that a bulletin could tell of.")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its paragraphs, and the charts or tables that belong to them."""

    title: str
    paragraphs: tuple[tuple[Sentence, ...], ...]
    parts: tuple[Part, ...] = ()

    def figures(self) -> Iterator[Figure]:
        """Yield every figure that is said."""
        for paragraph in self.paragraphs:
            for said in paragraph:
                yield from (piece for piece in said if isinstance(piece, Figure))


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief with what makes it true elsewhere; `origins` say of what each number is, and the id that gives it again.

    `address` is where an id leads, empty where nothing is known of that.
    """

    title: str
    period: str
    scope: str
    facts: str
    lang: str
    watermark: str
    sections: tuple[Section, ...]
    origins: tuple[tuple[str, str], ...] = ()
    address: str = ""

    @property
    def rows(self) -> int:
        """How many numbers it says."""
        return sum(len(list(section.figures())) for section in self.sections)


def _clauses(lang: str, first: Sentence | None, *further: Sentence | None) -> Sentence | None:
    """Return a sentence of a main clause and those further ones that can be said, ended with a full stop."""
    if first is None:
        return None
    said: list[str | Figure] = list(first)
    for clause in further:
        if clause:
            said += [Text("，", ", ")(lang), *clause]
    return (*said, Text("。", ". ")(lang))


def sections(numbers: Numbers, period: str) -> list[Section]:
    """Return what the brief says, from the whole to the signals; sections that have nothing to say are left out.

    A store that records nothing of all this has one section, which says so.
    """
    every = (
        _whole(numbers, period),
        _subjects(numbers),
        _handling(numbers),
        _enforcement(numbers),
        Section(Text("本期信号", "Signals of the period")(numbers.lang), alarms(numbers)),
    )
    said = [section for section in every if section.paragraphs]
    return said or [Section(Text("总体情况", "Overall")(numbers.lang), (((_NOTHING(numbers.lang),),),))]


def _paragraphs(*paragraphs: Sequence[Sentence | None]) -> tuple[tuple[Sentence, ...], ...]:
    said = (tuple(one for one in paragraph if one) for paragraph in paragraphs)
    return tuple(paragraph for paragraph in said if paragraph)


def _plain(figure: Figure | None) -> Sentence | None:
    return None if figure is None else (figure,)


def _counted(numbers: Numbers, indicator: Indicator, words: Text, **about: str) -> Sentence | None:
    """Return a sentence about an amount, and what else its words name, with its changes on the year and on the period before."""
    lang = numbers.lang
    return _clauses(
        lang, sentence(words, lang, amount=numbers.amount(indicator), **about), _plain(numbers.change(indicator, "yoy")),
        _plain(numbers.change(indicator, "prev")),
    )  # fmt: skip


def _rated(numbers: Numbers, indicator: Indicator, words: Text) -> Sentence | None:
    """Return a sentence about a rate or a duration with its change on the year."""
    lang = numbers.lang
    return _clauses(
        lang,
        sentence(words, lang, amount=numbers.amount(indicator)),
        _plain(numbers.change(indicator, "yoy")),
    )


def _whole(numbers: Numbers, period: str) -> Section:
    said, place = _counted, numbers.place
    first = Text("{period}，{place}登记投诉举报{amount}",
                 "In {period}, {place} registered {amount} (complaints and reports)")  # fmt: skip
    paragraph = [
        said(numbers, of.complaints_and_reports, first, period=period, place=place),
        said(numbers, of.complaints, Text("其中投诉{amount}", "Of these, complaints: {amount}")),
        said(numbers, of.reports, Text("举报{amount}", "Reports: {amount}")),
        said(
            numbers, of.recovered, Text("为消费者挽回经济损失{amount}", "Recovered for consumers: {amount}")
        ),
    ]
    return Section(
        Text("总体情况", "Overall")(numbers.lang),
        _paragraphs(paragraph),
        tuple(trend(numbers, of.complaints_and_reports)),
    )


def _subjects(numbers: Numbers) -> Section:
    lang, items = numbers.lang, of.complaints_and_reports
    asked = (
        ("problem", 3, Text("问题类别居前的是", "The leading problems are ")),
        ("goods", 3, Text("商品和服务居前的是", "The leading goods and services are ")),
        ("platform", 5, Text("投诉举报居前的平台是", "The platforms with most items are ")),
        ("district", 3, Text("办理量居前的区县是", "The districts that handle most are ")),
    )
    paragraphs = [
        [_leading(words(lang), numbers.members(items, by, most), lang)] for by, most, words in asked
    ]
    parts = [part for by in ("problem", "platform") if (part := ranking(numbers, items, by))]
    return Section(Text("诉求特点", "What they are about")(lang), _paragraphs(*paragraphs), tuple(parts))


def _leading(start: str, members: list[Member], lang: str) -> Sentence | None:
    if not members:
        return None
    said: list[str | Figure] = [start]
    for place, member in enumerate(members):
        said += [Text("；", "; ")(lang)] if place else []
        said += [member.name, Text("", " ")(lang), member.amount]
        inside = [figure for figure in (member.share, member.yoy) if figure]
        for number, figure in enumerate(inside):
            said += [Text("（占" if number == 0 else "，", " (" if number == 0 else ", ")(lang), figure]
        said += [Text("）", ")")(lang)] if inside else []
    return (*said, Text("。", ". ")(lang))


def _handling(numbers: Numbers) -> Section:
    said = _rated
    rates = [
        said(numbers, of.acceptance_on_time, Text("按时受理率{amount}", "Acceptance on time: {amount}")),
        said(numbers, of.closure_on_time, Text("按期办结率{amount}", "Closure on time: {amount}")),
        said(numbers, of.mediation_success, Text("调解成功率{amount}", "Mediation success: {amount}")),
        said(numbers, of.handling_days, Text("平均办理{amount}", "Mean handling time: {amount}")),
        said(
            numbers, of.overdue, Text("期末超期未办结{amount}", "Overdue at the end of the period: {amount}")
        ),
    ]
    first = [
        _counted(
            numbers,
            first_handling.first_handled,
            Text("转平台先行处置{amount}", "Sent to platforms for first handling: {amount}"),
        ),
        said(
            numbers, first_handling.settlement_rate, Text("先行处置和解率{amount}", "Settled there: {amount}")
        ),
        said(
            numbers,
            first_handling.first_handling_days,
            Text("先行处置平均{amount}", "Mean time there: {amount}"),
        ),
    ]
    return Section(
        Text("办理情况", "How they were handled")(numbers.lang),
        _paragraphs(rates, first),
        tuple(districts(numbers)),
    )


def _enforcement(numbers: Numbers) -> Section:
    paragraph = [
        _counted(numbers, cases.cases_filed, Text("立案{amount}", "Cases filed: {amount}")),
        _counted(numbers, cases.cases_decided, Text("作出决定{amount}", "Cases decided: {amount}")),
        _counted(numbers, cases.penalties, Text("罚没款{amount}", "Penalties: {amount}")),
        _counted(
            numbers,
            entities.negative_entities,
            Text("期末负面主体{amount}", "Negative entities at the end: {amount}"),
        ),
    ]
    return Section(Text("执法情况", "Enforcement")(numbers.lang), _paragraphs(paragraph))
