"""What platforms owe the authorities: identity and tax files in time and complete, and answers to co-investigation.

Legal sources, as far as their texts were found:

* Identities: 网络交易监督管理办法 (SAMR Order 37, published 2021-03-15, in force 2021-05-01) art. 25, each January and July. The
  article itself could not be read, only public works that cite it, nor what Order 101 (2025-03-18) changed of it;
  浙江省电子商务条例 (in force 2022-03-01) art. 11 says the same of the platforms of Zhejiang.
* Tax data: 互联网平台企业涉税信息报送规定 (State Council Order 810, published and in force 2025-06-20) art. 4, within the month
  after each quarter, to the tax authority.
* Answers: 网络交易执法协查暂行办法 (国市监网监发〔2024〕115号, 2024-12-18, in force 2025-01-20). Its article on how long an answer may
  take could not be found: the limit is the one that each request sets.
"""

from sqlalchemy import and_, or_

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Maturity, indicator
from data_access.metrics.indicators.measures import count, mean_days, ratio, share_of_amounts
from data_access.metrics.indicators.units import DAYS, ITEMS, RATIO, Unit
from data_access.metrics.sources import PLATFORM_REPORTS, REQUESTS, among, outside
from data_access.store.engines import Day
from data_access.store.schema import co_investigation, platform_report

FILES = Unit("files", Text("份", "files"))
_report, _request = platform_report.c, co_investigation.c
_BASIS = Text(
    "身份信息：《网络交易监督管理办法》（总局令第37号，2021-05-01施行）第二十五条，每年1月、7月（原文未读到，据公开摘引；2025年修正未读到）；"
    "《浙江省电子商务条例》（2022-03-01施行）第十一条。涉税信息：《互联网平台企业涉税信息报送规定》（国务院令第810号，2025-06-20施行）第四条，季度终了的次月内",
    "Identities: Measures for Online Trading (SAMR Order 37, in force 2021-05-01) art. 25, each January and July (the article was "
    "read in citations alone, its amendment of 2025 not at all); Zhejiang E-commerce Regulations (in force 2022-03-01) art. 11. Tax data: "
    "State Council Order 810 (in force 2025-06-20) art. 4, within the month after the quarter",
)
_ASKED = Text(
    "《网络交易执法协查暂行办法》（国市监网监发〔2024〕115号，2025-01-20施行）；规定答复天数的条文未找到，期限以协查请求写明的为准",
    "Interim Measures for Co-investigation in Online Trading (SAMR 2024 No. 115, in force 2025-01-20); its article on the days of an "
    "answer was not found, the limit is that of the request",
)
_MEASURED = Text("所属期早于规定施行的，按同一期限衡量。", " Periods before the law was in force are measured by the same limit.")  # fmt: skip
_is_late = or_(_report.handed_in_at.is_(None), Day(_report.handed_in_at) > _report.due)
_is_short = _report.rows_complete < _report.rows_due
#: A file that is still to come mostly comes within two months.
_HANDED_IN = Maturity(60, (_report.handed_in_at,))

reports_due = indicator(
    "reports_due",
    Text("到期报送", "Files due"),
    Text(f"报送期限落在期内的平台报送份数：身份信息每半年一份，涉税信息每季度一份。{_MEASURED.zh}",
         f"Files whose limit falls within the period: identities for each half-year, tax data for each quarter.{_MEASURED.en}"),
    Text("按报送期限计数", "count by the last day in time"),
    FILES, PLATFORM_REPORTS, "due", count(), basis=_BASIS,
)  # fmt: skip
reports_on_time = indicator(
    "reports_on_time",
    Text("按时报送率", "Files in time"),
    Text("报送期限落在期内的报送中按时报送的比例；至今没有报送的计为未按时。",
         "Of the files whose limit falls within the period, the share handed in by then; those that have not come are late."),
    Text("按时报送 ÷ 到期报送", "handed in by the limit ÷ due"),
    RATIO, PLATFORM_REPORTS, "due", ratio(Day(_report.handed_in_at) <= _report.due), good="up", min_n=5, target=1.0, basis=_BASIS,
)  # fmt: skip
reports_late = indicator(
    "reports_late",
    Text("逾期报送", "Files late"),
    Text("报送期限落在期内、逾期才报送或至今没有报送的份数。", "Files whose limit falls within the period that came late or have not come."),
    Text("逾期与未报送的计数", "count handed in late or not at all"),
    FILES, PLATFORM_REPORTS, "due", count(), where=_is_late, good="down", basis=_BASIS, matures=_HANDED_IN,
)  # fmt: skip
report_days_late = indicator(
    "report_days_late",
    Text("逾期天数", "Days late"),
    Text("期内报送的逾期文件从期限到报送的平均自然日；没有报送的不计。", "Mean calendar days past the limit, of late files handed in within the period."),
    Text("Σ(报送日 − 期限) ÷ 逾期份数", "mean of handed in − due"),
    DAYS, PLATFORM_REPORTS, "handed_in", mean_days(_report.due, Day(_report.handed_in_at)),
    where=Day(_report.handed_in_at) > _report.due, good="down", min_n=5, basis=_BASIS,
)  # fmt: skip
reports_overdue = indicator(
    "reports_overdue",
    Text("逾期未报", "Files overdue now"),
    Text("期末已过报送期限、仍没有报送的份数，无论何时到期。", "Files past their limit at the end of the period that have not come, whenever due."),
    Text("期末逾期未报的计数", "count past the limit and not handed in"),
    FILES, PLATFORM_REPORTS, "overdue", count(), good="down", basis=_BASIS,
)  # fmt: skip
report_completeness = indicator(
    "report_completeness",
    Text("报送完整率", "Completeness of files"),
    Text("报送期限落在期内、已经报送的文件中，完整条数占应报条数的比例，以补正后为准；没有报送的另计。",
         "Of the files handed in whose limit falls within the period, complete rows over rows due, after corrections; files that did "
         "not come are counted elsewhere."),
    Text("Σ 完整条数 ÷ Σ 应报条数", "complete rows ÷ rows due"),
    RATIO, PLATFORM_REPORTS, "due", share_of_amounts(_report.rows_complete, _report.rows_due),
    where=and_(_report.handed_in_at.is_not(None), _report.rows_complete.is_not(None)), good="up", min_n=1, target=1.0, basis=_BASIS,
)  # fmt: skip
reports_short = indicator(
    "reports_short",
    Text("报送不全", "Files short of rows"),
    Text("报送期限落在期内、已经报送而完整条数少于应报条数的份数，以补正后为准。",
         "Files handed in whose limit falls within the period and that have fewer complete rows than are due, after corrections."),
    Text("完整条数少于应报条数的计数", "count with fewer complete rows than due"),
    FILES, PLATFORM_REPORTS, "due", count(), where=and_(_report.handed_in_at.is_not(None), _is_short), good="down", basis=_BASIS,
)  # fmt: skip
reports_returned = indicator(
    "reports_returned",
    Text("退回未补正", "Returned and not corrected"),
    Text("期末已退回补正而没有补正的报送份数，无论何时退回。", "Files returned for correction that are not corrected at the end of the period."),
    Text("期末退回未补正的计数", "count returned and not corrected"),
    FILES, PLATFORM_REPORTS, "returned", count(), good="down", basis=_BASIS,
)  # fmt: skip

_of_platforms = and_(
    _request.platform_id.is_not(None), among(_request.direction, ["in"]), outside(_request.kind, ["transfer"])
)
_unanswered = or_(_request.feedback_at.is_(None), Day(_request.feedback_at) > _request.due)
_ANSWERED = Maturity(60, (_request.feedback_at,))
co_answers_due = indicator(
    "co_answers_due",
    Text("平台到期协查", "Answers due from platforms"),
    Text("反馈期限落在期内、外地发来并涉及某一平台的协查请求（移送除外），要由平台提供信息。",
         "Requests of other regions about what a platform knows, transfers apart, whose limit falls within the period."),
    Text("按反馈期限计数", "count by the last day in time"),
    ITEMS, REQUESTS, "due", count(), where=_of_platforms, system="co_investigation", blind=("direction",), basis=_ASKED,
)  # fmt: skip
co_answers_late = indicator(
    "co_answers_late",
    Text("平台协查逾期", "Answers of platforms late"),
    Text("平台到期协查中逾期才反馈或至今没有反馈的请求。", "Answers due from platforms within the period that came late or have not come."),
    Text("逾期与未反馈的计数", "count answered late or not at all"),
    ITEMS, REQUESTS, "due", count(), where=and_(_of_platforms, _unanswered), good="down", system="co_investigation",
    blind=("direction",), basis=_ASKED, matures=_ANSWERED,
)  # fmt: skip
co_answers_short = indicator(
    "co_answers_short",
    Text("平台协查答复不全", "Answers of platforms in part"),
    Text("平台到期协查中已经反馈、只提供了一部分的请求。", "Answers due from platforms within the period that gave a part alone."),
    Text("结果为部分提供的计数", "count provided in part"),
    ITEMS, REQUESTS, "due", count(), where=and_(_of_platforms, among(_request.result, ["partly"])), good="down",
    system="co_investigation", blind=("direction", "co_result"), basis=_ASKED, matures=_ANSWERED,
)  # fmt: skip
