"""Who complained again: derived from the rows, as one finds it by hand."""

from sqlalchemy import select

from data_access.derive import repeats
from data_access.store.schema import complaint_repeat
from data_access.store.store import Store
from tests.data_access.conftest import fill
from tests.data_access.small_city import ROWS
from tests.data_access.small_city import repeats as by_hand


def test_who_came_again_is_derived_as_by_hand(store: Store) -> None:
    fill(store, {name: ROWS[name] for name in ("dataset", "complaint_report")})
    with store.draft(from_current=True) as draft:
        assert repeats.derive(draft) == repeats.derive(draft)  # a second time changes nothing
    with store.connect() as connection:
        found = {row.item_id: row.repeated_at for row in connection.execute(select(complaint_repeat))}
    assert found == {row["item_id"]: row["repeated_at"] for row in by_hand(ROWS["complaint_report"])}
    assert any(found.values())
    assert not all(found.values())
