"""The rows that a load refused leave as a file like any other: marked, and with a line in the audit."""

import csv
import io
from pathlib import Path

from app import create_app
from data_access.domain.access import LOCAL_READER
from data_access.domain.settings import Settings
from data_access.intake.load import load_file
from data_access.intake.mapping import read_mapping
from data_access.lookups.provenance import provenance
from data_access.state import audit
from data_access.state.database import State
from data_access.store.store import Store

EXAMPLE = Path(__file__).parents[1] / "data_access" / "cfpb_2023"


def test_refused_rows_carry_the_id_of_their_line(tmp_path: Path) -> None:
    settings = Settings(
        store=str(tmp_path / "store"),
        state=f"sqlite:///{tmp_path / 'state.sqlite'}",
        exports=str(tmp_path / "exports"),
    )
    store = Store(settings.store)
    with store.draft(from_current=False) as draft:
        load_file(draft, EXAMPLE / "complaints.csv", read_mapping(EXAMPLE / "complaints.toml"))
    batch = provenance(store.snapshot()).batches["batch_id"].iloc[0]
    store.close()
    reply = create_app(settings).server.test_client().get(f"/api/rejects/{batch}.csv?lang=en")
    line = audit.lines(State(settings.state)).iloc[-1]
    assert tuple(line[["who", "action", "object", "rows"]]) == (LOCAL_READER, "csv", f"rejects {batch}", 1)
    head, row = csv.reader(io.StringIO(reply.data.decode("utf-8-sig")))
    assert (head[-1], row[-1]) == ("Watermark", f"Local reader · {line['export_id']}")
    assert line["export_id"] in reply.headers["Content-Disposition"]
