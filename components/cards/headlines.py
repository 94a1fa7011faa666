"""What a cockpit says today in one sentence, written from its numbers: a leader reads this and may go."""

from collections.abc import Callable, Iterable

from components.model.context import CardContext
from components.words import describe, phrases
from components.words.unnarrowed import not_narrowed
from data_access.domain.text import Text
from data_access.metrics.coverage import unrecorded
from data_access.metrics.indicators import Indicator, credit, governance, overview
from data_access.metrics.maturity import compared
from data_access.metrics.query import UNKNOWN, Question

#: Indicators, each with the dimension by which it is split.
Splits = Iterable[tuple[Indicator, str]]

_OVERVIEW = Text(
    "{platforms}{shops}，交易额{gmv}{change}{top}。",
    "{platforms}{shops}; transaction volume {gmv}{change}{top}.",
)
_NONE = Text("没有数据", "unknown")
_PLATFORMS = Text("{}家平台", "{} platforms")
_SHOPS = Text("、{}家网店", " and {} shops")
_CHANGE = Text("，较{}{}", ", {1} {0}")
_TOP_PLATFORM = Text("，最大平台{}占{}", "; the largest, {}, has {}")
_GOVERNANCE = Text(
    "投诉举报{items}{change}{top}{overdue}。", "{items} complaints and reports{change}{top}{overdue}."
)
_TOP_DISTRICT = Text("，{}办理{}", "; {} handles {}")
_OVERDUE = Text("；超期未办{}件，{}最多（{}件）", "; {} overdue, most in {} ({})")
_OVERDUE_ALONE = Text("；超期未办{}件", "; {} overdue")
_NONE_OVERDUE = Text("；没有超期件", "; none is overdue")
_CREDIT = Text(
    "{total}家平台参评：{colours}；期内降色{down}次、升色{up}次{most}。",
    "Platforms scored: {total}, of them {colours}; {down} downgrades and {up} upgrades{most}.",
)
_MOST_LOST = Text("；扣分最多的是{}（{:,.0f}分）", "; most points are lost for {} ({:,.0f})")
_DURING = Text("{}：{}", "{}: {}")
_ASIDE = Text("（{}）", " ({})")
_AGAINST = {"yoy": Text("去年同期", "on last year"), "prev": Text("上期", "on the previous period")}


def has_headline(path: str) -> bool:
    """Return whether a page begins with a sentence, for which its frame keeps a line."""
    return path in _SENTENCES


def headline(path: str, reader: CardContext) -> str:
    """Return the sentence of a page and the days it is about, empty where the page has none or the store cannot say it."""
    write, told = _SENTENCES.get(path, (None, ()))
    said = write(reader) if write else ""
    if not said:
        return ""
    lang, fixed = reader.lang, reader.page["fixed"]
    unused = not_narrowed(told, reader.selection, reader.labels, lang, fixed=fixed)
    said = _DURING(lang).format(describe.days(reader.selection.period, lang), said)
    return said + (_ASIDE(lang).format(unused) if unused else "")


def _overview(reader: CardContext) -> str:
    lang = reader.lang
    if unrecorded(overview.gmv, (), reader.labels.recorded):
        return ""
    _ahead(reader, overview.gmv, (overview.shops, overview.platforms), [(overview.gmv, "platform")])
    shares = _largest(overview.gmv, "platform", reader)
    top = _TOP_PLATFORM(lang).format(*shares) if shares else ""
    shops = _value(overview.shops, reader)
    volume, unit = _value(overview.gmv, reader), reader.labels.in_currency(overview.gmv).unit
    return _OVERVIEW(lang).format(
        platforms=describe.counted(
            _PLATFORMS(lang).format(
                describe.exact(_value(overview.platforms, reader), overview.platforms.unit)
            )
        ),
        shops=""
        if describe.is_missing(shops)
        else describe.counted(_SHOPS(lang).format(describe.short(shops, lang))),
        gmv=_NONE(lang) if describe.is_missing(volume) else describe.with_unit(volume, unit, lang),
        change=_change(overview.gmv, reader),
        top=top,
    )


def _governance(reader: CardContext) -> str:
    lang, items = reader.lang, governance.complaints_and_reports
    if unrecorded(items, (), reader.labels.recorded):
        return ""
    _ahead(reader, items, [governance.overdue], [(items, "district"), (governance.overdue, "district")])
    number = describe.short(_value(items, reader), lang)
    shares = _largest(items, "district", reader)
    return _GOVERNANCE(lang).format(
        items=f"{number}件" if lang == "zh" else number,
        change=_change(items, reader),
        top=_TOP_DISTRICT(lang).format(*shares) if shares else "",
        overdue=_overdue(reader),
    )


def _credit(reader: CardContext) -> str:
    lang = reader.lang
    if unrecorded(credit.credit_platforms, (), reader.labels.recorded):
        return ""
    rows = reader.ask.rows(credit.credit_platforms, ("colour",), reader.selection)
    colours = {row["colour"]: row["value"] or 0 for row in rows}
    if not colours:
        return ""
    said = phrases.AND(lang).join(
        f"{reader.labels.name('colour', code, lang)} {colours.get(code, 0):,.0f}"
        for code in reader.labels.members("colour")
    )
    rule, points = _top(credit.credit_deductions, "credit_rule", reader)
    return _CREDIT(lang).format(
        total=f"{sum(colours.values()):,.0f}", colours=said, down=f"{_value(credit.credit_downgrades, reader):,.0f}",
        up=f"{_value(credit.credit_upgrades, reader):,.0f}", most=_MOST_LOST(lang).format(rule, points) if rule else "",
    )  # fmt: skip


def _overdue(reader: CardContext) -> str:
    indicator = governance.overdue
    if unrecorded(indicator, (), reader.labels.recorded):
        return ""
    total = _value(indicator, reader)
    if not total > 0:
        return _NONE_OVERDUE(reader.lang)
    if len(reader.selection.values("district")) == 1:
        return _OVERDUE_ALONE(reader.lang).format(f"{total:,.0f}")
    name, most = _top(indicator, "district", reader)
    return _OVERDUE(reader.lang).format(f"{total:,.0f}", name, f"{most:,.0f}")


def _ahead(reader: CardContext, changing: Indicator, others: Iterable[Indicator], splits: Splits) -> None:
    """Have asked together what a sentence needs: a number now and before, others, and the members of splits."""
    earlier = compared(changing, reader.selection, reader.labels)
    times = [(changing, reader.selection), *([earlier] if earlier else [])]
    asked = [reader.telling(*each) for each in times]
    asked += [reader.telling(one, reader.selection) for one in others]
    asked += [
        Question(one, (by,), reader.selection) for one, by in splits if len(reader.selection.values(by)) != 1
    ]
    known = reader.labels.recorded
    reader.ask.ahead([one for one in asked if not unrecorded(one.indicator, (), known)])


def _value(indicator: Indicator, reader: CardContext) -> float:
    return float(reader.number(indicator, reader.selection).value)


def _change(indicator: Indicator, reader: CardContext) -> str:
    earlier = compared(indicator, reader.selection, reader.labels)
    if earlier is None:
        return ""
    row = reader.number(*earlier)
    if row.n < indicator.least_compared:
        return ""
    words = describe.change(_value(indicator, reader), float(row.value), indicator.unit, reader.lang)
    if words == describe.MISSING:
        return ""
    return _CHANGE(reader.lang).format(_AGAINST[reader.selection.compare](reader.lang), words)


def _top(indicator: Indicator, by: str, reader: CardContext) -> tuple[str, float]:
    rows = reader.ask.rows(indicator, (by,), reader.selection)
    known = [row for row in rows if row[by] != UNKNOWN and row["value"] is not None]
    if not known:
        return "", float("nan")
    first = max(known, key=lambda row: row["value"])
    return reader.labels.name(by, first[by], reader.lang), first["value"]


def _largest(indicator: Indicator, by: str, reader: CardContext) -> tuple[str, str] | None:
    """Return the member that holds most and its share, None where the selection has but one."""
    if len(reader.selection.values(by)) == 1:
        return None
    name, most = _top(indicator, by, reader)
    total = _value(indicator, reader)
    return (name, f"{most / total:.0%}") if name and total else None


#: How each sentence is written, and of which numbers.
_SENTENCES: dict[str, tuple[Callable[[CardContext], str], tuple[Indicator, ...]]] = {
    "/": (_overview, (overview.platforms, overview.shops, overview.gmv)),
    "/governance": (_governance, (governance.complaints_and_reports, governance.overdue)),
    "/credit": (
        _credit,
        (credit.credit_platforms, credit.credit_downgrades, credit.credit_upgrades, credit.credit_deductions),
    ),
}
