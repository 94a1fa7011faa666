"""How PostgreSQL is told to keep a partition: which indexes it has, and what they are called."""

from itertools import product

from sqlalchemy import Date, DateTime, Index, Table

from data_access.store.catalogue import Partition, Place
from data_access.store.engines.postgresql.tables import indexes, physical
from data_access.store.partitions import CLOCKS
from data_access.store.schema import complaint_report, metadata

#: The server cuts off what is longer.
LONGEST_NAME = 63


def indexes_of(table: Table, rows: int = 10_000, version: str = "20261126T204238344453Z-bcb5") -> list[Index]:
    partition = Partition(table.name, "2021" if table in CLOCKS else "", version, rows, "")
    return list(indexes(physical(Place.of("330100"), table, partition), table, partition))


def led_by(table: Table, using: str | None = None) -> set[str]:
    """Return the first columns of the indexes of a kind that a large partition has."""
    kinds = [
        one for one in indexes_of(table) if one.dialect_options["postgresql"]["using"] == (using or False)
    ]
    return {next(iter(one.columns)).name for one in kinds}


def test_a_small_partition_has_none() -> None:
    """It is read as fast without."""
    assert indexes_of(complaint_report, rows=9_999) == []


def test_what_is_about_one_platform_is_found_by_it() -> None:
    """A portrait read the complaints of the city, 1.9 million, for the 87 of its platform, in most of its statements."""
    lacking = [
        t.name for t in metadata.sorted_tables if "platform_id" in t.c and "platform_id" not in led_by(t)
    ]
    assert lacking == []


def test_every_moment_of_events_lets_blocks_aside() -> None:
    """What was open on a day was looked for in every complaint since 2014: years in which all are closed have none."""
    for table in CLOCKS:
        moments = {one.name for one in table.columns if isinstance(one.type, Date | DateTime)}
        assert moments <= led_by(table, "brin") | led_by(table), table.name


def test_no_two_indexes_have_one_name() -> None:
    """Cut off by the server, names of two tables or versions were told apart by four signs: now and then a load would have failed."""
    versions = ("20261126T204238344453Z-bcb5", "20261126T204239344453Z-bcb6")
    names = [
        str(one.name)
        for table, version in product(metadata.sorted_tables, versions)
        for one in indexes_of(table, version=version)
    ]
    assert len(names) == len(set(names))
    assert [name for name in names if len(name) > LONGEST_NAME] == []
