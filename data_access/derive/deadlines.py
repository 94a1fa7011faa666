"""When things are due: the time limits of the law by version."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from data_access.errors import UnknownName
from data_access.text import Text
from data_access.working_days import Dates, Days, working_days


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a time limit: `days` working or calendar days, for steps begun in since…until.

    The oldest version that we keep has no `since`: it also measures what began before its law was in force.
    """

    version: str
    step: str
    days: int
    working: bool
    law: Text
    article: str
    since: date = date.min
    until: date = date.max


_CONSUMER_LAW = Text("消费者权益保护法", "Consumer Protection Law")
_ORDER_20 = Text(
    "市场监督管理投诉举报处理暂行办法（总局令第20号）",
    "Interim Measures on Complaints and Reports (SAMR Order 20)",
)
_ORDER_121 = Text(
    "市场监督管理投诉举报处理办法（总局令第121号）", "Measures on Complaints and Reports (SAMR Order 121)"
)
_PROCEDURE = Text("市场监督管理行政处罚程序规定", "Provisions on Administrative Penalty Procedures")
_PENALTY_LAW = Text("行政处罚法", "Administrative Penalty Law")
_PUBLICITY = Text(
    "市场监督管理行政处罚信息公示规定（总局令第45号）", "Provisions on Publishing Penalties (SAMR Order 45)"
)

# A limit counts: acceptance from receipt, mediation from acceptance, verification from receipt
# or finding (…_extended: with approval), decision from filing the case, publicity from the decision.
RULES: tuple[Rule, ...] = (
    Rule("acceptance-7wd", "acceptance", 7, True, _CONSUMER_LAW, "46"),
    Rule("mediation-45wd", "mediation", 45, True, _ORDER_20, "21(5)", until=date(2026, 4, 14)),
    Rule("mediation-60d", "mediation", 60, False, _ORDER_121, "23(5)", since=date(2026, 4, 15)),
    Rule("verification-15wd", "verification", 15, True, _PROCEDURE, "18"),
    Rule("verification-15+15wd", "verification_extended", 30, True, _PROCEDURE, "18"),
    Rule("decision-90d", "decision", 90, False, _PENALTY_LAW, "60"),
    Rule("publicity-20wd", "publicity", 20, True, _PUBLICITY, "9"),
)


def versions(step: str) -> tuple[Rule, ...]:
    """Return the versions of a step's time limit. Raises UnknownName."""
    found = tuple(rule for rule in RULES if rule.step == step)
    if not found:
        raise UnknownName("step with a time limit", step, {rule.step for rule in RULES})
    return found


def rule_version(step: str, start: date) -> str:
    """Return the version of the rule in force for a step that starts on `start`. Raises UnknownName."""
    return next(rule.version for rule in versions(step) if rule.since <= start <= rule.until)


def due(step: str, start: date) -> date:
    """Return the last day on which a step that starts on `start` is in time.

    Raises UnknownName, OutsideCalendar.
    """
    last: date = due_array(step, np.array([start], "datetime64[D]"))[0].item()
    return last


def due_array(step: str, starts: Dates) -> Days:
    """Return `due` of many starts as datetime64[D]; NaT stays NaT. Raises UnknownName, OutsideCalendar."""
    days = starts.astype("datetime64[D]")
    last = np.full(days.shape, np.datetime64("NaT"), "datetime64[D]")
    for rule in versions(step):
        held = (days >= np.datetime64(rule.since)) & (days <= np.datetime64(rule.until))
        if rule.working:
            last[held] = working_days().add_array(days[held], rule.days)
        else:
            last[held] = days[held] + rule.days
    return last
