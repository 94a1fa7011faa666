"""From store to store: what follows from the loaded facts, brought up to date after each load."""

from data_access.derive import (
    calendar,
    credit,
    duties,
    evidence_chain,
    quality,
    repeats,
    shop_months,
    subjects,
)
from data_access.store.drafts import Draft


def derive(draft: Draft) -> dict[str, int]:
    """Compute every derived table of a draft anew; returns the rows of each, by table name."""
    found = {"shop_month": shop_months.derive(draft), "evidence_check": evidence_chain.derive(draft)}
    found |= {"complaint_repeat": repeats.derive(draft)}
    duties.derive(draft)  # fills a table that loads fill too, and what credit judges by
    found |= credit.derive(draft)
    found |= subjects.derive(draft)
    return found | {"quality_check": quality.derive(draft), "working_day": calendar.derive(draft)}
