"""The sources of the bridges and of co-investigation: exchanges, identity checks, requests, agreements."""

from data_access.domain.text import Text
from data_access.metrics.sources.base import PLATFORM_SPLITS, Flow, Source, Stock, platform_of
from data_access.store.schema import (
    co_investigation,
    data_exchange,
    identity_check,
    identity_mismatch,
    partner_account,
    partner_region,
    platform,
    violation_notice,
)

_exchange = data_exchange.c
EXCHANGES = Source(
    "exchanges",
    Text("政企数据交换", "Data exchange with platforms"),
    data_exchange,
    {"created": Flow(_exchange.day)},
    {"district": platform.c.district, "platform": _exchange.platform_id, "bridge": _exchange.bridge,
     "data_type": _exchange.data_type, "flow": _exchange.flow, **PLATFORM_SPLITS},
    platform_of(_exchange.platform_id),
)  # fmt: skip
_check = identity_check.c
IDENTITY_CHECKS = Source(
    "identity_checks",
    Text("主体核验", "Identity checks"),
    identity_check,
    {"created": Flow(_check.month, "month")},
    {"district": platform.c.district, "platform": _check.platform_id, "bridge": _check.bridge, **PLATFORM_SPLITS},
    platform_of(_check.platform_id),
)  # fmt: skip
_mismatch = identity_mismatch.c
MISMATCHES = Source(
    "mismatches",
    Text("主体不符清单", "Identity mismatches"),
    identity_mismatch,
    {
        "found": Flow(_mismatch.found_at),
        "settled": Flow(_mismatch.settled_at),
        "open": Stock(_mismatch.found_at, _mismatch.settled_at, needs_end=True),
    },
    {"district": _mismatch.district, "platform": _mismatch.platform_id, "bridge": _mismatch.bridge,
     "mismatch_kind": _mismatch.kind, "mismatch_outcome": _mismatch.outcome, **PLATFORM_SPLITS},
    platform_of(_mismatch.platform_id),
)  # fmt: skip
_notice = violation_notice.c
NOTICES = Source(
    "notices",
    Text("违法通报", "Notices of violations"),
    violation_notice,
    {
        "sent": Flow(_notice.sent_at),
        "due": Flow(_notice.due),
        "answered": Flow(_notice.answered_at),
        "open": Stock(_notice.sent_at, _notice.answered_at, needs_end=True),
        "overdue": Stock(_notice.due, _notice.answered_at, needs_end=True),
    },
    {"district": _notice.district, "platform": _notice.platform_id, "bridge": _notice.bridge,
     "violation": _notice.violation, "notice_answer": _notice.answer, **PLATFORM_SPLITS},
    platform_of(_notice.platform_id),
)  # fmt: skip
_request = co_investigation.c
REQUESTS = Source(
    "requests",
    Text("异地协查", "Co-investigation"),
    co_investigation,
    {
        "created": Flow(_request.sent_at),
        "due": Flow(_request.due),
        "answered": Flow(_request.feedback_at),
        "open": Stock(_request.sent_at, _request.feedback_at, needs_end=True),
        # At the end of its due day a request without an answer is overdue.
        "overdue": Stock(_request.due, _request.feedback_at, needs_end=True),
    },
    {"district": _request.district, "platform": _request.platform_id, "partner": _request.province,
     "partner_region": _request.region,
     "direction": _request.direction, "co_kind": _request.kind, "co_result": _request.result,
     "bridge": _request.bridge, **PLATFORM_SPLITS},
    platform_of(_request.platform_id),
)  # fmt: skip
AGREEMENTS = Source(
    "agreements",
    Text("协作协议", "Agreements of co-operation"),
    partner_region,
    {"as_of": Stock(partner_region.c.signed_on, partner_region.c.ended_on)},
    {"partner": partner_region.c.province},
    public=True,
)
_account = partner_account.c
ACCOUNTS = Source(
    "accounts",
    Text("协查账号", "Accounts of partners"),
    partner_account,
    {"as_of": Stock(_account.opened_on, _account.closed_on), "used": Flow(_account.last_used_at)},
    {"partner": _account.province, "partner_region": _account.name},
    public=True,
)
