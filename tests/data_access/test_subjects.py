"""One subject: what agrees in name, address and contact is one operator's, with the reason; what is not recorded agrees with nothing."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from sqlalchemy import Table, func, insert, select

from benchmarks.subjects import MERGED, by_shop, measured
from data_access.demo import generate
from data_access.derive import subjects
from data_access.derive.subjects.linking import MOST_IN_A_BLOCK, Link, Member
from data_access.derive.subjects.merging import merged
from data_access.derive.subjects.moves import WITHIN_DAYS
from data_access.derive.subjects.spelling import name_cores, roads_and_numbers
from data_access.domain.access import WHOLE_CITY, Scope
from data_access.lookups.listings import LISTINGS
from data_access.lookups.records import record
from data_access.store import schema
from data_access.store.schema import shop_move, subject_member
from data_access.store.schema.rules.derived import DERIVED_RULES
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store
from tests.data_access.small_city import ROWS, XIHU

REGIONS = ("浙江省", "杭州市", "西湖区")


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("栖禾服饰有限公司（虚构）", "栖禾服饰"),
        ("杭州栖禾服饰有限公司(虚构)", "栖禾服饰"),
        ("浙江省杭州市西湖区栖禾 服饰商行", "栖禾服饰"),
        ("栖禾服饰有限公司城东分公司（虚构）", "栖禾服饰"),
        ("栖禾服饰有限公司城西店", "栖禾服饰"),
        ("栖禾服饰分公司", "栖禾服饰"),
        ("ＡＢＣ数码", "ABC数码"),
        ("有限公司", None),
        ("（虚构）", None),
        ("", None),
        (None, None),
    ],
)
def test_of_a_name_its_own_part_is_compared(name: str | None, core: str | None) -> None:
    assert name_cores(pa.array([name], pa.string()), REGIONS).to_pylist() == [core]


@pytest.mark.parametrize(
    ("address", "road", "number"),
    [
        ("浙江省杭州市西湖区漪禾路88号3幢201室", "漪禾路", "88 3 201"),
        ("西湖区漪禾路８８号3栋201", "漪禾路", "88 3 201"),
        ("漪禾路88-3-201", "漪禾路", "88 3 201"),
        ("漪禾路88号a座", "漪禾路", "88 A"),
        ("浙江省义乌市漪禾路1号", "漪禾路", "1"),
        ("创业园", "创业园", None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_of_an_address_road_and_numbers_are_compared(
    address: str | None, road: str | None, number: str | None
) -> None:
    roads, numbers = roads_and_numbers(pa.array([address], pa.string()))
    assert (roads.to_pylist(), numbers.to_pylist()) == ([road], [number])


HOME, FAR = "杭州市西湖区漪禾路88号3幢201室", "杭州市余杭区葭田路231号1幢45室"
Told = tuple[str | None, str | None, str | None]


def members(store: Store, firm: Told, *shops: Told) -> dict[str, tuple[str, str]]:
    """Return the subject and reason of each member, by its number: of entity E1, and of shops S1 and on, without a code, that tell the same of theirs."""
    entity = next(row for row in ROWS["entity"] if row["entity_id"] == "E1")
    rows: dict[str, list[dict[str, Any]]] = {
        "region": ROWS["region"],
        "dataset": ROWS["dataset"],
        "platform": ROWS["platform"],
        "entity": [entity | dict(zip(("name", "address", "contact_hash"), firm, strict=True))],
        "shop": [
            ROWS["shop"][number] | {"shop_id": f"S{number}", "entity_id": None}
            | dict(zip(("operator_name", "operator_address", "contact_hash"), told, strict=True))
            for number, told in enumerate(shops, 1)
        ],
    }  # fmt: skip
    m = subject_member.c
    with store.draft(from_current=False) as draft:
        with draft.engine.begin() as connection:
            for name, of_table in rows.items():
                connection.execute(insert(schema.metadata.tables[name]), of_table)
        subjects.derive(draft)
        with draft.engine.connect() as connection:
            held = connection.execute(select(m.member_id, m.subject_id, m.reason)).all()
    return {member: (subject, reason) for member, subject, reason in held}


def _dicts(snapshot: Snapshot, asked: Any) -> list[dict[Any, Any]]:
    names = [column.name for column in asked.selected_columns]
    return [dict(zip(names, row, strict=True)) for row in snapshot.rows(asked)]


def test_each_way_to_be_one_operator_has_its_reason(store: Store) -> None:
    found = members(
        store, ("栖禾服饰有限公司", HOME, "T1"),
        ("栖禾服饰有限公司城东分公司", FAR, "T1"),
        ("溪禾服饰商行", "西湖区漪禾路８８号3栋201", None),
        ("笙舟茶叶有限公司", HOME, "T1"),
    )  # fmt: skip
    assert found == {
        "E1": ("E1", "anchor"),
        "S1": ("E1", "contact_name"),
        "S2": ("E1", "name_address"),
        "S3": ("E1", "contact_address"),
    }


@pytest.mark.parametrize(
    "other",
    [
        ("栖禾服饰有限公司", FAR, "T2"),  # a namesake
        ("溪禾服饰有限公司", HOME.replace("201", "202"), "T2"),  # a neighbour with a like name
        ("笙舟茶叶有限公司", HOME, "T2"),  # another firm in the same room
        ("笙舟茶叶有限公司", FAR, "T1"),  # a contact alone
        ("栖禾服饰有限公司", None, None),
    ],
)
def test_one_thing_in_common_is_not_enough(store: Store, other: Told) -> None:
    assert members(store, ("栖禾服饰有限公司", HOME, "T1"), other) == {}


@pytest.mark.parametrize("empty", ["", None])
def test_what_is_not_recorded_agrees_with_nothing(store: Store, empty: str | None) -> None:
    assert members(store, ("（虚构）", HOME, empty), (empty, HOME, empty), (empty, HOME, empty)) == {}
    assert members(store, ("栖禾服饰", empty, empty), (empty, empty, "T1"), (empty, "创业园", "T1")) == {}
    assert members(store, ("栖禾服饰", "创业园", empty), ("栖禾服饰", "创业园", empty)) == {}


def test_the_contact_and_address_of_an_agent_say_nothing(store: Store) -> None:
    clients = [
        (name, HOME, "T9")
        for name in (
            "栖禾",
            "澜麦",
            "砚舟",
            "杉朴",
            "缃陌",
            "霁谷",
            "芷坪",
            "槿渡",
            "汀埠",
            "菱岭",
            "梧仓",
            "漪田",
        )
    ]
    assert len(clients) == MOST_IN_A_BLOCK
    assert len(members(store, ("笙栈服饰", FAR, None), *clients)) == MOST_IN_A_BLOCK
    assert members(store, ("笙栈服饰", HOME, "T9"), *clients) == {}


def test_who_is_tied_over_several_steps_is_told_by_the_best_tie() -> None:
    one, two, three, four = (
        Member("entity", "E9"),
        Member("shop", "S1"),
        Member("shop", "S2"),
        Member("shop", "S3"),
    )
    ties = [
        Link(one, three, "name_address", 0.8), Link(two, three, "contact_name", 0.95), Link(one, two, "contact_name", 0.9),
        Link(three, four, "contact_address", 0.9),
    ]  # fmt: skip
    assert [tuple(row) for row in merged(ties)] == [
        ("E9", one, "anchor", 1.0, None),
        ("E9", two, "contact_name", 0.9, one),
        ("E9", three, "contact_name", 0.95, two),
        ("E9", four, "contact_address", 0.9, three),
    ]
    assert merged(reversed(ties)) == merged(ties)


@pytest.fixture
def demo(demo_city: Path) -> Iterator[Snapshot]:
    store = Store(str(demo_city), threads=1)
    with store.snapshot() as snapshot:
        yield snapshot
    store.close()


def test_planted_operators_are_found_and_their_likes_are_not_merged(demo: Snapshot) -> None:
    planted: dict[int, str] = {}
    # Who is planted is known once shops are through.
    chunks = (table for table, _ in generate(scale=0.01, planted=planted))
    assert any(table is schema.complaint_report for table in chunks)
    found = measured(((member, subject) for member, subject in demo.rows(MERGED)), by_shop(planted))
    assert found.pairs > 150, found
    assert found.f1 >= 0.9, found
    assert found.precision >= 0.98, found


def test_shops_of_one_code_are_one_subject_and_none_is_told_twice(demo: Snapshot) -> None:
    s, m = schema.shop.c, subject_member.c
    coded = dict(demo.rows(select(s.shop_id, s.entity_id).where(s.entity_id.is_not(None))))
    held = _dicts(demo, select(subject_member))
    assert len({(row["member_kind"], row["member_id"]) for row in held}) == len(held)
    subject = {row["member_id"]: row["subject_id"] for row in held if row["member_kind"] == "entity"}
    tied = {row["member_id"]: row for row in held if row["reason"] == "credit_code"}
    assert {shop: row["subject_id"] for shop, row in tied.items()} == {
        shop: subject[code] for shop, code in coded.items()
    }
    assert {row["via_id"] for row in tied.values()} <= set(subject)
    assert all((row["reason"] == "anchor") == (row["via_id"] is None) for row in held)
    assert (
        demo.rows(select(m.subject_id).group_by(m.subject_id).having(~m.subject_id.in_(select(m.member_id))))
        == []
    )


def test_who_closed_after_a_measure_and_is_open_elsewhere_is_what_one_counts_in_plain_python(
    demo: Snapshot,
) -> None:
    members = _dicts(demo, select(subject_member))
    subject = {row["member_id"]: row["subject_id"] for row in members}
    known = schema.shop.c.shop_id.in_(select(subject_member.c.member_id))
    shops = {row["shop_id"]: row for row in _dicts(demo, select(schema.shop).where(known))}
    ended = {
        row["platform_id"]: row["closed_on"] or date.max for row in _dicts(demo, select(schema.platform))
    }
    (as_of,) = (row["as_of"] for row in _dicts(demo, select(schema.dataset)))
    of_subject = defaultdict(list)
    for key, one in shops.items():
        of_subject[subject[key]].append(one)
    expected = set()
    for key, at in _measures(demo, subject, of_subject):
        own = shops[key]
        elsewhere = [
            one for one in of_subject[subject[key]]
            if one["platform_id"] != own["platform_id"] and (one["closed_on"] or date.max) > as_of
            and ended[one["platform_id"]] > as_of
        ]  # fmt: skip
        is_soon = own["closed_on"] and 0 <= (own["closed_on"] - at.date()).days <= WITHIN_DAYS
        if is_soon and ended[own["platform_id"]] > own["closed_on"] and elsewhere:
            expected.add((key, len(elsewhere)))
    found = {(row["shop_id"], row["open_shops"]) for row in _dicts(demo, select(shop_move))}
    assert found == expected
    assert found


def _measures(
    demo: Snapshot, subject: dict[str, str], of_subject: dict[str, list[dict[Any, Any]]]
) -> Iterator[tuple[str, datetime]]:
    """Yield each shop of a subject with when it, or its operator on its platform, was penalised, ordered or listed."""
    for row in _dicts(demo, select(schema.takedown)):
        if row["shop_id"] in subject:
            yield row["shop_id"], row["done_at"] or row["issued_at"]
    cases = [
        row for row in _dicts(demo, select(schema.enforcement_case))
        if row["decided_at"] and row["outcome"] in ("fine", "warning", "confiscation")
    ]  # fmt: skip
    yield from ((row["shop_id"], row["decided_at"]) for row in cases if row["shop_id"] in subject)
    for at, table in (("decided_at", cases), ("listed_at", _dicts(demo, select(schema.negative_entity)))):
        for row in table:
            for one in of_subject.get(subject.get(row["entity_id"], ""), []):
                if row["platform_id"] in (None, one["platform_id"]):
                    yield one["shop_id"], row[at]


def test_a_record_tells_the_same_operator_elsewhere_with_the_reason_of_each(small_store: Store) -> None:
    with small_store.snapshot() as snapshot:
        found = record(snapshot, "shop_register", "S004", WHOLE_CITY, "en").subject
        assert found is not None
        told = {one.target.key: (one.reason, one.score, one.via and one.via.key) for one in found.members}
        assert told == {
            "E1": ("Like name and address", 1.0, "E1"),
            "S002": ("Like name and address", 1.0, "E1"),
            "S007": ("Like name and address", 1.0, "E1"),
        }
        spells = [row["spell_id"] for row in ROWS["negative_entity"] if row["entity_id"] == "E1"]
        records = {listing: (total, told) for listing, total, told in found.records}
        assert records["negatives"][0] == len(spells)
        assert {one.target.key for one in records["negatives"][1]} == set(spells)
        assert {one.member.key for one in records["negatives"][1]} == {"E1"}
        of_entity = record(snapshot, "entity_register", "E1", WHOLE_CITY, "en").subject
        assert of_entity is not None
        assert {one.target.key: one.reason for one in of_entity.members} == {
            "S002": "Same contact and a like name",
            "S004": "Like name and address",
            "S007": "Same credit code",
        }
        assert "negatives" not in {listing for listing, _, _ in of_entity.records}, (
            "its own are told beside it"
        )
        assert record(snapshot, "shop_register", "S009", WHOLE_CITY, "en").subject is None


def test_of_another_district_no_member_and_no_record_is_told(small_store: Store) -> None:
    here = {row["shop_id"] for row in ROWS["shop"] if row["operator_region"] == XIHU}
    assert {"S002", "S004", "S007"} & here == {"S002"}
    with small_store.snapshot() as snapshot:
        found = record(snapshot, "shop_register", "S002", Scope(frozenset({XIHU})), "zh").subject
        told = {one.target.key for one in found.members} if found else set()
    assert not told & {"S004", "S007"}


@pytest.mark.parametrize(
    ("key", "table", "wrong"),
    [
        ("merged_through_somebody", subject_member, {"via_kind": None, "via_id": None}),
        ("merged_by_contact_recorded", subject_member, {"reason": "contact_name"}),
        ("code_merges_shops_that_name_it", subject_member, {"reason": "credit_code"}),
        ("moved_to_another_platform", shop_move, {"open_platform_id": "P1"}),
        ("moved_after_a_measure", shop_move, {"caused_at": datetime(2021, 12, 31)}),
    ],
)
def test_what_a_derivation_must_not_say_is_found_by_check(
    store: Store, key: str, table: Table, wrong: dict[str, Any]
) -> None:
    """Shop S004 of the small city has no contact and names no code."""
    (rule,) = (rule for rule in DERIVED_RULES if rule.key == key)
    kept = {
        "subject_member": next(row for row in ROWS["subject_member"] if row["reason"] == "name_address"),
        "shop_move": ROWS["shop_move"][0],
    }
    with store.draft(from_current=False) as draft, draft.engine.begin() as connection:
        connection.execute(insert(schema.shop), ROWS["shop"])
        broken = select(func.count()).select_from(rule.table).where(rule.broken)
        connection.execute(insert(table), [kept[table.name]])
        assert connection.scalar(broken) == 0
        connection.execute(insert(table), [kept[table.name] | wrong])
        assert connection.scalar(broken) == 1


def test_the_subjects_of_the_small_city_are_those_that_are_derived(store: Store) -> None:
    names = ("region", "dataset", "platform", "entity", "shop")
    with store.draft(from_current=False) as draft:
        with draft.engine.begin() as connection:
            for name in names:
                connection.execute(insert(schema.metadata.tables[name]), ROWS[name])
        subjects.derive(draft)
        with draft.engine.connect() as connection:
            held = connection.execute(select(subject_member).order_by(subject_member.c.member_id)).all()
    assert [row._asdict() for row in held] == ROWS["subject_member"]


def test_where_an_operator_lives_and_how_he_is_reached_is_in_no_list() -> None:
    hidden = {"operator_address", "contact_hash"}
    assert not [key for key, listing in LISTINGS.items() if hidden & {*listing.columns, *listing.searched}]
