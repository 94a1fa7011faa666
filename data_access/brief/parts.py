"""Charts and tables of a brief: the trend of its months, who leads, and its districts."""

from collections.abc import Iterator

from data_access.brief.numbers import Numbers
from data_access.brief.told_ids import told_apart
from data_access.domain.periods import Period, shift_months
from data_access.domain.text import Text
from data_access.exports.reports import Part, Table
from data_access.metrics.indicators import Indicator
from data_access.metrics.indicators import governance as of


def trend(numbers: Numbers, indicator: Indicator) -> Iterator[Part]:
    """Yield the months up to the end of the period, with those of the year before where the store has them.

    A month within the days of the store that has no rows had none; one outside them is not known.
    """
    end, horizon = numbers.selection.period.end, numbers.labels.dataset.horizon
    year = Period(shift_months(end.replace(day=1), -11), end)
    frames, ids = [], []
    for period in (year, Period(shift_months(year.start, -12), shift_months(year.end, -12))):
        chosen = numbers.selection.during(horizon.clip(period))
        frame = numbers.frame(indicator, ("month",), chosen)
        ids.append(numbers.number_id(indicator, "month", selection=chosen))
        frames.append({f"{row['month']:%m}": row["value"] for row in frame.to_dict("records")})
    now, before = frames
    if period.start < horizon.starts_on:
        before, ids = {}, ids[:1]
    months = [shift_months(year.start, place) for place in range(12)]
    known = {month for month in months if horizon.starts_on.replace(day=1) <= month <= horizon.as_of}
    rows = tuple(
        (
            f"{month:%Y-%m-%d}",
            now.get(f"{month:%m}", 0) if month in known else None,
            before.get(f"{month:%m}"),
        )
        for month in months
    )
    if any(row[1] for row in rows):
        lang = numbers.lang
        titles = (Text("月", "Month")(lang), f"{indicator.title(lang)} ({indicator.unit.title(lang)})",
                  Text("上年同期", "year before")(lang))  # fmt: skip
        unit = indicator.unit.key
        yield Part(indicator.key, "", Text("近12个月走势", "Last twelve months")(lang), "trend",
                   Table(titles, ("day", unit, unit), rows, previous=2), native="line",
                   origins=told_apart(numbers, ids))  # fmt: skip


def ranking(numbers: Numbers, indicator: Indicator, by: str) -> Part | None:
    """Return the members of a split that lead, None where fewer than two can be named."""
    lang = numbers.lang
    members = numbers.members(indicator, by, 10)
    if len(members) < 2:
        return None
    title = {"problem": Text("问题类别", "By problem"), "platform": Text("平台", "By platform")}[by](lang)
    rows = tuple((member.name.words, member.amount.value) for member in members)
    heads = (title, f"{indicator.title(lang)} ({indicator.unit.title(lang)})")
    return Part(
        indicator.key, "", title, "bars", Table(heads, ("text", indicator.unit.key), rows), native="bar",
        origins=told_apart(numbers, [numbers.number_id(indicator, by)]),
    )  # fmt: skip


def districts(numbers: Numbers) -> Iterator[Part]:
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
        asked[0].key, "", title, "table", Table(titles, ("text", *(one.unit.key for one in asked)), rows),
        origins=told_apart(numbers, [numbers.number_id(one, "district") for one in asked]),
    )  # fmt: skip
