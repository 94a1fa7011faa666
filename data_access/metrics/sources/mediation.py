"""The sources of the mediation platform: what was mediated, and by whom."""

from data_access.domain.text import Text
from data_access.metrics.sources.base import PLATFORM_SPLITS, Flow, Join, Source, Stock, platform_of
from data_access.store.schema import mediation, mediator

_one = mediation.c
MEDIATIONS = Source(
    "mediations",
    Text("调解平台", "Mediation platform"),
    mediation,
    {
        "created": Flow(_one.opened_at),
        "closed": Flow(_one.closed_at),
        "open": Stock(_one.opened_at, _one.closed_at, needs_end=True),
        # A session that is set for a later day is still to come.
        "to_come": Stock(_one.opened_at, _one.next_session_at, needs_end=True),
    },
    {"district": _one.district, "platform": _one.platform_id, "mediator_kind": _one.kind,
     "mediation_mode": _one.mode, "mediator": _one.mediator_id,
     "organisation": mediator.c.organisation, "result": _one.result, **PLATFORM_SPLITS},
    (Join(mediator, mediator.c.mediator_id == _one.mediator_id), *platform_of(_one.platform_id)),
)  # fmt: skip
MEDIATORS = Source(
    "mediators",
    Text("调解员名册", "Register of mediators"),
    mediator,
    {"as_of": Stock(mediator.c.since, mediator.c.until)},
    {
        "district": mediator.c.district,
        "mediator_kind": mediator.c.kind,
        "organisation": mediator.c.organisation,
    },
)
