"""What is said of a rule that found no signal: that all is well, or why nobody can tell."""

from collections.abc import Mapping
from typing import Literal

from data_access.domain.filters import Selection
from data_access.domain.text import Text
from data_access.metrics.coverage import unrecorded
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.indicators.governance import complaints_and_reports, overdue
from data_access.metrics.labels import Labels
from data_access.metrics.signals import Asks, Rule, compares, judged

#: Why a rule can find nothing, whatever happened: no records, no days to compare with, or too few rows to judge by.
Lack = Literal["unrecorded", "uncompared", "few"]

_WELL: Mapping[Rule, Text] = {
    "overdue": Text("没有超期件。", "Nothing is overdue."),
    "surge": Text("没有突增。", "No surge."),
    "missed": Text("可判断的指标均达目标。", "All targets that can be judged are met."),
}
_WHETHER: Mapping[Rule, Text] = {
    "overdue": Text("是否超期", "whether anything is overdue"),
    "surge": Text("是否突增", "whether anything rose"),
    "missed": Text("是否达标", "whether targets are met"),
}
_WHY: Mapping[Lack, Text] = {
    "unrecorded": Text("没有记录", "Not recorded"),
    "uncompared": Text("没有可对比的日期", "No days to compare with"),
    "few": Text("样本不足", "Too few to tell"),
}
_UNTOLD = Text("{why}，{whether}无从判断。", "{why}: {whether} is not known.")


def lacks(ask: Asks, selection: Selection, known: Labels) -> dict[Rule, Lack]:
    """Return the rules that can find nothing under a selection whatever happened, each with why."""
    found: dict[Rule, Lack] = {}
    if unrecorded(overdue, ("district",), known.recorded):
        found["overdue"] = "unrecorded"
    if unrecorded(complaints_and_reports, (), known.recorded):
        found["surge"] = "unrecorded"
    elif not compares(selection, known):
        found["surge"] = "uncompared"
    if all(unrecorded(one, (), known.recorded) for one in INDICATORS.values() if one.target):
        found["missed"] = "unrecorded"
    elif next(judged(ask, selection, known), None) is None:
        found["missed"] = "few"
    return found


def quiet_of(rule: Rule, lack: Lack | None, lang: str) -> str:
    """Return what is said of a rule without a signal: that there is none, or, for a lack, that nobody can tell."""
    if lack is None:
        return _WELL[rule](lang)
    return _UNTOLD(lang).format(why=_WHY[lack](lang), whether=_WHETHER[rule](lang))


def quiet(ask: Asks, selection: Selection, known: Labels, lang: str) -> str:
    """Return what is said where no rule found a signal, rule by rule."""
    found = lacks(ask, selection, known)
    return Text("", " ")(lang).join(quiet_of(rule, found.get(rule), lang) for rule in _WELL)
