"""What was done about the scores and draws of the demo's platforms: objections, notices and inspections."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from sqlalchemy import Table, or_, select

from data_access.demo.arrays import NO_DAY, rows
from data_access.demo.parts import Chunks
from data_access.demo.window import AS_OF, stream
from data_access.store.drafts import Draft
from data_access.store.schema import (
    credit_item,
    credit_notice,
    credit_objection,
    credit_score,
    inspection,
    inspection_draw,
)

#: Tables whose rows answer what was derived: they are there once it is.
FOLLOWING: tuple[Table, ...] = (credit_objection, credit_notice, inspection)
_FOUND = {"A": 0.07, "B": 0.18, "C": 0.4, "D": 0.62}


def follow_up(draft: Draft, seed: int) -> Chunks:
    """Yield what was done about the scores and draws that a draft has derived: objections, notices, and inspections of those drawn."""
    yield from _filled(credit_objection, _objection_rows(draft, seed))
    yield from _filled(credit_notice, _notice_rows(draft, seed))
    yield from _filled(inspection, _inspection_rows(draft, seed))


def _filled(table: Table, found: pa.Table) -> Iterator[tuple[Table, pa.Table]]:
    if found.num_rows:
        yield table, found


def _objection_rows(draft: Draft, seed: int) -> pa.Table:
    """One in twelve dated deductions is objected to, a third of those with success."""
    c = credit_item.c
    dated = select(c.platform_id, c.rule, c.event_ref, c.event_day).where(
        c.points < 0, c.event_day < c.month_end
    )
    with draft.engine.connect() as connection:
        held = connection.execute(
            dated.distinct().order_by(c.event_day, c.platform_id, c.rule, c.event_ref)
        ).all()
    rng = stream(seed, "credit_objection")
    chosen = [row for row, luck in zip(held, rng.random(len(held)), strict=True) if luck < 0.12]
    n = len(chosen)
    filed = np.array([row.event_day for row in chosen], "datetime64[D]") + rng.integers(8, 30, n)
    decided = filed + rng.integers(6, 28, n)
    decided = np.where(decided > AS_OF, NO_DAY, decided)
    inside = filed <= AS_OF
    columns = {
        "objection_id": pa.array([f"O{number:05d}" for number in range(1, n + 1)]),
        "platform_id": pa.array([row.platform_id for row in chosen], pa.string()),
        "rule": pa.array([row.rule for row in chosen], pa.string()),
        "event_ref": pa.array([row.event_ref for row in chosen], pa.string()),
        "filed_on": filed,
        "decided_on": decided,
        "outcome": pa.array(
            np.where(rng.random(n) < 0.35, "upheld", "dismissed"), pa.string(), mask=np.isnat(decided)
        ),
    }
    return rows(credit_objection, columns).filter(pa.array(inside))


def _notice_rows(draft: Draft, seed: int) -> pa.Table:
    """A platform is told its first grade and each change of its colour; the mark goes with it to the page of its licence."""
    c = credit_score.c
    is_new = or_(c.colour_before.is_(None), c.colour_before != c.colour)
    statement = select(c.score_id, c.platform_id, c.month_end, c.colour).where(is_new)
    with draft.engine.connect() as connection:
        told = connection.execute(statement.order_by(c.month_end, c.platform_id)).all()
    rng, n = stream(seed, "credit_notice"), len(told)
    ended = np.array([row.month_end for row in told], "datetime64[D]")
    sent = ended + rng.integers(3, 12, n)
    displayed, received = sent + rng.integers(0, 4, n), sent + rng.integers(1, 15, n)
    columns = {
        "notice_id": pa.array([f"NC{row.score_id}" for row in told], pa.string()),
        "platform_id": pa.array([row.platform_id for row in told], pa.string()),
        "month_end": ended,
        "colour": pa.array([row.colour for row in told], pa.string()),
        "displayed_on": np.where((displayed <= AS_OF) & (rng.random(n) < 0.96), displayed, NO_DAY),
        "sent_on": sent,
        "received_on": np.where((received <= AS_OF) & (rng.random(n) < 0.93), received, NO_DAY),
    }
    return rows(credit_notice, columns).filter(pa.array(sent <= AS_OF))


def _inspection_rows(draft: Draft, seed: int) -> pa.Table:
    """Those drawn are checked within weeks, and the worse the class the more is found."""
    c = inspection_draw.c
    statement = select(c.plan_id, c.platform_id, c.credit_class, c.drawn_on).where(c.is_drawn)
    with draft.engine.connect() as connection:
        drawn = connection.execute(statement.order_by(c.draw_id)).all()
    rng, n = stream(seed, "inspection"), len(drawn)
    on = np.array([row.drawn_on for row in drawn], "datetime64[D]")
    checked = on + rng.integers(5, 50, n)
    found = rng.random(n) < np.array([_FOUND[row.credit_class] for row in drawn])
    done = (checked <= AS_OF) & (rng.random(n) < 0.97)
    published = checked + rng.integers(3, 19, n)
    published = np.where(done & (published <= AS_OF), published, NO_DAY)
    kinds = np.array(["V15", "V19", "V03", "V04", "V01"])[rng.integers(0, 5, n)]
    columns = {
        "inspection_id": pa.array([f"{row.plan_id}-{row.platform_id}" for row in drawn], pa.string()),
        "plan_id": pa.array([row.plan_id for row in drawn], pa.string()),
        "platform_id": pa.array([row.platform_id for row in drawn], pa.string()),
        "credit_class": pa.array([row.credit_class for row in drawn], pa.string()),
        "drawn_on": on,
        "checked_on": np.where(done, checked, NO_DAY),
        "is_found": pa.array(found, mask=~done),
        "violation": pa.array(kinds, pa.string(), mask=~(done & found)),
        "published_on": published,
    }
    return rows(inspection, columns)
