"""Rules of what platforms answer for themselves, and of live rooms: versions of rules, measures, appeals, and checks."""

from sqlalchemy import Date, and_, cast, or_

from data_access.domain.text import Text
from data_access.store.schema.live import live_agency, live_check, live_host, live_room
from data_access.store.schema.moderation import moderation_act, moderation_appeal
from data_access.store.schema.platform_rules import platform_rule
from data_access.store.schema.rules.base import Rule, before

_version, _act, _appeal = platform_rule.c, moderation_act.c, moderation_appeal.c
_room, _check = live_room.c, live_check.c

CONDUCT: tuple[Rule, ...] = (
    Rule("consultation_in_order", platform_rule, before(_version.consulted_until, _version.consulted_on),
         Text("征求意见结束早于开始", "a consultation that ended before it began"),
         drops=("consulted_on", "consulted_until")),
    Rule("replaced_after_effective", platform_rule, before(_version.replaced_on, _version.effective_on),
         Text("版本被替代早于生效", "a version replaced before it was in force"),
         drops=("replaced_on", "keep_due")),
    Rule("measure_steps_in_order", moderation_act,
         or_(before(_act.published_on, cast(_act.decided_at, Date)), before(_act.lifted_at, _act.decided_at)),
         Text("处置公示或解除早于作出", "a measure published or lifted before it was decided"),
         drops=("published_on", "lifted_at")),
    Rule("appeal_answered_after_filed", moderation_appeal,
         or_(before(_appeal.answered_at, _appeal.filed_at),
             and_(_appeal.answered_at.is_not(None), _appeal.result.is_(None))),
         Text("申诉答复早于提出或缺结果", "an appeal answered before it was filed, or without a result"),
         drops=("answered_at", "result")),
    Rule("agency_ended_after_begun", live_agency, before(live_agency.c.ended, live_agency.c.since),
         Text("机构停止业务早于开始", "an agency that ended before it began"),
         drops=("ended",)),
    Rule("host_ended_after_begun", live_host, before(live_host.c.ended, live_host.c.since),
         Text("主播停播早于首播", "a host who ended before he began"),
         drops=("ended",)),
    Rule("room_dates_in_order", live_room,
         or_(before(_room.closed_on, _room.opened_on), before(_room.verify_due, _room.verified_on)),
         Text("直播间关闭早于开设，或核验期限早于核验", "a room closed before it opened, or due before it was verified"),
         drops=("closed_on", "verify_due")),
    Rule("room_corrected_after_check", live_check, before(_check.corrected_on, cast(_check.checked_at, Date)),
         Text("直播间改正早于检查", "a room corrected before it was checked"),
         drops=("corrected_on",)),
)  # fmt: skip
