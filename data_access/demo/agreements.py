"""The agreements 协作协议 of a demo city with the authorities of other regions, whose names are real and their doings not."""

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import numbered, rows
from data_access.demo.networks import Network
from data_access.demo.parts import Place
from data_access.demo.shares import apportion
from data_access.demo.window import stream
from data_access.domain.working_days import working_days
from data_access.store.schema import partner_region

PARTNERS = Path(__file__).with_name("partners.csv")


@cache
def _regions() -> list[dict[str, str]]:
    with PARTNERS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def partners(place: Place, network: Network) -> list[dict[str, str]]:
    """Return the regions with which this city may work: those of its partner provinces."""
    return [
        region
        for region in _regions()
        if region["province"] in network.provinces and region["province"][:2] != place.city[:2]
    ]


def agreement_rows(place: Place, network: Network, seed: int) -> pa.Table:
    """Return the agreements in the order of signing; accounts add up to what is published for each period's end."""
    rng = stream(seed, place.city, "partner_region")
    listed = partners(place, network)
    order = list(rng.permutation(len(listed)))
    region: list[int] = []
    signed, accounts = [], []
    regions = agreements = opened = 0
    for start, end, regions_by, agreements_by, accounts_by in network.agreements:
        fresh = order[regions:regions_by]
        again = list(rng.choice(order[:regions_by], agreements_by - agreements - len(fresh), replace=False))
        days = np.arange(start, end, dtype="datetime64[D]")
        days = days[working_days().between_array(days - 1, days) > 0]
        signed.append(np.sort(days[rng.integers(0, len(days), len(fresh) + len(again))]))
        # A further agreement never comes before the first with a region.
        region += [int(one) for one in (*fresh, *again)]
        accounts.append(apportion(accounts_by - opened, rng.gamma(3, 1, len(fresh) + len(again))))
        regions, agreements, opened = regions_by, agreements_by, accounts_by
    chosen = [listed[one] for one in region]
    columns = {
        "agreement_no": numbered(f"X{place.city[:4]}-", np.arange(1, len(chosen) + 1), 4),
        "region": pa.array([one["adcode"] for one in chosen]),
        "name": pa.array([one["name"] for one in chosen]),
        "province": pa.array([one["province"] for one in chosen]),
        "signed_on": np.concatenate(signed),
        "ended_on": pa.nulls(len(chosen), pa.date32()),
        "accounts": np.concatenate(accounts),
    }
    return rows(partner_region, columns)
