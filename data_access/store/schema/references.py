"""What the facts refer to: the data set itself, code lists, regions, annotations, published figures, batches."""

from sqlalchemy import Boolean, Date, DateTime, Float, Integer, String, Table

from data_access.store.schema.columns import column, metadata

#: One row: which city the store holds, up to which day, and in which currency (ISO 4217; yuan where it does not say).
dataset = Table(
    "dataset",
    metadata,
    column("city", String, "城市代码", "City code", key=True),
    column("name_zh", String, "名称", "Name", required=True),
    column("name_en", String, "英文名称", "English name", required=True),
    column("as_of", Date, "数据截至", "Data as of", required=True),
    column("starts_on", Date, "数据起始", "Data from", required=True),
    column("is_synthetic", Boolean, "是否演示数据", "Synthetic", required=True),
    column("currency", String, "币种", "Currency"),
)

#: Every code list of the product; `list_key` is the name that columns give in `codes`.
code = Table(
    "code",
    metadata,
    column("list_key", String, "代码表", "Code list", key=True),
    column("code", String, "代码", "Code", key=True),
    column("zh", String, "中文", "Chinese", required=True),
    column("en", String, "英文", "English", required=True),
    column("position", Integer, "顺序", "Position", required=True),
    column("parent", String, "上级代码", "Parent code"),
    column("basis", String, "依据", "Basis"),
)

#: GB/T 2260 regions with the time in which each code was in force.
region = Table(
    "region",
    metadata,
    column("adcode", String, "行政区划代码", "Region code", key=True),
    column("name", String, "名称", "Name", required=True),
    column("name_en", String, "英文名称", "English name", required=True),
    column("level", String, "层级", "Level", required=True),
    column("parent", String, "上级代码", "Parent code"),
    column("valid_from", Date, "启用日期", "Valid from", required=True),
    column("valid_to", Date, "停用日期", "Valid to"),
    column("successor", String, "沿革后代码", "Successor code"),
    column("longitude", Float, "经度", "Longitude"),
    column("latitude", Float, "纬度", "Latitude"),
)

#: What an event can concern; `metrics/events.py` says which sources count each. Districts are those of charts by district.
SUBJECTS = (
    "complaints", "mediation", "shops", "sales", "platforms", "cases", "entities", "credit", "co_investigation", "exchange",
    "sampling", "leads", "disputes", "catering", "conduct", "live", "districts",
)  # fmt: skip

#: Days that explain a chart: promotions, breaks in a series, policies. `subjects` are some of `SUBJECTS`, with commas between.
annotation = Table(
    "annotation",
    metadata,
    column("day", Date, "日期", "Day", key=True),
    column("kind", String, "类型", "Kind", key=True, codes="annotation_kind"),
    column("zh", String, "中文", "Chinese", required=True),
    column("en", String, "英文", "English", required=True),
    column("subjects", String, "涉及", "Concerns"),
)

#: Figures that are published and not derived from records, each with its source.
reference_figure = Table(
    "reference_figure",
    metadata,
    column("key", String, "指标", "Key", key=True),
    column("region", String, "地区", "Region", key=True),
    column("from_day", Date, "起", "From", key=True),
    column("to_day", Date, "止", "To", key=True),
    column("value", Float, "数值", "Value", required=True),
    column("unit", String, "单位", "Unit", required=True),
    column("source", String, "来源", "Source", required=True),
)

#: One row for each table of each load: who provided what, and what became of the rows.
load_batch = Table(
    "load_batch",
    metadata,
    column("batch_id", String, "批次", "Batch", key=True),
    column("table_name", String, "数据表", "Table", key=True),
    column("provider", String, "提供单位", "Provider", required=True),
    column("origin", String, "来源文件", "Origin", required=True),
    column("loaded_at", DateTime, "装载时间", "Loaded at", required=True),
    column("as_of", Date, "数据截至", "As of"),
    column("rows_read", Integer, "读入行数", "Rows read", required=True, low=0),
    column("rows_loaded", Integer, "入库行数", "Rows loaded", required=True, low=0),
    column("rows_rejected", Integer, "拒绝行数", "Rows rejected", required=True, low=0),
    column("rows_duplicate", Integer, "重复行数", "Duplicate rows", required=True, low=0),
    column("is_synthetic", Boolean, "是否演示数据", "Synthetic", required=True),
    column("rhythm_days", Integer, "报送周期(工作日)", "Rhythm (working days)", low=1),
)

#: Derived: what was checked of each table after a load, of how many rows, and how many fail (see derive/quality).
quality_check = Table(
    "quality_check",
    metadata,
    column("table_name", String, "数据表", "Table", key=True),
    column("rule", String, "检查项", "Check", key=True),
    column("checked", Integer, "检查行数", "Rows checked", required=True, low=0),
    column("failed", Integer, "不合格行数", "Rows failing", required=True, low=0),
    column("provider", String, "提供单位", "Provider"),
    column("checked_at", DateTime, "检查时间", "Checked at", required=True),
)
