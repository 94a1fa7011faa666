"""The sources of live commerce: rooms, hosts, agencies, and checks of rooms."""

from data_access.domain.text import Text
from data_access.metrics.sources.base import PLATFORM_SPLITS, Flow, Join, Source, Stock, platform_of
from data_access.store.schema import live_agency, live_check, live_host, live_room, platform

_room, _host, _agency, _check = live_room.c, live_host.c, live_agency.c, live_check.c

LIVE_ROOMS = Source(
    "live_rooms",
    Text("直播间", "Live rooms"),
    live_room,
    {
        "as_of": Stock(_room.opened_on, _room.closed_on),
        "overdue": Stock(_room.verify_due, _room.closed_on),
    },
    {
        "district": _room.district,
        "platform": _room.platform_id,
        "live_room_kind": _room.kind,
        "live_agency": _room.agency_id,
        **PLATFORM_SPLITS,
    },
    platform_of(_room.platform_id),
)
LIVE_HOSTS = Source(
    "live_hosts",
    Text("主播", "Hosts"),
    live_host,
    {"as_of": Stock(_host.since, _host.ended)},
    # A host has no office of his own: he is of the district that has his platform.
    {
        "district": platform.c.district,
        "platform": _host.platform_id,
        "live_agency": _host.agency_id,
        **PLATFORM_SPLITS,
    },
    platform_of(_host.platform_id),
)
LIVE_AGENCIES = Source(
    "live_agencies",
    Text("直播服务机构", "Agencies of hosts"),
    live_agency,
    {"as_of": Stock(_agency.since, _agency.ended)},
    {"district": _agency.district},
)
LIVE_CHECKS = Source(
    "live_checks",
    Text("直播检查", "Checks of live rooms"),
    live_check,
    {"checked": Flow(_check.checked_at)},
    {
        "district": _check.district,
        "platform": _check.platform_id,
        "live_room_kind": _room.kind,
        "live_agency": _check.agency_id,
        "live_host": _check.host_id,
        "live_check_source": _check.source,
        "violation": _check.violation,
        "live_outcome": _check.outcome,
        **PLATFORM_SPLITS,
    },
    (Join(live_room, _room.room_id == _check.room_id), *platform_of(_check.platform_id)),
)
