"""What rows of a source a question is about: its splits as columns, its filters and the reader's scope, and the joins they need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, false, func, or_, select, true

from data_access.domain.access import Scope
from data_access.domain.filters import Selection
from data_access.metrics.indicators.base import Indicator
from data_access.metrics.regions import CITY, DISTRICT
from data_access.metrics.sources import Source, among, as_code
from data_access.store.schema import dataset, region

#: The code under which rows without a value stand in every split.
UNKNOWN = "unknown"
Column = ColumnElement[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The rows of an indicator's source that a selection and a reader's scope leave."""

    indicator: Indicator
    selection: Selection
    scope: Scope

    def split(self, key: str, after: Column) -> Column:
        """Return a split as a column of codes; `after` is the first day past the one at which it is told."""
        return _split(self.indicator.source, key, after)

    def select(
        self,
        keys: Mapping[str, Column],
        columns: Sequence[Column],
        conditions: Sequence[Column | None],
        after: Column,
    ) -> Select[Any]:
        """Return keys by their names and other columns of those rows for which all conditions hold."""
        source = self.indicator.source
        every = [one for one in conditions if one is not None]
        every += [*_filters(source, self.indicator, self.selection, after), _within(source, self.scope)]
        return (
            select(*(key.label(name) for name, key in keys.items()), *columns)
            .select_from(_joined(source, [*keys.values(), *every, *columns]))
            .where(and_(true(), *every))
        )


def _split(source: Source, key: str, after: Column) -> Column:
    if key == CITY:
        district = as_code(_split(source, DISTRICT, after))
        return func.coalesce(_CITY_OF.c.city, district)
    found = source.dimensions[key]
    return as_code(found) if isinstance(found, ColumnElement) else found(after)


def _filters(
    source: Source, indicator: Indicator, selection: Selection, after: Column
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for key, values in selection.filters:
        if key in source.dimensions and key not in indicator.blind:
            column = _split(source, key, after)
            wanted: list[ColumnElement[bool]] = [column.is_(None)] if UNKNOWN in values else []
            if named := [value for value in values if value != UNKNOWN]:
                wanted.append(among(column, named))
            conditions.append(or_(false(), *wanted))
    return conditions


def _within(source: Source, scope: Scope) -> ColumnElement[bool]:
    """Return what the reader may see of a source; a source without districts is closed to a reader of some."""
    if scope.districts is None or source.public:
        return true()
    district = source.dimensions.get(DISTRICT)
    if not isinstance(district, ColumnElement):
        return false()
    return among(district, sorted(scope.districts))


def _joined(source: Source, used: list[Column]) -> Any:
    """Return the fact joined to those many-to-one tables whose columns are used, and to what leads to them."""
    tables = {table for column in used for table in column._from_objects}  # noqa: SLF001  (there is no public way)
    district = source.dimensions.get(DISTRICT)
    by_city = district if _CITY_OF in tables and isinstance(district, ColumnElement) else None
    if by_city is not None:
        tables.update(by_city._from_objects)  # noqa: SLF001
    for join in reversed(source.joins):
        if join.table in tables:
            tables.update(join.on._from_objects)  # noqa: SLF001
    found: Any = source.table
    for join in source.joins:
        if join.table in tables:
            found = found.outerjoin(join.table, join.on)
    return found if by_city is None else found.outerjoin(_CITY_OF, _CITY_OF.c.district == as_code(by_city))


def _cities() -> Subquery:
    """Return the districts of a province with the city of each."""
    city = region.alias()
    inside = region.join(city, city.c.adcode == region.c.parent).join(
        dataset, dataset.c.city == city.c.parent
    )
    asked = select(region.c.adcode.label("district"), city.c.adcode.label("city"))
    return asked.select_from(inside).where(city.c.level == "city").subquery("city_of")


_CITY_OF = _cities()
