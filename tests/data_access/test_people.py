"""Accounts: what a password must be, when an account shuts, which codes hold, what a role may be given, and when logins end."""

import subprocess
import sys
import threading
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

import pyotp
import pytest
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import delete, select, update

from data_access.domain.access import NOWHERE, RIGHTS, ROLES, WHOLE_CITY, Scope
from data_access.domain.errors import BadValue, UnknownName
from data_access.state import audit, hidden
from data_access.state.database import State
from data_access.state.key_file import KeyMissing
from data_access.state.people import codes, passwords
from data_access.state.people.accounts import PasswordRefused, spelled
from data_access.state.people.persons import LOCKED, MOST_FAILURES, People
from data_access.state.people.sessions import Sessions
from data_access.state.people.tokens import MOST_DAYS, WALL_LASTS, Tokens
from data_access.state.tables import person, session, token, version
from tests.data_access.test_state import new_url, state  # noqa: F401  (fixtures: each engine of this machine)
from tests.shared import ROOT

GOOD, BETTER = "Qiantang-2021-x", "Xihu_Longjing_77"


@pytest.fixture
def people(state: State) -> People:  # noqa: F811  (the fixture)
    return People(state)


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("Ab1-", "too short"), ("alllowercase", "three of"), ("Aa1" * 80, "too long"), ("Password-2021", "common"),
        ("Aa1Aa1Aa1Aa1", "common"), ("Li.Wei-200-x", "account"), ("Ab1-\ud800-Ab1-", "half a sign"), (GOOD, ""), ("一段足够长的中文口令也完全可以用在这里的说", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_password_is_said(password: str, says: str) -> None:
    found = passwords.wrong(password, "li.wei")
    assert (found is None) if not says else (found is not None and says in found("en") and found("zh"))


def test_a_password_that_is_made_for_one_login_is_good_and_never_twice_the_same() -> None:
    made = {passwords.proposed() for _ in range(50)}
    assert len(made) == 50
    assert not [one for one in made if passwords.wrong(one, "li.wei")]


def command_output(*arguments: str) -> str:
    return subprocess.run(
        [sys.executable, *arguments], check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout


def test_a_hash_is_as_dear_as_the_library_advises() -> None:
    made = command_output("-c", "from data_access.state.people.passwords import hashed; print(hashed('x'))")
    assert made.startswith("$argon2id$v=19$m=65536,t=3,p=4$")  # in a process without the tests' cheap one


def test_an_account_keeps_no_password_in_the_clear(people: People) -> None:
    people.add("li.wei", "analyst", password=GOOD)
    with people.state.begin() as connection:
        row = connection.execute(select(person)).one()
    assert row.password.startswith("$argon2id$")
    assert GOOD not in repr(row)


def test_a_name_is_one_however_it_is_typed_and_is_given_once(people: People) -> None:
    people.add(" Ｌi.Wei ", "analyst", password=GOOD)
    assert people.person("li.wei").name == "li.wei"
    with pytest.raises(BadValue, match="nobody has yet"):
        people.add("LI.WEI", "leader", password=GOOD)
    for reserved in ("local", "command-line", "a", "-x", "a b", "a\x00b", ""):
        with pytest.raises(BadValue):
            spelled(reserved)


def test_a_right_password_lets_in_and_must_be_changed_first(people: People) -> None:
    people.add("li.wei", "analyst", password=GOOD)
    found = people.check("Li.Wei", GOOD)
    assert found is not None
    assert found.must_change
    with pytest.raises(PasswordRefused, match="last"):
        people.set_password("li.wei", GOOD)
    assert not people.set_password("li.wei", BETTER).must_change
    assert people.check("li.wei", GOOD) is None
    assert people.check("li.wei", BETTER)
    with pytest.raises(PasswordRefused, match="last"):
        people.set_password("li.wei", GOOD)


def test_nobody_and_an_account_without_a_password_are_refused_alike(people: People) -> None:
    people.add("via.oidc", "leader")
    for name in ("via.oidc", "nobody", "a\x00", "x" * 5000):
        assert people.check(name, "") is None
        assert people.check(name, GOOD) is None


def test_wrong_passwords_shut_an_account_for_a_while_even_for_the_right_one(people: People) -> None:
    people.add("li.wei", "analyst", password=GOOD)
    now = datetime(2021, 5, 6, 12)
    for _ in range(MOST_FAILURES):
        assert people.check("li.wei", "wrong", now) is None
    assert people.check("li.wei", GOOD, now + LOCKED / 2) is None
    assert people.check("li.wei", GOOD, now + LOCKED + timedelta(seconds=1))
    for _ in range(MOST_FAILURES - 1):  # a right one began the count anew
        people.check("li.wei", "wrong", now + LOCKED * 2)
    assert people.check("li.wei", GOOD, now + LOCKED * 2)


def test_guesses_that_come_at_once_are_all_counted(people: People) -> None:
    people.add("li.wei", "analyst", password=GOOD)
    at_once = [
        threading.Thread(target=people.failed, args=("li.wei", datetime.now())) for _ in range(MOST_FAILURES)
    ]
    for one in at_once:
        one.start()
    for one in at_once:
        one.join()
    assert people.person("li.wei").is_locked(datetime.now())


def test_a_disabled_account_is_nobodys_until_it_is_opened(people: People) -> None:
    people.add("li.wei", "analyst", password=GOOD)
    people.disable("li.wei")
    assert people.check("li.wei", GOOD) is None
    people.disable("li.wei", is_disabled=False)
    assert people.check("li.wei", GOOD)


def test_a_code_holds_once_and_only_in_its_time(people: People) -> None:
    people.add("li.wei", "analyst", password=GOOD)
    secret, now = codes.new_secret(), datetime(2021, 5, 6, 12)
    app = pyotp.TOTP(secret)
    assert not people.set_code("li.wei", secret, "000000" if app.at(now) != "000000" else "111111", now)
    assert people.set_code("li.wei", secret, app.at(now), now)
    assert not people.check_code("li.wei", app.at(now), now)  # the one that set it up
    later = now + timedelta(minutes=5)
    assert people.check_code("li.wei", f"{app.at(later)[:3]} {app.at(later)[3:]}", later)
    assert not people.check_code("li.wei", app.at(later), later)
    assert not people.check_code("li.wei", app.at(later + timedelta(minutes=10)), later)
    assert not people.check_code("li.wei", "１２３４５６", later)


def test_wrong_codes_shut_an_account_although_its_password_is_right(people: People) -> None:
    people.add("li.wei", "analyst", password=GOOD)
    secret = codes.new_secret()
    people.set_code("li.wei", secret, pyotp.TOTP(secret).now())
    for _ in range(MOST_FAILURES):
        assert people.check("li.wei", GOOD)
        people.check_code("li.wei", "12345x")
    assert people.check("li.wei", GOOD) is None


def test_a_role_becomes_scope_and_rights_in_one_place(people: People) -> None:
    of_xihu = people.add("wang", "officer", districts=frozenset({"330106"}), office="西湖所", shown="王")
    assert of_xihu.reader.scope == Scope(frozenset({"330106"}))
    assert of_xihu.reader.signed == "王 wang · 西湖所"
    assert people.add("zhao", "leader").reader.scope == WHOLE_CITY
    assert people.add("qian", "inspector").reader.scope == Scope(sees_persons=True)
    for role in ("auditor", "security", "system"):
        assert people.add(role, role).reader.scope == NOWHERE  # type: ignore[arg-type]
    with pytest.raises(BadValue, match="at least one district"):
        people.add("sun", "officer")
    with pytest.raises(BadValue, match="not bound"):
        people.add("sun", "leader", districts=frozenset({"330106"}))


def test_no_administrator_can_do_what_another_does_and_none_reads_facts() -> None:
    apart = [ROLES[role].rights for role in ("system", "security", "auditor")]
    assert all(apart)
    assert sum(map(len, apart)) == len(frozenset().union(*apart))
    assert not frozenset().union(*apart) & frozenset().union(
        *(one.rights for one in ROLES.values() if one.reads)
    )
    assert frozenset().union(*(one.rights for one in ROLES.values())) == set(RIGHTS)


def test_rights_are_given_and_taken_one_by_one_and_fall_with_the_role(people: People) -> None:
    people.add("zhou", "analyst")
    assert people.allow("zhou", "persons", is_allowed=True).reader.scope.sees_persons
    assert "export" not in people.allow("zhou", "export", is_allowed=False).rights
    assert "export" in people.allow("zhou", "export", is_allowed=True).rights
    changed = people.change("zhou", "officer", frozenset({"330108"}))
    assert not changed.reader.scope.sees_persons
    people.add("audit", "auditor")
    for name, right in (("audit", "export"), ("zhou", "audit"), ("zhou", "people")):
        with pytest.raises(BadValue, match="reads no facts"):
            people.allow(name, right, is_allowed=True)  # type: ignore[arg-type]


def test_an_account_is_bound_to_the_service_that_first_let_it_in(people: People) -> None:
    people.add("wu", "leader")
    assert people.bound("wu", "https://id.example 1")
    assert people.bound("wu", "https://id.example 1")
    assert people.bound("wu", "https://id.example 2") is None
    assert people.bound("wu", "") is None
    assert people.bound("nobody", "x") is None
    people.disable("wu")
    assert people.bound("wu", "https://id.example 1") is None


def sessions_of(people: People) -> Sessions:
    return Sessions(people.state, timedelta(minutes=30), timedelta(hours=12))


def aged(people: People, by: timedelta) -> None:
    with people.state.begin() as connection:
        for row in connection.execute(select(session)).all():
            moved = {
                "seen_at": row.seen_at - by,
                "ends_at": row.ends_at - by,
                "created_at": row.created_at - by,
            }
            connection.execute(update(session).where(session.c.digest == row.digest).values(**moved))


def test_a_login_ends_when_it_is_idle_and_in_any_case_after_its_time(people: People) -> None:
    sessions = sessions_of(people)
    secret = sessions.begin("li.wei", is_whole=True)
    aged(people, timedelta(minutes=20))
    assert sessions.find(secret)
    aged(people, timedelta(minutes=20))
    assert sessions.find(secret, is_use=False), "it was used 20 minutes ago"
    aged(people, timedelta(minutes=20))
    assert sessions.find(secret) is None, "to ask for news is no use"
    secret = sessions.begin("li.wei", is_whole=True)
    for _ in range(24):
        assert sessions.find(secret)
        aged(people, timedelta(minutes=29))
    for _ in range(2):
        sessions.find(secret)
        aged(people, timedelta(minutes=29))
    assert sessions.find(secret) is None


def test_a_login_changes_its_secret_when_it_may_do_more(people: People) -> None:
    sessions = sessions_of(people)
    first = sessions.begin("li.wei", is_whole=False)
    second = sessions.rotate(first, is_whole=True)
    assert sessions.find(first) is None
    found = sessions.find(second)
    assert found is not None
    assert found.is_whole
    with pytest.raises(UnknownName):
        sessions.rotate(first, is_whole=True)


def test_logins_are_listed_and_ended_by_their_own_person(people: People) -> None:
    sessions = sessions_of(people)
    mine, other = sessions.begin("li.wei", is_whole=True), sessions.begin("wang", is_whole=True)
    laptop = sessions.begin("li.wei", is_whole=True, agent="laptop")
    listed = {one.agent: one.id for one in sessions.of("li.wei")}
    assert set(listed) == {"", "laptop"}
    assert not sessions.end_one("wang", listed["laptop"])
    assert sessions.end_one("li.wei", listed["laptop"])
    assert sessions.find(laptop) is None
    assert sessions.end_all("li.wei", but=mine) == 0
    assert sessions.end_all("li.wei") == 1
    assert sessions.find(mine) is None
    assert sessions.find(other)
    with people.state.begin() as connection:
        assert other not in repr(connection.execute(select(session)).all())


def test_tokens_hold_until_their_day_or_until_they_are_taken_back(people: People) -> None:
    tokens = Tokens(people.state)
    secret, made = tokens.for_api("li.wei", "nightly")
    assert tokens.find("wall", secret) is None
    assert tokens.find("api", secret) == made
    assert tokens.listed("api", "li.wei")[0].used_at
    with pytest.raises(UnknownName):
        tokens.revoke(made.id, "wang")
    tokens.revoke(made.id, "li.wei")
    assert tokens.find("api", secret) is None
    assert tokens.listed("api") == []
    secret, _ = tokens.for_api("li.wei", "nightly", 1)
    with people.state.begin() as connection:
        connection.execute(update(token).values(ends_at=datetime.now()))
        assert secret not in repr(connection.execute(select(token)).all())
    assert tokens.find("api", secret) is None
    for days in (0, MOST_DAYS + 1):
        with pytest.raises(BadValue):
            tokens.for_api("li.wei", "x", days)
    with pytest.raises(BadValue):
        tokens.for_api("li.wei", " ")


def test_a_walls_token_renews_itself_as_long_as_it_is_used(people: People) -> None:
    tokens = Tokens(people.state)
    _, made = tokens.for_wall("admin", "hall", "/wall", None)
    with people.state.begin() as connection:
        connection.execute(update(token).values(ends_at=datetime.now() + timedelta(days=2)))
    assert tokens.renewed(made.id)
    assert tokens.token(made.id).ends_at - datetime.now() > WALL_LASTS - timedelta(minutes=1)
    tokens.revoke(made.id)
    assert tokens.renewed(made.id) is None
    assert tokens.renewed("nothing") is None


def with_codes(people: People) -> str:
    """Give an account an app of codes, and return its secret."""
    people.add("li.wei", "analyst", password=GOOD)
    secret = codes.new_secret()
    assert people.set_code("li.wei", secret, pyotp.TOTP(secret).at(NOON), NOON)
    return secret


def kept_secret(state: State) -> str:  # noqa: F811
    with state.begin() as connection:
        return str(connection.execute(select(person.c.code_secret)).scalar_one())


NOON = datetime(2021, 5, 6, 12)


def code_after(secret: str, minutes: int) -> tuple[str, datetime]:
    later = NOON + timedelta(minutes=minutes)
    return pyotp.TOTP(secret).at(later), later


def test_the_secret_of_codes_does_not_stand_in_the_database(people: People) -> None:
    secret = with_codes(people)
    kept = kept_secret(people.state)
    assert secret not in kept
    assert hidden.shown(kept, people.state.outside.keys.read()) == secret
    seals = people.state.outside.keys.read()
    with pytest.raises(InvalidToken):  # the key of the seal is not the key of the cipher
        Fernet(urlsafe_b64encode(seals.of(seals.current))).decrypt(kept)


def test_a_new_key_hides_the_secrets_of_codes_anew_and_the_earlier_one_shows_them_no_more(
    people: People,
) -> None:
    secret = with_codes(people)
    before, first = kept_secret(people.state), people.state.outside.keys.read()
    audit.rotate(people.state, "某管理员")
    after = kept_secret(people.state)
    assert after != before
    with pytest.raises(KeyMissing):
        hidden.shown(after, first)
    assert people.check_code("li.wei", *code_after(secret, 5))
    assert audit.verify(people.state)


def test_without_the_key_no_code_is_taken_and_a_sentence_says_what_to_do(people: People) -> None:
    secret = with_codes(people)
    file = people.state.outside.keys.path
    kept = file.read_text()
    file.write_text(f"other {'0' * 64}\n")
    with pytest.raises(KeyMissing, match="put the file back"):
        people.check_code("li.wei", *code_after(secret, 5))
    file.write_text(kept)
    assert people.check_code("li.wei", *code_after(secret, 5))


def test_secrets_of_an_earlier_version_are_hidden_when_the_database_is_opened(people: People) -> None:
    secret = with_codes(people)
    with people.state.begin() as connection:  # as the version before kept them
        connection.execute(update(person).values(code_secret=secret))
        connection.execute(delete(version).where(version.c.version >= 4))
    people.state.close()
    assert secret not in kept_secret(people.state)
    assert people.check_code("li.wei", *code_after(secret, 5))
