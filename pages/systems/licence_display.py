"""`/systems/licence_display` 长沙网络交易平台监管服务系统: licences on display, annual reports checked, goods searched, evidence kept."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Strip, section, system_page
from data_access.domain.text import Text
from data_access.metrics.indicators import display as of
from data_access.metrics.indicators import evidence, wanting

KEY = "licence_display"

# A line for each card.
# fmt: off
KEYS = (
    Card((of.platform_display_rate,)),
    Card((of.shop_display_rate,)),
    Card((of.annual_report_rate,)),
    Card((of.annual_report_on_time,)),
    Card((of.search_hits,)),
    Card((of.search_hit_rate,)),
    Card((of.evidence_kept_rate,)),
    Card((of.licence_patrols,)),
    Card((wanting.annual_reports_missing,)),
    Card((wanting.patrols_wanting,)),
    Card((wanting.shops_without_licence,)),
)
DISPLAY = (
    Card((of.platform_display_rate, of.shop_display_rate), (), "trend", Text("平台与网店亮照", "Platforms and shops with licences on display"), 6, 300),
    Card((of.shop_display_rate,), ("platform",), "bars", Text("网店亮照率最低的平台", "Platforms whose shops show least"), 3, 300),
    Card((of.shop_display_rate, of.platform_display_rate), ("district",), "bars", Text("亮照率，按区县", "Licences on display by district"), 3, 300),
)
REPORTS = (
    Card((of.annual_report_rate, of.annual_report_on_time), ("class",), "bars",
         Text("年报公示率，按平台类别", "Annual reports published, by class"), 6, 260),
    Card((of.report_mismatch_rate, of.shop_mismatch_rate), ("class",), "bars", Text("网站信息不符率，按平台类别", "Entries that differ, by class"), 3, 260),
    Card((of.shop_report_rate,), ("platform",), "bars", Text("网店年报公示率最低的平台", "Platforms whose shops report least"), 3, 260),
)
SEARCH = (
    Card((of.search_hits, of.goods_searched), ("keyword",), "bars", Text("搜索命中，按关键词类别", "Hits by class of keywords"), 4, 280),
    Card((of.search_hit_rate,), ("keyword",), "bars", Text("千件命中，按关键词类别", "Hits per 1,000 listings"), 4, 280),
    Card((of.search_hits,), ("platform",), "pareto", Text("命中集中在哪些平台", "Which platforms have the hits"), 4, 280),
    Card((of.search_hits,), (), "trend", Text("搜索命中走势", "Search hits over time"), 6, 280),
    Card((of.search_hits,), ("keyword", "platform"), "heat", Text("哪些平台有哪些商品", "Which goods, which platforms"), 6, 280),
)
EVIDENCE = (
    Card((evidence.evidence_kept,), (), "trend", Text("固定证据走势", "Evidence kept over time"), 5, 260),
    Card((evidence.evidence_kept,), ("evidence_kind",), "bars", Text("证据类型", "Evidence by kind"), 4, 260),
    Card((evidence.evidence_kept,), ("evidence_subject",), "bars", Text("证据用于何处", "What evidence is kept for"), 3, 260),
)
# fmt: on

PAGE = system_page(
    KEY,
    section(None, Strip(KEYS), Grid(DISPLAY)),
    section(
        Text("年报公示核查", "Annual reports"), Grid(REPORTS), Block("rows-annual_reports", is_tall=True)
    ),
    section(Text("商品主动搜索与固证", "Search for goods, evidence kept"), Grid(SEARCH)),
    section(
        Text("网络取证存证", "Electronic evidence"), Grid(EVIDENCE), Block("rows-evidence", is_tall=True)
    ),
    section(Text("巡查明细", "Patrols"), Block("rows-licence_checks", is_tall=True)),
)
register_page(__name__, PAGE)
