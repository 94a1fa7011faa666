"""An indicator's answer in the words of a file: titles, rows and what the number means; the writers beside this make files of it."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, Self

import pandas as pd

from data_access.domain.access import WHOLE_CITY, Scope
from data_access.domain.dimensions import DIMENSIONS, GRAINS
from data_access.domain.filters import Selection
from data_access.domain.spreadsheet import WATERMARK, harmless
from data_access.domain.text import Lang, Text
from data_access.lookups.credit import OVERRIDDEN
from data_access.metrics.coverage import unrecorded
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators.credit import credit_score_mean
from data_access.metrics.labels import Labels
from data_access.metrics.number_ids import NumberId
from data_access.metrics.query import Question as Asked
from data_access.metrics.query import ranked as from_the_most
from data_access.metrics.query import unhonoured

#: Shown on everything that comes from an invented city.
SYNTHETIC = Text("演示数据·虚构主体", "Demo data, all names fictional")
TOO_FEW = Text("样本不足", "too few")
NOT_RECORDED = Text("未记录：{}", "not recorded: {}")
#: The id by which `python -m data_access replay` and the page of a number give it again.
NUMBER_ID = Text("取数编号", "Number id")

#: Rows of which dictionaries are made at once: they weigh twenty times as much as in their frame.
_ROWS_AT_ONCE = 5000
_CODE, _NOTE, SHARE = Text("代码", "code"), Text("备注", "Note"), Text("比值", "ratio")


class NumberIds(Protocol):
    """The ids of one reader's numbers of one version of the data."""

    def __call__(self, question: Asked, members: tuple[str, ...] = ()) -> str:
        """Return the id of all numbers of a question, or of the one that the members of its splits name."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: an indicator, the dimensions it is split by, the selection, and the reader's language."""

    indicator: Indicator
    by: tuple[str, ...]
    selection: Selection
    lang: Lang = "zh"


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A question with what the store said: `frame` as `query.fetch` returns it, and the data version it is from.

    `lacking` names what the store would have to record: no value of the frame is one then. `vetoes` are the platforms
    whose score is overridden, each with the rule behind it. `scope` is that of who asked.
    """

    question: Question
    frame: pd.DataFrame
    labels: Labels
    version: str
    lacking: Text | None = None
    vetoes: Mapping[str, str] = field(default_factory=dict)
    scope: Scope = WHOLE_CITY

    @classmethod
    def of(
        cls,
        question: Question,
        frame: pd.DataFrame,
        labels: Labels,
        version: str,
        vetoes: Mapping[str, str] | None = None,
        scope: Scope = WHOLE_CITY,
    ) -> Self:
        """Return an answer, without numbers where the store does not record what they need."""
        lacking = unrecorded(question.indicator, question.by, labels.recorded)
        told = frame if lacking is None else frame.assign(value=float("nan"), n=0)
        return cls(question, ranked(question, told), labels, version, lacking, vetoes or {}, scope)

    @property
    def number_id(self) -> NumberId:
        """The id that gives all its numbers again; `cell` of it that of a row."""
        asked = Asked(self.question.indicator, self.question.by, self.question.selection)
        return NumberId.of(asked, self.scope, self.version)

    def veto(self, row: Mapping[Hashable, Any]) -> str:
        """Return what overrides the score of the platform of a row, in words; empty where nothing does."""
        rule = (
            self.vetoes.get(row.get("platform", "")) if self.question.indicator is credit_score_mean else None
        )
        if rule is None:
            return ""
        lang = self.question.lang
        return _bracketed(OVERRIDDEN(lang), self.labels.name("credit_rule", rule, lang), lang)


def number(value: float, n: int, indicator: Indicator) -> float | int | None:
    """Return a value as others may read it, in its unit: None where there is none or it stands on too few."""
    if pd.isna(value) or n < indicator.min_n:
        return None
    told = indicator.unit.counted(value)
    return int(told) if float(told).is_integer() and abs(told) < 2**53 else float(told)


def _bracketed(words: str, more: str, lang: str) -> str:
    return f"{words}（{more}）" if lang == "zh" else f"{words} ({more})"


def header(answer: Answer) -> list[str]:
    """Return the column titles in the reader's language: members with their codes, the value with its unit, n."""
    question, labels = answer.question, answer.labels
    lang, unit = question.lang, question.indicator.unit
    titles: list[str] = []
    for key in question.by:
        title = labels.title(key)(lang)
        titles += [title] if key in GRAINS else [title, f"{title} {_CODE(lang)}"]
    # A ratio is 0.953 in files, whatever the screen shows.
    words = SHARE(lang) if unit.key == "ratio" else unit.title(lang)
    named = _bracketed(question.indicator.title(lang), words, lang)
    return [*titles, named, "n", *([_NOTE(lang)] if _has_notes(answer) else []), NUMBER_ID(lang)]


def _has_notes(answer: Answer) -> bool:
    return bool(answer.question.indicator.min_n or answer.lacking)


def lines(answer: Answer) -> Iterator[list[Any]]:
    """Yield the rows under `header`, texts made harmless; too small an n leaves the value empty and says so."""
    question, lang, own = answer.question, answer.question.lang, answer.number_id
    frame = answer.frame
    some = (frame.iloc[start : start + _ROWS_AT_ONCE] for start in range(0, len(frame), _ROWS_AT_ONCE))
    for row in (row for part in some for row in part.to_dict("records")):
        cells: list[Any] = []
        for key in question.by:
            if key in GRAINS:
                cells.append(row[key].date())
            else:
                cells += [harmless(answer.labels.name(key, row[key], lang)), harmless(row[key])]
        cells += [number(row["value"], row["n"], question.indicator), row["n"]]
        if answer.lacking:
            cells.append(NOT_RECORDED(lang).format(answer.lacking(lang)))
        elif question.indicator.min_n:
            few = TOO_FEW(lang) if row["n"] < question.indicator.min_n else ""
            cells.append(few or answer.veto(row))
        yield [*cells, str(own.cell(row))]


def file_name(question: Question) -> str:
    """Return a name that tells one export from another: indicator, split, filters' keys and days."""
    period = question.selection.period
    parts = [question.indicator.key, *question.by, *(key for key, _ in question.selection.filters)]
    return "-".join([*parts, f"{period.start:%Y%m%d}", f"{period.end:%Y%m%d}"])


def ranked(question: Question, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows as a reader compares them: the most first, but time and ordered lists in their order."""
    if len(question.by) != 1 or question.by[0] in GRAINS or DIMENSIONS[question.by[0]].ordered:
        return frame
    return from_the_most(frame, question.by[0])


def in_words(selection: Selection, labels: Labels, lang: str) -> str:
    """Return a selection as a sentence: its days, then each filter with the names of its members."""
    to, stop, comma = (" 至 ", "；", "、") if lang == "zh" else (" to ", "; ", ", ")
    parts = [f"{selection.period.start}{to}{selection.period.end}"]
    for key, values in selection.filters:
        names = comma.join(labels.name(key, value, lang) for value in values)
        parts.append(f"{labels.title(key)(lang)}: {names}")
    return stop.join(parts)


def about(answer: Answer, exported_at: datetime, export: str = "", mark: str = "") -> list[tuple[str, str]]:
    """Return what a reader of the file must know of the number, as pairs of a name and words."""
    question, labels, lang = answer.question, answer.labels, answer.question.lang
    entry, dataset = question.indicator, labels.dataset
    stranger = unhonoured(entry, question.selection)
    pairs = [
        (Text("指标", "Indicator"), _bracketed(entry.title(lang), entry.key, lang)),
        (Text("定义", "Definition"), entry.definition(lang)),
        (Text("算法", "Formula"), entry.formula(lang)),
        (Text("依据", "Legal basis"), entry.basis(lang) if entry.basis else "—"),
        *(
            [(Text("说明", "Note"), NOT_RECORDED(lang).format(answer.lacking(lang)))]
            if answer.lacking
            else []
        ),
        (Text("单位", "Unit"), SHARE(lang) if entry.unit.key == "ratio" else entry.unit.title(lang)),
        (Text("最小样本", "Least n"), str(entry.min_n) if entry.min_n else "—"),
        (Text("数据来源", "Source"), _bracketed(entry.source.title(lang), entry.source.table.name, lang)),
        (Text("选择", "Selection"), in_words(question.selection, labels, lang)),
        (
            Text("不受筛选", "Not narrowed by"),
            ", ".join(labels.title(key)(lang) for key in stranger) or "—",
        ),
        (Text("城市", "City"), dataset.title(lang)),
        (Text("数据截至", "Data as of"), dataset.horizon.as_of.isoformat()),
        (Text("数据版本", "Data version"), answer.version),
        (Text("口径版本", "Definition version"), str(entry.version)),
        (NUMBER_ID, str(answer.number_id)),
        (Text("导出时间", "Exported at"), exported_at.isoformat(" ", "seconds")),
        *([(Text("导出编号", "Export"), export)] if export else []),
        *([(WATERMARK, mark)] if mark else []),
    ]
    if dataset.is_synthetic:
        pairs.append((Text("声明", "Notice"), SYNTHETIC(lang)))
    return [(name(lang), words) for name, words in pairs]
