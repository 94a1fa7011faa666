"""Why a platform needs attention, in words: each reason with its number, what stands on too few, and what nobody can tell."""

from math import isnan

from components.words import describe
from data_access.domain.text import Text
from data_access.lookups.attention import Ranked, Reason
from data_access.lookups.attention_rule import LEAST, SIGNS
from data_access.lookups.credit import OVERRIDDEN
from data_access.metrics.labels import Labels

_NONE = Text("没有平台达到任何一项界限。", "No platform reaches any of the limits.")
_NOBODY = Text("所选条件下没有平台。", "No platform matches this selection.")
_UNTOLD = Text(
    "可据以排名的各项没有记录，或样本太少，哪些平台需要关注无从判断。",
    "What platforms would be ranked by is not recorded or too little: which need attention is not known.",
)
_MISSING = Text("没有记录或无从对比：{}", "not recorded, or nothing to compare with: {}")
_NOT_RANKED = Text("{}；不按比率排名", "{}; not ranked by rates")
_THIN = Text(
    "数据太少（各项n均不足{}），不按比率排名", "too little data (every n below {}): not ranked by rates"
)
_FEW = Text("n不足{}未计：{}", "n below {}, not counted: {}")
_BECAUSE, _UNKNOWN, _NO_REASON = (
    Text("，因为：", ", because: "),
    Text("，", ","),
    Text("，没有一项达到界限", ", no sign reaches its limit"),
)
_CREDIT = Text("信用{colour} {score:g}分", "credit {colour}, {score:g} points")
_HEAVIEST = Text(
    "，扣分最多：{rule} −{points:g}（{n}项扣分）",
    ", most of all lost by “{rule}”: −{points:g} ({n} deductions)",
)
_RATE = Text(
    "百万单投诉{value}件，{against}{reference}",
    "{value} complaints per million orders, {against} {reference}",
)
_SURGE = Text(
    "4周投诉举报{now:,.0f}件，{against}为{before:,.0f}件",
    "{now:,.0f} complaints and reports in 4 weeks, {before:,.0f} in {against}",
)
_OVERDUE = Text(
    "在办{of:,.0f}件中超期{part:,.0f}件，{value}，{against}{reference}",
    "{part:,.0f} of {of:,.0f} open items overdue: {value}, {against} {reference}",
)
_SHARE = Text(
    "{title}{value}（{part:,.0f}/{of:,.0f}），{against}{reference}",
    "{title} {value} ({part:,.0f} of {of:,.0f}), {against} {reference}",
)
_TIMES = Text("，{:.1f}倍", ", {:,.1f}×")
_N = Text("（n={:,}）", " (n={:,})")
#: Where a platform stands.
PLACE = Text("关注度第{rank}位，共{of}家（{points}分）", "Attention: {rank} of {of} ({points} points)")


def reason_words(reason: Reason, names: Labels, lang: str) -> str:
    """Return a reason in words: its number, what it is held against, and its n."""
    sign = SIGNS[reason.sign]
    against = sign.against(lang)
    if reason.sign == "credit":
        said = _CREDIT(lang).format(colour=names.name("colour", reason.colour, lang), score=reason.value)
        said += f" · {OVERRIDDEN(lang)}" if reason.veto else ""
        if reason.rule:
            rule, points = reason.rule
            named = names.name("credit_rule", rule, lang)
            said += describe.counted(_HEAVIEST(lang).format(rule=named, points=points, n=reason.n))
        return said
    times = (
        _TIMES(lang).format(reason.value / reason.reference)
        if reason.reference > 0 and not isnan(reason.value)
        else ""
    )
    if reason.sign == "surge":
        days = describe.days(reason.days, lang) if reason.days else against
        return _SURGE(lang).format(now=reason.value, before=reason.reference, against=days) + times
    if reason.sign == "rate":
        value, reference = (
            describe.MISSING if isnan(one) else f"{one:,.3g}" for one in (reason.value, reason.reference)
        )
        return (
            _RATE(lang).format(value=value, against=against, reference=reference)
            + times
            + _N(lang).format(reason.n)
        )
    part, of = reason.parts or (0.0, 0.0)
    value, reference = (
        describe.MISSING if isnan(one) else f"{one:.1%}" for one in (reason.value, reason.reference)
    )
    words = _OVERDUE if reason.sign == "overdue" else _SHARE
    said = words(lang).format(
        title=sign.title(lang), value=value, part=part, of=of, against=against, reference=reference
    )
    return said + times


def none_in_words(chosen: list[Ranked], lang: str) -> str:
    """Return what is said where no platform has points: that none is chosen, none reaches a limit, or nobody can tell."""
    if not chosen:
        return _NOBODY(lang)
    return (_UNTOLD if all(one.is_thin for one in chosen) else _NONE)(lang)


def few_words(one: Ranked, lang: str) -> str:
    """Return what of a platform stands on too few to count, in words; nothing where all of it counts."""
    comma = Text("、", ", ")(lang)
    few = comma.join(SIGNS[reason.sign].title(lang) for reason in one.reasons if reason.is_few)
    counted = _FEW(lang).format(LEAST, few) if few else ""
    if not one.is_thin:
        return counted
    if not (missing := comma.join(SIGNS[key].title(lang) for key in one.missing)):
        return _THIN(lang).format(LEAST)
    told = [_MISSING(lang).format(missing), counted]
    return _NOT_RANKED(lang).format(Text("；", "; ")(lang).join(filter(None, told)))


def in_one_line(one: Ranked, names: Labels, lang: str) -> str:
    """Return the reasons of a platform in one line."""
    said = Text("；", "; ")(lang).join(reason_words(reason, names, lang) for reason in one.telling)
    return said or few_words(one, lang)


def name_and_reasons(one: Ranked, names: Labels, lang: str) -> str:
    """Return a platform, its points and its reasons in one line."""
    name = names.name("platform", one.platform, lang)
    said = in_one_line(one, names, lang)
    points = describe.counted(f"{one.points} points")
    return Text(f"{name}（{one.points}分）：{said}", f"{name} ({points}): {said}")(lang)


def led_by(one: Ranked) -> Text:
    """Return the words between a place and its reasons: where nobody can tell of any, those say why."""
    return _BECAUSE if one.telling else _UNKNOWN if one.is_thin else _NO_REASON


def place_in_words(one: Ranked, names: Labels, lang: str) -> str:
    """Return where one platform stands and why, as a sentence."""
    said = describe.counted(PLACE(lang).format(rank=one.rank, of=one.of, points=one.points))
    reasons = Text("；", "; ")(lang).join(reason_words(reason, names, lang) for reason in one.telling)
    return f"{said}{led_by(one)(lang)}{reasons} {few_words(one, lang)}".rstrip()
