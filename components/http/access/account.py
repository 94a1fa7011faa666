"""One's own account: what one may do, one's sessions and tokens."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import flask

from components.http.access import sheets
from components.http.access.door import Door, Visitor
from components.http.access.people_fields import why
from components.http.access.sheets import Field, Form, Part
from components.words import phrases
from data_access.domain.access import ROLES, Reader, reader_name
from data_access.domain.errors import BadValue, UnknownName
from data_access.domain.text import Text
from data_access.state.people.tokens import MOST_DAYS, USUAL_DAYS

_CHANGE, _APP = Text("修改口令", "Change password"), Text("设置动态口令", "Set up codes")
_ME, _ROLE, _RIGHTS = Text("身份", "Who I am"), Text("角色", "Role"), Text("权限", "Rights")
_DISTRICTS, _ALL = Text("辖区", "Districts"), Text("全市", "whole city")
_LOCAL = Text(
    "本机使用，无需登录：还没有任何账号。建立账号后即须登录（python -m data_access users add）。",
    "This machine alone, without a login: nobody has an account yet. Once somebody has, everybody logs in "
    "(python -m data_access users add).",
)
_SESSIONS, _HERE = Text("登录会话", "Sessions"), Text("本次", "this one")
_SESSION_HEADS = (
    Text("开始", "Since"),
    Text("最近使用", "Seen"),
    Text("地址", "Address"),
    Text("浏览器", "Browser"),
)
_END, _TAKE_BACK = Text("结束", "End"), Text("收回", "Take back")
_TOKENS = Text("接口令牌", "API tokens")
_TOKEN_NOTE = Text(
    "脚本用令牌按您的权限读取接口；到期失效。",
    "With a token a script asks the API with your rights, until its day.",
)
_TOKEN_HEADS = (Text("用途", "For"), Text("到期", "Until"), Text("最近使用", "Used"))
_MAKE, _FOR, _DAYS = Text("新建令牌", "New token"), Text("用途", "What for"), Text("有效天数", "Days")
_NONE = Text("还没有。", "None yet.")
_TOKEN_ONCE = Text("令牌只显示这一次，请马上保存：{}", "The token is shown this once; keep it now: {}")
_CHANGED = Text("口令已修改，其他会话已结束。", "The password is changed; other sessions are ended.")
_CODE_ON = Text("已启用动态口令。", "Codes are switched on.")


@dataclass(frozen=True, slots=True)
class AccountRoutes:
    """The page of one's own account."""

    door: Door

    def add_to(self, access: flask.Blueprint) -> None:
        """Add the routes."""
        access.get("/account")(self.account)
        access.post("/account")(self.act)

    def account(self, *, wrong: str = "", done: str = "", status: int = 200) -> flask.Response:
        """Show who one is, one's sessions and tokens."""
        visitor: Visitor = flask.g.visitor
        said = {"password": _CHANGED, "codes": _CODE_ON}.get(flask.request.args.get("done", ""))
        done = done or (said(sheets.lang()) if said else "")
        parts = [_who(visitor.reader, has_account=visitor.person is not None)]
        if visitor.person is not None:
            parts.append(self._sessions(visitor))
            if visitor.reader.may("read"):
                parts.append(self._tokens(visitor.reader.name))
        return sheets.table_sheet(phrases.ACCOUNT, parts, wrong=wrong, done=done, status=status)

    def act(self) -> Any:
        """End a session of one's own, make a token or take one back."""
        visitor: Visitor = flask.g.visitor
        if not sheets.is_ours():
            return self.account(wrong=sheets.old_form(), status=400)
        name, told = visitor.reader.name, flask.request.form
        if visitor.person is None:
            return _redirect(flask.url_for("access.account"))
        match told.get("act"):
            case "end":
                self.door.sessions.end_one(name, told.get("id", ""))
                self._note(name, "session-end", told.get("id", ""))
            case "revoke":
                with suppress(UnknownName):  # it is gone already, or never was his
                    self._note(name, "token-revoke", self.door.tokens.revoke(told.get("id", ""), name).id)
            case "token" if visitor.reader.may("read"):
                days = told.get("days", "")
                try:
                    secret, made = self.door.tokens.for_api(
                        name, told.get("title", ""), int(days) if days.isdecimal() and len(days) < 5 else 0
                    )
                except BadValue as error:
                    return self.account(wrong=why(error)(sheets.lang()), status=400)
                self._note(name, "token-add", made.id)
                return self.account(done=_TOKEN_ONCE(sheets.lang()).format(secret))
        return _redirect(flask.url_for("access.account"))

    def _note(self, name: str, action: str, what: str) -> None:
        self.door.ledger(name).enter(action, what[:400], {}, 0)

    def _sessions(self, visitor: Visitor) -> Part:
        own, here = sheets.lang(), visitor.session and visitor.session.id
        rows = []
        for one in self.door.sessions.of(visitor.reader.name):
            seen = _HERE(own) if one.id == here else f"{one.seen_at:%Y-%m-%d %H:%M}"
            end = (
                ()
                if one.id == here
                else (Form(flask.url_for("access.act"), _END(own), {"act": "end", "id": one.id}),)
            )
            rows.append(((f"{one.created_at:%Y-%m-%d %H:%M}", seen, one.address, one.agent[:80]), end))
        return Part(_SESSIONS(own), tuple(head(own) for head in _SESSION_HEADS), tuple(rows), none=_NONE(own))

    def _tokens(self, name: str) -> Part:
        own, action = sheets.lang(), flask.url_for("access.act")
        rows = tuple(
            ((one.title, f"{one.ends_at:%Y-%m-%d}", f"{one.used_at:%Y-%m-%d}" if one.used_at else "—"),
             (Form(action, _TAKE_BACK(own), {"act": "revoke", "id": one.id}),))
            for one in self.door.tokens.listed("api", name)
        )  # fmt: skip
        new = Form(action, _MAKE(own), {"act": "token"}, (
            Field("title", _FOR(own), longest=100), Field("days", f"{_DAYS(own)} (1–{MOST_DAYS})", "number", value=str(USUAL_DAYS), longest=3),
        ))  # fmt: skip
        heads = tuple(head(own) for head in _TOKEN_HEADS)
        return Part(_TOKENS(own), heads, rows, _TOKEN_NOTE(own), _NONE(own), (new,))


def _who(reader: Reader, *, has_account: bool) -> Part:
    own = sheets.lang()
    if not has_account:
        return Part(_ME(own), none=_LOCAL(own))
    districts = (
        _ALL(own) if reader.scope.districts is None else "、".join(sorted(reader.scope.districts)) or "—"
    )
    role = ROLES[reader.role].title(own) if reader.role else ""
    rows = (
        (_ME(own), reader_name(reader.signed, own)), (_ROLE(own), role), (_RIGHTS(own), sheets.rights_in_words(reader.rights)),
        (_DISTRICTS(own), districts),
    )  # fmt: skip
    links = ((flask.url_for("access.password"), _CHANGE(own)), (flask.url_for("access.app"), _APP(own)))
    out = Form(flask.url_for("access.logout"), phrases.LOG_OUT(own), {})
    return Part(_ME(own), (), tuple((row, ()) for row in rows), forms=(out,), links=links)


def _redirect(where: str) -> Any:
    return flask.redirect(where, 303)
