"""Every time limit that the law gives us to keep, by version: what is counted, from when, by which article."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from data_access.domain.text import Text

Unit = Literal["working_days", "days", "months", "month_ends", "days_before", "working_days_before"]
_LENGTHS: dict[Unit, Text] = {
    "working_days": Text("{}个工作日", "{} working days"),
    "days": Text("{}日", "{} days"),
    "months": Text("{}个月", "{} months"),
    "month_ends": Text("其后第{}个月的月末", "the end of month {} after it"),
    "days_before": Text("至少提前{}日", "at least {} days before"),
    "working_days_before": Text("至少提前{}个工作日", "at least {} working days before"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a time limit: so many working days, calendar days, months or ends of months, for steps begun in since…until.

    `days_before` and `working_days_before` are days by which a step must precede the day that it leads to.

    The oldest version that we keep has no `since`: it also measures what began before its law was in force.
    `is_certain` is false where we could not read the text of the article itself: the reader is told so.
    """

    version: str
    step: str
    limit: int
    unit: Unit
    law: Text
    article: str
    since: date = date.min
    until: date = date.max
    is_certain: bool = True

    def length(self, lang: str) -> str:
        """Return how long the limit is, in words."""
        return _LENGTHS[self.unit](lang).format(self.limit)


_CONSUMER_LAW = Text("消费者权益保护法", "Consumer Protection Law")
_ORDER_20 = Text(
    "市场监督管理投诉举报处理暂行办法（总局令第20号）",
    "Interim Measures on Complaints and Reports (SAMR Order 20)",
)
_ORDER_121 = Text(
    "市场监督管理投诉举报处理办法（总局令第121号）", "Measures on Complaints and Reports (SAMR Order 121)"
)
_PROCEDURE = Text("市场监督管理行政处罚程序规定", "Provisions on Administrative Penalty Procedures")
_PENALTY_LAW = Text("行政处罚法", "Administrative Penalty Law")
_PUBLICITY = Text(
    "市场监督管理行政处罚信息公示规定（总局令第45号）", "Provisions on Publishing Penalties (SAMR Order 45)"
)
_COUNCIL = Text("浙江省实施《消费者权益保护法》办法", "Zhejiang Measures for the Consumer Protection Law")
_ODR = Text("消费争议在线解决（ODR）机制工作要求", "Requirements of online dispute resolution (ODR)")
_ECOMMERCE = Text("电子商务法", "E-commerce Law")
_TRADING = Text("网络交易监督管理办法（总局令第37号）", "Measures for Online Trading (SAMR Order 37)")
_TAX_DATA = Text(
    "互联网平台企业涉税信息报送规定（国务院令第810号）",
    "Provisions on Tax Information of Internet Platforms (State Council Order 810)",
)
_ORDER_116 = Text(
    "网络交易平台规则监督管理办法（总局、网信办令第116号）",
    "Measures on the Rules of Platforms (SAMR and CAC Order 116)",
)
_FEES = Text("网络交易平台收费行为合规指南（2025-07-31）", "Guideline on Platforms' Fees (2025-07-31)")
_ZHEJIANG = Text("浙江省电子商务条例", "Zhejiang E-commerce Regulations")
_LAST_OF_20, _FIRST_OF_121 = date(2026, 4, 14), date(2026, 4, 15)
_BEFORE_116, _FIRST_OF_116 = date(2026, 1, 31), date(2026, 2, 1)

#: Each step: what it is called, and from when its limit runs. The day of that event is not counted.
STEPS: dict[str, tuple[Text, Text]] = {
    "acceptance": (Text("受理或不予受理并告知", "Accept or refuse, and tell"), Text("收到投诉", "receipt of the complaint")),
    "mediation": (Text("调解终结", "Mediation ends"), Text("受理投诉", "acceptance")),
    "termination_notice": (Text("告知终止调解", "Tell of the end of mediation"), Text("终止调解", "end of mediation")),
    "mediation_lead": (Text("调解中发现线索的核查", "Verify a lead found in mediation"), Text("发现线索", "finding the lead")),
    "mediation_lead_extended": (Text("同上，经批准延长", "The same, extended with approval"), Text("发现线索", "finding the lead")),
    "verification": (Text("举报核查并决定是否立案", "Verify and decide on filing"), Text("收到举报或发现线索", "receipt or finding")),
    "verification_extended": (Text("同上，经批准延长", "The same, extended with approval"), Text("收到举报或发现线索", "receipt or finding")),
    "reporter_notice": (Text("告知实名举报人是否立案", "Tell the named reporter"), Text("作出是否立案决定", "decision on filing")),
    "case_review": (Text("案件审核或法制审核", "Review of a case before its notice"), Text("接到审核材料", "receipt of the file")),
    "defence": (Text("当事人陈述申辩或要求听证，逾期视为放弃", "Defence, or asking for a hearing; waived afterwards"), Text("告知书送达", "service of the notice")),
    "hearing_notice": (Text("通知当事人听证的时间、地点", "Tell when and where the hearing is"), Text("举行听证", "the hearing")),
    "decision": (Text("作出处罚决定", "Decide the case"), Text("立案", "filing")),
    "decision_extended": (Text("作出处罚决定，经批准延长", "Decide the case, extended with approval"), Text("立案", "filing")),
    "service": (Text("送达处罚决定书（当事人不在场）", "Serve the decision on an absent party"), Text("作出决定", "decision")),
    "payment": (Text("缴纳罚款", "Pay the fine"), Text("收到行政处罚决定书", "receipt of the decision")),
    "closure": (Text("填写结案审批表结案", "Close the case"), Text("决定执行完毕，或者决定不予处罚、移送", "execution, or a decision of no penalty or transfer")),
    "publicity": (Text("公示处罚信息", "Publish the penalty"), Text("作出决定", "decision")),
    "publicity_push": (Text("向外省登记地推送处罚信息", "Push it to the province of registration"), Text("作出决定", "decision")),
    "publicity_elsewhere": (Text("外省登记地公示", "Publish it there"), Text("收到推送", "receipt of the push")),
    "publicity_withdrawal": (Text("撤回被变更或撤销的公示", "Withdraw what was changed or annulled"), Text("决定变更或撤销", "change or annulment")),
    "publicity_end_minor": (Text("轻微处罚停止公示（最短）", "Earliest end of publicity, minor"), Text("公示", "publication")),
    "publicity_end": (Text("处罚停止公示", "End of publicity"), Text("公示", "publication")),
    "council_acceptance": (Text("消保委受理", "Consumer council accepts"), Text("收到投诉", "receipt of the complaint")),
    "council_mediation": (Text("消保委组织调解", "Consumer council mediates"), Text("受理投诉", "acceptance")),
    "odr": (Text("ODR企业与消费者协商", "ODR enterprise negotiates"), Text("收到投诉", "receipt of the complaint")),
    "counter_notice": (Text("未投诉起诉则终止知识产权措施", "End IP measures without suit"), Text("转送声明到达权利人", "the declaration reaching the right holder")),
    "identity_report": (Text("平台报送身份信息（1月、7月）", "Report sellers' identities (January, July)"), Text("半年终了", "the end of the half-year")),
    "tax_report": (Text("平台报送涉税信息（每季度）", "Report tax data (each quarter)"), Text("季度终了", "the end of the quarter")),
    "seller_verification": (Text("平台核验更新平台内经营者信息", "Verify sellers again"), Text("上次核验", "last verification")),
    "seller_change": (Text("平台内经营者报告信息变更", "Seller reports a change"), Text("信息变更", "the change")),
    "seller_change_verification": (Text("平台核验变更信息", "Platform verifies the change"), Text("收到变更报告", "receipt of the report")),
    "rule_notice": (Text("公示修改的平台规则", "Publish a changed rule"), Text("规则生效", "the day it takes effect")),
    "rule_notice_major": (Text("公示重大修改的平台规则", "Publish a change of weight"), Text("规则生效", "the day it takes effect")),
    "rule_history": (Text("留存平台规则历史版本", "Keep earlier versions of a rule"), Text("被新版本替代", "its replacement")),
    "data_retention": (Text("交易信息保存（最短）", "Keep transaction data, at least"), Text("交易完成", "completion of the transaction")),
}  # fmt: skip

# Where a rule was carried over to Order 121 whose article we have not read, it is marked as not certain.
RULES: tuple[Rule, ...] = (
    Rule("acceptance-7wd", "acceptance", 7, "working_days", _CONSUMER_LAW, "46"),
    Rule("mediation-45wd", "mediation", 45, "working_days", _ORDER_20, "21(5)", until=_LAST_OF_20),
    Rule("mediation-60d", "mediation", 60, "days", _ORDER_121, "23(5)", since=_FIRST_OF_121),
    Rule("termination-7wd", "termination_notice", 7, "working_days", _ORDER_20, "21", until=_LAST_OF_20),
    Rule("termination-7wd-121", "termination_notice", 7, "working_days", _ORDER_121, "23", _FIRST_OF_121, is_certain=False),
    Rule("lead-15wd", "mediation_lead", 15, "working_days", _ORDER_20, "23", until=_LAST_OF_20),
    Rule("lead-15wd-121", "mediation_lead", 15, "working_days", _PROCEDURE, "18", _FIRST_OF_121, is_certain=False),
    Rule("lead-15+15wd", "mediation_lead_extended", 30, "working_days", _ORDER_20, "23", until=_LAST_OF_20),
    Rule("lead-15+15wd-121", "mediation_lead_extended", 30, "working_days", _PROCEDURE, "18", _FIRST_OF_121, is_certain=False),
    Rule("verification-15wd", "verification", 15, "working_days", _PROCEDURE, "18"),
    Rule("verification-15+15wd", "verification_extended", 30, "working_days", _PROCEDURE, "18"),
    Rule("reporter-5wd", "reporter_notice", 5, "working_days", _ORDER_20, "31", until=_LAST_OF_20),
    Rule("reporter-5wd-121", "reporter_notice", 5, "working_days", _ORDER_121, "31", _FIRST_OF_121, is_certain=False),
    Rule("decision-90d", "decision", 90, "days", _PENALTY_LAW, "60"),
    Rule("decision-90+30d", "decision_extended", 120, "days", _PROCEDURE, "64"),
    Rule("review-10wd", "case_review", 10, "working_days", _PROCEDURE, "55"),
    # The law as revised is in force since 2021-07-15. By its article 85 days up to seven are working days, which the law before
    # did not say; payment had the same limit in article 46.
    Rule("defence-3d-2017", "defence", 3, "days", _PENALTY_LAW, "42", until=date(2021, 7, 14), is_certain=False),
    Rule("defence-5wd", "defence", 5, "working_days", _PROCEDURE, "57", since=date(2021, 7, 15)),
    Rule("hearing-7d-2017", "hearing_notice", 7, "days_before", _PENALTY_LAW, "42", until=date(2021, 7, 14)),
    Rule("hearing-7wd", "hearing_notice", 7, "working_days_before", _PENALTY_LAW, "64(2), 85", since=date(2021, 7, 15)),
    Rule("service-7d-2017", "service", 7, "days", _PENALTY_LAW, "40", until=date(2021, 7, 14), is_certain=False),
    Rule("service-7wd", "service", 7, "working_days", _PENALTY_LAW, "61, 85", since=date(2021, 7, 15)),
    Rule("payment-15d-2017", "payment", 15, "days", _PENALTY_LAW, "46", until=date(2021, 7, 14)),
    Rule("payment-15d", "payment", 15, "days", _PENALTY_LAW, "67(3)", since=date(2021, 7, 15)),
    Rule("closure-15wd", "closure", 15, "working_days", _PROCEDURE, "77"),
    Rule("publicity-20wd", "publicity", 20, "working_days", _PUBLICITY, "9"),
    Rule("push-10wd", "publicity_push", 10, "working_days", _PUBLICITY, "9, 10"),
    Rule("elsewhere-10wd", "publicity_elsewhere", 10, "working_days", _PUBLICITY, "9, 10"),
    Rule("withdrawal-3wd", "publicity_withdrawal", 3, "working_days", _PUBLICITY, "11"),
    Rule("end-3m", "publicity_end_minor", 3, "months", _PUBLICITY, "13"),
    Rule("end-3y", "publicity_end", 36, "months", _PUBLICITY, "13"),
    Rule("council-5wd", "council_acceptance", 5, "working_days", _COUNCIL, "32"),
    Rule("council-10wd", "council_mediation", 10, "working_days", _COUNCIL, "32"),
    Rule("odr-10wd", "odr", 10, "working_days", _ODR, "—", is_certain=False),
    Rule("counter-15d", "counter_notice", 15, "days", _ECOMMERCE, "43"),
    # Each January and July, of the half-year before: it ends with the month. Order 37 is in force since 2021-05-01, and
    # Zhejiang's article 11, which says the same there, since 2022-03-01; Order 810 since 2025-06-20.
    Rule("identity-month", "identity_report", 1, "month_ends", _TRADING, "25", is_certain=False),
    Rule("tax-month", "tax_report", 1, "month_ends", _TAX_DATA, "4"),
    Rule("seller-6m", "seller_verification", 6, "months", _ZHEJIANG, "8, 9"),
    Rule("seller-3wd", "seller_change", 3, "working_days", _ZHEJIANG, "8, 9"),
    Rule("seller-7wd", "seller_change_verification", 7, "working_days", _ZHEJIANG, "8, 9"),
    # Of Order 116 only what others say of article 12 could be read; before it the law made no difference of weight.
    Rule("rule-notice-7d", "rule_notice", 7, "days_before", _ECOMMERCE, "34", until=_BEFORE_116),
    Rule("rule-notice-7d-116", "rule_notice", 7, "days_before", _ORDER_116, "12", _FIRST_OF_116, is_certain=False),
    Rule("rule-major-7d", "rule_notice_major", 7, "days_before", _ECOMMERCE, "34", until=_BEFORE_116),
    Rule("rule-major-15d-116", "rule_notice_major", 15, "days_before", _ORDER_116, "12", _FIRST_OF_116, is_certain=False),
    # The guideline asks it of rules on fees; that other rules are kept as long we could not read in the text of their own law.
    Rule("rule-history-3y", "rule_history", 36, "months", _FEES, "—", is_certain=False),
    Rule("retention-3y", "data_retention", 36, "months", _ECOMMERCE, "31"),
)  # fmt: skip
