"""Every number a second time, the stupid way: pick the rows, look at each, count."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from tests.oracle.facts import (
    Belongs,
    Days,
    Row,
    always,
    at_month_end,
    day,
    during,
    last_month_end,
    member,
    months,
    rows,
    splits,
    standing,
)

Number = tuple[float | None, int]  # the value, None where there is none, and the n on which it stands
Filters = dict[str, set[str]]


def every(row: Row) -> bool:  # noqa: ARG001  (all rows count)
    return True


@dataclass(frozen=True)
class Direct:
    """A number of the rows of one table that belong to the period and count at all (`where`)."""

    table: str
    belongs: Belongs
    number: Callable[[list[Row]], Number]
    where: Callable[[Row], bool] = every
    blind: frozenset[str] = frozenset()
    extra: frozenset[str] = frozenset()

    def splits(self) -> frozenset[str]:
        return (splits(self.table) | self.extra) - self.blind

    def rows(self, period: Days, filters: Filters) -> list[Row]:
        own = self.splits()
        asked = {key: frozenset(values) for key, values in filters.items() if key in own}
        return self._rows(period, frozenset(asked.items()))

    @lru_cache(maxsize=256)  # noqa: B019  (each split of a number is of the same rows, and all numbers stay to the end)
    def _rows(self, period: Days, filters: frozenset[tuple[str, frozenset[str]]]) -> list[Row]:
        return [
            row
            for row in rows(self.table)
            if self.belongs(row, period)
            and self.where(row)
            and all(member(self.table, row, key, period[1]) in values for key, values in filters)
        ]

    def answer(self, by: str | None, period: Days, filters: Filters) -> dict[Any, Number]:
        if by is None:
            return {None: self.number(self.rows(period, filters))}
        if by == "month":
            found = {}
            for part in months(period):
                if chosen := self.rows(part, filters):
                    first = last_month_end(part[1]) if self.belongs is at_month_end else part[0]
                    found[first.replace(day=1)] = self.number(chosen)
            return found
        groups: dict[str, list[Row]] = {}
        for row in self.rows(period, filters):
            groups.setdefault(member(self.table, row, by, period[1]), []).append(row)
        return {key: self.number(group) for key, group in groups.items()}


#: What an item has and no order or shop.
_OF_ITEMS = frozenset(
    {"kind", "problem", "goods", "channel", "route", "violation", "result", "refuse_reason"}
)


@dataclass(frozen=True)
class Ratio:
    """One number over another; where `whole`, the second is that of the whole city."""

    above: Direct
    below: Direct
    scale: float = 1.0
    ignoring: frozenset[str] = frozenset()
    blind: frozenset[str] = frozenset()

    def splits(self) -> frozenset[str]:
        return (self.above.splits() & (self.below.splits() | self.ignoring)) - self.blind

    def answer(self, by: str | None, period: Days, filters: Filters) -> dict[Any, Number]:
        asked = {key: values for key, values in filters.items() if key in self.above.splits() - self.blind}
        wide = {key: values for key, values in asked.items() if key not in self.ignoring}
        above = self.above.answer(by, period, asked)
        if by in self.ignoring:
            (base,) = self.below.answer(None, period, wide).values()
            return {key: self._of(number, base) for key, number in above.items()}
        below = self.below.answer(by, period, wide)
        return {key: self._of(above.get(key, (0.0, 0)), base) for key, base in below.items()}

    def _of(self, above: Number, below: Number) -> Number:
        return ((above[0] or 0.0) / below[0] * self.scale if below[0] else None), above[1]


@dataclass(frozen=True)
class PartOf(Ratio):
    """A part of the rows of a whole; n is the whole."""

    def _of(self, above: Number, below: Number) -> Number:
        return super()._of(above, below)[0], below[1]


@dataclass(frozen=True)
class Structure:
    """The share of a member on the chosen platforms over its share in the city, times 100."""

    of: Direct
    against: frozenset[str]

    def splits(self) -> frozenset[str]:
        return self.of.splits()

    def answer(self, by: str | None, period: Days, filters: Filters) -> dict[Any, Number]:
        own = self.of.answer(by, period, filters)
        if by in self.against:  # each is the whole of itself
            return {key: (100.0, n) for key, (_, n) in own.items()}
        wide = {key: values for key, values in filters.items() if key not in self.against}
        city = self.of.answer(by, period, wide)
        if by is None or by == "month":
            chosen = {key: own[key][1] if key in own else 0 for key in city}
            return {key: (100.0 if n else 0.0, n) for key, n in chosen.items()}
        mine, all_of_them = (sum(n for _, n in answer.values()) for answer in (own, city))
        found = {}
        for key, (_, base) in city.items():
            n = own[key][1] if key in own else 0
            found[key] = ((n / mine) / (base / all_of_them) * 100 if mine else 0.0, n)
        return found


def count(chosen: list[Row]) -> Number:
    return len(chosen), len(chosen)


def total(name: str) -> Callable[[list[Row]], Number]:
    def number(chosen: list[Row]) -> Number:
        known = [float(row[name]) for row in chosen if row[name] is not None]
        return (sum(known) if known else None), len(known)

    return number


def share(holds: Callable[[Row], bool], of: Callable[[Row], bool] = every) -> Callable[[list[Row]], Number]:
    def number(chosen: list[Row]) -> Number:
        base = [row for row in chosen if of(row)]
        return (sum(holds(row) for row in base) / len(base) if base else None), len(base)

    return number


def quotient(above: str, below: str) -> Callable[[list[Row]], Number]:
    def number(chosen: list[Row]) -> Number:
        base = sum(row[below] for row in chosen)
        return (sum(row[above] for row in chosen) / base if base else None), base

    return number


def elapsed(start: datetime | None, end: datetime | None) -> float | None:
    return (end - start).total_seconds() / 86_400 if start and end else None


def days(
    ended: Callable[[Row], datetime | None], started: str, share_of: float | None = None
) -> Callable[[list[Row]], Number]:
    """The mean of the days, or the quantile with linear interpolation."""

    def number(chosen: list[Row]) -> Number:
        known = sorted(took for row in chosen if (took := elapsed(row[started], ended(row))) is not None)
        if not known:
            return None, 0
        if share_of is None:
            return sum(known) / len(known), len(known)
        place = share_of * (len(known) - 1)
        low = int(place)
        high = min(low + 1, len(known) - 1)
        return known[low] + (known[high] - known[low]) * (place - low), len(known)

    return number


def held_by_the_largest(chosen: list[Row], top: int | None) -> Number:
    sold: dict[str, float] = {}
    for row in chosen:
        sold[row["platform_id"]] = sold.get(row["platform_id"], 0.0) + row["gmv"]
    whole = sum(sold.values())
    shares = sorted((amount / whole for amount in sold.values()), reverse=True)
    if not shares:
        return None, 0
    return (sum(shares[:top]) if top else sum(s * s for s in shares) * 10_000), len(shares)


def no_later(moment: datetime | None, due: date | None) -> bool:
    at = day(moment)
    return at is not None and due is not None and at <= due


def is_complaint(row: Row) -> bool:
    return bool(row["kind"] == "complaint")


def is_report(row: Row) -> bool:
    return bool(row["kind"] == "report")


def on_canal(row: Row) -> bool:
    return bool(row["route"] == "red_flag_canal")


def sent_first(row: Row) -> bool:
    return is_complaint(row) and row["platform_received_at"] is not None


def finish(row: Row) -> datetime | None:
    return row["settled_at"] or row["returned_at"]


def _answer_limit(row: Row) -> date | None:
    """The seventh calendar day at the platform."""
    sent = day(row["platform_received_at"])
    return None if sent is None else sent + timedelta(days=7)


def resolved(row: Row) -> bool:
    return row["result"] in {"mediated", "settled"}


def decided_in_time(row: Row) -> bool:
    return no_later(row["accepted_at"], row["accept_due"]) or no_later(row["refused_at"], row["accept_due"])


def highest(chosen: list[Row]) -> Number:
    return max((row["value"] for row in chosen), default=None), len(chosen)


def average_over_months(chosen: list[Row]) -> Number:
    ends = {row["month_end"] for row in chosen}
    active = sum(row["active"] for row in chosen)
    return (active / len(ends) if ends else None), active


def net(chosen: list[Row]) -> Number:
    return (sum(row["opened"] - row["closed"] for row in chosen) if chosen else None), len(chosen)


def fines(chosen: list[Row]) -> Number:
    return (sum((row["fine"] or 0) + (row["confiscated"] or 0) for row in chosen) if chosen else None), len(
        chosen
    )


def paid(chosen: list[Row]) -> Number:
    due = [(row["fine"] or 0) + (row["confiscated"] or 0) for row in chosen]
    share = sum(row["paid"] or 0 for row in chosen) / sum(due) if sum(due) else None
    return share, sum(amount > 0 for amount in due)


def entities(chosen: list[Row]) -> Number:
    found = {row["entity_id"] for row in chosen}
    return len(found), len(found)


def different(name: str) -> Callable[[list[Row]], Number]:
    def number(chosen: list[Row]) -> Number:
        found = {row[name] for row in chosen}
        return len(found), len(found)

    return number


def both(*holds: Callable[[Row], bool]) -> Callable[[Row], bool]:
    return lambda row: all(each(row) for each in holds)


def _handled(row: Row) -> bool:
    """Closed otherwise than by a refusal."""
    return row["closed_at"] is not None and row["result"] is not None and row["result"] != "refused"


def has(*names: str) -> Callable[[Row], bool]:
    return lambda row: any(row[name] is not None for name in names)


def figure(key: str) -> Callable[[Row], bool]:
    return lambda row: bool(row["key"] == key)


def _platforms(**other: Any) -> Direct:
    return Direct("platform", standing("launched_on", "closed_on"), count, **other)


def _shops(number: Callable[[list[Row]], Number], belongs: Belongs) -> Direct:
    return Direct("shop_month", belongs, number)


def _sold(number: Callable[[list[Row]], Number], **other: Any) -> Direct:
    return Direct("transaction_month", during("month"), number, **other)


def _items(moment: str | Belongs, number: Callable[[list[Row]], Number] = count, **other: Any) -> Direct:
    return Direct("complaint_report", during(moment) if isinstance(moment, str) else moment, number, **other)


def _cases(moment: str, number: Callable[[list[Row]], Number] = count, **other: Any) -> Direct:
    return Direct("enforcement_case", during(moment), number, **other)


def _flows(name: str) -> Direct:
    return _shops(total(name), during("month_end"))


def _kinds(*parts: Iterable[str]) -> frozenset[str]:
    return frozenset(key for part in parts for key in part)


_WHO = ("platform", "class", "subclass", "mode", "supply_mode", "grade")
_ROUTE, _ACROSS = frozenset({"route"}), frozenset({"platform"})
_gmv, _complaints = _sold(total("gmv")), _items("registered_at", where=is_complaint)
_finished = during("settled_at", "returned_at")

Oracle = Direct | Ratio | Structure
ORACLES: dict[str, Oracle] = {
    "platforms": _platforms(),
    "platforms_on_canal": Direct("platform", standing("canal_since", "closed_on"), count),
    "shops": _shops(total("active"), at_month_end),
    "shops_opened": _flows("opened"),
    "shops_closed": _flows("closed"),
    "shops_net": _shops(net, during("month_end")),
    "shops_average": _shops(average_over_months, during("month_end")),
    "licence_rate": _shops(quotient("licence_shown", "active"), at_month_end),
    "verified_rate": _shops(quotient("verified", "active"), at_month_end),
    "duties_met": Direct("platform_duty", always, share(lambda row: row["is_met"])),
    "gmv": _gmv,
    "orders": _sold(total("orders")),
    "gmv_share": Ratio(_gmv, _gmv, ignoring=_kinds(_WHO, ("district",))),
    "gmv_cr4": _sold(lambda chosen: held_by_the_largest(chosen, 4), blind=_ACROSS),
    "gmv_hhi": _sold(lambda chosen: held_by_the_largest(chosen, None), blind=_ACROSS),
    "gmv_national_share": Direct(
        "reference_figure", during("to_day"), highest, where=figure("gmv_national_share")
    ),
    "online_consumption": Direct(
        "reference_figure", during("to_day"), total("value"), where=figure("online_consumption")
    ),
    "online_consumption_retail_share": Direct(
        "reference_figure", during("to_day"), highest, where=figure("online_consumption_retail_share")
    ),
    "complaints_and_reports": _items("registered_at"),
    "complaints": _complaints,
    "reports": _items("registered_at", where=is_report),
    "online_share": _items("registered_at", share(lambda row: row["is_online"], has("is_online"))),
    "online_items": _items("registered_at", where=lambda row: row["is_online"] is True),
    "items_by_problem": Direct("complaint_problem", during("registered_at"), different("item_id")),
    "closure_rate": _items("registered_at", share(has("closed_at"))),
    "acceptance_rate": _items(
        "registered_at", share(has("accepted_at"), has("accepted_at", "refused_at")), where=is_complaint
    ),
    "acceptance_on_time": _items("accept_due", share(decided_in_time), where=is_complaint),
    "verification_on_time": _items("accept_due", share(decided_in_time), where=is_report),
    "closure_on_time": _items("close_due", share(lambda row: no_later(row["closed_at"], row["close_due"]))),
    "closed": _items("closed_at"),
    "mediation_success": _items("closed_at", share(resolved), where=is_complaint),
    "handling_days": _items("closed_at", days(lambda row: row["closed_at"], "registered_at")),
    "handling_days_median": _items("closed_at", days(lambda row: row["closed_at"], "registered_at", 0.5)),
    "handling_days_p90": _items("closed_at", days(lambda row: row["closed_at"], "registered_at", 0.9)),
    "open_items": _items(standing("registered_at", "closed_at")),
    "overdue": _items(standing("close_due", "closed_at"), extra=frozenset({"age"})),
    "recovered": _items("closed_at", total("amount_recovered"), where=is_complaint),
    "satisfaction": _items("closed_at", share(lambda row: row["satisfaction"] >= 4, has("satisfaction"))),
    "complaints_accepted": _items(
        "registered_at", where=both(is_complaint, lambda row: has("accepted_at")(row) or _handled(row))
    ),
    "complaints_closed": _items("registered_at", where=both(is_complaint, _handled)),
    "complaints_resolved": _items("registered_at", where=both(is_complaint, _handled, resolved)),
    "answered_in_time": _items("registered_at", share(lambda row: row["is_timely"], has("is_timely"))),
    "complaints_per_10k_shops": Ratio(
        _complaints, _shops(average_over_months, during("month_end")), 10_000, blind=frozenset({"district"})
    ),
    **{
        f"{name}_per_{key}": Ratio(above, below, scale, _OF_ITEMS, blind)
        for name, above in (
            ("complaints_and_reports", _items("registered_at")),
            ("complaints", _complaints),
            ("reports", _items("registered_at", where=is_report)),
        )
        for key, below, scale, blind in (
            ("million_orders", _sold(total("orders")), 1e6, frozenset({"district", "category"})),
            ("1k_shops", _shops(average_over_months, during("month_end")), 1e3, frozenset({"district"})),
            ("100m_volume", _sold(total("gmv")), 1e8, frozenset({"district", "category"})),
        )
    },
    "problem_index": Structure(_items("registered_at"), frozenset(_WHO)),
    "canal_items": _items("registered_at", where=on_canal, blind=_ROUTE),
    "canal_days": _items(_finished, days(finish, "platform_received_at"), where=on_canal, blind=_ROUTE),
    "first_handled": _items("platform_received_at", where=is_complaint),
    "settled": _items("settled_at", where=is_complaint),
    "returned": _items("returned_at", where=is_complaint),
    "sent_answered": _items(
        "platform_received_at", where=both(is_complaint, has("settled_at", "returned_at"))
    ),
    "sent_settled": _items("platform_received_at", where=both(is_complaint, has("settled_at"))),
    "returned_share": _items("platform_received_at", share(has("returned_at")), where=is_complaint),
    "first_handling_rate": _items("registered_at", share(has("platform_received_at")), where=is_complaint),
    "settlement_rate": _items(_finished, share(has("settled_at")), where=sent_first),
    "first_handling_days": _items(_finished, days(finish, "platform_received_at"), where=sent_first),
    "first_answers_late": _items(
        lambda row, period: (limit := _answer_limit(row)) is not None and period[0] <= limit <= period[1],
        share(lambda row: not no_later(finish(row), _answer_limit(row))),
        where=is_complaint,
    ),
    "case_sources": _cases("source_at"),
    "cases_filed": _cases("filed_at"),
    "cases_decided": _cases("decided_at"),
    "cases_open": Direct("case_stage", standing("entered_at", "left_at"), count),
    "stages_entered": Direct("case_stage", during("entered_at"), count),
    "filing_rate": _cases("source_at", share(has("filed_at"))),
    "decision_on_time": _cases(
        "decision_due", share(lambda row: no_later(row["decided_at"], row["decision_due"]))
    ),
    "case_days": _cases("closed_at", days(lambda row: row["closed_at"], "filed_at"), where=has("filed_at")),
    "penalties": _cases("decided_at", fines),
    "penalties_paid": _cases("payment_due", paid),
    "publication_on_time": _cases(
        "publish_due", share(lambda row: no_later(row["published_at"], row["publish_due"]))
    ),
    "minor_share": _cases("decided_at", share(lambda row: row["is_minor"], has("is_minor"))),
    "negative_entities": Direct("negative_entity", standing("listed_at", "delisted_at"), entities),
    "negatives_listed": Direct("negative_entity", during("listed_at"), count),
    "negatives_removed": Direct("negative_entity", during("delisted_at"), count),
}

#: What is delivered by month or by year is counted in whole ones: part of a month is not known.
KEPT_BY_MONTH = {
    "shops_opened", "shops_closed", "shops_net", "shops_average", "gmv", "orders", "gmv_share", "gmv_cr4", "gmv_hhi",
    "complaints_per_10k_shops",
    *(f"{name}_per_{key}" for name in ("complaints_and_reports", "complaints", "reports")
      for key in ("million_orders", "1k_shops", "100m_volume")),
}  # fmt: skip
KEPT_BY_YEAR = {"gmv_national_share", "online_consumption", "online_consumption_retail_share"}
