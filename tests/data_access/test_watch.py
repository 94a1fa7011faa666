"""While a server runs the audit's head is told outside, at each day's end too, and one of all servers checks it daily."""

import json
import logging
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from sqlalchemy import DDL, Delete, Insert, Update, delete, insert, select, update

from data_access.domain.errors import StateUnusable
from data_access.state import audit
from data_access.state.chain import AuditBroken, Entry
from data_access.state.checks import check_daily, last_check
from data_access.state.database import State
from data_access.state.outside import Outside
from data_access.state.tables import audit as table
from data_access.state.tables import audit_check
from data_access.state.watch import Watch, until_midnight

NOW = datetime.now()


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    made = State(f"sqlite:///{tmp_path / 'state.sqlite'}")
    yield made
    made.close()


def written(state: State) -> None:
    audit.record(state, Entry("某人", "pdf", "/", "", 1, audit.export_id()))


def test_a_server_that_starts_makes_the_key_begins_the_seal_and_tells_the_first_head(state: State) -> None:
    Watch(state, 600).look(NOW)
    assert [head.number for head in state.outside.heads.heads()] == [1]
    check = last_check(state)
    assert check is not None
    assert (check.lines, check.problem) == (1, None)


def test_a_head_is_told_when_it_is_another_and_once_each_day(state: State) -> None:
    watch = Watch(state, 600)
    for _ in range(2):
        watch.look(NOW)
    written(state)
    watch.look(NOW)
    watch.look(NOW)
    heads = state.outside.heads
    assert [head.number for head in heads.heads()] == [1, 2, 3]  # the check has a line of its own
    lines = [
        replace(head, at=f"2021-03-0{place}T23:00:00.000") for place, head in enumerate(heads.heads(), 1)
    ]
    heads.path.unlink()
    for head in lines:
        heads.add(head)
    watch.look(NOW)  # nothing was written since, and the day has ended
    assert [head.number for head in heads.heads()] == [1, 2, 3, 3]
    assert heads.heads()[-1].at[:10] == NOW.date().isoformat()


def test_a_day_ends_within_a_second_of_midnight() -> None:
    assert until_midnight(datetime(2021, 3, 1, 23, 59, 30)) == 31
    assert until_midnight(datetime(2021, 3, 1)) == timedelta(days=1, seconds=1).total_seconds()


def test_heads_that_are_gone_are_warned_of_and_not_begun_anew(
    state: State, caplog: pytest.LogCaptureFixture
) -> None:
    written(state)
    state.outside.heads.path.unlink()
    Watch(state, 600).look(NOW)
    assert "heads of the audit are gone" in caplog.text
    assert not state.outside.heads.path.exists()
    check = last_check(state)
    assert check is not None
    assert check.problem is not None
    assert "审计第 1 行" in check.problem.zh


def test_a_broken_line_is_warned_of_in_the_log_and_kept_for_auditors(
    state: State, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        written(state)
    with state.begin() as connection:
        connection.execute(DDL("DROP TRIGGER audit_no_update"))
        connection.execute(update(table).where(table.c.id == 2).values(who="x"))
    with caplog.at_level(logging.CRITICAL):
        Watch(state, 600).look(NOW)
    assert "the daily check of the audit failed: Line 2 of the audit was changed" in caplog.text
    check = last_check(state)
    assert check is not None
    assert check.problem is not None
    assert (check.lines, check.problem.zh) == (0, "审计第 2 行被改动，或其前有行被删除。")
    assert check.ended_at is not None
    assert not check.is_stale(NOW)
    assert check.is_stale(NOW + timedelta(days=2))


def test_of_many_servers_one_checks_a_day(state: State) -> None:
    written(state)
    others = [State(state.url) for _ in range(4)]
    barrier, made = threading.Barrier(len(others)), []

    def check(other: State) -> None:
        barrier.wait()
        check_daily(other, NOW)
        made.append(other)

    threads = [threading.Thread(target=check, args=(other,)) for other in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == len(others)
    check_daily(state, NOW + timedelta(days=1))
    with state.begin() as connection:
        found = connection.execute(select(audit_check)).all()
    assert len(found) == 2
    assert [row.lines for row in found] == [2, 3], "the first has a line of its own"


def test_a_check_whose_server_fell_over_is_made_by_another(state: State) -> None:
    written(state)
    for begun, lines in ((NOW - timedelta(minutes=5), 0), (NOW - timedelta(hours=2), 2)):
        with state.begin() as connection:
            connection.execute(delete(audit_check))
            connection.execute(insert(audit_check).values(day=NOW.date(), begun_at=begun, lines=0))
        check_daily(state, NOW)
        check = last_check(state)
        assert check is not None
        assert check.lines == lines


def test_a_state_that_cannot_be_used_stops_no_server(state: State, caplog: pytest.LogCaptureFixture) -> None:
    assert state.path
    state.path.write_bytes(b"not a database" * 100)
    watch = Watch(state, 600).begin()
    watch.close()
    assert "the state cannot be used" in caplog.text
    with pytest.raises(StateUnusable):
        last_check(state)


class _Receiver(BaseHTTPRequestHandler):
    told: list[object]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).told.append(json.loads(body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_a_head_is_told_to_a_url_and_to_syslog(tmp_path: Path) -> None:
    _Receiver.told = []
    receiver = HTTPServer(("127.0.0.1", 0), _Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as syslog:
        syslog.bind(("127.0.0.1", 0))
        syslog.settimeout(5)
        url = f"http://127.0.0.1:{receiver.server_port}/heads"
        usual = Outside.under(tmp_path / "state")
        outside = Outside(usual.keys, usual.heads, (url, f"syslog://127.0.0.1:{syslog.getsockname()[1]}"))
        state = State(f"sqlite:///{tmp_path / 'state.sqlite'}", outside)
        written(state)
        (head,) = outside.heads.heads()
        assert _Receiver.told == [{"at": head.at, "number": head.number, "seal": head.seal}]
        assert head.seal.encode() in syslog.recv(4096)
    receiver.shutdown()
    receiver.server_close()
    state.close()


@pytest.mark.parametrize("place", ["http://127.0.0.1:1/", "ftp://127.0.0.1/"])
def test_who_does_not_take_a_head_is_named_in_the_log_and_nothing_stops(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, place: str
) -> None:
    usual = Outside.under(tmp_path / "state")
    state = State(f"sqlite:///{tmp_path / 'state.sqlite'}", Outside(usual.keys, usual.heads, (place,)))
    written(state)
    assert [head.number for head in usual.heads.heads()] == [2]
    assert place in caplog.text
    state.close()


def test_a_line_that_is_cut_off_after_the_last_head_of_a_day_is_found_by_the_check(state: State) -> None:
    watch = Watch(state, 600)
    for _ in range(3):
        written(state)
    watch.look(NOW - timedelta(days=1))
    with state.begin() as connection:
        connection.execute(DDL("DROP TRIGGER audit_no_delete"))
        connection.execute(delete(table).where(table.c.id >= 4))  # the line of the check, too
    watch.look(NOW)
    check = last_check(state)
    assert check is not None
    assert check.problem is not None
    assert "Line 4" in check.problem.en


def behind(state: State, statement: Update | Delete | Insert) -> None:
    with state.begin() as connection:
        connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (update(audit_check).values(lines=9), "check-2021-03-01, which was changed"),
        (update(audit_check).values(ended_at=datetime(2021, 3, 2)), "check-2021-03-01, which was changed"),
        (delete(audit_check), "check-2021-03-01, which is gone"),
        (
            insert(audit_check).values(day=date(2021, 3, 5), begun_at=NOW, ended_at=NOW + timedelta(days=1), lines=9),
            "check-2021-03-05, which was put in",
        ),
    ],
)  # fmt: skip
def test_a_result_that_was_changed_removed_or_put_in_is_found(
    state: State, statement: Update | Delete | Insert, says: str
) -> None:
    written(state)
    check_daily(state, datetime(2021, 3, 1, 8))
    assert audit.verify(state).lines == 3
    behind(state, statement)
    with pytest.raises(AuditBroken, match=says):
        audit.verify(state)


def test_a_good_result_that_was_put_in_is_none_on_the_page_of_auditors(state: State) -> None:
    behind(state, insert(audit_check).values(day=date(2021, 2, 28), begun_at=NOW, ended_at=NOW, lines=5))
    earlier = last_check(state)
    assert earlier is not None
    assert earlier.problem is None, "before the first line of all, results had none"
    check_daily(state, datetime(2021, 3, 1, 8))
    assert audit.verify(state).lines == 2
    behind(state, update(audit_check).values(lines=7))
    check = last_check(state)
    assert check is not None
    assert check.problem is not None
    assert "check-2021-03-01" in check.problem.en
    state.outside.keys.path.unlink()
    check = last_check(state)
    assert check is not None
    assert check.problem is not None


def test_a_bad_result_of_an_audit_that_takes_no_line_is_kept_without_one(state: State) -> None:
    written(state)
    check_daily(state, datetime(2021, 3, 1, 8))
    kept = state.outside.keys.path.read_bytes()
    state.outside.keys.path.unlink()
    check_daily(state, datetime(2021, 3, 2, 8))
    check = last_check(state)
    assert check is not None
    assert check.problem is not None
    state.outside.keys.path.write_bytes(kept)
    assert audit.verify(state).lines == 3, "the keys are back, and with them all holds"
