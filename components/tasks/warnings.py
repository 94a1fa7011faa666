"""Warnings: every signal of a selection under the rule that found it, with the task that answers it."""

from dash import html
from dash.development.base_component import Component

from components.model import paths
from components.model.context import CardContext
from components.tasks.in_hand import UNREAD
from components.tasks.pages import GIVE, task_href
from components.tasks.tickers import ICONS, format_signal
from components.words import describe
from components.words.unnarrowed import not_narrowed
from data_access.domain.text import Text
from data_access.metrics.quiet import Lack, lacks, quiet_of
from data_access.metrics.signals import SURGE_RULE, Rule, Signal, all_signals
from data_access.state.tasks import Task

#: What each rule is called, and how it finds.
RULES: dict[Rule, tuple[Text, Text]] = {
    "overdue": (
        Text("超期未办结", "Overdue"),
        Text("各区县法定期限已过、仍未办结的投诉举报，多的在前。", "Complaints and reports past their legal limit and still open, by district."),
    ),
    "surge": (
        Text("投诉举报突增", "Surges"),
        SURGE_RULE,
    ),
    "missed": (
        Text("未达目标", "Targets missed"),
        Text("有目标值的指标，本期在目标不利的一侧，离得远的在前；样本不足的不报。", "Indicators on the wrong side of their target, the farthest first; those with too few are left out."),
    ),
}  # fmt: skip
_AGAINST = Text("，对比{}", ", against {}")
_SEE = Text("查看", "See")
_TASK = Text("任务 #{}", "task #{}")


def warnings_to_come() -> Component:
    """Return where the warnings will stand once the numbers are asked."""
    return html.Div(
        html.Section(html.Div(className="skeleton"), className="card"),
        className="warnings",
        **{"data-section": "warnings", "data-block": "warnings", "data-state": "loading"},
    )


def warning_list(reader: CardContext, tasks: list[Task] | None) -> list[Component]:
    """Return all signals of a selection, rule by rule; `tasks` are those in hand, None where they cannot be read."""
    found = all_signals(reader.ask, reader.selection, reader.labels)
    answered = {one.href: one for one in tasks or ()}
    missing = lacks(reader.ask, reader.selection, reader.labels)
    unread = [html.P(UNREAD(reader.lang), className="note")] if tasks is None else []
    return [
        *unread,
        *(
            _rule(
                rule, [signal for signal in found if signal.rule == rule], missing.get(rule), answered, reader
            )
            for rule in RULES
        ),
    ]


def _rule(
    rule: Rule, found: list[Signal], lack: Lack | None, answered: dict[str, Task], reader: CardContext
) -> Component:
    title, means = (words(reader.lang) for words in RULES[rule])
    number = describe.MISSING if lack else str(len(found))
    told = [_warning(signal, answered.get(signal.href), reader) for signal in found]
    return html.Section(
        [
            html.Header([html.H3([html.I(className=f"bi {ICONS[rule]}"), title]), html.Span(number, className="meta")]),
            html.P(means, className="means"),
            html.Ul(told) if told else html.P(quiet_of(rule, lack, reader.lang), className="none"),
        ],
        className=f"card rule-of {rule}",
        **{"data-rule": rule},
    )  # fmt: skip


def warning_in_words(signal: Signal, reader: CardContext) -> tuple[str, str]:
    """Return a warning, and the days that it is of, with the chosen filters that do not narrow it."""
    lang, compared = reader.lang, signal.days_before(reader.lang)
    days = signal.days(lang) + (_AGAINST(lang).format(compared) if compared else "")
    unused = not_narrowed((signal.indicator,), signal.selection, reader.labels, lang)
    return format_signal(signal, reader), f"{days} · {unused}" if unused else days


def _warning(signal: Signal, task: Task | None, reader: CardContext) -> Component:
    lang, (words, days) = reader.lang, warning_in_words(signal, reader)
    answer = (
        html.A(_TASK(lang).format(task.id), href=f"{paths.TASKS}#task-{task.id}", className="has-task")
        if task
        else html.A(GIVE(lang), href=task_href(words, signal.href), className="give")
    )
    return html.Li(
        [html.Div([html.A(words, href=signal.href, title=_SEE(lang)), html.Small(days)]), answer],
        **{"data-indicator": signal.indicator.key, "data-value": str(signal.value), "data-n": str(signal.n)},
    )
