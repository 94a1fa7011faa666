"""Credit of a platform on the screen: its badge, every deduction with its way to object, and the rules in words."""

from datetime import date
from math import isfinite
from typing import NamedTuple
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components.model import paths
from components.words import phrases
from data_access.domain.credit_rules import Rule, Rules, in_force, versions
from data_access.domain.currency import YUAN
from data_access.domain.text import Text
from data_access.lookups.credit import OVERRIDDEN, Deduction, Deductions, Grade
from data_access.metrics.labels import Labels

_COLOURS = {"blue": Text("蓝", "Blue"), "yellow": Text("黄", "Yellow"), "red": Text("红", "Red")}
HEADS = (
    Text("事项", "Item"), Text("事件", "Event"), Text("日期", "Day"), Text("分值", "Points"), Text("失效", "Expires"),
    Text("异议", "Objection"),
)  # fmt: skip
RULE_HEADS = (
    Text("事项", "Item"), Text("分值", "Points"), Text("条件", "Condition"), Text("有效", "Counts for"), Text("同组封顶", "Cap"),
)  # fmt: skip
_HEADING = Text("信用评分明细，截至 {}，规则 {} 版", "What the credit score is made of, as of {}, rules {}")
_OVERRIDDEN_BY = Text("一票否决：{}", "Overridden: {}")
_MONTHLY = Text("下次评价时重算", "assessed anew each month")
_SAID = Text("{:+g}", "{:+g}")
_UPHELD = Text("{:+g}（异议成立，不再计分）", "{:+g} (objection upheld: counts no more)")
_CAPPED = Text("{:+g}（封顶后计{:+g}）", "{:+g} ({:+g} within the cap)")
_AGAINST = Text("{}，对照{}", "{} against {}")
_OPEN = Text("{}前可提出", "may be raised until {}")
_CLOSED = Text("期限已过", "the time has passed")
_HOW = Text(
    "平台对任何一项扣分有异议，可在事件公示之日起{}日内（规则{}版）向住所地市场监督管理部门提出，写明事项和事件编号并附证据；"
    "登记后标“异议处理中”，成立的自办结当月起不再计分，不成立的说明理由。监管人员代平台登记异议，由另一人裁定；登记的异议随下一次装载（表 credit_objection）计入评分。",
    "A platform may object to any deduction within {} days of its event (rules {}), to the market regulator of its domicile, naming "
    "the item and the event with evidence; once entered it stands as pending, one that is upheld no longer counts from that month, one "
    "that is dismissed says why. Objections are loaded like other records (table credit_objection).",
)
_ENTER = Text("登记和裁定异议", "Enter and decide objections")
_NO_RULES = Text("这一天还没有评分规则。", "No credit rules were in force on that day.")
_NOT_IN_YUAN = Text(
    "评分规则的限额以人民币计；这个数据集的币种是{}，不评分。",
    "The limits of the credit rules are in CNY; this data set is in {}, so nobody is scored.",
)
_OURS = Text("示例规则，本项目拟定，由使用单位替换", "An example of our own, for the bureau to replace")


def credit_badge(grade: Grade | None, lang: str) -> list[Component]:
    """Return the colour, class and score of a platform, nothing where it has none; never by colour alone."""
    if grade is None:
        return []
    words = f"{_COLOURS[grade.colour](lang)} {grade.credit_class} · {grade.score:g}"
    if grade.veto:
        words += f" · {OVERRIDDEN(lang)}"
    title = Text("信用 {}，截至 {}，规则 {}", "Credit {}, as of {}, rules {}")(lang)
    return [
        html.A(words, href="/credit", className=f"credit-badge {grade.colour}",
               title=title.format(words, grade.month_end, grade.rule_version))
    ]  # fmt: skip


def deductions_heading(found: Deductions, lang: str) -> str:
    """Return what stands over the lines behind a grade: the day and the rules."""
    return _HEADING(lang).format(found.grade.month_end, found.grade.rule_version)


def veto_in_words(found: Deductions, names: Labels, lang: str) -> str:
    """Return the rule that overrides a score; nothing where none does."""
    veto = found.grade.veto
    return _OVERRIDDEN_BY(lang).format(names.name("credit_rule", veto, lang)) if veto else ""


def deductions_block(found: Deductions, platform_id: str, names: Labels, lang: str) -> list[Component]:
    """Return every line behind a platform's grade, and how to object."""
    rules = in_force(found.grade.month_end)
    body = [_line(line, found, names, lang) for line in found.lines]
    return [
        html.Header([
            html.H3(deductions_heading(found, lang)), *credit_badge(found.grade, lang),
            html.Span(veto_in_words(found, names, lang), className="meta"),
        ]),
        html.Div(_table(HEADS, body, lang), className="scroll"),
        html.P([_how(rules, lang), " ", html.A(_ENTER(lang), href=f"{paths.OBJECTIONS}?{urlencode({'platform': platform_id})}")],
               className="note"),
    ]  # fmt: skip


def event_words(line: Deduction, on: date, lang: str) -> str:
    """Return what a line of the month that ends on a day is about: what was measured in it, or the event by its number."""
    if line.reference is not None and line.measured is not None:
        return _AGAINST(lang).format(f"{line.measured:.4g}", f"{line.reference:.4g}")
    rule = _monthly(line, on)
    if rule and line.measured is not None and (isfinite(rule.low) or isfinite(rule.high)):
        return f"{line.measured:.1%}"  # what is held against limits each month is a share
    return line.event_ref


def _monthly(line: Deduction, on: date) -> Rule | None:
    """Return the rule of a line that is assessed anew each month; None for an event, which lasts, be it of the month's last day."""
    rules = in_force(on)
    return (
        next((one for one in rules.rules if one.key == line.rule and not one.months), None) if rules else None
    )


def line_in_words(
    line: Deduction, found: Deductions, names: Labels, lang: str
) -> tuple[str, str, str, str, str]:
    """Return a line behind a grade in words: its item, its event and the day, when it expires, and how it stands with objections."""
    on = found.grade.month_end
    rules = in_force(on)
    last = date.fromordinal(line.event_day.toordinal() + (rules.objection_days if rules else 0))
    if line.objection:
        objection = names.name("objection", line.objection, lang)
    elif line.points >= 0:
        objection = "—"
    else:
        objection = _OPEN(lang).format(last) if last >= on else _CLOSED(lang)
    expires = _MONTHLY(lang) if _monthly(line, on) else str(line.expires_on)
    item = names.name("credit_rule", line.rule, lang)
    return item, event_words(line, on, lang), str(line.event_day), expires, objection


def _line(line: Deduction, found: Deductions, names: Labels, lang: str) -> Component:
    said = _SAID if line.points == line.counted else _UPHELD if line.objection == "upheld" else _CAPPED
    points = said(lang).format(line.points, line.counted)
    item, words, day, expires, objection = line_in_words(line, found, names, lang)
    event = html.A(words, href=paths.record(*line.target)) if line.target else words
    return html.Tr(
        [html.Td(cell) for cell in (item, event, day, points, expires, objection)],
        className="minus" if line.counted < 0 else "plus" if line.counted > 0 else "",
    )


def rules_block(on: date, names: Labels, lang: str) -> list[Component]:
    """Return the rules in force on a day as a table, and what changed with each version."""
    rules = in_force(on)
    if rules is None:
        return [html.P(_NO_RULES(lang), className="message")]
    if (currency := names.dataset.currency) != YUAN:
        return [html.P(_NOT_IN_YUAN(lang).format(currency), className="message")]
    told = rules_in_words(rules, names, lang)
    body = [html.Tr([html.Td(cell) for cell in row]) for row in told.rows]
    return [
        html.Header([html.H3(told.title), html.Span(_OURS(lang), className="meta")]),
        html.P(told.grades, className="note"),
        html.Div(_table(RULE_HEADS, body, lang), className="scroll"),
        html.P(_changes(names, lang), className="note"),
    ]


class RulesInWords(NamedTuple):
    """Rules as their reader has them: what they are called, how points become colours and classes, whose they are, and a row a rule."""

    title: str
    grades: str
    whose: str
    rows: list[tuple[str, ...]]


def rules_in_words(rules: Rules, names: Labels, lang: str) -> RulesInWords:
    """Return rules in words; their rows stand under `RULE_HEADS`."""
    title = Text("评分规则 {} 版，{} 起施行", "Credit rules {}, in force from {}")(lang).format(
        rules.version, rules.valid_from
    )
    grades = Text(
        "基准{:g}分；蓝≥{:g}，黄≥{:g}，其余为红；A≥{:g}，B≥{:g}，C≥{:g}，其余为D；率类回溯{}个月。",
        "From {:g} points; blue from {:g}, yellow from {:g}, else red; A from {:g}, B from {:g}, C from {:g}, else D; rates look back {} months.",
    )(lang).format(
        rules.base, rules.colours["blue"], rules.colours["yellow"], *(rules.classes[key] for key in "ABC"), rules.lookback_months
    )  # fmt: skip
    return RulesInWords(title, grades, _OURS(lang), [_rule(rule, rules, names, lang) for rule in rules.rules])


def _rule(rule: Rule, rules: Rules, names: Labels, lang: str) -> tuple[str, ...]:
    points = Text("直接为红", "straight to red")(lang) if rule.veto else f"{rule.points:+g}"
    if rule.step:
        points = Text("每高{:.0%} {:+g}", "{1:+g} for each {0:.0%} above")(lang).format(
            rule.step, rule.points
        )
    months = Text("{}个月", "{} months")(lang).format(rule.months) if rule.months else _MONTHLY(lang)
    cap = f"{rules.caps[rule.group]:g}" if rule.group else "—"
    return names.name("credit_rule", rule.key, lang), points, _condition(rule, lang), months, cap


def _condition(rule: Rule, lang: str) -> str:
    parts = []
    # Penalties are measured in yuan, everything else with limits is a share.
    share = Text("{:,g}元", "{:,g} CNY")(lang) if rule.fact == "penalty" else "{:.0%}"
    if rule.low > float("-inf"):
        parts.append(f"≥ {share.format(rule.low)}")
    if rule.high < float("inf"):
        parts.append(f"< {share.format(rule.high)}")
    if rule.step is not None:
        parts.append(Text("高于同类", "above its class")(lang))
    if rule.least:
        parts.append(f"n ≥ {rule.least}")
    return " · ".join(parts) or "—"


def _changes(names: Labels, lang: str) -> str:
    """Return what each later version of the rules added or dropped."""
    said = []
    for before, after in zip(versions(), versions()[1:], strict=False):
        old, new = {rule.key for rule in before.rules}, {rule.key for rule in after.rules}
        added = phrases.AND(lang).join(
            names.name("credit_rule", rule.key, lang) for rule in after.rules if rule.key not in old
        )
        dropped = phrases.AND(lang).join(
            names.name("credit_rule", rule.key, lang) for rule in before.rules if rule.key not in new
        )
        words = Text("{}（{}起）：新增{}；取消{}。", "{} (from {}): added {}; dropped {}.")(lang)
        said.append(words.format(after.version, after.valid_from, added or "—", dropped or "—"))
    return " ".join(said)


def objection_block(on: date, lang: str) -> list[Component]:
    """Return how a platform objects to a deduction."""
    return [
        html.Header(html.H3(Text("如何提出异议", "How to object")(lang))),
        html.P(
            [_how(in_force(on), lang), " ", html.A(_ENTER(lang), href=paths.OBJECTIONS)], className="note"
        ),
    ]


def _how(rules: Rules | None, lang: str) -> str:
    return _HOW(lang).format(rules.objection_days, rules.version) if rules else _NO_RULES(lang)


def _table(heads: tuple[Text, ...], body: list[Component], lang: str) -> Component:
    head = html.Thead(html.Tr([html.Th(head(lang)) for head in heads]))
    return html.Table([head, html.Tbody(body)], className="credit-table")
