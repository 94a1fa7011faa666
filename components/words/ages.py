"""How a number says that its rows are too young to have told, or were compared at one age."""

from data_access.domain.text import Text

IMMATURE = Text("结果未齐", "still maturing")
#: The sign with which it is drawn, the first day, the days after which nearly all have told.
IMMATURE_FROM = Text(
    "{} {}起的不满{}天，结果未齐，数值还会变。",
    "{} From {} on less than {} days old: results are still to come, values will change.",
)
EQUAL_AGE = Text("同龄：对比期计至{}", "same age: earlier as of {}")
#: How lines and columns draw what is not whole.
HOLLOW, HATCHED = "○┄", "▨"
