"""Which platforms need attention, and the rates per million orders, as tables for files."""

from collections.abc import Callable, Iterable
from math import isnan

from data_access.domain.filters import Selection
from data_access.domain.text import Text
from data_access.exports.answers import NUMBER_ID, TOO_FEW, NumberIds
from data_access.exports.reports import Cell, Table
from data_access.lookups.attention_questions import behind_sign, complaints_of
from data_access.lookups.attention_rule import COLOUR_POINTS, SIGNS, Ranked, Reason
from data_access.lookups.rates import Rates, rate
from data_access.metrics.labels import Labels

_PLACE, _OF = Text("关注名次", "Place"), Text("共几家", "Of")
_PLATFORM, _ID, _POINTS = Text("平台", "Platform"), Text("平台编号", "Platform id"), Text("关注分", "Points")
_COMPLAINTS, _WHY, _NOTE = Text("投诉量", "Complaints"), Text("因为", "Because"), Text("备注", "Note")
_OF_SIGN = (
    Text("{}：数值", "{}: value"), Text("{}：对照", "{}: held against"), Text("{}：分子", "{}: numerator"), Text("{}：分母", "{}: denominator"),
    Text("{}：n", "{}: n"), Text("{}：得分", "{}: points"),
    Text("{}：取数编号（数值、分子或本期）", "{}: number id (value, numerator or period)"),
    Text("{}：取数编号（分母、对比期或全市）", "{}: number id (denominator, period compared or city)"),
)  # fmt: skip
_LEVELS = {"city": Text("合计", "All"), "class": Text("类别", "Class"), "platform": Text("平台", "Platform")}
_RATE_HEADS = (
    Text("投诉（件）", "Complaints"),
    Text("订单（单）", "Orders"),
    Text("件/百万单", "Per million orders"),
)

_SEMICOLON = Text("；", "; ")


def attention_table(
    found: Iterable[Ranked],
    selection: Selection,
    names: Labels,
    lang: str,
    ids: NumberIds,
    why: Callable[[Ranked], str],
    note: Callable[[Ranked], str],
) -> Table:
    """Return the ranking under a selection with every sign of each platform and the ids of the numbers that make it.

    Shares are ratios, `why` and `note` say the reasons and what is few.
    """
    heads = [_PLACE, _OF, _PLATFORM, _ID, _POINTS, _COMPLAINTS, NUMBER_ID, _WHY, _NOTE]
    titles = [head(lang) for head in heads]
    titles += [words(lang).format(sign.title(lang)) for sign in SIGNS.values() for words in _OF_SIGN]
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        own = {reason.sign: reason for reason in one.reasons}
        cells = (cell for sign in SIGNS for cell in _cells(own.get(sign), selection, ids, one.platform))
        name = names.name("platform", one.platform, lang)
        counted = ids(complaints_of(selection), (one.platform,))
        rows.append((
            one.rank, one.of, name, one.platform, one.points, one.complaints, counted, why(one), note(one), *cells
        ))  # fmt: skip
    shapes = (
        "n",
        "n",
        "text",
        "text",
        "n",
        "n",
        "text",
        "text",
        "text",
        *(["text", "text", "n", "n", "n", "n", "text", "text"] * len(SIGNS)),
    )
    return Table(tuple(titles), shapes, tuple(rows), marks=(2,))


def _cells(reason: Reason | None, selection: Selection, ids: NumberIds, platform: str) -> tuple[Cell, ...]:
    if reason is None:
        return (None,) * len(_OF_SIGN)
    above, below = reason.parts or (None, None)
    first, second = [
        *(ids(one, (platform,) if one.by else ()) for one in behind_sign(reason.sign, selection)),
        None,
    ][:2]
    return (
        _known(reason.value), _known(reason.reference), above, below, reason.n, reason.points, first, second
    )  # fmt: skip


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


def rates_table(found: Rates, names: Labels, lang: str, ids: NumberIds, note: str = "") -> Table:
    """Return the rates with numerator and denominator, now and compared, the days of both in the titles.

    Each of these numbers has its id in the last columns. `note` is what a reader must know of every row.
    """
    titles = [
        Text("层级", "Level")(lang),
        Text("类别", "Class")(lang),
        _PLATFORM(lang),
        Text("代码", "Code")(lang),
    ]
    for period in filter(None, (found.period, found.against)):
        titles += [f"{head(lang)} {period.start}–{period.end}" for head in _RATE_HEADS]
    titles += [_NOTE(lang), *(f"{NUMBER_ID(lang)} {title}" for title in titles[4:])]
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
                _SEMICOLON(lang).join(filter(None, (note, TOO_FEW(lang) if is_few else ""))) or None,
                *(ids(question, members) for question, members in found.behind(row)),
            )
        )
    pairs_of = 2 if found.against else 1
    shapes = (
        "text",
        "text",
        "text",
        "text",
        *(("n", "n", "days") * pairs_of),
        "text",
        *(("text",) * 3 * pairs_of),
    )
    return Table(tuple(titles), shapes, tuple(rows), marks=(0, 1, 2))
