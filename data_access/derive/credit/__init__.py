"""信用评分: the score of every platform at each month end under the rules then in force, and who is inspected."""

from collections import defaultdict
from datetime import date
from typing import Any

import pyarrow as pa
from sqlalchemy import Connection, delete, select

from data_access.derive.credit.draws import draw, plans
from data_access.derive.credit.evidence import Rates, events, states
from data_access.derive.credit.scoring import Assessment, Fact, assess
from data_access.derive.shop_months import month_ends
from data_access.domain.credit_rules import Rules, in_force, versions
from data_access.domain.currency import YUAN
from data_access.store.drafts import Draft
from data_access.store.schema import (
    complaint_report,
    credit_item,
    credit_objection,
    credit_score,
    dataset,
    enforcement_case,
    inspection_draw,
    platform,
)

#: What must be known before anybody is scored: where nobody looked for penalties, having none is no merit.
NEEDED = (enforcement_case, complaint_report)


def derive(draft: Draft) -> dict[str, int]:
    """Fill the scores and their items anew and draw the inspections that are due; returns the rows of each table.

    A store without penalties or without complaints has no scores, nor has one whose money is not in the yuan of which the
    rules speak: a platform whose fines nobody can judge is not one without.
    """
    with draft.engine.begin() as connection:
        connection.execute(delete(credit_item))
        connection.execute(delete(credit_score))
        held = connection.execute(
            select(dataset.c.starts_on, dataset.c.as_of, dataset.c.currency)
        ).one_or_none()
        known = (
            held is not None
            and held.currency in (None, YUAN)
            and all(connection.execute(select(table).limit(1)).first() for table in NEEDED)
        )
        ends = (
            [end for end in month_ends(held.starts_on, held.as_of) if in_force(end)] if held and known else []
        )
        if not ends or held is None:
            return {"credit_score": 0, "credit_item": 0, "inspection_draw": 0}
        scores, items = _assessed(connection, ends)
        drawn = set(connection.execute(select(inspection_draw.c.plan_id)).scalars())
    lots = _lots(scores, drawn, held.as_of)
    for table, rows in ((credit_score, scores), (credit_item, items), (inspection_draw, lots)):
        if rows:
            draft.append(table, pa.Table.from_pylist(rows))
    return {"credit_score": len(scores), "credit_item": len(items), "inspection_draw": len(lots)}


def _assessed(connection: Connection, ends: list[date]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows of scores and items, month by month."""
    dated, rates, given = events(connection), Rates(connection, ends), states(connection)
    register = connection.execute(
        select(platform.c.platform_id, platform.c.launched_on, platform.c.closed_on).order_by(
            platform.c.platform_id
        )
    ).all()
    objections = connection.execute(select(credit_objection)).all()
    scores: list[dict[str, Any]] = []
    items: list[dict[str, Any]] = []
    before: dict[str, Assessment] = {}
    for end in ends:
        rules = in_force(end)
        if rules is None:
            continue
        measured, states_of = rates.at(end, rules.lookback_months), _objections(objections, end)
        now: dict[str, Assessment] = {}
        for row in register:
            if (row.launched_on and row.launched_on > end) or (row.closed_on and row.closed_on <= end):
                continue
            own = row.platform_id
            bonuses = [Fact(kind, f"{end:%Y-%m}", end, value) for kind, value in given[own].items() if value]
            known = [
                fact for fact in dated[own] if fact.day <= end and (fact.until is None or fact.until > end)
            ]
            now[own] = assess([*known, *measured[own], *bonuses], rules, end, states_of[own])
            scores.append(_score(end, own, now[own], before.get(own), rules))
            items += _items(end, own, now[own], rules)
        before = now
    return scores, items


def _objections(rows: Any, on: date) -> dict[str, dict[tuple[str, str], str]]:
    """Return the state on a day of the objections of each platform: pending, or what was decided."""
    found: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: row.filed_on):
        if row.filed_on <= on:
            decided = row.decided_on is not None and row.decided_on <= on and row.outcome
            found[row.platform_id][row.rule, row.event_ref] = row.outcome if decided else "pending"
    return found


def _score(end: date, own: str, now: Assessment, before: Assessment | None, rules: Rules) -> dict[str, Any]:
    return {
        "score_id": f"{end:%Y-%m}-{own}", "month_end": end, "platform_id": own, "score": now.score, "colour": now.colour,
        "credit_class": now.credit_class, "colour_before": before.colour if before else None,
        "class_before": before.credit_class if before else None, "veto": now.veto, "rule_version": rules.version,
    }  # fmt: skip


def _items(end: date, own: str, now: Assessment, rules: Rules) -> list[dict[str, Any]]:
    return [
        {"item_id": f"{end:%Y-%m}-{own}-{item.rule}-{item.fact.ref}", "month_end": end, "platform_id": own,
         "rule": item.rule, "points": float(item.points), "counted": float(item.counted), "event_ref": item.fact.ref,
         "event_day": item.fact.day, "expires_on": item.expires_on, "measured": round(item.fact.measured, 4),
         "reference": None if item.fact.reference is None else round(item.fact.reference, 4), "objection": item.objection, "rule_version": rules.version}
        for item in now.items
    ]  # fmt: skip


def _lots(scores: list[dict[str, Any]], drawn: set[str], as_of: date) -> list[dict[str, Any]]:
    """Return the lots of plans that are not drawn yet: a plan once drawn stays, whatever later data would have said."""
    classes: dict[date, dict[str, str]] = defaultdict(dict)
    for row in scores:
        classes[row["month_end"]][row["platform_id"]] = row["credit_class"]
    found = []
    for rules, following in zip(versions(), [*versions()[1:], None], strict=True):
        last = following.valid_from if following else as_of
        for day in plans(rules, rules.valid_from, as_of):
            plan_id = f"{day:%Y-%m}"
            known = max((end for end in classes if end < day), default=None)
            if plan_id in drawn or known is None or (following and day >= last):
                continue
            found += [
                {"draw_id": f"{plan_id}-{lot.platform_id}", "plan_id": plan_id, "platform_id": lot.platform_id,
                 "credit_class": lot.credit_class, "drawn_on": day, "seed": rules.seed, "ticket": lot.ticket,
                 "is_drawn": lot.is_drawn, "in_band": lot.in_band, "rule_version": rules.version}
                for lot in draw(plan_id, classes[known], rules)
            ]  # fmt: skip
    return found
