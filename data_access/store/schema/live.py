"""Live commerce 直播电商: who is behind a live room, who speaks in it, which agency he belongs to, and what checks found.

Legal source: 直播电商监督管理办法 (SAMR and CAC Order 117, published 2025-12-18, in force 2026-02-01; read in full) art. 2 names operators of
rooms, hosts and agencies, art. 8 has the platform verify them every six months, art. 47 gives a room to the authority of where it is
run. Before it 网络直播营销管理办法（试行） (in force 2021-05-25), of which a report of the press could be read.
"""

from sqlalchemy import Boolean, Date, DateTime, String, Table

from data_access.store.schema.columns import column, metadata

live_agency = Table(
    "live_agency",
    metadata,
    column("agency_id", String, "直播服务机构编号", "Agency of hosts", key=True),
    column("name", String, "直播服务机构名称", "Name of the agency", required=True),
    column("entity_id", String, "直播服务机构信用代码", "Code of the agency", refers="entity"),
    column("district", String, "直播服务机构所在区县", "District of the agency", codes="region"),
    column("since", Date, "机构开展直播业务日期", "Agency since", required=True),
    column("ended", Date, "机构停止直播业务日期", "Agency until"),
)

live_host = Table(
    "live_host",
    metadata,
    column("host_id", String, "主播编号", "Host", key=True),
    column("name", String, "主播姓名", "Name of the host", mask="name"),
    column("agency_id", String, "所属直播服务机构编号", "Agency of the host", refers="live_agency"),
    column("platform_id", String, "平台编号", "Platform id", required=True, codes="platform"),
    column("since", Date, "首次直播日期", "First live on", required=True),
    column("ended", Date, "停止直播日期", "Last live on"),
)

live_room = Table(
    "live_room",
    metadata,
    column("room_id", String, "直播间编号", "Live room", key=True),
    column("title", String, "直播间名称", "Name of the room", required=True),
    column("kind", String, "直播间类别", "Kind of room", required=True, codes="live_room_kind"),
    column("platform_id", String, "平台编号", "Platform id", required=True, codes="platform"),
    column("host_id", String, "主要主播编号", "Main host", refers="live_host"),
    column("agency_id", String, "合作直播服务机构编号", "Agency of the room", refers="live_agency"),
    column("entity_id", String, "直播间运营者代码", "Operator of the room", refers="entity"),
    column("district", String, "直播间实际经营地区", "Where the room is run", codes="region"),
    column("opened_on", Date, "直播间开设日期", "Room opened on", required=True),
    column("closed_on", Date, "直播间关闭日期", "Room closed on"),
    column("verified_on", Date, "平台核验运营者日期", "Operator verified on"),
    column("verify_due", Date, "下次核验期限", "To be verified again by"),
)

#: One look at a room by the authority; without a violation nothing was found. A host or agency `repeats` where another violation
#: of his was found within a year before.
live_check = Table(
    "live_check",
    metadata,
    column("check_id", String, "直播检查编号", "Check of a room", key=True),
    column("room_id", String, "被查直播间编号", "Room checked", required=True, refers="live_room"),
    column("host_id", String, "当场主播编号", "Host at the check", refers="live_host"),
    column("agency_id", String, "主播所属机构编号", "Agency at the check", refers="live_agency"),
    column("platform_id", String, "平台编号", "Platform id", required=True, codes="platform"),
    column("district", String, "直播检查地区", "Region that checks", codes="region"),
    column("source", String, "直播检查来源", "Source of the check", required=True, codes="live_check_source"),
    column("item_id", String, "所涉投诉举报编号", "Complaint behind the check", refers="complaint_report"),
    column("checked_at", DateTime, "直播检查时间", "Room checked at", required=True),
    column("violation", String, "直播违法类型", "Violation found in the room", codes="violation"),
    column("outcome", String, "直播检查处理结果", "Outcome of the check", codes="live_outcome"),
    column("corrected_on", Date, "直播间改正日期", "Room corrected on"),
    column("host_repeats", Boolean, "主播一年内再次违法", "Host again within a year"),
    column("agency_repeats", Boolean, "机构一年内再次违法", "Agency again within a year"),
)
