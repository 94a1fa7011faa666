"""亮照亮标、年报核查、商品搜索: what platforms and shops show of themselves, and what an active search finds."""

from sqlalchemy import and_

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Maturity, indicator
from data_access.metrics.indicators.measures import count, quotient, ratio, total
from data_access.metrics.indicators.units import ITEMS, RATIO, Unit
from data_access.metrics.sources import ANNUAL_REPORTS, GOODS_SEARCHES, LICENCE_CHECKS
from data_access.store.schema import annual_report, goods_search, licence_check

_report, _check, _search = annual_report.c, licence_check.c, goods_search.c
SYSTEM = "licence_display"
LISTINGS = Unit("listings", Text("件", "listings"))
PER_1000_LISTINGS = Unit(
    "per_1000_listings", Text("件/千件", "per 1,000 listings"), decimals=1, scale=1_000.0
)
_ECOMMERCE_15 = Text("《电子商务法》第十五条", "E-commerce Law, art. 15")
_REPORTS_8 = Text(
    "《企业信息公示暂行条例》第八条", "Interim Regulations on Enterprise Information Disclosure, art. 8"
)

licence_patrols = indicator(
    "licence_patrols",
    Text("亮照巡查", "Patrols"),
    Text("期内对平台亮照亮证亮规则的巡查次数。", "Patrols of what platforms have on display, within the period."),
    Text("按巡查日期计数", "count by day of patrol"),
    ITEMS, LICENCE_CHECKS, "checked", count(), system=SYSTEM,
)  # fmt: skip
platform_display_rate = indicator(
    "platform_display_rate",
    Text("平台亮照亮证亮规则率", "Platform display rate"),
    Text("期内巡查中平台同时亮照、亮证、亮规则的比例。",
         "Of the patrols within the period, the share that found licence, permits and rules of the platform on display."),
    Text("三亮齐全的巡查 ÷ 巡查", "patrols that found all three ÷ patrols"),
    RATIO, LICENCE_CHECKS, "checked", ratio(and_(_check.licence_shown, _check.permit_shown, _check.rules_shown)), good="up",
    min_n=30, target=1.0, basis=_ECOMMERCE_15, system=SYSTEM,
)  # fmt: skip
shop_display_rate = indicator(
    "shop_display_rate",
    Text("网店亮照亮证率", "Shop display rate"),
    Text("期内巡查的网店中公示营业执照和许可证（或免登记声明）的比例。",
         "Of the shops looked at, the share that show licence and permits, or the statement that they need not register."),
    Text("亮照亮证网店 ÷ 巡查网店", "shops showing ÷ shops checked"),
    RATIO, LICENCE_CHECKS, "checked", quotient(_check.shops_shown, _check.shops_checked), good="up", min_n=30, target=1.0,
    basis=_ECOMMERCE_15, system=SYSTEM,
)  # fmt: skip
# All platforms are looked at, not a sample of them: a few of a class tell of that class.
annual_report_rate = indicator(
    "annual_report_rate",
    Text("年报公示率", "Reports published"),
    Text("公示期限在期内的平台年报中已公示（含逾期补报）的比例。",
         "Of the platforms' annual reports due within the period, the share published by now, late ones included."),
    Text("已公示 ÷ 应公示", "published ÷ due"),
    RATIO, ANNUAL_REPORTS, "due", ratio(_report.reported_on.is_not(None)), good="up", min_n=5, target=1.0, basis=_REPORTS_8,
    system=SYSTEM,
    matures=Maturity(180, (_report.reported_on,)),
)  # fmt: skip
annual_report_on_time = indicator(
    "annual_report_on_time",
    Text("年报按期公示率", "Reports on time"),
    Text("公示期限在期内的平台年报中按期公示的比例。", "Of the platforms' annual reports due within the period, the share published in time."),
    Text("按期公示 ÷ 应公示", "published in time ÷ due"),
    RATIO, ANNUAL_REPORTS, "due", ratio(_report.reported_on <= _report.due_on), good="up", min_n=5, basis=_REPORTS_8, system=SYSTEM,
)  # fmt: skip
report_mismatch_rate = indicator(
    "report_mismatch_rate",
    Text("年报网站信息不符率", "Platform mismatches"),
    Text("期内到期且已公示的平台年报中，网站（网店）信息与核查不符的比例。",
         "Of the annual reports due within the period and published, the share whose entry about the website differs from what is found."),
    Text("信息不符 ÷ 已公示", "differing ÷ published"),
    RATIO, ANNUAL_REPORTS, "due", ratio(_report.is_mismatched, _report.reported_on.is_not(None)), good="down", min_n=5,
    basis=_REPORTS_8, system=SYSTEM,
    matures=Maturity(180, (_report.reported_on,), (_report.is_mismatched,)),
)  # fmt: skip
shop_report_rate = indicator(
    "shop_report_rate",
    Text("网店年报公示率", "Shops' reports published"),
    Text("公示期限在期内、应报年报的网店中已公示的比例（按平台核查样本）。",
         "Of the shops checked whose operator's annual report was due, the share published."),
    Text("已报网店 ÷ 应报网店", "reported ÷ due"),
    RATIO, ANNUAL_REPORTS, "due", quotient(_report.shops_reported, _report.shops_due), good="up", min_n=30, basis=_REPORTS_8,
    system=SYSTEM,
)  # fmt: skip
shop_mismatch_rate = indicator(
    "shop_mismatch_rate",
    Text("网店年报不符率", "Shop mismatches"),
    Text("已报年报的网店中网店信息与核查不符的比例。", "Of the shops whose report is published, the share whose entry differs from what is found."),
    Text("不符网店 ÷ 已报网店", "differing ÷ reported"),
    RATIO, ANNUAL_REPORTS, "due", quotient(_report.shops_mismatched, _report.shops_reported), good="down", min_n=30,
    basis=_REPORTS_8, system=SYSTEM,
)  # fmt: skip
goods_searched = indicator(
    "goods_searched",
    Text("主动搜索商品", "Listings searched"),
    Text("期内按关键词主动搜索的商品件数。", "Listings searched by keyword within the period."),
    Text("Σ搜索商品", "sum of listings searched"),
    LISTINGS, GOODS_SEARCHES, "created", total(_search.searched), system=SYSTEM,
)  # fmt: skip
search_hits = indicator(
    "search_hits",
    Text("搜索命中", "Search hits"),
    Text("期内主动搜索命中的疑似违法商品件数。", "Listings found that may be unlawful."),
    Text("Σ命中", "sum of hits"),
    LISTINGS, GOODS_SEARCHES, "created", total(_search.hits), good="down", system=SYSTEM,
)  # fmt: skip
search_hit_rate = indicator(
    "search_hit_rate",
    Text("搜索命中率", "Hits per 1,000 listings"),
    Text("每千件被搜索商品中命中的疑似违法商品件数。", "Hits for each 1,000 listings searched."),
    Text("命中 ÷ 搜索商品 ×1000", "hits ÷ listings searched × 1,000"),
    PER_1000_LISTINGS, GOODS_SEARCHES, "created", quotient(_search.hits, _search.searched), good="down", min_n=30, system=SYSTEM,
)  # fmt: skip
evidence_kept_rate = indicator(
    "evidence_kept_rate",
    Text("命中固证率", "Hits kept as evidence"),
    Text("期内命中商品中已网络取证存证的比例。", "Of the hits, the share that is kept as evidence."),
    Text("固证 ÷ 命中", "kept ÷ hits"),
    RATIO, GOODS_SEARCHES, "created", quotient(_search.kept, _search.hits), good="up", min_n=30, system=SYSTEM,
)  # fmt: skip
