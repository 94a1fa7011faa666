"""总貌舱 `/`: how large the city's platform economy is, where it sits, and whether it shows who it is."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Page, Strip, section
from components.words import phrases
from data_access.domain.text import Text
from data_access.metrics.indicators import local, wanting
from data_access.metrics.indicators import overview as of

# A line for each card.
# fmt: off
KEYS = (
    Card((of.platforms,)),
    Card((of.shops,)),
    Card((of.gmv,)),
    Card((of.gmv_national_share,)),
    Card((of.shops_net,)),
    Card((of.licence_rate,)),
    Card((of.verified_rate,)),
)
WHERE = (
    Card((of.gmv, of.platforms, of.shops), ("district",), "map", Text("平台经济在哪里", "Where it is"), 5, 392),
    Card((of.gmv,), (), "columns", Text("交易额走势", "Transaction volume over time"), 7, 392),
)
WHAT = (
    Card((of.platforms, of.gmv), ("class",), "bars", Text("平台类别", "By class"), 4, 270),
    Card((of.platforms,), ("mode",), "bars", Text("运营模式", "By operating mode"), 4, 270),
    Card((of.platforms,), ("grade",), "shares", Text("平台规模", "By grade"), 4, 270),
)
SHOPS = (
    Card((of.shops,), ("category",), "treemap", Text("网店按经营类目", "Shops by category"), 5, 320),
    Card((of.shops,), ("platform",), "pareto", Text("网店集中在哪些平台", "Which platforms hold the shops"), 4, 320),
    Card((of.shops,), ("operator_type",), "bars", Text("网店主体类型", "Who runs the shops"), 3, 320),
    Card((of.shops,), (), "trend", Text("网店总数走势", "Shops over time"), 6, 260),
    Card((of.shops_opened, of.shops_closed), (), "columns", Text("新开、关闭与净增", "Opened, closed and net"), 6, 260),
)
TRADE = (
    Card((of.gmv,), (), "years", Text("历年交易额", "Transaction volume by year"), 6, 300),
    Card((of.gmv,), ("platform",), "pareto", Text("交易额集中在哪些平台", "Which platforms sell"), 6, 300),
    Card((of.gmv,), ("class",), "bars", Text("交易额按平台类别", "Volume by class"), 4, 320),
    Card((of.gmv,), ("category",), "bars", Text("交易额按经营类目", "Volume by category"), 4, 320),
    Card((of.gmv,), ("mode",), "bars", Text("交易额按运营模式", "Volume by operating mode"), 4, 320),
)
TRADE_KEYS = (Card((of.gmv_cr4,)), Card((of.gmv_hhi,)), Card((of.orders,)), Card((of.online_consumption,)),
              Card((of.online_consumption_retail_share,)))
DUTY = (
    Card((of.licence_rate, of.verified_rate), ("platform",), "bars", Text("亮照与核验最低的平台", "By platform"), 4, 320),
    Card((of.licence_rate, of.verified_rate), ("operator_type",), "bars", Text("按主体类型", "By operator type"), 4, 320),
    Card((of.duties_met,), ("duty",), "steps", Text("平台义务履行", "Duties of platforms met"), 4, 320),
)
FORMS = (
    Card((local.online_sites,)),
    Card((local.sites_without_licence,)),
    Card((wanting.shops_without_licence,)),
)
FORM_CHARTS = (
    Card((local.online_sites, local.sites_without_licence), ("site_kind",), "bars", Text("网站与新业态，按形态", "Websites and new forms"), 6, 260),
    Card((local.online_sites,), ("platform",), "pareto", Text("哪些平台的站点最多", "Which platforms have most"), 6, 260),
)
# fmt: on

PAGE = Page(
    "/",
    Text("平台总貌舱", "Overview"),
    (
        section(None, Strip(KEYS), Block("attention"), Grid((*WHERE, *WHAT))),
        section(Text("网店", "Shops"), Grid(SHOPS)),
        section(Text("交易", "Trade"), Strip(TRADE_KEYS), Grid(TRADE)),
        section(Text("合规", "Duties"), Grid(DUTY)),
        section(
            Text("网站与新业态登记", "Register of websites and new forms"),
            Strip(FORMS),
            Grid(FORM_CHARTS),
            Block("rows-online_sites", is_tall=True),
        ),
    ),
    link=phrases.OVERVIEW,
    order=1,
)
register_page(__name__, PAGE)
