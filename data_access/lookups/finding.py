"""What a reader looks for by a number or a name: records, entities, shops, within what he may see; persons are never looked for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, and_, func, literal, or_, union_all

from data_access.domain.access import Scope
from data_access.lookups.listings import LISTINGS
from data_access.lookups.readable import as_kept
from data_access.lookups.record_links import Reading, every, gist
from data_access.lookups.record_targets import Target
from data_access.metrics.labels import labels
from data_access.metrics.sources import SOURCES
from data_access.store.schema import entity
from data_access.store.schema.links import key_of
from data_access.store.snapshots import Snapshot

#: So many records of each list are named.
MOST_FOUND = 4
#: What is shorter is the beginning of half the numbers, or in half the names.
SHORTEST = 2
#: The last sign of Unicode: every text that begins as another lies before that one followed by it.
_LAST = "\U0010ffff"
_WILD = re.compile(r"[%_\\/]")
#: Platforms are few, and found by `labels`.
_KEYED = tuple(
    key
    for key in LISTINGS
    if key != "platforms"
    and len(SOURCES[key].table.primary_key) == 1
    and isinstance(key_of(SOURCES[key].table).type, String)
)


@dataclass(frozen=True, slots=True)
class Found:
    """Records of one list that were found, each with what it is in a few words."""

    listing: str
    records: tuple[tuple[Target, str], ...]


def find(snapshot: Snapshot, text: str, scope: Scope, lang: str) -> tuple[Found, ...]:
    """Return the records whose number is a text or begins with it, and the entities that are named so.

    One statement asks all lists at once, by ranges of their keys, which the store skips to: of eleven million shops too.
    Raises QueryTooSlow.
    """
    text = text.strip()
    if len(text) < SHORTEST:
        return ()
    parts = []
    for listing in _KEYED:
        key = key_of(SOURCES[listing].table)
        holds = (
            or_(_begins(key, text), _is_called(text)) if listing == "entity_register" else _begins(key, text)
        )
        own = every(SOURCES[listing], holds, scope).with_only_columns(
            literal(listing).label("listing"), key.label("key")
        )
        parts.append(own.limit(MOST_FOUND).subquery().select())
    keys: dict[str, list[str]] = {}
    for listing, key in snapshot.rows(union_all(*parts)):
        keys.setdefault(str(listing), []).append(str(key))
    reading = Reading(snapshot, labels(snapshot), scope, lang)
    # An exact number stands before all that only begin with it.
    order = sorted(
        keys, key=lambda one: (text not in keys[one] and text.upper() not in keys[one], _KEYED.index(one))
    )
    return tuple(Found(listing, tuple(_told(reading, listing, keys[listing]))) for listing in order)


def _begins(key: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Return whether a key begins with a text, as it was typed or in capitals."""
    ways = dict.fromkeys((text, text.upper()))
    return or_(*(and_(key >= way, key < f"{way}{_LAST}") for way in ways))


def _is_called(text: str) -> ColumnElement[bool]:
    """Return whether an entity's name holds a text. A pattern without escapes is met four times as fast."""
    name = entity.c.name
    return name.contains(text, autoescape=True) if _WILD.search(text) else name.like(f"%{text}%")


def _told(reading: Reading, listing: str, keys: list[str]) -> Iterator[tuple[Target, str]]:
    source, shape = SOURCES[listing], LISTINGS[listing]
    key = key_of(source.table)
    columns = [source.table.c[name] for name in dict.fromkeys((*shape.columns, shape.newest))]
    asked = every(source, key.in_(keys), reading.scope).with_only_columns(*as_kept(columns, reading.names))
    frame = reading.snapshot.frame(asked.order_by(func.length(key), key))
    for row in frame.to_dict("records"):
        yield Target(listing, str(row[key.name])), gist(reading, listing, row)
