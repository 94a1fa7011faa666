"""Electronic evidence 电子证据: one object after the other, each bound to the one before by its hash."""

from sqlalchemy import BigInteger, Boolean, DateTime, Integer, String, Table

from data_access.store.schema.columns import column, metadata

#: Of which table that is a row which evidence belongs to.
BELONGS_TO = {
    "lead": "risk_lead", "dispute": "ip_dispute", "display": "licence_check", "item": "complaint_report",
    "case": "enforcement_case", "sampling": "sampling",
}  # fmt: skip

evidence = Table(
    "evidence",
    metadata,
    column("evidence_id", String, "证据编号", "Evidence", key=True),
    column("seq", Integer, "链上序号", "Place in the chain", required=True, low=1),
    column("kind", String, "证据类型", "Kind", required=True, codes="evidence_kind"),
    column("subject", String, "所属业务", "Belongs to", required=True, codes="evidence_subject"),
    column("subject_id", String, "业务编号", "Number of what it belongs to", by="subject", refers=BELONGS_TO),
    column("platform_id", String, "平台编号", "Platform id", codes="platform"),
    column("district", String, "取证地区", "Region", codes="region"),
    column("captured_at", DateTime, "取证时间", "Captured", required=True),
    column("tool", String, "取证工具", "Tool", required=True),
    column("operator_hash", String, "取证人(散列)", "Operator (hashed)", required=True),
    column("size", BigInteger, "大小(字节)", "Size (bytes)", required=True, low=0),
    column("sha256", String, "内容散列", "SHA-256 of the content", required=True),
    column("prev_hash", String, "前块散列", "Hash of the block before", required=True),
    column("block_hash", String, "本块散列", "Hash of this block", required=True),
)

#: Derived: whether each block is what its own contents and the block before it make (see derive/evidence_chain).
evidence_check = Table(
    "evidence_check",
    metadata,
    column("evidence_id", String, "证据编号", "Evidence", key=True, refers="evidence"),
    column("verified_ok", Boolean, "校验通过", "Verified", required=True),
)
