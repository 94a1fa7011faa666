"""The sources of what single systems keep: organisations and stages of rulings, leads from reviews, traceability codes, sites."""

from data_access.domain.text import Text
from data_access.metrics.sources.base import PLATFORM_SPLITS, Flow, Source, Stock, platform_of
from data_access.store.schema import ip_organisation, ip_ruling_stage, online_site, review_lead, trace_code

_org, _stage, _review, _code, _site = (
    ip_organisation.c, ip_ruling_stage.c, review_lead.c, trace_code.c, online_site.c,
)  # fmt: skip

ORGANISATIONS = Source(
    "ip_organisations",
    Text("知识产权纠纷处理机构", "Organisations that settle disputes"),
    ip_organisation,
    {"as_of": Stock(_org.since, _org.ended)},
    {"district": _org.district, "ip_org_kind": _org.kind},
)
RULINGS = Source(
    "ip_rulings",
    Text("行政裁决环节", "Stages of rulings"),
    ip_ruling_stage,
    {"entered": Flow(_stage.entered_at)},
    {
        "district": _stage.district,
        "platform": _stage.platform_id,
        "ruling_stage": _stage.stage,
        **PLATFORM_SPLITS,
    },
    platform_of(_stage.platform_id),
)
REVIEW_LEADS = Source(
    "review_leads",
    Text("评价线索", "Leads from reviews"),
    review_lead,
    {
        "mined": Flow(_review.mined_at),
        "checked": Flow(_review.checked_at),
        "open": Stock(_review.mined_at, _review.checked_at, needs_end=True),
    },
    {
        "district": _review.district,
        "platform": _review.platform_id,
        "review_word": _review.word,
        "review_result": _review.result,
        "exempt_matter": _review.exempt_matter,
        **PLATFORM_SPLITS,
    },
    platform_of(_review.platform_id),
)
TRACE_CODES = Source(
    "trace_codes",
    Text("追溯码", "Traceability codes"),
    trace_code,
    {"as_of": Stock(_code.issued_on, _code.ended_on)},
    {"district": _code.district},
)
SITES = Source(
    "online_sites",
    Text("网站与新业态", "Websites and new forms"),
    online_site,
    {"as_of": Stock(_site.opened_on, _site.closed_on), "created": Flow(_site.opened_on)},
    {
        "district": _site.district,
        "platform": _site.platform_id,
        "site_kind": _site.kind,
        **PLATFORM_SPLITS,
    },
    platform_of(_site.platform_id),
)
