"""What complaints and reports are about, where they come in and how they end: the shares that the trade publishes."""

import numpy as np

from data_access.demo.arrays import Floats
from data_access.demo.platforms import Platforms
from data_access.demo.shares import Counts
from data_access.demo.shops import category_weights
from data_access.demo.window import stream
from data_access.domain.codes import codes

#: Online complaints by problem (national figures of 2021: quality 41 %, after-sales 33 %, contract 13 %).
COMPLAINTS = {
    "quality": 41.0, "after_sales": 33.2, "contract": 13.1, "fake": 3.1, "food_safety": 2.2, "advertising": 1.9,
    "price": 1.7, "labelling": 0.8, "other": 0.8, "trademark": 0.6, "safety": 0.5, "privacy": 0.4,
    "unlicensed": 0.3, "measure": 0.2, "competition": 0.2,
}  # fmt: skip
#: Online reports by class, advertising first.
REPORTS = {
    "r_advertising": 37.0, "r_consumer": 17.5, "r_quality": 14.0, "r_food": 12.0, "r_competition": 8.0,
    "r_price": 4.0, "r_trademark": 2.6, "r_unlicensed": 2.2, "r_online": 2.2, "r_other": 0.5,
}  # fmt: skip
#: The violation that a report of each class names.
VIOLATIONS: dict[str, dict[str, float]] = {
    "r_advertising": {"V03": 0.84, "V01": 0.16}, "r_consumer": {"V18": 1.0}, "r_quality": {"V17": 1.0},
    "r_food": {"V16": 1.0}, "r_competition": {"V01": 0.46, "V02": 0.26, "V11": 0.1, "V12": 0.13, "V13": 0.05},
    "r_price": {"V04": 0.92, "V05": 0.08}, "r_trademark": {"V14": 1.0}, "r_unlicensed": {"V15": 1.0},
    "r_online": {"V22": 0.3, "V21": 0.22, "V19": 0.2, "V20": 0.14, "V06": 0.1, "V07": 0.04}, "r_other": {"V99": 1.0},
}  # fmt: skip
#: Channels in the first and in the last year: from the telephone to the mini programs.
CHANNELS = {
    "12315_web": (0.2, 0.2), "12315_app": (0.04, 0.15), "wechat_mini": (0.02, 0.24), "wechat_official": (0.05, 0.07),
    "alipay_mini": (0.02, 0.13), "baidu_mini": (0.0, 0.015), "zhejiang_hotline": (0.16, 0.1), "phone": (0.4, 0.07),
    "letter": (0.06, 0.015), "visit": (0.03, 0.002), "transfer_in": (0.02, 0.008),
}  # fmt: skip
_GOODS: dict[str, dict[str, float]] = {
    "food": {"general_food": 1}, "drinks": {"tobacco_drinks": 1}, "tobacco_alcohol": {"tobacco_drinks": 1},
    "clothing": {"apparel": 0.93, "children": 0.07}, "cosmetics": {"beauty_goods": 1}, "jewellery": {"jewels": 1},
    "daily": {"homeware": 0.55, "children": 0.25, "other_goods": 0.2}, "furniture": {"homeware": 1},
    "appliances": {"home_appliances": 1}, "phones": {"telecom_goods": 0.7, "computers": 0.3},
    "medicine": {"drugs": 0.6, "devices": 0.4}, "building": {"decoration": 1}, "vehicles": {"transport_goods": 1},
    "petroleum": {"transport_goods": 1}, "office": {"computers": 0.5, "other_goods": 0.5},
}  # fmt: skip
_SERVICES: dict[str, dict[str, float]] = {
    "1": {"sales_service": 0.7, "training": 0.1, "leisure": 0.1, "other_service": 0.1},
    "21": {"other_service": 0.8, "parking": 0.2}, "22": {"catering": 0.75, "leisure": 0.25}, "23": {"catering": 1},
    "24": {"repair": 0.45, "laundry": 0.25, "hairdressing": 0.3}, "25": {"professional": 1},
    "3": {"leisure": 0.6, "internet": 0.4}, "4": {"internet": 0.8, "training": 0.2},
    "5": {"finance": 0.95, "internet": 0.05}, "6": {"internet": 0.6, "telecom": 0.2, "professional": 0.2},
}  # fmt: skip
#: How the typical sum in dispute differs by goods.
PRICES = {
    "general_food": 0.45, "tobacco_drinks": 0.7, "apparel": 0.8, "homeware": 0.9, "home_appliances": 2.6,
    "telecom_goods": 3.2, "computers": 3.0, "transport_goods": 6.0, "jewels": 3.2, "decoration": 2.0,
    "catering": 0.6, "training": 6.0, "professional": 3.5, "finance": 3.0, "drugs": 0.6,
}  # fmt: skip


def goods_mix(known: Platforms) -> Floats:
    """Return complaints by goods or service, a row for each platform, from what is sold on it."""
    listed, categories = codes("goods"), codes("category")
    mix = np.zeros((len(known), len(listed)))
    for place, entry in enumerate(known.entries):
        for category, weight in zip(categories, category_weights(entry["goods"]), strict=True):
            for goods, share in _spread(entry["subclass"], category).items():
                mix[place, listed.index(goods)] += weight * share
        mix[place, listed.index("sales_service")] += 0.04 * mix[place].sum()
    return mix


def categories_of(known: Platforms) -> Counts:
    """Return the category of shops that complaints about goods or a service are about: a row for each platform.

    It is the one that sells most of them there; the platform's main category where none sells them at all.
    """
    listed, categories = codes("goods"), codes("category")
    found = np.zeros((len(known), len(listed)), np.int64)
    for place, entry in enumerate(known.entries):
        weights, best = category_weights(entry["goods"]), np.zeros(len(listed))
        found[place] = int(weights.argmax())
        for category, weight in enumerate(weights):
            for goods, share in _spread(entry["subclass"], categories[category]).items():
                if weight * share > best[listed.index(goods)]:
                    best[listed.index(goods)] = weight * share
                    found[place, listed.index(goods)] = category
    return found


def _spread(subclass: str, category: str) -> dict[str, float]:
    """Return of which goods or services complaints about a category are, on a platform of a subclass."""
    if category == "service":
        return _SERVICES.get(subclass) or _SERVICES.get(subclass[0]) or _SERVICES["1"]
    return _GOODS.get(category, {"other_goods": 1})


def problem_mix(seed: int, known: Platforms) -> Floats:
    """Return problem shares as rows: platform × (complaint, report) × (other goods, food), flattened in that order.

    Each platform has a mix of its own around the city's; food safety is only about food and catering.
    """
    listed = codes("problem")
    rng = stream(seed, "problem_mix")
    base = np.zeros((2, 2, len(listed)))
    for kind, shares in enumerate((COMPLAINTS, REPORTS)):
        for problem, share in shares.items():
            base[kind, :, listed.index(problem)] = share
    for problem, height in (("food_safety", 6.5), ("r_food", 4.6)):
        base[:, 0, listed.index(problem)] = 0
        base[:, 1, listed.index(problem)] *= height
    # The biggest platforms are much of the city, so their mix stays closer to its own.
    spread = np.where(np.array(known.words("grade")) == "super", 0.15, 0.4)
    own = np.exp(rng.normal(0, 1, (len(known), len(listed))) * spread[:, None])
    mix: Floats = base[None, :, :, :] * own[:, None, None, :]
    return mix.reshape(-1, len(listed))


def violation_mix() -> Floats:
    """Return violation shares, a row for each problem; rows of complaints are zero."""
    problems, violations = codes("problem"), codes("violation")
    mix = np.zeros((len(problems), len(violations)))
    for problem, shares in VIOLATIONS.items():
        for violation, share in shares.items():
            mix[problems.index(problem), violations.index(violation)] = share
    return mix


def channel_mix(year: int, *, in_zhejiang: bool) -> Floats:
    """Return channel shares in a year, in the order of the code list; elsewhere the telephone has the hotline's share."""
    late = np.clip((year - 2014) / 6, 0, 1)
    first, last = np.array([CHANNELS[code] for code in codes("channel")]).T
    mix: Floats = first * (1 - late) + last * late
    if not in_zhejiang:
        hotline, phone = (codes("channel").index(code) for code in ("zhejiang_hotline", "phone"))
        mix[phone] += mix[hotline]
        mix[hotline] = 0
    return mix


def prices() -> Floats:
    """Return the factor of the sum in dispute for each code of goods and services."""
    return np.array([PRICES.get(code, 1.0) for code in codes("goods")])
