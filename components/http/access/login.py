"""Logging in by account and password, then by a code; logging out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import flask

from components.http.access import guard, sheets
from components.http.access.door import SESSION, Door, Visitor, seen_from
from components.http.access.sheets import Field
from components.words import phrases
from data_access.domain.text import Text
from data_access.state.people.accounts import Person
from data_access.state.people.persons import LOCKED, MOST_FAILURES
from data_access.state.tasks import is_own_page

_ACCOUNT, _PASSWORD = Text("账号", "Account"), Text("口令", "Password")
_CODE, _CODE_TITLE = Text("动态口令", "Code"), Text("输入动态口令", "Enter your code")
_CODE_HINT = Text("身份验证器应用里的 6 位数字", "The six digits of your authenticator app")
_WRONG = Text(
    f"账号或口令不对，或账号已停用。连错 {MOST_FAILURES} 次后锁定 {LOCKED.seconds // 60} 分钟；忘了口令请联系安全管理员。",
    f"Account or password is wrong, or the account is shut. After {MOST_FAILURES} wrong ones it is locked for "
    f"{LOCKED.seconds // 60} minutes; the security administrator gives a new password.",
)
_WRONG_CODE = Text(
    "动态口令不对或已用过，请等下一个。", "The code is wrong or was used; wait for the next one."
)
_BY_PROVIDER = Text("用统一身份认证登录", "Log in with your organisation's account")
_LOGGED_OUT = Text("您已退出登录。", "You have logged out.")


@dataclass(frozen=True, slots=True)
class LoginRoutes:
    """The routes by which a person comes in and goes."""

    door: Door

    def add_to(self, access: flask.Blueprint) -> None:
        """Add the routes."""
        access.route("/login", methods=["GET", "POST"])(self.login)
        access.route("/login/code", methods=["GET", "POST"])(self.code)
        access.post("/logout")(self.logout)

    def login(self) -> Any:
        """Ask for account and password; a right pair begins a session under a secret of its own."""
        if flask.request.method == "GET":
            return self._login_sheet(done=_LOGGED_OUT(sheets.lang()) if "out" in flask.request.args else "")
        if not sheets.is_ours():
            return self._login_sheet(wrong=sheets.old_form(), status=400)
        name, password = flask.request.form.get("account", ""), flask.request.form.get("password", "")
        known = self.door.people.find(name)
        was_locked = known is not None and known.is_locked(datetime.now())
        found = self.door.people.check(name, password)
        if found is None:
            if (
                known is not None and not was_locked
            ):  # names that nobody has would fill the audit with what strangers type
                self.door.ledger(known.name).enter("login-refused", seen_from(), {}, 0)
            return self._login_sheet(wrong=_WRONG(sheets.lang()), status=401)
        return self.let_in(found, is_whole=not found.has_code)

    def let_in(self, person: Person, *, is_whole: bool, action: str = "login", wanted: str = "") -> Any:
        """Begin a session of a person and send him where he wanted to go; the former session of the browser ends."""
        if is_whole:
            self.door.ledger(person.name).enter(action, seen_from(), {}, 0)
        if former := flask.request.cookies.get(SESSION):
            self.door.sessions.end(former)
        agent = flask.request.user_agent.string
        secret = self.door.sessions.begin(person.name, is_whole=is_whole, address=seen_from(), agent=agent)
        wanted = wanted or wanted_page()
        where = wanted if is_whole else f"{flask.url_for('access.code')}?{urlencode({'next': wanted})}"
        return with_session(_redirect(where), secret)

    def code(self) -> Any:
        """Ask for the code of the second factor; a right one makes the session whole, under a new secret."""
        visitor: Visitor = flask.g.visitor
        person, session = visitor.person, visitor.session
        if person is None or session is None or session.is_whole:
            return _redirect(wanted_page())
        if flask.request.method == "GET":
            return _code_sheet()
        if not sheets.is_ours():
            return _code_sheet(wrong=sheets.old_form(), status=400)
        if not self.door.people.check_code(person.name, flask.request.form.get("code", "")):
            self.door.ledger(person.name).enter("code-refused", seen_from(), {}, 0)
            if self.door.people.person(person.name).is_locked(datetime.now()):
                self.door.sessions.end(flask.request.cookies[SESSION])
                return self._login_sheet(wrong=_WRONG(sheets.lang()), status=401)
            return _code_sheet(wrong=_WRONG_CODE(sheets.lang()), status=401)
        self.door.ledger(person.name).enter("login", seen_from(), {"code": "yes"}, 0)
        secret = self.door.sessions.rotate(flask.request.cookies[SESSION], is_whole=True)
        return with_session(_redirect(wanted_page()), secret)

    def logout(self) -> Any:
        """End the session."""
        if not sheets.is_ours():
            return _redirect(guard.home(flask.g.visitor))
        if secret := flask.request.cookies.get(SESSION):
            self.door.sessions.end(secret)
            self.door.ledger(flask.g.visitor.reader.name).enter("logout", seen_from(), {}, 0)
        flask.session.clear()
        response = _redirect(f"{flask.url_for('access.login')}?out=1")
        response.delete_cookie(SESSION, path=_path())
        response.headers["Clear-Site-Data"] = (
            '"cache"'  # what he was told stays in no browser that others use
        )
        return response

    def _login_sheet(self, *, wrong: str = "", done: str = "", status: int = 200) -> flask.Response:
        own = sheets.lang()
        fields = (
            Field("account", _ACCOUNT(own), complete="username", value=flask.request.form.get("account", "")[:61], longest=61,
                  is_first=True),
            Field("password", _PASSWORD(own), "password", "current-password"),
        )  # fmt: skip
        query = urlencode({"next": wanted_page()})
        beside = []
        if self.door.settings.oidc_issuer:
            beside.append((f"{flask.url_for('access.provider')}?{query}", _BY_PROVIDER(own)))
        action = f"{flask.url_for('access.login')}?{query}"
        return sheets.form_sheet(
            phrases.LOG_IN,
            fields,
            phrases.LOG_IN,
            action=action,
            wrong=wrong,
            done=done,
            beside=beside,
            status=status,
        )


def _code_sheet(*, wrong: str = "", status: int = 200) -> flask.Response:
    own = sheets.lang()
    field = Field(
        "code",
        _CODE(own),
        complete="one-time-code",
        hint=_CODE_HINT(own),
        longest=12,
        is_first=True,
        digits=True,
    )
    action = f"{flask.url_for('access.code')}?{urlencode({'next': wanted_page()})}"
    return sheets.form_sheet(
        _CODE_TITLE, (field,), phrases.LOG_IN, action=action, wrong=wrong, logout=True, status=status
    )


def wanted_page() -> str:
    """Return the page that somebody wanted before he was asked to log in: one of ours, the first where it is none."""
    wanted = flask.request.args.get("next", "")
    root = flask.request.script_root
    is_fit = is_own_page(wanted) and wanted.startswith(f"{root}/")
    is_page = not wanted.removeprefix(root).startswith(("/login", "/logout", "/api/", "/_dash"))
    return wanted if is_fit and is_page else f"{root}/"


def with_session(response: Any, secret: str, cookie: str = SESSION, seconds: int | None = None) -> Any:
    """Give the browser a secret that no script reads and no other site sends along."""
    response.set_cookie(
        cookie,
        secret,
        httponly=True,
        samesite="Lax",
        secure=sheets.is_secure(),
        path=_path(),
        max_age=seconds,
    )
    return response


def _path() -> str:
    return flask.request.script_root or "/"


def _redirect(where: str) -> Any:
    return flask.redirect(where, 303)
