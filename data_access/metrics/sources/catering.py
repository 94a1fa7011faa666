"""The sources of online catering: kitchens and riders by month, merchants with their permits, anomalies with their disposal."""

from sqlalchemy import case

from data_access.domain.text import Text
from data_access.metrics.sources.base import PLATFORM_SPLITS, Flow, MonthEnd, Source, Stock, platform_of
from data_access.store.schema import catering_merchant, kitchen_anomaly, kitchen_month, rider_month

_merchant, _anomaly = catering_merchant.c, kitchen_anomaly.c

KITCHENS = Source(
    "kitchens",
    Text("阳光厨房月报", "Kitchens by month"),
    kitchen_month,
    {"as_of": MonthEnd(kitchen_month.c.month_end), "created": Flow(kitchen_month.c.month_end, "month")},
    {"district": kitchen_month.c.district, "platform": kitchen_month.c.platform_id, **PLATFORM_SPLITS},
    platform_of(kitchen_month.c.platform_id),
)
RIDERS = Source(
    "riders",
    Text("骑手月报", "Riders by month"),
    rider_month,
    {"created": Flow(rider_month.c.month_end, "month")},
    {"district": rider_month.c.district, "platform": rider_month.c.platform_id, **PLATFORM_SPLITS},
    platform_of(rider_month.c.platform_id),
)
#: From when on a merchant is what its check found; where nobody noted the day, since it joined.
_CHECKED = case(
    (_merchant.permit_checked_on > _merchant.joined_on, _merchant.permit_checked_on),
    else_=_merchant.joined_on,
)
MERCHANTS = Source(
    "catering_merchants",
    Text("入网餐饮商家", "Catering merchants"),
    catering_merchant,
    {
        "as_of": Stock(_merchant.joined_on, _merchant.left_on),
        "known_as_of": Stock(_CHECKED, _merchant.left_on),
        "checked": Flow(_merchant.permit_checked_on),
    },
    {
        "district": _merchant.district,
        "platform": _merchant.platform_id,
        "permit_check": _merchant.permit_result,
        **PLATFORM_SPLITS,
    },
    platform_of(_merchant.platform_id),
)
KITCHEN_ANOMALIES = Source(
    "kitchen_anomalies",
    Text("厨房异常", "Anomalies in kitchens"),
    kitchen_anomaly,
    {
        "detected": Flow(_anomaly.detected_at),
        "disposed": Flow(_anomaly.disposed_at),
        "open": Stock(_anomaly.detected_at, _anomaly.disposed_at, needs_end=True),
    },
    {
        "district": _anomaly.district,
        "platform": _anomaly.platform_id,
        "kitchen_anomaly": _anomaly.kind,
        "anomaly_disposal": _anomaly.disposal,
        **PLATFORM_SPLITS,
    },
    platform_of(_anomaly.platform_id),
)
