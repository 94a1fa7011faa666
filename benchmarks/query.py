"""What `fetch` costs beside the leanest SQL for the same answer: `python -m benchmarks.query [--store FOLDER]`.

For each indicator of the cockpits, total and one split over the default period: median milliseconds of `data_access.metrics.query.fetch` with
an empty cache of answers, of the hand-written statement below on a DuckDB cursor of its own, and their ratio. The two
answers are compared first; a difference ends the run.
"""

import argparse
import math
import os
import platform
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from statistics import median
from typing import Any

import duckdb
import pandas as pd

from data_access.domain.access import WHOLE_CITY
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.metrics import query
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.labels import labels
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store

Answer = dict[tuple[str, ...], float | None]

# Each is (dimensions, their columns, statement); {split} and {group} are empty for the total. Two statements where one
# does not do for both.
SQL: dict[str, tuple[str, ...]] = {
    "platforms": ("district", "district", "SELECT {split}count(*) FROM platform WHERE launched_on < $after AND (closed_on IS NULL OR closed_on >= $after){group}"),
    "platforms_on_canal": ("district", "district", "SELECT {split}count(*) FROM platform WHERE canal_since < $after AND (closed_on IS NULL OR closed_on >= $after){group}"),
    "shops": ("category", "category", "SELECT {split}sum(active) FROM shop_month WHERE month_end = $month_end{group}"),
    "shops_opened": ("district", "operator_region", "SELECT {split}sum(opened) FROM shop_month WHERE month_end >= $start AND month_end < $after{group}"),
    "shops_closed": ("district", "operator_region", "SELECT {split}sum(closed) FROM shop_month WHERE month_end >= $start AND month_end < $after{group}"),
    "shops_net": ("district", "operator_region", "SELECT {split}sum(opened - closed) FROM shop_month WHERE month_end >= $start AND month_end < $after{group}"),
    "shops_average": ("platform", "platform_id", "SELECT {split}sum(active) / count(DISTINCT month_end) FROM shop_month WHERE month_end >= $start AND month_end < $after{group}"),
    "licence_rate": ("platform", "platform_id", "SELECT {split}sum(licence_shown) / nullif(sum(active), 0) FROM shop_month WHERE month_end = $month_end{group}"),
    "verified_rate": ("platform", "platform_id", "SELECT {split}sum(verified) / nullif(sum(active), 0) FROM shop_month WHERE month_end = $month_end{group}"),
    "duties_met": ("duty", "duty", "SELECT {split}count(*) FILTER (is_met) / count(*) FROM platform_duty{group}"),
    "gmv": ("category", "category", "SELECT {split}sum(gmv) FROM transaction_month WHERE month >= $start AND month < $after{group}"),
    "orders": ("category", "category", "SELECT {split}sum(orders) FROM transaction_month WHERE month >= $start AND month < $after{group}"),
    "gmv_share": ("platform", "platform_id", "SELECT sum(gmv) / sum(gmv) FROM transaction_month WHERE month >= $start AND month < $after",
                  "SELECT platform_id, sum(gmv)::DOUBLE / (SELECT sum(gmv) FROM transaction_month WHERE month >= $start AND month < $after) FROM transaction_month WHERE month >= $start AND month < $after GROUP BY 1"),
    "gmv_cr4": ("category", "category",
                "WITH p AS (SELECT sum(gmv)::DOUBLE AS v FROM transaction_month WHERE month >= $start AND month < $after GROUP BY platform_id) SELECT (SELECT sum(v) FROM (SELECT v FROM p ORDER BY v DESC LIMIT 4)) / (SELECT sum(v) FROM p)",
                "WITH p AS (SELECT category, sum(gmv)::DOUBLE AS v FROM transaction_month WHERE month >= $start AND month < $after GROUP BY category, platform_id), q AS (SELECT category, v, row_number() OVER (PARTITION BY category ORDER BY v DESC) AS place FROM p) SELECT category, sum(v) FILTER (place <= 4) / sum(v) FROM q GROUP BY 1"),
    "gmv_hhi": ("category", "category",
                "WITH p AS (SELECT sum(gmv)::DOUBLE AS v FROM transaction_month WHERE month >= $start AND month < $after GROUP BY platform_id) SELECT sum(v * v) / (sum(v) * sum(v)) * 10000 FROM p",
                "WITH p AS (SELECT category, sum(gmv)::DOUBLE AS v FROM transaction_month WHERE month >= $start AND month < $after GROUP BY category, platform_id) SELECT category, sum(v * v) / (sum(v) * sum(v)) * 10000 FROM p GROUP BY 1"),
    "gmv_national_share": ("year", "CAST(date_trunc('year', to_day) AS DATE)", "SELECT {split}max(value) FROM reference_figure WHERE key = 'gmv_national_share' AND to_day >= $start AND to_day < $after{group}"),
    "online_consumption": ("year", "CAST(date_trunc('year', to_day) AS DATE)", "SELECT {split}sum(value) FROM reference_figure WHERE key = 'online_consumption' AND to_day >= $start AND to_day < $after{group}"),
    "online_consumption_retail_share": ("year", "CAST(date_trunc('year', to_day) AS DATE)", "SELECT {split}max(value) FROM reference_figure WHERE key = 'online_consumption_retail_share' AND to_day >= $start AND to_day < $after{group}"),
    "complaints_and_reports": ("problem", "problem", "SELECT {split}count(*) FROM complaint_report WHERE registered_at >= $start AND registered_at < $after{group}"),
    "complaints": ("platform", "platform_id", "SELECT {split}count(*) FROM complaint_report WHERE registered_at >= $start AND registered_at < $after AND kind = 'complaint'{group}"),
    "reports": ("violation", "violation", "SELECT {split}count(*) FROM complaint_report WHERE registered_at >= $start AND registered_at < $after AND kind = 'report'{group}"),
    "online_share": ("channel", "channel", "SELECT {split}count(*) FILTER (is_online) / nullif(count(is_online), 0) FROM complaint_report WHERE registered_at >= $start AND registered_at < $after{group}"),
    "acceptance_rate": ("district", "handling_district", "SELECT {split}count(accepted_at) / nullif(count(coalesce(accepted_at, refused_at)), 0) FROM complaint_report WHERE registered_at >= $start AND registered_at < $after AND kind = 'complaint'{group}"),
    "acceptance_on_time": ("district", "handling_district", "SELECT {split}count(*) FILTER (accepted_at::DATE <= accept_due OR refused_at::DATE <= accept_due) / nullif(count(*), 0) FROM complaint_report WHERE accept_due >= $start AND accept_due < $after AND kind = 'complaint'{group}"),
    "verification_on_time": ("district", "handling_district", "SELECT {split}count(*) FILTER (accepted_at::DATE <= accept_due OR refused_at::DATE <= accept_due) / nullif(count(*), 0) FROM complaint_report WHERE accept_due >= $start AND accept_due < $after AND kind = 'report'{group}"),
    "closure_on_time": ("district", "handling_district", "SELECT {split}count(*) FILTER (closed_at::DATE <= close_due) / nullif(count(*), 0) FROM complaint_report WHERE close_due >= $start AND close_due < $after{group}"),
    "closed": ("district", "handling_district", "SELECT {split}count(*) FROM complaint_report WHERE closed_at >= $start AND closed_at < $after{group}"),
    "mediation_success": ("district", "handling_district", "SELECT {split}count(*) FILTER (result IN ('mediated', 'settled')) / nullif(count(*), 0) FROM complaint_report WHERE closed_at >= $start AND closed_at < $after AND kind = 'complaint'{group}"),
    "handling_days": ("district", "handling_district", "SELECT {split}avg((epoch(closed_at) - epoch(registered_at)) / 86400) FROM complaint_report WHERE closed_at >= $start AND closed_at < $after{group}"),
    "handling_days_median": ("district", "handling_district", "SELECT {split}quantile_cont((epoch(closed_at) - epoch(registered_at)) / 86400, 0.5) FROM complaint_report WHERE closed_at >= $start AND closed_at < $after{group}"),
    "handling_days_p90": ("district", "handling_district", "SELECT {split}quantile_cont((epoch(closed_at) - epoch(registered_at)) / 86400, 0.9) FROM complaint_report WHERE closed_at >= $start AND closed_at < $after{group}"),
    "open_items": ("district", "handling_district", "SELECT {split}count(*) FROM complaint_report WHERE registered_at < $after AND (closed_at IS NULL OR closed_at >= $after){group}"),
    "overdue": ("district", "handling_district", "SELECT {split}count(*) FROM complaint_report WHERE close_due < $after AND (closed_at IS NULL OR closed_at >= $after){group}"),
    "recovered": ("goods", "goods", "SELECT {split}sum(amount_recovered) FROM complaint_report WHERE closed_at >= $start AND closed_at < $after AND kind = 'complaint'{group}"),
    "satisfaction": ("channel", "channel", "SELECT {split}count(*) FILTER (satisfaction >= 4) / nullif(count(satisfaction), 0) FROM complaint_report WHERE closed_at >= $start AND closed_at < $after{group}"),
    "complaints_accepted": ("district", "handling_district", "SELECT {split}count(*) FROM complaint_report WHERE registered_at >= $start AND registered_at < $after AND kind = 'complaint' AND (accepted_at IS NOT NULL OR closed_at IS NOT NULL AND result <> 'refused'){group}"),
    "complaints_closed": ("district", "handling_district", "SELECT {split}count(*) FROM complaint_report WHERE registered_at >= $start AND registered_at < $after AND kind = 'complaint' AND closed_at IS NOT NULL AND result <> 'refused'{group}"),
    "complaints_resolved": ("district", "handling_district", "SELECT {split}count(*) FROM complaint_report WHERE registered_at >= $start AND registered_at < $after AND kind = 'complaint' AND closed_at IS NOT NULL AND result IN ('mediated', 'settled'){group}"),
    "answered_in_time": ("channel", "channel", "SELECT {split}count(*) FILTER (is_timely) / nullif(count(is_timely), 0) FROM complaint_report WHERE registered_at >= $start AND registered_at < $after{group}"),
    "complaints_per_10k_shops": ("platform", "platform_id",
                                 "SELECT (SELECT count(*) FROM complaint_report WHERE registered_at >= $start AND registered_at < $after AND kind = 'complaint') * 10000.0 / (SELECT sum(active) / count(DISTINCT month_end) FROM shop_month WHERE month_end >= $start AND month_end < $after)",
                                 "SELECT platform_id, coalesce(c.n, 0) * 10000.0 / nullif(s.average, 0) FROM (SELECT platform_id, sum(active) / count(DISTINCT month_end) AS average FROM shop_month WHERE month_end >= $start AND month_end < $after GROUP BY 1) s LEFT JOIN (SELECT platform_id, count(*) AS n FROM complaint_report WHERE registered_at >= $start AND registered_at < $after AND kind = 'complaint' GROUP BY 1) c USING (platform_id)"),
    "complaints_per_million_orders": ("platform", "platform_id",
                                      "SELECT (SELECT count(*) FROM complaint_report WHERE registered_at >= $start AND registered_at < $after AND kind = 'complaint') * 1000000.0 / (SELECT sum(orders) FROM transaction_month WHERE month >= $start AND month < $after)",
                                      "SELECT platform_id, coalesce(c.n, 0) * 1000000.0 / nullif(o.n, 0) FROM (SELECT platform_id, sum(orders) AS n FROM transaction_month WHERE month >= $start AND month < $after GROUP BY 1) o LEFT JOIN (SELECT platform_id, count(*) AS n FROM complaint_report WHERE registered_at >= $start AND registered_at < $after AND kind = 'complaint' GROUP BY 1) c USING (platform_id)"),
    "problem_index": ("platform,problem", "platform_id, problem", "SELECT 100.0",
                      "WITH own AS (SELECT platform_id, problem, count(*) AS n FROM complaint_report WHERE registered_at >= $start AND registered_at < $after GROUP BY 1, 2), whole AS (SELECT problem, sum(n) AS n FROM own GROUP BY 1) SELECT platform_id, own.problem, own.n / sum(own.n) OVER (PARTITION BY platform_id) / (whole.n / (SELECT sum(n) FROM whole)) * 100 FROM own JOIN whole ON own.problem IS NOT DISTINCT FROM whole.problem"),
    "canal_items": ("platform", "platform_id", "SELECT {split}count(*) FROM complaint_report WHERE registered_at >= $start AND registered_at < $after AND route = 'red_flag_canal'{group}"),
    "canal_days": ("platform", "platform_id", "SELECT {split}avg((epoch(coalesce(settled_at, returned_at)) - epoch(platform_received_at)) / 86400) FROM complaint_report WHERE coalesce(settled_at, returned_at) >= $start AND coalesce(settled_at, returned_at) < $after AND route = 'red_flag_canal'{group}"),
    "first_handled": ("platform", "platform_id", "SELECT {split}count(*) FROM complaint_report WHERE platform_received_at >= $start AND platform_received_at < $after AND kind = 'complaint'{group}"),
    "settled": ("platform", "platform_id", "SELECT {split}count(*) FROM complaint_report WHERE settled_at >= $start AND settled_at < $after AND kind = 'complaint'{group}"),
    "returned": ("platform", "platform_id", "SELECT {split}count(*) FROM complaint_report WHERE returned_at >= $start AND returned_at < $after AND kind = 'complaint'{group}"),
    "first_handling_rate": ("platform", "platform_id", "SELECT {split}count(platform_received_at) / nullif(count(*), 0) FROM complaint_report WHERE registered_at >= $start AND registered_at < $after AND kind = 'complaint'{group}"),
    "settlement_rate": ("platform", "platform_id", "SELECT {split}count(settled_at) / nullif(count(*), 0) FROM complaint_report WHERE coalesce(settled_at, returned_at) >= $start AND coalesce(settled_at, returned_at) < $after AND kind = 'complaint' AND platform_received_at IS NOT NULL{group}"),
    "first_handling_days": ("platform", "platform_id", "SELECT {split}avg((epoch(coalesce(settled_at, returned_at)) - epoch(platform_received_at)) / 86400) FROM complaint_report WHERE coalesce(settled_at, returned_at) >= $start AND coalesce(settled_at, returned_at) < $after AND kind = 'complaint' AND platform_received_at IS NOT NULL{group}"),
    "case_sources": ("source", "source", "SELECT {split}count(*) FROM enforcement_case WHERE source_at >= $start AND source_at < $after{group}"),
    "cases_filed": ("violation", "violation", "SELECT {split}count(*) FROM enforcement_case WHERE filed_at >= $start AND filed_at < $after{group}"),
    "cases_decided": ("violation", "violation", "SELECT {split}count(*) FROM enforcement_case WHERE decided_at >= $start AND decided_at < $after{group}"),
    "cases_open": ("stage", "stage", "SELECT {split}count(*) FROM case_stage WHERE entered_at < $after AND (left_at IS NULL OR left_at >= $after){group}"),
    "stages_entered": ("stage", "stage", "SELECT {split}count(*) FROM case_stage WHERE entered_at >= $start AND entered_at < $after{group}"),
    "filing_rate": ("source", "source", "SELECT {split}count(filed_at) / nullif(count(*), 0) FROM enforcement_case WHERE source_at >= $start AND source_at < $after{group}"),
    "decision_on_time": ("district", "district", "SELECT {split}count(*) FILTER (decided_at::DATE <= decision_due) / nullif(count(*), 0) FROM enforcement_case WHERE decision_due >= $start AND decision_due < $after{group}"),
    "case_days": ("district", "district", "SELECT {split}avg((epoch(closed_at) - epoch(filed_at)) / 86400) FROM enforcement_case WHERE closed_at >= $start AND closed_at < $after AND filed_at IS NOT NULL{group}"),
    "penalties": ("violation", "violation", "SELECT {split}sum(coalesce(fine, 0) + coalesce(confiscated, 0)) FROM enforcement_case WHERE decided_at >= $start AND decided_at < $after{group}"),
    "penalties_paid": ("district", "district", "SELECT {split}sum(coalesce(paid, 0))::DOUBLE / nullif(sum(coalesce(fine, 0) + coalesce(confiscated, 0)), 0) FROM enforcement_case WHERE payment_due >= $start AND payment_due < $after{group}"),
    "publication_on_time": ("district", "district", "SELECT {split}count(*) FILTER (published_at::DATE <= publish_due) / nullif(count(*), 0) FROM enforcement_case WHERE publish_due >= $start AND publish_due < $after{group}"),
    "minor_share": ("violation", "violation", "SELECT {split}count(*) FILTER (is_minor) / nullif(count(is_minor), 0) FROM enforcement_case WHERE decided_at >= $start AND decided_at < $after{group}"),
    "negative_entities": ("reason", "reason", "SELECT {split}count(DISTINCT entity_id) FROM negative_entity WHERE listed_at < $after AND (delisted_at IS NULL OR delisted_at >= $after){group}"),
    "negatives_listed": ("reason", "reason", "SELECT {split}count(*) FROM negative_entity WHERE listed_at >= $start AND listed_at < $after{group}"),
    "negatives_removed": ("reason", "reason", "SELECT {split}count(*) FROM negative_entity WHERE delisted_at >= $start AND delisted_at < $after{group}"),
}  # fmt: skip


def statements(key: str) -> dict[tuple[str, ...], str]:
    """Return the hand-written statement of an indicator for the total and for its split."""
    by, columns, *texts = SQL[key]
    group = " GROUP BY " + ", ".join(str(place + 1) for place in range(by.count(",") + 1))
    return {
        (): texts[0].format(split="", group=""),
        tuple(by.split(",")): texts[-1].format(split=f"{columns}, ", group=group),
    }


def given(statement: str, period: Period) -> dict[str, date]:
    """Return the days that a statement names."""
    last = pd.Timestamp(period.after).replace(day=1).date() - pd.Timedelta(days=1)
    days = {"start": period.start, "after": period.after, "month_end": last}
    return {name: day for name, day in days.items() if f"${name}" in statement}


def coded(value: Any) -> str:
    if value is None:
        return query.UNKNOWN
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


def number(value: Any) -> float | None:
    return None if value is None or math.isnan(value) else float(value)


def of_rows(rows: list[tuple[Any, ...]]) -> Answer:
    return {tuple(coded(code) for code in row[:-1]): number(row[-1]) for row in rows}


def of_frame(frame: pd.DataFrame, by: tuple[str, ...]) -> Answer:
    return of_rows([tuple(row) for row in frame[[*by, "value"]].itertuples(index=False)])


def difference(ours: Answer, theirs: Answer) -> str:
    """Return how two answers differ, empty where they do not."""
    if ours.keys() != theirs.keys():
        return f"members differ: {sorted(ours.keys() ^ theirs.keys())[:5]}"
    for code, value in ours.items():
        other = theirs[code]
        if (value is None) != (other is None) or (
            value is not None and not math.isclose(value, other or 0.0, rel_tol=1e-9)
        ):
            return f"{code}: {value} by fetch, {other} by hand"
    return ""


def timed(work: Callable[[], Any], rounds: int) -> float:
    """Return the median milliseconds of some rounds."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return median(taken)


def measured(snapshot: Snapshot, hand: duckdb.DuckDBPyConnection, rounds: int) -> list[float]:
    """Print a line for each indicator and split, and return the ratios; a difference of answers raises SystemExit."""
    selection, _ = Selection.from_query({}, labels(snapshot).dataset.horizon)
    ratios = []
    for key in SQL:
        indicator = INDICATORS[key]
        for by, statement in statements(key).items():
            days = given(statement, selection.period)

            def fetched(by: tuple[str, ...] = by, indicator: Any = indicator) -> pd.DataFrame:
                query.ANSWERS.forget()  # (there is no other cold start within a process)
                return query.fetch(snapshot, indicator, by, selection, WHOLE_CITY)

            def by_hand(statement: str = statement, days: dict[str, date] = days) -> list[tuple[Any, ...]]:
                return hand.execute(statement, days).fetchall()

            if differs := difference(of_frame(fetched(), by), of_rows(by_hand())):
                raise SystemExit(f"{key} by {by}: {differs}")
            ours, lean = timed(fetched, rounds), timed(by_hand, rounds)
            ratios.append(ours / lean)
            print(
                f"{key:34}{'+'.join(by) or 'total':18}{ours:10.2f}{lean:10.2f}{ours / lean:8.2f}", flush=True
            )
    return ratios


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", default="data/store", help="folder of the store (default: data/store)")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    if unknown := SQL.keys() - INDICATORS.keys():
        raise SystemExit(f"a statement by hand, but no indicator: {', '.join(sorted(unknown))}")
    store = Store(asked.store)
    file = store.folder.file(store.version())
    print(f"{datetime.now(UTC):%Y-%m-%d} · {len(os.sched_getaffinity(0))} cores · Python {platform.python_version()}, "
          f"duckdb {duckdb.__version__} · {file.stat().st_size / 2**20:.0f} MB")  # fmt: skip
    print(f"{'indicator':34}{'by':18}{'fetch ms':>10}{'hand ms':>10}{'ratio':>8}")
    with duckdb.connect(str(file), read_only=True) as hand, store.snapshot() as snapshot:
        ratios = measured(snapshot, hand, asked.rounds)
    store.close()
    print(f"median ratio {median(ratios):.2f} over {len(ratios)} answers of {len(SQL)} indicators")
    print(f"without a statement by hand: {len(INDICATORS.keys() - SQL.keys())} indicators")


if __name__ == "__main__":
    main()
