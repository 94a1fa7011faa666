"""What single systems count: organisations and rulings, leads from reviews and what was exempt, traced food, websites and new forms."""

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Maturity, indicator
from data_access.metrics.indicators.measures import count, ratio
from data_access.metrics.indicators.units import ITEMS, RATIO, Unit
from data_access.metrics.sources import ORGANISATIONS, REVIEW_LEADS, RULINGS, SITES, TRACE_CODES
from data_access.store.schema import ip_ruling_stage, online_site, review_lead

_review, _stage = review_lead.c, ip_ruling_stage.c
_IP, _REVIEWS = "ip_online", "cross_platform_bridge"
BODIES, CODES, PLACES = (
    Unit("bodies", Text("家", "bodies")),
    Unit("codes", Text("个", "codes")),
    Unit("sites", Text("个", "sites")),
)
_PATENT_65 = Text("《专利法》第六十五条", "Patent Law, art. 65")
_PENALTY_33 = Text("《行政处罚法》第三十三条", "Administrative Penalty Law, art. 33")

ip_organisations = indicator(
    "ip_organisations",
    Text("纠纷处理机构", "Organisations"),
    Text("期末在知识产权在线上的调解组织、仲裁机构和行政裁决机构。", "Mediating bodies, arbitrators and offices that rule, on the platform at the end of the period."),
    Text("期末在册的机构计数", "count standing at the end"),
    BODIES, ORGANISATIONS, "as_of", count(), system=_IP,
)  # fmt: skip
ruling_stages = indicator(
    "ruling_stages",
    Text("行政裁决进程", "Stages of rulings"),
    Text("期内行政裁决进入各环节的次数：受理、送达答辩、口头审理、作出裁决。",
         "How often rulings entered a stage within the period: accepted, served and answered, heard, ruled."),
    Text("按进入环节的时间计数", "count by time entered"),
    ITEMS, RULINGS, "entered", count(), basis=_PATENT_65, system=_IP,
)  # fmt: skip
rulings_made = indicator(
    "rulings_made",
    Text("作出行政裁决", "Rulings made"),
    Text("期内作出的行政裁决。", "Administrative rulings made within the period."),
    Text("进入作出裁决环节的计数", "count that entered the stage of the ruling"),
    ITEMS, RULINGS, "entered", count(), where=_stage.stage == "ruled", basis=_PATENT_65, system=_IP, blind=("ruling_stage",),
)  # fmt: skip
review_leads_sent = indicator(
    "review_leads_sent",
    Text("评价线索", "Leads from reviews"),
    Text("期内从评价中挖掘并逐条登记的线索。", "Leads mined from reviews within the period, recorded one by one."),
    Text("按挖掘时间计数", "count by time mined"),
    ITEMS, REVIEW_LEADS, "mined", count(), system=_REVIEWS,
)  # fmt: skip
review_leads_checked = indicator(
    "review_leads_checked",
    Text("评价线索核查率", "Leads looked at"),
    Text("期内挖掘的评价线索中已实地核查的比例。", "Of the leads mined within the period, the share looked at on the spot."),
    Text("已核查 ÷ 线索", "looked at ÷ leads"),
    RATIO, REVIEW_LEADS, "mined", ratio(_review.checked_at.is_not(None)), good="up", min_n=30, target=1.0, system=_REVIEWS,
    blind=("review_result", "exempt_matter"), matures=Maturity(20, (_review.checked_at,)),
)  # fmt: skip
review_leads_founded = indicator(
    "review_leads_founded",
    Text("评价线索查实率", "Leads that held"),
    Text("期内核查的评价线索中发现问题的比例。", "Of the leads looked at within the period, the share where something was found."),
    Text("发现问题 ÷ 已核查", "found ÷ looked at"),
    RATIO, REVIEW_LEADS, "checked", ratio(_review.result != "unfounded"), good="up", min_n=30, system=_REVIEWS,
    blind=("review_result", "exempt_matter"),
)  # fmt: skip
review_leads_exempt = indicator(
    "review_leads_exempt",
    Text("轻微免罚", "Minor and exempt"),
    Text("期内核查的评价线索中，按轻微违法免罚清单不予处罚的件数。", "Leads looked at within the period that ended without penalty by the list of minor matters."),
    Text("结果为轻微免罚的计数", "count exempt"),
    ITEMS, REVIEW_LEADS, "checked", count(), where=_review.result == "exempt", basis=_PENALTY_33, system=_REVIEWS,
    blind=("review_result",),
)  # fmt: skip
trace_codes = indicator(
    "trace_codes",
    Text("追溯码商户", "Sellers with a code"),
    Text("期末在用的食品追溯码（二维码），一户一码。", "Codes by which food is traced, in use at the end of the period; one for each seller."),
    Text("期末在用的追溯码计数", "count in use at the end"),
    CODES, TRACE_CODES, "as_of", count(), good="up", system=_REVIEWS,
)  # fmt: skip
online_sites = indicator(
    "online_sites",
    Text("网站与新业态", "Websites and new forms"),
    Text("期末在线的网站、APP、小程序、公众号和直播间。", "Websites, apps, mini-programs, public accounts and live rooms at the end of the period."),
    Text("期末在线的站点计数", "count standing at the end"),
    PLACES, SITES, "as_of", count(), system="overview",
)  # fmt: skip
sites_without_licence = indicator(
    "sites_without_licence",
    Text("未亮照站点", "Sites without a licence"),
    Text("期末在线、核查为未亮照的网站和新业态站点；未核查的不计。",
         "Sites at the end of the period that were found not to show a licence; what nobody looked at does not count."),
    Text("未亮照的在线站点计数", "count found without"),
    PLACES, SITES, "as_of", count(), where=online_site.c.licence_shown.is_(False), good="down", system="overview",
    basis=Text("《电子商务法》第十五条", "E-commerce Law, art. 15"),
)  # fmt: skip
