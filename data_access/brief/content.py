"""What a brief (通报) says: sentences in the style of 12315 bulletins, each left out where a number of it cannot be said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data_access.brief.alarms import alarms
from data_access.brief.numbers import Figure, Member, Numbers
from data_access.brief.sentences import Sentence, sentence
from data_access.domain.periods import Period, shift_months
from data_access.domain.text import Text
from data_access.exports.reports import Part, Table
from data_access.metrics.indicators import Indicator, cases, entities, first_handling
from data_access.metrics.indicators import governance as of


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
    """A brief with what makes it true elsewhere."""

    title: str
    period: str
    scope: str
    facts: str
    lang: str
    watermark: str
    sections: tuple[Section, ...]

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
    """Return what the brief says, from the whole to the signals; sections that have nothing to say are left out."""
    every = (
        _whole(numbers, period),
        _subjects(numbers),
        _handling(numbers),
        _enforcement(numbers),
        Section(Text("本期信号", "Signals of the period")(numbers.lang), alarms(numbers)),
    )
    return [section for section in every if section.paragraphs]


def _paragraphs(*paragraphs: Sequence[Sentence | None]) -> tuple[tuple[Sentence, ...], ...]:
    said = (tuple(one for one in paragraph if one) for paragraph in paragraphs)
    return tuple(paragraph for paragraph in said if paragraph)


def _plain(figure: Figure | None) -> Sentence | None:
    return None if figure is None else (figure,)


def _counted(numbers: Numbers, indicator: Indicator, words: Text) -> Sentence | None:
    """Return a sentence about an amount with its changes on the year and on the period before."""
    lang = numbers.lang
    return _clauses(
        lang, sentence(words, lang, amount=numbers.amount(indicator)), _plain(numbers.change(indicator, "yoy")),
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
    first = Text(f"{period}，{place}登记投诉举报{{amount}}",
                 f"In {period}, {place} registered {{amount}} (complaints and reports)")  # fmt: skip
    paragraph = [
        said(numbers, of.complaints_and_reports, first),
        said(numbers, of.complaints, Text("其中投诉{amount}", "Of these, complaints: {amount}")),
        said(numbers, of.reports, Text("举报{amount}", "Reports: {amount}")),
        said(
            numbers, of.recovered, Text("为消费者挽回经济损失{amount}", "Recovered for consumers: {amount}")
        ),
    ]
    return Section(
        Text("总体情况", "Overall")(numbers.lang),
        _paragraphs(paragraph),
        tuple(_trend(numbers, of.complaints_and_reports)),
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
    parts = [part for by in ("problem", "platform") if (part := _ranking(numbers, items, by))]
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
        tuple(_districts(numbers)),
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


def _trend(numbers: Numbers, indicator: Indicator) -> Iterator[Part]:
    """Yield the months up to the end of the period, with those of the year before where the store has them."""
    end, horizon = numbers.selection.period.end, numbers.labels.dataset.horizon
    year = Period(shift_months(end.replace(day=1), -11), end)
    frames = []
    for period in (year, Period(shift_months(year.start, -12), shift_months(year.end, -12))):
        frame = numbers.frame(indicator, ("month",), numbers.selection.during(horizon.clip(period)))
        frames.append({f"{row['month']:%m}": row["value"] for row in frame.to_dict("records")})
    now, before = frames
    if period.start < horizon.starts_on:
        before = {}
    months = [shift_months(year.start, place) for place in range(12)]
    rows = tuple(
        (f"{month:%Y-%m-%d}", now.get(f"{month:%m}", 0), before.get(f"{month:%m}")) for month in months
    )
    if sum(row[1] for row in rows):
        lang = numbers.lang
        titles = (Text("月", "Month")(lang), f"{indicator.title(lang)} ({indicator.unit.title(lang)})",
                  Text("上年同期", "year before")(lang))  # fmt: skip
        unit = indicator.unit.key
        yield Part(indicator.key, "", Text("近12个月走势", "Last twelve months")(lang), "trend",
                   Table(titles, ("day", unit, unit), rows, previous=2), native="line")  # fmt: skip


def _ranking(numbers: Numbers, indicator: Indicator, by: str) -> Part | None:
    lang = numbers.lang
    members = numbers.members(indicator, by, 10)
    if len(members) < 2:
        return None
    title = {"problem": Text("问题类别", "By problem"), "platform": Text("平台", "By platform")}[by](lang)
    rows = tuple((member.name.words, member.amount.value) for member in members)
    heads = (title, f"{indicator.title(lang)} ({indicator.unit.title(lang)})")
    return Part(
        indicator.key, "", title, "bars", Table(heads, ("text", indicator.unit.key), rows), native="bar"
    )


def _districts(numbers: Numbers) -> Iterator[Part]:
    """Yield the districts as a table: items and how fast they are handled."""
    lang, asked = (
        numbers.lang,
        (of.complaints_and_reports, of.acceptance_on_time, of.closure_on_time, of.overdue),
    )
    members = numbers.members(asked[0], "district", 30)
    if not members:
        return
    codes = [member.name.member for member in members]
    columns = zip(*(numbers.column(indicator, "district", codes) for indicator in asked[1:]), strict=True)
    rows = tuple(
        (member.name.words, member.amount.value, *values)
        for member, values in zip(members, columns, strict=True)
    )
    titles = (Text("区县", "District")(lang), *(one.title(lang) for one in asked))
    title = Text("各区县办理情况", "Handling by district")(lang)
    yield Part(
        asked[0].key, "", title, "table", Table(titles, ("text", *(one.unit.key for one in asked)), rows)
    )
