"""The numbers of bridges and co-investigation, a second time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.data_access.small_city import ROWS
from tests.oracle.facts import Belongs, Days, Row, during, months, standing
from tests.oracle.numbers import (
    Direct,
    Filters,
    Number,
    Ratio,
    both,
    count,
    days,
    every,
    finish,
    has,
    no_later,
    on_canal,
    quotient,
    share,
    total,
)


@dataclass(frozen=True)
class Daily:
    """An amount over the calendar days of the period, or of each month as far as the period goes."""

    of: Direct

    def splits(self) -> frozenset[str]:
        return self.of.splits()

    def answer(self, by: str | None, period: Days, filters: Filters) -> dict[Any, Number]:
        parts = {first.replace(day=1): (first, last) for first, last in months(period)}
        found = {}
        for key, (value, n) in self.of.answer(by, period, filters).items():
            first, last = parts[key] if by == "month" else period
            found[key] = (None if value is None else value / ((last - first).days + 1)), n
        return found


def _weighted(value: str, weight: str) -> Callable[[list[Row]], Number]:
    def number(chosen: list[Row]) -> Number:
        known = [row for row in chosen if row[value] is not None]
        base = sum(row[weight] for row in known)
        return (sum(row[value] * row[weight] for row in known) / base if base else None), base

    return number


def _matching(chosen: list[Row]) -> Number:
    compared = [row for row in chosen if row["matched"] is not None]
    base = sum(row["matched"] + row["mismatched"] for row in compared)
    return (sum(row["matched"] for row in compared) / base if base else None), base


def _different(name: str) -> Callable[[list[Row]], Number]:
    def number(chosen: list[Row]) -> Number:
        found = len({row[name] for row in chosen})
        return found, found

    return number


def _is(name: str, code: str) -> Callable[[Row], bool]:
    return lambda row: bool(row[name] == code)


def _exchanged(number: Callable[[list[Row]], Number], **other: Any) -> Direct:
    return Direct("data_exchange", during("day"), number, **other)


def _checked(number: Callable[[list[Row]], Number]) -> Direct:
    return Direct("identity_check", during("month"), number)


def _asked(moment: str, number: Callable[[list[Row]], Number] = count, **other: Any) -> Direct:
    return Direct("co_investigation", during(moment), number, **other)


def _notified(belongs: Belongs, number: Callable[[list[Row]], Number]) -> Direct:
    return Direct("violation_notice", belongs, number)


def _accounts(chosen: list[Row]) -> Number:
    found = len({row["account_id"] for row in chosen} - {None})
    return found, found


def _agreed(number: Callable[[list[Row]], Number]) -> Direct:
    return Direct("partner_region", standing("signed_on", "ended_on"), number)


def _answered(share_of: float | None = None) -> Direct:
    return _asked("feedback_at", days(lambda row: row["feedback_at"], "sent_at", share_of))


def _on_canal(number: Callable[[list[Row]], Number]) -> Direct:
    return Direct(
        "complaint_report", during("settled_at", "returned_at"), number, where=on_canal, blind=_ROUTE
    )


def _within_a_week(row: Row) -> bool:
    ended = finish(row)
    return ended is not None and (ended.date() - row["platform_received_at"].date()).days <= 7


_AGAIN = {row["item_id"]: row["repeated_at"] for row in ROWS["complaint_repeat"]}


def _late(row: Row, period: Days) -> bool:
    """Sent to its platform, and at the end of the period its seventh day is over without settlement, return or closure."""
    if row["platform_received_at"] is None:
        return False
    ended = row["settled_at"] or row["returned_at"] or row["closed_at"]
    due = row["platform_received_at"].date() + timedelta(days=7)
    return bool(due <= period[1] and (ended is None or ended.date() > period[1]))


def _again_within(row: Row, days_: int) -> bool:
    at = _AGAIN.get(row["item_id"])
    return at is not None and (at.date() - finish(row).date()).days <= days_


def _came_again(
    within: int, where: Callable[[Row], bool] = on_canal, blind: frozenset[str] = frozenset({"route"})
) -> Direct:
    def again(row: Row) -> bool:
        return _again_within(row, within)

    return Direct(
        "complaint_report", during("settled_at", "returned_at"), share(again),
        where=both(where, lambda row: row["item_id"] in _AGAIN), blind=blind,
    )  # fmt: skip


_ROUTE, _TYPE, _TRANSFER = frozenset({"route"}), frozenset({"data_type"}), frozenset({"co_kind", "co_result"})
_records, _requests = _exchanged(total("records")), _asked("sent_at")
_is_transfer = _is("kind", "transfer")

ORACLES: dict[str, Any] = {
    "exchange_records": _records,
    "exchange_records_per_day": Daily(_records),
    "exchange_calls": _exchanged(total("calls")),
    "exchange_success_rate": _exchanged(quotient("succeeded", "calls")),
    "exchange_latency": _exchanged(_weighted("latency_ms", "calls")),
    "exchange_match_rate": _exchanged(_matching),
    "exchange_completeness": _exchanged(quotient("complete", "records")),
    "platforms_on_bridge": Direct("platform", standing("bridge_since", "closed_on"), count),
    "bridges_in_use": _exchanged(_different("bridge")),
    "reviews_read": _exchanged(total("records"), where=_is("data_type", "review"), blind=_TYPE),
    "review_leads": _exchanged(total("records"), where=_is("data_type", "review_lead"), blind=_TYPE),
    "identity_checks": _checked(total("submitted")),
    "identity_mismatches": _checked(total("mismatched")),
    "identity_mismatch_rate": _checked(quotient("mismatched", "submitted")),
    "mismatches_found": Direct("identity_mismatch", during("found_at"), count),
    "mismatches_open": Direct("identity_mismatch", standing("found_at", "settled_at"), count),
    "mismatch_days": Direct(
        "identity_mismatch", during("settled_at"), days(lambda row: row["settled_at"], "found_at")
    ),
    "notices_sent": _notified(during("sent_at"), count),
    "notice_days": _notified(during("answered_at"), days(lambda row: row["answered_at"], "sent_at")),
    "notice_days_p90": _notified(during("answered_at"), days(lambda row: row["answered_at"], "sent_at", 0.9)),
    "notices_on_time": _notified(during("due"), share(lambda row: no_later(row["answered_at"], row["due"]))),
    "notice_backlog": _notified(standing("sent_at", "answered_at"), count),
    "notices_overdue": _notified(standing("due", "answered_at"), count),
    "co_investigations": _requests,
    "co_investigations_per_day": Daily(_requests),
    "co_online_share": _asked("sent_at", share(has("bridge")), blind=frozenset({"bridge"})),
    "co_feedback_on_time": _asked("due", share(lambda row: no_later(row["feedback_at"], row["due"]))),
    "co_days": _answered(),
    **{f"co_days_p{part}": _answered(part / 100) for part in (10, 25, 50, 75, 90)},
    "co_backlog": Direct("co_investigation", standing("sent_at", "feedback_at"), count),
    "co_overdue": Direct("co_investigation", standing("due", "feedback_at"), count),
    "co_accounts_open": Direct("partner_account", standing("opened_on", "closed_on"), count),
    "co_accounts_active": _asked("sent_at", _accounts),
    "co_requests_by_account": _asked("sent_at", where=has("account_id")),
    "co_account_activity": Ratio(_asked("sent_at", where=has("account_id")), _asked("sent_at", _accounts)),
    "co_rapid_disposals": _asked("feedback_at", where=lambda row: bool(row["is_rapid"])),
    "co_transfers_accepted": _asked(
        "feedback_at", where=both(_is_transfer, _is("result", "accepted")), blind=_TRANSFER
    ),
    "co_transfer_acceptance": _asked(
        "feedback_at", share(_is("result", "accepted"), every), where=_is_transfer, blind=_TRANSFER
    ),
    "co_agreements": _agreed(count),
    "co_accounts": _agreed(total("accounts")),
    "co_partner_regions": _agreed(_different("region")),
    "co_partner_provinces": _agreed(_different("province")),
    **{
        f"canal_days_p{part}": _on_canal(days(finish, "platform_received_at", part / 100))
        for part in (10, 25, 50, 75, 90)
    },
    "canal_within_7": _on_canal(share(_within_a_week, has("platform_received_at"))),
    "canal_late": Direct("complaint_report", _late, count, where=on_canal, blind=_ROUTE),
    "canal_repeat_30": _came_again(30),
    "canal_repeat_90": _came_again(90),
    "canal_repeated": Direct(
        "complaint_report",
        during("settled_at", "returned_at"),
        count,
        where=both(on_canal, lambda row: _again_within(row, 30)),
        blind=_ROUTE,
    ),
    "complaints_repeat_30": _came_again(30, lambda _: True, frozenset()),
    "complaints_repeat_90": _came_again(90, lambda _: True, frozenset()),
    "complaints_repeated": Direct(
        "complaint_report",
        during("settled_at", "returned_at"),
        count,
        where=lambda row: _again_within(row, 30),
    ),
    "canal_return_rate": _on_canal(share(has("returned_at"))),
}
KEPT_BY_MONTH = {"identity_checks", "identity_mismatches", "identity_mismatch_rate"}
KEPT_BY_YEAR: set[str] = set()
