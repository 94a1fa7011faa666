"""异地协查: requests between the city and other regions, how fast they are answered, and with whom it agreed to work."""

from sqlalchemy import and_

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Per, PerDay, indicator
from data_access.metrics.indicators.measures import count, distinct, mean_days, quantile_days, ratio, total
from data_access.metrics.indicators.units import DAYS, ITEMS, RATIO, Unit
from data_access.metrics.sources import ACCOUNTS, AGREEMENTS, REQUESTS, among
from data_access.store.engines import Day
from data_access.store.schema import co_investigation, partner_region

PER_DAY = Unit("items_per_day", Text("件/日", "items a day"), decimals=1)
AGREEMENT_UNIT = Unit("agreements", Text("份", "agreements"))
NUMBER = Unit("number", Text("个", "in number"))
PER_ACCOUNT = Unit("per_account", Text("件/账号", "each"), decimals=1)
SYSTEM = "co_investigation"

_request = co_investigation.c
_ANSWERED = (_request.sent_at, _request.feedback_at)

co_investigations = indicator(
    "co_investigations",
    Text("异地协查量", "Co-investigations"),
    Text("期内发出的协查请求数，含外地来协查与本市发协查。公开数：2020年73,901件，2020年1月至2021年6月85,601件；"
         "2021年上半年因此只有11,700件，口径待核实，不宜外推。",
         "Requests sent in the period, by other regions and by the city. Published: 73,901 in 2020 and 85,601 from January 2020 "
         "to June 2021, which leaves 11,700 for the first half of 2021: its counting is to be verified, do not extrapolate."),
    Text("按发出时间计数", "count by day sent"),
    ITEMS, REQUESTS, "created", count(), system=SYSTEM,
)  # fmt: skip
co_investigations_per_day = indicator(
    "co_investigations_per_day",
    Text("日均协查量", "Requests a day"),
    Text("期内协查量除以自然日数，不论经云桥还是人工。公开数“日均202件”是2020年73,901件÷366个自然日，“12件”是2014年人工比对；"
         "调解平台的“日均701件”按工作日计，两者不可比。",
         "Requests over calendar days, whether over a bridge or by hand. The published 202 a day are the 73,901 of 2020 over 366 "
         "calendar days, the 12 of 2014 were compared by hand; the 701 a day of the mediation platform divide by working days."),
    Text("协查量 ÷ 自然日", "requests ÷ calendar days"),
    PER_DAY, REQUESTS, "created", PerDay(co_investigations), system=SYSTEM,
)  # fmt: skip
co_online_share = indicator(
    "co_online_share",
    Text("云桥协查占比", "Requests over a bridge"),
    Text("期内协查请求中经云桥流转、而非人工比对的比例。", "Of the requests of the period, the share that went over a bridge, not by hand."),
    Text("经云桥 ÷ 全部请求", "over a bridge ÷ requests"),
    RATIO, REQUESTS, "created", ratio(_request.bridge.is_not(None)), good="up", min_n=30, system=SYSTEM,
    blind=("bridge",),
)  # fmt: skip
co_feedback_on_time = indicator(
    "co_feedback_on_time",
    Text("协查3日反馈率", "Answered in 3 days"),
    Text("反馈期限（发出后第3个自然日）落在期内的请求中按期反馈的比例；未反馈计为未按期。",
         "Of the requests whose limit, the third calendar day after sending, falls in the period, the share answered by then; "
         "those without an answer count as late."),
    Text("按期反馈 ÷ 到期请求", "answered in time ÷ due"),
    RATIO, REQUESTS, "due", ratio(Day(_request.feedback_at) <= _request.due), good="up", min_n=30, system=SYSTEM,
    basis=Text("公开报道：信息交换周期由3—5个月缩短至2—3天", "Published: the cycle fell from 3–5 months to 2–3 days"),
)  # fmt: skip
_CYCLE = Text(
    "期内反馈的协查请求从发出到反馈的自然日。",
    "Calendar days from sending to the answer, of the requests answered in the period.",
)
co_days = indicator(
    "co_days",
    Text("协查平均周期", "Mean days to answer"),
    Text("期内反馈的协查请求从发出到反馈的平均自然日；公开数为2—3天。",
         "Mean calendar days from sending to the answer, of the requests answered in the period; published: 2 to 3 days."),
    Text("Σ(反馈 − 发出) ÷ 反馈数", "mean of answered − sent"),
    DAYS, REQUESTS, "answered", mean_days(*_ANSWERED), good="down", min_n=30, target=3, system=SYSTEM,
)  # fmt: skip
co_days_p10, co_days_p25, co_days_p50, co_days_p75, co_days_p90 = (
    indicator(
        f"co_days_p{share}",
        Text(f"P{share}协查周期", f"P{share} days to answer"),
        _CYCLE,
        Text(f"{share}% 的请求不超过的天数", f"the days that {share}% of the requests do not exceed"),
        DAYS, REQUESTS, "answered", quantile_days(share / 100, *_ANSWERED), good="down", min_n=30, system=SYSTEM,
    )
    for share in (10, 25, 50, 75, 90)
)  # fmt: skip
co_backlog = indicator(
    "co_backlog",
    Text("待反馈协查", "Unanswered requests"),
    Text("期末已发出而未反馈的协查请求数，无论何时发出；「期内发出协查的结果」里的待反馈只计期内发出的，差额是此前发出的。",
         "Requests sent and not answered at the end of the period, whenever they were sent. Among the results of the requests of "
         "the period only those sent within it are unanswered; the difference was sent before."),
    Text("期末未反馈的请求计数", "count of requests without an answer"),
    ITEMS, REQUESTS, "open", count(), good="down", system=SYSTEM,
)  # fmt: skip
co_overdue = indicator(
    "co_overdue",
    Text("逾期未反馈协查", "Requests past their limit"),
    Text("期末已过反馈期限而未反馈的协查请求，无论何时发出。", "Requests whose limit is over at the end of the period and that have no answer, whenever sent."),
    Text("期末逾期未反馈的请求计数", "count of requests past their limit without an answer"),
    ITEMS, REQUESTS, "overdue", count(), good="down", system=SYSTEM,
)  # fmt: skip
co_rapid_disposals = indicator(
    "co_rapid_disposals",
    Text("在线快速处置", "Rapid disposals"),
    Text("期内反馈并在线快速处置的违法行为数；公开数为2020年2,137条。",
         "Violations disposed of at once online, by day of the answer; published: 2,137 in 2020."),
    Text("标记为快速处置的请求计数", "count of requests so marked"),
    ITEMS, REQUESTS, "answered", count(), where=_request.is_rapid, good="up", system=SYSTEM,
)  # fmt: skip
_TRANSFER = among(_request.kind, ["transfer"])
co_transfers_accepted = indicator(
    "co_transfers_accepted",
    Text("移送接收", "Transfers accepted"),
    Text("期内反馈的移送中对方已接收的件数。", "Transfers that the other side accepted, by day of the answer."),
    Text("结果为移送已接收的请求计数", "count of requests with that result"),
    ITEMS, REQUESTS, "answered", count(), where=and_(_TRANSFER, among(_request.result, ["accepted"])), system=SYSTEM,
    blind=("co_kind", "co_result"),
)  # fmt: skip
co_transfer_acceptance = indicator(
    "co_transfer_acceptance",
    Text("移送接收率", "Transfer acceptance"),
    Text("期内反馈的移送中对方接收的比例。", "Of the transfers answered in the period, the share that was accepted."),
    Text("已接收 ÷ 已反馈移送", "accepted ÷ transfers answered"),
    RATIO, REQUESTS, "answered", ratio(among(_request.result, ["accepted"])), where=_TRANSFER, good="up", min_n=30,
    system=SYSTEM, blind=("co_kind", "co_result"),
)  # fmt: skip
co_agreements = indicator(
    "co_agreements",
    Text("协作协议", "Agreements"),
    Text("期末有效的协作协议份数，与覆盖地区数、账号数是三个口径；公开数为2021年6月底240份。",
         "Agreements in force at the end of the period, not the same as regions or accounts; published: 240 in mid-2021."),
    Text("期末有效协议计数", "count of agreements in force"),
    AGREEMENT_UNIT, AGREEMENTS, "as_of", count(), system=SYSTEM,
)  # fmt: skip
co_accounts = indicator(
    "co_accounts",
    Text("异地账号", "Partner accounts"),
    Text("期末有效协议下为异地开通的账号数；公开数为2021年6月底520个。",
         "Accounts opened for other regions under agreements in force; published: 520 in mid-2021."),
    Text("Σ 开通账号数", "sum of accounts"),
    NUMBER, AGREEMENTS, "as_of", total(partner_region.c.accounts), system=SYSTEM,
)  # fmt: skip
co_partner_regions = indicator(
    "co_partner_regions",
    Text("协作地区", "Partner regions"),
    Text("期末有有效协议的地区数，按地区去重；公开数为2020年底217个地区。",
         "Distinct regions with an agreement in force; published: 217 at the end of 2020."),
    Text("地区去重计数", "distinct regions"),
    NUMBER, AGREEMENTS, "as_of", distinct(partner_region.c.region), system=SYSTEM,
)  # fmt: skip
co_partner_provinces = indicator(
    "co_partner_provinces",
    Text("协作省份", "Partner provinces"),
    Text("期末有有效协议的省（区、市）数；公开数为20余个。", "Distinct provinces with an agreement in force; published: more than 20."),
    Text("省份去重计数", "distinct provinces"),
    NUMBER, AGREEMENTS, "as_of", distinct(partner_region.c.province), system=SYSTEM,
)  # fmt: skip
co_accounts_open = indicator(
    "co_accounts_open",
    Text("在用协查账号", "Accounts in use"),
    Text("期末已开通、未停用的异地账号，按账号登记计。", "Accounts of partners that are open at the end of the period, by the register of accounts."),
    Text("期末未停用的账号数", "count of open accounts"),
    NUMBER, ACCOUNTS, "as_of", count(), system=SYSTEM,
)  # fmt: skip
co_accounts_active = indicator(
    "co_accounts_active",
    Text("活跃账号", "Active accounts"),
    Text("期内发出的协查请求涉及的对方账号，按账号去重。", "Distinct accounts of partners behind the requests of the period."),
    Text("对方账号去重计数", "distinct accounts"),
    NUMBER, REQUESTS, "created", distinct(_request.account_id), good="up", system=SYSTEM,
)  # fmt: skip
co_requests_by_account = indicator(
    "co_requests_by_account",
    Text("账号往来协查", "Requests by accounts"),
    Text("期内发出、记有对方账号的协查请求。", "Requests of the period that name the account of the other side."),
    Text("有对方账号的请求计数", "count of requests with an account"),
    ITEMS, REQUESTS, "created", count(), where=_request.account_id.is_not(None), system=SYSTEM,
)  # fmt: skip
co_account_activity = indicator(
    "co_account_activity",
    Text("账号平均协查", "Requests for each active account"),
    Text("期内经账号往来的协查请求除以活跃账号数。", "Requests of the period that name an account over the accounts that they name."),
    Text("账号往来协查 ÷ 活跃账号", "requests by accounts ÷ active accounts"),
    PER_ACCOUNT, REQUESTS, "created", Per(co_requests_by_account, co_accounts_active), system=SYSTEM,
)  # fmt: skip
