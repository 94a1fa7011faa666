"""What a brief says of signals: the very ones of the wall, each with its days, its numbers and where it is shown."""

from collections.abc import Iterator
from dataclasses import replace

from data_access.brief.figures import Figure
from data_access.brief.numbers import Numbers
from data_access.brief.sentences import Sentence, sentence
from data_access.domain.filters import Selection
from data_access.domain.text import Text
from data_access.metrics.coverage import unrecorded
from data_access.metrics.indicators.governance import complaints_and_reports
from data_access.metrics.quiet import quiet
from data_access.metrics.signals import SURGE_RULE, Signal, signals

Paragraph = tuple[Sentence, ...]
_OVERDUE = Text(
    "【超期】{days}，{member}超期未办结{amount}。", "Overdue: {days}, {member} had {amount} past their limit."
)
_SURGE = Text(
    "【突增】{days}，{member}投诉举报{amount}，较{days_before}的{before}{change}。",
    "Surge: {days}, {member} had {amount} (complaints and reports), {change} on the {before} of {days_before}.",
)
_MISSED = Text(
    "【未达标】{days}，{indicator}{amount}，目标{target}（n={n}）。",
    "Target missed: {days}, {indicator} {amount}, target {target} (n={n}).",
)


def alarms(numbers: Numbers) -> tuple[Paragraph, ...]:
    """Return a paragraph for each signal of the selection, or that there is none; nothing where nothing is recorded."""
    if unrecorded(complaints_and_reports, (), numbers.labels.recorded):
        return ()
    found = signals(numbers.frame, numbers.selection, numbers.labels)
    lang = numbers.lang
    if not found:
        return (((quiet(numbers.frame, numbers.selection, numbers.labels, lang),),),)
    told = tuple((said,) for said in _told(found, numbers))
    return (*told, ((SURGE_RULE(lang),),)) if any(one.rule == "surge" for one in found) else told


def _told(found: list[Signal], numbers: Numbers) -> Iterator[Sentence]:
    lang = numbers.lang
    for signal in found:
        match signal.rule:
            case "overdue":
                said = sentence(_OVERDUE, lang, days=signal.days(lang), **_numbers(signal, numbers))
            case "surge":
                days = {"days": signal.days(lang), "days_before": signal.days_before(lang)}
                said = sentence(
                    _SURGE, lang, **days, **_numbers(signal, numbers), **_compared(signal, numbers)
                )
            case _:
                target = numbers.format_value(signal.indicator.target or 0.0, signal.indicator)
                said = sentence(_MISSED, lang, days=signal.days(lang), indicator=signal.indicator.title(lang), target=target,
                                n=f"{signal.n:,}", **_numbers(signal, numbers))  # fmt: skip
        if said:
            yield said


def _numbers(signal: Signal, numbers: Numbers) -> dict[str, Figure]:
    """Return the value of a signal and, where it is about one, its member."""
    figures = {"amount": _figure(signal, numbers, numbers.format_value(signal.value, signal.indicator))}
    if signal.member:
        figures["member"] = _figure(
            signal, numbers, numbers.labels.name(*signal.member, numbers.lang), "name"
        )
    return figures


def _compared(signal: Signal, numbers: Numbers) -> dict[str, Figure | None]:
    """Return what a signal was compared with, which leads to those days, and the change."""
    if signal.before is None or signal.against is None:
        return {"before": None, "change": None}
    earlier = replace(signal, selection=signal.selection.during(signal.against), value=signal.before)
    change = numbers.grown(signal.value, signal.before)
    return {
        "before": _figure(earlier, numbers, numbers.format_value(signal.before, signal.indicator)),
        "change": _figure(signal, numbers, change, "change"),
    }


def _figure(signal: Signal, numbers: Numbers, words: str, kind: str = "value") -> Figure:
    by, member = signal.member or ("", "")
    value = signal.value / signal.before - 1 if kind == "change" and signal.before else signal.value
    href = f"{numbers.origin}{signal.href}&lang={numbers.lang}"
    own = [numbers.number_id(signal.indicator, selection=one) for one in _selections(signal, kind)]
    return Figure(words, href, signal.indicator.key, value, kind, by, member, tuple(own))


def _selections(signal: Signal, kind: str) -> list[Selection]:
    """Return the selections whose numbers make a figure: of a change both."""
    earlier = [signal.selection.during(signal.against)] if kind == "change" and signal.against else []
    return [signal.selection, *earlier]
