"""How names and addresses are spelt alike before they are compared, whole columns at a time; what is left empty says nothing."""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

#: A core or road of fewer signs is too little to tell anybody by.
_LEAST_SIGNS = 2
_BRACKETS = r"\([^)]*\)|\[[^\]]*\]|【[^】]*】"
_SIGNS = r"[\s\p{P}\p{S}]+"
#: What stands in a registered name beside a firm's own: 企业名称登记管理规定 art. 6 has 行政区划、字号、行业或经营特点、组织形式.
_FORM = "有限责任公司|股份有限公司|有限公司|合伙企业|个人独资企业|专业合作社|经营部|经销部|商行|商店|工作室|旗舰店|专营店|专卖店"
_BRANCH = "分公司|分店|分部|门店|办事处"
_BEHIND = rf"(?:(?:{_FORM})(?:\p{{Han}}{{0,6}}?(?:{_BRANCH}|店))?|{_BRANCH})$"
_BEFORE_ROAD = r"^(?:\p{Han}{2,7}?(?:省|自治区))?(?:\p{Han}{2,6}?[市州盟])?(?:\p{Han}{1,6}?[区县旗])?(?:\p{Han}{1,6}?市)?"


def name_cores(names: pa.Array, regions: Iterable[str]) -> pa.Array:
    """Return what is a firm's own of each name: without width, signs, brackets, region in front, form and branch behind.

    `regions` are names of regions; NULL for a name that is not recorded or of which nothing is left.
    """
    plain = _plain(names, between="")
    short = sorted(
        {region.removesuffix("市").removesuffix("省") for region in regions}, key=len, reverse=True
    )
    if short:
        plain = pc.replace_substring_regex(plain, rf"^(?:(?:{'|'.join(short)})[省市区县]?)+", "")
    return _told(pc.replace_substring_regex(plain, _BEHIND, ""), _LEAST_SIGNS)


def roads(addresses: pa.Array) -> pa.Array:
    """Return the words of each address before its first number, without province, city and district in front."""
    plain = pc.replace_substring_regex(_plain(addresses, between=""), _BEFORE_ROAD, "")
    return _told(pc.replace_substring_regex(plain, "[0-9].*$", ""), _LEAST_SIGNS)


def numbers(addresses: pa.Array) -> pa.Array:
    """Return the numbers and letters of each address in their order, as of house, building and room; NULL where it has none."""
    apart = pc.replace_substring_regex(_plain(addresses, between=" "), "[^0-9A-Z]+", " ")
    return _told(pc.utf8_trim_whitespace(apart), least=1)


def _plain(texts: pa.Array, between: str) -> pa.Array:
    """Return texts in one width and case, without what stands in brackets, and with `between` for spaces and signs."""
    wide = pc.utf8_upper(pc.utf8_normalize(texts.cast(pa.string()), form="NFKC"))
    return pc.replace_substring_regex(pc.replace_substring_regex(wide, _BRACKETS, ""), _SIGNS, between)


def _told(texts: pa.Array, least: int) -> pa.Array:
    return pc.if_else(pc.greater_equal(pc.utf8_length(texts), least), texts, pa.scalar(None, pa.string()))
