"""One entity as all departments see it: whose register knows it, what is masked, and what its timeline tells."""

from pathlib import Path

from data_access.domain.access import WHOLE_CITY, Scope
from data_access.lookups.entity_portraits import entity_portrait, is_known, years
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.small_city import BINJIANG, ROWS, XIHU

OF_XIHU, OF_BINJIANG = Scope(frozenset({XIHU})), Scope(frozenset({BINJIANG}))


def test_an_entity_has_its_facts_in_words_and_its_principal_masked(small_store: Store) -> None:
    found = entity_portrait(small_store.snapshot(), "E2", WHOLE_CITY, "zh")
    assert found is not None
    facts = dict(found.facts)
    assert found.name == "E2商行"
    assert (facts["主体类型"], facts["登记状态"], facts["登记区县"]) == ("企业", "注销", "西湖区")
    assert (facts["成立日期"], facts["注销或吊销日期"]) == ("2019-12-31", "2021-07-01")
    assert (facts["从事网络经营"], facts["负责人"], facts["经营平台"]) == ("是", "李*", "葳岭集市")
    assert "信用风险分类" not in facts, "what is not known is not told"


def test_who_may_see_persons_sees_the_principal(small_store: Store) -> None:
    found = entity_portrait(small_store.snapshot(), "E2", Scope(sees_persons=True), "en")
    assert found is not None
    assert dict(found.facts)["Principal"] == "李四"


def test_an_entity_of_another_district_is_not_shown(small_store: Store) -> None:
    assert entity_portrait(small_store.snapshot(), "E2", OF_XIHU, "zh") is not None
    assert entity_portrait(small_store.snapshot(), "E2", OF_BINJIANG, "zh") is None
    assert entity_portrait(small_store.snapshot(), "E99", WHOLE_CITY, "zh") is None, "nothing knows it"


def test_an_address_is_known_exactly_where_something_is_told(small_store: Store) -> None:
    known = set()
    for key in ("E1", "E2", "E5", "E9", "F1", "F2", "E99"):
        for scope in (WHOLE_CITY, OF_XIHU, OF_BINJIANG):
            told = entity_portrait(small_store.snapshot(), key, scope, "zh") is not None
            assert is_known(small_store.snapshot(), key, scope) is told, (key, scope)
            known.add((key in {"E5", "E9"}, told))
    assert len(known) == 4, "of those in the register and of others, some are told and some are not"


def test_an_entity_that_the_register_lacks_is_told_by_records_of_ones_own_districts_alone(
    tmp_path: Path,
) -> None:
    assert not {"E5", "E9"} & {row["entity_id"] for row in ROWS["entity"]}
    spell = next(row for row in ROWS["negative_entity"] if row["entity_id"] == "E5")
    assert spell["district"] == XIHU
    events = [row for row in ROWS["entity_event"] if row["entity_id"] == "E9"]
    both = [
        *ROWS["entity_event"],
        *(row | {"event_id": f"{row['event_id']}-5", "entity_id": "E5"} for row in events),
    ]
    own = Store(str(tmp_path / "store"), threads=1)
    fill(own, ROWS | {"entity_event": both})
    with own.snapshot() as snapshot:
        found, whole, here, *hidden = (
            entity_portrait(snapshot, key, scope, "zh")
            for key, scope in (
                ("E9", WHOLE_CITY), ("E5", WHOLE_CITY), ("E5", OF_XIHU), ("E5", OF_BINJIANG), ("E9", OF_XIHU), ("E9", OF_BINJIANG),
            )
        )  # fmt: skip
    own.close()
    assert hidden == [None, None, None], "its events have no district, and its spell has another"
    assert found is not None
    assert (found.name, found.facts, found.is_registered, len(found.events)) == ("E9", (), False, len(events))
    assert whole is not None
    assert len(whole.events) == len(events) + 2
    assert here is not None
    assert [at.to_pydatetime() for at in here.events["date"]] == [spell["delisted_at"], spell["listed_at"]]


def test_a_timeline_tells_events_listings_and_triggers_newest_first(small_store: Store) -> None:
    found = entity_portrait(small_store.snapshot(), "E1", WHOLE_CITY, "en")
    assert found is not None
    events = [row for row in ROWS["entity_event"] if row["entity_id"] == "E1"]
    spells = [row for row in ROWS["negative_entity"] if row["entity_id"] == "E1"]
    fired = [row for row in ROWS["trigger_event"] if row["entity_id"] == "E1"]
    moments = [row["at"] for row in events] + [row["listed_at"] for row in spells]
    moments += [row[name] for row in fired for name in ("fired_at", "acted_at") if row[name]]
    assert [at.to_pydatetime() for at in found.events["date"]] == sorted(moments, reverse=True)
    told = set(found.events["label"])
    assert {"Put on the negative list: Selling fakes", "Triggered: Repeated complaints"} <= told
    assert {"Answered: Verified on site", "Answered: Verified on site · Corrected"} <= told


def test_departments_are_counted_by_year_and_every_event_once(small_store: Store) -> None:
    found = entity_portrait(small_store.snapshot(), "E1", WHOLE_CITY, "en")
    assert found is not None
    counts = years(found.events)
    assert list(counts) == [2021, 2020]
    assert list(counts[2021]) == list(counts[2020])
    assert sum(sum(row.values()) for row in counts.values()) == len(found.events)
    health = [
        row for row in ROWS["entity_event"] if (row["entity_id"], row["department"]) == ("E1", "health")
    ]
    assert sum(row.get("Health", 0) for row in counts.values()) == len(health)
