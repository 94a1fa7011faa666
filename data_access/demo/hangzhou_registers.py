"""The registers of Hangzhou: entities that the negative list and the platforms name among others, triggers, interviews."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_access import schema
from data_access.demo.arrays import Times
from data_access.demo.cases import DISTRICTS
from data_access.demo.interviews import interview_rows, site_check_rows
from data_access.demo.parts import Chunks, Place
from data_access.demo.platforms import platform_rows
from data_access.demo.register import Known, Register, register_chunks
from data_access.demo.shares import apportion
from data_access.demo.triggers import complainant_rows, trigger_rows

#: A modest register: those of the city's entities that its systems meet.
ENTITIES, ONLINE, RETAIL = 60_000, 46_500, 33_800
#: Triggers of the registers beside that of negative entities, where one entry in five is among the triggers.
TRIGGERS = {"platform": 1_400, "shop": 11_000, "complainant": 2_600}
COMPLAINANTS = 2_400
INTERVIEWS = (("2016-01-01", "2018-01-01", 21), ("2018-01-01", "2020-01-01", 46), ("2020-01-01", "2021-01-01", 38),
              ("2021-01-01", "2022-01-01", 57))  # fmt: skip
CHECKS = (("2016-01-01", "2018-01-01", 5_200), ("2018-01-01", "2020-01-01", 7_400), ("2020-01-01", "2021-01-01", 4_300),
          ("2021-01-01", "2022-01-01", 5_100))  # fmt: skip
_TAKEN = ["entity_id", "entity_name", "platform_id", "district", "reason", "listed_at", "delisted_at"]
_ONE_IN = 5


def with_registers(place: Place, seed: int, scale: float, chunks: Chunks) -> Chunks:
    """Pass the chunks of negative entities on, then yield the register of entities, triggers, persons and checks."""
    kept = []
    for table, chunk in chunks:
        yield table, chunk
        kept.append(_firms(chunk))
    spells = pa.concat_tables([part.unify_dictionaries() for part in kept])
    counts = apportion(ENTITIES, list(DISTRICTS.values()))
    register = Register(dict(zip(DISTRICTS, map(int, counts), strict=True)), ONLINE, RETAIL)
    yield from register_chunks(seed, register, _known(place, seed, spells), scale)
    sample = spells.take(pa.array(np.arange(0, spells.num_rows, _ONE_IN)))
    yield schema.trigger_event, trigger_rows(place, seed, TRIGGERS, sample, scale)
    yield schema.reverse_complainant, complainant_rows(place, seed, COMPLAINANTS, scale)
    yield schema.interview, interview_rows(place, seed, INTERVIEWS)
    yield schema.site_check, site_check_rows(place, seed, CHECKS, scale)


def _firms(chunk: pa.Table) -> pa.Table:
    """Return the spells of firms: natural persons are in no register of entities."""
    codes = chunk["entity_id"].cast(pa.string())
    return chunk.filter(pc.starts_with(codes, "9")).select(_TAKEN)


def _known(place: Place, seed: int, spells: pa.Table) -> Known:
    """Return the platforms' operators and the firms of the negative list, each once, as first listed."""
    known, register = place.platforms(seed), platform_rows(seed)
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
