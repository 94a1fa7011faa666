"""The frame of the demo city: its window of time and the random streams that fill it."""

from zlib import crc32

import numpy as np

from data_access.demo.arrays import Times

CITY = "330100"
STARTS_ON = np.datetime64("2014-01-01", "D")
AS_OF = np.datetime64("2021-12-31", "D")
LAST_SECOND = np.datetime64("2021-12-31T23:59:59", "s")
#: The day of the published stocks (platforms, shops, negative entities) and the end of the casework period.
MID_2021 = np.datetime64("2021-06-30", "D")
CASEWORK_FROM = np.datetime64("2016-01-01", "D")
YEARS = range(2014, 2022)
MONTHS: Times = np.arange("2014-01", "2022-01", dtype="datetime64[M]")


def stream(seed: int, *names: object) -> np.random.Generator:
    """Return the random stream of one table and chunk: the same for the same seed, whatever else is drawn."""
    words = [crc32(str(name).encode()) for name in names]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *words])))


def year_days(year: int) -> Times:
    """Return the days of a calendar year."""
    return np.arange(f"{year}-01-01", f"{year + 1}-01-01", dtype="datetime64[D]")
