"""Rules that every row must keep, as predicates that mark the rows which break them.

A load leaves out what a rule calls doubtful, or rejects the row; the demo city is tested to break none. A NULL on either
side breaks nothing.
"""

from data_access.store.schema.rules.base import Rule
from data_access.store.schema.rules.conduct import CONDUCT
from data_access.store.schema.rules.exchange import EXCHANGE
from data_access.store.schema.rules.handling import HANDLING
from data_access.store.schema.rules.platform_reports import PLATFORM_REPORTS

RULES: tuple[Rule, ...] = (*HANDLING, *EXCHANGE, *PLATFORM_REPORTS, *CONDUCT)

__all__ = ["RULES", "Rule"]
