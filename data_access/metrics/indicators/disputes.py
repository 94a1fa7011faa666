"""浙江知识产权在线: disputes on platforms, how fast they end, and whether notices are met in good time."""

from sqlalchemy import and_, func

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Change, Indicator, Maturity, indicator
from data_access.metrics.indicators.measures import Measure, count, mean_days, quantile_days, ratio
from data_access.metrics.indicators.units import DAYS, HOURS, ITEMS, RATIO, VISITS, Unit
from data_access.metrics.sources import DISPUTES as SOURCE
from data_access.metrics.sources import REFERENCES
from data_access.store.engines import Day
from data_access.store.schema import ip_dispute, reference_figure

_dispute, _figure = ip_dispute.c, reference_figure.c
_IS_ACROSS = _dispute.is_cross_province.is_(True)
_LAW = Text("《电子商务法》第四十二条至第四十五条", "E-commerce Law, art. 42–45")
_HIGHEST = Measure(func.max(_figure.value), func.count())
_USERS, _PLACES = Unit("users", Text("人", "users")), Unit("places", Text("个", "in all"))

ip_disputes = indicator(
    "ip_disputes",
    Text("知产纠纷调处", "IP disputes"),
    Text("期内受理的电商领域知识产权纠纷，各路径合计。", "Disputes about intellectual property on platforms accepted within the period, by all routes."),
    Text("按受理时间计数", "count by day accepted"),
    ITEMS, SOURCE, "accepted", count(), system="ip_online",
)  # fmt: skip
ip_across = indicator(
    "ip_across",
    Text("跨省调度", "Across provinces"),
    Text("期内受理的纠纷中跨省调度的件数。", "Of the disputes accepted in the period, those dispatched across provinces."),
    Text("跨省调度的件数", "count across provinces"),
    ITEMS, SOURCE, "accepted", count(), where=_IS_ACROSS, system="ip_online",
)  # fmt: skip
ip_across_share = indicator(
    "ip_across_share",
    Text("跨省占比", "Share across provinces"),
    Text("期内受理的纠纷中跨省调度的比例。", "Of the disputes accepted in the period, the share dispatched across provinces."),
    Text("跨省调度 ÷ 受理", "across provinces ÷ accepted"),
    RATIO, SOURCE, "accepted", ratio(_IS_ACROSS), min_n=30, system="ip_online",
)  # fmt: skip
ip_cycle_days = indicator(
    "ip_cycle_days",
    Text("纠纷平均周期", "Mean days of a dispute"),
    Text("期内办结的纠纷从受理到办结的平均自然日。", "Mean calendar days from acceptance to closure, of disputes closed in the period."),
    Text("Σ(办结 − 受理) ÷ 件数", "mean of closed − accepted"),
    DAYS, SOURCE, "closed", mean_days(_dispute.accepted_at, _dispute.closed_at), good="down", min_n=30, system="ip_online",
)  # fmt: skip
ip_cycle_change = indicator(
    "ip_cycle_change",
    Text("办案周期同比", "Cycle vs a year before"),
    Text("期内办结纠纷的平均周期较上年同期的变化。", "Change of the mean cycle against the same time of the year before."),
    Text("本期平均周期 ÷ 上年同期 − 1", "mean now ÷ mean a year before − 1"),
    RATIO, SOURCE, "closed", Change(ip_cycle_days), good="down", min_n=30, system="ip_online",
)  # fmt: skip
notice_hours_median = indicator(
    "notice_hours_median",
    Text("通知到处置：中位", "Time to act: median"),
    Text("期内权利人通知中，平台采取措施用时的中位数。", "Of the notices of the period, the median time until the platform acted."),
    Text("采取措施 − 通知，中位数", "median of acted − notified"),
    HOURS, SOURCE, "noticed", quantile_days(0.5, _dispute.notice_at, _dispute.action_at), good="down", min_n=30,
    system="ip_online", basis=_LAW,
    matures=Maturity(30, (_dispute.action_at,)),
)  # fmt: skip
notice_hours_p90 = indicator(
    "notice_hours_p90",
    Text("通知到处置：P90", "Time to act: P90"),
    Text("期内权利人通知中，九成在此时间内平台已采取措施。", "Of the notices of the period, nine in ten met with action within this time."),
    Text("采取措施 − 通知，90分位", "90th percentile of acted − notified"),
    HOURS, SOURCE, "noticed", quantile_days(0.9, _dispute.notice_at, _dispute.action_at), good="down", min_n=30,
    system="ip_online", basis=_LAW,
    matures=Maturity(30, (_dispute.action_at,)),
)  # fmt: skip
counter_notice_rate = indicator(
    "counter_notice_rate",
    Text("不侵权声明率", "Counter-notices"),
    Text("期内被采取措施的通知中，平台内经营者提交不侵权声明的比例。", "Of the notices that met with action, the share answered by a counter-notice."),
    Text("提交声明 ÷ 已采取措施", "counter-notices ÷ acted upon"),
    RATIO, SOURCE, "noticed", ratio(_dispute.counter_at.is_not(None)), where=_dispute.action_at.is_not(None), min_n=30,
    system="ip_online", basis=_LAW,
    matures=Maturity(30, (_dispute.action_at, _dispute.counter_at)),
)  # fmt: skip
reinstatement_on_time = indicator(
    "reinstatement_on_time",
    Text("15日终止措施合规率", "Reinstated in time"),
    Text("声明转送后十五日内权利人未投诉或起诉的，平台应当及时终止措施；期限（满15日的次日）落在期内的，按期终止的比例。",
         "Where no complaint or suit follows within fifteen days of the counter-notice, measures must end; of those due in "
         "the period (the day after the fifteen), the share ended in time."),
    Text("按期终止 ÷ 到期应终止", "ended in time ÷ due"),
    RATIO, SOURCE, "restore_due",
    ratio(and_(_dispute.restored_at.is_not(None), Day(_dispute.restored_at) <= _dispute.restore_due)), good="up", min_n=30,
    target=1.0, system="ip_online", basis=Text("《电子商务法》第四十三条", "E-commerce Law, art. 43"),
)  # fmt: skip


def _published(key: str, title: Text, unit: Unit, definition: Text) -> Indicator:
    """Enter a figure that is published and not derived from records."""
    formula = Text("公开发布的数字，期内有多个时取最高", "as published; of several the highest")
    return indicator(key, title, definition, formula, unit, REFERENCES, "created", _HIGHEST,
                     where=_figure.key == key, system="ip_online")  # fmt: skip


ip_users = _published(
    "ip_users", Text("注册用户（全省）", "Registered users (province)"), _USERS,
    Text("全省注册用户数，公开发布，不受筛选影响。", "Users of the province, as published; filters do not apply."),
)  # fmt: skip
ip_visits = _published(
    "ip_visits", Text("访问量（全省）", "Visits (province)"), VISITS,
    Text("全省年访问量，公开发布，不受筛选影响。", "Visits of the year in the province, as published; filters do not apply."),
)  # fmt: skip
ip_departments = _published(
    "ip_departments", Text("联动部门（全省）", "Departments joined (province)"), _PLACES,
    Text("全省联动的部门数，公开发布，不受筛选影响。", "Departments joined in the province, as published; filters do not apply."),
)  # fmt: skip
ip_systems = _published(
    "ip_systems", Text("打通系统（全省）", "Systems joined (province)"), _PLACES,
    Text("全省打通的系统数，公开发布，不受筛选影响。", "Systems joined in the province, as published; filters do not apply."),
)  # fmt: skip
