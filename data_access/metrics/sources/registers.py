"""The sources of the registers: triggers, reverse complainants, entities and their events, interviews, site checks."""

from data_access.domain.text import Text
from data_access.metrics.sources.base import PLATFORM_SPLITS, Flow, Join, Source, Stock, platform_of
from data_access.store.schema import (
    entity,
    entity_event,
    interview,
    joint_meeting,
    joint_member,
    meeting_decision,
    reverse_complainant,
    shop_move,
    site_check,
    trigger_event,
)

_fired = trigger_event.c
TRIGGERS = Source(
    "triggers",
    Text("触发响应", "Triggers"),
    trigger_event,
    {"created": Flow(_fired.fired_at), "acted": Flow(_fired.acted_at),
     "open": Stock(_fired.fired_at, _fired.acted_at, needs_end=True)},
    {"district": _fired.district, "platform": _fired.platform_id, "trigger_rule": _fired.rule,
     "register": _fired.register, "trigger_action": _fired.action, "trigger_outcome": _fired.outcome,
     **PLATFORM_SPLITS},
    platform_of(_fired.platform_id),
)  # fmt: skip

_person = reverse_complainant.c
#: Of persons there are counts alone: this source lists no rows.
COMPLAINANTS = Source(
    "complainants",
    Text("反向投诉人库", "Register of reverse complainants"),
    reverse_complainant,
    {"as_of": Stock(_person.first_seen, _person.exit_at), "created": Flow(_person.first_seen),
     "ended": Flow(_person.exit_at), "overdue": Stock(_person.review_due, _person.exit_at, needs_end=True)},
    {"district": _person.district, "complainant_status": _person.status},
)  # fmt: skip

_entity = entity.c
ENTITY_REGISTER = Source(
    "entity_register",
    Text("市场主体库", "Register of entities"),
    entity,
    {"as_of": Stock(_entity.established_on, _entity.ended_on), "created": Flow(_entity.established_on),
     "ended": Flow(_entity.ended_on)},
    {"district": _entity.district, "platform": _entity.platform_id, "entity_kind": _entity.kind,
     "entity_class": _entity.credit_class, **PLATFORM_SPLITS},
    platform_of(_entity.platform_id),
)  # fmt: skip
_event = entity_event.c
ENTITY_EVENTS = Source(
    "entity_events",
    Text("主体事项", "Events of entities"),
    entity_event,
    {"created": Flow(_event.at)},
    {"district": _entity.district, "department": _event.department, "event_kind": _event.kind,
     "entity_kind": _entity.kind, "entity_class": _entity.credit_class},
    (Join(entity, _entity.entity_id == _event.entity_id),),
)  # fmt: skip

_talk = interview.c
INTERVIEWS = Source(
    "interviews",
    Text("约谈记录", "Interviews"),
    interview,
    {"created": Flow(_talk.interviewed_at), "due": Flow(_talk.rectify_due)},
    {
        "district": _talk.district,
        "platform": _talk.platform_id,
        "interview_topic": _talk.topic,
        **PLATFORM_SPLITS,
    },
    platform_of(_talk.platform_id),
)
_check = site_check.c
SITE_CHECKS = Source(
    "site_checks",
    Text("网站检查", "Site checks"),
    site_check,
    {"created": Flow(_check.checked_at)},
    {
        "district": _check.district,
        "platform": _check.platform_id,
        "site_finding": _check.finding,
        **PLATFORM_SPLITS,
    },
    platform_of(_check.platform_id),
)

_move = shop_move.c
MOVES = Source(
    "moves",
    Text("此关彼开", "Closed here, open there"),
    shop_move,
    {"created": Flow(_move.closed_on)},
    {
        "district": _move.operator_region,
        "platform": _move.platform_id,
        "move_cause": _move.cause,
        "merge_reason": _move.reason,
        **PLATFORM_SPLITS,
    },
    platform_of(_move.platform_id),
)

_member, _meeting, _decision = joint_member.c, joint_meeting.c, meeting_decision.c
JOINT_MEMBERS = Source(
    "joint_members",
    Text("联席会议成员单位", "Members of the joint meeting"),
    joint_member,
    {"as_of": Stock(_member.joined_on, _member.left_on)},
    {"joint_department": _member.department},
    public=True,
)
JOINT_MEETINGS = Source(
    "joint_meetings",
    Text("联席会议", "Joint meetings"),
    joint_meeting,
    {"held": Flow(_meeting.held_on)},
    {},
    public=True,
)
DECISIONS = Source(
    "meeting_decisions",
    Text("联席会议议定事项", "Decisions of joint meetings"),
    meeting_decision,
    {
        "decided": Flow(_decision.decided_on),
        "due": Flow(_decision.due_on),
        "open": Stock(_decision.decided_on, _decision.done_on, needs_end=True),
    },
    {"joint_department": _decision.department},
    public=True,
)
