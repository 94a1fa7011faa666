"""Changes of platforms' rules, their measures and appeals a second time, row by row."""

from collections.abc import Callable
from typing import Any

from tests.oracle.facts import Belongs, Row, during, standing
from tests.oracle.numbers import Direct, Number, Oracle, Ratio, both, count, days, has, no_later, share


def _changes(
    number: Callable[[list[Row]], Number] = count, where: Callable[[Row], bool] = lambda _: True
) -> Direct:
    return Direct(
        "platform_rule", during("effective_on"), number, where=both(lambda row: row["is_revision"], where)
    )


def _acts(number: Callable[[list[Row]], Number] = count) -> Direct:
    return Direct("moderation_act", during("decided_at"), number)


def _appeals(belongs: Belongs, number: Callable[[list[Row]], Number] = count, **other: Any) -> Direct:
    return Direct("moderation_appeal", belongs, number, **other)


def _notice(chosen: list[Row]) -> Number:
    known = [(row["effective_on"] - row["published_on"]).days for row in chosen if row["published_on"]]
    return (sum(known) / len(known) if known else None), len(known)


def _is_late(row: Row) -> bool:
    return row["answered_at"] is None or row["answered_at"].date() > row["answer_due"]


_kept = standing("replaced_on", "keep_due")
_RESULT = frozenset({"appeal_result"})
_took = (lambda row: row["answered_at"], "filed_at")
ORACLES: dict[str, Oracle] = {
    "rule_changes": _changes(),
    "rules_in_force": Direct("platform_rule", standing("effective_on", "replaced_on"), count),
    "rule_notice_rate": _changes(share(lambda row: no_later(row["published_on"], row["notice_due"]))),
    "rules_short_notice": _changes(where=lambda row: not no_later(row["published_on"], row["notice_due"])),
    "rules_not_consulted": _changes(where=lambda row: row["consulted_on"] is None),
    "rule_notice_days": _changes(_notice),
    "rule_versions_kept": Direct("platform_rule", _kept, count),
    "rule_versions_missing": Direct(
        "platform_rule", _kept, count, where=lambda row: row["is_readable"] is False
    ),
    "moderation_acts": _acts(),
    "moderation_published": _acts(share(has("published_on"))),
    "moderation_told": _acts(share(has("told_at"))),
    "moderation_appeals": _appeals(during("filed_at")),
    "appeal_rate": Ratio(_appeals(during("filed_at")), _acts()),
    "appeals_upheld": _appeals(
        during("answered_at"),
        share(lambda row: row["result"] in {"lifted", "reduced"}, lambda row: row["result"] != "withdrawn"),
        blind=_RESULT,
    ),
    "appeal_days": _appeals(during("answered_at"), days(*_took)),
    "appeal_days_p90": _appeals(during("answered_at"), days(*_took, 0.9)),
    "appeals_on_time": _appeals(
        during("answer_due"), share(lambda row: no_later(row["answered_at"], row["answer_due"]))
    ),
    "appeals_late": _appeals(during("answer_due"), where=_is_late, blind=_RESULT),
    "appeals_open": _appeals(standing("filed_at", "answered_at"), blind=_RESULT),
    "appeals_overdue": _appeals(standing("answer_due", "answered_at"), blind=_RESULT),
}
KEPT_BY_MONTH: set[str] = set()
KEPT_BY_YEAR: set[str] = set()
