"""Who reads: what a reader may see, what he may do, and how personal fields are hidden from those who may not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from data_access.domain.errors import NotAllowed
from data_access.domain.text import Text


@dataclass(frozen=True, slots=True)
class Scope:
    """The districts a reader may see (None: all), and whether personal fields come to him unmasked."""

    districts: frozenset[str] | None = None
    sees_persons: bool = False

    def covers(self, other: "Scope") -> bool:
        """Return whether all that a reader of another scope sees may be seen by this one too."""
        are_inside = self.districts is None or (
            other.districts is not None and other.districts <= self.districts
        )
        return are_inside and self.sees_persons >= other.sees_persons

    def without_persons(self) -> "Scope":
        """Return the same districts with personal fields masked: what is shown to others than who asked."""
        return replace(self, sees_persons=False)


#: A reader of the whole city without person-level rights.
WHOLE_CITY = Scope()
#: Nothing at all: whoever administers reads no facts.
NOWHERE = Scope(frozenset())

Right = Literal["read", "persons", "export", "freeze", "tasks", "review", "people", "audit", "system"]
RIGHTS: Mapping[Right, Text] = {
    "read": Text("查看数据", "read the facts"),
    "persons": Text("查看未脱敏的个人信息", "see personal fields unmasked"),
    "export": Text("导出", "export"),
    "freeze": Text("定格页面", "freeze pages"),
    "tasks": Text("交办和办理任务", "give and handle tasks"),
    "review": Text("裁定信用异议", "decide objections to credit"),
    "people": Text("管理人员、角色和大屏", "manage persons, roles and walls"),
    "audit": Text("查阅审计", "read the audit"),
    "system": Text("管理系统运行", "run the system"),
}
#: What may be given to, or taken from, one person beside what the role gives.
OF_ONE_PERSON: tuple[Right, ...] = ("persons", "export", "freeze", "tasks", "review")

Role = Literal["leader", "analyst", "officer", "inspector", "auditor", "security", "system"]


@dataclass(frozen=True, slots=True)
class RoleRules:
    """A role: its words, the rights that it gives, and whether those who have it are bound to districts."""

    title: Text
    rights: frozenset[Right]
    districts: Literal["all", "some", "either", "none"] = "all"

    @property
    def reads(self) -> bool:
        """Whether it is a role of those who read facts; the others administer or audit, and see none."""
        return "read" in self.rights


#: Legal source of the separation of the last three: GB/T 22239-2019 (等保 2.0, level 3), 安全管理中心, by which system, security
#: and audit administrators are three persons of whom none can do what another does.
ROLES: Mapping[Role, RoleRules] = {
    "leader": RoleRules(
        Text("领导", "leader"), frozenset({"read", "export", "freeze", "tasks", "review"})
    ),
    "analyst": RoleRules(Text("分析人员", "analyst"), frozenset({"read", "export", "freeze"})),
    "officer": RoleRules(Text("辖区监管人员", "officer of districts"), frozenset({"read", "export", "tasks"}), "some"),
    "inspector": RoleRules(
        Text("执法检查人员", "inspector"), frozenset({"read", "persons", "export", "tasks"}), "either"
    ),
    "auditor": RoleRules(Text("审计管理员", "audit administrator"), frozenset({"audit"}), "none"),
    "security": RoleRules(Text("安全管理员", "security administrator"), frozenset({"people"}), "none"),
    "system": RoleRules(Text("系统管理员", "system administrator"), frozenset({"system"}), "none"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks: the name that audit and tasks keep, what he may see and do, and the office that he belongs to."""

    name: str
    scope: Scope = WHOLE_CITY
    rights: frozenset[Right] = frozenset()
    shown: str = ""
    office: str = ""
    role: Role | None = None

    def may(self, right: Right) -> bool:
        """Return whether he has a right."""
        return right in self.rights

    def must(self, right: Right) -> None:
        """Go on where he has a right; raises NotAllowed."""
        if not self.may(right):
            raise NotAllowed(RIGHTS[right])

    @property
    def signed(self) -> str:
        """How watermarks and frozen pages name him: his name, his account and his office."""
        own = f"{self.shown} {self.name}" if self.shown not in {"", self.name} else self.name
        return f"{own} · {self.office}" if self.office else own


#: Who asks where nobody logs in: the reader at this machine, and its command line. The audit keeps these words.
LOCAL_READER, COMMAND_LINE = "local", "command-line"
#: Who writes the lines of the audit that nobody asked for.
COCKPIT = "cockpit"
_READERS = {
    LOCAL_READER: Text("本机用户", "Local reader"),
    COMMAND_LINE: Text("命令行", "Command line"),
    COCKPIT: Text("系统自动", "The cockpit itself"),
}
#: The one reader of a machine of his own: he does what he likes, and sees persons masked all the same.
LOCAL = Reader(
    LOCAL_READER, rights=frozenset({"read", "export", "freeze", "tasks", "review", "audit", "system"})
)


def reader_name(who: str, lang: str) -> str:
    """Return how a reader is named in watermarks and lists: those without a name of their own in words, others as they are."""
    return _READERS[who](lang) if who in _READERS else who


def masked(value: str | None, how: str) -> str:
    """Return a personal value as others may read it: 张*, 138****1234; anything unknown is hidden whole."""
    if not value:
        return ""
    if how == "name":
        return value[0] + "*" * max(1, len(value) - 1) if len(value) < 5 else f"{value[:2]}***{value[-2:]}"
    if how == "phone" and len(value) >= 8:
        return f"{value[:3]}****{value[-4:]}"
    return "***"
