"""Invented identities: credit codes that no real entity bears, people, firms and telephone numbers."""

from itertools import product

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from data_access.demo.arrays import Ints, coded, lettered, numbered

Characters = npt.NDArray[np.uint8]

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = np.array([1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28])
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2])

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚英华玲红波辉鹏飞婷雪晨宇欣怡佳琪浩然子涵梓萱一诺思远嘉宁亦辰若曦俊文博雅志远云帆书瑶安琪景行"
_WORDS = "栖澜砚杉缃霁芷槿汀菱梧漪瓯笙箬荻蓼葭蕤藜鹭簌萤筠"
_ENDS = "禾麦舟朴陌谷坪渡埠岭仓田栈驿川"
_TRADES = ("服饰", "食品", "日用品", "电子商务", "贸易", "化妆品", "家居用品", "数码科技", "母婴用品", "茶叶")

#: Words of the names: people, and firms whose names say that they are invented.
_GIVEN_NAMES = (*_GIVEN, *(a + b for a, b in zip(_GIVEN, _GIVEN[7:], strict=False)))
PEOPLE = tuple(dict.fromkeys(surname + given for surname, given in product(_SURNAMES, _GIVEN_NAMES)))
FIRMS = tuple(f"{a}{b}{t}有限公司（虚构）" for a, b, t in product(_WORDS, _ENDS, _TRADES))
BRANDS = tuple(a + b for a, b in product(_WORDS, _ENDS))
#: How shops of companies, sole traders and natural persons are called.
SHOP_ENDINGS = ("旗舰店", "优选店", "小店")
SHOP_NAMES = tuple(f"{brand}{ending}（虚构）" for brand, ending in product(BRANDS, SHOP_ENDINGS))


def credit_codes(kind: str, regions: Ints, serials: Ints) -> Characters:
    """Return unified social credit codes 统一社会信用代码 (GB 32100-2015) as rows of 18 ASCII characters.

    `kind` is the first two characters (91 firm, 92 sole trader). Both check characters are valid, but the
    organisation code starts with the unassigned XX, so that none is a real one. Each serial has a code of its own.
    """
    codes = np.empty((len(serials), 18), np.uint8)
    codes[:, :2] = np.frombuffer(kind.encode("ascii"), np.uint8)
    codes[:, 2:8] = _digits(regions, 6)
    codes[:, 8:10] = ord("X")
    codes[:, 10:16] = _serial_characters(serials)
    codes[:, 16] = _organisation_check(codes[:, 8:16])
    codes[:, 17] = _credit_check(codes[:, :17])
    return codes


def person_ids(keys: Ints) -> Characters:
    """Return hashed ids of natural persons, N and sixteen hexadecimal digits, as rows of 17 ASCII characters."""
    nibbles = (hashed(keys)[:, None] >> (np.arange(15, -1, -1, dtype=np.uint64) * np.uint64(4))) & np.uint64(
        15
    )
    ids = np.empty((len(keys), 17), np.uint8)
    ids[:, 0] = ord("N")
    ids[:, 1:] = np.frombuffer(b"0123456789abcdef", np.uint8)[nibbles]
    return ids


def hashed(keys: Ints) -> npt.NDArray[np.uint64]:
    """Return 64 bits for each key that tell nothing of it and of the keys beside it (SplitMix64)."""
    bits: npt.NDArray[np.uint64] = keys.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        bits = (bits ^ (bits >> np.uint64(shift))) * np.uint64(factor)
    return bits ^ (bits >> np.uint64(31))


def people(keys: Ints) -> pa.Array:
    """Return an invented name for each person; the same key always bears the same name."""
    return coded((keys * 7919 + keys // len(PEOPLE)) % len(PEOPLE), PEOPLE)


def hashed_people(keys: Ints, salt: int) -> pa.Array:
    """Return a salted hash for each person: the same in all of a city's rows, and another in that of another seed."""
    return texts(person_ids(keys + salt % 2**31 * 10_000_019))


def telephones(keys: Ints) -> pa.Array:
    """Return an eleven-digit number for each person in the range 100, which no mobile network has."""
    return numbered("100", (keys * 48_271 + 12_345_678) % 10**8, 8)


def texts(characters: Characters) -> pa.Array:
    """Return rows of ASCII characters as a text column."""
    return lettered(characters)


def _digits(numbers: Ints, width: int) -> Characters:
    powers = 10 ** np.arange(width - 1, -1, -1)
    digits: Characters = (np.asarray(numbers)[:, None] // powers % 10 + ord("0")).astype(np.uint8)
    return digits


def _serial_characters(serials: Ints) -> Characters:
    """Return six characters for each serial: digits as far as they reach, then a letter and five of the alphabet."""
    characters, alphabet = _digits(serials, 6), np.frombuffer(_ALPHABET.encode("ascii"), np.uint8)
    far = np.flatnonzero(np.asarray(serials) >= 10**6)
    rest = np.asarray(serials)[far] - 10**6
    for place in range(5, 0, -1):
        rest, digit = np.divmod(rest, len(_ALPHABET))
        characters[far, place] = alphabet[digit]
    characters[far, 0] = alphabet[10 + rest]
    return characters


def _values(characters: Characters, alphabet: str) -> npt.NDArray[np.int64]:
    table = np.zeros(128, np.int64)
    table[np.frombuffer(alphabet.encode("ascii"), np.uint8)] = np.arange(len(alphabet))
    values: npt.NDArray[np.int64] = table[characters]
    return values


def _organisation_check(body: Characters) -> Characters:
    """GB 11714-1997: 11 minus the weighted sum modulo 11, where 10 is written X and 11 is written 0."""
    rest = 11 - _values(body, _ORGANISATION_ALPHABET) @ _ORGANISATION_WEIGHTS % 11
    check: Characters = np.frombuffer(b"?123456789X0", np.uint8)[rest]
    return check


def _credit_check(body: Characters) -> Characters:
    rest = (31 - _values(body, _ALPHABET) @ _WEIGHTS % 31) % 31
    check: Characters = np.frombuffer(_ALPHABET.encode("ascii"), np.uint8)[rest]
    return check
