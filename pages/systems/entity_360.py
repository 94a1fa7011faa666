"""`/systems/entity_360` 雨花智网: the register of entities, what departments do with them, and the way to each one's page."""

from components.frame.layouts import register_page
from components.model.card import Card
from components.model.page import Block, Grid, Strip, section, system_page
from data_access.domain.text import Text
from data_access.metrics.indicators import registers as of
from data_access.metrics.indicators import wanting

KEY = "entity_360"

# A line for each card.
# fmt: off
KEYS = (
    Card((of.entities,)),
    Card((of.entities_online,)),
    Card((of.entities_retail,)),
    Card((of.entities_established,)),
    Card((of.entities_ended,)),
    Card((of.entities_flagged,)),
    Card((of.entity_events,)),
    Card((of.entities_met,)),
    Card((wanting.entity_complaints,)),
    Card((wanting.entity_cases,)),
    Card((wanting.entity_shops,)),
)
CHARTS = (
    Card((of.entities, of.entities_online), ("district",), "map", Text("主体分布", "Where entities are registered"), 4, 340),
    Card((of.entities_established, of.entities_ended), (), "columns", Text("新设与注吊销", "Established and ended"), 8, 340),
    Card((of.entity_events,), ("department", "event_kind"), "heat", Text("各部门与主体的互动", "What each department does with entities"), 8, 340),
    Card((of.entities_met,), ("department",), "bars", Text("各部门接触了多少主体", "Entities that each department met"), 4, 340),
    Card((of.entity_events,), (), "trend", Text("互动走势", "Events over time"), 4, 280),
    Card((of.entities,), ("entity_kind",), "shares", Text("主体类型", "Kinds of entity"), 4, 280),
    Card((of.entities,), ("entity_class",), "steps", Text("信用风险分类", "Credit risk classes"), 4, 280),
)
# fmt: on

PAGE = system_page(
    KEY,
    section(None, Strip(KEYS)),
    section(
        Text("查找一个主体（按名称或信用代码）", "Find an entity, by name or credit code"),
        Block("rows-entity_register", is_tall=True),
    ),
    section(Text("主体与互动", "Entities and what departments do with them"), Grid(CHARTS)),
    section(Text("各部门事项", "Events of all departments"), Block("rows-entity_events", is_tall=True)),
)
register_page(__name__, PAGE)
