"""`/objections`: objections to credit are filed for a platform, decided by somebody else, and handed out as rows to be loaded."""

import csv
import io
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import flask

from components.cards.credit import event_words
from components.http.access import sheets
from components.http.access.sheets import Field, Form, Link, Part
from components.http.downloads import patience
from components.http.entered import Entries
from components.model import paths
from data_access.domain.access import reader_name
from data_access.domain.credit_rules import in_force
from data_access.domain.spreadsheet import harmless
from data_access.domain.text import Text
from data_access.lookups.credit import Deduction, Deductions, deductions
from data_access.lookups.identities import identity
from data_access.lookups.record_targets import Target, target_of
from data_access.metrics.labels import Labels, labels
from data_access.state.ledger import Ledger
from data_access.state.objections import ENDS, STANDINGS, Objection, ObjectionBook
from data_access.state.reasons import LONGEST, ActRefused
from data_access.store.schema import credit_objection
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store

_TITLE = Text("信用异议", "Objections to credit")
_OPEN_ITEMS, _ENTERED = (
    Text("可提出异议的扣分：{}", "Deductions of {} that may be objected to"),
    Text("已登记的异议", "Objections entered"),
)
_CHOOSE, _PLATFORM = Text("选择平台", "Choose"), Text("平台", "Platform")
_FOR = Text("代平台提出异议", "Object on behalf of a platform")
_HEADS = (Text("事项", "Item"), Text("事件", "Event"), Text("日期", "Day"), Text("分值", "Points"), Text("最后提出日", "Last day"))  # fmt: skip
_LIST = (
    Text("编号", "Number"), Text("平台", "Platform"), Text("事项", "Item"), Text("事件", "Event"), Text("提出", "Filed"), Text("理由", "Grounds"),
    Text("状态", "Standing"), Text("裁定说明", "Decision"),
)  # fmt: skip
_WHICH, _GROUNDS, _FILE = Text("扣分事项", "Deduction"), Text("理由和证据", "Grounds and evidence"), Text("提出异议", "File")  # fmt: skip
_ONE, _OUTCOME, _REASONS, _DECIDE = Text("异议", "Objection"), Text("裁定", "Decision"), Text("说明", "Reasons"), Text("办理", "Settle")  # fmt: skip
_NOTHING = Text("没有可以提出异议的扣分。", "There is no deduction to object to.")
_NOT_HIS = Text(
    "这个平台没有信用评分，或不在您的辖区。", "This platform has no score, or is in none of your districts."
)
_CHOOSE_AGAIN = Text("请在本页选择异议和裁定结果。", "Choose an objection and a decision of this page.")
_NONE, _AS_ROWS = (
    Text("还没有。", "None yet."),
    Text("下载异议记录 CSV（装载用）", "Objections as CSV, to be loaded"),
)
_DONE = Text("已登记 {}。", "{} is entered.")
_GONE = Text(
    "没有这一项扣分，或已过提出期限。", "There is no such deduction, or the time to object has passed."
)
_HOW = Text(
    "监管人员代平台提出，由另一人裁定；驾驶舱不改写装载的事实，异议先登记在这里。把下面的 CSV 按 docs/objections.toml 装载（表 "
    "credit_objection），装载后评分重算：成立的自裁定当月起不再计分。",
    "An officer files for the platform, somebody else decides. The cockpit never rewrites what was loaded: objections stand here first. Load the CSV below "
    "by docs/objections.toml (table credit_objection); scores are derived anew then, and one that is upheld no longer counts from the month of its decision.",
)  # fmt: skip
#: The columns of `credit_objection`.
_COLUMNS = ("objection_id", "platform_id", "rule", "event_ref", "filed_on", "decided_on", "outcome")


@dataclass(frozen=True, slots=True)
class ObjectionRoutes:
    """The page of objections and its file."""

    store: Store
    book: ObjectionBook
    ledger: Ledger

    def add_to(self, server: flask.Flask) -> None:
        """Add the routes."""
        own = flask.Blueprint("objections", __name__)
        own.get(paths.OBJECTIONS)(self.shown)
        own.post(paths.OBJECTIONS)(self.act)
        own.get(f"/api{paths.OBJECTIONS}.csv")(self.rows)
        server.register_blueprint(own)

    def shown(self, *, wrong: str = "", done: str = "", status: int = 200) -> flask.Response:
        """Show what may be objected to, of the platform that the address names, and what was entered."""
        lang = sheets.lang()
        with self.store.snapshot(patience()) as snapshot:
            names = labels(snapshot)
            parts = [self._filing(snapshot, names, lang), self._entered(names, lang)]
        return sheets.table_sheet(_TITLE, parts, wrong=wrong, done=done, status=status)

    def act(self) -> Any:
        """File, decide or withdraw one objection, or show the deductions of another platform."""
        told = flask.request.form
        if not sheets.is_ours():
            return self.shown(wrong=sheets.old_form(), status=400)
        if told.get("act") == "choose":
            return flask.redirect(
                flask.url_for("objections.shown", platform=told.get("platform", "")[:100]), 303
            )
        try:
            with self.store.snapshot(patience()) as snapshot:
                found = self._done(snapshot, labels(snapshot).dataset.today())
        except ActRefused as error:
            return self.shown(wrong=error.words(sheets.lang()), status=400)
        return self.shown(done=_DONE(sheets.lang()).format(found.key))

    def rows(self) -> flask.Response:
        """Hand out the objections as rows of `credit_objection`; what was withdrawn is none."""
        found = [one for one in self.book.objections() if one.standing != "withdrawn"]
        own = Entries(self.ledger).enter("csv", "objections", len(found), sheets.lang())
        text = io.StringIO()
        csv.writer(text).writerows([_COLUMNS, *map(_row, found)])
        made = io.BytesIO(text.getvalue().encode("utf-8"))
        name = f"{own.named('objections')}.csv"
        return flask.send_file(made, "text/csv", as_attachment=True, download_name=name, max_age=0)

    def _done(self, snapshot: Snapshot, today: date) -> Objection:
        told = flask.request.form
        if told.get("act") == "file":
            return self._filed(snapshot, today)
        number, outcome = told.get("objection", ""), told.get("outcome", "")
        act = next((one for one in ENDS if one == outcome), None)
        if act is None or number not in {str(one.id) for one in self.book.objections()}:
            raise ActRefused(_CHOOSE_AGAIN)
        return self.book.act(int(number), act, told.get("note", ""), today)

    def _filed(self, snapshot: Snapshot, today: date) -> Objection:
        told = flask.request.form
        platform_id, which = told.get("platform", ""), told.get("deduction", "")
        found = self._open(snapshot, platform_id, today)
        line = next((one for one in (found.lines if found else ()) if _name(one) == which), None)
        if line is None:
            raise ActRefused(_GONE)
        known = identity(snapshot, platform_id, self.book.reader().scope)
        district = known.district if known else None
        return self.book.file(
            platform_id, district, line.rule, line.event_ref, told.get("grounds", ""), today
        )

    def _open(self, snapshot: Snapshot, platform_id: str, today: date) -> Deductions | None:
        """Return the deductions of a platform to which one may still object, None where it has no score or the reader may not see it."""
        found = deductions(snapshot, platform_id, today, self.book.reader().scope)
        if found is None or (rules := in_force(found.grade.month_end)) is None:
            return None
        lines = (
            one
            for one in found.lines
            if one.points < 0
            and one.objection is None
            and (today - one.event_day).days <= rules.objection_days
        )
        return replace(found, lines=tuple(lines))

    def _filing(self, snapshot: Snapshot, names: Labels, lang: str) -> Part:
        """Return the form by which a platform is chosen, with the deductions of the one that was."""
        action, chosen = flask.url_for("objections.act"), flask.request.values.get("platform", "")
        members = names.members("platform")
        options = tuple((key, one.title(lang)) for key, one in members.items())
        platform = Field("platform", _PLATFORM(lang), options=options, value=chosen)
        choose = Form(action, _CHOOSE(lang), {"act": "choose"}, (platform,))
        if chosen not in members:
            return Part(_FOR(lang), note=_HOW(lang), forms=(choose,))
        today = names.dataset.today()
        found = self._open(snapshot, chosen, today)
        rules, lines, on = (
            in_force(today),
            found.lines if found else (),
            found.grade.month_end if found else today,
        )
        days = rules.objection_days if rules else 0
        rows = tuple(
            ((names.name("credit_rule", one.rule, lang), _event(one, on, lang), str(one.event_day), f"{one.counted:+g}",
              str(date.fromordinal(one.event_day.toordinal() + days))), ())
            for one in lines
        )  # fmt: skip
        which = tuple(
            (_name(one), f"{names.name('credit_rule', one.rule, lang)} · {one.event_ref}") for one in lines
        )
        fields = (
            Field("deduction", _WHICH(lang), options=which),
            Field("grounds", _GROUNDS(lang), longest=LONGEST),
        )
        file = Form(action, _FILE(lang), {"act": "file", "platform": chosen}, fields)
        may_file = lines and self.book.reader().may("tasks")
        title = _OPEN_ITEMS(lang).format(members[chosen].title(lang))
        heads = tuple(head(lang) for head in _HEADS)
        none = _NOT_HIS if found is None else _NOTHING
        return Part(title, heads, rows, _HOW(lang), none(lang), (*((file,) if may_file else ()), choose))

    def _entered(self, names: Labels, lang: str) -> Part:
        """Return what was entered, with what the reader may do about it."""
        found, action = self.book.objections(), flask.url_for("objections.act")
        rows = tuple((_told(one, names, lang), ()) for one in found)
        acts = {one: self.book.may(one) for one in found}
        waiting = tuple((str(one.id), f"{one.key} · {one.platform_id}") for one in found if acts[one])
        outcomes = tuple(key for key in ENDS if any(key in may for may in acts.values()))  # fmt: skip
        fields = (
            Field("objection", _ONE(lang), options=waiting),
            Field("outcome", _OUTCOME(lang), options=tuple((key, STANDINGS[key](lang)) for key in outcomes)),
            Field("note", _REASONS(lang), longest=LONGEST),
        )
        forms = (Form(action, _DECIDE(lang), {"act": "settle"}, fields),) if waiting else ()
        links = ((flask.url_for("objections.rows"), _AS_ROWS(lang)),) if self.book.reader().may("export") else ()  # fmt: skip
        heads = tuple(head(lang) for head in _LIST)
        return Part(_ENTERED(lang), heads, rows, none=_NONE(lang), forms=forms, links=links)


def _name(line: Deduction) -> str:
    """Return how the form names a deduction."""
    return f"{line.rule}|{line.event_ref}"


def _event(line: Deduction, month_end: date, lang: str) -> str | Link:
    """Return the event of a deduction as the portrait of its platform tells it."""
    words = event_words(line, month_end, lang)
    return _linked(words, line.target) if line.target else words


def _linked(words: str, target: Target) -> Link:
    return Link(words, f"{flask.request.script_root}{paths.record(*target)}")


def _told(one: Objection, names: Labels, lang: str) -> tuple[str | Link, ...]:
    filed, decided = one.filed, one.decided
    named = {"platform_id": one.platform_id, "rule": one.rule, "event_ref": one.event_ref}
    target = target_of(named, credit_objection.c.event_ref)
    who = f"{filed.on} · {reader_name(filed.who, lang)}"
    said = f"{decided.on} · {reader_name(decided.who, lang)} · {decided.note}" if decided else ""
    return (
        one.key, names.name("platform", one.platform_id, lang), names.name("credit_rule", one.rule, lang),
        _linked(one.event_ref, target) if target else one.event_ref, who, filed.note,
        STANDINGS[one.standing](lang), said,
    )  # fmt: skip


def _row(one: Objection) -> list[str]:
    decided = one.decided
    return [
        one.key, harmless(one.platform_id), one.rule, harmless(one.event_ref), one.filed.on.isoformat(),
        decided.on.isoformat() if decided else "", decided.act if decided else "",
    ]  # fmt: skip
