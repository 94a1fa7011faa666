"""The routes by which lists leave as files: what falls due, what platforms owe, which of them need attention, the rates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import flask

from components.cards.attention import TITLE as ATTENTION
from components.cards.attention_words import few_words, in_one_line
from components.cards.duty_counts import duty_board, numbers, question
from components.cards.rates import note_of as rates_note
from components.cards.report_board import MEANS
from components.cards.report_board import note_of as board_note
from components.due.shown import due_rows, tasks_of
from components.http import queries
from components.http.downloads import patience
from components.http.responses import as_file
from components.model.facts import Facts
from components.words.unnarrowed import attention_notes
from data_access.domain.access import Scope
from data_access.domain.text import Lang, Text
from data_access.exports.answers import SYNTHETIC, in_words
from data_access.exports.attention_tables import attention_table, rates_table, weights_table
from data_access.exports.csv_files import table_csv
from data_access.exports.due_tables import counts_table, due_table
from data_access.exports.duty_tables import Counted, duty_table
from data_access.exports.reports import Table
from data_access.exports.workbooks import tables_xlsx
from data_access.lookups.attention_rule import RULE
from data_access.lookups.due import TITLES, WHENS, Asked, counts
from data_access.lookups.due_times import KEYS, office_names
from data_access.lookups.rates import RATE
from data_access.metrics.indicators.overview import platforms
from data_access.metrics.labels import Labels, labels
from data_access.state.ledger import Ledger
from data_access.state.tasks import TaskBook
from data_access.store.snapshots import Snapshot
from data_access.store.store import Store

#: Named tables, of which a CSV takes the first, and what a reader must know of them.
Made = tuple[Mapping[str, Table], list[tuple[str, str]]]
_LIST, _COUNTS = Text("清单", "List"), Text("计数", "Counts")
_DUTIES = Text("平台义务", "Duties of platforms")
_WEIGHTS, _RATES = Text("规则与权重", "Rule and weights"), Text("百万单投诉量", "Per million orders")
_DUE_MEANS = Text(
    "截至所选期间末日当日结束时尚未办结的各类事项；当日到期未办的计为超期。任务以导出时的时钟为准。剩余按工作日，超期按自然日。",
    "Steps of each kind that are not done at the end of the last day selected; what fell due on it is overdue. Tasks go by the clock "
    "at the time of export. Days left are working days, days overdue calendar days.",
)


@dataclass(frozen=True, slots=True)
class ListRoutes:
    """Where lists are handed out; each file has its line in the audit."""

    store: Store
    principal: Callable[[], Scope]
    ledger: Ledger
    book: TaskBook

    def add_to(self, api: flask.Blueprint) -> None:
        """Add the routes."""
        api.get("/api/due.<any(csv, xlsx):form>")(self.due)
        api.get("/api/duties.<any(csv, xlsx):form>")(self.duties)
        api.get("/api/attention.<any(csv, xlsx):form>")(self.attention)
        api.get("/api/rates.<any(csv, xlsx):form>")(self.rates)

    def due(self, form: str) -> flask.Response:
        """Hand out what falls due, as it was chosen."""
        query = queries.keys()
        asked = Asked.of({key: query.pop(key) for key in KEYS if key in query})

        def make(snapshot: Snapshot, known: Labels, lang: Lang) -> Made:
            selection, _ = queries.selection(dict(query), known)
            scope, clock = self.principal(), date.today()
            tasks = tasks_of(selection, self.book, office_names(known, asked.office))
            rows = due_rows(snapshot, selection, scope, asked, tasks, clock)
            found, ids = counts(snapshot, selection, scope), Facts(snapshot, scope, lang).number_id
            means = [
                (Text("事项", "Kind")(lang), TITLES[asked.kind](lang) if asked.kind else "—"),
                (
                    Text("期限", "Due")(lang),
                    WHENS[asked.when](lang) if isinstance(asked.when, str) else str(asked.when or "—"),
                ),
                (Text("今天", "Today")(lang), f"{found.today}"),
                (Text("说明", "Note")(lang), _DUE_MEANS(lang)),
                (Text("选择", "Selection")(lang), in_words(selection, known, lang)),
            ]
            return {
                _LIST(lang): due_table(rows, asked, selection, known, lang, ids),
                _COUNTS(lang): counts_table(found, selection, known, lang, ids),
            }, means

        return self._file("due", form, make, query)

    def duties(self, form: str) -> flask.Response:
        """Hand out the board of what platforms owe, with what was due and what is wanting of each."""
        query = queries.keys()

        def make(snapshot: Snapshot, known: Labels, lang: Lang) -> Made:
            selection, _ = queries.selection(dict(query), known)
            ask = Facts(snapshot, self.principal(), lang)
            board, told = duty_board(ask, selection, known.recorded), numbers(lang)
            rows = [
                (own, [Counted(board.number(one, kind, own), question(one, kind, selection), (own, *filter(None, [kind])))
                       for _, one, kind in told])
                for own in board.platforms
            ]  # fmt: skip
            heads = [title for title, _, _ in told]
            means = [
                (Text("说明", "Note")(lang), MEANS(lang)),
                (Text("选择", "Selection")(lang), in_words(selection, known, lang)),
                *_noted(lang, board_note(board, selection, known, lang)),
            ]
            return {_DUTIES(lang): duty_table(heads, rows, known, lang, ask.number_id)}, means

        return self._file("duties", form, make, query)

    def attention(self, form: str) -> flask.Response:
        """Hand out which platforms need attention, with every number behind it."""
        query = queries.keys()

        def make(snapshot: Snapshot, known: Labels, lang: Lang) -> Made:
            selection, _ = queries.selection(dict(query), known)
            ask = Facts(snapshot, self.principal(), lang)
            here = set(ask(platforms, ("platform",), selection)["platform"])
            found = [one for one in ask.attention(selection) if one.platform in here]
            table = attention_table(
                found,
                selection,
                known,
                lang,
                ask.number_id,
                lambda one: in_one_line(one, known, lang),
                lambda one: few_words(one, lang),
            )
            means = [
                (Text("规则", "Rule")(lang), RULE(lang)),
                (Text("选择", "Selection")(lang), in_words(selection, known, lang)),
                *_noted(lang, *attention_notes(selection, known, lang)),
            ]
            return {ATTENTION(lang): table, _WEIGHTS(lang): weights_table(lang)}, means

        return self._file("attention", form, make, query)

    def rates(self, form: str) -> flask.Response:
        """Hand out the rates per million orders with what they are made of."""
        query = queries.keys()

        def make(snapshot: Snapshot, known: Labels, lang: Lang) -> Made:
            selection, _ = queries.selection(dict(query), known)
            ask = Facts(snapshot, self.principal(), lang)
            found = ask.rates(selection)
            means = [
                (RATE.title(lang), RATE.definition(lang)),
                (Text("算法", "Formula")(lang), RATE.formula(lang)),
                (Text("本期", "Period")(lang), f"{found.period.start} – {found.period.end}"),
                (
                    Text("对比期", "Compared")(lang),
                    f"{found.against.start} – {found.against.end}" if found.against else "—",
                ),
                (Text("最小样本", "Least n")(lang), str(RATE.min_n)),
                (Text("选择", "Selection")(lang), in_words(selection, known, lang)),
                *_noted(lang, note := rates_note(selection, known, lang)),
            ]
            return {_RATES(lang): rates_table(found, known, lang, ask.number_id, note)}, means

        return self._file("rates", form, make, query)

    def _file(
        self, name: str, form: str, make: Callable[[Snapshot, Labels, Lang], Made], query: dict[str, Any]
    ) -> flask.Response:
        lang = queries.language(query)
        with self.store.snapshot(patience()) as snapshot:
            known = labels(snapshot)
            tables, means = make(snapshot, known, lang)
            first = next(iter(tables.values()))
            export = self.ledger.enter(form, name, flask.request.args, len(first.rows))
            mark = self.ledger.mark(export, lang)
            if form == "csv":
                return as_file(table_csv(first, lang, mark), f"{name}-{export}.csv")
            told = [*means, *_of_data(known, snapshot.version, lang)]
            return as_file(tables_xlsx(tables, told, lang, mark), f"{name}-{export}.xlsx")


def _noted(lang: Lang, *notes: str) -> list[tuple[str, str]]:
    """Return what a reader must know of a file beside what it means, as its sheet of meanings has it."""
    return [(Text("说明", "Note")(lang), one) for one in notes if one]


def _of_data(known: Labels, version: str, lang: Lang) -> list[tuple[str, str]]:
    """Return what a file says of its data: whose, up to which day, of which version, invented or not, and when it was made."""
    dataset = known.dataset
    pairs = [
        (Text("城市", "City"), dataset.title(lang)),
        (Text("数据截至", "Data as of"), dataset.horizon.as_of.isoformat()),
        (Text("数据版本", "Data version"), version),
        (Text("导出时间", "Exported at"), datetime.now().astimezone().isoformat(" ", "seconds")),
        *([(Text("声明", "Notice"), SYNTHETIC(lang))] if dataset.is_synthetic else []),
    ]
    return [(title(lang), words) for title, words in pairs]
