"""綦江联席会议: its departments, its meetings, and whether what they decided was done."""

from data_access.domain.text import Text
from data_access.metrics.indicators.base import indicator
from data_access.metrics.indicators.interviews import TIMES
from data_access.metrics.indicators.measures import count, ratio
from data_access.metrics.indicators.units import ITEMS, RATIO, Unit
from data_access.metrics.sources import DECISIONS, JOINT_MEETINGS, JOINT_MEMBERS
from data_access.store.schema import meeting_decision

_decision = meeting_decision.c
SYSTEM = "joint_governance"
DEPARTMENTS = Unit("departments", Text("个", "departments"))

joint_members = indicator(
    "joint_members",
    Text("联席会议成员单位", "Departments of the joint meeting"),
    Text("期末联席会议的成员单位数，含牵头单位。", "Departments in the joint meeting at the end of the period, its lead among them."),
    Text("期末在册的成员单位计数", "count standing at the end"),
    DEPARTMENTS, JOINT_MEMBERS, "as_of", count(), system=SYSTEM,
)  # fmt: skip
joint_meetings = indicator(
    "joint_meetings",
    Text("联席会议", "Joint meetings"),
    Text("期内召开的联席会议次数。", "Joint meetings held within the period."),
    Text("按召开日期计数", "count by day held"),
    TIMES, JOINT_MEETINGS, "held", count(), system=SYSTEM,
)  # fmt: skip
decisions_made = indicator(
    "decisions_made",
    Text("议定事项", "Decisions"),
    Text("期内联席会议议定、交由成员单位办理的事项。", "What joint meetings of the period decided and gave to a department."),
    Text("按议定日期计数", "count by day of the meeting"),
    ITEMS, DECISIONS, "decided", count(), system=SYSTEM,
)  # fmt: skip
decisions_on_time = indicator(
    "decisions_on_time",
    Text("议定事项按期完成率", "Decisions done in time"),
    Text("完成期限在期内的议定事项中按期完成的比例。", "Of the decisions due within the period, the share done by their day."),
    Text("按期完成 ÷ 到期", "done in time ÷ due"),
    RATIO, DECISIONS, "due", ratio(_decision.done_on <= _decision.due_on), good="up", min_n=10, target=1.0, system=SYSTEM,
)  # fmt: skip
decisions_open = indicator(
    "decisions_open",
    Text("未完成议定事项", "Decisions not done"),
    Text("期末尚未完成的议定事项。", "Decisions that are not done at the end of the period."),
    Text("期末未完成的事项计数", "count open at the end"),
    ITEMS, DECISIONS, "open", count(), good="down", system=SYSTEM,
)  # fmt: skip
