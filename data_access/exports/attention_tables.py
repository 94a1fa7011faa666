"""Which platforms need attention, and the rates per million orders, as tables for files."""

from collections.abc import Callable, Iterable
from math import isnan

from data_access.domain.text import Text
from data_access.exports.answers import TOO_FEW
from data_access.exports.reports import Cell, Table
from data_access.lookups.attention_rule import COLOUR_POINTS, SIGNS, Ranked, Reason
from data_access.lookups.rates import Rates, rate
from data_access.metrics.labels import Labels

_PLACE, _OF = Text("关注名次", "Place"), Text("共几家", "Of")
_PLATFORM, _ID, _POINTS = Text("平台", "Platform"), Text("平台编号", "Platform id"), Text("关注分", "Points")
_COMPLAINTS, _WHY, _NOTE = Text("投诉量", "Complaints"), Text("因为", "Because"), Text("备注", "Note")
_OF_SIGN = (
    Text("{}：数值", "{}: value"), Text("{}：对照", "{}: held against"), Text("{}：分子", "{}: numerator"), Text("{}：分母", "{}: denominator"),
    Text("{}：n", "{}: n"), Text("{}：得分", "{}: points"),
)  # fmt: skip
_LEVELS = {"city": Text("合计", "All"), "class": Text("类别", "Class"), "platform": Text("平台", "Platform")}
_RATE_HEADS = (
    Text("投诉（件）", "Complaints"),
    Text("订单（单）", "Orders"),
    Text("件/百万单", "Per million orders"),
)


def attention_table(
    found: Iterable[Ranked],
    names: Labels,
    lang: str,
    why: Callable[[Ranked], str],
    note: Callable[[Ranked], str],
) -> Table:
    """Return the ranking with every sign of each platform; shares are ratios, `why` and `note` say the reasons and what is few."""
    heads = [_PLACE, _OF, _PLATFORM, _ID, _POINTS, _COMPLAINTS, _WHY, _NOTE]
    titles = [head(lang) for head in heads]
    titles += [words(lang).format(sign.title(lang)) for sign in SIGNS.values() for words in _OF_SIGN]
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        own = {reason.sign: reason for reason in one.reasons}
        cells = (cell for sign in SIGNS for cell in _cells(own.get(sign)))
        name = names.name("platform", one.platform, lang)
        rows.append(
            (one.rank, one.of, name, one.platform, one.points, one.complaints, why(one), note(one), *cells)
        )
    shapes = (
        "n",
        "n",
        "text",
        "text",
        "n",
        "n",
        "text",
        "text",
        *(["text", "text", "n", "n", "n", "n"] * len(SIGNS)),
    )
    return Table(tuple(titles), shapes, tuple(rows), marks=(2,))


def _cells(reason: Reason | None) -> tuple[Cell, ...]:
    if reason is None:
        return (None,) * len(_OF_SIGN)
    above, below = reason.parts or (None, None)
    return (_known(reason.value), _known(reason.reference), above, below, reason.n, reason.points)


def _known(value: float) -> float | None:
    return None if isnan(value) else value


def weights_table(lang: str) -> Table:
    """Return the rule as data: what each sign is held against and from when it gives one point and two."""
    heads = (
        Text("迹象", "Sign"),
        Text("对照", "Held against"),
        Text("记1分", "One point"),
        Text("记2分", "Two points"),
    )
    rows: list[tuple[Cell, ...]] = []
    for key, sign in SIGNS.items():
        limits = (sign.one, sign.two) if key != "credit" else tuple(_colours(points) for points in (1, 2))
        rows.append((sign.title(lang), sign.against(lang), *limits))
    return Table(tuple(head(lang) for head in heads), ("text", "text", "text", "text"), tuple(rows))


def _colours(points: int) -> str:
    return ", ".join(colour for colour, own in COLOUR_POINTS.items() if own == points)


def rates_table(found: Rates, names: Labels, lang: str) -> Table:
    """Return the rates with numerator and denominator, now and compared, the days of both in the titles."""
    titles = [
        Text("层级", "Level")(lang),
        Text("类别", "Class")(lang),
        _PLATFORM(lang),
        Text("代码", "Code")(lang),
    ]
    for period in filter(None, (found.period, found.against)):
        titles += [f"{head(lang)} {period.start}–{period.end}" for head in _RATE_HEADS]
    titles.append(_NOTE(lang))
    rows: list[tuple[Cell, ...]] = []
    for row in found.rows:
        of_class = names.name("class", row.of_class, lang) if row.level != "city" else None
        name = names.name("platform", row.code, lang) if row.level == "platform" else None
        pairs = (row.now, row.before) if found.against else (row.now,)
        numbers = (cell for pair in pairs if pair for cell in (pair[0], pair[1] or None, rate(pair)))
        is_few = bool(row.now[1]) and rate(row.now) is None
        rows.append(
            (
                _LEVELS[row.level](lang),
                of_class,
                name,
                row.code or None,
                *numbers,
                TOO_FEW(lang) if is_few else None,
            )
        )
    pairs_of = 2 if found.against else 1
    shapes = ("text", "text", "text", "text", *(("n", "n", "days") * pairs_of), "text")
    return Table(tuple(titles), shapes, tuple(rows), marks=(0, 1, 2))
