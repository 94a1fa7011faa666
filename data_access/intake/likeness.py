"""How alike two names of columns are, read as words: what is left out of a name, or added to it, changes what it means."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import chain

#: Words that are spelt in many ways in headers.
_SAME = {
    "no": "number", "num": "number", "nbr": "number", "#": "number", "№": "number", "datetime": "date", "dt": "date",
    "dttm": "date", "timestamp": "date", "time": "date", "license": "licence", "licenses": "licences", "identifier": "id",
    "key": "id", "identification": "id", "ref": "reference", "dept": "department", "addr": "address", "cat": "category",
    "desc": "description", "organisation": "organization", "closing": "closed", "close": "closed", "open": "opened",
}  # fmt: skip
_FILLERS = {"the", "of", "a", "an", "at", "on", "is"}
#: A word in front of a Chinese name that makes something else of it.
_TURNS = (
    "不",
    "未",
    "非",
    "退",
    "撤",
    "拟",
    "预",
    "应",
    "被",
    "最",
    "首次",
    "上次",
    "下次",
    "更新",
    "反馈",
    "回访",
)
#: How much a name loses by saying more than its likeness does, even where both end alike.
_LONGER = 0.9

Words = tuple[str, ...]


@cache
def words_of(name: str) -> Words:
    """Return the words of a name: `createdDate`, `CREATED_DATE` and `Date of creation` are read alike; Chinese is one word."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name.replace("#", " # "))
    plain = re.sub(r"[(（][^)）]*[)）]", " ", apart) if re.search(r"[\u4e00-\u9fff]", name) else apart
    found = re.findall(r"[^\W_]+|[#№]", plain.casefold())
    words = [_SAME.get(word, word).replace("日期", "时间") for word in found]
    return tuple(word for word in words if word not in _FILLERS) or tuple(words)


def may_be_alike(name: str, ends: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Say whether a name may be alike one of those whose `ends_of` are given: of most it is not."""
    mine, (words, letters) = words_of(name), ends
    return bool(mine) and (mine[-1] in words or mine[-1][-1] in letters)


def ends_of(others: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of these names, and the letters in which they end: the last word of any that is alike is one, or ends so."""
    theirs = [words for words in map(words_of, others) if words]
    return frozenset(chain(*theirs)), frozenset(words[-1][-1] for words in theirs)


def likeness(name: str, other: str) -> float:
    """Return from 0 to 1 how sure it is that a name says what another says.

    1 for the same words, little less in another order. A name that ends in all the words of the other and says more in
    front loses the more, the more it says; any other two names are not alike.
    """
    mine, theirs = words_of(name), words_of(other)
    if not mine or not theirs:
        return 0.0
    if mine == theirs or "".join(mine) == "".join(theirs):
        return 1.0
    if sorted(mine) == sorted(theirs):
        return 0.97
    if len(mine) == len(theirs) == 1:
        return _ends_in(mine[0], theirs[0])
    if set(theirs) < set(mine) and mine[-1] == theirs[-1]:
        return float(_LONGER * (len(theirs) / len(mine)) ** 0.5)
    return 0.0


def _ends_in(name: str, other: str) -> float:
    """Return how alike two Chinese names are of which one ends in the other: 投诉登记时间, 登记时间."""
    added = name.removesuffix(other)
    if (
        len(other) < 3
        or added == name
        or not re.search(r"[\u4e00-\u9fff]", added)
        or added.startswith(_TURNS)
    ):
        return 0.0
    return float(_LONGER * (len(other) / len(name)) ** 0.5)
