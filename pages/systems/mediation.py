"""`/systems/mediation` 调解平台: what is mediated, by whom, with what result, and whether people approve."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Strip, section, system_page
from data_access.domain.text import Text
from data_access.metrics.indicators import governance
from data_access.metrics.indicators import mediation as of

KEY = "mediation"
_ROUTE = (("route", KEY),)

# A line for each card.
# fmt: off
KEYS = (
    Card((of.mediations,)),
    Card((of.mediations_per_working_day,)),
    Card((of.agreement_rate,)),
    Card((of.mediation_approval,)),
    Card((of.mediation_days,)),
    Card((of.fulfilment_rate,)),
    Card((of.judicial_confirmations,)),
    Card((of.mediations_per_mediator,)),
    Card((of.mediation_queue,)),
    Card((of.mediation_unassigned,)),
    Card((of.sessions_to_come,)),
)
QUEUE = (
    Card((of.mediation_queue, of.sessions_to_come), (), "trend", Text("在调队列与待开调解", "The queue, and sessions to come"), 4, 340),
    Card((of.mediation_queue, of.sessions_to_come), ("organisation",), "bars", Text("队列在哪些组织", "With which organisations the queue is"), 4, 340),
    Card((of.mediation_queue,), ("mediator",), "bars", Text("谁手上在调的最多", "Who has most in hand"), 4, 340),
    Card((of.fulfilment_rate, of.agreement_rate), ("organisation",), "bars",
         Text("调解组织：履行率与成功率", "Organisations: fulfilment and agreement"), 6, 380),
    Card((of.mediation_days,), ("organisation",), "bars", Text("调解组织：平均天数", "Organisations: mean days"), 6, 380),
)
CHARTS = (
    Card((of.mediations,), (), "trend", Text("调解量走势", "Mediations over time"), 8, 320),
    Card((of.mediations, of.mediations_held, of.mediations_agreed, of.mediations_fulfilled), (), "funnel",
         Text("从进入平台到履行", "From coming in to fulfilment"), 4, 320),
    Card((of.mediations_held, of.mediators_registered), ("mediator_kind",), "bars", Text("哪些力量在调解", "Who mediates"), 4, 260),
    Card((of.agreement_rate, of.fulfilment_rate), ("mediator_kind",), "bars", Text("各力量的成功率与履行率", "Agreement and fulfilment by body"), 4, 260),
    Card((of.mediations_held,), ("mediation_mode",), "shares", Text("视频、电话与现场", "Video, telephone, on site"), 4, 260),
    Card((of.mediation_approval,), (), "trend", Text("群众认可率", "Approval over time"), 4, 280),
    Card((of.agreement_rate,), (), "trend", Text("调解成功率", "Agreement rate over time"), 4, 280),
    Card((of.mediation_days,), (), "control", Text("调解天数是否平稳", "Are the days of mediation steady"), 4, 280),
    Card((of.mediations_held,), ("mediator",), "bars", Text("承办集中在哪些调解员", "Load of the busiest mediators"), 6, 320),
    Card((of.agreement_rate, of.mediation_approval, of.mediation_days), ("mediator",), "league",
         Text("调解员：成功率、认可率与天数", "Mediators: agreement, approval, days"), 6, 320),
    Card((of.mediation_rounds, of.no_show_share), ("mediation_mode",), "steps", Text("轮次与未到场，按方式", "Rounds and no-shows by mode"), 4, 260),
    Card((of.judicial_confirmations,), ("mediator_kind",), "bars", Text("司法确认", "Confirmed by a court"), 4, 260),
    Card((of.amount_agreed,), (), "years", Text("历年协议金额", "Amount agreed by year"), 4, 260),
    Card((governance.complaints,), ("problem",), "bars", Text("调解什么问题", "What is mediated"), 4, 300, _ROUTE),
    Card((of.mediations, of.agreement_rate), ("platform",), "bars", Text("涉及的平台", "By platform"), 4, 300),
    Card((of.mediations, of.mediation_days), ("district",), "bars", Text("调解区县", "By district"), 4, 300),
)
# fmt: on

PAGE = system_page(
    KEY,
    section(None, Strip(KEYS), Grid(CHARTS)),
    section(Text("队列、排期与组织", "Queue, schedule and organisations"), Grid(QUEUE)),
    section(Text("明细", "Rows"), Block("rows-mediations", is_tall=True)),
)
register_page(__name__, PAGE)
