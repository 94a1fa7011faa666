"""The page of reverse complainants, for those with the right alone: what it is not for, the rules of the score, and persons."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components.model import paths
from data_access.domain.claimant_rules import FEATURES, SUSPECTED, VERSION, WATCHED
from data_access.domain.text import Text
from data_access.lookups.claimants import STATUSES, Claimant, Claimants
from data_access.store.schema import reverse_complainant

TO_CLAIMANTS = Text(
    "反向投诉人（限有权限者，每次查看留痕）",
    "Reverse complainants (with the right alone; each look is recorded)",
)
#: Legal sources: DOMAIN of the trade – 令121 art. 16 and 令20 art. 15 name the grounds of refusal; PIPL arts. 24, 55 and 56.
NOT_A_GROUND = Text(
    "本页只供分流和提示，不作任何决定：不得以本页的标记或者评分为由不予受理、不予立案或者终止调解。"
    "诉求次数多不是《市场监督管理投诉举报处理办法》（总局令第121号）第十六条、原暂行办法（总局令第20号）第十五条列举的不予受理情形。",
    "This page routes and informs, and decides nothing: nobody is refused, and no case or mediation ended, for a tag or score that stands here. "
    "How often somebody complains is no ground of refusal in SAMR Order 121, art. 16, nor in Order 20, art. 15.",
)
_BY_PERSONS = Text(
    "评分达到{}分为关注，{}分为疑似；认定只能由人作出并写明理由，每年复核，可以移出。"
    "自动评分依《个人信息保护法》第五十五、五十六条须事前作影响评估，记录至少保存三年。每次打开本页都记入审计。",
    "From {} points somebody is watched, from {} suspected; only a person confirms, with a reason, reviews every year, and takes off. "
    "Scores of persons need an impact assessment beforehand, kept three years (PIPL, arts. 55 and 56). Each look at this page stands in the audit.",
)
_RULES = Text("评分规则 {}", "Rules of the score {}")
_RULE_HEADS = (Text("特征", "Feature"), Text("依据的标准", "Criterion"), Text("自", "From"), Text("满分", "Full at"), Text("分值", "Points"))  # fmt: skip
_CRITERIA = Text(
    "标准：上海市八部门沪工商办〔2018〕910号，综合判断；分值为本系统所定。特征取评分前十二个月。",
    "Criteria: eight departments of Shanghai, 沪工商办〔2018〕910号, judged together; the points are ours. Features are of the twelve months before.",
)
_PEOPLE_HEADS = (
    Text("人员", "Person"), Text("评分", "Score"), Text("特征（得分）", "Features (points)"), Text("首次入库", "First seen"),
    Text("复核", "Review"), Text("下次复核", "Next review"), Text("移出", "Removed"),
)  # fmt: skip
_LISTED = Text(
    "{} {:,} 人，列出评分最高的 {:,} 人；截至 {}。",
    "{}: {:,}; the {:,} with the highest score are listed; as of {}.",
)
_NOBODY = Text("没有这个状态的人员。", "There is nobody of this status.")
_NO_REGISTER = Text("没有记录反向投诉人名册。", "The register of reverse complainants is not recorded.")
_NOT_RECORDED = Text("未记录", "not recorded")
_NOT_REVIEWED = Text("尚未人工复核", "not reviewed by a person yet")
_TO_REVIEW = Text("复核：认定、不予认定或移出", "Review: confirm, do not confirm, or take off")
_ENTERED = Text(
    "本舱已登记 {} 人的复核，标在各人名下；装载后计入名册。",
    "{} persons were reviewed in this cockpit, as told with each; the register has it once it is loaded.",
)
_AS_ROWS = Text("下载复核记录 CSV（装载用）", "Reviews as CSV, to be loaded")
_LATE = Text("已逾期", "overdue")
_DIFFERS = Text("按现行规则为 {}", "{} by the rules of now")


def claimant_desk(found: Claimants, entered: Mapping[str, Sequence[str]], lang: str) -> list[Component]:
    """Return the page: its limits first, then the rules, then the persons of one status.

    `entered` is, by person, what was decided in the cockpit, in words, the oldest first.
    """
    return [
        html.P(NOT_A_GROUND(lang), className="notice"),
        html.P(_BY_PERSONS(lang).format(WATCHED, SUSPECTED)),
        *(
            _register(found, entered, lang)
            if found.is_recorded
            else [html.P(_NO_REGISTER(lang), className="message")]
        ),
        html.H3(_RULES(lang).format(VERSION)),
        html.P(_CRITERIA(lang), className="none"),
        _rules(lang),
    ]


def _register(found: Claimants, entered: Mapping[str, Sequence[str]], lang: str) -> list[Component]:
    return [
        html.Nav([_turn(one, found, lang) for one in STATUSES], className="turns"),
        html.P(_LISTED(lang).format(found.titles[found.status], found.total, len(found.listed), found.as_of)),
        *_waiting(entered, lang),
        _people(found.listed, entered, lang) if found.listed else html.P(_NOBODY(lang), className="none"),
    ]


def _waiting(entered: Mapping[str, Sequence[str]], lang: str) -> list[Component]:
    """Return how many were reviewed in the cockpit, and the way to bring that into the register."""
    if not entered:
        return []
    rows = html.A(_AS_ROWS(lang), href=paths.CLAIMANT_REVIEWS)
    return [html.P([_ENTERED(lang).format(len(entered)), " ", rows], className="note")]


def _turn(status: str, found: Claimants, lang: str) -> Component:
    words = f"{found.titles[status]} {found.counts[status]:,}"
    if status == found.status:
        return html.B(words)
    return html.A(words, href=f"{paths.CLAIMANTS}?{urlencode({'status': status, 'lang': lang})}")


def _rules(lang: str) -> Component:
    body = [
        html.Tr([html.Td(_label(one.column, lang)), html.Td(one.why(lang)), html.Td(_value(one.column, one.low)),
                 html.Td(_value(one.column, one.high)), html.Td(one.points)])
        for one in FEATURES
    ]  # fmt: skip
    return _table([head(lang) for head in _RULE_HEADS], body)


def _people(people: Sequence[Claimant], entered: Mapping[str, Sequence[str]], lang: str) -> Component:
    rows = [_person(one, entered.get(one.person, ()), lang) for one in people]
    return _table([head(lang) for head in _PEOPLE_HEADS], rows)


def _person(one: Claimant, entered: Sequence[str], lang: str) -> Component:
    score = _NOT_RECORDED(lang) if one.score is None else str(one.score)
    differs = html.Small(_DIFFERS(lang).format(one.scored)) if one.differs else None
    features = [html.Div(f"{label} {told}") for label, told in feature_words(one, lang)]
    return html.Tr(
        [
            html.Td([html.B(one.name), html.Div(one.district), html.Small(one.person)]),
            html.Td([html.B(score), html.Div(html.Small(one.version)), differs]),
            html.Td(features or _NOT_RECORDED(lang)),
            html.Td(f"{one.first_seen}"),
            html.Td([*_review(one, lang), *_here(one, entered, lang)]),
            html.Td(_next_review(one, lang)),
            html.Td([f"{one.exit_at:%Y-%m-%d}", html.Div(one.exit_reason)] if one.exit_at else "—"),
        ]
    )


def feature_words(one: Claimant, lang: str) -> list[tuple[str, str]]:
    """Return the features of a person by name, each with the points that it gives."""
    return [
        (_label(key, lang), f"{_value(key, value)}（{one.points[key]:.0f}）")
        for key, value in one.values.items()
    ]


def _review(one: Claimant, lang: str) -> list[Component]:
    if one.reviewed_at is None:
        return [html.Span(_NOT_REVIEWED(lang), className="none")]
    who = one.reviewed_by or _NOT_RECORDED(lang)
    return [
        html.Div(f"{one.reviewed_at:%Y-%m-%d} · {who}"),
        html.Div(one.review_reason or _NOT_RECORDED(lang)),
    ]


def _here(one: Claimant, entered: Sequence[str], lang: str) -> list[Component]:
    """Return what was decided in the cockpit, and the way to decide."""
    told = [html.Div(words, className="here") for words in entered]
    if one.exit_at:
        return told
    href = f"{paths.CLAIMANT_REVIEW}?{urlencode({'person': one.person, 'lang': lang})}"
    return [*told, html.A(_TO_REVIEW(lang), href=href)]


def _next_review(one: Claimant, lang: str) -> list[Component | str]:
    if one.exit_at or one.review_due is None:
        return ["—"]
    late = [html.Span(_LATE(lang), className="tag broken")] if one.is_overdue else []
    return [f"{one.review_due} ", *late]


def _label(column: str, lang: str) -> str:
    label: Text = reverse_complainant.c[column].info["label"]
    return label(lang)


def _value(column: str, value: float) -> str:
    return f"{value:.0%}" if column.endswith("_share") else f"{value:g}"


def _table(heads: Sequence[str], body: Sequence[Component]) -> Component:
    head = html.Thead(html.Tr([html.Th(one) for one in heads]))
    return html.Div(
        html.Table([head, html.Tbody(list(body))], className="definitions claimants"), className="wide"
    )
