"""`/systems/smart_supervision` 智慧网监平台: four registers, what they trigger, what is done, and who leaves them."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Strip, section, system_page
from data_access.domain.text import Text
from data_access.metrics.indicators import entities, overview
from data_access.metrics.indicators import registers as of

KEY = "smart_supervision"

# A line for each card.
# fmt: off
REGISTERS = (
    Card((overview.platforms,), title=Text("平台库", "Register of platforms")),
    Card((overview.shops,), title=Text("网店库", "Register of shops")),
    Card((entities.negative_entities,), title=Text("负面主体库", "Register of negative entities")),
    Card((of.reverse_complainants,), title=Text("反向投诉人库", "Register of reverse complainants")),
    Card((of.triggers,)),
    Card((of.trigger_action_rate,)),
    Card((of.trigger_days,)),
    Card((entities.negatives_removed,)),
)
TRIGGERED = (
    Card((of.triggers,), (), "trend", Text("触发走势", "Triggers over time"), 8, 320),
    Card((of.triggers, of.triggers_acted, of.triggers_settled), (), "funnel", Text("触发、响应、闭环", "Fired, acted upon, settled"), 4, 320),
    Card((of.triggers,), ("register", "trigger_rule", "trigger_action", "trigger_outcome"), "sankey",
         Text("从触发到闭环：什么库、什么规则、什么措施、什么结果", "From trigger to outcome: register, rule, action, outcome"), 12, 460),
    Card((of.trigger_action_rate,), ("register",), "steps", Text("各库响应率", "Acted upon, by register"), 4, 260),
    Card((of.trigger_action_rate,), ("trigger_rule",), "bars", Text("响应率最低的规则", "Rules least acted upon"), 4, 260),
    Card((of.trigger_days,), ("trigger_rule",), "bars", Text("响应最慢的规则", "Slowest to be acted upon"), 4, 260),
)
LINKED = (
    Card((of.negatives_on_platforms, of.negatives_in_register), ("reason",), "bars", Text("负面主体与平台库、登记库的关联", "Negative entities linked to the other registers"), 6, 280),
    Card((entities.negatives_listed, entities.negatives_removed), (), "columns", Text("负面主体：列入与移出", "Negative entities: listed and removed"), 6, 280),
    Card((of.reverse_complainants,), ("complainant_status",), "steps", Text("反向投诉人按认定状态", "Reverse complainants by status"), 4, 260),
    Card((of.reverse_complainants,), (), "trend", Text("反向投诉人存量", "Reverse complainants over time"), 4, 260),
    Card((of.complainants_removed, of.complainant_reviews_overdue), ("district",), "bars", Text("移出与复核逾期", "Removed, and reviews overdue"), 4, 260),
)
MOVED = (
    Card((of.shops_moved,), (), "trend", Text("此关彼开走势", "Closed here, open there, over time"), 6, 280),
    Card((of.shops_moved,), ("move_cause",), "steps", Text("关闭前的措施", "The measure before"), 3, 280),
    Card((of.shops_moved,), ("merge_reason",), "steps", Text("归并依据", "Why the operator is the same"), 3, 280),
)
# fmt: on

PAGE = system_page(
    KEY,
    section(None, Strip(REGISTERS), Grid(TRIGGERED)),
    section(Text("四库关联与退出", "How the registers hang together, and who leaves them"), Grid(LINKED)),
    section(Text("此关彼开", "Closed here, open there"), Grid(MOVED)),
    section(
        Text("关闭后在他平台经营的网店", "Shops that closed and trade on elsewhere"),
        Block("rows-moves", is_tall=True),
    ),
    section(Text("明细", "Rows"), Block("to-claimants"), Block("rows-triggers", is_tall=True)),
)
register_page(__name__, PAGE)
