"""A column of a file that nobody has mapped: what its name and its values say it is."""

import re
from collections import Counter
from functools import cached_property

from sqlalchemy import Column, String

from data_access.intake.cleaning import UNKNOWN_WORDS
from data_access.intake.likeness import words_of
from data_access.intake.spellings import Spellings, spellings_of

_STATE = "state of the US"
#: Parts of an address that are regions.
_PLACES = ("city", "town", "borough", "county", "district", "region", "state")
#: What a name says a column is, whatever else it says: a zip code is no id, a telephone number no count.
_SAYS: dict[str, tuple[str, ...]] = {
    "phone": ("phone", "telephone", "tel", "mobile", "fax", "phones", "电话", "手机", "联系方式", "传真"),
    "postal code": ("zip", "zipcode", "postcode", "postal", "邮编", "邮政编码"),
    "place on a map": (
        "latitude", "longitude", "lat", "lon", "lng", "coordinate", "coordinates", "geocode", "geom", "geometry", "point",
        "easting", "northing", "georeference", "经度", "纬度", "坐标",
    ),
    "address": (
        "address", "street", "address1", "address2", "apartment", "unit", "building", "addressline", "地址", "住址", "住所",
        "经营场所", "门牌",
    ),
    "mail address": ("email", "mail", "邮箱"),
    "web address": ("url", "website", "link", "web", "网址", "链接"),
    "tract": ("tract", "census", "ward", "precinct", "bbl", "bin", "nta", "parcel", "block", "lot"),
}  # fmt: skip
_LOOKS: dict[str, re.Pattern[str]] = {
    "mail address": re.compile(r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}"),
    "web address": re.compile(r"(https?://|www\.)\S+", re.IGNORECASE),
    "phone": re.compile(
        r"1[3-9]\d[\d*]{8}|0\d{2,3}-\d{7,8}|(\+?\d{1,3}[ .-])?\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}( ?x\d+)?|0\d{3,4} \d{3} ?\d{3,4}"
    ),
    "postal code": re.compile(r"\d{5}-\d{4}|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}"),
    _STATE: re.compile(
        "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
    ),
    "place on a map": re.compile(r"(POINT ?)?\(?-?\d{1,3}\.\d{2,},? -?\d{1,3}\.\d{2,}\)?|-?\d{1,3}\.\d{5,}"),
}
#: Our columns that take such things, with their table where the name alone would be a place.
_TAKES = {
    "phone": {"complainant_phone"}, "address": {"address"}, "web address": {"website", "site", "online_site.address"},
    "place on a map": {"longitude", "latitude"},
}  # fmt: skip
_UNKNOWN = frozenset(("", *UNKNOWN_WORDS))
#: Units in names that are none of ours: 0.5 (万元) is no half yuan.
_SCALED = ("万元", "千元", "亿元", "(000s)", "thousands", "millions")
_YES_OR_NO = {"是", "否", "yes", "no", "true", "false", "y", "n", "t", "f", "1", "0", "√", "×"}
_NUMBER = re.compile(r"[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
#: The share of values that makes a column what it looks like, and the length from which texts are told, not chosen.
_MOST, _TOLD = 0.8, 60


class SourceColumn:
    """A column of a file and those of its first values that say something; each question is answered once."""

    def __init__(self, name: str, values: list[str]) -> None:
        self.name = name
        self.values = [value for value in values if value.lower() not in _UNKNOWN]
        self.counts = Counter(self.values)
        self._listed: dict[str, float] = {}

    @cached_property
    def looks(self) -> str | None:
        """What most of its values are, where few of our columns take such things."""
        return next((kind for kind, look in _LOOKS.items() if self._share(look) >= _MOST), None)

    @cached_property
    def kind(self) -> str | None:
        """What it is by its name, or by most of its values."""
        *_, last = words = words_of(self.name)
        said = [*words, last[-2:], last[-4:]]
        kinds = (kind for kind, called in _SAYS.items() if any(word in called for word in said))
        return (None if last in _PLACES else next(kinds, None)) or self.looks

    @cached_property
    def days(self) -> Spellings:
        """How its days are spelt."""
        return spellings_of(self.values)

    @cached_property
    def repeats(self) -> bool:
        """Whether the same few texts come again and again, as those of a list do; long ones are told if they differ much."""
        told = sum(len(value) * count for value, count in self.counts.items()) > _TOLD * len(self.values)
        return len(self.counts) <= max(1, len(self.values) / (10 if told else 2))

    @cached_property
    def speaks(self) -> bool:
        """Whether its texts can say by themselves which list they are from: several words, no letters or numbers."""
        return len(self.counts) > 1 and all(len(value) > 1 and not value.isdigit() for value in self.counts)

    @cached_property
    def is_constant(self) -> bool:
        """Whether one text stands in nearly every one of many rows, so that it divides nothing."""
        return len(self.values) >= 20 and max(self.counts.values()) > 0.98 * len(self.values)

    @cached_property
    def distinct(self) -> float:
        """The share of different texts among those that can be a key: no days, fractions or sentences."""
        if self.days.share > _MOST or self._share(re.compile(r"-?\d+\.\d+")) > _MOST:
            return 0.0
        if sum(len(value) > _TOLD or value.count(" ") > 3 for value in self.values) > 0.2 * len(self.values):
            return 0.0
        return len(self.counts) / len(self.values)

    @cached_property
    def yes_or_no(self) -> float:
        """The share of values that say yes or no."""
        return sum(count for value, count in self.counts.items() if value.casefold() in _YES_OR_NO) / len(
            self.values
        )

    @cached_property
    def numbers(self) -> dict[str, float]:
        """The values that are numbers."""
        return {value: float(value.replace(",", "")) for value in self.counts if _NUMBER.fullmatch(value)}

    def within(self, low: float | None, high: float | None) -> float:
        """Return the share of values that are numbers within limits; none where they are the numbers of things."""
        if self._is_numbering:
            return 0.0
        fits = [
            value
            for value, number in self.numbers.items()
            if (low is None or number >= low) and (high is None or number <= high)
        ]
        return sum(self.counts[value] for value in fits) / len(self.values)

    @cached_property
    def _is_numbering(self) -> bool:
        """Whether its numbers count nothing but name things: they begin with zeros, or are long and all different."""
        zeros = sum(value[0] == "0" and value.isdigit() and len(value) > 1 for value in self.counts)
        long = sum(value.isdigit() and len(value) >= 6 for value in self.counts)
        return zeros > 0.05 * len(self.counts) or (
            len(self.counts) > 0.9 * len(self.values) >= 18 and long > _MOST * len(self.counts)
        )

    def listed(self, list_key: str, known: set[str]) -> float:
        """Return the share of values that are words of a code list."""
        if list_key not in self._listed:
            found = sum(count for value, count in self.counts.items() if value in known)
            self._listed[list_key] = found / len(self.values)
        return self._listed[list_key]

    def fits(self, target: Column[object], *, is_own: bool) -> bool:
        """Say whether a column of ours takes what this one is, in its unit; where the name is ours its values are asked alone."""
        if any(unit in self.name for unit in _SCALED) and not isinstance(target.type, String):
            return False
        kind = self.looks if is_own else self.kind
        if kind == _STATE:
            return bool(target.info["codes"] == "region")
        return kind is None or not _TAKES.get(kind, set()).isdisjoint((target.name, str(target)))

    def _share(self, look: re.Pattern[str]) -> float:
        found = sum(count for value, count in self.counts.items() if look.fullmatch(value))
        return found / len(self.values) if self.values else 0.0
