"""An official holds a file against a piece of evidence, and is told block by block whether it is what was captured."""

import io
from pathlib import Path

import pytest

from components.http.evidence import BODY_BYTES
from components.http.sites import COOKIE
from data_access.domain.access import WHOLE_CITY
from data_access.lookups.verifications import verification
from data_access.state import audit
from data_access.store.store import Store
from tests.access.conftest import Browser, House, house_of, last_lines, peopled
from tests.data_access.small_city import ROWS
from tests.data_access.small_systems.products import CHANGED, COVERED_UP

_PIECES = ROWS["evidence"]
LAST = len(_PIECES) - 1


def content(number: int) -> bytes:
    """Return what the small city's piece of evidence was made of."""
    return f"content {number}".encode()


def at(number: int) -> str:
    return f"/evidence/verify?evidence={_PIECES[number]['evidence_id']}"


@pytest.fixture(scope="module")
def own(small_city: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    return peopled(house_of(small_city, tmp_path_factory.mktemp("verify"), login=True))


@pytest.fixture(scope="module")
def leader(own: House) -> Browser:
    return own.browser("leader")


def upload(browser: Browser, number: int, made_of: bytes) -> tuple[int, str]:
    """Send a file by the form of a piece of evidence."""
    browser.get(at(number))
    token = browser.client.get_cookie(COOKIE)
    assert token
    file = (io.BytesIO(made_of), "evidence.bin")
    sent = browser.client.post(at(number), data={COOKIE: token.value, "file": file, "sha256": ""})
    return sent.status_code, sent.text


def test_the_file_that_was_captured_is_equal_and_another_one_is_not(own: House, leader: Browser) -> None:
    status, told = upload(leader, 3, content(3))
    assert (status, "这就是当时取证的内容" in told, told.count("<td>一致</td>")) == (200, True, 4)
    key, sha = _PIECES[3]["evidence_id"], _PIECES[3]["sha256"]
    assert last_lines(own, 1) == [("leader", "evidence_verified", f"evidence {key} {sha} equal")]
    status, told = upload(leader, 3, content(3) + b" ")
    assert (status, "这不是当时取证的内容" in told, told.count("<td>不一致</td>")) == (200, True, 2)
    assert last_lines(own, 1)[0][2].endswith(" different")
    assert "这就是当时取证的内容" in leader.send(at(3), sha256=sha.upper()).text, "its hash alone will do"


def test_who_names_no_piece_is_told_where_they_are(leader: Browser) -> None:
    answer = leader.get("/evidence/verify")
    assert (answer.status_code, 'href="/list/evidence_kept' in answer.text) == (404, True)
    assert "编号为 的" not in answer.text


def test_a_change_is_told_by_the_block_that_shows_it(small_store: Store) -> None:
    with small_store.snapshot() as snapshot:

        def found(number: int) -> tuple[bool | None, ...]:
            key, sha = _PIECES[number]["evidence_id"], _PIECES[number]["sha256"]
            one = verification(snapshot, key, sha, WHOLE_CITY)
            return one.before.holds, one.content.holds, one.own.holds, one.after.holds

        assert found(0) == (True, True, True, True), "the first follows the beginning of the chain"
        assert found(CHANGED) == (True, True, False, True), "its content was changed"
        assert found(COVERED_UP) == (True, True, True, False), "the next one names the block that was"
        assert found(COVERED_UP + 1) == (False, True, True, True)
        assert found(LAST) == (True, True, True, None), "there is none after it"


def test_what_is_no_hash_too_large_or_not_theirs_is_refused_and_leaves_no_line(
    own: House, leader: Browser
) -> None:
    before = len(audit.lines(own.state))
    for told in ({"sha256": "abc"}, {"sha256": ""}, {"sha256": "g" * 64}):
        assert leader.send(at(3), **told).status_code == 400, told
    status, words = upload(leader, 3, bytes(BODY_BYTES))
    assert (status, "文件超过" in words) == (413, True)
    assert leader.get("/evidence/verify?evidence=E999").status_code == 404
    theirs = next(n for n, row in enumerate(_PIECES) if row["district"] != _PIECES[3]["district"])
    officer = own.browser("officer")
    assert {officer.get(at(number)).status_code for number in (3, theirs)} <= {200, 404}
    assert 404 in {officer.get(at(number)).status_code for number in range(8)}, "other districts are not told"
    assert own.browser("auditor").get(at(3)).status_code == 403
    assert len(audit.lines(own.state)) == before + 2, "two logins alone"
