"""总貌: how many platforms and shops there are, what they sell, and whether they show who they are."""

from sqlalchemy import case, func

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Concentration, Per, indicator
from data_access.metrics.indicators.measures import Measure, count, divided, quotient, ratio, total
from data_access.metrics.indicators.units import INDEX, ORDERS, PLATFORMS, RATIO, SHOPS, YUAN
from data_access.metrics.sources import DUTIES, REFERENCES, TRANSACTIONS
from data_access.metrics.sources import PLATFORMS as PLATFORM_REGISTER
from data_access.metrics.sources import SHOPS as SHOP_STOCK
from data_access.store.schema import (
    platform_duty,
    reference_figure,
    shop_month,
    transaction_month,
)

_month, _sold, _figure = shop_month.c, transaction_month.c, reference_figure.c

platforms = indicator(
    "platforms",
    Text("平台总数", "Platforms"),
    Text("期末在营、运营主体住所地在本市的网络交易平台数。", "Platforms in operation at the end of the period whose "
         "operator is domiciled in the city."),
    Text("期末已上线且未停运的平台计数", "count of platforms launched by then and not closed"),
    PLATFORMS, PLATFORM_REGISTER, "as_of", count(), system="overview",
    basis=Text("《电子商务法》第九条", "E-commerce Law, art. 9"),
)  # fmt: skip
platforms_on_canal = indicator(
    "platforms_on_canal",
    Text("接入快速通道平台", "Platforms on the fast channel"),
    Text("期末在营且已接入消费纠纷快速通道的平台数。", "Platforms in operation that have joined the fast channel for disputes at the end of the period."),
    Text("在营且期末前已接入的平台计数", "count of platforms in operation that had joined by then"),
    PLATFORMS, PLATFORM_REGISTER, "on_canal", count(),
    system="red_flag_canal",
)  # fmt: skip
shops = indicator(
    "shops",
    Text("网店总数", "Shops"),
    Text("期末前最后一个月末的在营网店数；同一经营者的多个网店分别计数；区县按经营者登记地。",
         "Shops in operation at the last month end of the period; several shops of one operator count separately; "
         "districts are those of the operator's registration."),
    Text("月末在营网店数合计，不跨月相加", "sum of active shops at the month end, never over months"),
    SHOPS, SHOP_STOCK, "as_of", total(_month.active), system="overview",
)  # fmt: skip
shops_opened = indicator(
    "shops_opened",
    Text("新开网店", "Shops opened"),
    Text("期内各月新开的网店数。", "Shops opened in the months of the period."),
    Text("各月新开网店数合计", "sum of shops opened by month"),
    SHOPS, SHOP_STOCK, "created", total(_month.opened), good="up", system="overview",
)  # fmt: skip
shops_closed = indicator(
    "shops_closed",
    Text("关闭网店", "Shops closed"),
    Text("期内各月关闭的网店数。", "Shops closed in the months of the period."),
    Text("各月关闭网店数合计", "sum of shops closed by month"),
    SHOPS, SHOP_STOCK, "created", total(_month.closed), good="down", system="overview",
)  # fmt: skip
shops_net = indicator(
    "shops_net",
    Text("网店净增", "Net new shops"),
    Text("期内新开网店数减关闭网店数。", "Shops opened less shops closed within the period."),
    Text("新开 − 关闭", "opened − closed"),
    SHOPS, SHOP_STOCK, "created", total(_month.opened - _month.closed), good="up", system="overview",
)  # fmt: skip
shops_average = indicator(
    "shops_average",
    Text("月均网店数", "Average shops"),
    Text("期内各月末在营网店数的平均，作为万店投诉量的分母。",
         "Mean of the active shops over the month ends of the period; the base of complaints per 10,000 shops."),
    Text("各月末在营网店数合计 ÷ 月数", "sum of active shops over month ends ÷ months"),
    SHOPS, SHOP_STOCK, "created",
    Measure(divided(func.sum(_month.active), func.count(_month.month_end.distinct())), func.sum(_month.active)),
    system="overview",
)  # fmt: skip
licence_rate = indicator(
    "licence_rate",
    Text("亮照率", "Licence display rate"),
    Text("期末在营网店中公示营业执照或免登记声明的比例。",
         "Share of active shops that display their licence, or the statement that none is needed."),
    Text("亮照网店数 ÷ 在营网店数", "shops showing it ÷ active shops"),
    RATIO, SHOP_STOCK, "as_of", quotient(_month.licence_shown, _month.active), good="up", min_n=30, target=1.0,
    basis=Text("《电子商务法》第十五条", "E-commerce Law, art. 15"), system="overview",
)  # fmt: skip
verified_rate = indicator(
    "verified_rate",
    Text("核验率", "Verification rate"),
    Text("期末在营网店中身份信息在近6个月内核验更新的比例。",
         "Share of active shops whose identity was verified within the last six months."),
    Text("核验有效网店数 ÷ 在营网店数", "shops validly verified ÷ active shops"),
    RATIO, SHOP_STOCK, "as_of", quotient(_month.verified, _month.active), good="up", min_n=30, target=1.0,
    basis=Text("《浙江省电子商务条例》第九条", "Zhejiang E-commerce Regulations, art. 9"), system="overview",
)  # fmt: skip
duties_met = indicator(
    "duties_met",
    Text("义务履行率", "Duties met"),
    Text("最近一次核查中平台履行法定义务的比例（亮照、核验、报送、保障金、绿色通道、争议规则）；有平台报送记录的，身份信息报送一项由记录得出："
         "没有逾期未报和退回未补正，最近到期的一份按时、完整。有巡查记录的，亮照亮证一项由最近一次巡查得出。",
         "Share of statutory duties that platforms met at the last check. Where their files are recorded these tell of the duty to report "
         "identities: it is met if none is missing or waits for its correction, and the latest that fell due came in time and complete. "
         "Where patrols are recorded the last one tells whether licences are shown."),
    Text("已履行义务数 ÷ 核查义务数", "duties met ÷ duties checked"),
    RATIO, DUTIES, "as_of", ratio(platform_duty.c.is_met), good="up", min_n=1, target=1.0,
    basis=Text("《电子商务法》《浙江省电子商务条例》", "E-commerce Law; Zhejiang E-commerce Regulations"),
    system="overview",
)  # fmt: skip
gmv = indicator(
    "gmv",
    Text("交易额", "Transaction volume"),
    Text("期内平台已付款订单金额，未扣退款；区县按平台住所地。",
         "Value of paid orders on the platforms, before refunds; districts are those of the platform."),
    Text("各月交易额合计", "sum of monthly transaction volume"),
    YUAN, TRANSACTIONS, "created", total(_sold.gmv), good="up", system="overview",
)  # fmt: skip
orders = indicator(
    "orders",
    Text("订单量", "Orders"),
    Text("期内平台已付款订单数。", "Paid orders on the platforms."),
    Text("各月订单量合计", "sum of monthly orders"),
    ORDERS, TRANSACTIONS, "created", total(_sold.orders), good="up", system="overview",
)  # fmt: skip
gmv_share = indicator(
    "gmv_share",
    Text("占全市交易额", "Share of the city's volume"),
    Text("所选平台交易额占全市平台交易额的比例。", "Volume of the chosen platforms over that of all platforms."),
    Text("所选平台交易额 ÷ 全市交易额", "volume of the chosen ÷ volume of all"),
    RATIO, TRANSACTIONS, "created",
    Per(gmv, gmv, ignoring=("platform", "class", "subclass", "mode", "supply_mode", "grade", "district")),
    system="overview",
)  # fmt: skip
gmv_cr4 = indicator(
    "gmv_cr4",
    Text("交易额集中度CR4", "Concentration CR4"),
    Text("交易额最大的四个平台所占份额。", "Share of the four largest platforms in transaction volume."),
    Text("前四平台交易额 ÷ 全部交易额", "volume of the four largest ÷ volume of all"),
    RATIO, TRANSACTIONS, "created", Concentration(_sold.gmv, "platform", top=4), system="overview",
    blind=("platform",),
)  # fmt: skip
gmv_hhi = indicator(
    "gmv_hhi",
    Text("交易额集中度HHI", "Concentration HHI"),
    Text("各平台交易额份额平方和×10000；1800以上为高集中，仅供观察。",
         "Sum of squared shares of platforms, times 10,000; above 1,800 is highly concentrated; for observation only."),
    Text("Σ(份额²)×10000", "Σ(share²)×10,000"),
    INDEX, TRANSACTIONS, "created", Concentration(_sold.gmv, "platform"), system="overview", blind=("platform",),
)  # fmt: skip


#: A published ratio is one figure a year and cannot be summed: of several years the highest is shown, and said so.
_HIGHEST = Measure(func.max(case((_figure.value.is_not(None), _figure.value))), func.count())

gmv_national_share = indicator(
    "gmv_national_share",
    Text("占全国比重", "Share of the nation"),
    Text("本市平台交易额占全国同口径交易额的比重（公开发布数据，不受筛选影响）。",
         "The city's platform volume over the national one, as published; filters do not apply."),
    Text("公开发布的比例，期内有多年时取最高一年", "as published; of several years the highest"),
    RATIO, REFERENCES, "created", _HIGHEST,
    where=_figure.key == "gmv_national_share", system="overview",
)  # fmt: skip
online_consumption = indicator(
    "online_consumption",
    Text("居民网络消费额", "Online consumption"),
    Text("本市居民网络消费额（公开发布数据）。", "Online consumption of the city's residents, as published."),
    Text("各年公开发布数值合计", "sum of the published yearly figures"),
    YUAN, REFERENCES, "created", total(_figure.value), where=_figure.key == "online_consumption", good="up",
    system="overview",
)  # fmt: skip
online_consumption_retail_share = indicator(
    "online_consumption_retail_share",
    Text("占社零比重", "Share of retail sales"),
    Text("居民网络消费额占社会消费品零售总额的比重（公开发布数据）。",
         "Online consumption over retail sales of consumer goods, as published."),
    Text("公开发布的比例", "as published"),
    RATIO, REFERENCES, "created", _HIGHEST,
    where=_figure.key == "online_consumption_retail_share", system="overview",
)  # fmt: skip
