"""Sources: each declares one fact at one grain; `SOURCES` holds them all, by key."""

from data_access.metrics.sources import bridges, catering, cockpits, credit, mediation, products, registers
from data_access.metrics.sources.base import (
    Cohort,
    Column,
    Flow,
    Join,
    MonthEnd,
    Moving,
    Source,
    Stock,
    Timeless,
    among,
    as_code,
    outside,
    sql_day,
)
from data_access.metrics.sources.bridges import AGREEMENTS, EXCHANGES, IDENTITY_CHECKS, REQUESTS
from data_access.metrics.sources.catering import KITCHEN_ANOMALIES, KITCHENS, MERCHANTS, RIDERS
from data_access.metrics.sources.cockpits import (
    AGE_BANDS,
    CASES,
    DUTIES,
    ITEM_PROBLEMS,
    ITEMS,
    NEGATIVES,
    OLDEST_BAND,
    PLATFORMS,
    REFERENCES,
    SHOP_REGISTER,
    SHOPS,
    STAGES,
    TRANSACTIONS,
)
from data_access.metrics.sources.credit import (
    ANNUAL_REPORTS,
    CREDIT_ITEMS,
    CREDIT_OBJECTIONS,
    CREDIT_SCORES,
    GOODS_SEARCHES,
    INSPECTION_DRAWS,
    INSPECTIONS,
    LICENCE_CHECKS,
)
from data_access.metrics.sources.mediation import MEDIATIONS, MEDIATORS
from data_access.metrics.sources.products import (
    DISPUTES,
    EVIDENCE,
    LEADS,
    MODELS,
    MONITORING,
    SAMPLING,
    TAKEDOWNS,
)
from data_access.metrics.sources.registers import (
    COMPLAINANTS,
    ENTITY_EVENTS,
    ENTITY_REGISTER,
    INTERVIEWS,
    SITE_CHECKS,
    TRIGGERS,
)

#: The modules whose sources there are.
_MODULES = (cockpits, bridges, products, catering, credit, mediation, registers)
SOURCES: dict[str, Source] = {
    source.key: source
    for module in _MODULES
    for source in vars(module).values()
    if isinstance(source, Source)
}

__all__ = [
    "AGE_BANDS",
    "AGREEMENTS",
    "ANNUAL_REPORTS",
    "CASES",
    "COMPLAINANTS",
    "CREDIT_ITEMS",
    "CREDIT_OBJECTIONS",
    "CREDIT_SCORES",
    "DISPUTES",
    "DUTIES",
    "ENTITY_EVENTS",
    "ENTITY_REGISTER",
    "EVIDENCE",
    "EXCHANGES",
    "GOODS_SEARCHES",
    "IDENTITY_CHECKS",
    "INSPECTIONS",
    "INSPECTION_DRAWS",
    "INTERVIEWS",
    "ITEMS",
    "ITEM_PROBLEMS",
    "KITCHENS",
    "KITCHEN_ANOMALIES",
    "LEADS",
    "LICENCE_CHECKS",
    "MEDIATIONS",
    "MEDIATORS",
    "MERCHANTS",
    "MODELS",
    "MONITORING",
    "NEGATIVES",
    "OLDEST_BAND",
    "PLATFORMS",
    "REFERENCES",
    "REQUESTS",
    "RIDERS",
    "SAMPLING",
    "SHOPS",
    "SHOP_REGISTER",
    "SITE_CHECKS",
    "SOURCES",
    "STAGES",
    "TAKEDOWNS",
    "TRANSACTIONS",
    "TRIGGERS",
    "Cohort",
    "Column",
    "During",
    "Flow",
    "Join",
    "MonthEnd",
    "Moving",
    "Source",
    "Standing",
    "Stock",
    "Timeless",
    "among",
    "as_code",
    "outside",
    "sql_day",
    "written_day",
]  # fmt: skip
