"""The rows that a load refused, for those who must mend them: where each stands and why."""

import re
from io import StringIO

import pandas as pd

from data_access.access import Scope
from data_access.errors import UnknownName
from data_access.exports import harmless
from data_access.store import Store

_BATCH = re.compile(r"[0-9TZ]+-[0-9a-f]+")


def rejects_csv(store: Store, batch_id: str, scope: Scope) -> bytes:
    """Return table, file, row, line and reason of a batch's refused rows as CSV (UTF-8 with BOM, for Excel).

    The original text may hold personal data: only a reader with that right gets it. Raises UnknownName.
    """
    folder = store.place / "rejects" if store.place else None
    file = folder / f"{batch_id}.csv" if folder and _BATCH.fullmatch(batch_id) else None
    if file is None or not file.exists():
        known = [path.stem for path in folder.glob("*.csv")] if folder and folder.exists() else []
        raise UnknownName("batch with refused rows", batch_id, known)
    frame = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    if not scope.sees_persons:
        frame = frame.drop(columns="text")
    written = StringIO()
    frame.map(harmless).to_csv(written, index=False)
    return written.getvalue().encode("utf-8-sig")
