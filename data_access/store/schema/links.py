"""What refers to what: from each table to the rows that its columns name, and back, read from the columns' declarations."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from sqlalchemy import Column, ColumnElement, Table, true

from data_access.store.schema.columns import metadata
from data_access.store.schema.entities import negative_entity

#: How the row that is named stands to the row that names it: whom that concerns, what led to it, or what came of it.
Turn = Literal["concerns", "led_to_it", "came_of_it"]
#: Tables of those whom records concern: they neither lead to a record nor come of one.
PARTIES = frozenset(
    {
        "entity",
        "shop",
        "platform",
        "mediator",
        "monitor_model",
        "partner_account",
        "partner_region",
        "catering_merchant",
        "ip_organisation",
        "live_agency",
        "live_host",
        "live_room",
    }
)
#: When a row of each table began; whoever it concerns was there by that day, and what led to it was before it.
BEGINS = {
    "case_stage": "entered_at", "catering_merchant": "joined_on", "co_investigation": "sent_at",
    "complaint_report": "registered_at", "enforcement_case": "source_at", "entity": "established_on",
    "entity_event": "at", "evidence": "captured_at", "identity_mismatch": "found_at", "inspection": "drawn_on",
    "interview": "interviewed_at", "ip_dispute": "notice_at", "ip_organisation": "since",
    "joint_meeting": "held_on", "kitchen_anomaly": "detected_at", "licence_check": "checked_on",
    "live_agency": "since", "live_check": "checked_at", "live_host": "since", "live_room": "opened_on",
    "mediation": "opened_at", "mediator": "since", "meeting_decision": "decided_on", "model_revision": "revised_at",
    "moderation_act": "decided_at", "moderation_appeal": "filed_at",
    "monitor_model": "developed_on", "negative_entity": "listed_at", "partner_account": "opened_on",
    "partner_region": "signed_on", "platform_report": "period_to", "risk_lead": "detected_at", "sampling": "bought_at", "shop": "opened_on",
    "takedown": "issued_at", "trigger_event": "fired_at", "violation_notice": "sent_at",
}  # fmt: skip
#: Codes of credit begin with 9 where the register of market entities gave them (GB 32100); a natural person who needs no
#: registration (电子商务法 art. 10) stands on the negative list under a hashed number, which no register has.
_REGISTERED = "9%"


@dataclass(frozen=True, slots=True)
class Link:
    """One reference: values of `column`, in rows for which `holds`, are keys of `target`."""

    column: Column[Any]
    target: Table
    holds: ColumnElement[bool]
    turn: Turn

    @property
    def table(self) -> Table:
        """The table whose rows refer."""
        table = self.column.table
        assert isinstance(table, Table)
        return table

    @property
    def key(self) -> Column[Any]:
        """The column of the target that is referred to: its key."""
        return key_of(self.target)

    @property
    def name(self) -> str:
        """Where it stands and what it means: `table.column`, and the code behind a colon where it depends on one."""
        by = self.column.info["by"]
        code = [code for code, target in self.column.info["refers"].items() if target == self.target.name]
        return f"{self.table.name}.{self.column.name}" + (f":{code[0]}" if by else "")


def key_of(table: Table) -> Column[Any]:
    """Return the column by which a record of a table is told from all others. Raises KeyError where it takes several."""
    columns = list(table.primary_key.columns)
    if len(columns) != 1:
        raise KeyError(table.name)
    return columns[0]


@cache
def links() -> tuple[Link, ...]:
    """Return every reference of the schema to what one column tells from all others, in the order of tables and columns."""
    return tuple(
        link for name in sorted(metadata.tables) for c in metadata.tables[name].columns for link in _of(c)
    )


def begins(table: Table) -> Column[Any] | None:
    """Return when a row of a table began, None where the table does not say."""
    return table.c[BEGINS[table.name]] if table.name in BEGINS else None


@cache
def references(table: Table) -> tuple[Link, ...]:
    """Return what the rows of a table refer to."""
    return tuple(link for link in links() if link.table is table)


@cache
def referrers(table: Table) -> tuple[Link, ...]:
    """Return what refers to the rows of a table."""
    return tuple(link for link in links() if link.target is table)


@cache
def referrers_in_part(table: Table) -> tuple[tuple[Link, Column[Any]], ...]:
    """Return what refers to rows that several columns tell from others: by one of those, beside others that both rows have."""
    found = []
    for column in (c for name in sorted(metadata.tables) for c in metadata.tables[name].columns):
        codes = [code for code, name in column.info["refers"].items() if name == table.name]
        missing = [one for one in table.primary_key if one.name not in column.table.c]
        if codes and column.info["by"] and len(table.primary_key) > 1 and len(missing) == 1:
            holds = column.table.c[column.info["by"]].in_(codes)
            found.append((Link(column, table, holds, _turn(column, table.name)), missing[0]))
    return tuple(found)


def _of(column: Column[Any]) -> list[Link]:
    refers, by = dict(column.info["refers"]), column.info["by"]
    if column.info["codes"] == "platform":
        refers[None] = "platform"
    named: dict[str, list[str]] = {}
    for code, name in refers.items():
        if len(metadata.tables[name].primary_key) == 1:
            named.setdefault(name, []).append(code)
    return [
        Link(
            column,
            metadata.tables[name],
            column.table.c[by].in_(codes) if by else _always(column),
            _turn(column, name),
        )
        for name, codes in named.items()
    ]


def _always(column: Column[Any]) -> ColumnElement[bool]:
    return column.like(_REGISTERED) if column is negative_entity.c.entity_id else true()


def _turn(column: Column[Any], target: str) -> Turn:
    if target in PARTIES:
        return "concerns"
    return "came_of_it" if column.info["came_of_it"] else "led_to_it"
