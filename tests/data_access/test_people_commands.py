"""Accounts from the command line: no password in what is typed, each act in the audit, a sentence for what cannot be done."""

import io
import re
from pathlib import Path

import pytest

from data_access.__main__ import main
from data_access.domain.settings import Settings
from data_access.state import audit
from data_access.state.database import State
from data_access.state.people.persons import People
from data_access.state.people.sessions import Sessions
from data_access.state.people.tokens import Tokens

Output = pytest.CaptureFixture[str]


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> State:
    monkeypatch.setenv("COCKPIT_DATA", str(tmp_path))
    return State(f"sqlite:///{tmp_path / 'state.sqlite'}")


def said(capsys: Output, *words: str, status: int = 0) -> str:
    assert main(words) == status
    out, err = capsys.readouterr()
    return err if status else out


def printed_password(text: str) -> str:
    found = re.search(r"shown this once: (\S+)", text)
    assert found
    return found[1]


def test_an_account_is_made_with_a_password_that_is_printed_once(state: State, capsys: Output) -> None:
    told = said(
        capsys, "users", "add", "li.wei", "officer", "--districts", "330106, 330108", "--office", "西湖所"
    )
    password = printed_password(told)
    found = People(state).check("li.wei", password)
    assert found is not None
    assert found.must_change
    assert found.districts == {"330106", "330108"}
    listed = said(capsys, "users", "list")
    assert "li.wei  officer  西湖所  330106,330108" in listed.replace("li.wei  li.wei", "li.wei")
    assert password not in listed


def test_a_password_is_asked_twice_and_never_taken_from_the_line(
    state: State, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    for typed, status in (
        ("Qiantang-2021-x\nQiantang-2021-y\n", 1),
        ("short\nshort\n", 1),
        ("", 1),
        ("Qiantang-2021-x\n" * 2, 0),
    ):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        said(capsys, "users", "add", "li.wei", "leader", "--ask", status=status)
    assert People(state).check("li.wei", "Qiantang-2021-x")
    with pytest.raises(SystemExit):
        main(["users", "add", "wang", "leader", "--password", "x"])


def test_a_reset_opens_the_account_and_ends_what_was_open(state: State, capsys: Output) -> None:
    first = printed_password(said(capsys, "users", "add", "li.wei", "leader"))
    sessions = Sessions.of_settings(state, Settings.from_environment())
    secret = sessions.begin("li.wei", is_whole=True)
    for _ in range(5):
        People(state).check("li.wei", "wrong")
    assert "locked" in said(capsys, "users", "list")
    second = printed_password(said(capsys, "users", "reset", "li.wei", "--code"))
    assert People(state).check("li.wei", first) is None
    assert People(state).check("li.wei", second)
    assert sessions.find(secret) is None


def test_a_disabled_account_has_neither_sessions_nor_tokens(state: State, capsys: Output) -> None:
    said(capsys, "users", "add", "li.wei", "leader")
    told = said(capsys, "tokens", "add", "li.wei", "nightly", "--days", "7")
    secret = told.split("Bearer ")[1].strip()
    assert Tokens(state).find("api", secret)
    assert "nightly" in said(capsys, "tokens", "list")
    assert "1 tokens" in said(capsys, "users", "disable", "li.wei")
    assert Tokens(state).find("api", secret) is None
    said(capsys, "users", "enable", "li.wei")
    assert Tokens(state).find("api", secret) is None


@pytest.mark.usefixtures("state")
def test_rights_and_roles_are_changed_and_said(capsys: Output) -> None:
    said(capsys, "users", "add", "li.wei", "analyst", "--no-password")
    assert "persons" in said(capsys, "users", "grant", "li.wei", "persons")
    assert "+persons" in said(capsys, "users", "list")
    assert "export" not in said(capsys, "users", "revoke", "li.wei", "export")
    assert "officer of districts" in said(
        capsys, "users", "role", "li.wei", "officer", "--districts", "330106"
    )
    assert "at least one district" in said(capsys, "users", "role", "li.wei", "officer", status=1)
    assert "did you mean li.wei?" in said(capsys, "users", "role", "li.wie", "leader", status=1)


@pytest.mark.usefixtures("state")
def test_a_district_that_the_store_does_not_know_is_named(capsys: Output, small_city: Path) -> None:
    told = said(
        capsys,
        "--store",
        str(small_city),
        "users",
        "add",
        "wang",
        "officer",
        "--districts",
        "330109x",
        status=1,
    )
    assert "There is no district '330109x'" in told
    said(capsys, "--store", str(small_city), "users", "add", "wang", "officer", "--districts", "330106")


@pytest.mark.usefixtures("state")
@pytest.mark.parametrize("words", [("users", "add", "wang", "officer"), ("walls", "add", "大厅")])
def test_districts_that_cannot_be_checked_are_taken_with_a_note(
    capsys: Output, words: tuple[str, ...]
) -> None:
    assert main((*words, "--districts", "330109x")) == 0
    assert "330109x were not checked" in capsys.readouterr().err


def test_a_screen_is_given_a_link_and_loses_it(
    state: State, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\nhttp://127.0.0.1:8050/screen/" in said(capsys, "walls", "add", "门厅")
    monkeypatch.setenv("COCKPIT_PUBLIC_URL", "https://cockpit.example/market/")
    told = said(capsys, "walls", "add", "大厅", "--districts", "330106")
    assert "\nhttps://cockpit.example/market/screen/" in told
    secret = told.strip().rpartition("/screen/")[2]
    found = Tokens(state).find("wall", secret)
    assert found is not None
    assert (found.opens, found.districts) == ("/wall", {"330106"})
    assert "大厅" in said(capsys, "walls", "list")
    said(capsys, "walls", "revoke", found.id)
    assert Tokens(state).find("wall", secret) is None
    assert "no token" in said(capsys, "walls", "revoke", "nothing", status=1)


def test_each_act_stands_in_the_audit_and_no_secret_does(state: State, capsys: Output) -> None:
    password = printed_password(said(capsys, "users", "add", "li.wei", "analyst"))
    secret = said(capsys, "tokens", "add", "li.wei", "nightly").split("Bearer ")[1].strip()
    for words in (("grant", "li.wei", "persons"), ("role", "li.wei", "leader"), ("reset", "li.wei"), ("sessions", "li.wei", "--end"),
                  ("disable", "li.wei"), ("enable", "li.wei")):  # fmt: skip
        said(capsys, "users", *words)
    lines = audit.lines(state).query("action != 'seal_begun'")
    assert list(lines["action"]) == ["user-add", "token-add", "user-grant", "user-role", "user-reset", "sessions-end",
                                     "user-disable", "user-enable"]  # fmt: skip
    assert set(lines["who"]) == {"command-line"}
    assert password not in lines.to_string()
    assert secret not in lines.to_string()
