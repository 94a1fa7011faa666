"""The golden set: everything that the product asks of a store, as plain values that are compared from engine to engine."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

import pandas as pd
from sqlalchemy import select

from data_access.brief import brief
from data_access.domain.access import WHOLE_CITY, Scope
from data_access.domain.dimensions import GRAINS
from data_access.domain.filters import Selection
from data_access.domain.periods import Period
from data_access.lookups import credit, due, identities, portraits
from data_access.lookups.attention import Asks, attention
from data_access.lookups.due_times import Asked
from data_access.lookups.entity_portraits import entity_portrait
from data_access.lookups.finding import find
from data_access.lookups.provenance import provenance
from data_access.lookups.rates import rates
from data_access.lookups.records import record
from data_access.lookups.rows import LISTINGS, all_rows, behind_number, is_listed, rows
from data_access.metrics.behind import Behind
from data_access.metrics.indicators import INDICATORS
from data_access.metrics.indicators.base import Indicator
from data_access.metrics.labels import labels
from data_access.metrics.plan import answer_all
from data_access.metrics.query import Question, fetch, grain_of, honoured
from data_access.metrics.signals import all_signals
from data_access.metrics.sources import SOURCES
from data_access.store.schema import entity
from data_access.store.snapshots import Snapshot


def _source(indicator: Indicator) -> str:
    return indicator.source.key


#: The days of the small city, a year of them, and a part that begins and ends within months.
ALL = Period(date(2020, 1, 1), date(2021, 12, 31))
YEAR = Period(date(2021, 1, 1), date(2021, 12, 31))
CUT = Period(date(2020, 7, 10), date(2021, 2, 20))
#: Of everything, of what nobody knows, and of one platform's own.
SELECTIONS = {
    "all": Selection(ALL),
    "unknown": Selection(YEAR, filters=(("class", ("20", "unknown")), ("district", ("330110", "unknown")))),
    "cut": Selection(CUT, filters=(("platform", ("P1",)),)),
}
OWN_DISTRICT, TRUSTED = Scope(frozenset({"330110"})), Scope(sees_persons=True)
#: Splits that are asked at once, and whether everything is asked, as `make golden` does.
TOGETHER, IS_WHOLE = 4, os.environ.get("COCKPIT_GOLDEN") == "whole"
#: Records of each list, and rows behind each number, that are looked at.
OF_EACH = 2 if IS_WHOLE else 1
#: Rows of a page: all that the small city has of a list.
OF_A_PAGE = 200
_OTHER_SPLITS = ("platform", "district", "problem", "class", "kind")
#: The place of an indicator among those of its source. Splits are the source's: its first goes by all, the others take turns.
_PLACES = {
    one.key: place
    for _, of_source in groupby(sorted(INDICATORS.values(), key=_source), _source)
    for place, one in enumerate(of_source)
}


def splits(indicator: Indicator, selection: str) -> Iterator[tuple[str, ...]]:
    """Yield by what an indicator is split: nothing, what it has a few at a time, and time.

    For the whole set, which takes minutes, each split by itself and every grain too.
    """
    each = sorted(indicator.splits())
    grains = [
        grain for grain in GRAINS if grain_of(indicator, grain) == grain and indicator.key != "duties_met"
    ]
    told = tuple(key for key in _OTHER_SPLITS if key in each)
    match selection:
        case "all":
            yield ()
            some = [tuple(each[start : start + TOGETHER]) for start in range(0, len(each), TOGETHER)]
            place = _PLACES[indicator.key]
            yield from some if place == 0 or not some else [some[place % len(some)]]
            yield from ((grain,) for grain in ("month",) if grain in grains)
        case "unknown":
            yield from ((*told[:1], grain) for grain in grains[-1:])
        case "cut":
            yield from ((*told[1:3], grain) for grain in grains[1:2])
    if IS_WHOLE:
        yield ()
        yield from ((key,) for key in each)
        yield from ((grain,) for grain in grains)


def answers(snapshot: Snapshot, selection: str) -> dict[tuple[str, tuple[str, ...]], Any]:
    """Return the rows of every indicator by its splits: codes, value, n."""
    asked = {
        Question(one, by, honoured(one, SELECTIONS[selection])): (one.key, by)
        for one in INDICATORS.values()
        for by in splits(one, selection)
    }
    found: dict[tuple[str, tuple[str, ...]], Any] = {}
    for question, answer in answer_all(snapshot, asked, WHOLE_CITY):
        if isinstance(answer, Exception):
            raise answer
        found[asked[question]] = answer.rows
    return found


def listed(snapshot: Snapshot) -> dict[str, Any]:
    """Return the rows of every list: the newest as one sees them who sees persons, with the record of the first, and a district's.

    Those of the district are in another order, and come as they are streamed.
    """
    found: dict[str, Any] = {}
    for key, listing in LISTINGS.items():
        page = rows(snapshot, key, SELECTIONS["all"], TRUSTED, size=OF_A_PAGE, lang="en")
        found[f"{key} newest"] = (page.total, plain(page.frame))
        for one in page.keys[:OF_EACH]:
            found[f"record {key} {one}"] = record(snapshot, key, one, TRUSTED, "zh")
        kept = SOURCES[key].table.c
        second = next(one for one in listing.columns[1:] if not kept[one].info["mask"])
        for scope, sort in ((OWN_DISTRICT, second), *([(TRUSTED, "")] if IS_WHOLE else [])):
            streamed = all_rows(snapshot, key, SELECTIONS["all"], scope, sort=sort)
            told = [row for frame in streamed.frames for row in plain(frame)]
            found[f"{key} by {sort}"] = (streamed.total, told)
    for text in ("F", "2商", "%", "_", "\\", "'"):
        page = rows(
            snapshot,
            "entity_register",
            SELECTIONS["all"],
            WHOLE_CITY,
            containing={"name": text, "entity_id": "e"},
        )
        found[f"searched {text}"] = (page.total, plain(page.frame))
    return found


def portrayed(snapshot: Snapshot) -> dict[str, Any]:
    """Return who platforms and entities are, what befell them, where they stand, and what their credit is made of."""
    found: dict[str, Any] = {
        "addresses": plain(identities.addresses(snapshot)),
        "list": plain(portraits.platform_list(snapshot, SELECTIONS["all"], WHOLE_CITY, "zh")),
    }
    for key in labels(snapshot).members("platform"):
        found[f"identity {key}"] = identities.identity(snapshot, key, WHOLE_CITY)
        found[f"class {key}"] = identities.class_of(snapshot, key)
        found[f"events {key}"] = plain(portraits.events(snapshot, key, WHOLE_CITY, "zh"))
        found[f"standing {key}"] = plain(portraits.standing(snapshot, key, SELECTIONS["all"], WHOLE_CITY))
        found[f"deductions {key}"] = credit.deductions(snapshot, key, ALL.end, WHOLE_CITY)
    for (key,) in snapshot.rows(select(entity.c.entity_id)):
        portrait = entity_portrait(snapshot, key, WHOLE_CITY, "zh")
        assert portrait is not None
        found[f"entity {key}"] = (portrait.name, portrait.facts, plain(portrait.events))
    return found


def worked(snapshot: Snapshot) -> dict[str, Any]:
    """Return what is worked with: what falls due, what is found, rows behind numbers, and who needs attention."""
    known, found = labels(snapshot), dict[str, Any]()
    for name, scope in (("all", TRUSTED), ("cut", OWN_DISTRICT)):
        found[f"due {name}"] = due.counts(snapshot, SELECTIONS[name], scope)
        found[f"due rows {name}"] = list(due.listed(snapshot, SELECTIONS[name], scope, Asked()))
    for text in ("c1", "商", "%", "\\", "'"):
        found[f"found {text}"] = find(snapshot, text, TRUSTED, "en")
    for key, own in listed_numbers().items():
        page = rows(snapshot, own.indicator.source.key, SELECTIONS["cut"], WHOLE_CITY, own=own, size=OF_EACH)
        found[f"behind {key}"] = (page.total, plain(page.frame))
    ask = asking(snapshot)
    for name, chosen in (("all", SELECTIONS["all"]), ("cut", SELECTIONS["cut"])):
        grades, of_each = credit.grades(snapshot, chosen.period.end), identities.classes(snapshot)
        found[f"attention {name}"] = attention(ask, chosen, known, grades, of_each)
        found[f"rates {name}"] = rates(ask, chosen, known, of_each)
    return found


def listed_numbers() -> dict[str, Behind]:
    """Return the numbers whose rows are listed: of each list one, in each way that rows stand for it, or for the whole set all."""
    each = {key: behind_number(key) for key in INDICATORS if is_listed(key)}
    ways = {(one.indicator.source.key, one.only is None, one.once is None): key for key, one in each.items()}
    return each if IS_WHOLE else {key: each[key] for key in ways.values()}


def asking(snapshot: Snapshot) -> Asks:
    """Return what asks the store one number after another."""

    def ask(indicator: Indicator, by: tuple[str, ...], selection: Selection) -> pd.DataFrame:
        return fetch(snapshot, indicator, by, selection, WHOLE_CITY)

    return ask


def told(snapshot: Snapshot) -> dict[str, Any]:
    """Return what is said of the whole: names, what is recorded, deliveries and checks, signals, the bulletin."""
    known, delivered = labels(snapshot), provenance(snapshot)
    found: dict[str, Any] = {
        "data set": known.dataset,
        "names": known.lists,
        "annotations": known.annotations,
        "recorded": sorted(str(one) for one in known.recorded),
        "deliveries": plain(delivered.batches),
        "checks": plain(delivered.checks),
    }
    for name, chosen in SELECTIONS.items():
        found[f"signals {name}"] = [
            (one.rule, one.value, one.n, one.member, one.href)
            for one in all_signals(asking(snapshot), chosen, known)
        ]
        for lang in ("zh", "en"):
            made = brief(snapshot, WHOLE_CITY, chosen, lang=lang, export="X-1", who="")
            found[f"bulletin {name} {lang}"] = made.sections
    return found


def plain(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Return the rows of a frame; what is not there is None, whatever a column has for it."""
    return [
        tuple(None if pd.api.types.is_scalar(value) and pd.isna(value) else value for value in row)
        for row in frame.itertuples(index=False, name=None)
    ]


#: What is asked, by subject.
SUBJECTS: dict[str, Callable[[Snapshot], dict[Any, Any]]] = {
    **{f"answers {name}": partial(answers, selection=name) for name in SELECTIONS},
    "rows": listed,
    "portraits": portrayed,
    "told": told,
    "worked": worked,
}
