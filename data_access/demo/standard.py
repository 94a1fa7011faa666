"""The parts that any city may have, as functions of its place and its totals."""

from collections.abc import Callable, Iterable, Mapping
from itertools import chain

from data_access.demo.cases import Casework, case_tables
from data_access.demo.co_investigations import co_investigation_tables
from data_access.demo.complaints import complaint_chunks
from data_access.demo.connectors import Traffic
from data_access.demo.credit import credit_chunks, listing_chunks
from data_access.demo.entities import Stock, entity_chunks
from data_access.demo.exchanges import exchange_tables
from data_access.demo.live import live_chunks
from data_access.demo.mediations import with_mediations
from data_access.demo.moderation import moderation_chunks
from data_access.demo.networks import Network
from data_access.demo.parts import Chunks, Part, Place
from data_access.demo.platform_reports import report_rows
from data_access.demo.platform_rules import rule_rows
from data_access.demo.platforms import Entry, duty_rows, platform_rows, register
from data_access.demo.references import Event, Published, annotation_rows, dataset_rows, figure_rows
from data_access.demo.registers import NONE, Registers, with_registers
from data_access.demo.shops import COUNTRY, shop_chunks
from data_access.demo.sites import site_rows
from data_access.demo.transactions import transaction_chunks
from data_access.demo.volumes import Volumes
from data_access.domain.codes import code_table, region_table
from data_access.store import schema


def place(
    city: str, districts: Mapping[str, float], roster: Callable[[], tuple[Entry, ...]], local_share: float
) -> Place:
    """Return a place whose operators and respondents are of its districts by `local_share`, the others of other provinces."""
    here, elsewhere = sum(districts.values()), sum(COUNTRY.values())
    operators = {code: weight / here * local_share for code, weight in districts.items()}
    operators |= {
        code: weight / elsewhere * (1 - local_share) for code, weight in COUNTRY.items() if code != city
    }
    return Place(city, districts, register(roster), operators, local_share)


def references(place: Place, figures: Iterable[Published], events: Iterable[Event] = ()) -> Part:
    """Return what the facts refer to, the same at every seed and scale."""

    def chunks(seed: int, scale: float) -> Chunks:  # noqa: ARG001
        yield schema.dataset, dataset_rows(place.city)
        yield schema.code, code_table()
        yield schema.region, region_table()
        yield schema.annotation, annotation_rows(events)
        if figures:
            yield schema.reference_figure, figure_rows(place.city, figures)

    return Part(chunks, fixed=450)


def platforms(place: Place, rows: int) -> Part:
    """Return the register of platforms with their duties, sites and rules; none is scaled. `rows` says about how many that makes."""

    def chunks(seed: int, scale: float) -> Chunks:  # noqa: ARG001
        known = place.platforms(seed)
        yield schema.platform, platform_rows(known, place.city, seed)
        yield schema.platform_duty, duty_rows(known, place.city, seed)
        yield schema.online_site, site_rows(known, seed)
        yield schema.platform_rule, rule_rows(known, seed)

    return Part(chunks, fixed=round(rows * 3.6))


def shops(place: Place, total: int) -> Part:
    """Return the shops: `total` that ever were."""

    def chunks(seed: int, scale: float) -> Chunks:
        for chunk in shop_chunks(place, total, seed, scale):
            yield schema.shop, chunk

    return Part(chunks, scaled=total, is_streamed=True)


def transactions(place: Place, volumes: Mapping[int, float], rows: int) -> Part:
    """Return the transactions, whose sum in yuan is that of each year at every scale."""

    def chunks(seed: int, scale: float) -> Chunks:  # noqa: ARG001
        for chunk in transaction_chunks(place, volumes, seed):
            yield schema.transaction_month, chunk

    return Part(chunks, fixed=rows)


def complaints(place: Place, volumes: Volumes) -> Part:
    """Return complaints and reports, and mediators and mediations where there is a mediation platform."""

    def chunks(seed: int, scale: float) -> Chunks:
        items = ((schema.complaint_report, chunk) for chunk in complaint_chunks(place, volumes, seed, scale))
        return with_mediations(place, seed, scale, items) if volumes.mediation else items

    return Part(chunks, scaled=volumes.total + volumes.mediation, is_streamed=True)


def cases(place: Place, casework: Casework) -> Part:
    """Return enforcement cases and their stages, some seven rows for each source."""

    def chunks(seed: int, scale: float) -> Chunks:
        rows, stages = case_tables(place, casework, seed, scale)
        yield schema.enforcement_case, rows
        yield schema.case_stage, stages

    return Part(chunks, scaled=7.26 * casework.sources)


def exchanges(place: Place, traffic: Traffic, rows: int) -> Part:
    """Return what the city exchanges with platforms over its bridges; `rows` says about how many are not scaled."""
    records = sum(number for *_, number in traffic.periods)
    return Part(
        lambda seed, scale: exchange_tables(place, traffic, seed, scale), fixed=rows, scaled=0.2 * records
    )


def co_investigations(place: Place, network: Network) -> Part:
    """Return the agreements with other regions, requests and rapid disposals."""
    agreements = network.agreements[-1][3]
    requests = sum(number for *_, number in (*network.periods, *network.rapid))
    return Part(
        lambda seed, scale: co_investigation_tables(place, network, seed, scale),
        fixed=agreements,
        scaled=requests,
    )


def conduct(place: Place, acts: Mapping[int, int]) -> Part:
    """Return what the platforms do about sellers themselves, and the appeals: `acts` of each year."""
    return Part(
        lambda seed, scale: moderation_chunks(place, acts, seed, scale), scaled=1.1 * sum(acts.values())
    )


def live(place: Place, rooms: int) -> Part:
    """Return live rooms that ever were, with their hosts and agencies, and checks of rooms."""
    return Part(lambda seed, scale: live_chunks(place, rooms, seed, scale), scaled=2.3 * rooms)


def credit(place: Place, rows: int) -> Part:
    """Return what credit supervision sees of the platforms, which are not scaled; `rows` says about how many that makes."""
    return Part(lambda seed, _: credit_chunks(place, seed), fixed=rows)


def platform_reports(place: Place, rows: int) -> Part:
    """Return the files that its platforms owe, which are not scaled; `rows` says about how many that makes."""

    def chunks(seed: int, scale: float) -> Chunks:  # noqa: ARG001
        yield schema.platform_report, report_rows(place, seed)

    return Part(chunks, fixed=rows)


def entities(place: Place, stock: Stock, registers: Registers = NONE) -> Part:
    """Return the spells of negative entities, operators of platforms among them, then what else the city keeps of them."""

    def chunks(seed: int, scale: float) -> Chunks:
        spells = ((schema.negative_entity, chunk) for chunk in entity_chunks(place, stock, seed, scale))
        return with_registers(place, registers, seed, scale, chain(spells, listing_chunks(place, seed)))

    interviews = sum(number for *_, number in registers.interviews)
    return Part(chunks, fixed=interviews, scaled=stock.rows + registers.rows)
