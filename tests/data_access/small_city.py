"""A city small enough to count by hand: `ROWS` holds every row of its store as plain dicts, table by table.

Four platforms, three districts, seventy-five complaints and reports with every course that an item can take.
Nothing here uses the code under test, so that a number can be computed a second time from the same rows.
"""

import csv
from datetime import date, datetime, timedelta
from itertools import cycle, product
from pathlib import Path
from typing import Any

from tests.data_access.small_systems import SUBJECTS

Row = dict[str, Any]

CITY, STARTS_ON, AS_OF = "330100", date(2020, 1, 1), date(2021, 12, 31)
YUHANG, BINJIANG, XIHU = "330110", "330108", "330106"
_CODES = Path(__file__).parents[2] / "data_access" / "domain" / "codes"


def _file(name: str) -> list[Row]:
    with (_CODES / name).open(encoding="utf-8", newline="") as file:
        return [{key: value or None for key, value in row.items()} for row in csv.DictReader(file)]


def _codes() -> list[Row]:
    return [row | {"position": int(row["position"])} for row in _file("codes.csv")]


def _regions() -> list[Row]:
    days, numbers = ("valid_from", "valid_to"), ("longitude", "latitude")
    return [
        row
        | {key: row[key] and date.fromisoformat(row[key]) for key in days}
        | {key: row[key] and float(row[key]) for key in numbers}
        for row in _file("regions.csv")
    ]


def _platform(platform_id: str, name: str, name_en: str, **other: Any) -> Row:
    empty = dict.fromkeys(("closed_on", "canal_since", "bridge_since", "guarantee_fund", "format_tags"))
    return {
        "platform_id": platform_id, "name": name, "name_en": name_en, "operator_name": f"{name}公司（虚构）",
        "uscc": f"91330100XX00000{platform_id[-1]}00", "supply_mode": "third_party", "main_goods": "化妆品、手作",
        "icp_no": f"浙ICP备（虚构）{platform_id[-1]}号", "website": f"https://{platform_id.lower()}.example",
        "address": "云栈路1号", "is_odr": False, "licence_shown": True,
    } | empty | other  # fmt: skip


PLATFORMS = [
    _platform("P1", "漪坪商城", "Yiping Mall", district=YUHANG, class_l1="10", class_l2="11", grade="super",
              txn_mode="c2c", launched_on=date(2010, 5, 1), canal_since=date(2016, 1, 4),
              bridge_since=date(2015, 12, 1), guarantee_fund=50_000_000.0, is_odr=True),
    _platform("P2", "葳岭集市", "Weiling Market", district=BINJIANG, class_l1="10", class_l2="12", grade="large",
              txn_mode="b2c", launched_on=date(2014, 3, 18), canal_since=date(2018, 6, 1)),
    _platform("P3", "麦浦到家", "Maipu Home", district=YUHANG, class_l1="20", class_l2="24", grade="small",
              txn_mode="o2o", launched_on=date(2017, 9, 9), closed_on=date(2021, 6, 15)),
    # It has no English name, no canal and starts within the window.
    _platform("P4", "=砚湖优选", "", district=XIHU, class_l1="10", class_l2="13", grade="small", txn_mode="b2c",
              launched_on=date(2021, 3, 1), supply_mode="own", licence_shown=False) | {"name_en": None},
]  # fmt: skip
_DUTIES = ("licence", "verification", "reporting", "fund", "green_channel", "dispute_rules")
DUTIES = [
    {"platform_id": p, "duty": duty, "is_met": (p, duty) not in {("P2", "fund"), ("P4", "licence"), ("P4", "fund")},
     "checked_on": date(2021, 11, 3)}
    for p, duty in product(("P1", "P2", "P4"), _DUTIES)
]  # fmt: skip

_CATEGORIES, _OPERATORS = ("food", "clothing"), ("company", "individual", "natural")


def _shop(number: int) -> Row:
    """Sixty shops: two of three on P1, opened every twelve days; each seventh closes after 200 days.

    Entity E1 has three of them: by its code, by its contact, and by its name and address.
    """
    opened = date(2020, 1, 10) + timedelta(days=12 * number)
    end = opened + timedelta(days=200)
    return {
        "shop_id": f"S{number:03d}",
        "platform_id": ("P1", "P1", "P2")[number % 3],
        "category": None if number == 5 else _CATEGORIES[number % 2],
        "operator_region": (YUHANG, BINJIANG, XIHU, None)[number % 4],
        "operator_type": _OPERATORS[number % 3],
        "entity_id": "E1" if number == 7 else None,
        "operator_name": {2: "E1商店", 4: "E1经营部"}.get(number),
        "operator_address": "漪禾路88-3-201" if number == 4 else None,
        "contact_hash": "T1" if number == 2 else None,
        "opened_on": opened,
        "closed_on": end if number % 7 == 0 and end <= AS_OF else None,
        "licence_shown_from": opened + timedelta(days=30) if number % 5 else None,
        "verified_from": opened if number % 4 else None,
        "verified_to": opened + timedelta(days=365) if number % 4 == 1 else None,
    }


SHOPS = [_shop(number) for number in range(60)]


def _month_starts() -> list[date]:
    return [date(year, month, 1) for year in (2020, 2021) for month in range(1, 13)]


def month_end(first: date) -> date:
    """Return the last day of the month that starts on `first`."""
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _shop_months() -> list[Row]:
    keys = ("platform_id", "category", "operator_region", "operator_type")
    cells: dict[tuple[Any, ...], Row] = {}
    for first, shop in product(_month_starts(), SHOPS):
        end, after = month_end(first), month_end(first) + timedelta(days=1)
        place = (end, *(shop[key] for key in keys))
        empty = dict.fromkeys(("active", "opened", "closed", "licence_shown", "verified"), 0)
        cell = cells.setdefault(place, dict(zip(("month_end", *keys), place, strict=True)) | empty)
        shop_end = shop["closed_on"] or date.max
        is_active = shop["opened_on"] < after <= shop_end
        shown, verified = shop["licence_shown_from"], shop["verified_from"]
        cell["active"] += is_active
        cell["opened"] += first <= shop["opened_on"] <= end
        cell["closed"] += first <= shop_end <= end
        cell["licence_shown"] += bool(is_active and shown and shown <= end)
        cell["verified"] += bool(
            is_active and verified and verified <= end and (shop["verified_to"] or date.max) > end
        )
    return [cell for cell in cells.values() if cell["active"] or cell["opened"] or cell["closed"]]


def _transactions() -> list[Row]:
    sold = {"P1": 6_000_000, "P2": 2_500_000, "P3": 400_000, "P4": 90_000}
    modes = {row["platform_id"]: row["txn_mode"] for row in PLATFORMS}
    return [
        {"month": first, "platform_id": p, "category": category, "mode": modes[p],
         "gmv": round(amount * (1 + first.month / 10) * (1.5 if category == "food" else 1), 2),
         "orders": amount // 80 + first.month, "refunds": amount / 50}
        for first, (p, amount), category in product(_month_starts(), sold.items(), _CATEGORIES)
        if not (p == "P3" and first > date(2021, 6, 1)) and not (p == "P4" and first < date(2021, 3, 1))
    ]  # fmt: skip


_ITEM_COLUMNS = (
    "violation", "platform_received_at", "settled_at", "returned_at", "accept_due", "accepted_at", "refused_at",
    "refuse_reason", "close_due", "mediation_started_at", "closed_at", "result", "is_timely", "satisfaction",
    "amount_disputed", "amount_recovered",
)  # fmt: skip
#: The courses that an item takes: days after registration at which each thing happens (fractions are hours).
COURSES: dict[str, Row] = {
    "settled": {"platform_received_at": 0.25, "settled_at": 4.5, "closed_at": 4.5, "result": "settled",
                "amount_disputed": 120.0, "amount_recovered": 100.0, "satisfaction": 5},
    "settled_late": {"platform_received_at": 1, "settled_at": 12, "closed_at": 12, "result": "settled",
                     "amount_disputed": 800.0, "amount_recovered": 2400.0, "satisfaction": 2},
    "mediated": {"platform_received_at": 0.5, "returned_at": 6, "accept_due": 15, "accepted_at": 8,
                 "mediation_started_at": 9, "close_due": 70, "closed_at": 30, "result": "mediated",
                 "amount_disputed": 60.5, "amount_recovered": 60.5, "satisfaction": 4},
    "failed": {"accept_due": 9, "accepted_at": 9.4, "mediation_started_at": 12, "close_due": 71, "closed_at": 80,
               "result": "mediation_failed", "amount_disputed": 999.0},
    "refused": {"accept_due": 9, "refused_at": 3, "refuse_reason": "R3", "closed_at": 3, "result": "refused"},
    "withdrawn": {"closed_at": 2, "result": "withdrawn", "accept_due": 9},
    "open": {"platform_received_at": 0.5},
    "waiting": {"accept_due": 9, "accepted_at": 5, "close_due": 70},
    "filed": {"kind": "report", "accept_due": 21, "accepted_at": 10, "close_due": 21, "closed_at": 20, "result": "filed",
              "violation": "V03"},
    "not_filed": {"kind": "report", "accept_due": 21, "refused_at": 25, "close_due": 21, "closed_at": 25,
                  "result": "not_filed", "violation": "V01"},
}  # fmt: skip
_DAYS, _TIMES = ("accept_due", "close_due"), (
    "platform_received_at", "settled_at", "returned_at", "accepted_at", "refused_at", "mediation_started_at", "closed_at",
)  # fmt: skip


def _item(number: int, course: str, registered: datetime, platform: str | None) -> Row:
    steps = COURSES[course]
    row = dict.fromkeys(_ITEM_COLUMNS) | {
        "item_id": f"I{number:03d}", "kind": "complaint", "platform_id": platform,
        "handling_district": (YUHANG, YUHANG, BINJIANG, XIHU, None)[number % 5],
        "respondent_region": XIHU, "platform_region": YUHANG,
        "problem": ("quality", "after_sales", "fake")[number % 3],
        "goods": ("apparel", "general_food")[number % 2],
        "channel": ("12315_app", "wechat_mini", "phone")[number % 3],
        "route": "red_flag_canal" if platform == "P1" and "platform_received_at" in steps else "mediation",
        "is_online": number % 4 > 0, "is_named": True, "registered_at": registered,
        "entity_id": "E1" if platform == "P1" else None,
        "complainant_hash": (None, "h1", "h2")[number % 3],
        "complainant_name": ("张三", "欧阳小明", "=李四")[number % 3], "complainant_phone": f"1000000{number:04d}",
        "handler": "沈书远",
        "rule_version": "mediation-45wd",
    } | steps  # fmt: skip
    for name in _TIMES:
        if row[name] is not None:
            at = registered + timedelta(days=row[name])
            row[name] = at if at.date() <= AS_OF else None
    for name in _DAYS:
        if row[name] is not None:
            row[name] = registered.date() + timedelta(days=row[name])
    if row["kind"] == "report":
        row["problem"] = "r_advertising"
    if row["closed_at"] is None:
        row |= {"result": None, "satisfaction": None, "amount_recovered": None}
    return row


def _items() -> list[Row]:
    """Seventy items, one each ten days, most of them on P1; then five at the edges of days and years."""
    courses = ("settled", "mediated", "settled", "failed", "filed", "settled_late", "refused", "settled", "not_filed",
               "withdrawn", "settled", "waiting", "mediated")  # fmt: skip
    shares = ("P1", "P1", "P2", "P1", "P1", "P3", "P1", None, "P2", "P1")
    found = [
        _item(
            number,
            course,
            datetime(2020, 1, 5, 9, 30) + timedelta(days=10 * number, minutes=37 * number),
            platform,
        )
        for number, course, platform in zip(range(70), cycle(courses), cycle(shares), strict=False)
    ]
    edges = (("settled", datetime(2020, 12, 31, 23, 59, 59)), ("settled", datetime(2021, 1, 1)),
             ("waiting", datetime(2021, 10, 22, 12)), ("open", datetime(2021, 12, 31, 23, 0)),
             ("filed", datetime(2021, 12, 31)))  # fmt: skip
    return found + [_item(70 + place, course, at, "P1") for place, (course, at) in enumerate(edges)]


def repeats(items: list[Row]) -> list[Row]:
    """Of each complaint that was settled or returned, the first later one of the same person about the same respondent."""
    complaints = [item for item in items if item["kind"] == "complaint" and item["complainant_hash"]]
    who = ("complainant_hash", "platform_id", "shop_id", "entity_id")
    found = []
    for item in complaints:
        answered = item["settled_at"] or item["returned_at"]
        if answered is None or not (item.get("shop_id") or item.get("entity_id")):
            continue
        again = [
            other["registered_at"]
            for other in complaints
            if other["registered_at"] > answered and all(other.get(key) == item.get(key) for key in who)
        ]
        found.append({"item_id": item["item_id"], "repeated_at": min(again, default=None)})
    return found


def _problems() -> list[Row]:
    """Of every third item its problem and a second one, of the next none, of the last its own alone."""
    found = []
    for number, item in enumerate(_items()):
        named = [item["problem"], "fake"][: (2, 0, 1)[number % 3]]
        found += [
            {"item_id": item["item_id"], "problem": problem} for problem in dict.fromkeys(named) if problem
        ]
    return found


#: Cases whose penalty was paid in full, and so many days after the decision.
_PAID = {3: 12, 4: 20}


def _case(
    number: int, source_at: datetime, *, filed: int | None = None, decided: int | None = None, **other: Any
) -> Row:
    """Return a case filed and decided so many days after its source; one decided is paid, published and closed."""
    filed_at = source_at + timedelta(days=filed) if filed is not None else None
    decided_at = source_at + timedelta(days=decided) if decided is not None else None
    decided_on = decided_at.date() if decided_at else None
    return {
        "case_id": f"C{number}", "source": ("item", "sampling")[number % 2], "platform_id": ("P1", "P2")[number % 2],
        "district": (YUHANG, BINJIANG, XIHU)[number % 3], "violation": ("V03", "V01", "V17")[number % 3],
        "source_at": source_at, "verify_due": source_at.date() + timedelta(days=21 - 12 * (number == 7)),
        "verified_at": filed_at, "filed_at": filed_at,
        "decision_due": filed_at.date() + timedelta(days=90) if filed_at else None, "decided_at": decided_at,
        "publish_due": decided_on and decided_on + timedelta(days=28),
        "published_at": decided_at and decided_at + timedelta(days=10 + 25 * (number == 2)),
        "closed_at": decided_at and decided_at + timedelta(days=40),
        "stage": "CLOSE" if decided else ("INV" if filed else "SRC"), "outcome": "fine" if decided else None,
        "fine": 5000.0 * number if decided else None, "confiscated": 120.5 if decided and number % 2 else None,
        "paid": (5000.0 * number + 120.5 * (number % 2) if number in _PAID else 4000.0 * number) if decided else None,
        "paid_at": decided_at + timedelta(days=_PAID[number]) if decided_at and number in _PAID else None,
        "is_first": number != 2 if filed_at else None, "is_corrected": number % 2 == 1 if filed_at else None,
        "goods_value": 1000.0 * number if filed_at else None,
        "payment_due": decided_on and decided_on + timedelta(days=15), "is_minor": number % 2 == 0 if decided else None,
        "is_online": True, "respondent_name": "某某贸易有限公司", "handler": "沈书远",
        "rule_version": "decision-90d", **dict.fromkeys(("hearing_asked_at", "hearing_on", "hearing_notified_at", "hearing_notice_due")),
    } | other  # fmt: skip


CASES = [
    _case(1, datetime(2020, 3, 1, 10), filed=10, decided=60),
    _case(2, datetime(2020, 6, 15, 10), filed=5, decided=120),
    _case(3, datetime(2020, 12, 20, 10), filed=8, decided=98),  # the ninetieth day after filing
    # Told six days before its hearing, where the law then asked for seven; and one asked for by C6, which waits for its notice.
    _case(
        4,
        datetime(2021, 2, 2, 10),
        filed=3,
        decided=30,
        hearing_asked_at=datetime(2021, 2, 15, 9),
        hearing_on=date(2021, 3, 1),
        hearing_notified_at=datetime(2021, 2, 23, 9),
        hearing_notice_due=date(2021, 2, 22),
    ),
    _case(5, datetime(2021, 5, 5, 10), closed_at=datetime(2021, 5, 20), stage="TRANS", outcome="transferred"),
    _case(
        6,
        datetime(2021, 8, 8, 10),
        filed=12,
        hearing_asked_at=datetime(2021, 12, 24, 9),
        hearing_on=date(2022, 1, 18),
        hearing_notice_due=date(2022, 1, 9),
    ),
    _case(7, datetime(2021, 10, 1, 10), filed=2, decided=45),
    _case(8, datetime(2021, 12, 30, 10)),
]


def _stages() -> list[Row]:
    found = []
    for row in CASES:
        steps = [
            ("SRC", row["source_at"]),
            ("FILE", row["filed_at"]),
            ("DEC", row["decided_at"]),
            ("SERV", row["decided_at"] and row["decided_at"] + timedelta(days=2)),
            ("EXEC", row["decided_at"] and row["decided_at"] + timedelta(days=9)),
            ("CLOSE", row["closed_at"]),
        ]
        passed = [(stage, at) for stage, at in steps if at]
        ends = [at for _, at in passed[1:]] + [row["closed_at"]]
        found += [
            {"case_id": row["case_id"], "stage": stage, "entered_at": at, "left_at": end,
             "is_online": None if stage == "SRC" else (stage, row["case_id"]) != ("EXEC", "C2")}
            for (stage, at), end in zip(passed, ends, strict=True)
        ]  # fmt: skip
    return found


def _spell(
    number: int, entity: str, listed: datetime, delisted: datetime | None, reason: str, district: str | None
) -> Row:
    return {
        "spell_id": f"N{number}", "entity_id": entity, "entity_name": f"{entity}商行", "platform_id": ("P1", "P2", None)[number % 3],
        "district": district, "reason": reason, "level": ("high", "medium", "low")[number % 3], "listed_at": listed,
        "delisted_at": delisted,
    }  # fmt: skip


SPELLS = [
    _spell(1, "E1", datetime(2020, 1, 15), None, "penalty", YUHANG),
    _spell(2, "E1", datetime(2020, 9, 1), None, "fake", YUHANG),  # the same entity for a second reason
    _spell(3, "E2", datetime(2020, 2, 1), datetime(2020, 8, 1), "abnormal", BINJIANG),
    _spell(4, "E2", datetime(2021, 4, 1), None, "abnormal", BINJIANG),  # and back again
    _spell(5, "E3", datetime(2021, 1, 1), datetime(2021, 12, 31, 18), "complaints", None),
    _spell(6, "E4", datetime(2021, 12, 31, 8), None, "sampling", XIHU),
    _spell(7, "E5", datetime(2021, 6, 6), datetime(2022, 1, 1), "serious", XIHU),
]

ROWS: dict[str, list[Row]] = {
    "dataset": [{"city": CITY, "name_zh": "小城", "name_en": "Small City", "as_of": AS_OF, "starts_on": STARTS_ON,
                 "is_synthetic": True}],
    "code": _codes(),
    "region": _regions(),
    "annotation": [
        {"day": date(2020, 11, 11), "kind": "promotion", "zh": "双11", "en": "Singles' Day", "subjects": "sales,complaints"},
        {"day": date(2021, 4, 9), "kind": "break", "zh": "区划调整", "en": "Districts redrawn", "subjects": "districts"},
        {"day": date(2021, 5, 1), "kind": "policy", "zh": "网络交易监督管理办法施行", "en": "Online trading rules in force",
         "subjects": "complaints,shops,platforms"},
    ],
    "reference_figure": [
        {"key": key, "region": CITY, "from_day": date(year, 1, 1), "to_day": date(year, 12, 31), "value": value,
         "unit": unit, "source": "公开报道"}
        for key, year, value, unit in (
            ("gmv_national_share", 2020, 0.6, "ratio"), ("gmv_national_share", 2021, 0.61, "ratio"),
            ("online_consumption", 2020, 321_970_000_000.0, "CNY"),
            ("online_consumption_retail_share", 2020, 0.539, "ratio"),
            ("online_retail", 2020, 359_120_000_000.0, "CNY"), ("cross_border_export", 2020, 47_430_000_000.0, "CNY"),
            ("cross_border_share", 2020, 0.464, "ratio"), ("parcels", 2020, 9_010_000_000.0, "parcels"),
            ("ip_users", 2020, 31_000.0, "users"), ("ip_users", 2021, 58_000.0, "users"),
            ("ip_visits", 2021, 2_400_000.0, "visits"), ("ip_departments", 2021, 16.0, "departments"),
            ("ip_systems", 2021, 48.0, "systems"),
        )
    ],
    "platform": PLATFORMS,
    "platform_duty": DUTIES,
    "shop": SHOPS,
    "shop_month": _shop_months(),
    "transaction_month": _transactions(),
    "complaint_report": _items(),
    "complaint_problem": _problems(),
    "complaint_repeat": repeats(_items()),
    "enforcement_case": CASES,
    "case_stage": _stages(),
    "negative_entity": SPELLS,
    "load_batch": [
        {"batch_id": "B1", "table_name": "complaint_report", "provider": "12315", "origin": "small_city.py",
         "loaded_at": datetime(2022, 1, 1, 8), "as_of": AS_OF, "rows_read": 75, "rows_loaded": 75, "rows_rejected": 0,
         "rows_duplicate": 0, "is_synthetic": True}
    ],
}  # fmt: skip
for subject in SUBJECTS:
    ROWS |= subject.ROWS
#: Where one table is looked at these go with it: each costs a load, and that all of them come is tried once an engine.
FEW: dict[str, list[Row]] = {
    name: ROWS[name] for name in ("load_batch", "platform", "shop", "complaint_report", "shop_month")
}
