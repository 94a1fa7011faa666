"""Casework, mediation, registers and joint governance a second time, counted over the rows of the small city."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from tests.oracle.facts import Days, Row, during, months, rows, standing
from tests.oracle.numbers import (
    Direct,
    Filters,
    Number,
    Oracle,
    Ratio,
    both,
    count,
    days,
    has,
    no_later,
    share,
    total,
)

_PLATFORM = frozenset({"platform", "class", "subclass", "mode", "supply_mode", "grade"})
_CALENDAR = Path(__file__).parents[2] / "data_access" / "domain" / "calendars" / "working_days.csv"


@cache
def _worked() -> set[date]:
    with _CALENDAR.open(encoding="utf-8", newline="") as file:
        return {date.fromisoformat(row["date"]) for row in csv.DictReader(file) if row["is_workday"] == "1"}


@dataclass(frozen=True)
class PerWorkingDay:
    """A number over the working days of the period, or of the part of it that lies in each month."""

    of: Direct

    def splits(self) -> frozenset[str]:
        return self.of.splits()

    def answer(self, by: str | None, period: Days, filters: Filters) -> dict[Any, Number]:
        found = self.of.answer(by, period, filters)
        parts = {part[0].replace(day=1): part for part in months(period)} if by == "month" else {}
        return {
            key: (value / _working_days(parts.get(key, period)), n)
            for key, (value, n) in found.items()
            if value is not None
        }


def _working_days(period: Days) -> int:
    worked = _worked()
    return sum(period[0] + timedelta(days=i) in worked for i in range((period[1] - period[0]).days + 1))


def amount(row: Row) -> float:
    return (row["fine"] or 0.0) + (row["confiscated"] or 0.0)


def amounts(share_of: float) -> Callable[[list[Row]], Number]:
    """The quantile of fines and confiscations, between the two nearest."""

    def number(chosen: list[Row]) -> Number:
        known = sorted(amount(row) for row in chosen)
        if not known:
            return None, 0
        place = share_of * (len(known) - 1)
        low = known[int(place)]
        high = known[min(int(place) + 1, len(known) - 1)]
        return low + (high - low) * (place - int(place)), len(known)

    return number


def mean(name: str) -> Callable[[list[Row]], Number]:
    def number(chosen: list[Row]) -> Number:
        known = [row[name] for row in chosen if row[name] is not None]
        return (sum(known) / len(known) if known else None), len(known)

    return number


def different(name: str) -> Callable[[list[Row]], Number]:
    def number(chosen: list[Row]) -> Number:
        known = {row[name] for row in chosen if row[name] is not None}
        return len(known), len(known)

    return number


def is_true(name: str) -> Callable[[Row], bool]:
    return lambda row: row[name] is True


def equals(name: str, *values: str) -> Callable[[Row], bool]:
    return lambda row: row[name] in values


def _cases(moment: str, number: Callable[[list[Row]], Number] = count, **other: Any) -> Direct:
    return Direct("enforcement_case", during(moment), number, **other)


def _stages(moment: str, number: Callable[[list[Row]], Number], **other: Any) -> Direct:
    return Direct("case_stage", during(moment), number, **other)


def _mediations(moment: str, number: Callable[[list[Row]], Number] = count, **other: Any) -> Direct:
    return Direct("mediation", during(moment), number, **other)


def _triggers(
    number: Callable[[list[Row]], Number] = count, moment: str = "fired_at", **other: Any
) -> Direct:
    return Direct("trigger_event", during(moment), number, **other)


def _entities(number: Callable[[list[Row]], Number] = count, **other: Any) -> Direct:
    return Direct("entity", standing("established_on", "ended_on"), number, **other)


def _checks(number: Callable[[list[Row]], Number] = count, **other: Any) -> Direct:
    return Direct("site_check", during("checked_at"), number, **other)


def _overdue_case(row: Row, period: Days) -> bool:
    end = row["decided_at"] or row["closed_at"]
    due = row["decision_due"]
    return due is not None and due <= period[1] and (end is None or end.date() > period[1])


def _owes(row: Row) -> bool:
    """Whether something was decided that was not paid, or was paid in full once."""
    return amount(row) > 0 and (row["paid_at"] is not None or (row["paid"] or 0) < amount(row))


def _fined(chosen: list[Row]) -> Number:
    return (sum(map(amount, chosen)) if chosen else None), len(chosen)


def _received(chosen: list[Row]) -> Number:
    return (sum(row["paid"] or 0 for row in chosen) if chosen else None), len(chosen)


def _minor_or_put_right(row: Row) -> bool:
    return bool(row["is_minor"]) or row["outcome"] in {"corrected", "no_penalty"}


_online, _of_stage = share(is_true("is_online"), has("is_online")), frozenset({"stage"})
_spent = both(has("decided_at"), lambda row: amount(row) > 0)
_held = _mediations("opened_at", where=has("mediator_id"))
_agreed = both(has("mediator_id"), equals("result", "mediated"))
_spells = standing("listed_at", "delisted_at")

ORACLES: dict[str, Oracle | PerWorkingDay] = {
    "sources_verified": _cases("source_at", where=has("verified_at", "filed_at")),
    "sources_filed": _cases("source_at", where=has("filed_at")),
    "sources_decided": _cases("source_at", where=both(has("filed_at"), has("decided_at"))),
    "cases_closed": _cases("closed_at"),
    "cases_corrected": _cases("closed_at", where=equals("outcome", "corrected")),
    "sources_open": Direct("enforcement_case", standing("source_at", "closed_at"), count, extra=frozenset({"waiting"})),
    "cases_overdue": Direct("enforcement_case", _overdue_case, count, extra=frozenset({"age"})),
    "source_verification_on_time": _cases("verify_due", share(lambda row: no_later(row["verified_at"], row["verify_due"]))),
    "case_days_median": _cases("closed_at", days(lambda row: row["closed_at"], "filed_at", 0.5), where=has("filed_at")),
    **{
        f"case_days_p{percent}": _cases(
            "closed_at", days(lambda row: row["closed_at"], "filed_at", percent / 100), where=has("filed_at")
        )
        for percent in (10, 25, 75, 90)
    },
    "penalty_median": _cases("decided_at", amounts(0.5), where=_spent),
    **{f"penalty_p{percent}": _cases("decided_at", amounts(percent / 100), where=_spent) for percent in (10, 25, 75, 90)},
    "penalties_due": _cases("payment_due", _fined, where=lambda row: amount(row) > 0),
    "penalties_received": _cases("payment_due", _received, where=lambda row: amount(row) > 0),
    "penalties_unpaid": Direct("enforcement_case", standing("payment_due", "paid_at"), count, where=_owes),
    "educated_share": _cases("closed_at", share(_minor_or_put_right, has("is_minor"))),
    "case_online_share": _cases("closed_at", share(is_true("is_online"), has("is_online"))),
    "stage_days": _stages("left_at", days(lambda row: row["left_at"], "entered_at")),
    "stage_online_share": _stages("entered_at", _online),
    "served_online": _stages("entered_at", _online, where=equals("stage", "SERV"), blind=_of_stage),
    "paid_online": _stages("entered_at", _online, where=equals("stage", "EXEC"), blind=_of_stage),
    "mediations": _mediations("opened_at"),
    "mediations_per_working_day": PerWorkingDay(_mediations("opened_at")),
    "mediations_held": _held,
    "mediations_agreed": _mediations("opened_at", where=_agreed),
    "mediations_fulfilled": _mediations("opened_at", where=both(_agreed, is_true("is_fulfilled"))),
    "agreement_rate": _mediations("closed_at", share(equals("result", "mediated")),
                                  where=equals("result", "mediated", "mediation_failed")),
    "mediation_days": _mediations("closed_at", days(lambda row: row["closed_at"], "opened_at"), where=has("mediator_id")),
    "mediation_rounds": _mediations("closed_at", mean("rounds"), where=has("mediator_id")),
    "no_show_share": _mediations("closed_at", share(lambda row: row["is_attended"] is False, has("is_attended"))),
    "amount_agreed": _mediations("closed_at", total("amount")),
    "fulfilment_rate": _mediations("closed_at", share(is_true("is_fulfilled")), where=equals("result", "mediated")),
    "judicial_confirmations": _mediations("closed_at", where=is_true("is_confirmed")),
    "mediation_approval": _mediations("closed_at", share(lambda row: row["rating"] >= 4, has("rating"))),
    "mediation_queue": Direct("mediation", standing("opened_at", "closed_at"), count),
    "mediation_unassigned": Direct(
        "mediation", standing("opened_at", "closed_at"), count, where=lambda row: row["mediator_id"] is None,
        blind=frozenset({"mediator", "organisation"}),
    ),
    "sessions_to_come": Direct("mediation", standing("opened_at", "next_session_at"), count, where=has("next_session_at")),
    "mediators_registered": Direct("mediator", standing("since", "until"), count),
    "mediators_active": _mediations("opened_at", different("mediator_id")),
    "mediations_per_mediator": Ratio(_held, _mediations("opened_at", different("mediator_id")),
                                     blind=frozenset({"mediator", "result"})),
    "triggers": _triggers(),
    "triggers_acted": _triggers(where=has("acted_at")),
    "triggers_settled": _triggers(where=both(has("acted_at"), has("outcome"))),
    "trigger_action_rate": _triggers(share(has("acted_at"))),
    "trigger_days": _triggers(days(lambda row: row["acted_at"], "fired_at"), "acted_at"),
    "negatives_on_platforms": Direct("negative_entity", _spells, share(has("platform_id")), blind=_PLATFORM),
    "negatives_in_register": Direct(
        "negative_entity", _spells, share(lambda row: row["entity_id"] in {one["entity_id"] for one in rows("entity")})
    ),
    "reverse_complainants": Direct("reverse_complainant", standing("first_seen", "exit_at"), count),
    "complainants_removed": Direct("reverse_complainant", during("exit_at"), count),
    "complainant_reviews_overdue": Direct("reverse_complainant", standing("review_due", "exit_at"), count),
    "entities": _entities(),
    "entities_online": _entities(where=is_true("is_online")),
    "entities_retail": _entities(where=is_true("is_retail")),
    "entities_flagged": _entities(share(lambda row: row["is_abnormal"] or row["is_serious"])),
    "entities_established": Direct("entity", during("established_on"), count),
    "entities_ended": Direct("entity", during("ended_on"), count),
    "entity_events": Direct("entity_event", during("at"), count),
    "entities_met": Direct("entity_event", during("at"), different("entity_id")),
    "interviews": Direct("interview", during("interviewed_at"), count),
    "joint_interviews": Direct("interview", during("interviewed_at"), count, where=is_true("is_joint")),
    "rectified_on_time": Direct(
        "interview", during("rectify_due"), share(lambda row: no_later(row["rectified_at"], row["rectify_due"]))
    ),
    "shops_moved": Direct("shop_move", during("closed_on"), count),
    "site_checks": _checks(),
    "sites_found_wanting": _checks(where=equals("finding", "licence", "price")),
    "sites_corrected": _checks(where=both(equals("finding", "licence", "price"), has("corrected_at"))),
    "finding_rate": _checks(share(equals("finding", "licence", "price")), blind=frozenset({"site_finding"})),
}  # fmt: skip
KEPT_BY_MONTH: set[str] = set()
KEPT_BY_YEAR: set[str] = set()
