"""红盾云桥 and other bridges: what is exchanged with platforms, how well the connectors work, who sellers are."""

from sqlalchemy import case

from data_access.domain.text import Text
from data_access.metrics.indicators.base import PerDay, indicator
from data_access.metrics.indicators.measures import count, distinct, quotient, total
from data_access.metrics.indicators.units import PLATFORMS as PLATFORM_UNIT
from data_access.metrics.indicators.units import RATIO, Unit
from data_access.metrics.sources import EXCHANGES, IDENTITY_CHECKS, PLATFORMS, among
from data_access.store.schema import data_exchange, identity_check

RECORDS = Unit("records", Text("条", "records"))
CALLS = Unit("calls", Text("次", "calls"))
MILLISECONDS = Unit("milliseconds", Text("毫秒", "ms"))
BRIDGES = Unit("bridges", Text("座", "bridges"))
RECORDS_PER_DAY = Unit("records_per_day", Text("条/日", "records a day"), decimals=1)
SYSTEM = "red_shield_bridge"

_exchange, _check = data_exchange.c, identity_check.c

exchange_records = indicator(
    "exchange_records",
    Text("政企数据交换量", "Records exchanged"),
    Text("期内经云桥双向交换的数据记录数（条次）；公开数为2020年34.5万条，2015年12月至2021年6月累计超过170万条。",
         "Records exchanged with platforms in both directions; published: 345,000 in 2020, over 1.7 million from December 2015 "
         "to June 2021."),
    Text("Σ 交换记录数", "sum of records"),
    RECORDS, EXCHANGES, "created", total(_exchange.records), system=SYSTEM,
)  # fmt: skip
exchange_records_per_day = indicator(
    "exchange_records_per_day",
    Text("日均交换量", "Records a day"),
    Text("期内政企数据交换量除以自然日数：接口周末与假日也在运行。",
         "Records exchanged over the calendar days of the period: connectors run on weekends and holidays too."),
    Text("交换记录数 ÷ 自然日", "records ÷ calendar days"),
    RECORDS_PER_DAY, EXCHANGES, "created", PerDay(exchange_records), system=SYSTEM,
)  # fmt: skip
exchange_calls = indicator(
    "exchange_calls",
    Text("接口调用次数", "Calls"),
    Text("期内云桥接口调用次数，含每小时一次的增量查询。", "Calls of the connectors, the hourly question for changes among them."),
    Text("Σ 调用次数", "sum of calls"),
    CALLS, EXCHANGES, "created", total(_exchange.calls), system=SYSTEM,
)  # fmt: skip
exchange_success_rate = indicator(
    "exchange_success_rate",
    Text("接口调用成功率", "Calls that succeed"),
    Text("期内接口调用中成功返回的比例。", "Of the calls in the period, the share that succeeded."),
    Text("成功次数 ÷ 调用次数", "succeeded ÷ calls"),
    RATIO, EXCHANGES, "created", quotient(_exchange.succeeded, _exchange.calls), good="up", min_n=30, system=SYSTEM,
)  # fmt: skip
exchange_latency = indicator(
    "exchange_latency",
    Text("平均响应时间", "Mean response time"),
    Text("期内接口调用的平均响应时间，按调用次数加权。", "Mean response time of the calls in the period."),
    Text("Σ(平均响应 × 调用次数) ÷ Σ 调用次数", "mean response, weighted by calls"),
    MILLISECONDS, EXCHANGES, "created",
    quotient(_exchange.latency_ms * _exchange.calls, case((_exchange.latency_ms.is_not(None), _exchange.calls))),
    good="down", min_n=30, system=SYSTEM,
)  # fmt: skip
exchange_match_rate = indicator(
    "exchange_match_rate",
    Text("自动比对一致率", "Records that match"),
    Text("期内与登记、许可自动比对的记录中一致的比例；查无登记的不计入。",
         "Of the records compared with registrations and licences, the share that matched; those not found do not count."),
    Text("一致 ÷（一致＋不一致）", "matched ÷ (matched + mismatched)"),
    RATIO, EXCHANGES, "created", quotient(_exchange.matched, _exchange.matched + _exchange.mismatched), good="up",
    min_n=30, system=SYSTEM,
)  # fmt: skip
exchange_completeness = indicator(
    "exchange_completeness",
    Text("数据完整率", "Complete records"),
    Text("期内交换的记录中必填项齐全的比例。", "Of the records exchanged, the share with every required field."),
    Text("齐全记录 ÷ 交换记录", "complete ÷ records"),
    RATIO, EXCHANGES, "created", quotient(_exchange.complete, _exchange.records), good="up", min_n=30, system=SYSTEM,
)  # fmt: skip
platforms_on_bridge = indicator(
    "platforms_on_bridge",
    Text("接入云桥平台", "Platforms on a bridge"),
    Text("期末在营且已接入云桥的平台数。", "Platforms in operation that have joined a bridge at the end of the period."),
    Text("在营且期末前已接入的平台计数", "count of platforms in operation that had joined by then"),
    PLATFORM_UNIT, PLATFORMS, "on_bridge", count(), system=SYSTEM,
)  # fmt: skip
bridges_in_use = indicator(
    "bridges_in_use",
    Text("在用云桥", "Bridges in use"),
    Text("期内有数据交换的云桥数。", "Bridges over which anything was exchanged in the period."),
    Text("有交换的云桥去重计数", "distinct bridges with an exchange"),
    BRIDGES, EXCHANGES, "created", distinct(_exchange.bridge), system="cross_platform_bridge",
)  # fmt: skip
reviews_read = indicator(
    "reviews_read",
    Text("筛查评价数", "Reviews read"),
    Text("期内“天眼”从平台评价中筛查的记录数。", "Reviews of platforms that Tianyan read in the period."),
    Text("数据类型为评价数据的记录数", "sum of records of that type"),
    RECORDS, EXCHANGES, "created", total(_exchange.records), where=among(_exchange.data_type, ["review"]),
    system="cross_platform_bridge", blind=("data_type",),
)  # fmt: skip
review_leads = indicator(
    "review_leads",
    Text("评价挖掘线索", "Leads mined from reviews"),
    Text("期内“天眼”从评价中发现并推送线下核查的疑似食品问题线索数。",
         "Suspected food problems that Tianyan found in reviews and sent out to be looked at."),
    Text("数据类型为评价线索的记录数", "sum of records of that type"),
    RECORDS, EXCHANGES, "created", total(_exchange.records), where=among(_exchange.data_type, ["review_lead"]),
    system="cross_platform_bridge", blind=("data_type",),
)  # fmt: skip
identity_checks = indicator(
    "identity_checks",
    Text("主体核验量", "Identity checks"),
    Text("期内平台提交核验的经营者身份记录数。", "Identities of sellers that platforms submitted for a check."),
    Text("Σ 提交核验", "sum of those submitted"),
    RECORDS, IDENTITY_CHECKS, "created", total(_check.submitted), system=SYSTEM,
)  # fmt: skip
identity_mismatches = indicator(
    "identity_mismatches",
    Text("疑似冒用", "Suspected impersonations"),
    Text("期内核验结果与登记不一致的记录数。", "Identities that did not agree with the register."),
    Text("Σ 核验不一致", "sum of mismatches"),
    RECORDS, IDENTITY_CHECKS, "created", total(_check.mismatched), good="down", system=SYSTEM,
)  # fmt: skip
identity_mismatch_rate = indicator(
    "identity_mismatch_rate",
    Text("主体核验不一致率", "Identity mismatch rate"),
    Text("期内提交核验的记录中与登记不一致（疑似冒用）的比例；1% 为本舱参考线，并非公布的考核目标。",
         "Of the identities submitted, the share that did not agree with the register; 1% is this cockpit's own reference line, "
         "not a published target."),
    Text("不一致 ÷ 提交核验", "mismatched ÷ submitted"),
    RATIO, IDENTITY_CHECKS, "created", quotient(_check.mismatched, _check.submitted), good="down", min_n=30, target=0.01,
    basis=Text("《电子商务法》第二十七条", "E-commerce Law, art. 27"), system=SYSTEM,
)  # fmt: skip
