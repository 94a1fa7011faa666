"""`/evidence/verify`: an official gives a file, or its hash, and is told whether it is what was captured, block by block.

Nothing is kept of the file: it is read once for its hash.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

import flask

from components.http.access import sheets
from components.http.access.sheets import Field, Form, Part
from components.http.downloads import patience
from components.model import paths
from data_access.domain.access import Scope
from data_access.domain.text import Text
from data_access.lookups.records import NoSuchRecord, is_there
from data_access.lookups.verifications import Compared, Verification, verification
from data_access.state.ledger import Ledger
from data_access.store.store import Store

#: The largest file that is taken, in megabytes; of a larger one the hash may be given.
MOST_MB = 16
#: What the body of a form with such a file may weigh: what stands around the file is little.
BODY_BYTES = MOST_MB * 2**20 + 2**16
#: What the audit calls it.
VERIFIED = "evidence_verified"
_HASH = re.compile(r"[0-9a-fA-F]{64}")
_PIECE = 2**20
_TITLE = Text("核验证据", "Verify a piece of evidence")
_ASK = Text("核验 {}", "Verify {}")
_FILE, _OR_HASH, _SEND = (
    Text("证据文件", "File"),
    Text("或文件的 SHA-256 散列", "or its SHA-256"),
    Text("核验", "Verify"),
)
_HOW = Text(
    f"文件不超过 {MOST_MB} MB，只用来计算散列，不保存；更大的文件请在本机计算散列后填写（certutil -hashfile 文件 SHA256，或 sha256sum 文件）。每次核验都记入审计。",
    f"Files up to {MOST_MB} MB; they are read for their hash and not kept. Of a larger one give the hash, computed on your own machine "
    "(certutil -hashfile FILE SHA256, or sha256sum FILE). Each verification stands in the audit.",
)
_NEITHER = Text(
    "请选择文件，或者填写64位十六进制的 SHA-256 散列。",
    "Choose a file, or give a SHA-256 of 64 hexadecimal digits.",
)
_BOTH = Text(
    "文件和散列不一致，请只给一项。", "The file has another hash than the one given; give one of both."
)
_TOO_LARGE = Text(
    f"文件超过 {MOST_MB} MB，请在本机计算 SHA-256 散列后填写。",
    f"The file is larger than {MOST_MB} MB: compute its SHA-256 on your own machine and give that.",
)
_EQUAL = Text(
    "一致：这就是当时取证的内容，存证区块成立。",
    "Equal: this is what was captured, and its block holds.",
)
_OTHER = Text("不一致：这不是当时取证的内容。", "Different: this is not what was captured.")
_BROKEN = Text(
    "内容一致，但存证链有断裂，见下表。", "The content is the same, but the chain is broken: see below."
)
_RESULT = Text("逐块核验：{}，链上序号 {}，{} 取证", "Block by block: {}, place {} in the chain, captured {}")
_HEADS = (
    Text("项目", "What"), Text("结论", "Result"), Text("记录的散列", "Recorded"), Text("核验得到", "Found now"),
)  # fmt: skip
_ROWS = (
    ("before", Text("前一块", "Block before")),
    ("content", Text("本件内容", "Content")),
    ("own", Text("本块（前块、内容、时间、取证人）", "Own block (before, content, time, operator)")),
    ("after", Text("后一块所引", "As the next block names it")),
)
_HOLDS = {
    True: Text("一致", "equal"),
    False: Text("不一致", "different"),
    None: Text("没有可比的区块", "no block to compare"),
}
_BACK = Text("返回证据记录", "Back to the evidence")
_FROM_A_RECORD = Text(
    "没有说明核验哪一件证据：请从证据的记录点“核验文件”。",
    "It is not said which piece: open one and press “verify a file”.",
)
_WHICH, _TO_LIST = Text("哪一件证据", "Which piece"), Text("打开证据清单", "Open the list of evidence")


@dataclass(frozen=True, slots=True)
class EvidenceRoutes:
    """The page on which one piece of evidence is verified."""

    store: Store
    principal: Callable[[], Scope]
    ledger: Ledger

    def add_to(self, server: flask.Flask) -> None:
        """Add the routes."""
        own = flask.Blueprint("evidence", __name__)
        own.get(paths.EVIDENCE)(self.shown)
        own.post(paths.EVIDENCE)(self.verify)
        own.register_error_handler(413, _too_large)
        server.register_blueprint(own)

    def shown(
        self, *, found: Verification | None = None, wrong: str = "", done: str = "", status: int = 200
    ) -> flask.Response:
        """Show the form for the piece that the address names, and what was found."""
        lang, key = sheets.lang(), flask.request.args.get("evidence", "")
        with self.store.snapshot(patience()) as snapshot:
            if not is_there(snapshot, "evidence", key, self.principal()):
                words = NoSuchRecord("evidence", key[:40]).words(lang) if key else _FROM_A_RECORD(lang)
                return sheets.table_sheet(_TITLE, [_which(lang)], wrong=words, status=404)
        told = [_told(found, lang)] if found else []
        return sheets.table_sheet(_TITLE, [*told, _form(key, lang)], wrong=wrong, done=done, status=status)

    def verify(self) -> flask.Response:
        """Compare what was sent with what is recorded; the line is written before anybody is told."""
        lang, key = sheets.lang(), flask.request.args.get("evidence", "")
        if not sheets.is_ours():
            return self.shown(wrong=sheets.old_form(), status=400)
        file, text = flask.request.files.get("file"), flask.request.form.get("sha256", "").strip()
        given = sha256_of(file.stream) if file and file.filename else text
        if not _HASH.fullmatch(given):
            return self.shown(wrong=_NEITHER(lang), status=400)
        if text and text.lower() != given.lower():
            return self.shown(wrong=_BOTH(lang), status=400)
        try:
            with self.store.snapshot(patience()) as snapshot:
                found = verification(snapshot, key, given.lower(), self.principal())
        except NoSuchRecord:
            return self.shown()
        outcome = "equal" if found.holds else "broken" if found.content.holds else "different"
        self.ledger.enter(VERIFIED, f"evidence {key} {given.lower()} {outcome}", {}, 1)
        if found.holds:
            return self.shown(found=found, done=_EQUAL(lang))
        return self.shown(found=found, wrong=(_BROKEN if found.content.holds else _OTHER)(lang))


def _too_large(_: Exception) -> flask.Response:
    """Say that a file is too large; nobody knows yet who sent it, so that no record is told."""
    return sheets.table_sheet(_TITLE, [], wrong=_TOO_LARGE(sheets.lang()), status=413)


def sha256_of(stream: IO[bytes]) -> str:
    """Return the hash of a file, read a piece at a time."""
    made = hashlib.sha256()
    while piece := stream.read(_PIECE):
        made.update(piece)
    return made.hexdigest()


def _form(key: str, lang: str) -> Part:
    fields = (
        Field("file", _FILE(lang), kind="file", is_needed=False),
        Field("sha256", _OR_HASH(lang), longest=64, is_needed=False),
    )
    form = Form(flask.url_for("evidence.verify", evidence=key), _SEND(lang), {}, fields)
    back = f"{flask.request.script_root}{paths.record('evidence', key)}"
    return Part(_ASK(lang).format(key), note=_HOW(lang), forms=(form,), links=((back, _BACK(lang)),))


def _which(lang: str) -> Part:
    """Return the way to the pieces of evidence."""
    listed = f"{flask.request.script_root}{paths.listed('evidence_kept', {'lang': lang})}"
    return Part(_WHICH(lang), links=((listed, _TO_LIST(lang)),))


def _told(found: Verification, lang: str) -> Part:
    title = _RESULT(lang).format(found.key, found.seq, f"{found.captured_at:%Y-%m-%d %H:%M:%S}")
    rows = tuple((_row(name(lang), getattr(found, which), lang), ()) for which, name in _ROWS)
    return Part(title, tuple(head(lang) for head in _HEADS), rows)


def _row(name: str, one: Compared, lang: str) -> tuple[str, ...]:
    return name, _HOLDS[one.holds](lang), one.recorded, one.found or "—"
