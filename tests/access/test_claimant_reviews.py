"""A person decides about a reverse complainant: with the right alone, with a reason, sealed, and loaded as rows."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from data_access.intake.load import load_file
from data_access.intake.mapping import read_mapping
from data_access.state import audit
from data_access.store.schema import reverse_complainant
from data_access.store.store import Store
from tests.access.conftest import House, house_of, last_lines, peopled
from tests.data_access.small_city import ROWS, XIHU

MAPPING = Path(__file__).parents[2] / "docs" / "claimants.toml"
_PEOPLE = {row["person_hash"]: row for row in ROWS["reverse_complainant"]}


def _of(status: str, *, district: str | None = XIHU) -> str:
    """Return a person of a status, of the inspector's district or of another."""
    return next(
        key for key, row in _PEOPLE.items() if row["status"] == status and (row["district"] == XIHU) is (district == XIHU)
    )  # fmt: skip


SUSPECTED, ELSEWHERE = _of("suspected"), _of("suspected", district=None)


def at(person: str) -> str:
    return f"/claimants/review?person={person}"


def test_nobody_is_refused_in_another_language_nor_writes_twice(house: House) -> None:
    inspector = house.inside("inspector")
    gone = inspector.get(at("N0"))
    assert (gone.status_code, "There is no" in gone.text, 'href="/claimants' in gone.text) == (
        404,
        False,
        True,
    )
    blank = inspector.send(at(SUSPECTED), outcome="removed", note=" ")
    assert (blank.status_code, '<option value="removed" selected>' in blank.text) == (400, True)
    wrong = inspector.send(at(SUSPECTED), outcome="x", note="复核")
    assert (wrong.status_code, 'value="复核"' in wrong.text, "give " in wrong.text) == (400, True, False)


@pytest.fixture
def own(small_city: Path, tmp_path: Path) -> House:
    return peopled(house_of(small_city, tmp_path, login=True))


def test_what_a_person_decides_is_sealed_told_on_the_desk_and_loaded_as_a_row(
    own: House, small_city: Path, tmp_path: Path
) -> None:
    inspector = own.browser("inspector")
    assert "不得以本页的标记" in inspector.get(at(SUSPECTED)).text
    assert last_lines(own, 1) == [("inspector", "persons", f"claimant {SUSPECTED}")]
    sent = inspector.send(at(SUSPECTED), outcome="confirmed", note="集体讨论认定")
    assert (sent.status_code, "集体讨论认定" in sent.text) == (200, True)
    desk = "/api/board/claimants?status=suspected&lang=zh"
    assert "集体讨论认定" in inspector.get(desk).text
    inspector.send(at(SUSPECTED), outcome="removed", note="复核认定为正常维权")
    acts = [one for one in audit.lines(own.state)["action"] if one.startswith("claimant_")]
    assert acts == ["claimant_confirmed", "claimant_removed"]
    audit.verify(own.state)
    told = inspector.get(desk).text
    assert "复核认定为正常维权" in told, "the desk tells it beside what the register has"

    file = tmp_path / "claimants.csv"
    file.write_bytes(inspector.get("/api/claimants/reviews.csv").data)
    shutil.copytree(small_city, tmp_path / "store")
    store = Store(str(tmp_path / "store"), threads=1)
    with store.draft(from_current=True) as draft:
        (report,) = load_file(draft, file, read_mapping(MAPPING), mode="upsert")
    assert (report.read, report.loaded) == (1, 1), report.reasons
    c = reverse_complainant.c
    with store.connect() as connection:
        row = connection.execute(select(reverse_complainant).where(c.person_hash == SUSPECTED)).one()
    store.close()
    assert (row.status, row.exit_reason, row.reviewed_by) == ("removed", "复核认定为正常维权", "inspector")
    kept = _PEOPLE[SUSPECTED]
    assert (row.name, row.district, row.first_seen) == (kept["name"], kept["district"], kept["first_seen"])


@pytest.mark.parametrize(
    "told", [{"outcome": "confirmed", "note": " "}, {"outcome": "refused", "note": "理由"}, {"note": "理由"}]
)
def test_without_a_reason_or_with_another_outcome_nothing_is_entered(
    own: House, told: dict[str, str]
) -> None:
    assert own.browser("inspector").send(at(SUSPECTED), **told).status_code == 400
    assert not any(one.startswith("claimant_") for one in audit.lines(own.state)["action"])


def test_nobody_without_the_right_and_nobody_of_other_districts_is_told_or_decides(own: House) -> None:
    told = {"outcome": "confirmed", "note": "理由"}
    for name in ("leader", "analyst", "officer", "auditor"):
        browser = own.browser(name)
        for reply in (browser.get(at(SUSPECTED)), browser.get("/api/claimants/reviews.csv")):
            assert reply.status_code == 403, name
        assert browser.send_again(at(SUSPECTED), **told).status_code == 403
    inspector = own.browser("inspector")
    assert inspector.get(at(ELSEWHERE)).status_code == 404, (
        "a person of another district is not there for him"
    )
    assert inspector.send_again(at(ELSEWHERE), **told).status_code == 404
    assert not any(one.startswith("claimant_") for one in audit.lines(own.state)["action"])


def test_whoever_was_taken_off_is_reviewed_no_more(own: House) -> None:
    inspector = own.browser("inspector")
    inspector.send(at(SUSPECTED), outcome="removed", note="移出")
    again = inspector.send_again(at(SUSPECTED), outcome="confirmed", note="再认定")
    assert (again.status_code, "不再复核" in again.text) == (400, True)
    assert "<select" not in inspector.get(at(SUSPECTED)).text
