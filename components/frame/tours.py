"""The guided tour of a page: seven steps, each beside the part that it explains; the browser shows them (`assets/cockpit/tour/`)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from components.model import paths
from data_access.domain.text import Text


class Step(NamedTuple):
    """One step: the part of the page that it stands beside, as a selector, its title and its words."""

    at: str
    title: Text
    words: Text


_PERIOD = Step(
    ".control.period, .open-filters", Text("先选时间", "Choose the time"),
    Text("期间、对比和粒度在这里选，全页的数都按所选时间计算，并写进地址，链接发给谁看到的都一样。",
         "Period, comparison and grain: every number of the page is of the time chosen here. It stands in the address, so a link shows the same to anyone."),
)  # fmt: skip
_CHIPS = Step(
    ".bar .state", Text("现在看的是什么", "What is shown now"),
    Text("这里写着当前的期间、地区和筛选。点叉撤回一项，点地区路径回到上一级，Esc 撤回最后一项。",
         "The period, region and filters of all that is shown. A cross takes one back, the path of regions leads a level up, Esc takes back the last."),
)  # fmt: skip
_KEYS = Step(
    ".strip .key", Text("关键指标", "Key figures"),
    Text("大数、与对比期的变化和近两年走势。颜色只表示好坏，不表示涨跌；点数字看它由哪些明细组成。",
         "The number, its change and two years of it. Colour says good or bad, never up or down; a click on the number lists the rows behind it."),
)  # fmt: skip
_MAP = Step(
    '[data-chart="map"] header', Text("地图可以往下点", "The map leads further down"),
    Text("点一个地区，全页只看它；在全省库里先到市、再到区县。图上方的路径和浏览器的后退都能回来。",
         "A click on a region narrows the whole page to it; a province leads to its cities, a city to its districts. The path above the map and the browser's Back lead back."),
)  # fmt: skip
_CHART = Step(
    ".card.chart .menu", Text("每张图都能带走", "Take any chart with you"),
    Text("ⓘ 是口径、算法和依据；⋯ 里有图片、数据、明细、表格、全屏和交办。",
         "ⓘ tells definition, formula and legal basis; ⋯ has pictures, data, the rows, the table, full screen and tasks."),
)  # fmt: skip
_SEARCH = Step(
    ".top .search", Text("找一个东西", "Find a thing"),
    Text("按 / 搜编号、主体、平台、指标和页面；按 ? 看快捷键。", "Press / for numbers, entities, platforms, indicators and pages, ? for all keys."),
)  # fmt: skip
_AGAIN = Step(
    "#help", Text("随时再看", "Whenever you like"),
    Text("导览不会再自动出现，想看时点这里。", "The tour does not come by itself again; start it here."),
)  # fmt: skip
_ROWS = Step(
    ".section-rows, .grid-of-rows", Text("明细", "The rows"),
    Text("与上面的数同一筛选。点列头排序，点一行打开这条记录；个人信息已遮蔽。",
         "Narrowed as the numbers above. A heading sorts, a row opens its record; personal fields are masked."),
)  # fmt: skip

_OVERVIEW = (
    _PERIOD, _CHIPS, _KEYS,
    Step('[data-block="attention"] header', Text("先关注谁", "Who needs attention"),
         Text("六个信号打分，分高的在前，每一分都写明理由，可导出。", "Six signs give points, most first, each with its reason; the list can be taken away.")),
    _MAP, _CHART, _AGAIN,
)  # fmt: skip
_GOVERNANCE = (
    _PERIOD, _KEYS, _MAP,
    Step('[data-block="rates"] header', Text("件数之外看比率", "Rates beside counts"),
         Text("每百万单投诉，分子分母都列出，可以自己加总核对。", "Complaints per million orders with numerator and denominator, to be added up by hand.")),
    _CHART, _ROWS, _AGAIN,
)  # fmt: skip
_PORTRAIT = (
    Step('[data-section="identity"] .who', Text("这是谁", "Who it is"),
         Text("名称、类别、规模、信用色、运营主体和六项义务的履行情况。", "Its name, class, size and credit colour, who runs it, and how it meets six duties.")),
    _PERIOD, _KEYS,
    Step('[data-chart="dots"] header', Text("在同类中的位置", "Where it stands in its class"),
         Text("每行一个指标：竖线是同类中位数，点是这家平台；不足 30 件的不比。", "A line a number: the mark is the median of its class, the dot this platform; fewer than 30 are not compared.")),
    Step('[data-chart="timeline"] header', Text("发生过什么", "What befell it"),
         Text("约谈、抽检、案件、信用变化按时间排开。", "Interviews, samples, cases and changes of its credit in the order of time.")),
    _ROWS, _AGAIN,
)  # fmt: skip
_CREDIT = (
    _PERIOD, _KEYS,
    Step('[data-chart="points"] header', Text("平台在哪里", "Where the platforms are"),
         Text("按住所地和信用色标出，形状也区分颜色；点一家看画像。", "By address and credit colour, which the shape tells too; a click opens the portrait.")),
    _CHART,
    Step('[data-section="rows-inspection_draws"] header', Text("抽查可以重做", "A draw can be repeated"),
         Text("按事先公布的种子抽取，谁都能重算；每个签都留底。", "Drawn by a seed published before, which anyone can repeat; every lot is kept.")),
    Step('[data-section="credit_rules"] header', Text("分怎么来的", "How points are given"),
         Text("评分规则是一份可读的文件，每次扣分有事由和失效日。", "The rules are a file that can be read; every deduction has its event and its expiry.")),
    _AGAIN,
)  # fmt: skip
_DUE = (
    Step(".due-today", Text("今天是哪天", "Which day is today"),
         Text("以数据最后一天为今天，当天已结束：当天到期未办的算超期。", "Today is the last day of the data, and it is over: what fell due on it and is open is overdue.")),
    Step(".due-table .whole", Text("一共多少", "How many in all"),
         Text("超期、当天、3 个和 5 个工作日内；后一档包含前一档，不相加。", "Overdue, that day, within 3 and 5 working days; a longer time holds the shorter, they are not added up.")),
    Step(".due-counts thead", Text("哪类、哪里", "Which kind, where"),
         Text("按事项和地区分列，点数字只看那一类。", "By kind and by region; a click on a number lists those alone.")),
    Step(".due-days header", Text("日历", "The calendar"),
         Text("每天到期几件；休息日的归到前一个工作日。", "How many fall due each day; days off belong to the working day before.")),
    Step(".due-choices", Text("只看一类", "One kind alone"), Text("按事项或时间收窄下面的清单。", "Narrow the list below by kind or time.")),
    Step(".due-list header", Text("清单", "The list"),
         Text("期限最早的在前，写明依据，点编号打开记录；可下载 CSV 和 XLSX。", "The oldest limit first, each with its rule and a link to its record; CSV and XLSX take it away.")),
    _AGAIN,
)  # fmt: skip
_DUTIES = (
    _PERIOD, _KEYS,
    Step('[data-section="report_board"] header', Text("几家有欠账", "How many are in arrears"),
         Text("报送逾期或不全的平台数；右边下载整张表（CSV、XLSX）。", "Platforms whose files are late or short; CSV and XLSX take the whole board away.")),
    Step(".report-key", Text("符号怎么读", "How to read the signs"),
         Text("✕ 报送逾期或不全，▲ 协查答复逾期或不全，● 都好；不只靠颜色。", "✕ files late or short, ▲ answers late or in part, ● all well: never by colour alone.")),
    Step(".report-board thead", Text("每家一行", "A row for each platform"),
         Text("欠得多的在前，“几份／到期几份”；点数字看那些报送，点名称看画像。", "Most in arrears first, so many of those due; a number opens its files, a name the portrait.")),
    _ROWS, _AGAIN,
)  # fmt: skip
_LIST = (
    _PERIOD, _CHIPS,
    Step('[data-section="rows-list"] header h3', Text("这是哪个数的明细", "Whose rows these are"),
         Text("行数与指标的数一致。", "There are as many rows as the number says.")),
    Step(".files", Text("带走", "Take it away"), Text("当前筛选的全部行，CSV 或 XLSX。", "All rows under the filters, as CSV or XLSX.")),
    Step(".grid-of-rows .ag-header, .grid-of-rows", Text("排序和打开", "Sort and open"),
         Text("点列头排序；点一行或按回车打开记录。", "A heading sorts; a click or Enter on a row opens its record.")),
    _SEARCH, _AGAIN,
)  # fmt: skip
_RECORD = (
    Step(".section-record .who", Text("这条记录", "This record"), Text("编号和一句话说明；右边可以交办。", "Its number and what it is in a sentence; a task can be given from here.")),
    Step(".section-record .stages", Text("走到哪一步", "How far it is"),
         Text("每一步用了几天、期限几天、依据哪条；红的是超期。", "The days of each step against its limit, with the rule; red is overdue.")),
    Step(".section-record .facts", Text("谁在办", "Who has it"), Text("承办单位和人员，个人信息已遮蔽。", "The office and the person; personal fields are masked.")),
    Step(".section-record .related", Text("从哪来、到哪去", "What led to it and what came of it"),
         Text("相关的诉求、线索、案件、抽检，点开即到。", "The items, leads, cases and samples beside it, each a link.")),
    Step(".section-record .wide", Text("证据", "Evidence"), Text("每一块都重新核验，断链会标出。", "Every block is verified anew; a broken chain is marked.")),
    _SEARCH, _AGAIN,
)  # fmt: skip
#: The tours by the path of their page.
TOURS: Mapping[str, tuple[Step, ...]] = {
    "/": _OVERVIEW, "/governance": _GOVERNANCE, f"{paths.PLATFORM}/<platform_id>": _PORTRAIT, "/credit": _CREDIT,
    paths.DUE: _DUE, paths.DUTIES: _DUTIES, f"{paths.LIST}/<indicator>": _LIST, f"{paths.RECORD}/<listing>/<record_id>": _RECORD,
}  # fmt: skip

HELP = Text("帮助", "Help")
_WORDS = {
    "help": HELP,
    "start": Text("看一遍本页导览（七步）", "Tour of this page, seven steps"),
    "offer": Text("第一次来？用七步看懂这一页。", "New here? Seven steps explain this page."),
    "begin": Text("开始", "Start"),
    "never": Text("不再提示", "Do not offer again"),
    "next": Text("下一步", "Next"),
    "back": Text("上一步", "Back"),
    "done": Text("完成", "Done"),
    "close": Text("关闭导览", "Close the tour"),
    "place": Text("第 {} 步，共 {} 步", "Step {} of {}"),
}


def told(path: str, keys: str, lang: str) -> dict[str, Any]:
    """Return what the browser must know of the tour of a page, by the path that the page is registered under, and of its help."""
    steps = [
        {"at": one.at, "title": one.title(lang), "words": one.words(lang)} for one in TOURS.get(path, ())
    ]
    return {"name": path, "steps": steps, "keys": keys, **{key: words(lang) for key, words in _WORDS.items()}}
