"""What single systems count, a second time: organisations, rulings, leads from reviews, traced food and sites."""

from collections.abc import Callable

from tests.oracle.facts import Row, during, standing
from tests.oracle.numbers import Direct, Oracle, count, has, share


def _is(column: str, value: object) -> Callable[[Row], bool]:
    return lambda row: bool(row[column] == value)


_entered, _mined, _checked = during("entered_at"), during("mined_at"), during("checked_at")
_sites = standing("opened_on", "closed_on")
_RESULT = frozenset({"review_result", "exempt_matter"})
ORACLES: dict[str, Oracle] = {
    "ip_organisations": Direct("ip_organisation", standing("since", "ended"), count),
    "ruling_stages": Direct("ip_ruling_stage", _entered, count),
    "rulings_made": Direct("ip_ruling_stage", _entered, count, where=_is("stage", "ruled"), blind=frozenset({"ruling_stage"})),
    "review_leads_sent": Direct("review_lead", _mined, count),
    "review_leads_checked": Direct("review_lead", _mined, share(has("checked_at")), blind=_RESULT),
    "review_leads_founded": Direct("review_lead", _checked, share(lambda row: row["result"] != "unfounded"), blind=_RESULT),
    "review_leads_exempt": Direct("review_lead", _checked, count, where=_is("result", "exempt"), blind=frozenset({"review_result"})),
    "trace_codes": Direct("trace_code", standing("issued_on", "ended_on"), count),
    "online_sites": Direct("online_site", _sites, count),
    "sites_without_licence": Direct("online_site", _sites, count, where=lambda row: row["licence_shown"] is False),
}  # fmt: skip
KEPT_BY_MONTH: set[str] = set()
KEPT_BY_YEAR: set[str] = set()
