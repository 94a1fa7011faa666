"""Credit: worked examples of the rules, a second implementation of the score, draws that anyone can repeat."""

import random
import shutil
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import func, insert, select, update

from data_access.demo.follow_ups import FOLLOWING
from data_access.derive import credit
from data_access.derive.credit.draws import draw, drawn_of, plans
from data_access.derive.credit.evidence import quantiles_of_others
from data_access.derive.credit.scoring import Fact, assess, months_later
from data_access.domain.access import Scope
from data_access.domain.credit_rules import FOLDER, Rules, in_force, versions
from data_access.domain.errors import BadFile
from data_access.lookups.credit import deductions, grades
from data_access.store.schema import (
    credit_item,
    credit_objection,
    credit_score,
    enforcement_case,
    inspection,
    inspection_draw,
)
from data_access.store.schema.rules import RULES
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.small_city import ROWS
from tests.shared import swept

END = date(2021, 8, 31)
OLD, NEW = versions()


def judged(*facts: Fact, rules: Rules = NEW, on: date = END, **objections: str) -> tuple[float, str, str]:
    known = {(rule, fact.ref): state for rule, state in objections.items() for fact in facts}
    found = assess(facts, rules, on, known)
    return found.score, found.colour, found.credit_class


def penalty(amount: float, day: date = date(2021, 3, 3), ref: str = "A1") -> Fact:
    return Fact("penalty", ref, day, amount)


@pytest.mark.parametrize("share", [0.0, 0.33, 0.5, 0.75, 1.0])
@pytest.mark.parametrize("many", [2, 3, 4, 9, 30])
def test_each_platform_is_held_against_the_quantile_of_all_others_of_its_class(
    many: int, share: float
) -> None:
    """Equal rates among them: of five values, thirty are drawn."""
    rates = np.random.default_rng(many).integers(0, 5, many) / 7
    others = [np.quantile(np.delete(rates, place), share) for place in range(many)]
    assert quantiles_of_others(rates, share).tolist() == others


def test_nothing_known_is_a_hundred_points() -> None:
    assert judged() == (100, "blue", "A")


@pytest.mark.parametrize(("amount", "left"), [(0, 96), (49_999, 92), (50_000, 85)])
def test_a_penalty_weighs_by_its_amount(amount: float, left: float) -> None:
    assert judged(penalty(amount))[0] == left


def test_penalties_are_capped_at_forty() -> None:
    many = [penalty(60_000, ref=f"A{number}") for number in range(9)]
    assert judged(*many) == (60, "yellow", "C")
    counted = [item.counted for item in assess(many, NEW, END, {}).items]
    assert counted == [-15, -15, -10, 0, 0, 0, 0, 0, 0]


def test_a_deduction_expires_after_its_months() -> None:
    fined = penalty(100, date(2020, 8, 31))
    assert judged(fined, on=date(2021, 8, 30))[0] == 92
    assert judged(fined, on=date(2021, 8, 31))[0] == 100
    assert months_later(date(2020, 11, 30), 3) == date(2021, 2, 28)


def test_what_has_not_happened_yet_does_not_count() -> None:
    assert judged(penalty(100, date(2021, 9, 1)))[0] == 100


@pytest.mark.parametrize(("own", "left"), [(10.0, 100), (10.9, 100), (11.0, 99), (14.9, 96), (80.0, 85)])
def test_complaints_cost_a_point_for_each_tenth_above_the_median_of_the_class(
    own: float, left: float
) -> None:
    assert judged(Fact("complaint_rate", "2021-08", END, own, 10.0, 30))[0] == left


def test_too_few_complaints_say_nothing() -> None:
    assert judged(Fact("complaint_rate", "2021-08", END, 80.0, 10.0, 29))[0] == 100


@pytest.mark.parametrize(("share", "left"), [(0.95, 100), (0.9, 100), (0.8999, 95), (0.8, 95), (0.79, 90)])
def test_late_closure_costs_once_by_how_late(share: float, left: float) -> None:
    assert judged(Fact("closure_on_time", "2021-08", END, share, None, 400))[0] == left


def test_the_serious_list_is_red_whatever_the_score_and_as_long_as_it_lasts() -> None:
    listed = Fact("serious_list", "N1", date(2021, 2, 1), until=date(2021, 9, 15))
    assert judged(listed) == (100, "red", "D")
    assert judged(listed, on=date(2021, 9, 30)) == (100, "blue", "A")
    assert judged(listed, serious_list="upheld") == (100, "blue", "A")


def test_bonuses_make_up_for_deductions_up_to_five_points() -> None:
    good = [
        Fact("odr", "2021-08", END),
        Fact("guarantee_fund", "2021-08", END, 5e6),
        Fact("first_handling", "2021-08", END, 0.97, None, 99),
    ]
    assert judged(*good)[0] == 100
    assert judged(*good, penalty(0), penalty(100, ref="A2"))[0] == 100 - 4 - 8 + 5


def test_an_objection_counts_while_it_is_pending_and_takes_the_points_away_once_upheld() -> None:
    assert judged(penalty(100), penalty_fine="pending")[0] == 92
    assert judged(penalty(100), penalty_fine="dismissed")[0] == 92
    assert judged(penalty(100), penalty_fine="upheld")[0] == 100


def test_the_second_version_adds_what_the_law_of_2021_asks() -> None:
    hidden = Fact("licence", "L1", date(2021, 8, 2))
    assert judged(hidden, rules=OLD)[0] == 100
    assert judged(hidden, rules=NEW)[0] == 90
    assert in_force(date(2021, 6, 30)) == OLD
    assert in_force(date(2021, 7, 1)) == NEW
    assert in_force(date(2018, 12, 31)) is None


@pytest.mark.parametrize(("right", "wrong", "said"), [
    ("feedback = 10\n", "", "feedback_slow"), ("seed = 20210701", "", "seed"), ("ratio = 0.45", "ratio = 0.75", "C"),
    ("blue = 80", "", "blue"), ("version = ", "version ", "cannot be read"),
])  # fmt: skip
def test_rules_that_contradict_themselves_are_refused(
    right: str, wrong: str, said: str, tmp_path: Path
) -> None:
    text = (FOLDER / "2021-07.toml").read_text(encoding="utf-8")
    assert right in text
    (tmp_path / "broken.toml").write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(BadFile, match=said):
        versions(tmp_path)


def _scored_by_hand(facts: list[Fact], on: date) -> tuple[float, str]:  # noqa: C901, PLR0912  (a line for each rule)
    """The rules of 2021-07 written out, not read: what a clerk would do with pencil and paper."""
    lost = {"penalty": 0.0, "complaints": 0.0, "feedback": 0.0, "": 0.0}
    gained, red = 0.0, False
    for fact in facts:
        year_ago = date(on.year - 1, on.month, 28)
        alive = fact.day <= on and (fact.until is None or fact.until > on)
        fresh = alive and fact.day > year_ago
        match fact.kind:
            case "penalty" if fresh:
                lost["penalty"] += 4 if fact.measured == 0 else 8 if fact.measured < 50_000 else 15
            case "report_missing" if fresh:
                lost[""] += 20
            case "report_late" if fresh:
                lost[""] += 8
            case "licence" | "reporting" if fresh:
                lost[""] += 10
            case "takedown_late" if fresh:
                lost["feedback"] += 2
            case "abnormal_list" if alive:
                lost[""] += 25
            case "serious_list" if alive:
                red = True
            case "complaint_rate" if fact.n >= 30:
                assert fact.reference
                lost["complaints"] += max(0, int((fact.measured / fact.reference - 1) * 10 + 1e-9))
            case "feedback_late" if fact.n >= 30 and fact.measured >= 0.6:
                lost["feedback"] += 5
            case "closure_on_time" if fact.n >= 30:
                lost[""] += 10 if fact.measured < 0.8 else 5 if fact.measured < 0.9 else 0
            case "first_handling" if fact.n >= 30 and fact.measured >= 0.95:
                gained += 3
            case "odr" | "guarantee_fund":
                gained += 2
    score = (
        100
        - min(lost["penalty"], 40)
        - min(lost["complaints"], 15)
        - min(lost["feedback"], 10)
        - lost[""]
        + min(gained, 5)
    )
    score = max(0.0, min(100.0, score))
    return score, "red" if red or score < 60 else "yellow" if score < 80 else "blue"


def _random_facts(rng: random.Random) -> list[Fact]:
    facts = []
    for number in range(rng.randrange(9)):
        kind = rng.choice(
            [
                "penalty",
                "report_missing",
                "report_late",
                "licence",
                "reporting",
                "takedown_late",
                "abnormal_list",
                "serious_list",
            ]
        )
        day = date(2020, 7, 1) + timedelta(days=rng.randrange(500))
        if abs((day - date(2020, 8, 29)).days) <= 3:  # where the pencil is too blunt for the edge of a month
            continue
        until = day + timedelta(days=rng.randrange(300)) if kind != "penalty" and rng.random() < 0.4 else None
        amount = rng.choice([0.0, 300.0, 49_999.99, 50_000.0, 9e5]) if kind == "penalty" else 1.0
        if kind != "serious_list" or rng.random() < 0.2:
            facts.append(Fact(kind, f"E{number}", day, amount, until=until))
    facts.append(Fact("complaint_rate", "m", END, rng.uniform(1, 30), 10.0, rng.choice([5, 30, 900])))
    facts += [
        Fact(
            kind, "m", END, rng.choice([0.3, 0.6, 0.79, 0.8, 0.9, 0.95, 1.0]), None, rng.choice([5, 30, 900])
        )
        for kind in ("closure_on_time", "feedback_late", "first_handling")
    ]
    return facts + [Fact(kind, "m", END) for kind in ("odr", "guarantee_fund") if rng.random() < 0.5]


@swept("seed", range(300))
def test_a_second_implementation_gives_the_same_score_and_colour(seed: int) -> None:
    facts = _random_facts(random.Random(seed))
    assert judged(*facts)[:2] == _scored_by_hand(facts, END)


def test_a_draw_can_be_repeated_by_anyone_and_another_plan_draws_others() -> None:
    classes = {f"P{number:03d}": "BC"[number % 2] for number in range(80)}
    lots = list(draw("2021-07", classes, NEW))
    assert lots == list(draw("2021-07", dict(reversed(classes.items())), NEW))
    drawn = {lot.platform_id for lot in lots if lot.is_drawn}
    assert drawn != {lot.platform_id for lot in draw("2021-10", classes, NEW) if lot.is_drawn}
    for credit_class, count in (("B", 6), ("C", 18)):
        own = sorted(
            (sha256(f"{NEW.seed}|2021-07|{p}".encode()).hexdigest()[:12], p)
            for p, c in classes.items()
            if c == credit_class
        )
        assert {p for _, p in own[:count]} == {p for p in drawn if classes[p] == credit_class}
    assert all(lot.in_band for lot in lots)


@pytest.mark.parametrize(("credit_class", "size", "drawn"), [
    ("A", 100, 5), ("A", 19, 0), ("A", 90, 4), ("B", 20, 3), ("B", 4, 0), ("C", 10, 5), ("C", 1, 0), ("D", 3, 3),
])  # fmt: skip
def test_a_class_is_drawn_by_its_ratio_and_never_beyond_its_limit(
    credit_class: str, size: int, drawn: int
) -> None:
    band = NEW.bands[credit_class]
    assert drawn_of(size, band) == drawn
    assert drawn / size <= band.high


def test_plans_are_drawn_each_quarter() -> None:
    assert plans(NEW, date(2021, 2, 1), date(2021, 10, 1)) == [
        date(2021, 4, 1),
        date(2021, 7, 1),
        date(2021, 10, 1),
    ]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    small = Store(str(tmp_path), threads=1)
    derived = {"credit_score", "credit_item", "inspection_draw"}
    fill(small, {name: rows for name, rows in ROWS.items() if name not in derived})
    yield small
    small.close()


def derived(store: Store) -> dict[str, int]:
    with store.draft(from_current=True) as draft:
        return credit.derive(draft)


def rows(store: Store, statement: Any) -> list[dict[Any, Any]]:
    frame = store.snapshot().frame(statement)
    return [
        {key: None if pd.isna(value) else value for key, value in row.items()}
        for row in frame.to_dict("records")
    ]


def scores(store: Store) -> dict[tuple[date, str], Any]:
    return {(row["month_end"].date(), row["platform_id"]): row for row in rows(store, select(credit_score))}


def test_every_platform_in_operation_is_scored_at_every_month_end(store: Store) -> None:
    assert derived(store)["credit_score"] > 0
    found = scores(store)
    ends = {(date(2020 + m // 12, m % 12 + 1, 1) - timedelta(days=1)) for m in range(1, 25)}
    running = {"P1": (date.min, date.max), "P2": (date.min, date.max), "P3": (date.min, date(2021, 6, 15)),
               "P4": (date(2021, 3, 1), date.max)}  # fmt: skip
    assert set(found) == {(end, p) for end in ends for p, (a, b) in running.items() if a <= end < b}
    assert {row["rule_version"] for (end, _), row in found.items() if end < date(2021, 7, 1)} == {"2019-01"}
    assert {row["rule_version"] for (end, _), row in found.items() if end > date(2021, 7, 1)} == {"2021-07"}
    for (end, platform), row in found.items():
        before = found.get((end.replace(day=1) - timedelta(days=1), platform))
        assert row["colour_before"] == (before["colour"] if before else None)


def test_a_score_is_what_its_items_add_up_to(store: Store) -> None:
    derived(store)
    sums: dict[tuple[date, str], float] = defaultdict(float)
    for item in rows(store, select(credit_item)):
        sums[item["month_end"].date(), item["platform_id"]] += item["counted"]
        assert item["event_day"] <= item["month_end"] < item["expires_on"]
    assert set(sums) <= set(scores(store))
    for key, row in scores(store).items():
        assert row["score"] == max(0.0, min(100.0, 100 + sums[key]))


def test_reports_patrols_and_complaints_become_deductions_with_their_event(store: Store) -> None:
    derived(store)
    items = store.snapshot().frame(select(credit_item).where(credit_item.c.month_end == date(2021, 7, 31)))
    reports = items[items["rule"].isin(["report_missing", "report_late"])]
    # By hand: (year + number of the platform) % 4 is 0 where a report never came, 1 where it came 30 days late.
    expected = {(p, "2020") for p, n in (("P1", 1), ("P2", 2), ("P4", 4)) if (2020 + n) % 4 in (0, 1)}
    assert set(zip(reports["platform_id"], reports["event_ref"], strict=True)) == expected
    hidden = {}
    for row in sorted(ROWS["licence_check"], key=lambda row: row["checked_on"]):
        if row["checked_on"] <= date(2021, 7, 31):
            if row["licence_shown"] and row["rules_shown"]:
                hidden.pop(row["platform_id"], None)
            else:
                hidden.setdefault(row["platform_id"], row["check_id"])
    licence = items[items["rule"] == "licence"]
    assert dict(zip(licence["platform_id"], licence["event_ref"], strict=True)) == hidden


def test_an_upheld_objection_gives_the_points_back_from_its_month(store: Store) -> None:
    case = {
        "violation": "V19",
        "decided_at": ROWS["enforcement_case"][0]["decided_at"].replace(year=2021, month=3),
    }
    with store.draft(from_current=True) as draft, draft.engine.begin() as connection:
        connection.execute(update(enforcement_case).where(enforcement_case.c.case_id == "C1").values(**case))
        connection.execute(insert(credit_objection), [
            {"objection_id": "X", "platform_id": "P2", "rule": "penalty_fine", "event_ref": "C1", "filed_on": date(2021, 5, 5),
             "decided_on": date(2021, 6, 6), "outcome": "upheld"}
        ])  # fmt: skip
    derived(store)
    found = rows(store, select(credit_item).where(credit_item.c.event_ref == "C1"))
    by_month = {
        row["month_end"].month: (row["counted"], row["objection"])
        for row in found
        if row["month_end"].year == 2021
    }
    assert by_month[4] == (-8.0, None)
    assert by_month[5] == (-8.0, "pending")
    assert by_month[6] == by_month[12] == (0.0, "upheld")


def test_a_plan_once_drawn_stays_as_it_was(store: Store) -> None:
    first = derived(store)
    assert first["inspection_draw"] > 0
    before = store.snapshot().frame(select(inspection_draw).order_by(inspection_draw.c.draw_id))
    with store.draft(from_current=True) as draft, draft.engine.begin() as connection:
        connection.execute(update(enforcement_case).values(violation="V19", platform_id="P1", fine=90_000))
    assert derived(store)["inspection_draw"] == 0
    after = store.snapshot().frame(select(inspection_draw).order_by(inspection_draw.c.draw_id))
    assert before.equals(after)


def test_a_reader_of_another_district_sees_no_deductions(store: Store) -> None:
    derived(store)
    on = date(2021, 12, 31)
    assert set(grades(store.snapshot(), on)) == {"P1", "P2", "P4"}
    assert deductions(store.snapshot(), "P1", on, Scope(frozenset({"330110"}))) is not None
    assert deductions(store.snapshot(), "P1", on, Scope(frozenset({"330108"}))) is None
    assert deductions(store.snapshot(), "nobody", on, Scope()) is None


def test_an_empty_store_has_no_scores(tmp_path: Path) -> None:
    empty = Store(str(tmp_path), threads=1)
    with empty.draft(from_current=False) as draft:
        assert credit.derive(draft) == {"credit_score": 0, "credit_item": 0, "inspection_draw": 0}
    empty.close()


def test_the_demo_answers_its_own_scores_with_objections_and_inspections(
    demo_city: Path, tmp_path: Path
) -> None:
    city = Store(str(shutil.copytree(demo_city, tmp_path / "store")), threads=1)
    drawn = rows(city, select(inspection_draw).where(inspection_draw.c.is_drawn))
    checked = rows(city, select(inspection))
    assert {row["draw_id"] for row in drawn} == {row["inspection_id"] for row in checked}
    assert {row["credit_class"] for row in checked} >= {"A", "B", "D"}
    found = {
        credit_class: [
            row["is_found"] for row in checked if row["credit_class"] == credit_class and row["checked_on"]
        ]
        for credit_class in "AD"
    }
    assert sum(found["D"]) / len(found["D"]) > sum(found["A"]) / len(found["A"])
    objections = rows(city, select(credit_objection))
    items = {(row["platform_id"], row["rule"], row["event_ref"]) for row in rows(city, select(credit_item))}
    assert {(row["platform_id"], row["rule"], row["event_ref"]) for row in objections} <= items
    with city.draft(from_current=True) as draft, draft.engine.connect() as connection:
        for rule in (rule for rule in RULES if rule.table in FOLLOWING):
            broken = select(func.count()).select_from(rule.table).where(rule.broken)
            assert connection.execute(broken).scalar_one() == 0, rule.key
    for month_end in (date(2020, 12, 31), date(2021, 2, 28), date(2021, 12, 31)):
        assert {grade.colour for grade in grades(city.snapshot(), month_end).values()} == {
            "blue",
            "yellow",
            "red",
        }
    city.close()


@pytest.mark.parametrize("lacking", ["enforcement_case", "complaint_report"])
def test_without_penalties_or_complaints_nobody_is_scored(tmp_path: Path, lacking: str) -> None:
    """A score of a hundred says that nothing was found; where nobody looked it would be praise for nothing."""
    store = Store(str(tmp_path), threads=1)
    fill(store, {table: rows for table, rows in ROWS.items() if table != lacking})
    with store.draft(from_current=True) as draft:
        assert credit.derive(draft) == {"credit_score": 0, "credit_item": 0, "inspection_draw": 0}
    store.close()
