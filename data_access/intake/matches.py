"""Which column of a file is which of ours, and which of our tables a file is: with how sure that is, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter

from sqlalchemy import Boolean, Column, Date, DateTime, Numeric, Table
from sqlalchemy.types import Float, Integer

from data_access.domain.codes import code_table, region_table
from data_access.intake.kinds import SourceColumn
from data_access.intake.likeness import ends_of, likeness, may_be_alike, words_of
from data_access.intake.vocabulary import SUBJECTS, names_of_column

#: How sure a line, and a table, must be to be proposed.
SURE_LINE, SURE_TABLE = 0.7, 0.6
#: Two columns of a file that are this near to each other are not told apart.
_NEAR = 0.03
#: What texts that may be any text prove, and words of a code list where no name helps.
_NO_PROOF, _BY_WORDS = 0.6, 0.8
#: What a name is worth that is meant only where nothing nearer is there.
_SECOND_CHOICE = 0.9
#: What the subject of a table in the name of a column or of the file adds, and from how many columns at most.
_SUBJECT_IN_COLUMN, _SUBJECT_IN_FILE, _COLUMNS_COUNTED = 0.5, 1.0, 4
#: What a column adds that is there and may be either of two.
_RIVALS = 0.5
#: Less than this is no evidence of any table.
_LEAST = 1.5

Words = Mapping[str, set[str]]


@dataclass(frozen=True, slots=True)
class Match:
    """One source column for one target column: how alike their names are, and how well the values fit, from 0 to 1."""

    target: Column[object]
    source: SourceColumn
    by_name: float
    by_values: float
    listed: float | None = None

    @property
    def sure(self) -> float:
        """How sure it is: a name that says nothing is not made up for by values, and values that do not fit rule it out."""
        return 0.0 if self.by_values < 0.5 else self.by_name * (0.5 + 0.5 * self.by_values)


@dataclass(frozen=True, slots=True)
class Fit:
    """A table as a file fits it: the matches that are sure, and targets for which several columns are as good."""

    table: Table
    matches: dict[str, Match]
    rivals: dict[str, tuple[str, ...]]
    subjects: tuple[str, ...] = ()
    evidence: float = 0.0
    sure: float = 0.0


def known_words() -> dict[str, set[str]]:
    """Return for each code list of the product the words that stand for its codes."""
    result: dict[str, set[str]] = {}
    for row in code_table().to_pylist():
        result.setdefault(row["list_key"], set()).update((row["code"], row["zh"], row["en"]))
    regions = region_table().to_pylist()
    result["region"] = {str(row[name]) for row in regions for name in ("adcode", "name", "name_en")}
    return result


def fit_of(table: Table, sources: list[SourceColumn], words: Words) -> Fit:
    """Return the sure matches of a table, each column of either side used once."""
    every = [
        match for target in table.columns for source in sources if (match := match_of(target, source, words))
    ]
    found: dict[str, Match] = {}
    rivals: dict[str, tuple[str, ...]] = {}
    used: set[str] = set()
    for match in sorted(every, key=attrgetter("sure"), reverse=True):
        name = match.target.name
        if name in found or name in rivals or match.source.name in used:
            continue
        as_good = [
            other.source.name
            for other in every
            if other.target is match.target
            and other.source.name not in used
            and other.sure >= match.sure - _NEAR
        ]
        if len(as_good) > 1:
            rivals[name] = tuple(as_good)
        else:
            found[name] = match
            used.add(match.source.name)
    return Fit(table, found, {name: both for name, both in rivals.items() if not used.issuperset(both)})


def fits_of(tables: Iterable[Table], sources: list[SourceColumn], words: Words, file: str) -> list[Fit]:
    """Return how each table fits a file, the surest first.

    A column counts the less, the more tables have one like it; the subject of a table in the names of columns, or in
    that of the file, counts too. A table with half as much evidence again as the next one is 0.69 sure, one with no more 0.5.
    """
    fits = [fit_of(table, sources, words) for table in tables]
    often = {source.name: sum(_uses(fit, source.name) for fit in fits) for source in sources}
    weighed = []
    for fit in fits:
        # Addresses, telephones and places on a map stand in files of any subject.
        telling = [match for match in fit.matches.values() if match.source.kind is None]
        evidence = sum(match.sure / often[match.source.name] for match in telling)
        evidence += _RIVALS * len(fit.rivals)
        subjects = _subjects(fit.table, sources)
        if evidence:
            evidence += _SUBJECT_IN_COLUMN * min(len(subjects), _COLUMNS_COUNTED)
            evidence += _SUBJECT_IN_FILE * _is_about(fit.table, file)
        weighed.append(replace(fit, subjects=subjects, evidence=evidence))
    weighed.sort(key=attrgetter("evidence"), reverse=True)
    most = [fit.evidence for fit in weighed] + [0.0, 0.0]
    return [replace(fit, sure=_share(fit.evidence, most[place == 0])) for place, fit in enumerate(weighed)]


def _share(evidence: float, other: float) -> float:
    return evidence**2 / (evidence**2 + other**2) if evidence >= _LEAST else 0.0


def _uses(fit: Fit, source: str) -> bool:
    return any(match.source.name == source for match in fit.matches.values())


def _subjects(table: Table, sources: list[SourceColumn]) -> tuple[str, ...]:
    """Return the columns whose names say what a table is about."""
    return tuple(source.name for source in sources if _is_about(table, source.name))


def _is_about(table: Table, name: str) -> bool:
    words = words_of(name)
    return any(
        subject in words
        or any(
            (subject in word) if not subject.isascii() else (len(subject) > 5 and word.startswith(subject))
            for word in words
        )
        for subject in SUBJECTS.get(table.name, ())
    )


def match_of(target: Column[object], source: SourceColumn, words: Words) -> Match | None:
    """Return the match of two columns, None where it is not sure enough to be proposed."""
    own, others = names_of_column(target.table, target.name)
    is_near = may_be_alike(source.name, _ends(target))
    by_name = max(_alike(source.name, name) for name in (*own, *others)) if is_near else 0.0
    list_key = target.info["codes"]
    if by_name < SURE_LINE and list_key not in words:
        return None  # as most of a thousand columns: nothing but words of its list could make it sure
    is_own = any(likeness(source.name, name) == 1.0 for name in own)
    if not source.fits(target, is_own=is_own):
        return None
    if not source.values:
        match = Match(target, source, by_name, _NO_PROOF)
        return match if match.sure >= SURE_LINE else None
    listed = source.listed(list_key, words[list_key]) if list_key in words else None
    if listed is not None and listed > 0.9 and source.speaks and _is_alone(target):
        by_name = max(by_name, _BY_WORDS)
    if list_key != "region" and not listed and words_of(source.name) == ("state",):
        return None  # in other people's exports a part of their country, whatever it is in ours
    if by_name < SURE_LINE:
        return None
    match = Match(target, source, by_name, _by_values(target, source, listed), listed)
    return match if match.sure >= SURE_LINE else None


@cache
def _ends(target: Column[object]) -> tuple[frozenset[str], frozenset[str]]:
    own, others = names_of_column(target.table, target.name)
    return ends_of(name.lstrip("~=") for name in (*own, *others))


def _alike(name: str, called: str) -> float:
    """Return how alike a name and a name of the vocabulary are, whose marks `~` and `=` say how it is meant."""
    alike = likeness(name, called.lstrip("~="))
    if called.startswith("=") and alike < 1:
        return 0.0
    return alike if called[:1] not in ("~", "=") else alike * _SECOND_CHOICE


def _is_alone(target: Column[object]) -> bool:
    """Say whether words of its list can mean no other column of its table; a region may be anybody's."""
    same = [column for column in target.table.columns if column.info["codes"] == target.info["codes"]]
    return len(same) == 1 and target.info["codes"] != "region"


def _by_values(target: Column[object], source: SourceColumn, listed: float | None) -> float:
    """Return how well values fit a target, where the names are alike."""
    if isinstance(target.type, Date | DateTime):
        return source.days.share
    if isinstance(target.type, Boolean):
        return source.yes_or_no
    if isinstance(target.type, Integer | Numeric | Float):
        return source.within(target.info["low"], target.info["high"])
    if target.primary_key and len(target.table.primary_key) == 1:
        return source.distinct if source.distinct >= 0.95 else 0.0
    names_a_thing = target.name == "name" and not target.info["mask"] and len(source.values) >= 20
    if source.days.share > 0.9 or (names_a_thing and source.repeats):
        return 0.0  # a register has one row for each name
    if target.info["codes"]:
        if source.is_constant and target.info["codes"] == "region" and not listed:
            return 0.0
        # Platforms are in no list of ours: any text may name one. Another list of its own can be held back or created,
        # where the same few words come again and again.
        is_new = source.repeats or target.info["codes"] == "platform"
        return max(listed or 0.0, _NO_PROOF if is_new else 0.0)
    return _NO_PROOF
