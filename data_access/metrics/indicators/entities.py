"""负面主体: entities on the negative list, those that came and those that left."""

from data_access.domain.text import Text
from data_access.metrics.indicators.base import indicator
from data_access.metrics.indicators.measures import count, distinct
from data_access.metrics.indicators.units import ENTITIES, ENTRIES
from data_access.metrics.sources import NEGATIVES
from data_access.store.schema import negative_entity

_spell = negative_entity.c

negative_entities = indicator(
    "negative_entities",
    Text("负面主体", "Negative entities"),
    Text("期末至少有一条未移出记录的负面主体（反向主体）户数，按主体去重。",
         "Distinct entities with at least one open entry on the negative list at the end of the period."),
    Text("期末有未移出记录的主体去重计数", "distinct entities with an open entry"),
    ENTITIES, NEGATIVES, "as_of", distinct(_spell.entity_id), good="down",
    out_of=Text("含自然人与库外主体", "with people and firms outside the register"),
)  # fmt: skip
negatives_listed = indicator(
    "negatives_listed",
    Text("新列入", "Newly listed"),
    Text("期内新列入负面名单的记录数。", "Entries added to the negative list within the period."),
    Text("按列入时间计数", "count by day of listing"),
    ENTRIES, NEGATIVES, "created", count(), good="down",
)  # fmt: skip
negatives_removed = indicator(
    "negatives_removed",
    Text("移出", "Removed"),
    Text("期内移出负面名单的记录数。", "Entries removed from the negative list within the period."),
    Text("按移出时间计数", "count by day of removal"),
    ENTRIES, NEGATIVES, "ended", count(), good="up",
)  # fmt: skip
