"""`/claimants/review`: a person decides about one reverse complainant, with a reason; each look and each act leaves a line."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import flask
import pandas as pd

from components.cards.claimant_desk import NOT_A_GROUND, feature_words
from components.http.access import sheets
from components.http.access.sheets import Field, Form, Part
from components.http.downloads import patience
from components.http.entered import Entries
from components.model import paths
from data_access.domain.spreadsheet import harmless
from data_access.domain.text import Text
from data_access.lookups.claimants import Claimant, claimant, kept
from data_access.lookups.records import NoSuchRecord
from data_access.metrics.labels import labels
from data_access.state.claimant_reviews import ACTS, ClaimantBook, Review, review_words
from data_access.state.ledger import PERSONS_SEEN, Ledger
from data_access.state.reasons import LONGEST, ActRefused
from data_access.store.schema import reverse_complainant
from data_access.store.store import Store

#: Whoever stays on the register is reviewed again after so many days.
REVIEW_DAYS = 365
_TITLE = Text("反向投诉人复核", "Review of a reverse complainant")
_PERSON, _DONE = Text("名册登记", "What the register has"), Text("复核记录", "Reviews")
_NAME, _SCORE, _SEEN, _LAST, _NEXT, _LEFT = (
    Text("人员", "Person"), Text("评分（版本）", "Score (version)"), Text("首次入库", "First seen"), Text("上次复核", "Last review"),
    Text("下次复核期限", "Next review due"), Text("移出", "Taken off"),
)  # fmt: skip
_NOT_RECORDED, _NONE = Text("未记录", "not recorded"), Text("还没有。", "None yet.")
_OUTCOME, _REASON, _SEND = Text("复核结论", "Decision"), Text("理由", "Reason"), Text("登记", "Enter")
_HOW = Text(
    "结论由您作出，写明理由，登记后不能改动，只能再次复核。名册随装载更新：把复核记录 CSV 按 docs/claimants.toml 装载（表 reverse_complainant）。",
    "The decision is yours, with its reason; once entered it stays, and another review may follow. The register has it once the CSV of reviews is "
    "loaded by docs/claimants.toml (table reverse_complainant).",
)
_CHOOSE_AGAIN = Text("请选择本页的复核结论。", "Choose a decision of this page.")
_ENTERED = Text("已登记：{}", "Entered: {}")
_BACK, _AS_ROWS = (
    Text("返回名册", "Back to the register"),
    Text("下载复核记录 CSV（装载用）", "Reviews as CSV, to be loaded"),
)


@dataclass(frozen=True, slots=True)
class ClaimantRoutes:
    """The page on which a person of the register is reviewed, and the reviews as rows of the register."""

    store: Store
    book: ClaimantBook
    ledger: Ledger

    def add_to(self, server: flask.Flask) -> None:
        """Add the routes."""
        own = flask.Blueprint("claimants", __name__)
        own.get(paths.CLAIMANT_REVIEW)(self.shown)
        own.post(paths.CLAIMANT_REVIEW)(self.act)
        own.get(paths.CLAIMANT_REVIEWS)(self.rows)
        server.register_blueprint(own)

    def shown(self, *, wrong: str = "", done: str = "", status: int = 200) -> flask.Response:
        """Show the person that the address names, what was decided, and the form; the look has its line before."""
        lang, asked = sheets.lang(), flask.request.args.get("person", "")
        try:
            person, _ = self._found(asked, lang)
        except NoSuchRecord as error:
            register = ((f"{flask.request.script_root}{paths.CLAIMANTS}?lang={lang}", _BACK(lang)),)
            parts = [Part(_PERSON(lang), links=register)]
            return sheets.table_sheet(_TITLE, parts, wrong=error.words(lang), status=404)
        self.ledger.enter(PERSONS_SEEN, f"claimant {person.person}", {}, 1)
        reviews = self.book.reviews().get(person.person, ())
        parts = [
            _person(person, lang),
            _decided(person, reviews, self.book.reader().may("export"), lang),
        ]
        return sheets.table_sheet(_TITLE, parts, wrong=wrong, done=done, status=status)

    def act(self) -> flask.Response:
        """Enter one decision about the person that the address names."""
        told, lang = flask.request.form, sheets.lang()
        if not sheets.is_ours():
            return self.shown(wrong=sheets.old_form(), status=400)
        try:
            person, today = self._found(flask.request.args.get("person", ""), lang)
            outcome = told.get("outcome", "")
            act = next((one for one in ACTS if one == outcome), None)
            if act is None:
                raise ActRefused(_CHOOSE_AGAIN)
            known = person.reviewed_at.date() if person.reviewed_at else None
            made = self.book.review(
                person.person, person.district_code, act, told.get("note", ""), today, known
            )
        except (ActRefused, NoSuchRecord) as error:
            return self.shown(wrong=error.words(lang), status=400)
        return self.shown(done=_ENTERED(lang).format(review_words(made, lang)))

    def rows(self) -> flask.Response:
        """Hand out the persons that were reviewed as rows of `reverse_complainant`, as the last decision leaves them."""
        reader = self.book.reader()
        reader.must("export")
        last = {person: done[-1] for person, done in self.book.reviews().items()}
        with self.store.snapshot(patience()) as snapshot:
            found = kept(snapshot, last, reader.scope)
        own = Entries(self.ledger).enter(
            "csv", "claimant reviews", len(found), sheets.lang(), is_unmasked=True
        )
        text = io.StringIO()
        columns = [column.name for column in reverse_complainant.columns]
        lines = (_row(row, last[row["person_hash"]]) for row in found)
        csv.writer(text).writerows([columns, *([line[name] for name in columns] for line in lines)])
        made = io.BytesIO(text.getvalue().encode("utf-8"))
        name = f"{own.named('claimants')}.csv"
        return flask.send_file(made, "text/csv", as_attachment=True, download_name=name, max_age=0)

    def _found(self, person: str, lang: str) -> tuple[Claimant, date]:
        """Return a person as the reader may see him, and the day of the data."""
        with self.store.snapshot(patience()) as snapshot:
            found = claimant(snapshot, person, self.book.reader().scope, lang)
            return found, labels(snapshot).dataset.today()


def _person(one: Claimant, lang: str) -> Part:
    missing = _NOT_RECORDED(lang)
    score = missing if one.score is None else f"{one.score} ({one.version})"
    last = (
        f"{one.reviewed_at:%Y-%m-%d} · {one.reviewed_by} · {one.review_reason}"
        if one.reviewed_at
        else missing
    )
    told = [
        (_NAME(lang), f"{one.name} · {one.district} · {one.person}"), (_SCORE(lang), score), *feature_words(one, lang),
        (_SEEN(lang), str(one.first_seen)), (_LAST(lang), last), (_NEXT(lang), str(one.review_due or missing)),
    ]  # fmt: skip
    if one.exit_at:
        told.append((_LEFT(lang), f"{one.exit_at:%Y-%m-%d} · {one.exit_reason}"))
    return Part(_PERSON(lang), rows=tuple((row, ()) for row in told), note=NOT_A_GROUND(lang))


def _decided(one: Claimant, reviews: tuple[Review, ...], may_export: bool, lang: str) -> Part:
    """Return what was decided in the cockpit, and the form unless the person was taken off."""
    rows = tuple(((review_words(done, lang),), ()) for done in reviews)
    fields = (
        Field("outcome", _OUTCOME(lang), options=tuple((key, words(lang)) for key, words in ACTS.items())),
        Field("note", _REASON(lang), longest=LONGEST),
    )
    action = flask.url_for("claimants.act", person=one.person)
    is_over = one.exit_at is not None or (bool(reviews) and reviews[-1].act == "removed")
    forms = () if is_over else (Form(action, _SEND(lang), {}, fields),)
    root = flask.request.script_root
    back = (f"{root}{paths.CLAIMANTS}?status={one.status}&lang={lang}", _BACK(lang))
    files = ((flask.url_for("claimants.rows"), _AS_ROWS(lang)),) if may_export and reviews else ()
    return Part(_DONE(lang), rows=rows, note=_HOW(lang), none=_NONE(lang), forms=forms, links=(*files, back))


def _row(row: Mapping[Any, Any], done: Review) -> dict[str, str]:
    """Return a person of the register as the last decision leaves him."""
    told = {
        name: "" if pd.isna(value) else f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, pd.Timestamp) else harmless(str(value))
        for name, value in row.items()
    }  # fmt: skip
    day = f"{done.on} 00:00:00"
    told |= {"status": done.act, "reviewed_at": day, "reviewed_by": harmless(done.who), "review_reason": harmless(done.note),
             "review_due": str(done.on + timedelta(days=REVIEW_DAYS))}  # fmt: skip
    if done.act == "removed":
        told |= {"exit_at": day, "exit_reason": harmless(done.note)}
    return told
