"""What the portrait of a platform needs beyond plain indicators: what befell it, where it stands, and the list of all."""

import pandas as pd
from sqlalchemy import select

from data_access.domain.access import Scope
from data_access.domain.errors import UnknownName
from data_access.domain.filters import Selection
from data_access.domain.periods import Period, bucket
from data_access.domain.text import Text
from data_access.lookups.credit import grades
from data_access.lookups.identities import Identity, identity
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.indicators.base import Measure
from data_access.metrics.labels import Labels, labels
from data_access.metrics.query import fetch
from data_access.store.schema import platform
from data_access.store.snapshots import Snapshot

#: Where a platform stands among those of its class: the measures, in the order in which they are shown.
MEASURES = (
    "shops", "gmv", "licence_rate", "verified_rate", "complaints_per_10k_shops", "complaints_per_million_orders",
    "settlement_rate", "first_handling_days", "closure_on_time", "cases_filed", "negative_entities",
)  # fmt: skip
#: Columns of the list of platforms that are numbers of the period, and the indicator of each.
LISTED = {
    "shops": "shops", "gmv": "gmv", "share": "gmv_share", "complaints": "complaints",
    "complaints_per_10k_shops": "complaints_per_10k_shops", "settlement_rate": "settlement_rate",
    "first_handling_days": "first_handling_days", "cases_filed": "cases_filed", "negative_entities": "negative_entities",
}  # fmt: skip
#: A timeline tells so many decided cases one by one, and so many policies.
MOST_CASES, MOST_POLICIES = 12, 12

_EVENTS = {
    "launched": Text("上线", "Launched"),
    "canal": Text("接入红旗渠", "Joined the Red Flag Canal"),
    "bridge": Text("接入红盾云桥", "Joined the Red Shield Bridge"),
    "closed": Text("停运", "Closed"),
    "case": Text("查办案件：{}，{}件", "Cases decided: {}, {}"),
    "cases": Text(
        "全年查办案件{:,}件，最多的是{}（{:,}件）", "Cases decided in the year: {:,}, most of all {} ({:,})"
    ),
    "interview": Text("约谈：{}", "Interviewed: {}"),
    "peak": Text("投诉举报最多的一个月：{:,}件", "Most complaints and reports in a month: {:,}"),
}


def events(snapshot: Snapshot, platform_id: str, scope: Scope, lang: str) -> pd.DataFrame:
    """Return what happened to a platform, oldest first: columns date, kind, label.

    Kinds are launched, bridge, canal, case, interview, peak, policy and closed. Raises UnknownName for an unknown platform.
    """
    known = identity(snapshot, platform_id, scope)
    names = labels(snapshot)
    if known is None:
        raise UnknownName("platform", platform_id, names.members("platform"))
    dated = {"launched": known.launched_on, "bridge": known.bridge_since, "canal": known.canal_since,
             "closed": known.closed_on}  # fmt: skip
    found = [(pd.Timestamp(day), kind, _EVENTS[kind](lang)) for kind, day in dated.items() if day]
    horizon = names.dataset.horizon
    own = Selection(Period(horizon.starts_on, horizon.as_of), filters=(("platform", (platform_id,)),))
    found += _cases(snapshot, own, scope, names, lang)
    talks = fetch(snapshot, INDICATORS["interviews"], ("day", "interview_topic"), own, scope)
    found += [
        (
            row["day"],
            "interview",
            _EVENTS["interview"](lang).format(names.name("interview_topic", row["interview_topic"], lang)),
        )
        for row in talks.to_dict("records")
    ]
    months = fetch(snapshot, INDICATORS["complaints_and_reports"], ("month",), own, scope)
    found += [
        (row["month"], "peak", _EVENTS["peak"](lang).format(row["n"]))
        for row in months.nlargest(1, "value").to_dict("records")
    ]
    since, until = known.launched_on or horizon.starts_on, known.closed_on or horizon.as_of
    days = names.annotations
    lived = days["day"].between(pd.Timestamp(since), pd.Timestamp(until))
    policies = days[(days["kind"] == "policy") & lived].nlargest(MOST_POLICIES, "day")
    found += [(row["day"], "policy", row[lang]) for row in policies.to_dict("records")]
    frame = pd.DataFrame(found, columns=["date", "kind", "label"])
    return frame.sort_values("date", kind="stable", ignore_index=True)


def _cases(
    snapshot: Snapshot, own: Selection, scope: Scope, names: Labels, lang: str
) -> list[tuple[pd.Timestamp, str, str]]:
    """Return decided cases one by one where they are few, otherwise one line for each year with the commonest."""
    days = fetch(snapshot, INDICATORS["cases_decided"], ("day", "violation"), own, scope)
    if len(days) <= MOST_CASES:
        return [
            (
                row["day"],
                "case",
                _EVENTS["case"](lang).format(names.name("violation", row["violation"], lang), row["n"]),
            )
            for row in days.to_dict("records")
        ]
    told = []
    years = fetch(snapshot, INDICATORS["cases_decided"], ("year", "violation"), own, scope)
    for year, cases in years.groupby("year"):
        most = cases.nlargest(1, "n").to_dict("records")[0]
        end = min(bucket(pd.Timestamp(str(year)).date(), "year").end, own.period.end)
        words = names.name("violation", most["violation"], lang)
        label = _EVENTS["cases"](lang).format(cases["n"].sum(), words, most["n"])
        told.append((pd.Timestamp(end), "case", label))
    return told


def standing(snapshot: Snapshot, platform_id: str, selection: Selection, scope: Scope) -> pd.DataFrame:
    """Return where a platform stands among the others of its class that operate at the end of the period.

    Columns: code (indicator key), label (Text), value, percentile (share of peers with a smaller value, 0 to 1), n,
    good, peers (how many it is compared with). Below the minimum n, value and percentile are NaN, and such peers do
    not count. Filters of platforms are not applied: peers are the class. Raises UnknownName for an unknown platform.
    """
    known = identity(snapshot, platform_id, scope)
    if known is None:
        raise UnknownName("platform", platform_id, labels(snapshot).members("platform"))
    among = selection.without("platform", "class", "mode", "grade")
    if known.class_code:
        among = among.narrowed("class", known.class_code)
    peers = _operating(snapshot, among.without("district"), scope) - {platform_id}
    rows = []
    for key in MEASURES:
        found = _by_platform(snapshot, INDICATORS[key], among, scope, [platform_id, *sorted(peers)])
        own, others = found["value"].iloc[0], found["value"].iloc[1:].dropna()
        share = float((others < own).mean()) if len(others) and pd.notna(own) else float("nan")
        rows.append(
            (
                key,
                INDICATORS[key].title,
                own,
                share,
                int(found["n"].iloc[0]),
                INDICATORS[key].good,
                len(others),
            )
        )
    frame = pd.DataFrame(rows, columns=["code", "label", "value", "percentile", "n", "good", "peers"])
    # Plain None, which a missing text would otherwise not stay.
    return frame.assign(good=pd.Series([row[5] for row in rows], dtype=object))


def platform_list(snapshot: Snapshot, selection: Selection, scope: Scope, lang: str) -> pd.DataFrame:
    """Return the platforms that operate at the end of the period and that the selection keeps, largest first.

    Columns: id, name, operator, district, class, mode, grade, credit (in words), colour (its code), launched, then the numbers of `LISTED`, each
    that has a minimum n with its `<key>_n` and NaN below it.
    """
    names = labels(snapshot)
    operating = sorted(_operating(snapshot, selection, scope))
    register = snapshot.frame(select(platform).where(platform.c.platform_id.in_(operating))).set_index(
        "platform_id"
    )
    register = register.reindex(operating)
    frame = pd.DataFrame({"id": operating})
    frame["name"] = [names.name("platform", key, lang) for key in operating]
    frame["operator"] = register["operator_name"].to_numpy()
    for key, column in (
        ("district", "district"),
        ("class", "class_l1"),
        ("mode", "txn_mode"),
        ("grade", "grade"),
    ):
        frame[key] = ["" if pd.isna(code) else names.name(key, code, lang) for code in register[column]]
    held = grades(snapshot, selection.period.end)
    frame["credit"] = [held[key].said(names, lang) if key in held else "" for key in operating]
    frame["colour"] = [held[key].colour if key in held else "" for key in operating]
    frame["launched"] = register["launched_on"].to_numpy()
    for title, key in LISTED.items():
        found = _by_platform(snapshot, INDICATORS[key], selection, scope, operating)
        frame[title] = found["value"].to_numpy()
        if INDICATORS[key].min_n:
            frame[f"{title}_n"] = found["n"].to_numpy()
    return frame.sort_values(["gmv", "id"], ascending=[False, True], ignore_index=True)


def _operating(snapshot: Snapshot, selection: Selection, scope: Scope) -> set[str]:
    return set(fetch(snapshot, INDICATORS["platforms"], ("platform",), selection, scope)["platform"])


def _by_platform(
    snapshot: Snapshot, indicator: Indicator, selection: Selection, scope: Scope, platforms: list[str]
) -> pd.DataFrame:
    """Return value and n of these platforms in their order; a value on too small an n is NaN.

    Where a count knows others, a platform without rows has none; where it knows nobody, nothing is known.
    """
    found = fetch(snapshot, indicator, ("platform",), selection, scope).set_index("platform")
    counts = isinstance(indicator.value, Measure) and not indicator.min_n and len(found) > 0
    result = found.reindex(platforms)
    if counts:
        result["value"] = result["value"].fillna(0)
    result["n"] = result["n"].fillna(0).astype("int64")
    result.loc[result["n"] < indicator.min_n, "value"] = float("nan")
    return result


__all__ = ["LISTED", "MEASURES", "Identity", "events", "identity", "platform_list", "standing"]
