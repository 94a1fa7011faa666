"""The numbers of credit supervision and licence display a second time, row by row."""

from typing import Any

from tests.oracle.facts import Row, at_month_end, during
from tests.oracle.numbers import (
    Direct,
    Number,
    Oracle,
    count,
    figure,
    has,
    highest,
    quotient,
    share,
    total,
)

_RANKS = {"blue": 0, "yellow": 1, "red": 2}


def _scores(number: Any = count, **other: Any) -> Direct:
    return Direct("credit_score", at_month_end, number, **other)


def _moves(**other: Any) -> Direct:
    return Direct("credit_score", during("month_end"), count, **other)


def _of(holds: Any) -> Any:
    def number(chosen: list[Row]) -> Number:
        found = len([row for row in chosen if holds(row)])
        return found, found

    return number


def _is(column: str, value: Any) -> Any:
    return lambda row: row[column] == value


def _mean(name: str) -> Any:
    def number(chosen: list[Row]) -> Number:
        return (sum(row[name] for row in chosen) / len(chosen) if chosen else None), len(chosen)

    return number


def _colours(chosen: list[Row]) -> Number:
    found = {row["colour"] for row in chosen}
    return len(found), len(found)


def _worse_by(row: Row) -> int:
    return _RANKS[row["colour"]] - _RANKS[row["colour_before"]] if row["colour_before"] else 0


def _lost(chosen: list[Row]) -> Number:
    return (sum(abs(row["counted"]) for row in chosen) if chosen else None), len(chosen)


def _takes(row: Row) -> bool:
    return bool(row["counted"] < 0)


def _in_band(chosen: list[Row]) -> Number:
    groups = {(row["plan_id"], row["credit_class"]) for row in chosen}
    kept = {(row["plan_id"], row["credit_class"]) for row in chosen if row["in_band"]}
    return (len(kept) / len(groups) if groups else None), len(groups)


def _all_shown(row: Row) -> bool:
    return bool(row["licence_shown"] and row["permit_shown"] and row["rules_shown"])


def _on_time(row: Row) -> bool:
    return row["reported_on"] is not None and row["reported_on"] <= row["due_on"]


_reports = during("due_on")
_drawn, _checked, _patrolled = during("drawn_on"), during("checked_on"), during("checked_on")
_month = during("month")
_published = during("to_day")

ORACLES: dict[str, Oracle] = {
    "credit_score_mean": _scores(_mean("score")),
    "credit_platforms": _scores(),
    "credit_colours": _scores(_colours),
    "credit_red": _scores(_of(_is("colour", "red"))),
    "credit_yellow": _scores(_of(_is("colour", "yellow"))),
    "credit_blue_share": _scores(share(_is("colour", "blue"))),
    "credit_transitions": _moves(where=has("colour_before")),
    "credit_downgrades": _moves(where=lambda row: _worse_by(row) > 0),
    "credit_upgrades": _moves(where=lambda row: _worse_by(row) < 0),
    "credit_deductions": Direct("credit_item", at_month_end, _lost, where=_takes),
    "credit_deduction_items": Direct("credit_item", at_month_end, count, where=_takes),
    "objections_filed": Direct("credit_objection", during("filed_on"), count),
    "objections_upheld": Direct("credit_objection", during("decided_on"), share(_is("outcome", "upheld"))),
    "inspections_drawn": Direct("inspection_draw", _drawn, _of(lambda row: row["is_drawn"])),
    "sampling_rate": Direct("inspection_draw", _drawn, share(lambda row: row["is_drawn"])),
    "sampling_in_band": Direct("inspection_draw", _drawn, _in_band),
    "inspections_checked": Direct("inspection", _checked, count),
    "inspections_found": Direct("inspection", _checked, count, where=lambda row: row["is_found"]),
    "hit_rate": Direct("inspection", _checked, share(lambda row: row["is_found"])),
    "inspections_published": Direct("inspection", _checked, share(has("published_on"))),
    "online_retail": Direct("reference_figure", _published, total("value"), where=figure("online_retail")),
    "cross_border_export": Direct("reference_figure", _published, total("value"), where=figure("cross_border_export")),
    "cross_border_share": Direct("reference_figure", _published, highest, where=figure("cross_border_share")),
    "parcels": Direct("reference_figure", _published, total("value"), where=figure("parcels")),
    "licence_patrols": Direct("licence_check", _patrolled, count),
    "platform_display_rate": Direct("licence_check", _patrolled, share(_all_shown)),
    "shop_display_rate": Direct("licence_check", _patrolled, quotient("shops_shown", "shops_checked")),
    "annual_report_rate": Direct("annual_report", _reports, share(has("reported_on"))),
    "annual_report_on_time": Direct("annual_report", _reports, share(_on_time)),
    "report_mismatch_rate": Direct("annual_report", _reports, share(lambda row: row["is_mismatched"], has("reported_on"))),
    "shop_report_rate": Direct("annual_report", _reports, quotient("shops_reported", "shops_due")),
    "shop_mismatch_rate": Direct("annual_report", _reports, quotient("shops_mismatched", "shops_reported")),
    "goods_searched": Direct("goods_search", _month, total("searched")),
    "search_hits": Direct("goods_search", _month, total("hits")),
    "search_hit_rate": Direct("goods_search", _month, quotient("hits", "searched")),
    "evidence_kept_rate": Direct("goods_search", _month, quotient("kept", "hits")),
}  # fmt: skip
KEPT_BY_MONTH = {
    "credit_transitions", "credit_downgrades", "credit_upgrades", "goods_searched", "search_hits", "search_hit_rate",
    "evidence_kept_rate",
}  # fmt: skip
KEPT_BY_YEAR = {"online_retail", "cross_border_export", "cross_border_share", "parcels"}
