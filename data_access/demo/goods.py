"""The parts of goods, leads, catering and disputes, as functions of a place and the totals published of it."""

from dataclasses import dataclass

from data_access.demo import catering, disputes, evidence, leads, revisions, sampling, takedowns
from data_access.demo.catering import CateringTotals
from data_access.demo.disputes import DisputeTotals
from data_access.demo.evidence import EvidenceTotals
from data_access.demo.leads import LeadTotals
from data_access.demo.parts import Part, Place
from data_access.demo.sampling import SamplingTotals
from data_access.demo.takedowns import Orders


@dataclass(frozen=True, slots=True)
class Totals:
    """What is published, or of a demo's share assumed, of one place; without `batches` it has no centres of its own."""

    batches: SamplingTotals | None
    orders: tuple[Orders, ...]
    leads: LeadTotals
    catering: CateringTotals
    disputes: DisputeTotals
    evidence: EvidenceTotals


HANGZHOU = Totals(sampling.HANGZHOU, takedowns.HANGZHOU_ORDERS, leads.HANGZHOU, catering.HANGZHOU, disputes.HANGZHOU,
                  evidence.HANGZHOU)  # fmt: skip
ZHEJIANG = Totals(
    None, takedowns.ZHEJIANG_ORDERS, leads.ZHEJIANG, catering.ZHEJIANG, disputes.ZHEJIANG, evidence.ZHEJIANG
)


def parts(place: Place, totals: Totals) -> tuple[Part, ...]:
    """Return the parts of a place in the order of `schema.LOADED`, from `sampling` to `evidence`."""
    tested = totals.batches
    bought = sum(sum(counts) for counts in tested.batches.values()) if tested else 0
    failed = sum(tested.failing[kind] * sum(tested.batches[kind]) for kind in tested.batches) if tested else 0
    ordered = sum(part.orders + part.open for part in totals.orders)
    found, argued = totals.leads, totals.disputes
    open_leads = found.verifying + found.waiting + found.unreviewed + found.false
    cells, meals = len(place.districts), catering.cell_count(place)

    sampled = (
        (Part(lambda seed, scale: sampling.sampling_chunks(place, tested, seed, scale), scaled=bought),)
        if tested
        else ()
    )
    return (
        *sampled,
        Part(lambda seed, scale: takedowns.takedown_chunks(place, tested, totals.orders, seed, scale),
             scaled=ordered + 0.92 * failed),
        Part(lambda seed, scale: leads.model_chunks(found, seed, scale), fixed=found.models),
        Part(lambda seed, scale: revisions.revision_chunks(place, found, seed, scale), fixed=4 * found.models),
        Part(lambda seed, scale: leads.coverage_chunks(place, found, seed, scale), fixed=11 * cells),
        Part(lambda seed, scale: leads.lead_chunks(place, found, seed, scale),
             scaled=sum(found.closed.values()) + open_leads),
        Part(lambda seed, scale: catering.kitchen_chunks(place, totals.catering, seed, scale), fixed=6 * meals,
             scaled=1.06 * totals.catering.merchants + 0.065 * totals.catering.kitchens),
        Part(lambda seed, scale: catering.rider_chunks(place, totals.catering, seed, scale), fixed=24 * meals),
        Part(lambda seed, scale: disputes.dispute_chunks(place, argued, seed, scale), fixed=argued.organisations,
             scaled=1.27 * (argued.before + argued.disputes)),
        Part(lambda seed, scale: evidence.evidence_chunks(place, totals.evidence, seed, scale), scaled=totals.evidence.total),
    )  # fmt: skip
