"""What stands around the numbers: the table of a card tells each number in its own unit."""

import pandas as pd

from components.cards.states import table
from components.charts import ChartResult
from components.charts.base import rows_of
from components.model.card import Card
from data_access.metrics.indicators import bridges


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
