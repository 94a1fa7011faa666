"""金华信用: what platforms are told of their grade, and the mark that stands with their licence."""

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Maturity, indicator
from data_access.metrics.indicators.measures import count, ratio
from data_access.metrics.indicators.units import ITEMS, RATIO
from data_access.metrics.sources import CREDIT_NOTICES
from data_access.store.schema import credit_notice

_notice = credit_notice.c
SYSTEM = "credit_supervision"

credit_notices = indicator(
    "credit_notices",
    Text("信用告知", "Notices of credit"),
    Text("期内告知平台信用等级的次数：首次评价和等级变动时告知。",
         "Notices of the grade sent to platforms within the period: at the first assessment, and when the colour changes."),
    Text("按告知日期计数", "count by day sent"),
    ITEMS, CREDIT_NOTICES, "sent", count(), system=SYSTEM,
)  # fmt: skip
notices_received = indicator(
    "notices_received",
    Text("告知回执率", "Receipts"),
    Text("期内告知中平台已回执的比例。", "Of the notices sent within the period, the share whose receipt is here."),
    Text("已回执 ÷ 告知", "received ÷ sent"),
    RATIO, CREDIT_NOTICES, "sent", ratio(_notice.received_on.is_not(None)), good="up", min_n=10, target=1.0, system=SYSTEM,
    matures=Maturity(20, (_notice.received_on,)),
)  # fmt: skip
marks_displayed = indicator(
    "marks_displayed",
    Text("信用标识展示率", "Marks on the licence page"),
    Text("期内告知的平台中，信用标识已在亮照亮证页展示的比例。",
         "Of the notices sent within the period, the share whose mark stands on the page that shows the platform's licence."),
    Text("已展示 ÷ 告知", "displayed ÷ sent"),
    RATIO, CREDIT_NOTICES, "sent", ratio(_notice.displayed_on.is_not(None)), good="up", min_n=10, target=1.0, system=SYSTEM,
    matures=Maturity(20, (_notice.displayed_on,)),
)  # fmt: skip
