"""The supervision systems that stand behind the cockpits: what each is for, whose it is, and the numbers that tell its state."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from data_access.domain.text import Text


@dataclass(frozen=True, slots=True)
class System:
    """One system: its page is `/systems/<key>`.

    `function` is what it does in a few words, and what it is called wherever it has no name of its own; `own_name` is
    what `home` calls it, the city, district or province (adcode) whose it is. `does` is what it is for in one sentence,
    `owner` whose it is, `level` whether it is a city's or its province's, `since` when it began (None: not published),
    `shown` the keys of the indicators that tell its state at a glance.
    `beside` names the pages from which it is reached besides `/systems`: `governance` and `platform`. `narrow` are filters that
    hold for all its numbers, wherever they are told, as pairs of a key and a value.
    """

    key: str
    function: Text
    own_name: Text
    home: str
    does: Text
    owner: Text
    level: Literal["city", "province"]
    since: date | None = None
    shown: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    narrow: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/systems/{self.key}"

    def is_at_home(self, city: str) -> bool:
        """Whether a city (adcode, empty where none is known) is the one whose it is, or lies in the province whose it is."""
        within = 2 if self.level == "province" else 4
        return bool(city) and self.home[:within] == city[:within]

    def title(self, city: str) -> Text:
        """Return what a city calls it: by its own name at home, elsewhere by what it does."""
        return self.own_name if self.is_at_home(city) else self.function


_EVERYWHERE = Text("各级市场监督管理部门", "Every administration for market regulation")
_HANGZHOU = Text("杭州市市场监督管理局", "Hangzhou Administration for Market Regulation")
_ZHEJIANG = Text("浙江省市场监督管理局", "Zhejiang Administration for Market Regulation")

# A line or two for each; facts of names, owners and dates: see the founding documents named in published_figures.md.
_ALL = (
    System(
        "red_shield_bridge", Text("政企数据交换", "Data exchange with platforms"),
        Text("红盾云桥", "Red Shield Cloud Bridge"), "330100",
        Text("政企数据交换：主体核验、自动比对、协查与反馈。",
             "Exchange of data with platforms: identity checks, automatic comparison, requests and answers."),
        _HANGZHOU, "city", date(2015, 12, 1),
        shown=("exchange_records", "exchange_success_rate", "co_investigations_per_day"), beside=("governance", "platform"),
    ),
    System(
        "red_flag_canal", Text("消费纠纷快速通道", "Fast channel for disputes"),
        Text("红旗渠", "Red Flag Canal"), "330100",
        Text("消费纠纷快速通道：平台先行处置，不成再转行政。",
             "A fast channel for disputes: the platform handles them first, the administration what is left."),
        _HANGZHOU, "city", shown=("canal_items", "canal_days", "platforms_on_canal"), beside=("governance", "platform"),
        narrow=(("route", "red_flag_canal"),),
    ),
    System(
        "online_casework", Text("网络案件在线办理", "Online casework"),
        Text("监管宝", "Online casework"), "330100",
        Text("网络案件在线办理：案源、核查、立案到公示全程留痕。",
             "Cases handled online, from source and verification to filing and publicity."),
        _HANGZHOU, "city", shown=("case_sources", "cases_filed", "cases_corrected"), beside=("governance", "platform"),
    ),
    System(
        "co_investigation", Text("异地在线协查", "Co-investigation network"),
        Text("异地协作网络（在线协查网）", "Co-investigation network"), "330100",
        Text("与各省市市场监管部门在线协查、移送和快速处置。",
             "Requests, transfers and rapid disposals between market regulators of different provinces."),
        _HANGZHOU, "city", shown=("co_investigations", "co_days", "co_feedback_on_time"), beside=("governance",),
    ),
    System(
        "smart_supervision", Text("四库联动监管", "Registers joined"),
        Text("智慧网监平台", "Smart supervision platform"), "330100",
        Text("四库联动：平台、网店、负面主体、反向投诉人，触发即响应。",
             "Four registers joined: platforms, shops, negative entities, reverse complainants; a trigger has its answer."),
        _HANGZHOU, "city", shown=("negative_entities", "triggers", "trigger_action_rate"),
        beside=("governance",),
    ),
    System(
        "mediation", Text("调解平台", "Mediation platform"),
        Text("调解平台", "Mediation platform"), "330100",
        Text("多方在线调解：人民调解、行政、电商与司法力量。",
             "Online mediation by several parties: people's mediators, administration, platforms and courts."),
        _HANGZHOU, "city", shown=("mediations", "agreement_rate", "mediation_approval"),
        beside=("governance", "platform"),
    ),
    System(
        "goods_quality_centre", Text("网络商品抽检", "Sampling of goods online"),
        Text("网络商品质量监测（杭州）中心", "Online goods quality centre"), "330100",
        Text("网络商品监督抽查：神秘买样、检验、后处理。",
             "Sampling of goods sold online: bought unseen, tested, followed up."),
        _HANGZHOU, "city",
        shown=("sampling_batches", "sampling_cases", "batches_taken_down"), beside=("governance", "platform"),
        narrow=(("sampling_kind", "supervised"),),
    ),
    System(
        "risk_disposal_centre", Text("产品质量风险监测处置", "Product risks"),
        Text("国家电子商务产品质量风险监测处置中心（杭州）", "National product risk monitoring and disposal centre"), "330100",
        Text("产品质量风险监测、研判与处置。", "Product risks monitored, judged and disposed of."),
        _HANGZHOU, "city", shown=("risk_batches", "listings_down", "takedown_on_time"), beside=("governance",),
        narrow=(("sampling_kind", "risk"),),
    ),
    System(
        "fair_online", Text("平台违法行为监测", "Monitoring of violations"),
        Text("浙江公平在线", "Zhejiang Fair Online"), "330000",
        Text("监测平台经济十二类违法行为，线索下发、核查、反馈成闭环。",
             "Twelve kinds of violation monitored; leads are dispatched, verified and fed back."),
        _ZHEJIANG, "province", date(2021, 2, 26),
        shown=("risks_disposed", "leads_filed", "closed_loop_rate"), beside=("governance", "platform"),
    ),
    System(
        "takeaway_online", Text("网络餐饮监管", "Online catering"),
        Text("浙江外卖在线", "Zhejiang Takeaway Online"), "330000",
        Text("网络餐饮监管：阳光厨房、封签、配送与骑手。",
             "Online catering: kitchens in sight, seals, delivery and riders."),
        _ZHEJIANG, "province", date(2021, 7, 6),
        shown=("kitchens", "kitchen_coverage", "violations_per_10k_orders"), beside=("governance",),
    ),
    System(
        "ip_online", Text("电商知识产权纠纷", "Disputes about intellectual property"),
        Text("浙江知识产权在线", "Zhejiang IP Online"), "330000",
        Text("电商知识产权纠纷：通知删除、调解、裁决与跨省调度。",
             "Disputes about intellectual property: notice and takedown, mediation, rulings, dispatch across provinces."),
        _ZHEJIANG, "province", date(2021, 1, 1),
        shown=("ip_disputes", "ip_across", "ip_cycle_days"), beside=("governance", "platform"),
    ),
    System(
        "credit_supervision", Text("平台信用监管", "Credit supervision of platforms"),
        Text("金华电商平台信用监管系统", "Jinhua platform credit supervision"), "330700",
        Text("平台信用自动评分、红黄蓝分级、差异化抽查与公示。",
             "Platforms scored by rule, graded red, yellow or blue, inspected accordingly and published."),
        Text("金华市市场监督管理局", "Jinhua Administration for Market Regulation"), "city", date(2021, 3, 10),
        shown=("credit_platforms", "credit_red", "hit_rate"), beside=("governance", "platform"),
    ),
    System(
        "licence_display", Text("亮照亮标与网络取证", "Licences on display and evidence"),
        Text("长沙网络交易平台监管服务系统", "Changsha platform supervision and service"), "430100",
        Text("亮标亮照、年报核查、商品搜索与网络取证。",
             "Licences on display, annual reports checked, goods searched, evidence kept."),
        Text("长沙市市场监督管理局", "Changsha Administration for Market Regulation"), "city", date(2018, 11, 1),
        shown=("platform_display_rate", "annual_report_rate", "search_hits"), beside=("platform",),
    ),
    System(
        "entity_360", Text("市场主体全景", "Entities in full view"),
        Text("雨花智网", "Yuhua Smart Net"), "430111",
        Text("一网管万网：一个主体、各部门、一条时间线。",
             "One entity seen by all departments, on one timeline."),
        Text("长沙市雨花区市场监督管理局", "Yuhua District Administration for Market Regulation"), "city", date(2020, 1, 1),
        shown=("entities", "entities_online", "entity_events"),
    ),
    System(
        "joint_governance", Text("网络市场联合治理", "Joint governance"),
        Text("綦江网络市场联合治理", "Qijiang joint governance"), "500110",
        Text("约谈、黑名单、网站检查与联席会议。", "Interviews, blacklist, site checks and a joint meeting."),
        Text("重庆市綦江区市场监督管理局", "Qijiang District Administration for Market Regulation"), "city",
        date(2017, 6, 1), shown=("interviews", "site_checks", "finding_rate"), beside=("platform",),
    ),
    System(
        "cross_platform_bridge", Text("跨平台云桥", "Cross-platform bridges"),
        Text("咸阳跨平台云桥", "Xianyang cross-platform bridges"), "610400",
        Text("多桥合一、双随机与评价数据挖掘线索。",
             "Several bridges in one, random inspection, and leads mined from reviews."),
        Text("咸阳市市场监督管理局", "Xianyang Administration for Market Regulation"), "city", date(2017, 11, 1),
        shown=("bridges_in_use", "exchange_success_rate", "review_leads"),
    ),
    System(
        "law_enforcement", Text("互联网执法办案", "Law enforcement online"),
        Text("市场监管互联网执法办案平台", "Internet law-enforcement case platform"), "330000",
        Text("从举报到公示的全流程网上办案。", "Every stage of a case online, from report to publicity."),
        _ZHEJIANG, "province", date(2018, 10, 19), shown=("cases_closed", "educated_share", "case_online_share"),
        beside=("governance",),
    ),
    # What every administration does, and what the law asks of platforms everywhere: no city has a system of this name.
    System(
        "complaint_handling", Text("投诉举报办理", "Complaints and reports"), Text("投诉举报办理", "Complaints and reports"), "",
        Text("投诉举报从登记到办结：在办、逾期、到期清单与重复投诉。",
             "Complaints and reports from registration to closure: open, late, falling due, and made again."),
        _EVERYWHERE, "city", shown=("open_items", "overdue", "complaints_repeat_30"), beside=("governance", "platform"),
    ),
    System(
        "platform_conduct", Text("平台规则与自行处置", "Platforms' rules and measures"),
        Text("平台规则与自行处置", "Platforms' rules and measures"), "",
        Text("平台怎样改规则、怎样处置商家：公示期、历史版本、申诉与答复。",
             "How platforms change their rules and treat sellers: notice, earlier versions, appeals and answers."),
        _EVERYWHERE, "city", shown=("rules_short_notice", "moderation_acts", "appeals_upheld"), beside=("governance", "platform"),
    ),
    System(
        "live_commerce", Text("直播电商监管", "Live commerce"), Text("直播电商监管", "Live commerce"), "",
        Text("直播间、主播、服务机构：检查、违法、投诉和再次违法。", "Rooms, hosts and agencies: checks, violations, complaints, and who was found again."),
        _EVERYWHERE, "city", shown=("live_rooms", "live_violations_per_100_rooms", "live_hosts_repeating"), beside=("governance", "platform"),
    ),
)  # fmt: skip

SYSTEMS: dict[str, System] = {system.key: system for system in _ALL}
