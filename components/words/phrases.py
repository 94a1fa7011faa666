"""Interface words in both languages; words of the trade belong to the data, not here."""

from data_access.domain.text import Text

BRAND = Text("平台经济数智驾驶舱", "Platform Economy Cockpit")
LOG_IN = Text("登录", "Log in")
ACCOUNT = Text("我的账号", "My account")
LOG_OUT = Text("退出登录", "Log out")
OVERVIEW = Text("总貌", "Overview")
GOVERNANCE = Text("治理", "Governance")
PLATFORMS = Text("平台", "Platforms")
SYSTEMS = Text("系统", "Systems")
SYSTEMS_BEHIND = Text("相关系统", "Systems behind it")
SINCE = Text("{} 起", "since {}")
DEFINITIONS = Text("口径", "Definitions")
DATA = Text("数据", "Data")
WALL = Text("大屏", "Wall")

SYNTHETIC = Text("演示数据·虚构主体", "Demo data · fictional entities")
AS_OF = Text("截至", "As of")
PERIOD = Text("期间", "Period")
CUSTOM = Text("自定义…", "Custom…")
COMPARE = Text("对比", "Compare")
GRAIN = Text("粒度", "Grain")
TOLD_BY = Text("投诉按", "Complaints as")
MORE = Text("更多", "More")
CLEAR = Text("清除", "Clear")
ALL = Text("全部", "All")
WHOLE_CITY = Text("全市", "Whole city")
FILTERS = Text("筛选", "Filters")
CHOOSE = Text("请选择", "Choose")
SELECT_ALL = Text("全选", "Select all")
DESELECT_ALL = Text("全不选", "Deselect all")
SELECTED_COUNT = Text("已选{num_selected}项", "{num_selected} selected")
NO_OPTIONS = Text("没有匹配项", "Nothing found")
SEARCH = Text("搜索…", "Search…")
FIND = Text("搜编号、主体、平台、指标…", "Number, entity, platform, indicator…")
#: So many signs may be looked for.
FIND_LONGEST = 100
NOTHING_FOUND = Text("没有找到，或不在您可见的范围内。", "Nothing found, or nothing that you may see.")
IGNORED = Text("地址中有未采用的内容：", "Something in the address was left out: ")
THEME_SWITCH = Text("明暗", "Light or dark")
KEYS_HELP = Text(
    "快捷键：/ 搜索 · 明细行上回车打开记录 · Esc 撤回上一个筛选 · ? 本说明",
    "Keys: / search · Enter on a row opens its record · Esc take back the last filter · ? this help",
)

ONLY = Text("仅计", "Only")
DEFINITION = Text("口径", "Definition")
FORMULA = Text("计算", "Formula")
BASIS = Text("依据", "Basis")
SOURCE = Text("来源", "Source")
VERSION = Text("口径版本", "Definition version")
UNIT = Text("单位", "Unit")
TARGET = Text("目标", "Target")
MEDIAN_TARGET = Text("中位数目标", "Target of the median")
MENU = Text("更多操作", "More actions")
AS_TABLE = Text("看表格／看图", "Table or chart")
FULL_SCREEN = Text("全屏", "Full screen")
PICTURE_PNG = Text("图片 PNG", "Picture PNG")
PICTURE_SVG = Text("图片 SVG", "Picture SVG")
COPY_PICTURE = Text("复制为图片", "Copy as picture")
DATA_CSV = Text("数据 CSV（ZIP，含口径）", "Data CSV (ZIP, with definitions)")
DATA_XLSX = Text("数据 XLSX（含口径）", "Data XLSX (with definitions)")
SIZES = {"slide": Text("幻灯片", "slide"), "a4": Text("A4", "A4"), "wall": Text("大屏", "wall")}
LISTED = Text("明细", "Rows")
ROWS_BEHIND = Text("看明细", "The rows behind it")
ORIGIN = Text("这个数从哪来", "Where does this number come from")
LINK = Text("复制本卡链接", "Copy link to this card")
EXPORT = Text("导出本页", "Export this page")
EXPORTS = {
    "pdf": Text("PDF 文档", "PDF"),
    "pptx": Text("PPTX 幻灯片（图表可编辑）", "PPTX slides (charts editable)"),
    "xlsx": Text("XLSX 工作簿（含口径）", "XLSX workbook (with definitions)"),
    "brief-docx": Text("通报 DOCX", "Bulletin DOCX"),
    "brief-pdf": Text("通报 PDF", "Bulletin PDF"),
    "brief-html": Text("通报 HTML", "Bulletin HTML"),
    "frozen": Text("会议快照：冻结本页", "Meeting snapshot: freeze this page"),
    "print": Text("用浏览器打印", "Print from the browser"),
}
EXPORT_WORDS = {
    "waiting": Text("排队中…", "Waiting…"),
    "running": Text("制作中…", "Being made…"),
    "done": Text("已完成", "Ready"),
    "cancelled": Text("已取消", "Cancelled"),
    "failed": Text("未能完成", "Not made"),
    "cancel": Text("取消", "Cancel"),
    "download": Text("再次下载", "Download again"),
    "open": Text("打开", "Open"),
    "frozen": Text("本页的会议快照", "Snapshots of this page"),
    "copied": Text("已复制", "Copied"),
    "denied": Text(
        "浏览器不允许复制，请用 Ctrl+C 复制：", "The browser does not allow copying; press Ctrl+C:"
    ),
    "undrawn": Text(
        "浏览器不允许复制图片，请改存 PNG",
        "The browser does not allow copying pictures; save the PNG instead",
    ),
    "someRows": Text("第 {} 行，共 {} 行", "rows {} of {}"),
    "someColumns": Text("前 {} 列，共 {} 列", "first {} of {} columns"),
    "exported": Text("全部见导出文件", "an export has all"),
    "lost": Text("服务器没有应答，没有导出。", "The server did not answer; nothing was exported."),
    "silent": Text(
        "服务器已一分钟没有应答，不再等待；请稍后重新导出。",
        "The server has not answered for a minute, so this is no longer waited for; export again later.",
    ),
}
#: The day on which the rules or the counting changed, and what changed.
NOT_ALIKE = Text("{} {}：前后不可比", "{} {}: not comparable")
WHOLE_MONTHS = Text("按整期计 {}–{}", "whole periods {}–{}")
KEPT_BY = Text("数据按{}统计，没有更细的粒度", "kept by {}, nothing finer is known")
LOWEST_SHOWN = Text("最低的{}个，共{}个", "lowest {} of {}")
HIGHEST_SHOWN = Text("最高的{}个，共{}个", "highest {} of {}")
FARTHEST_SHOWN = Text("偏离最大的{}类，共{}类", "farthest {} of {}")
GREY_LINE = Text("灰线为{}", "grey: {}")
NOT_NARROWED = Text("不受「{}」筛选", "Not narrowed by {}")
TOO_FEW = Text("样本不足（n={n}）", "Too few (n={n})")
LAST_PUBLISHED = Text(
    "所选期间没有数据，最近一期：{0} 年 {1}。", "None for this period; the last is {1} in {0}."
)
NO_ROWS = Text("所选条件下没有数据。", "Nothing matches this selection.")
NONE_IN_PERIOD = Text("所选期间没有记录。", "Nothing is recorded in this period.")
RELAX = Text("可放宽：{}", "Try without: {}")
NO_SOURCE = Text("{}没有「{}」的数据，装载后即可显示。", "{} keeps no “{}”; it shows once loaded.")
THIS_CITY, THIS_PROVINCE = Text("本市", "This city"), Text("本省", "This province")
CREDIT = Text("信用", "Credit")
WARNINGS = Text("预警", "Warnings")
DUE = Text("到期", "Due")
DUTIES = Text("义务", "Duties")
TASKS = Text("任务", "Tasks")
TASK = Text("交办任务", "Give a task")
TASK_GIVEN = Text("已交办任务 #{}。", "Task #{} is given.")
TASK_ACTED = Text("任务 #{} 已记录。", "Task #{} is recorded.")
NO_SUCH_TASK = Text("没有这项任务。", "There is no such task.")
A_DAY = Text("选择日期", "Choose a day")
NEW_LIMIT = Text("新期限", "New limit")
NO_ADDRESSES = Text("平台没有经纬度，按条形显示。", "Platforms have no coordinates: shown as bars.")
WITHOUT_ADDRESS = Text(
    "{}家平台没有经纬度，不在图上。", "{} platforms have no coordinates and are not on the map."
)
PLATFORM_COUNT = Text("{}家", "{} platforms")
NOT_ON_MAP = Text("这些地区不在地图上，按条形显示。", "None of these regions is on the map: shown as bars.")
NO_BOUNDARIES = Text("没有这个地区的边界数据，按条形显示。", "No boundaries for this area: shown as bars.")
EMPTY_STORE = Text(
    "数据库里还没有数据，装载后即可显示。", "The store holds nothing yet; it shows once something is loaded."
)
NO_SUCH_PAGE = Text("没有这个页面。", "There is no such page.")
NO_SUCH_PLATFORM = Text(
    "没有这个平台。请从平台列表中选择。", "There is no such platform; choose one from the list."
)
CUT_OFF = Text("没有读到，恢复后自动重试", "Not read; it is tried again as soon as the server answers")
NO_STORE = Text(
    "数据库暂时读不到，请稍后再试；运维请看日志。",
    "The store cannot be read just now; try again soon. Operators: see the log.",
)
FAILED = Text(
    "这张图没能画出来，原因已记入日志（编号 {}）。",
    "This card could not be drawn; the reason is in the log ({}).",
)
SLOW = Text("查询超过时限，请缩小范围。", "The query took too long; narrow the selection.")
OTHER = Text("其余", "All others")
REST_OF_PLATFORMS = Text("其余 {count} 家", "{count} others")
REST = Text("其余 {count} 项", "{count} others")
CUMULATIVE = Text("累计占比", "Cumulative")
UNFINISHED = Text("未满期", "unfinished")
SAME_PERIOD = Text("同期", "last year")
PREVIOUS_PERIOD = Text("上期", "previous")
OF_FIRST = Text("占首环节", "of first")
OF_PREVIOUS = Text("占上环节", "of previous")
ALARM = Text("红色告警：只有达到目标才算正常", "Red alert: nothing but the target will do")
VETO_RULE = Text("一票否决事项", "Overridden by")
OVERRIDDEN_SCORE = Text(
    "{}的信用分被一票否决（{}），直接为红", "the credit score of {} is overridden ({}): it is red"
)
INTERVAL = Text("95%区间", "95% interval")
FEW_HIDDEN = Text("另有{}个样本不足{}，不显示", "{} with fewer than {} are not shown")
OF_ALL = Text("占全部", "of all")
CITY_100 = Text("全市 = 100", "city = 100")
OWN_SHARE = Text("所选占比", "own share")
CITY_SHARE = Text("全市占比", "city share")
NET = Text("净增", "net")
LOWEST = Text("同类最低", "lowest in class")
HIGHEST = Text("同类最高", "highest in class")
MEDIAN = Text("中位", "median")
HIGHER_THAN = Text("高于同类的 {percentile:.0f}%", "higher than {percentile:.0f}% of its class")
AND = Text("、", ", ")
COLON = Text("：", ": ")

VS = {"yoy": Text("较去年同期", "vs last year"), "prev": Text("较上期", "vs previous"), "none": Text("", "")}
GRAINS = {
    "auto": Text("自动", "Auto"),
    "day": Text("日", "Day"),
    "week": Text("周", "Week"),
    "month": Text("月", "Month"),
    "quarter": Text("季", "Quarter"),
    "year": Text("年", "Year"),
}
EVENT_KINDS = {
    "launched": Text("上线", "Launch"),
    "bridge": Text("云桥", "Bridge"),
    "canal": Text("快速通道", "Fast channel"),
    "case": Text("案件", "Cases"),
    "interview": Text("约谈", "Interviews"),
    "peak": Text("投诉高峰", "Complaint peak"),
    "policy": Text("政策", "Policy"),
    "closed": Text("停运", "Closure"),
}
DATA_VERSION = Text("数据版本", "Data version")
SERIES = Text("系列", "Series")
ITEM = Text("项目", "Item")
EARLIER = Text("对比期", "Compared")
CHECKS = Text("质量检查", "Quality checks")
TABLE = Text("数据表", "Table")
CHECK = Text("检查项", "Check")
CHECKED = Text("检查行数", "Rows checked")
FAILED_ROWS = Text("不合格行数", "Rows failing")
PROVIDER = Text("提供单位", "Provider")
LATE_SOURCES = Text("数据晚到：{}（截至日距今{:,}天）", "Late: {} (data end {:,} days ago)")
OLD_DATA = Text("数据距今{:,}天，来源未说明报送周期", "{:,} days ago; no rhythm of delivery is stated")
UNRECONCILED = Text("分区合计与总数不符：{}", "Sums over regions do not meet the total: {}")
REJECTS = Text(
    "点拒绝行、重复行、待补码行、存疑值留空的数字，可下载每行的位置和原因；原文可能含个人信息，留在数据库文件夹的 rejects 和 held 目录。",
    "The numbers of rejected, duplicate and held rows, and of values left out, give where each stands and why; their text may hold personal data and stays in the folders `rejects` and `held` of the store.",
)
SOURCES = Text("各来源", "Sources")
DELIVERIES = Text("全部批次", "All deliveries")
HELD = Text("待补码 {}", "{} held back")
NAMED = Text("清单 {}", "{} listed")
DOUBTFUL = Text("入库但存疑值留空 {}", "{} loaded with a value left out")
SHARED = Text(
    "一件可属多类，各类之和大于合计", "One may stand under several: the parts add up to more than the whole"
)
PASSED = Text("{} 项均合格", "all {} passed")
SOME_FAIL = Text("{1} 项中 {0} 项有不合格行", "{} of {} with failing rows")
THIS_PLATFORM = Text("本平台", "This platform")
REGION_PATH = Text("所在地区", "Region")
NOT_DIVIDED = Text("{}（未分区县）", "{} (no district recorded)")
OUTSIDE = Text("另有 {} 不在图上辖区：{}", "another {} outside this map: {}")
OUTSIDE_RATES = Text("不在图上辖区：{}", "outside this map: {}")
AND_MORE = Text("等 {} 个", "and {} more")
NOT_IN_STORE = Text("不在本库", "not in this store")
OTHERS_OF = Text("{}其他平台", "Others: {}")
PEERS = Text("同类 {} 家", "{} in its class")
STATES = {
    "good": Text("正常", "good"),
    "watch": Text("关注", "watch"),
    "bad": Text("异常", "bad"),
    "met": Text("达标", "met"),
    "missed": Text("未达标", "missed"),
    "few": Text("样本不足", "too few"),
    "": Text("", ""),
}
SUCCESS = Text("调用成功率", "Success")
RESPONSE = Text("平均响应", "Response")
LAST_CALL = Text("最近交换", "Last call")
SILENT = Text("超过{}天", "> {} days")
FIRST_SHOWN = Text("前{}个，共{}个", "first {} of {}")
SLOWEST_SHOWN = Text("最慢的{}个，共{}个", "slowest {} of {}")
BOX_WORDS = Text("线P10–P90 箱P25–P75 竖线中位", "line P10–P90, box P25–P75, bar P50")
CENTRE = Text("均值", "mean")
LOWER = Text("下限", "lower")
UPPER = Text("上限", "upper")
BEYOND = Text("超出控制限", "beyond the limits")
BEYOND_COUNT = Text("{}/{} 个月超限", "{}/{} months out")
NO_LIMITS = Text("月份太少，不设控制限", "too few months for limits")
WEEKDAYS = {
    "zh": ("一", "二", "三", "四", "五", "六", "日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
MONTHS = {
    "zh": tuple(f"{month}月" for month in range(1, 13)),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
