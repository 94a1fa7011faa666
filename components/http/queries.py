"""What the address of a request asks, read strictly: the first thing that is wrong with it is raised."""

import flask

from components.http.faults import Absent
from data_access.domain.errors import BadValue, UnknownName
from data_access.domain.filters import Selection
from data_access.domain.text import LANGS, Lang
from data_access.exports import Question
from data_access.metrics.indicators import INDICATORS, Indicator
from data_access.metrics.indicators.complaint_rates import rate_of
from data_access.metrics.labels import Labels


def keys() -> dict[str, str]:
    """Return the keys of the address; each may stand there once."""
    query: dict[str, str] = {}
    for key, values in flask.request.args.lists():
        if len(values) > 1:
            raise BadValue(key, "&".join(values), "each key once, several values separated by commas")
        query[key] = values[0]
    return query


def place(key: str, text: str) -> int:
    """Return a place on a card's switch, from 0; raises BadValue."""
    if not (text.isascii() and text.isdecimal()) or len(text) > 2:
        raise BadValue(key, text[:80], "the place of an indicator on the card's switch, from 0 to 99")
    return int(text)


def named(key: str) -> Indicator:
    """Return the indicator of this name; raises Absent."""
    try:
        return INDICATORS[key]
    except UnknownName as error:
        raise Absent(str(error)) from error


def selection(query: dict[str, str], known: Labels) -> tuple[Selection, Lang]:
    """Return the selection and the language of a query; raises the first thing that is wrong with it."""
    lang = language(query)
    chosen, problems = Selection.from_query(query, known.dataset.horizon, known.known)
    if problems:
        raise problems[0]
    return chosen, lang


def language(query: dict[str, str]) -> Lang:
    """Take the language out of a query; raises BadValue for one that is not spoken here."""
    lang = query.pop("lang", "zh")
    if lang not in LANGS:
        raise BadValue("lang", lang, " or ".join(LANGS))
    return "en" if lang == "en" else "zh"


def question(indicator: Indicator, known: Labels) -> Question:
    """Return what is asked of an indicator."""
    query = keys()
    by = tuple(key.strip() for key in query.pop("by", "").split(",") if key.strip())
    chosen, lang = selection(query, known)
    return Question(known.in_currency(rate_of(indicator, chosen.per) or indicator), by, chosen, lang)
