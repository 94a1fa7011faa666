"""What the API says, as plain dicts: the answer to a question, an entry of the registry, a platform's portrait."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pandas as pd

from data_access.domain.access import Scope
from data_access.domain.dimensions import DIMENSIONS, GRAINS
from data_access.domain.filters import FILTERS, Selection
from data_access.domain.text import Lang
from data_access.exports import SYNTHETIC, Answer, number
from data_access.lookups.portraits import Identity, events, standing
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.labels import labels
from data_access.metrics.maturity import immature_from, is_immature
from data_access.metrics.query import grain_of, honoured, unhonoured
from data_access.metrics.sources import Timeless
from data_access.store.snapshots import Snapshot


def content(answer: Answer, whole: pd.DataFrame) -> dict[str, Any]:
    """Return an answer in its unit: a ratio is 0.953 here, whatever the screen shows."""
    question, lang, asked = answer.question, answer.question.lang, answer.question.indicator
    reply: dict[str, Any] = {
        "key": asked.key,
        "title": asked.title(lang),
        "unit": asked.unit.key,
        "definition": asked.definition(lang),
        "as_of": answer.labels.dataset.horizon.as_of,
        "version": answer.version,
        "selection": _asked(honoured(asked, question.selection)),
        "not_narrowed_by": list(unhonoured(asked, question.selection)),
        "by": list(question.by),
        "id": str(answer.number_id),
        "rows": list(_rows(answer)),
    }
    if asked.unit.is_money:
        reply["currency"] = answer.labels.dataset.currency
    is_told = len(whole) and not answer.lacking
    n = int(whole["n"].sum()) if is_told else 0
    reply |= {"total": number(whole["value"].iloc[0], n, asked) if is_told else None, "total_n": n}
    if answer.lacking:
        reply["not_recorded"] = answer.lacking(lang)
    if is_immature(asked, question.selection.period, answer.labels.dataset.horizon.as_of):
        reply["immature_from"] = immature_from(asked, answer.labels.dataset.horizon.as_of)
    if answer.labels.dataset.is_synthetic:
        reply["notice"] = SYNTHETIC(lang)
    return reply


def _asked(selection: Selection) -> dict[str, str]:
    """Return the query keys that ask the same again at any later time."""
    days = {"from": selection.period.start.isoformat(), "to": selection.period.end.isoformat()}
    return days | {key: ",".join(values) for key, values in selection.filters}


def _rows(answer: Answer) -> Iterator[dict[str, Any]]:
    question, own = answer.question, answer.number_id
    for row in answer.frame.to_dict("records"):
        line: dict[str, Any] = {}
        for key in question.by:
            line[key] = row[key].date() if key in GRAINS else row[key]
            if key not in GRAINS:
                line[f"{key}_label"] = answer.labels.name(key, row[key], question.lang)
        line |= {"value": number(row["value"], row["n"], question.indicator), "n": row["n"]}
        line["id"] = str(own.cell(row))
        if row["n"] < question.indicator.min_n and not answer.lacking:
            line["too_few"] = True
        if veto := answer.veto(row):
            line["veto"] = veto
        yield line


def entry(indicator: Indicator) -> dict[str, Any]:
    """Return the registry's entry for readers of the API."""
    is_timeless = isinstance(indicator.source.cohorts[indicator.cohort], Timeless)
    return {
        "key": indicator.key,
        "title": indicator.title,
        "unit": {"key": indicator.unit.key, "title": indicator.unit.title},
        "definition": indicator.definition,
        "formula": indicator.formula,
        "basis": indicator.basis,
        "source": {"key": indicator.source.key, "title": indicator.source.title},
        "system": indicator.system,
        "splits": [key for key in DIMENSIONS if key in indicator.splits()],
        "grains": [] if is_timeless else [grain for grain in GRAINS if grain_of(indicator, grain) == grain],
        "filters": [key for key in FILTERS if key in indicator.filters()],
        "matures_in": indicator.matures.days if indicator.matures else None,
        "version": indicator.version,
        "good": indicator.good,
        "min_n": indicator.min_n,
        "target": indicator.target,
    }


def portrait_content(
    snapshot: Snapshot, known: Identity, selection: Selection, scope: Scope, lang: Lang
) -> dict[str, Any]:
    """Return a platform's identity, its standing in its class, and what befell it."""
    names = labels(snapshot)
    measures = [
        {"key": row["code"], "title": row["label"](lang), "unit": names.in_currency(INDICATORS[row["code"]]).unit.key,
         "value": _number(row["value"]), "n": row["n"], "percentile": _number(row["percentile"]), "peers": row["peers"],
         "good": row["good"]}
        for row in standing(snapshot, known.id, selection, scope).to_dict("records")
    ]  # fmt: skip
    told = [
        {"date": row["date"].date(), "kind": row["kind"], "label": row["label"]}
        for row in events(snapshot, known.id, scope, lang).to_dict("records")
    ]
    return {
        "key": known.id, "as_of": names.dataset.horizon.as_of, "selection": _asked(selection),
        "identity": asdict(known), "standing": measures, "events": told,
    }  # fmt: skip


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
