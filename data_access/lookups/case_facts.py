"""The facts of one case as its documents name them: each a field of the store in words, never typed a second time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Column, Date, DateTime, select

from data_access.domain.access import Scope
from data_access.lookups.case_files import stage_rows_of
from data_access.lookups.record_links import Reading
from data_access.lookups.records import Piece, pieces_of, row_of
from data_access.metrics.labels import labels
from data_access.store.schema import code, enforcement_case
from data_access.store.snapshots import Snapshot

#: Documents of a case are papers of an office in China.
_LANG = "zh"
#: What a document calls a column of the case.
COLUMNS: Mapping[str, str] = {
    "案件编号": "case_id", "案源": "source", "案源编号": "source_id", "平台": "platform_id", "办案区县": "district", "网店编号": "shop_id",
    "统一社会信用代码": "entity_id", "当事人": "respondent_name", "违法类型": "violation", "案源登记时间": "source_at", "核查期限": "verify_due",
    "核查完成时间": "verified_at", "立案时间": "filed_at", "要求听证时间": "hearing_asked_at",
    "听证通知时间": "hearing_notified_at", "听证日期": "hearing_on", "决定期限": "decision_due", "决定时间": "decided_at", "公示期限": "publish_due",
    "公示时间": "published_at", "结案时间": "closed_at", "当前环节": "stage", "处理结果": "outcome", "罚款": "fine", "没收": "confiscated",
    "已缴": "paid", "缴款期限": "payment_due", "缴清时间": "paid_at", "是否轻微": "is_minor", "是否初次违法": "is_first",
    "是否及时改正": "is_corrected", "货值金额": "goods_value", "承办人": "handler",
}  # fmt: skip
#: What it calls the day on which the case came to a stage.
STAGE_DAYS: Mapping[str, str] = {
    "调查开始时间": "INV",
    "举证时间": "PROOF",
    "审核时间": "REVW",
    "告知时间": "NOTE",
    "听证时间": "HEAR",
    "送达时间": "SERV",
    "责令改正时间": "CORR",
}
#: What it calls what stands elsewhere: the law of the violation, and the evidence with its hashes.
BASIS, EVIDENCE = "法律依据", "证据清单"
#: Every field that a template may name.
FIELDS: tuple[str, ...] = (*COLUMNS, *STAGE_DAYS, BASIS, EVIDENCE)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """The facts of a case by field, None where nothing is recorded; `stages` are those that it came to.

    `shows_persons` is false where names are masked, `is_synthetic` true where all of it is invented.
    """

    key: str
    fields: Mapping[str, str | None]
    stages: frozenset[str]
    shows_persons: bool
    is_synthetic: bool


def case_facts(snapshot: Snapshot, key: str, scope: Scope) -> CaseFacts:
    """Return the facts of a case as a reader may see them. Raises NoSuchRecord."""
    row = row_of(snapshot, "cases", key, scope)
    reading = Reading(snapshot, labels(snapshot), scope, _LANG)
    days = {one["stage"]: one["entered_at"] for one in stage_rows_of(reading, key).to_dict("records")}
    columns = enforcement_case.c
    fields: dict[str, str | None] = {
        name: _words(reading, row, columns[column]) for name, column in COLUMNS.items()
    }
    fields |= {name: _day(days[stage]) if stage in days else None for name, stage in STAGE_DAYS.items()}
    fields[BASIS] = _basis(reading, row)
    fields[EVIDENCE] = "；".join(map(_piece, pieces_of(reading, enforcement_case, row))) or None
    return CaseFacts(key, fields, frozenset(days), scope.sees_persons, reading.names.dataset.is_synthetic)


def _words(reading: Reading, row: dict[Any, Any], column: Column[Any]) -> str | None:
    value = row[column.name]
    if isinstance(column.type, Date | DateTime):
        return None if pd.isna(value) else _day(pd.Timestamp(value))
    return reading.words(row, column) or None


def _day(moment: datetime) -> str:
    """Return a day as papers of an office write it."""
    return f"{moment.year}年{moment.month}月{moment.day}日"


def _basis(reading: Reading, row: dict[Any, Any]) -> str | None:
    """Return the law of the violation as its list of codes has it."""
    if pd.isna(row["violation"]):
        return None
    asked = select(code.c.basis).where(code.c.list_key == "violation", code.c.code == row["violation"])
    found = reading.snapshot.rows(asked)
    return found[0][0] if found else None


def _piece(one: Piece) -> str:
    return f"{one.target.key} {one.kind}（{one.captured_at:%Y-%m-%d %H:%M} 取证，SHA-256 {one.sha256}）"
