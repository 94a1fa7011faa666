"""How names and addresses are spelt alike before they are compared, whole columns at a time; what is left empty says nothing."""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

#: A core or road of fewer signs is too little to tell anybody by.
_LEAST_SIGNS = 2
_BRACKETS = r"\([^)]*\)|\[[^\]]*\]|【[^】]*】"
#: What stands in a registered name beside a firm's own: 企业名称登记管理规定 art. 6 has 行政区划、字号、行业或经营特点、组织形式.
_FORM = "有限责任公司|股份有限公司|有限公司|合伙企业|个人独资企业|专业合作社|经营部|经销部|商行|商店|工作室|旗舰店|专营店|专卖店"
_BRANCH = "分公司|分店|分部|门店|办事处"
_BEHIND = rf"(?:(?:{_FORM})(?:\p{{Han}}{{0,6}}?(?:{_BRANCH}|店))?|{_BRANCH})$"
_BEFORE_ROAD = r"^(?:\p{Han}{2,7}?(?:省|自治区))?(?:\p{Han}{2,6}?[市州盟])?(?:\p{Han}{1,6}?[区县旗])?(?:\p{Han}{1,6}?市)?"


def name_cores(names: pa.Array, regions: Iterable[str]) -> pa.Array:
    """Return what is a firm's own of each name: without width, signs, brackets, region in front, form and branch behind.

    `regions` are names of regions; NULL for a name that is not recorded or of which nothing is left.
    """
    plain = _joined(_wide(names))
    short = sorted(
        {region.removesuffix("市").removesuffix("省") for region in regions}, key=len, reverse=True
    )
    if short:
        plain = pc.replace_substring_regex(plain, rf"^(?:(?:{'|'.join(short)})[省市区县]?)+", "")
    return _told(pc.replace_substring_regex(plain, _BEHIND, ""), _LEAST_SIGNS)


def roads_and_numbers(addresses: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return of each address the words before its first number, and its numbers and letters in their order; NULL where it has none.

    The words are without province, city and district in front; the numbers are of house, building and room.
    """
    wide = _wide(addresses)
    behind = pc.replace_substring_regex(_joined(wide), _BEFORE_ROAD, "")
    roads = pc.replace_substring_regex(behind, "[0-9].*$", "")
    numbers = pc.utf8_trim_whitespace(pc.replace_substring_regex(wide, "[^0-9A-Z]+", " "))
    return _told(roads, _LEAST_SIGNS), _told(numbers, least=1)


def _wide(texts: pa.Array) -> pa.Array:
    """Return texts in one width and case, without what stands in brackets."""
    wide = pc.utf8_upper(pc.utf8_normalize(texts.cast(pa.string()), form="NFKC"))
    return pc.replace_substring_regex(wide, _BRACKETS, "")


def _joined(texts: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(texts, r"[\s\p{P}\p{S}]+", "")


def _told(texts: pa.Array, least: int) -> pa.Array:
    return pc.if_else(pc.greater_equal(pc.utf8_length(texts), least), texts, pa.scalar(None, pa.string()))
