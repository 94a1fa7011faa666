"""The numbers of a brief: each is asked from an indicator, said in the words of a bulletin, and leads to the page that shows it."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

import pandas as pd

from data_access.brief.figures import Figure, Member
from data_access.domain.access import Scope
from data_access.domain.filters import Selection
from data_access.domain.text import Text
from data_access.metrics.coverage import unrecorded
from data_access.metrics.events import breaks_between
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators.units import RATIO
from data_access.metrics.labels import labels
from data_access.metrics.maturity import at_equal_age
from data_access.metrics.number_ids import NumberId
from data_access.metrics.query import UNKNOWN, Question, fetch
from data_access.store.snapshots import Snapshot

#: Changes are said of what stands on so many in both periods: two cases after one are not a rise of 100 %.
LEAST_COMPARED = 30
#: A member of a split is named only where at least so many stand behind it.
LEAST_NAMED = 10
_AGAINST = {"yoy": Text("同比", "year on year"), "prev": Text("环比", "on the previous period")}
_UP, _DOWN = Text("增长", "up"), Text("下降", "down")
_RISEN, _SAME = Text("上升", "up"), Text("持平", "unchanged")
_POINTS = Text("个百分点", " percentage points")


class Numbers:
    """Asks for the numbers of one brief; what the store lacks, or what stands on too few, is None and is not said."""

    def __init__(
        self, snapshot: Snapshot, scope: Scope, selection: Selection, lang: str, origin: str = ""
    ) -> None:
        self.snapshot, self.scope, self.selection, self.lang, self.origin = (
            snapshot,
            scope,
            selection,
            lang,
            origin,
        )
        self.labels = labels(snapshot)
        self.before = {
            against: earlier
            for against in _AGAINST
            if (earlier := _earlier(selection, against))
            and earlier.period.start >= self.labels.dataset.horizon.starts_on
        }
        if len({earlier.period for earlier in self.before.values()}) < len(self.before):
            del self.before["prev"]  # of a whole year both are the year before: it is said once

    @property
    def place(self) -> str:
        """What the brief is about: the districts that were chosen, else the whole city."""
        chosen = self.selection.values("district")
        names = [self.labels.name("district", code, self.lang) for code in chosen]
        return Text("、", ", ")(self.lang).join(names) or self.labels.dataset.title(self.lang)

    def frame(
        self, indicator: Indicator, by: tuple[str, ...], selection: Selection | None = None
    ) -> pd.DataFrame:
        """Return the answer of an indicator, without rows where the store does not record what it needs."""
        if unrecorded(indicator, by, self.labels.recorded):
            return pd.DataFrame(columns=[*by, "value", "n"]).astype({"value": "float64", "n": "int64"})
        return fetch(self.snapshot, indicator, by, selection or self.selection, self.scope)

    def number_id(
        self, indicator: Indicator, by: str = "", member: str = "", selection: Selection | None = None
    ) -> NumberId:
        """Return the id of an indicator's value, of that of one member of a split, or of all of them where none is named."""
        asked = Question(indicator, (by,) if by else (), selection or self.selection)
        return NumberId.of(asked, self.scope, self.snapshot.version, (member,) if member else ())

    def amount(self, indicator: Indicator) -> Figure | None:
        """Return an indicator's value over the period."""
        value, _ = self._value(indicator, self.selection, indicator.min_n)
        return None if value is None else self._figure(self.format_value(value, indicator), indicator, value)

    def change(self, indicator: Indicator, against: str) -> Figure | None:
        """Return the change against last year (`yoy`) or the period before (`prev`)."""
        now, _ = self._value(indicator, self.selection, max(indicator.min_n, LEAST_COMPARED))
        earlier = self.before.get(against)
        least = max(indicator.least_compared, LEAST_COMPARED)
        as_old = self._as_old(indicator, earlier)
        before = self._value(as_old, earlier, least)[0] if as_old and earlier else None
        return self._changed(indicator, now, before, against)

    def members(self, indicator: Indicator, by: str, most: int) -> list[Member]:
        """Return the largest members of a split of a count, those with enough behind them; of one that was chosen, none."""
        if len(self.selection.values(by)) == 1:
            return []
        frame = self.frame(indicator, (by,))
        total = float(frame["value"].sum())
        named = frame[(frame[by] != UNKNOWN) & (frame["n"] >= max(LEAST_NAMED, indicator.min_n))]
        return [
            self._member(indicator, by, str(row[by]), float(row["value"]), total)
            for row in named.nlargest(most, "value").to_dict("records")
        ]

    def column(self, indicator: Indicator, by: str, members: Sequence[str]) -> list[float | None]:
        """Return the value of each member: of a count without rows 0; None on too few, and where nothing is recorded."""
        if unrecorded(indicator, (by,), self.labels.recorded):
            return [None] * len(members)
        frame = self.frame(indicator, (by,))
        enough = frame[frame["n"] >= indicator.min_n]
        known = dict(zip(enough[by], enough["value"], strict=True))
        none = 0.0 if indicator.counts else None
        return [known.get(member, none) for member in members]

    def _member(self, indicator: Indicator, by: str, code: str, value: float, total: float) -> Member:
        name = self.labels.name(by, code, self.lang)
        changes = {}
        for against, earlier in self.before.items():
            as_old = self._as_old(indicator, earlier)
            if as_old is None:
                continue
            frame = self.frame(as_old, (by,), earlier)
            rows = frame[(frame[by] == code) & (frame["n"] >= max(indicator.least_compared, LEAST_COMPARED))]
            changes[against] = self._changed(
                indicator, value, float(rows["value"].iloc[0]) if len(rows) else None, against, by, code
            )
        share = value / total if total else None
        figure = self._figure
        return Member(
            figure(name, indicator, value, "name", by, code),
            figure(self.format_value(value, indicator), indicator, value, "value", by, code),
            None if share is None else figure(f"{share:.1%}", indicator, share, "share", by, code),
            changes.get("yoy"), changes.get("prev"),
        )  # fmt: skip

    def _as_old(self, indicator: Indicator, earlier: Selection | None) -> Indicator | None:
        """Return what an earlier period is asked, so that its rows are as old as those of this one; None where it cannot be.

        Nor is it asked anything where the rules or the counting changed between.
        """
        now, as_of = self.selection.period, self.labels.dataset.horizon.as_of
        if earlier is None or breaks_between(indicator, now, earlier.period, self.labels):
            return None
        return at_equal_age(indicator, now, earlier.period, as_of)

    def _value(self, indicator: Indicator, selection: Selection, least: int) -> tuple[float | None, int]:
        frame = self.frame(indicator, (), selection)
        if frame.empty or pd.isna(frame["value"].iloc[0]) or frame["n"].iloc[0] < least:
            return None, 0
        return float(frame["value"].iloc[0]), int(frame["n"].iloc[0])

    def _changed(
        self,
        indicator: Indicator,
        now: float | None,
        before: float | None,
        against: str,
        by: str = "",
        member: str = "",
    ) -> Figure | None:
        """Return a change as bulletins say it: per cent of amounts, percentage points of rates."""
        if now is None or before is None or (indicator.unit is not RATIO and not before):
            return None
        lang = self.lang
        change = now - before if indicator.unit is RATIO else now / before - 1
        size = f"{abs(change) * 100:.1f}"
        if indicator.unit is not RATIO:
            words = self.grown(now, before)
        elif float(size) == 0:
            words = _SAME(lang)
        else:
            words = _spaced(lang, (_RISEN if change > 0 else _DOWN)(lang), f"{size}{_POINTS(lang)}")
        words = f"{_AGAINST[against](lang)}{words}" if lang == "zh" else f"{words} {_AGAINST[against](lang)}"
        figure = self._figure(words, indicator, change, against, by, member)
        earlier = self.before[against]
        as_old = self._as_old(indicator, earlier) or indicator
        return replace(figure, numbers=(*figure.numbers, self.number_id(as_old, by, member, earlier)))

    def grown(self, now: float, before: float) -> str:
        """Return how an amount has changed, in per cent."""
        size = f"{abs(now / before - 1) * 100:.1f}"
        direction = (_UP if now > before else _DOWN)(self.lang)
        return _SAME(self.lang) if float(size) == 0 else _spaced(self.lang, direction, f"{size}%")

    def _figure(
        self,
        words: str,
        indicator: Indicator,
        value: float,
        kind: str = "value",
        by: str = "",
        member: str = "",
    ) -> Figure:
        return Figure(
            words,
            self.link(indicator, by, member, "prev" if kind == "prev" else "yoy"),
            indicator.key,
            value,
            kind,
            by,
            member,
            (
                self.number_id(indicator, by, member),
                *([self.number_id(indicator, by)] if kind == "share" else []),
            ),
        )

    def link(self, indicator: Indicator, by: str = "", member: str = "", compare: str = "yoy") -> str:
        """Return the address of the page and selection that shows a number, at its card."""
        chosen = self.selection.narrowed(by, member) if by and by != "platform" else self.selection
        query = chosen.to_query() | {"compare": compare, "lang": self.lang, "card": indicator.key}
        path = f"/platform/{member}" if by == "platform" else "/governance"
        return f"{self.origin}{path}?{urlencode(query, safe=',')}"

    def format_value(self, value: float, indicator: Indicator) -> str:
        """Return a number with its unit, exact as a bulletin has it; money in ten thousands."""
        if indicator.unit is RATIO:
            return f"{value:.1%}"
        if indicator.unit.is_money:
            words = self.labels.in_currency(indicator).unit.title(self.lang)
            return f"{value / 1e4:,.2f}万{words}" if self.lang == "zh" else f"{words} {value:,.0f}"
        number = f"{value:,.{indicator.unit.decimals}f}"
        return (
            f"{number}{indicator.unit.title.zh}"
            if self.lang == "zh"
            else f"{number} {indicator.unit.title.en}"
        )


def _spaced(lang: str, *words: str) -> str:
    return ("" if lang == "zh" else " ").join(words)


def _earlier(selection: Selection, against: str) -> Selection | None:
    return replace(selection, compare=against).before()
