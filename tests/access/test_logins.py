"""Logging in: nothing is open before, what each step asks, what a browser keeps, and what ends it."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import select, update

import app
from components.http.access.sheets import ON_ACCENT
from components.words.theme import STYLES, contrast
from data_access.domain.errors import CockpitError
from data_access.domain.settings import Settings
from data_access.state import audit
from data_access.state.hidden import shown
from data_access.state.people import codes
from data_access.state.tables import person, session
from tests.access.conftest import PASSWORD, House, house_of, peopled

OPEN = {"/healthz", "/metrics", "/login", "/_favicon.ico"}


@pytest.fixture
def own(small_city: Path, tmp_path: Path) -> House:
    """A house of one test's own."""
    return peopled(house_of(small_city, tmp_path, login=True))


def test_nothing_but_the_login_is_open_to_strangers(house: House) -> None:
    stranger = house.browser()
    for rule in house.server.url_map.iter_rules():
        if rule.rule.startswith(("/static", "/assets", "/_dash-component-suites", "/screen")):
            continue
        address = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule)
        address = re.sub(r"<[^>]+>", "x", address)
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answer = stranger.client.open(address, method=method)
            if rule.rule in OPEN:
                assert answer.status_code in {200, 400}, (method, address)
            elif answer.status_code == 303:
                assert answer.headers["Location"].startswith("/login?next="), (method, address)
            else:
                assert answer.status_code == 401, (method, address, answer.status_code)


def test_a_page_that_was_wanted_comes_after_the_login(house: House) -> None:
    browser = house.browser()
    sent = browser.get("/governance?district=330106&lang=en")
    assert sent.status_code == 303
    answer = browser.login("leader", address=sent.headers["Location"])
    assert (answer.status_code, answer.headers["Location"]) == (303, "/governance?district=330106&lang=en")
    assert browser.get("/governance").status_code == 200


@pytest.mark.parametrize(
    "wanted", ["https://evil.example", "//evil.example", "/\\evil.example", "/login", "/api/exports", "x"]
)
def test_no_login_leads_out_of_the_cockpit(house: House, wanted: str) -> None:
    answer = house.browser().send(f"/login?next={wanted}", account="leader", password=PASSWORD)
    assert answer.headers["Location"] == "/"


def test_a_form_from_elsewhere_does_not_log_in(house: House) -> None:
    browser = house.browser()
    for token in ({}, {"_csrf_token": "x"}):
        answer = browser.client.post("/login", data={"account": "leader", "password": PASSWORD, **token})
        assert answer.status_code == 400
        browser.get("/login")
        answer = browser.client.post("/login", data={"account": "leader", "password": PASSWORD, **token})
        assert answer.status_code == 403
        browser = house.browser()
    assert browser.get("/api/version").status_code == 401


def test_the_cookie_is_kept_from_scripts_and_other_sites_and_the_secret_is_new_each_time(
    house: House,
) -> None:
    browser = house.browser()
    first = browser.login("leader").headers.getlist("Set-Cookie")
    (cookie,) = [one for one in first if one.startswith("cockpit=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    secret = browser.client.get_cookie("cockpit")
    browser.login("leader")
    again = browser.client.get_cookie("cockpit")
    assert secret is not None
    assert again is not None
    assert secret.value != again.value
    former = house.server.test_client()
    former.set_cookie("cockpit", secret.value)
    assert former.get("/api/version").status_code == 401


@pytest.mark.parametrize("url", ["https://cockpit.example/market", "http://cockpit.example"])
def test_every_cookie_is_for_https_alone_where_readers_come_by_it_and_links_lead_there(
    small_city: Path, tmp_path: Path, url: str
) -> None:
    browser = peopled(house_of(small_city, tmp_path, login=True, public_url=url)).browser()
    root = url.removeprefix("https://cockpit.example").removeprefix("http://cockpit.example")
    answers = [
        browser.get(f"{root}/login?lang=en"),
        browser.login("security", address=f"{root}/login"),
        browser.get(f"{root}/account/codes"),
    ]
    made = browser.send(f"{root}/people", act="wall", title="hall", opens="/wall").text
    link = re.search(r"\S+/screen/cockpit_wall_[\w-]+", made)[0]  # type: ignore[index]
    assert link.startswith(f"{url}/screen/")
    answers.append(
        browser.get(link.removeprefix("https://cockpit.example").removeprefix("http://cockpit.example"))
    )
    given = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
    assert {one.partition("=")[0] for one in given} == {
        "_csrf_token",
        "lang",
        "cockpit",
        "cockpit_form",
        "cockpit_screen",
    }
    assert {"; Secure" in one for one in given} == {url.startswith("https:")}


def test_one_sentence_refuses_all_and_tells_nothing_of_who_there_is(own: House) -> None:
    own.people.disable("analyst")
    told = {
        own.browser().login(name, "wrong").text.replace(name, "") for name in ("leader", "nobody", "analyst")
    }
    pages = {re.sub(r'value="[^"]*"', "", one) for one in told}
    assert len(pages) == 1
    assert "连错 5 次" in pages.pop()


def test_five_wrong_ones_lock_and_the_audit_tells_of_it_once_each(own: House) -> None:
    browser = own.browser()
    for _ in range(8):
        assert browser.login("leader", "wrong").status_code == 401
    assert browser.login("leader").status_code == 401
    browser.login("nobody", "wrong")
    refused = audit.lines(own.state).query("action == 'login-refused'")
    assert list(refused["who"]) == ["leader"] * 5


def test_a_given_password_opens_nothing_before_it_is_changed(own: House) -> None:
    own.people.reset("leader", "Given-to-me-42")
    browser = own.browser()
    assert browser.login("leader", "Given-to-me-42").status_code == 303
    assert browser.get("/governance").headers["Location"].startswith("/account/password?next=")
    assert browser.get("/api/indicators").status_code == 401
    assert browser.get("/account").status_code == 303
    other = own.browser()
    other.login("leader", "Given-to-me-42")
    form = "/account/password?next=/governance"
    for new, again, says in (
        ("short", "short", "太短"),
        ("Xihu_Longjing_77", "x", "不一样"),
        (PASSWORD, PASSWORD, "用过"),
    ):
        assert says in browser.send(form, old="Given-to-me-42", new=new, again=again).text
    assert "不对" in browser.send(form, old="wrong", new="Xihu_Longjing_77", again="Xihu_Longjing_77").text
    done = browser.send(form, old="Given-to-me-42", new="Xihu_Longjing_77", again="Xihu_Longjing_77")
    assert done.headers["Location"] == "/governance"
    assert browser.get("/api/indicators").status_code == 200
    assert other.get("/account/password").status_code == 303, "all other sessions are ended"


def test_a_password_that_is_too_old_must_be_changed(own: House) -> None:
    browser = own.browser("leader")
    with own.state.begin() as connection:
        connection.execute(update(person).values(changed_at=datetime.now() - timedelta(days=91)))
    assert browser.get("/governance").headers["Location"].startswith("/account/password")


def code_of(house: House, name: str) -> str:
    with house.state.begin() as connection:
        secret = connection.execute(select(person.c.code_secret).where(person.c.name == name)).scalar_one()
    return pyotp.TOTP(shown(secret, house.state.outside.keys.read())).now()


def test_codes_are_set_up_by_oneself_and_asked_for_from_then_on(own: House) -> None:
    browser = own.browser("leader")
    page = browser.get("/account/codes").text
    assert re.search(r'<svg [^>]*viewBox="0 0 (\d+) \1"', page), "it is shown whole, at whatever size"
    secret = re.search(r"<code>(\w+)</code>", page)[1]  # type: ignore[index]
    assert browser.send("/account/codes", code="000000").status_code == 400
    used = pyotp.TOTP(secret).now()
    assert browser.send("/account/codes", code=used).headers["Location"] == "/account?done=codes"
    assert own.people.person("leader").has_code

    other = own.browser()
    sent = other.login("leader", address="/login?next=/governance")
    assert sent.headers["Location"] == "/login/code?next=%2Fgovernance"
    for address in ("/governance", "/account", "/account/password", "/account/codes", "/people"):
        assert other.get(address).headers["Location"].startswith("/login/code"), address
    assert other.get("/api/indicators").status_code == 401
    assert other.send("/login/code", code="000000").status_code == 401
    assert other.send("/login/code", code=used).status_code == 401, "it set the app up, and holds once"
    with own.state.begin() as connection:
        connection.execute(update(person).values(code_step=0))
    before = other.client.get_cookie("cockpit")
    assert (
        other.send("/login/code?next=/governance", code=pyotp.TOTP(secret).now()).headers["Location"]
        == "/governance"
    )
    after = other.client.get_cookie("cockpit")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert other.get("/governance").status_code == 200


def test_wrong_codes_end_the_login(own: House) -> None:
    secret = codes.new_secret()
    own.people.set_code("leader", secret, pyotp.TOTP(secret).now())
    browser = own.browser()
    browser.login("leader")
    for _ in range(5):
        browser.send("/login/code", code="000000")
    assert browser.get("/account").headers["Location"].startswith("/login?next=")
    assert browser.login("leader").status_code == 401


def test_where_codes_are_asked_of_all_nobody_gets_on_without(small_city: Path, tmp_path: Path) -> None:
    strict = peopled(house_of(small_city, tmp_path, login=True, second_factor=True))
    browser = strict.browser("leader")
    assert browser.get("/").headers["Location"].startswith("/account/codes?next=")
    assert browser.get("/account/codes").status_code == 200
    assert browser.get("/api/version").status_code == 401


def test_whoever_logs_out_is_a_stranger_and_pages_stay_in_no_cache(house: House) -> None:
    browser = house.browser("leader")
    assert browser.get("/").headers["Cache-Control"] == "private, no-store"
    secret = browser.client.get_cookie("cockpit")
    token = re.search(r'name="_csrf_token" value="([^"]+)"', browser.get("/account").text)[1]  # type: ignore[index]
    assert browser.client.post("/logout", data={"_csrf_token": "x"}).status_code == 403
    assert browser.get("/api/version").status_code == 200, "another site's form logs nobody out"
    out = browser.client.post("/logout", data={"_csrf_token": token})
    assert out.headers["Location"] == "/login?out=1"
    assert out.headers["Clear-Site-Data"] == '"cache"'
    assert secret
    browser.client.set_cookie("cockpit", secret.value)
    assert browser.get("/api/version").status_code == 401


def test_a_session_is_listed_and_ended_from_another_browser(own: House) -> None:
    here, there, other = own.browser("leader"), own.browser("leader"), own.browser("analyst")
    (ended,) = re.findall(
        r'name="act" value="end"><input type="hidden" name="id" value="(\w+)"', here.get("/account").text
    )
    other.send("/account", act="end", id=ended)
    assert there.get("/api/version").status_code == 200
    here.send("/account", act="end", id=ended)
    assert there.get("/api/version").status_code == 401
    assert here.get("/api/version").status_code == 200


def test_a_session_that_only_asks_for_news_ends(own: House) -> None:
    browser = own.browser("leader")
    with own.state.begin() as connection:
        connection.execute(update(session).values(seen_at=datetime.now() - timedelta(minutes=29)))
    assert browser.get("/api/version").status_code == 200
    with own.state.begin() as connection:
        connection.execute(update(session).values(seen_at=datetime.now() - timedelta(minutes=31)))
    assert browser.get("/api/indicators").status_code == 401


def test_an_account_that_is_shut_is_out_at_once(own: House) -> None:
    browser = own.browser("leader")
    own.people.disable("leader")
    assert browser.get("/api/version").status_code == 401


def test_logins_stand_in_the_audit(own: House) -> None:
    browser = own.browser("leader")
    browser.send("/account", act="token", title="x", days="3")
    assert list(audit.lines(own.state)["action"]) == ["seal_begun", "login", "token-add"]
    assert audit.verify(own.state).lines == 3


def test_one_machine_alone_needs_no_login_until_somebody_has_an_account(
    small_city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("components.http.access.opening._LOOK_SECONDS", 0.0)
    mine = house_of(small_city, tmp_path)
    browser = mine.browser()
    assert browser.get("/governance").status_code == 200
    assert "无需登录" in browser.get("/account").text
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Host"):
        assert browser.get("/governance", headers={header: "10.0.0.9"}).status_code == 401, header
    assert browser.get("/governance", environ_overrides={"REMOTE_ADDR": "10.0.0.9"}).status_code == 401
    mine.people.add("li.wei", "leader", password=PASSWORD)
    assert browser.get("/governance").headers["Location"].startswith("/login")
    with mine.state.begin() as connection:
        connection.execute(person.delete())
    assert browser.get("/governance").headers["Location"].startswith("/login"), "what is closed stays closed"


def test_numbers_are_read_on_one_machine_although_the_state_is_broken(
    small_city: Path, tmp_path: Path
) -> None:
    (tmp_path / "state.sqlite").write_text("no database" * 500)
    assert house_of(small_city, tmp_path).browser().get("/api/indicators").status_code == 200
    closed = house_of(small_city, tmp_path, login=True).browser()
    closed.client.set_cookie("cockpit", "x")
    assert closed.get("/api/indicators").status_code == 503


def test_it_does_not_start_for_others_before_anybody_has_an_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COCKPIT_DATA", str(tmp_path))
    for more in ({"COCKPIT_HOST": "0.0.0.0"}, {"COCKPIT_LOGIN": "yes"}, {"COCKPIT_PROXIES": "127.0.0.1"},
                 {"COCKPIT_PROXY_HEADER": "X-User", "COCKPIT_PROXY_ADDRESSES": "127.0.0.1"}):  # fmt: skip
        with monkeypatch.context() as patch:
            for key, value in more.items():
                patch.setenv(key, value)
            assert app.main() == 2
            assert "python -m data_access users add ACCOUNT security" in capsys.readouterr().err
    house = House(
        app.create_app(Settings()).server, app.State(f"sqlite:///{tmp_path / 'state.sqlite'}"), Settings()
    )
    house.people.add("li.wei", "leader", password=PASSWORD)
    app._check_logins(Settings(host="0.0.0.0", state=house.state.url))
    app._check_logins(Settings(state=f"sqlite:///{tmp_path / 'other.sqlite'}"))
    with pytest.raises(CockpitError, match=r"0\.0\.0\.0"):
        app._check_logins(Settings(host="0.0.0.0", state=f"sqlite:///{tmp_path / 'other.sqlite'}"))


def test_a_state_that_cannot_be_read_lets_nobody_in_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").write_text("no database" * 500)
    state = f"sqlite:///{tmp_path / 'state.sqlite'}"
    with pytest.raises(CockpitError, match="COCKPIT_STATE"):
        app._check_logins(Settings(login=True, state=state))
    app._check_logins(Settings(state=state))


def test_where_logins_cannot_be_checked_nobody_is_let_in_and_no_file_is_named(
    own: House, tmp_path: Path
) -> None:
    browser = own.browser("leader")
    with own.state.begin() as connection:
        connection.exec_driver_sql("DROP TABLE session")
    for address in ("/", "/api/indicators"):
        answer = browser.get(address)
        assert answer.status_code == 503
        assert str(tmp_path) not in answer.text


def test_the_forms_speak_both_languages_in_both_modes_without_a_script(house: House) -> None:
    for address, browser in (
        ("/login", house.browser()),
        ("/account", house.browser("leader")),
        ("/people", house.browser("security")),
    ):
        for lang, mode in (("zh", "light"), ("en", "dark")):
            page = browser.get(f"{address}?lang={lang}&theme={mode}").text
            assert f'lang="{"en" if lang == "en" else "zh-CN"}"' in page
            assert f'data-theme="{mode}"' in page
            assert "<script" not in page
            assert page.count("<label") >= len(re.findall(r'<input (?!type="hidden")', page))
            if lang == "en":
                assert not re.search(
                    r"[\u4e00-\u9fff]", re.sub(r"<a[^>]*>中文</a>|[\w-]+所|\"Noto[^;]*", "", page)
                ), address


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_all_that_the_forms_say_can_be_read(mode: str) -> None:
    one = STYLES[mode]
    pairs = [(one.ink, one.surface), (one.muted, one.surface), (one.muted, one.ground), (one.accent, one.surface),
             (one.bad, one.ground), (one.ink, one.ground), (ON_ACCENT[mode], one.accent)]  # fmt: skip
    assert min(contrast(*pair) for pair in pairs) >= 4.5
    assert contrast(one.muted, one.ground) >= 3, "the edge of a field"


@pytest.mark.parametrize(
    ("name", "address"), [("", "/login"), ("security", "/people"), ("leader", "/account")]
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pages_around_accounts_name_every_column_field_and_button(
    house: House, name: str, address: str, lang: str
) -> None:
    browser = house.inside(name) if name else house.browser()
    page = browser.get(f"{address}?lang={lang}").text
    assert page.count("<h1>") == 1
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}"' in page
    assert not re.search(r"<th[^>]*>\s*</th>|<button[^>]*>\s*</button>|<a [^>]*>\s*</a>", page)
    named = re.findall(r"<label>[^<\s][^<]*<(?:input|select)", page)
    assert len(named) == len(re.findall(r'<input (?!type="hidden")|<select', page))


def test_what_was_written_stands_where_it_was_refused_and_the_reason_is_in_chinese(house: House) -> None:
    written = {"act": "add", "name": "li.wei", "shown": "李伟", "role": "officer", "districts": ""}
    refused = house.inside("security").send("/people?lang=zh", **written)
    assert (refused.status_code, 'value="李伟"' in refused.text) == (400, True)
    assert '<option value="officer" selected>' in refused.text
    token = house.inside("leader").send("/account?lang=zh", act="token", title="报表", days="0")
    assert (token.status_code, "“天数”填写有误" in token.text, 'value="报表"' in token.text) == (
        400,
        True,
        True,
    )
