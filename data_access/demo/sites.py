"""Websites and new forms of the platforms of a demo city: each has a website, most have others beside."""

import numpy as np
import pyarrow as pa

from data_access.demo.arrays import NO_DAY, coded, numbered, rows
from data_access.demo.platforms import Platforms
from data_access.demo.window import AS_OF, stream
from data_access.domain.codes import codes
from data_access.store.schema import online_site

#: How many platforms have a site of each kind, and for how many it was looked at whether it shows a licence, and does.
_HAVE = {"website": 1.0, "app": 0.62, "mini_program": 0.7, "public_account": 0.54, "live_room": 0.22}
#: Before these days nobody had such a site.
_SINCE = ("1999-01-01", "2010-06-01", "2017-01-09", "2012-08-23", "2016-05-01")
_CHECKED, _SHOWN = 0.93, 0.91


def site_rows(known: Platforms, seed: int) -> pa.Table:
    """Return the rows of table `online_site`: opened with the platform or after, closed with it."""
    rng, kinds, n = stream(seed, "online_site"), codes("site_kind"), len(known)
    has = rng.random((n, len(kinds))) < [_HAVE[kind] for kind in kinds]
    platform, kind = np.nonzero(has)
    m = len(platform)
    first = np.maximum(known.launched[platform], np.array(_SINCE, "datetime64[D]")[kind])
    opened = first + np.where(kind == 0, 0, rng.integers(30, 1_400, m))
    closed = known.closed[platform]
    stands = (opened <= AS_OF) & (np.isnat(closed) | (opened < closed))
    platform, kind, opened, closed = platform[stands], kind[stands], opened[stands], closed[stands]
    m = len(platform)
    is_site = kind == kinds.index("website")
    ends = ("官网", "APP", "小程序", "公众号", "直播间")
    names, slugs = known.words("name"), [word.lower().replace(" ", "-") for word in known.words("name_en")]
    districts = known.words("district")
    looked, shown = rng.random(m) < _CHECKED, rng.random(m) < _SHOWN
    return rows(online_site, {
        "site_id": numbered("OS", np.arange(1, m + 1), 5),
        "kind": coded(kind, kinds),
        "name": pa.array([f"{names[one]}{ends[of]}" for one, of in zip(platform, kind, strict=True)]),
        "address": pa.array([f"https://{slugs[one]}.example" if of == 0 else f"{slugs[one]}-{kinds[of]}"
                             for one, of in zip(platform, kind, strict=True)]),
        "platform_id": coded(platform, known.ids),
        "district": pa.array([districts[one] for one in platform]),
        "opened_on": opened,
        "closed_on": np.where(np.isnat(closed), NO_DAY, closed),
        "icp_no": pa.array([f"ICP备（虚构）{one + 1:04d}号-{of + 1}" for one, of in zip(platform, kind, strict=True)],
                           mask=~is_site & (kind > 2)),
        "licence_shown": pa.array(shown, mask=~looked),
    })  # fmt: skip
