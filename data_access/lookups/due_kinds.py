"""What falls due: every kind of step that somebody waits for, as data: its list, its limit, what ends the waiting, its rule."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Column as SchemaColumn
from sqlalchemy import ColumnElement, String, cast, func, not_, null, or_

from data_access.derive.deadlines import due, versions
from data_access.derive.limits import STEPS, Rule
from data_access.domain.errors import CockpitError
from data_access.domain.text import Text
from data_access.metrics.coverage import Recorded
from data_access.metrics.indicators.governance import is_complaint
from data_access.metrics.indicators.measures import Predicate
from data_access.metrics.regions import DISTRICT
from data_access.metrics.sources import (
    CASES,
    DECISIONS,
    DISPUTES,
    INTERVIEWS,
    ITEMS,
    LEADS,
    MODERATION_APPEALS,
    NOTICES,
    PLATFORM_REPORTS,
    REQUESTS,
    SAMPLING,
    TAKEDOWNS,
    Column,
    Flow,
    Source,
)
from data_access.store.schema import (
    co_investigation,
    complaint_report,
    enforcement_case,
    interview,
    ip_dispute,
    meeting_decision,
    moderation_appeal,
    platform_report,
    risk_lead,
    sampling,
    takedown,
    violation_notice,
)

NOTHING: Column = cast(null(), String)
#: A rule that is no step of `derive/limits`: its words alone.
Law = str | Text


@dataclass(frozen=True, slots=True, eq=False)
class DueKind:
    """One kind of step that falls due.

    `source` lists its records, `cohort` is the time of the source that holds the day (or moment) by which it is in time.
    `begun` is from when the limit runs, `done` the moments of which the first ends the waiting (none where nobody dates it,
    and `where` tells), `where` the rows of the source that have it at all. `law` is a step of `derive/limits`, by whose
    version in force on the day of `begun` the row is told its article, or words where no law gives the limit.
    `office` is the split of the source by the office that has it, where that is none of the bureau's own districts.
    """

    key: str
    title: Text
    source: Source
    cohort: str
    begun: Column
    done: tuple[SchemaColumn[Any], ...]
    law: Law
    where: Predicate | None = None
    office: str = ""

    @property
    def due(self) -> Column:
        """The day, or moment, by which it is in time."""
        found = self.source.cohorts[self.cohort]
        assert isinstance(found, Flow)
        return found.moment

    @property
    def district(self) -> Column:
        """The district that has it, nothing where it is of none."""
        return self._split(DISTRICT)

    @property
    def has_office(self) -> Column:
        """The office that has it, nothing where districts have it."""
        return self._split(self.office)

    @property
    def platform(self) -> Column:
        """The platform that it concerns, nothing where it concerns none."""
        found = self.source.table.c.get("platform_id")
        return NOTHING if found is None else found

    @property
    def told_by(self) -> tuple[str, ...]:
        """The splits by which it is counted, beside the day."""
        return tuple(key for key in (DISTRICT, self.office) if key in self.source.dimensions)

    def _split(self, key: str) -> Column:
        found = self.source.dimensions.get(key, NOTHING)
        assert isinstance(found, ColumnElement)
        return found

    def waits(self, after: Column) -> Predicate | None:
        """Return what is true of rows whose step is not done by the end of the day before `after`; None where all wait."""
        if not self.done:
            return None
        end = func.coalesce(*self.done) if len(self.done) > 1 else self.done[0]
        return or_(end.is_(None), end >= after)

    def is_recorded(self, known: Recorded) -> bool:
        """Whether a store knows the limit, and that such a step is ever done: without it all would seem to wait."""
        needed = [one for one in _columns(self.due) if one.nullable]
        ends = not self.done or any(one in known for one in self.done)
        return self.source.table in known and ends and all(one in known for one in needed)


def _columns(expression: ColumnElement[Any]) -> list[SchemaColumn[Any]]:
    if isinstance(expression, SchemaColumn):
        return [expression]
    return [one for part in expression.get_children() for one in _columns(part)]  # type: ignore[arg-type]


_item, _case, _lead, _request = complaint_report.c, enforcement_case.c, risk_lead.c, co_investigation.c
_batch, _order, _talk, _dispute, _report = (
    sampling.c,
    takedown.c,
    interview.c,
    ip_dispute.c,
    platform_report.c,
)
_owed = func.coalesce(_case.fine, 0) + func.coalesce(_case.confiscated, 0)
_NOT_OF_LAW = {
    "answer": Text("公开报道的目标：平台7日内先行处置，不是法定期限", "A published aim: 7 days for the platform; no limit of the law"),
    "payment": Text("行政处罚法 第67条：收到决定书之日起15日内缴纳", "Administrative Penalty Law, art. 67: to be paid within 15 days of the decision's receipt"),
    "lead": Text("下发时写明的反馈期限", "The limit that was set when it was dispatched"),
    "request": Text("协查请求写明的反馈期限（公开报道：2—3天）", "The limit that the request sets (published: 2 to 3 days)"),
    "notice": Text("违法通报写明的答复期限", "The limit that the notice sets"),
    "appeal": Text("平台规则承诺的期限；直播电商监督管理办法第14条只要求及时告知", "The limit that the platform's own rules promise; Order 117, art. 14 asks for an answer without delay"),
    "follow_up": Text("抽检后处理期限，依记录", "The limit of the follow-up as recorded"),
    "takedown": Text("下架指令写明的期限", "The limit that the order sets"),
    "decision_of_meeting": Text("联席会议议定的完成期限", "The day that the joint meeting set"),
    "rectification": Text("约谈时要求的整改期限", "The limit that was set at the interview"),
}  # fmt: skip

# A line for each: what it is called, whose list and limit, from when, what ends it, its rule.
# fmt: off
KINDS: dict[str, DueKind] = {kind.key: kind for kind in (
    DueKind("acceptance", Text("投诉受理", "Acceptance"), ITEMS, "accept_due", func.coalesce(_item.returned_at, _item.registered_at),
            (_item.accepted_at, _item.refused_at, _item.closed_at), "acceptance", is_complaint),
    # Together with the verification of reports below these are the items of the indicator `overdue`.
    DueKind("closure", Text("投诉办结", "Closure of complaints"), ITEMS, "close_due", _item.accepted_at, (_item.closed_at,),
            "mediation", is_complaint),
    DueKind("verification", Text("举报核查", "Verification of reports"), ITEMS, "close_due", _item.registered_at, (_item.closed_at,),
            "verification", not_(is_complaint)),
    DueKind("platform_answer", Text("平台先行处置", "Answers of platforms"), ITEMS, "answer_due", _item.platform_received_at,
            (_item.settled_at, _item.returned_at, _item.closed_at), _NOT_OF_LAW["answer"], is_complaint),
    DueKind("lead_feedback", Text("线索反馈", "Feedback on leads"), LEADS, "due", _lead.dispatched_at, (_lead.feedback_at,),
            _NOT_OF_LAW["lead"]),
    DueKind("co_feedback", Text("协查反馈", "Answers to requests"), REQUESTS, "due", _request.sent_at, (_request.feedback_at,),
            _NOT_OF_LAW["request"]),
    DueKind("notice_answer", Text("违法通报答复", "Answers to notices"), NOTICES, "due", violation_notice.c.sent_at,
            (violation_notice.c.answered_at,), _NOT_OF_LAW["notice"]),
    DueKind("appeal_answer", Text("平台答复申诉", "Platforms' answers to appeals"), MODERATION_APPEALS, "due", moderation_appeal.c.filed_at,
            (moderation_appeal.c.answered_at,), _NOT_OF_LAW["appeal"]),
    DueKind("case_verification", Text("案源核查", "Verification of sources"), CASES, "verify_due", _case.source_at,
            (_case.verified_at, _case.filed_at, _case.closed_at), "verification"),
    DueKind("hearing_notice", Text("听证通知", "Notice of a hearing"), CASES, "hearing_notice_due", _case.hearing_asked_at,
            (_case.hearing_notified_at, _case.decided_at, _case.closed_at), "hearing_notice"),
    DueKind("decision", Text("处罚决定", "Decisions"), CASES, "decision_due", _case.filed_at, (_case.decided_at, _case.closed_at),
            "decision"),
    # Nobody records when a penalty was paid, only how much of it is.
    DueKind("payment", Text("罚没缴款", "Payment of penalties"), CASES, "payment_due", _case.decided_at, (), _NOT_OF_LAW["payment"],
            func.coalesce(_case.paid, 0) < _owed),
    DueKind("publication", Text("处罚公示", "Publication"), CASES, "publish_due", _case.decided_at, (_case.published_at,), "publicity"),
    DueKind("follow_up", Text("抽检后处理", "Follow-up of sampling"), SAMPLING, "follow_up_due", _batch.tested_at,
            (_batch.followed_up_at,), _NOT_OF_LAW["follow_up"]),
    DueKind("takedown", Text("下架指令", "Takedowns"), TAKEDOWNS, "due", _order.issued_at, (_order.done_at,), _NOT_OF_LAW["takedown"]),
    DueKind("rectification", Text("约谈整改", "Rectification"), INTERVIEWS, "due", _talk.interviewed_at, (_talk.rectified_at,),
            _NOT_OF_LAW["rectification"]),
    DueKind("restore", Text("知识产权终止措施", "End of IP measures"), DISPUTES, "restore_due", _dispute.forwarded_at,
            (_dispute.restored_at,), "counter_notice", _dispute.is_sued.is_not(True)),
    DueKind("meeting_decision", Text("联席会议议定事项", "Decisions of joint meetings"), DECISIONS, "due", meeting_decision.c.decided_on,
            (meeting_decision.c.done_on,), _NOT_OF_LAW["decision_of_meeting"], office="joint_department"),
    DueKind("identity_report", Text("平台报送身份信息", "Identities from platforms"), PLATFORM_REPORTS, "due", _report.period_to,
            (_report.handed_in_at,), "identity_report", _report.kind == "identity"),
    DueKind("tax_report", Text("平台报送涉税信息", "Tax data from platforms"), PLATFORM_REPORTS, "due", _report.period_to,
            (_report.handed_in_at,), "tax_report", _report.kind == "tax"),
)}
# fmt: on
#: Tasks of the cockpit itself stand beside them; their today is that of the clock.
TASK = "task"
#: Kinds that one desk has in hand, which may be asked for together by a name of their own.
TOGETHER: dict[str, tuple[str, ...]] = {"items": ("acceptance", "closure", "verification", "platform_answer")}
TITLES: dict[str, Text] = {key: kind.title for key, kind in KINDS.items()} | {
    TASK: Text("督办任务", "Tasks"), "items": Text("投诉举报", "Complaints and reports"),
}  # fmt: skip
_ARTICLE = Text("{} 第{}条", "{}, art. {}")
_FROM, _UNSURE = Text("，自{}起", ", from {}"), Text("（条文待核）", " (article to be verified)")


def is_asked(kind: str, asked: str) -> bool:
    """Whether a kind is asked for: by its own name, by one of several together, or (empty) as any."""
    return asked in {"", kind} or kind in TOGETHER.get(asked, ())


def law_of(kind: DueKind, begun: date | None, due_on: date) -> Text:
    """Return the rule behind the limit of a row: the version in force when it began, the extended one where only that fits."""
    if isinstance(kind.law, Text):
        return kind.law
    steps = [step for step in (kind.law, f"{kind.law}_extended") if step in STEPS]
    fitting = (step for step in steps if begun is not None and _due(step, begun) == due_on)
    return _said(next(fitting, kind.law), begun or due_on)


@cache
def _due(step: str, begun: date) -> date | None:
    try:
        return due(step, begun)
    except CockpitError:  # beyond the calendar
        return None


@cache
def _said(step: str, begun: date) -> Text:
    rule = next(one for one in versions(step) if one.since <= begun <= one.until)
    return Text(_rule(rule, "zh"), _rule(rule, "en"))


def _rule(rule: Rule, lang: str) -> str:
    law = rule.law(lang) if rule.article == "—" else _ARTICLE(lang).format(rule.law(lang), rule.article)
    limit = rule.length(lang) + _FROM(lang).format(STEPS[rule.step][1](lang))
    words = f"{law}{Text('：', ': ')(lang)}{limit}"
    return words if rule.is_certain else words + _UNSURE(lang)
