"""The page of the security administrator: accounts and screens. He changes those of others, never his own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import flask

from components.http.access import sheets
from components.http.access.door import Door
from components.http.access.one_address import fit_page
from components.http.access.people_fields import codes_of, right_of, role_of, why
from components.http.access.sheets import Field, Form, Part
from components.model.paths import WALL
from data_access.domain.access import OF_ONE_PERSON, RIGHTS, ROLES
from data_access.domain.errors import BadValue, CockpitError
from data_access.domain.text import Text
from data_access.lookups.districts import are_known
from data_access.state.people import passwords
from data_access.state.people.accounts import Person
from data_access.state.people.persons import LONGEST
from data_access.state.people.tokens import LONGEST_ADDRESS
from data_access.store.store import Store

_PERSONS, _SCREENS = Text("账号", "Accounts"), Text("大屏", "Screens")
_HEADS = (Text("账号", "Account"), Text("姓名", "Name"), Text("单位", "Office"), Text("角色", "Role"), Text("辖区", "Districts"),
          Text("状态", "State"))  # fmt: skip
_WALL_HEADS = (
    Text("位置", "Where"),
    Text("页面", "Page"),
    Text("辖区", "Districts"),
    Text("最近使用", "Seen"),
)
_OPENS = Text(
    "页面（大屏或任一驾驶舱页面，可带筛选）", "Page: the wall or any of the cockpits, with its filters"
)
_ADD, _ADD_WALL = Text("新建账号", "New account"), Text("新建大屏链接", "New screen")
_ROLE, _NAME, _OFFICE = Text("角色", "Role"), Text("姓名", "Name"), Text("单位", "Office")
_CODES = Text("辖区代码（逗号分隔）", "District codes, by commas")
_CHANGE_ROLE, _RIGHT, _GIVE, _TAKE = (
    Text("改角色", "Change role"),
    Text("权限", "Right"),
    Text("授予", "Give"),
    Text("收回", "Take"),
)
_DISABLE, _ENABLE = Text("停用", "Disable"), Text("启用", "Enable")
_RESET, _END, _REVOKE = (
    Text("重置口令和动态口令", "Reset password and codes"),
    Text("结束会话", "End sessions"),
    Text("收回", "Take back"),
)
_DISABLED, _LOCKED, _OPEN = Text("已停用", "disabled"), Text("已锁定", "locked"), Text("正常", "open")
_PASSWORD = Text(
    "{} 首次登录口令（只显示这一次）：{}", "{}: password for the first login, shown this once: {}"
)
_LINK = Text(
    "大屏链接（只显示这一次，请在大屏上打开并设为首页）：{}",
    "Link of the screen, shown this once; open it there and keep it as start page: {}",
)
_OWN = Text(
    "自己的账号须由另一位安全管理员处理。", "Your own account is another security administrator's to change."
)
_UNCHECKED = Text(
    "现在读不到数据，辖区代码未核对。", " The districts were not checked: no data can be read just now."
)
_DONE, _NONE = Text("已办理。", "Done."), Text("还没有。", "None yet.")


@dataclass(frozen=True, slots=True)
class PeopleRoutes:
    """The page of accounts and screens."""

    door: Door
    store: Store

    def add_to(self, access: flask.Blueprint) -> None:
        """Add the routes."""
        access.get("/people")(self.people)
        access.post("/people")(self.people_act)

    def people(self, *, wrong: str = "", done: str = "", status: int = 200) -> flask.Response:
        """Show accounts and screens with what may be done with each."""
        return sheets.table_sheet(
            sheets.PEOPLE, [self._persons(), self._walls()], wrong=wrong, done=done, status=status
        )

    def people_act(self) -> Any:
        """Do one thing with an account or a screen."""
        if not sheets.is_ours():
            return self.people(wrong=sheets.old_form(), status=400)
        told, me = flask.request.form, flask.g.visitor.reader.name
        if told.get("name", "").strip().lower() == me:
            return self.people(wrong=_OWN(sheets.lang()), status=403)
        try:
            return self.people(done=self._done(told.get("act", ""), told.get("name", ""), me))
        except CockpitError as error:
            return self.people(wrong=why(error)(sheets.lang()), status=400)

    def _done(self, act: str, name: str, me: str) -> str:
        """Do it, write it down, and return what is said."""
        told, own = flask.request.form, sheets.lang()
        people, note = self.door.people, self._noted(me)
        codes = codes_of(told.get("districts", ""))
        unchecked = "" if are_known(self.store, codes or ()) else _UNCHECKED(own)
        match act:
            case "add":
                return self._added(name, codes, note) + unchecked
            case "role":
                person = people.change(name, role_of(told.get("role", "")), codes)
                note("user-role", person.name, person.role)
            case "grant" | "revoke":
                person = people.allow(name, right_of(told.get("right", "")), is_allowed=act == "grant")
                note(f"user-{act}", person.name, told.get("right", ""))
            case "disable" | "enable":
                person = people.disable(name, is_disabled=act == "disable")
                self._end(person.name)
                note(f"user-{act}", person.name)
            case "end":
                self.door.sessions.end_all(people.person(name).name)
                note("sessions-end", name)
            case "reset":
                password = passwords.proposed()
                person = people.reset(name, password, code=True)
                self.door.sessions.end_all(person.name)
                note("user-reset", person.name)
                return _PASSWORD(own).format(person.name, password)
            case "wall":
                secret, made = self.door.tokens.for_wall(
                    me, told.get("title", ""), fit_page(told.get("opens", "")), codes
                )
                note("wall-add", made.id, made.title)
                return _LINK(own).format(self.door.address("access.screen", secret=secret)) + unchecked
            case "unwall":
                taken = self.door.tokens.revoke(told.get("id", ""))
                self.door.sessions.end_of_token(taken.id)
                note("wall-revoke", taken.id, taken.title)
            case other:
                raise BadValue("act", other[:40], "a button of this page")
        return _DONE(own) + unchecked

    def _added(self, name: str, codes: frozenset[str] | None, note: Any) -> str:
        told, password = flask.request.form, passwords.proposed()
        person = self.door.people.add(
            name, role_of(told.get("role", "")), password=password, shown=told.get("shown", ""), office=told.get("office", ""),
            districts=codes,
        )  # fmt: skip
        note("user-add", person.name, person.role)
        return _PASSWORD(sheets.lang()).format(person.name, password)

    def _noted(self, me: str) -> Any:
        def note(action: str, what: str, more: str = "") -> None:
            self.door.ledger(me).enter(action, what, {"to": more} if more else {}, 0)

        return note

    def _end(self, name: str) -> None:
        self.door.sessions.end_all(name)
        for one in self.door.tokens.listed("api", name):
            self.door.tokens.revoke(one.id)

    def _persons(self) -> Part:
        own, action = sheets.lang(), flask.url_for("access.people_act")
        rows = tuple(
            (_cells(one, own), tuple(_forms(one, action, own))) for one in self.door.people.everybody()
        )
        roles = tuple((key, rules.title(own)) for key, rules in ROLES.items())
        account = Field("name", _HEADS[0](own), longest=61)
        role, codes = (
            Field("role", _ROLE(own), options=roles),
            Field("districts", _CODES(own), longest=400, is_needed=False),
        )
        new = Form(action, _ADD(own), {"act": "add"}, (
            account, Field("shown", _NAME(own), longest=LONGEST, is_needed=False), Field("office", _OFFICE(own), longest=LONGEST, is_needed=False), role, codes,
        ))  # fmt: skip
        change = Form(action, _CHANGE_ROLE(own), {"act": "role"}, (account, role, codes))
        right = Field("right", _RIGHT(own), options=tuple((key, RIGHTS[key](own)) for key in OF_ONE_PERSON))
        rights = [
            Form(action, words(own), {"act": act}, (account, right))
            for act, words in (("grant", _GIVE), ("revoke", _TAKE))
        ]
        return Part(_PERSONS(own), tuple(head(own) for head in _HEADS), rows, forms=(new, change, *rights))

    def _walls(self) -> Part:
        own, action = sheets.lang(), flask.url_for("access.people_act")
        rows = tuple(
            ((one.title, one.opens, "、".join(sorted(one.districts or ())), f"{one.used_at:%Y-%m-%d %H:%M}" if one.used_at else "—"),
             (Form(action, _REVOKE(own), {"act": "unwall", "id": one.id}),))
            for one in self.door.tokens.listed("wall")
        )  # fmt: skip
        new = Form(action, _ADD_WALL(own), {"act": "wall"}, (
            Field("title", _WALL_HEADS[0](own), longest=100), Field("opens", _OPENS(own), value=WALL, longest=LONGEST_ADDRESS),
            Field("districts", _CODES(own), longest=400, is_needed=False),
        ))  # fmt: skip
        return Part(
            _SCREENS(own), tuple(head(own) for head in _WALL_HEADS), rows, none=_NONE(own), forms=(new,)
        )


def _cells(one: Person, lang: str) -> tuple[str, ...]:
    state = _DISABLED if one.is_disabled else _LOCKED if one.is_locked(datetime.now()) else _OPEN
    beside = [
        f"{sign}{RIGHTS[right](lang)}"
        for sign, rights in (("+", one.granted), ("−", one.denied))
        for right in sorted(rights)
    ]
    role = " ".join((ROLES[one.role].title(lang), *beside))
    return one.name, one.shown, one.office, role, "、".join(sorted(one.districts or ())), state(lang)


def _forms(one: Person, action: str, lang: str) -> Iterator[Form]:
    if one.name == flask.g.visitor.reader.name:
        return
    toggled = ("enable", _ENABLE) if one.is_disabled else ("disable", _DISABLE)
    for act, words in (toggled, ("reset", _RESET), ("end", _END)):
        yield Form(action, words(lang), {"act": act, "name": one.name})
