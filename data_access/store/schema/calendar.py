"""The calendar of working days, for questions in SQL: the limits themselves are computed in derive/deadlines."""

from sqlalchemy import Boolean, Date, Integer, String, Table

from data_access.store.schema.columns import column, metadata

#: Derived: every day from 2010 to 2027. Working days after one day up to another are the difference of their numbers.
working_day = Table(
    "working_day",
    metadata,
    column("day", Date, "日期", "Day", key=True),
    column("is_working", Boolean, "是否工作日", "Working day", required=True),
    column("number", Integer, "工作日序号", "Working days up to it", required=True, low=0),
    column("holiday", String, "节假日", "Holiday"),
    column("source", String, "依据", "Source", required=True),
)
