"""治理: what items name several of, each counted once under every one that it names."""

from data_access.domain.text import Text
from data_access.metrics.indicators.base import indicator
from data_access.metrics.indicators.measures import distinct
from data_access.metrics.indicators.units import ITEMS
from data_access.metrics.sources import ITEM_PROBLEMS
from data_access.store.schema import complaint_problem

items_by_problem = indicator(
    "items_by_problem",
    Text("涉及问题的投诉举报", "Items by all their problems"),
    Text("一件可涉及多类问题的投诉举报：在所涉的每类下各计一次，合计只计一次，所以各类之和大于合计。",
         "Items of which one may name several problems: it counts once under each that it names and once in the total, so the "
         "parts add up to more than the whole."),
    Text("按登记时间，对不同编号计数", "count of different items by day of registration"),
    ITEMS, ITEM_PROBLEMS, "created", distinct(complaint_problem.c.item_id), good="down",
)  # fmt: skip
