"""The routes of exports: a card as a file at once, a page as a job with progress, and pages that were frozen."""

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import flask

from components.http import headers, queries, wishes
from components.http.entered import by_browser
from components.http.incoming import told_json
from components.http.reports import ReportBuilder
from components.model.page import NoSuchPage, page_at
from data_access.brief import BRIEF_KINDS, brief_file
from data_access.domain.access import Scope
from data_access.domain.errors import BadValue, CockpitError, StateUnusable, UnknownName
from data_access.domain.text import Text
from data_access.exports import frozen
from data_access.exports.case_documents import SHIPPED
from data_access.exports.csv_files import card_zip, tasks_csv
from data_access.exports.differences import differences
from data_access.exports.printing import NoChromium, chromium, pdf
from data_access.exports.reports import Asked, Report
from data_access.exports.slides import report_pptx
from data_access.exports.workbooks import report_xlsx
from data_access.state import audit
from data_access.state.jobs import Job, Jobs, Progress
from data_access.state.ledger import Ledger
from data_access.state.tasks import TaskBook
from data_access.store.store import Store

#: What the server makes of a page in the background.
PAGE_KINDS = ("pdf", "pptx", "xlsx", "frozen")
#: What the reader's own browser makes; the server gives the id and keeps the line.
BROWSER_KINDS = ("png", "svg", "copy", "print")
#: What needs a Chromium here, and what a reader prints by his own browser where there is none.
_INSTEAD = {"pdf": "print", "brief-pdf": "brief-html"}
_CARD_FILES = {
    "zip": (card_zip, "application/zip"),
    "xlsx": (report_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_UNCHANGED = Text(
    "数据版本未变，数字与现在一致。", "The data version is the same; all numbers are those of now."
)
_CHANGED = Text("数据已更新：{} 处数字与现在不同。", "The data have changed: {} numbers differ from now.")
_NOT_COMPARED = Text(
    "现在读不到数据，无法与现在比较。", "The data cannot be read just now; there is no comparison."
)


@dataclass(frozen=True, slots=True)
class ExportRoutes:
    """Where exports are asked for and handed out."""

    store: Store
    principal: Callable[[], Scope]
    ledger: Ledger
    jobs: Jobs
    builder: ReportBuilder
    book: TaskBook
    #: Where links in files lead.
    origin: str = ""
    #: The office's own folder of templates.
    templates: Path = SHIPPED

    def add_to(self, api: flask.Blueprint) -> None:
        """Add the routes; what goes wrong in them is told as the API tells it."""
        api.get("/api/card.<any(zip, xlsx):form>")(self.card)
        api.get("/api/tasks.csv")(self.tasks)
        api.post("/api/exports")(self.ask)
        api.get("/api/exports/<export>")(self.state)
        api.delete("/api/exports/<export>")(self.cancel)
        api.get("/api/exports/<export>/file")(self.file)
        api.get("/api/frozen")(self.frozen_list)
        api.get("/frozen/<export>")(self.frozen_page)

    def card(self, form: str) -> flask.Response:
        """Hand out one card as a file: its whole table, with its comparison, and what it means."""
        query = queries.keys()
        which = queries.place("which", query.pop("which", "0"))
        card = query.pop("card", "")
        asked = wishes.read({"path": query.pop("path", "/"), "lang": query.pop("lang", "zh"), "card": card,
                        "choices": {card: which}, "query": query})  # fmt: skip
        export = audit.export_id()
        report = self.builder.report(asked, self.principal(), self.ledger.signed, export)
        self.ledger.enter(form, f"{asked.path} {report.parts[0].key}", asked.query, report.rows, export)
        make, kind = _CARD_FILES[form]
        name = f"{report.parts[0].title}-{export}.{form}"
        response = flask.send_file(
            io.BytesIO(make(report)), kind, as_attachment=True, download_name=name, max_age=0
        )
        response.headers["X-Export-Id"] = export
        return response

    def tasks(self) -> flask.Response:
        """Hand out all tasks that the reader may see, with what was done about them."""
        lang = wishes.language(flask.request.args)
        found = self.book.tasks()
        export = self.ledger.enter("csv", "tasks", flask.request.args, sum(len(one.acts) for one in found))
        made = io.BytesIO(tasks_csv(found, lang, self.ledger.mark(export, lang)))
        return flask.send_file(
            made, "text/csv", as_attachment=True, download_name=f"tasks-{export}.csv", max_age=0
        )

    def ask(self) -> flask.Response:
        """Start a job for a page, or give the id for what the browser makes itself."""
        told = told_json()  # JSON alone: no form of another site can send it
        if not isinstance(told, dict):
            raise BadValue("body", type(told).__name__, "an object with kind, path, query, lang, choices")
        kind, asked, rows = str(told.get("kind")), wishes.read(told), wishes.rows(told)
        if kind in BROWSER_KINDS:
            printed = self._printed(told) if kind == "print" else ""
            return flask.jsonify(by_browser(self.ledger, self.principal(), kind, asked, rows, printed))
        if kind not in (*PAGE_KINDS, *BRIEF_KINDS):
            raise BadValue("kind", kind, f"one of {', '.join((*BROWSER_KINDS, *PAGE_KINDS, *BRIEF_KINDS))}")
        if kind in PAGE_KINDS and not page_at(asked.path)[0].cards:
            raise NoSuchPage(asked.path)
        if kind in _INSTEAD and chromium() is None:
            refusal = {
                "ok": False,
                "error": str(NoChromium(asked.lang)),
                "status": 422,
                "instead": _INSTEAD[kind],
            }
            return flask.make_response(refusal, 422)
        export = audit.export_id()
        subject = "brief" if kind in BRIEF_KINDS else re.sub(r"\W+", "-", asked.path).strip("-") or "overview"
        name = f"{subject}-{export}.{kind.rpartition('-')[2]}" if kind != "frozen" else f"/frozen/{export}"
        work = self._work(kind, asked, export, self.origin)
        self.jobs.submit(kind, name, self.ledger.who(), work, job_id=export)
        return self._told(self.jobs.job(export), 202)

    def _printed(self, told: Mapping[str, Any]) -> str:
        """Return the id that a browser has printed already, which cannot wait for ours; empty where it asks for one."""
        proposed = str(told.get("id") or "")
        if proposed and (not audit.is_id(proposed) or audit.has(self.ledger.state, proposed)):
            raise BadValue("id", proposed, "an id of the form 20210101-120000-ABC234 that no line has yet")
        return proposed

    def _work(self, kind: str, asked: Asked, export: str, origin: str) -> Callable[[Progress], bytes]:
        """Return what the job does; who asks and what he may see is settled now, within his request."""
        scope, who, signed = self.principal(), self.ledger.who(), self.ledger.signed
        if kind == "frozen":  # others will see it, who may not see persons
            scope = scope.without_persons()

        def work(progress: Progress) -> bytes:
            try:
                return made_and_entered(progress)
            except StateUnusable as error:  # the job keeps what its reader is told
                raise CockpitError(error.words(asked.lang)) from error

        def made_and_entered(progress: Progress) -> bytes:
            if kind in BRIEF_KINDS:
                with self.store.snapshot() as snapshot:
                    made, rows = brief_file(
                        snapshot,
                        scope,
                        asked,
                        kind,
                        export=export,
                        who=signed,
                        origin=origin,
                        check=progress.check,
                    )
            else:
                report = self.builder.report(asked, scope, signed, export, progress)
                made, rows = self._made(kind, report, scope, who, origin, progress), report.rows
            if kind != "frozen":  # it is kept together with its line
                self.ledger.enter(kind, asked.path, asked.query, rows, export, who)
            return made

        return work

    def _made(
        self, kind: str, report: Report, scope: Scope, who: str, origin: str, progress: Progress
    ) -> bytes:
        match kind:
            case "xlsx":
                return report_xlsx(report)
            case "pptx":
                return report_pptx(report, self.builder.accents)
            case "frozen":
                return f"/frozen/{frozen.freeze(self.ledger.state, report, who, scope)}".encode()
        return pdf(self.builder.paper(report, origin), progress.check)

    def state(self, export: str) -> flask.Response:
        """Tell how far a job is."""
        return self._told(self._own(export))

    def cancel(self, export: str) -> flask.Response:
        """End a job."""
        return self._told(self.jobs.cancel(self._own(export).id))

    def file(self, export: str) -> flask.Response:
        """Hand out the file of a job."""
        job = self._own(export)
        path = _or_absent(lambda: self.jobs.file(export))
        return flask.send_file(path.resolve(), as_attachment=True, download_name=job.name, max_age=0)

    def _own(self, export: str) -> Job:
        job: Job = _or_absent(lambda: self.jobs.job(export))
        if job.who != self.ledger.who():
            flask.abort(404, f"There is no export {export!r}.")
        return job

    def _told(self, job: Job, status: int = 200) -> flask.Response:
        told = {"id": job.id, "kind": job.kind, "state": job.state, "done": job.done, "total": job.total,
                "name": job.name, "error": job.error}  # fmt: skip
        if job.state == "done":
            told["href"] = job.name if job.kind == "frozen" else f"/api/exports/{job.id}/file"
        response = flask.jsonify(told)
        response.status_code = status
        return response

    def frozen_list(self) -> flask.Response:
        """Tell the latest frozen states of a page."""
        found = frozen.listed(self.ledger.state, flask.request.args.get("path", "/"), scope=self.principal())
        return flask.jsonify(
            {"frozen": [one | {"created_at": f"{one['created_at']:%Y-%m-%d %H:%M}"} for one in found]}
        )

    def frozen_page(self, export: str) -> flask.Response:
        """Show a page as it was kept, and beside each card what is different now."""
        kept, scope = _or_absent(lambda: frozen.within(self.ledger.state, export, self.principal()))
        beside, top = None, _UNCHANGED(kept.lang)
        try:
            if self.store.version() != kept.version:
                asked = Asked(kept.path, kept.query, kept.lang, kept.choices)
                now = self.builder.report(asked, scope, kept.who, kept.id)
                kept = self.builder.renamed(kept)
                beside = differences(kept, now)
                top = _CHANGED(kept.lang).format(sum(map(len, beside.values())))
        except CockpitError:
            top = _NOT_COMPARED(kept.lang)
        return flask.Response(
            self.builder.paper(
                kept, self.origin, f"{flask.request.script_root}/assets", beside, top, headers.nonce()
            )
        )


def _or_absent(ask: Callable[[], Any]) -> Any:
    """Return what is asked for, or answer 404 where there is none."""
    try:
        return ask()
    except UnknownName as error:
        flask.abort(404, str(error))
