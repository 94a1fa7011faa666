"""What the portrait of a platform needs beyond plain indicators: what befell it, where it stands, and the list of all."""

from datetime import date
from math import isnan, nan

import numpy as np
import pandas as pd
from sqlalchemy import select

from data_access.domain.access import Scope
from data_access.domain.errors import UnknownName
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.domain.text import Text
from data_access.lookups.credit import grades
from data_access.lookups.identities import Identity, identity
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.indicators.measures import Measure
from data_access.metrics.labels import Labels, labels
from data_access.metrics.plan import together
from data_access.metrics.query import Question
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
    "canal": Text("接入快速通道", "Joined the fast channel"),
    "bridge": Text("接入数据交换云桥", "Joined a bridge of data"),
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
    known, names = _known(snapshot, platform_id, scope), labels(snapshot)
    dated = {"launched": known.launched_on, "bridge": known.bridge_since, "canal": known.canal_since,
             "closed": known.closed_on}  # fmt: skip
    found = [(pd.Timestamp(day), kind, _EVENTS[kind](lang)) for kind, day in dated.items() if day]
    horizon = names.dataset.horizon
    cases, talks, months = together(snapshot, event_questions(snapshot, platform_id), scope)
    found += _cases(cases, names, lang)
    found += [
        (
            row["day"],
            "interview",
            _EVENTS["interview"](lang).format(names.name("interview_topic", row["interview_topic"], lang)),
        )
        for row in talks.to_dict("records")
    ]
    found += [
        (row["month"], "peak", _EVENTS["peak"](lang).format(row["n"]))
        for row in months.nlargest(1, "value").to_dict("records")
    ]
    since, until = known.launched_on or horizon.starts_on, known.closed_on or horizon.as_of
    policies = [one for one in names.annotations if one.kind == "policy" and since <= one.day <= until]
    found += [(pd.Timestamp(one.day), "policy", one.title(lang)) for one in policies[-MOST_POLICIES:]]
    frame = pd.DataFrame(found, columns=["date", "kind", "label"])
    return frame.sort_values("date", kind="stable", ignore_index=True)


def event_questions(snapshot: Snapshot, platform_id: str) -> list[Question]:
    """Return what `events` asks at once: cases and interviews by day, complaints and reports by month."""
    horizon = labels(snapshot).dataset.horizon
    own = Selection(Period(horizon.starts_on, horizon.as_of), filters=(("platform", (platform_id,)),))
    asked = (
        ("cases_decided", ("day", "violation")),
        ("interviews", ("day", "interview_topic")),
        ("complaints_and_reports", ("month",)),
    )
    return [Question(INDICATORS[key], by, own) for key, by in asked]


def _known(snapshot: Snapshot, platform_id: str, scope: Scope) -> Identity:
    known = identity(snapshot, platform_id, scope)
    if known is None:
        raise UnknownName("platform", platform_id, labels(snapshot).members("platform"))
    return known


def _cases(days: pd.DataFrame, names: Labels, lang: str) -> list[tuple[pd.Timestamp, str, str]]:
    """Return decided cases one by one where they are few, otherwise one line for each year with the commonest."""
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
    for year, cases in days.groupby(days["day"].dt.year):
        counts = cases.groupby("violation")["n"].sum()
        end = min(date(int(str(year)), 12, 31), names.dataset.horizon.as_of)
        words = names.name("violation", str(counts.idxmax()), lang)
        told.append(
            (pd.Timestamp(end), "case", _EVENTS["cases"](lang).format(counts.sum(), words, counts.max()))
        )
    return told


def standing_questions(
    snapshot: Snapshot, platform_id: str, selection: Selection, scope: Scope
) -> list[Question]:
    """Return what `standing` asks: who operates in the class, then each of `MEASURES`; raises UnknownName."""
    known = _known(snapshot, platform_id, scope)
    among = selection.without("platform", "class", "mode", "grade")
    if known.class_code:
        among = among.narrowed("class", known.class_code)
    measures = [Question(INDICATORS[key], ("platform",), among) for key in MEASURES]
    return [_who_operates(among.without("district")), *measures]


def _who_operates(selection: Selection) -> Question:
    return Question(INDICATORS["platforms"], ("platform",), selection)


def standing(snapshot: Snapshot, platform_id: str, selection: Selection, scope: Scope) -> pd.DataFrame:
    """Return where a platform stands among the others of its class that operate at the end of the period.

    Columns: code (indicator key), label (Text), value, percentile (share of peers with a smaller value, 0 to 1), n,
    good, peers (how many it is compared with). Below the minimum n, value and percentile are NaN, and such peers do
    not count. Filters of platforms are not applied: peers are the class. Raises UnknownName for an unknown platform.
    """
    asked = standing_questions(snapshot, platform_id, selection, scope)
    operating, *answers = together(snapshot, asked, scope)
    peers = set(operating["platform"]) - {platform_id}
    rows = []
    for key, answer in zip(MEASURES, answers, strict=True):
        (own, *values), (n, *_) = _by_platform(answer, INDICATORS[key], [platform_id, *sorted(peers)])
        others = [value for value in values if not isnan(value)]
        share = sum(value < own for value in others) / len(others) if others and not isnan(own) else nan
        rows.append(
            (
                key,
                INDICATORS[key].title,
                own,
                share,
                n,
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
    measures = [Question(INDICATORS[key], ("platform",), selection) for key in LISTED.values()]
    known, *answers = together(snapshot, [_who_operates(selection), *measures], scope)
    operating = sorted(set(known["platform"]))
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
    for (title, key), answer in zip(LISTED.items(), answers, strict=True):
        values, behind = _by_platform(answer, INDICATORS[key], operating)
        frame[title] = np.array(values, dtype="float64")
        if INDICATORS[key].min_n:
            frame[f"{title}_n"] = np.array(behind, dtype="int64")
    return frame.sort_values(["gmv", "id"], ascending=[False, True], ignore_index=True)


def _by_platform(
    found: pd.DataFrame, indicator: Indicator, platforms: list[str]
) -> tuple[list[float], list[int]]:
    """Return values and n of these platforms in their order; a value on too small an n is NaN.

    Where a count knows others, a platform without rows has none; where it knows nobody, nothing is known.
    """
    known = dict(zip(found["platform"], zip(found["value"], found["n"], strict=True), strict=True))
    counts = isinstance(indicator.value, Measure) and not indicator.min_n and bool(known)
    values, behind = [], []
    for one in platforms:
        value, n = known.get(one, (nan, 0))
        value = 0.0 if counts and isnan(value) else value
        values.append(nan if n < indicator.min_n else value)
        behind.append(int(n))
    return values, behind


__all__ = [
    "LISTED",
    "MEASURES",
    "Identity",
    "event_questions",
    "events",
    "identity",
    "platform_list",
    "standing",
    "standing_questions",
]
