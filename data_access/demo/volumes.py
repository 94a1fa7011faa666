"""How many complaints and reports there are in each year, and which way they take."""

from data_access.demo.shares import scaled

#: Complaints and reports of each year; 2020 is published as 38.7 ten thousand.
TOTALS = {
    2014: 60_240,
    2015: 95_310,
    2016: 141_870,
    2017: 192_460,
    2018: 262_150,
    2019: 331_480,
    2020: 387_026,
    2021: 431_900,
}
#: Of these, complaints that went to the platform first through the Red Flag Canal; 2020 is published.
CANAL = {2016: 6_120, 2017: 14_230, 2018: 26_480, 2019: 42_350, 2020: 59_014, 2021: 66_700}
#: Complaints on the mediation platform; 2020 is published as 17.6 ten thousand.
MEDIATION = {
    2014: 9_700,
    2015: 21_400,
    2016: 41_200,
    2017: 67_800,
    2018: 103_600,
    2019: 142_300,
    2020: 176_012,
    2021: 193_400,
}
#: Reports, and the small routes beside administrative handling.
REPORTS, COUNCIL, ODR = 0.35, 0.016, 0.023


def route_counts(year: int, scale: float) -> dict[str, int]:
    """Return how many complaints take each route in a year, and under `report` how many reports there are."""
    total = scaled(TOTALS[year], scale)
    counts = {
        "report": round(total * REPORTS),
        "red_flag_canal": round(CANAL.get(year, 0) * scale),
        "mediation": round(MEDIATION[year] * scale),
        "consumer_council": round(total * COUNCIL),
        "odr": round(total * ODR) if year >= 2018 else 0,
    }
    return counts | {"administrative": max(0, total - sum(counts.values()))}
