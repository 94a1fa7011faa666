"""直播电商: rooms by kind, hosts and agencies, what checks of rooms found, and who was found again.

Legal source: 直播电商监督管理办法 (Order 117, from 2026-02-01) art. 8, 13, 20, 33, 34, 42.
"""

from sqlalchemy import and_

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Per, indicator
from data_access.metrics.indicators.measures import count, distinct, ratio
from data_access.metrics.indicators.units import AGENCIES, HOSTS, ITEMS, PER_100_ROOMS, RATIO, ROOMS
from data_access.metrics.sources import LIVE_AGENCIES, LIVE_CHECKS, LIVE_ROOMS
from data_access.metrics.sources import LIVE_HOSTS as REGISTER
from data_access.store.schema import live_check

SYSTEM = "live_commerce"
_check = live_check.c
_found = _check.violation.is_not(None)
_NO_MEMBER = ("violation", "live_outcome")


def _order_117(articles: str) -> Text:
    return Text(
        f"《直播电商监督管理办法》（令第117号，2026-02-01施行）第{articles}条",
        f"Order 117 (in force 2026-02-01), art. {articles}",
    )


live_rooms = indicator(
    "live_rooms",
    Text("直播间数", "Live rooms"),
    Text("期末在运营的直播间，按实际经营地归属地区。", "Live rooms in operation at the end of the period, by where they are run."),
    Text("期末已开设未关闭的直播间计数", "count open at the end"),
    ROOMS, LIVE_ROOMS, "as_of", count(), basis=_order_117("2、47"), system=SYSTEM,
)  # fmt: skip
live_rooms_unverified = indicator(
    "live_rooms_unverified",
    Text("逾期未核验直播间", "Rooms past verification"),
    Text("期末在运营、平台核验更新期限已过的直播间；平台应当至少每六个月核验更新一次。",
         "Rooms in operation whose platform should have verified them again by the end of the period: every six months at least."),
    Text("期末核验期限已过的直播间计数", "count past the day of verification"),
    ROOMS, LIVE_ROOMS, "overdue", count(), good="down", target=0, basis=_order_117("8"), system=SYSTEM,
)  # fmt: skip
live_hosts = indicator(
    "live_hosts",
    Text("主播数", "Hosts"),
    Text("期末在播的直播营销人员。", "Persons who sell live at the end of the period."),
    Text("期末在播的主播计数", "count of hosts at the end"),
    HOSTS, REGISTER, "as_of", count(), basis=_order_117("2"), system=SYSTEM,
)  # fmt: skip
live_agencies = indicator(
    "live_agencies",
    Text("直播服务机构数", "Agencies of hosts"),
    Text("期末开展业务的直播营销人员服务机构（MCN）。", "Agencies that serve hosts at the end of the period."),
    Text("期末在业的机构计数", "count of agencies at the end"),
    AGENCIES, LIVE_AGENCIES, "as_of", count(), basis=_order_117("2、38"), system=SYSTEM,
)  # fmt: skip
live_checks = indicator(
    "live_checks",
    Text("直播检查次数", "Checks of live rooms"),
    Text("期内对直播间的检查，含巡查、投诉举报核查和平台报告核查。", "Checks of live rooms within the period: patrols, complaints, reports of platforms."),
    Text("按检查时间计数", "count by time checked"),
    ITEMS, LIVE_CHECKS, "checked", count(), system=SYSTEM,
)  # fmt: skip
live_violations = indicator(
    "live_violations",
    Text("直播违法件数", "Violations in live rooms"),
    Text("期内检查中发现违法的次数。", "Checks of the period that found a violation."),
    Text("有违法类型的检查计数", "count of checks with a violation"),
    ITEMS, LIVE_CHECKS, "checked", count(), where=_found, good="down", basis=_order_117("33、34"), system=SYSTEM,
)  # fmt: skip
live_found_rate = indicator(
    "live_found_rate",
    Text("直播检查发现率", "Checks that find a violation"),
    Text("期内直播检查中发现违法的比例；检查不是随机抽取，不能推及全部直播间。",
         "Of the checks of the period, the share that found a violation; rooms are not drawn at random, so it says nothing of all rooms."),
    Text("发现违法 ÷ 检查", "with a violation ÷ checks"),
    RATIO, LIVE_CHECKS, "checked", ratio(_found), min_n=30, system=SYSTEM, blind=_NO_MEMBER,
)  # fmt: skip
live_rooms_violating = indicator(
    "live_rooms_violating",
    Text("有违法的直播间", "Rooms with violations"),
    Text("期内至少一次检查发现违法的直播间，一间只计一次。", "Rooms in which at least one check of the period found a violation, each once."),
    Text("有违法检查的直播间去重计数", "distinct rooms of checks with a violation"),
    ROOMS, LIVE_CHECKS, "checked", distinct(_check.room_id), where=_found, good="down", system=SYSTEM,
)  # fmt: skip
live_rooms_checked = indicator(
    "live_rooms_checked",
    Text("受检直播间", "Rooms checked"),
    Text("期内至少检查过一次的直播间，一间只计一次。", "Rooms checked at least once within the period, each once."),
    Text("受检直播间去重计数", "distinct rooms of checks"),
    ROOMS, LIVE_CHECKS, "checked", distinct(_check.room_id), system=SYSTEM, blind=_NO_MEMBER,
)  # fmt: skip
live_violations_per_100_rooms = indicator(
    "live_violations_per_100_rooms",
    Text("百间受检违法间数", "Violating rooms per 100 checked"),
    Text("期内每百间受检直播间中查出违法的间数；受检直播间不是随机抽取，不能推及全部。", "Rooms found with violations for every hundred rooms checked within the period; rooms are not drawn at random."),
    Text("有违法的直播间 × 100 ÷ 受检直播间", "rooms with violations × 100 ÷ rooms checked"),
    PER_100_ROOMS, LIVE_CHECKS, "checked", Per(live_rooms_violating, live_rooms_checked, 100), good="down", min_n=30, system=SYSTEM,
    blind=_NO_MEMBER,
)  # fmt: skip
live_complaint_checks = indicator(
    "live_complaint_checks",
    Text("投诉引发的检查", "Checks after complaints"),
    Text("期内因投诉举报而开展的直播检查。", "Checks of live rooms of the period that a complaint or report led to."),
    Text("来源为投诉举报的检查计数", "count whose source is a complaint"),
    ITEMS, LIVE_CHECKS, "checked", count(), where=_check.source == "complaint", basis=_order_117("20"), system=SYSTEM,
    blind=("live_check_source",),
)  # fmt: skip
live_hosts_repeating = indicator(
    "live_hosts_repeating",
    Text("再次违法主播", "Hosts found again"),
    Text("期内查出违法、且此前一年内已查出过违法的主播，一人只计一次。", "Hosts found with a violation within the period who had been found within a year before, each once."),
    Text("一年内再次违法的主播去重计数", "distinct hosts found again within a year"),
    HOSTS, LIVE_CHECKS, "checked", distinct(_check.host_id), where=and_(_found, _check.host_repeats.is_(True)), good="down",
    basis=_order_117("11"), system=SYSTEM,
)  # fmt: skip
live_agencies_repeating = indicator(
    "live_agencies_repeating",
    Text("再次违法机构", "Agencies found again"),
    Text("期内旗下主播查出违法、且此前一年内旗下已查出过违法的直播服务机构，一家只计一次。",
         "Agencies a host of which was found with a violation within the period, and one within a year before, each once."),
    Text("一年内再次违法的机构去重计数", "distinct agencies found again within a year"),
    AGENCIES, LIVE_CHECKS, "checked", distinct(_check.agency_id), where=and_(_found, _check.agency_repeats.is_(True)), good="down",
    basis=_order_117("42"), system=SYSTEM,
)  # fmt: skip
