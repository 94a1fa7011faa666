"""Hangzhou 330100: the full-size city."""

from itertools import chain

from data_access import schema
from data_access.codes import code_table, region_table
from data_access.demo import connectors, goods, networks
from data_access.demo.cases import DISTRICTS, case_tables
from data_access.demo.co_investigations import co_investigation_tables
from data_access.demo.complaints import complaint_chunks
from data_access.demo.credit import credit_chunks, listing_chunks
from data_access.demo.entities import LEFT, NEW, STANDING, entity_chunks
from data_access.demo.exchanges import exchange_tables
from data_access.demo.hangzhou_registers import CHECKS, ENTITIES, with_registers
from data_access.demo.mediations import with_mediations
from data_access.demo.parts import Chunks, Part, Place, Profile
from data_access.demo.platforms import duty_rows, platform_rows, platforms
from data_access.demo.references import annotation_rows, dataset_rows, figure_rows
from data_access.demo.shops import SHOPS, shop_chunks
from data_access.demo.transactions import transaction_chunks
from data_access.demo.volumes import MEDIATION, TOTALS
from data_access.demo.window import CITY

PLACE = Place(CITY, DISTRICTS, platforms)


def _references(seed: int, scale: float) -> Chunks:  # noqa: ARG001  (the same in every city of this name)
    yield schema.dataset, dataset_rows()
    yield schema.code, code_table()
    yield schema.region, region_table()
    yield schema.annotation, annotation_rows()
    yield schema.reference_figure, figure_rows()


def _platforms(seed: int, scale: float) -> Chunks:  # noqa: ARG001  (platforms are not scaled)
    yield schema.platform, platform_rows(seed)
    yield schema.platform_duty, duty_rows(seed)


def _shops(seed: int, scale: float) -> Chunks:
    for chunk in shop_chunks(seed, scale):
        yield schema.shop, chunk


def _transactions(seed: int, scale: float) -> Chunks:  # noqa: ARG001  (the sums of a year are published)
    for chunk in transaction_chunks(seed):
        yield schema.transaction_month, chunk


def _complaints(seed: int, scale: float) -> Chunks:
    items = ((schema.complaint_report, chunk) for chunk in complaint_chunks(seed, scale))
    return with_mediations(PLACE, seed, scale, items)


def _cases(seed: int, scale: float) -> Chunks:
    cases, stages = case_tables(seed, scale)
    yield schema.enforcement_case, cases
    yield schema.case_stage, stages


def _entities(seed: int, scale: float) -> Chunks:
    spells = ((schema.negative_entity, chunk) for chunk in entity_chunks(seed, scale))
    return with_registers(PLACE, seed, scale, chain(spells, listing_chunks(PLACE, seed)))


def _exchanges(seed: int, scale: float) -> Chunks:
    return exchange_tables(PLACE, connectors.HANGZHOU, seed, scale)


def _co_investigations(seed: int, scale: float) -> Chunks:
    return co_investigation_tables(PLACE, networks.HANGZHOU, seed, scale)


def _credit(seed: int, scale: float) -> Chunks:  # noqa: ARG001  (platforms are not scaled)
    yield from credit_chunks(PLACE, seed)


PROFILE = Profile(
    CITY,
    (
        Part(_references, fixed=400),
        Part(_platforms, fixed=1_000),
        Part(_shops, scaled=SHOPS),
        Part(_transactions, fixed=53_600),
        Part(_complaints, scaled=sum(TOTALS.values()) + sum(MEDIATION.values())),
        Part(_cases, scaled=141_000),
        Part(
            _entities,
            fixed=160,
            scaled=STANDING * 1.17 + LEFT + NEW + ENTITIES * 6 + sum(n for *_, n in CHECKS),
        ),
        Part(_exchanges, fixed=69_700, scaled=267_000),
        Part(_co_investigations, fixed=246, scaled=254_000),
        *goods.parts(PLACE, goods.HANGZHOU),
        Part(_credit, fixed=21_600),
    ),
)
