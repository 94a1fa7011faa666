"""Mediation 调解: who mediates, and one row for each complaint on the mediation platform."""

from sqlalchemy import Boolean, Date, DateTime, Integer, Numeric, String, Table

from data_access.store.schema.columns import column, metadata

mediator = Table(
    "mediator",
    metadata,
    column("mediator_id", String, "调解员编号", "Mediator", key=True),
    column("name", String, "姓名", "Name", mask="name"),
    column("kind", String, "调解力量", "Mediating body", required=True, codes="mediator_kind"),
    column("organisation", String, "所属组织", "Organisation"),
    column("district", String, "所在区县", "District", codes="region"),
    column("since", Date, "入册日期", "Since", required=True),
    column("until", Date, "退出日期", "Until"),
)

#: Result and rating are those of the complaint; a refused one never had a mediator.
mediation = Table(
    "mediation",
    metadata,
    column("mediation_id", String, "调解编号", "Mediation", key=True),
    column("item_id", String, "投诉编号", "Item", refers="complaint_report"),
    column("mediator_id", String, "调解员编号", "Mediator", refers="mediator"),
    column("platform_id", String, "平台编号", "Platform id", codes="platform"),
    column("district", String, "调解区县", "District", codes="region"),
    column("kind", String, "调解力量", "Mediating body", codes="mediator_kind"),
    column("mode", String, "调解方式", "Mode", codes="mediation_mode"),
    column("opened_at", DateTime, "进入平台时间", "Opened", required=True),
    column("rounds", Integer, "调解轮次", "Rounds", low=0, high=99),
    column("is_attended", Boolean, "双方到场", "Both attended"),
    column("next_session_at", DateTime, "最近一次排期", "Session set for"),
    column("closed_at", DateTime, "办结时间", "Closed"),
    column("result", String, "调解结果", "Result", codes="result"),
    column("amount", Numeric(14, 2), "协议金额", "Amount agreed", low=0, is_money=True),
    column("is_fulfilled", Boolean, "是否履行", "Fulfilled"),
    column("is_confirmed", Boolean, "司法确认", "Confirmed by a court"),
    column("rating", Integer, "评价", "Rating", low=1, high=5),
)
