"""联合治理: platforms interviewed, websites checked, and whether what was asked for was done."""

from sqlalchemy import and_

from data_access.domain.text import Text
from data_access.metrics.indicators.base import Maturity, indicator
from data_access.metrics.indicators.measures import count, ratio
from data_access.metrics.indicators.units import RATIO, Unit
from data_access.metrics.sources import INTERVIEWS, SITE_CHECKS, outside
from data_access.store.engines import Day
from data_access.store.schema import interview, site_check

_talk, _check = interview.c, site_check.c
_KEY = "joint_governance"
TIMES = Unit("times", Text("次", "times"))

interviews = indicator(
    "interviews",
    Text("约谈平台", "Interviews"),
    Text("期内约谈平台的次数。", "Interviews with platforms held in the period."),
    Text("按约谈时间计数", "count by day of the interview"),
    TIMES, INTERVIEWS, "created", count(), system=_KEY,
)  # fmt: skip
joint_interviews = indicator(
    "joint_interviews",
    Text("联席会议约谈", "Joint interviews"),
    Text("期内由联席会议成员单位联合开展的约谈。", "Interviews that several departments of the joint meeting held together."),
    Text("多部门联合的约谈计数", "count of joint ones"),
    TIMES, INTERVIEWS, "created", count(), where=_talk.is_joint.is_(True), system=_KEY,
)  # fmt: skip
rectified_on_time = indicator(
    "rectified_on_time",
    Text("约谈整改按时率", "Rectified in time"),
    Text("整改期限落在期内的约谈中按期完成整改的比例；到期未完成计为未按时。",
         "Of the interviews whose limit falls in the period, the share put right in time."),
    Text("按期整改 ÷ 到期应整改", "in time ÷ due"),
    # Interviews are few: twenty-six in four years are published, so ten must do.
    RATIO, INTERVIEWS, "due", ratio(Day(_talk.rectified_at) <= _talk.rectify_due), good="up", min_n=10, target=1.0,
    system=_KEY,
)  # fmt: skip
site_checks = indicator(
    "site_checks",
    Text("检查网站", "Site checks"),
    Text("期内检查网站的家次。", "Websites checked in the period; each check counts."),
    Text("按检查时间计数", "count by day of the check"),
    TIMES, SITE_CHECKS, "created", count(), system=_KEY,
)  # fmt: skip
sites_found_wanting = indicator(
    "sites_found_wanting",
    Text("发现问题网站", "Checks with findings"),
    Text("期内检查中发现问题的家次。", "Checks of the period that found something."),
    Text("有发现的检查计数", "count with a finding"),
    TIMES, SITE_CHECKS, "created", count(), where=outside(_check.finding, ["none"]), system=_KEY,
)  # fmt: skip
sites_corrected = indicator(
    "sites_corrected",
    Text("已改正网站", "Findings corrected"),
    Text("期内检查中发现问题并已改正的家次。", "Checks of the period whose finding was corrected."),
    Text("已改正的检查计数", "count corrected"),
    TIMES, SITE_CHECKS, "created", count(), where=and_(outside(_check.finding, ["none"]), _check.corrected_at.is_not(None)),
    good="up", system=_KEY,
    matures=Maturity(60, (_check.corrected_at,)),
)  # fmt: skip
finding_rate = indicator(
    "finding_rate",
    Text("问题发现率", "Finding rate"),
    Text("期内检查中发现问题的比例。", "Of the checks of the period, the share that found something."),
    Text("发现问题 ÷ 检查", "with a finding ÷ checks"),
    RATIO, SITE_CHECKS, "created", ratio(outside(_check.finding, ["none"])), min_n=30, system=_KEY, blind=("site_finding",),
)  # fmt: skip
