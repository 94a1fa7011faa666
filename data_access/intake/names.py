"""Words of a source into codes of the store: by code, by Chinese or English name, or as new codes where asked."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Column, Connection, Select, select

from data_access.store.schema import code, dataset, platform, region

#: The longest id that is made from a name.
LONGEST = 40


def slug(name: str, taken: Iterable[str] = ()) -> str:
    """Return a readable id of at most 40 characters for a name, the same every time.

    A name that looks like an id stays as it is. A name that is cut, or whose id is `taken` by another name,
    gets six characters of its digest.
    """
    if re.fullmatch(r"[A-Za-z0-9_-]{1,40}", name) and name not in taken:
        return name
    plain = unicodedata.normalize("NFKC", name).lower()
    result = re.sub(r"[\W_]+", "-", plain).strip("-")
    if result and len(result) <= LONGEST and result not in taken:
        return result
    digest = hashlib.sha256(name.encode()).hexdigest()[:6]
    return f"{result[: LONGEST - 7].rstrip('-') or 'x'}-{digest}"


@dataclass(frozen=True, slots=True)
class Names:
    """What a code list knows: each code, and the codes that words stand for.

    Codes of towns and villages begin with that of their district (GB/T 10114): where `has_parts`, one that the list does
    not have counts there. `counted_in` says the same of those that it has. `retired` codes are no longer in force: each
    with its successor, None where there is not exactly one.
    """

    codes: frozenset[str]
    by_word: dict[str, str]
    counted_in: dict[str, str] = field(default_factory=dict)
    has_parts: bool = False
    retired: dict[str, str | None] = field(default_factory=dict)

    def resolve(self, words: list[str], create: bool) -> tuple[dict[str, str], dict[str, str]]:
        """Return the code for each word that stands for one, and the new codes with their words."""
        found: dict[str, str] = {}
        new: dict[str, str] = {}
        for word in sorted(words):
            known = self._code(word)
            known = known and (self.retired.get(known) or known)
            known = self.counted_in.get(known, known) if known else None
            if known is None and create:
                known = slug(word, {*self.codes, *new})
                new[known] = word
            if known is not None:
                found[word] = known
        return found, new

    def moves(self, words: list[str]) -> list[str]:
        """Return a sentence for each word that stands for a code which is no longer in force."""
        said = []
        for word in sorted(words):
            code = self._code(word)
            if code is not None and code in self.retired:
                successor = self.retired[code]
                says = (
                    f"counts in its successor {successor}"
                    if successor
                    else "has no single successor and stays as it is; map it under `values`"
                )
                said.append(f"'{word}' ({code}) is no longer in force and {says}")
        return said

    def _code(self, word: str) -> str | None:
        return word if word in self.codes else self.by_word.get(word) or self._district(word)

    def _district(self, word: str) -> str | None:
        """Return the district that a code of nine or twelve digits lies in."""
        if self.has_parts and re.fullmatch(r"\d{9}(\d{3})?", word) and word[:6] in self.codes:
            return word[:6]
        return None


def listing(list_key: str) -> Select[tuple[str, str, str]]:
    """Return the SELECT of (code, Chinese, English) of a code list; platforms and regions are lists as well."""
    if list_key == "platform":
        return select(platform.c.platform_id, platform.c.name, platform.c.name_en)
    if list_key == "region":
        # A name that a retired code shares with its successor stands for the one in force.
        return select(region.c.adcode, region.c.name, region.c.name_en).order_by(region.c.valid_from.desc())
    return select(code.c.code, code.c.zh, code.c.en).where(code.c.list_key == list_key)


def codes_of(list_key: str) -> Select[tuple[str]]:
    """Return the SELECT of the codes alone, for checks of references."""
    names = listing(list_key).order_by(None).subquery()
    first: Column[str] = names.columns[0]  # type: ignore[assignment]
    return select(first)


def names_of(connection: Connection, list_key: str) -> Names:
    """Read a code list."""
    rows: Sequence[Any] = connection.execute(listing(list_key)).all()
    by_word: dict[str, str] = {}
    for key, zh, en in rows:
        for word in (zh, en):
            if word:
                by_word.setdefault(word, key)
    codes = frozenset(key for key, _, _ in rows)
    if list_key != "region":
        return Names(codes, by_word)
    return Names(codes, by_word, _parts_of_the_city(connection), has_parts=True, retired=_retired(connection))


def _retired(connection: Connection) -> dict[str, str | None]:
    """Return for each region that is no longer in force the one that follows it, at the end of the chain."""
    rows = connection.execute(select(region.c.adcode, region.c.valid_to, region.c.successor)).all()
    codes = {row.adcode for row in rows}
    gone = {row.adcode for row in rows if row.valid_to is not None and row.valid_to < date.today()}
    following = {row.adcode: set(re.findall(r"\w+", row.successor or "")) & codes for row in rows}
    result: dict[str, str | None] = {}
    for code_gone in gone:
        at, seen = code_gone, {code_gone}
        while at in gone and len(following[at]) == 1:
            (at,) = following[at]
            if at in seen:
                break
            seen.add(at)
        result[code_gone] = None if at in gone else at
    return result


def _parts_of_the_city(connection: Connection) -> dict[str, str]:
    """Return for each region below those that rows are counted by, as streets are below districts, the one it lies in.

    Rows are counted by the parts of the store's city; a province's parts that are cities are counted by theirs.
    """
    city = connection.execute(select(dataset.c.city)).scalar()
    if city is None:  # before the first data set nobody knows whose parts count
        return {}
    rows = connection.execute(select(region.c.adcode, region.c.parent, region.c.level)).all()
    parents = {row.adcode: row.parent for row in rows}
    tops = {city, *(row.adcode for row in rows if row.parent == city and row.level == "city")}
    found = {}
    for adcode in parents:
        above, seen = adcode, {adcode}
        while (parent := parents.get(above)) not in {None, *tops} and parent not in seen:
            above = parent
            seen.add(above)
        if parents.get(above) in tops and above != adcode:
            found[adcode] = above
    return found
