"""The small city's rows of the supervision systems: a module a subject, each with `ROWS` and the splits of its tables.

`ROWS` are rows by table as in `small_city`; `COLUMNS` gives for each table the column of each split, and `OF_PLATFORM`
names the tables whose district is that of their platform.
"""

from types import ModuleType

from tests.data_access.small_systems import bridges, credit, products

#: A line for each subject.
SUBJECTS: tuple[ModuleType, ...] = (bridges, products, credit)
