"""One's own password and app of codes."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import flask
import segno

from components.http.access import sheets
from components.http.access.door import SESSION, Door, Visitor
from components.http.access.login import wanted_page, with_session
from components.http.access.sheets import Field
from data_access.domain.text import Text
from data_access.state.people import codes
from data_access.state.people.accounts import PasswordRefused
from data_access.state.people.passwords import LEAST, LONG, LONGEST

_CHANGE, _SAVE = Text("修改口令", "Change password"), Text("保存", "Save")
_OLD, _NEW, _AGAIN = (
    Text("现在的口令", "Present password"),
    Text("新口令", "New password"),
    Text("再输一次", "Once more"),
)
_RULES = Text(
    f"至少 {LEAST} 个字符，含大写、小写、数字、符号中的三类；或不少于 {LONG} 个字符。",
    f"{LEAST} signs or more with three of capitals, small letters, digits and others; or {LONG} signs.",
)
_MUST = Text(
    "口令是别人给的，或已到期：请先换一个。",
    "The password was given to you, or has expired: choose another first.",
)
_DIFFER = Text("两次输入的新口令不一样。", "The two new passwords differ.")
_NOT_HIS = Text("现在的口令不对。", "The present password is wrong.")
_APP, _SET = Text("设置动态口令", "Set up codes"), Text("启用", "Switch on")
_SCAN = Text(
    "用身份验证器应用扫描，再输入应用显示的 6 位数字。",
    "Scan this with an authenticator app, then enter the six digits that it shows.",
)
_SECRET = Text("不能扫描时，手工输入：", "Or type this into the app:")
_WRONG_CODE = Text(
    "动态口令不对，请用应用里新的一个再试。", "The code is wrong; try the next one of the app."
)
_CODE = Text("动态口令", "Code")


@dataclass(frozen=True, slots=True)
class SecretRoutes:
    """The forms of what only its person knows."""

    door: Door

    def add_to(self, access: flask.Blueprint) -> None:
        """Add the routes."""
        access.route("/account/password", methods=["GET", "POST"])(self.password)
        access.route("/account/codes", methods=["GET", "POST"])(self.app)

    def password(self) -> Any:
        """Change one's password; all other sessions end, and this one goes on under a new secret."""
        visitor: Visitor = flask.g.visitor
        if visitor.person is None or visitor.session is None or not visitor.person.has_password:
            return _redirect(flask.url_for("access.account"))
        intro = _MUST(sheets.lang()) if visitor.person.must_change else ""
        if flask.request.method == "GET":
            return _password_sheet(intro)
        if not sheets.is_ours():
            return _password_sheet(intro, wrong=sheets.old_form())
        name, told, own = visitor.person.name, flask.request.form, sheets.lang()
        if self.door.people.check(name, told.get("old", "")) is None:
            return _password_sheet(intro, wrong=_NOT_HIS(own))
        if told.get("new") != told.get("again"):
            return _password_sheet(intro, wrong=_DIFFER(own))
        try:
            self.door.people.set_password(name, told.get("new", ""))
        except PasswordRefused as refused:
            return _password_sheet(intro, wrong=refused.words(own))
        self.door.ledger(name).enter("password", name, {}, 0)
        secret = self.door.sessions.rotate(flask.request.cookies[SESSION], is_whole=True)
        self.door.sessions.end_all(name, but=secret)
        wanted = (
            wanted_page()
            if "next" in flask.request.args
            else f"{flask.url_for('access.account')}?done=password"
        )
        return with_session(_redirect(wanted), secret)

    def app(self) -> Any:
        """Set up the app of codes: the secret stays in the signed form until the app has shown that it makes codes."""
        visitor: Visitor = flask.g.visitor
        if (
            visitor.person is None
            or visitor.session is None
            or not visitor.person.has_password
            or visitor.person.has_code
        ):
            return _redirect(flask.url_for("access.account"))
        secret = flask.session.setdefault("code_secret", codes.new_secret())
        name, wrong = visitor.person.name, ""
        if flask.request.method == "POST":
            if not sheets.is_ours():
                wrong = sheets.old_form()
            elif self.door.people.set_code(name, secret, flask.request.form.get("code", "")):
                flask.session.pop("code_secret")
                self.door.ledger(name).enter("code-set", name, {}, 0)
                new = self.door.sessions.rotate(flask.request.cookies[SESSION], is_whole=True)
                wanted = (
                    wanted_page()
                    if "next" in flask.request.args
                    else f"{flask.url_for('access.account')}?done=codes"
                )
                return with_session(_redirect(wanted), new)
            else:
                wrong = _WRONG_CODE(sheets.lang())
        return _app_sheet(secret, name, wrong)


def _password_sheet(intro: str, *, wrong: str = "") -> flask.Response:
    own = sheets.lang()
    fields = (
        Field("old", _OLD(own), "password", "current-password", longest=LONGEST, is_first=True),
        Field("new", _NEW(own), "password", "new-password", _RULES(own), longest=LONGEST),
        Field("again", _AGAIN(own), "password", "new-password", longest=LONGEST),
    )
    action = f"{flask.url_for('access.password')}?{_next()}"
    return sheets.form_sheet(
        _CHANGE,
        fields,
        _SAVE,
        action=action,
        intro=intro,
        wrong=wrong,
        logout=True,
        status=400 if wrong else 200,
    )


def _app_sheet(secret: str, name: str, wrong: str) -> flask.Response:
    own, square = sheets.lang(), BytesIO()
    segno.make(codes.address(secret, name), micro=False).save(
        square, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2
    )
    fields = (Field("code", _CODE(own), complete="one-time-code", longest=12, is_first=True, digits=True),)
    return sheets.form_sheet(
        _APP, fields, _SET, action=f"{flask.url_for('access.app')}?{_next()}", intro=_SCAN(own), wrong=wrong, logout=True,
        square=square.getvalue().decode(), secret=secret, secret_words=_SECRET(own), status=400 if wrong else 200,
    )  # fmt: skip


def _next() -> str:
    return urlencode({"next": wanted_page()}) if "next" in flask.request.args else ""


def _redirect(where: str) -> Any:
    return flask.redirect(where, 303)
