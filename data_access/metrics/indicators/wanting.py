"""Who has not done what he must show: annual reports not handed in, licences not displayed; what befalls entities on the register."""

from sqlalchemy import and_, not_

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Maturity, indicator
from data_access.metrics.indicators.measures import count
from data_access.metrics.indicators.units import CASES, ITEMS, SHOPS
from data_access.metrics.sources import ANNUAL_REPORTS, LICENCE_CHECKS, SHOP_REGISTER
from data_access.metrics.sources import CASES as CASE_FILES
from data_access.metrics.sources import ITEMS as COMPLAINTS
from data_access.store.schema import annual_report, complaint_report, enforcement_case, licence_check, shop

_check = licence_check.c
_DISPLAY, _NET = "licence_display", "entity_360"
_REPORTS_8 = Text("《企业信息公示暂行条例》第八条", "Interim Regulations on Enterprise Information Disclosure, art. 8")  # fmt: skip
_ECOMMERCE_15 = Text("《电子商务法》第十五条", "E-commerce Law, art. 15")

annual_reports_missing = indicator(
    "annual_reports_missing",
    Text("未报年报的平台", "Annual reports not handed in"),
    Text("公示期限在期内、至今没有公示年报的平台年报份数。", "Annual reports of platforms due within the period that are not published to this day."),
    Text("公示期限在期内且未公示的计数", "count due and not published"),
    ITEMS, ANNUAL_REPORTS, "due", count(), where=annual_report.c.reported_on.is_(None), good="down", basis=_REPORTS_8,
    system=_DISPLAY, matures=Maturity(180, (annual_report.c.reported_on,)),
)  # fmt: skip
patrols_wanting = indicator(
    "patrols_wanting",
    Text("未亮照的巡查", "Patrols that found no display"),
    Text("期内巡查中平台照、证、规则有一项未公示的次数。", "Patrols within the period that found licence, permits or rules not on display."),
    Text("三亮不齐的巡查计数", "count of patrols that did not find all three"),
    ITEMS, LICENCE_CHECKS, "checked", count(),
    where=not_(and_(_check.licence_shown, _check.permit_shown, _check.rules_shown)), good="down", basis=_ECOMMERCE_15,
    system=_DISPLAY,
)  # fmt: skip
shops_without_licence = indicator(
    "shops_without_licence",
    Text("未亮照网店", "Shops without a licence on display"),
    Text("期末在营网店中没有公示营业执照（或免登记声明）的网店数。",
         "Active shops at the end of the period that display neither a licence nor the statement that they need not register."),
    Text("期末在营且未亮照的网店计数", "count of active shops that display none"),
    SHOPS, SHOP_REGISTER, "unlit", count(), good="down", basis=_ECOMMERCE_15, system="overview",
    proof=shop.c.licence_shown_from.is_not(None),
)  # fmt: skip
entity_complaints = indicator(
    "entity_complaints",
    Text("涉登记主体投诉举报", "Complaints about entities"),
    Text("期内登记的、被投诉方是登记主体的投诉举报。", "Complaints and reports of the period whose respondent stands in the register of entities."),
    Text("有被投诉主体代码的件数", "count that names an entity"),
    ITEMS, COMPLAINTS, "created", count(), where=complaint_report.c.entity_id.is_not(None), good="down", system=_NET,
)  # fmt: skip
entity_cases = indicator(
    "entity_cases",
    Text("涉登记主体案件", "Cases against entities"),
    Text("期内登记案源的、当事人是登记主体的案件。", "Cases whose source was registered in the period and whose party stands in the register of entities."),
    Text("有当事人代码的案件计数", "count that names an entity"),
    CASES, CASE_FILES, "source", count(), where=enforcement_case.c.entity_id.is_not(None), system=_NET,
)  # fmt: skip
entity_shops = indicator(
    "entity_shops",
    Text("登记主体开设的网店", "Shops of entities"),
    Text("期末在营、经营者是登记主体的网店数。", "Active shops at the end of the period whose operator stands in the register of entities."),
    Text("有经营者代码的在营网店计数", "count of active shops that name an entity"),
    SHOPS, SHOP_REGISTER, "as_of", count(), where=shop.c.entity_id.is_not(None), system=_NET,
)  # fmt: skip
