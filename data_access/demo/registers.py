"""The registers of a demo city: entities that the negative list and the platforms name among others, triggers, interviews."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_access.demo.arrays import Times
from data_access.demo.claimants import claimant_rows
from data_access.demo.interviews import Periods, interview_rows, site_check_rows
from data_access.demo.parts import Chunks, Place
from data_access.demo.platforms import platform_rows
from data_access.demo.register import Known, Register, register_chunks
from data_access.demo.triggers import trigger_rows
from data_access.store import schema

_TAKEN = ["entity_id", "entity_name", "platform_id", "district", "reason", "listed_at", "delisted_at"]
#: Of the entries on the negative list this many are among the triggers.
_ONE_IN = 5


@dataclass(frozen=True, slots=True)
class Registers:
    """What a city keeps of its entities: those it registers, what triggers, whom it talks to and what it checks.

    `triggers` are those of each register beside that of negative entities. What is empty is not kept.
    """

    entities: Register | None = None
    triggers: Mapping[str, int] = field(default_factory=dict)
    complainants: int = 0
    interviews: Periods = ()
    checks: Periods = ()

    @property
    def rows(self) -> float:
        """About how many rows that makes at full scale, beside interviews."""
        found = sum(number for *_, number in self.checks) + sum(self.triggers.values()) + self.complainants
        if self.entities is None:
            return found
        followed, districts = self.entities.followed, self.entities.districts
        with_events = sum(
            number for code, number in districts.items() if followed is None or code in followed
        )
        return found + 1.21 * sum(districts.values()) + 4.5 * with_events


#: A city that keeps none of them.
NONE = Registers()


def with_registers(place: Place, registers: Registers, seed: int, scale: float, chunks: Chunks) -> Chunks:
    """Pass the chunks of negative entities on, then yield the register of entities, triggers, persons and checks."""
    kept = []
    for table, chunk in chunks:
        yield table, chunk
        kept.append(_firms(chunk))
    spells = pa.concat_tables([part.unify_dictionaries() for part in kept])
    if registers.entities:
        yield from register_chunks(seed, registers.entities, _known(place, seed, spells), scale)
    if registers.triggers:
        sample = spells.take(pa.array(np.arange(0, spells.num_rows, _ONE_IN)))
        yield schema.trigger_event, trigger_rows(place, seed, registers.triggers, sample, scale)
    if registers.complainants:
        yield schema.reverse_complainant, claimant_rows(place, seed, registers.complainants, scale)
    if registers.interviews:
        yield schema.interview, interview_rows(place, seed, registers.interviews)
    if registers.checks:
        yield schema.site_check, site_check_rows(place, seed, registers.checks, scale)


def _firms(chunk: pa.Table) -> pa.Table:
    """Return the spells of firms: natural persons are in no register of entities."""
    codes = chunk["entity_id"].cast(pa.string())
    return chunk.filter(pc.starts_with(codes, "9")).select(_TAKEN)


def _known(place: Place, seed: int, spells: pa.Table) -> Known:
    """Return the platforms' operators and the firms of the negative list, each once, as first listed."""
    known, register = place.platforms(seed), platform_rows(place.platforms(seed), place.city, seed)
    # An operator that stands on the negative list itself is one entity, not two.
    others = pc.invert(pc.is_in(spells["entity_id"], value_set=register["uscc"].combine_chunks()))
    spells = spells.filter(others)
    first = np.unique(spells["entity_id"].to_numpy(), return_index=True)[1]
    listed = spells.take(pa.array(np.sort(first)))
    standing = pc.is_null(listed["delisted_at"]).to_numpy()
    reason = np.array(listed["reason"].cast(pa.string()).to_pylist(), object)
    n = len(known)
    none = np.zeros(n, bool)
    platform = pc.fill_null(
        pc.index_in(listed["platform_id"].cast(pa.string()), pa.array(known.ids)), -1
    ).to_numpy()
    return Known(
        ids=pa.concat_arrays([register["uscc"].combine_chunks(), listed["entity_id"].combine_chunks()]),
        names=pa.concat_arrays(
            [
                register["operator_name"].combine_chunks(),
                listed["entity_name"].cast(pa.string()).combine_chunks(),
            ]
        ),
        districts=[*known.words("district"), *listed["district"].cast(pa.string()).to_pylist()],
        since=np.concatenate([known.launched.astype("datetime64[s]"), _times(listed["listed_at"])]),
        platform=np.concatenate([np.arange(n), platform]),
        platforms=known.ids,
        abnormal=np.concatenate([none, standing & (reason == "abnormal")]),
        serious=np.concatenate([none, standing & (reason == "serious")]),
    )


def _times(column: pa.ChunkedArray) -> Times:
    found: Times = column.to_numpy().astype("datetime64[s]")
    return found
