"""The small city's rows of the supervision systems: a module a subject, each with `ROWS` and the splits of its tables.

`ROWS` are rows by table as in `small_city`; `COLUMNS` gives for each table the column of each split, and `OF_PLATFORM`
names the tables whose district is that of their platform. A module may have `LOOKED_UP`: for a table the column by which
its rows know a row of another table, whose columns then stand beside them as `<other table>.<column>`.
"""

from types import ModuleType

from tests.data_access.small_systems import (
    bridges,
    casework,
    catering,
    conduct,
    credit,
    joint,
    live,
    local,
    platform_reports,
    products,
    subjects,
)

#: A line for each subject.
SUBJECTS: tuple[ModuleType, ...] = (
    bridges,
    products,
    credit,
    casework,
    catering,
    joint,
    local,
    subjects,
    platform_reports,
    conduct,
    live,
)
