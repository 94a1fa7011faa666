"""Platforms 平台 and the duties that the law lays on them."""

from sqlalchemy import Boolean, Date, Float, Numeric, String, Table

from data_access.store.schema.columns import column, metadata

platform = Table(
    "platform",
    metadata,
    column("platform_id", String, "平台编号", "Platform id", key=True),
    column("name", String, "平台名称", "Platform", required=True),
    column("name_en", String, "英文名称", "English name"),
    column("operator_name", String, "运营主体", "Operator"),
    column("uscc", String, "统一社会信用代码", "Unified social credit code", refers="entity"),
    column("district", String, "住所地", "Domicile district", codes="region"),
    column("class_l1", String, "平台类别", "Class", codes="class"),
    column("class_l2", String, "平台子类", "Subclass", codes="subclass"),
    column("grade", String, "平台规模", "Grade", codes="grade"),
    column("txn_mode", String, "运营模式", "Operating mode", codes="mode"),
    column("supply_mode", String, "供给模式", "Supply mode", codes="supply_mode"),
    column("format_tags", String, "业态标签", "Business formats"),
    column("main_goods", String, "主要经营商品", "Main goods"),
    column("launched_on", Date, "上线日期", "Launched on"),
    column("closed_on", Date, "停运日期", "Closed on"),
    column("icp_no", String, "ICP备案号", "ICP number"),
    column("website", String, "网址", "Website"),
    column("address", String, "住所", "Address"),
    column("longitude", Float, "经度", "Longitude", low=-180, high=180),
    column("latitude", Float, "纬度", "Latitude", low=-90, high=90),
    column("canal_since", Date, "接入快速通道日期", "On the fast channel since"),
    column("bridge_since", Date, "接入数据交换云桥日期", "On a bridge of data since"),
    column("is_odr", Boolean, "是否ODR企业", "ODR enterprise"),
    column(
        "guarantee_fund", Numeric(18, 2), "消费者权益保障金", "Consumer guarantee fund", low=0, is_money=True
    ),
    column("licence_shown", Boolean, "平台亮照", "Licence shown"),
)

#: The duty checklist of a portrait: one row for each platform and duty, as last checked.
platform_duty = Table(
    "platform_duty",
    metadata,
    column("platform_id", String, "平台编号", "Platform id", key=True, codes="platform"),
    column("duty", String, "义务", "Duty", key=True, codes="duty"),
    column("is_met", Boolean, "是否履行", "Met", required=True),
    column("checked_on", Date, "核查日期", "Checked on", required=True),
)

#: Websites and new forms of online trade 网站与新业态: an app, a mini-program, a public account, a live room, with whose they are.
online_site = Table(
    "online_site",
    metadata,
    column("site_id", String, "站点编号", "Online site", key=True),
    column("kind", String, "站点形态", "Form of the site", required=True, codes="site_kind"),
    column("name", String, "站点名称", "Name of the site", required=True),
    column("address", String, "网址或账号", "Address or account"),
    column("platform_id", String, "所属平台编号", "Platform of the site", codes="platform"),
    column("district", String, "站点登记区县", "District of the site", codes="region"),
    column("opened_on", Date, "站点上线日期", "Site opened on", required=True),
    column("closed_on", Date, "站点下线日期", "Site closed on"),
    column("icp_no", String, "站点备案号", "Filing of the site"),
    column("licence_shown", Boolean, "站点亮照", "Licence shown on the site"),
)
