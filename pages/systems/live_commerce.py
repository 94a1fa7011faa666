"""`/systems/live_commerce`: live rooms, hosts and agencies, what checks found in them, and who was found again."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Strip, section, system_page
from data_access.domain.text import Text
from data_access.metrics.indicators import live as of

KEY = "live_commerce"

# A line for each card.
# fmt: off
KEYS = (
    Card((of.live_rooms,)),
    Card((of.live_hosts,)),
    Card((of.live_agencies,)),
    Card((of.live_rooms_unverified,)),
    Card((of.live_checks,)),
    Card((of.live_rooms_checked,)),
    Card((of.live_found_rate,)),
    Card((of.live_violations_per_100_rooms,)),
    Card((of.live_complaint_checks,)),
)
AGAIN_KEYS = (
    Card((of.live_rooms_violating,)),
    Card((of.live_violations,)),
    Card((of.live_hosts_repeating,)),
    Card((of.live_agencies_repeating,)),
)
ROOMS = (
    Card((of.live_rooms,), ("live_room_kind",), "bars", Text("直播间由谁开设", "Who runs the rooms"), 4, 300),
    Card((of.live_rooms_unverified, of.live_rooms), ("platform",), "bars", Text("哪些平台逾期未核验", "Past verification"), 4, 300),
    Card((of.live_violations_per_100_rooms,), ("district",), "bars", Text("百间受检违法，按实际经营地", "Violating per 100 checked, by region"), 4, 300),
)
FOUND = (
    Card((of.live_violations,), ("violation", "live_outcome"), "heat", Text("查出什么违法、怎样处理", "Which violations, and what came of them"), 6, 340),
    Card((of.live_checks, of.live_violations), (), "trend", Text("检查与违法走势", "Checks and violations over time"), 6, 340),
    Card((of.live_found_rate,), ("live_check_source",), "bars", Text("哪种来源查得准", "Which sources lead to violations"), 4, 300),
    Card((of.live_violations,), ("live_room_kind",), "bars", Text("违法在哪类直播间", "Violations by kind of room"), 4, 300),
    Card((of.live_rooms_violating, of.live_violations), ("platform",), "bars", Text("违法直播间在哪些平台", "Violating rooms"), 4, 300),
)
AGAIN = (
    Card((of.live_violations,), ("live_host",), "bars", Text("违法次数最多的主播（姓名已脱敏）", "Hosts with most violations (names masked)"), 6, 340),
    Card((of.live_violations,), ("live_agency",), "bars", Text("违法次数最多的服务机构", "Agencies with most violations"), 6, 340),
)
# fmt: on

PAGE = system_page(
    KEY,
    section(None, Strip(KEYS), Grid(ROOMS)),
    section(Text("检查与违法", "Checks and violations"), Grid(FOUND)),
    section(Text("再次违法的主播与机构", "Hosts and agencies found again"), Strip(AGAIN_KEYS), Grid(AGAIN)),
    section(Text("检查明细", "Checks"), Block("rows-live_checks", is_tall=True)),
    section(Text("直播间明细", "Rooms"), Block("rows-live_rooms", is_tall=True)),
    section(Text("主播明细", "Hosts"), Block("rows-live_hosts", is_tall=True)),
    section(Text("服务机构明细", "Agencies"), Block("rows-live_agencies", is_tall=True)),
)
register_page(__name__, PAGE)
