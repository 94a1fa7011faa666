"""What stands around the numbers: the table of a card tells each number in its own unit, and what is not kept is not none."""

from pathlib import Path

import pandas as pd

from components.cards.claimant_desk import claimant_desk
from components.cards.states import table
from components.charts import ChartResult
from components.charts.base import rows_of
from components.model.card import Card
from data_access.domain.access import Scope
from data_access.lookups.claimants import Claimants, claimants
from data_access.metrics.indicators import bridges
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.small_city import ROWS


def cells(component: object) -> list[list[str]]:
    head, body = component.children.children  # type: ignore[attr-defined]
    rows = [head.children, *body.children]
    return [[cell.children for cell in row.children] for row in rows]


def test_the_table_of_a_board_says_each_number_in_its_own_unit_and_what_is_not_known_as_a_dash() -> None:
    spec = Card(
        (bridges.exchange_calls, bridges.exchange_success_rate, bridges.exchange_latency),
        ("platform",),
        "connectors",
    )
    frame = pd.DataFrame({"code": ["P1", "P2"], "label": ["漪坪商城", "葳岭集市"], "value": [0.953, float("nan")],
                          "n": [1200, 3], "latency": [182.4, 90.0]})  # fmt: skip
    told = cells(table(spec, ChartResult({}, rows_of(frame), ""), "zh"))
    assert [title.split("(")[0].strip() for title in told[0][1:]] == [
        bridges.exchange_success_rate.title.zh, bridges.exchange_latency.title.zh, "n",
    ]  # fmt: skip
    assert told[1][0] == "漪坪商城"
    assert "%" in told[0][1]
    assert told[1][1] == "95.3"
    assert told[1][2].startswith("182")
    assert told[1][3] == "1,200"
    assert told[2][1] == "—"


def test_a_register_that_nobody_keeps_is_not_one_of_nobody(tmp_path: Path) -> None:
    store = Store(str(tmp_path), threads=1)
    fill(store, {key: ROWS[key] for key in ("dataset", "code", "region")})
    with store.snapshot() as snapshot:
        told = told_of(claimants(snapshot, "suspected", Scope(sees_persons=True), "en"))
    assert "register of reverse complainants is not recorded" in told
    assert "nobody of this status" not in told
    store.close()


def test_a_register_says_of_whom_it_has_none(small_store: Store) -> None:
    one = Scope(frozenset({"330127"}), sees_persons=True)
    with small_store.snapshot() as snapshot:
        told = told_of(claimants(snapshot, "suspected", one, "en"))
    assert "nobody of this status" in told
    assert "not recorded" not in told


def told_of(found: Claimants) -> str:
    return " ".join(str(part) for part in claimant_desk(found, {}, "en"))
