"""Rows a second of a validated load, for CSV and Parquet, beside DuckDB's own bare read of the same file in the same run.

`python -m benchmarks.intake [ROWS]` (default: 5 million). The bare read is `CREATE TABLE … AS SELECT * FROM file` into a new
database file, with DuckDB's own guess of types and no checks at all. A load ends when its snapshot is in use; derived
tables are another measurement. The times of a busy machine are long, their ratio is what counts. Each step is a process of
its own, so that its peak memory is its own; a load may use 2 GB.
"""

import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import duckdb

from data_access.intake.load import load_file
from data_access.intake.mapping import read_mapping
from data_access.store.store import Store

MAPPING = """
table = "complaint_report"
provider = "benchmark"
[dataset]
city = "330100"
name_zh = "杭州"
name_en = "Hangzhou"
is_synthetic = true
[columns]
item_id = "编号"
kind = "类型"
platform_id = { column = "平台", unknown = "create" }
handling_district = "区县"
registered_at = "登记时间"
accepted_at = "受理时间"
satisfaction = "满意度"
amount_disputed = "金额"
is_online = "网购"
"""
ITEMS = """
SELECT 'T' || i AS "编号", CASE WHEN i % 3 = 0 THEN '举报' ELSE '投诉' END AS "类型", 'P' || (i % 110) AS "平台",
    (['330105', '330106', '330108'])[i % 3 + 1] AS "区县", TIMESTAMP '2019-01-01' + to_minutes((i * 7) % 1500000) AS "登记时间",
    CASE WHEN i % 5 > 0 THEN TIMESTAMP '2019-01-01' + to_minutes((i * 7) % 1500000 + 4000) END AS "受理时间",
    (i % 5) + 1 AS "满意度", ((i * 37) % 100000 / 100.0)::DECIMAL(10, 2) AS "金额",
    CASE WHEN i % 2 = 0 THEN '是' ELSE '否' END AS "网购"
FROM range({rows}) t(i)
"""


def bare(path: Path, folder: Path) -> None:
    database = folder / "bare.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"CREATE TABLE items AS SELECT * FROM '{path}'")


def validated(path: Path, folder: Path) -> None:
    mapping = folder / "mapping.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    store = Store(str(folder / "store"))
    with store.draft(from_current=False) as draft:
        report = load_file(draft, path, read_mapping(mapping))[-1]
    assert report.loaded == report.read > 0, report


def measured(step: str, path: Path) -> tuple[float, float]:
    """Run one step in a process of its own; returns its seconds and its peak memory in GB."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        command = [sys.executable, "-m", "benchmarks.intake", "--step", step, str(path), folder]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(said[0]), float(said[1])


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000
    print(f"{platform.node()}, {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, "
          f"Python {platform.python_version()}, DuckDB {duckdb.__version__}, {datetime.now():%Y-%m-%d %H:%M}")  # fmt: skip
    print(
        f"{'file':<10}{'rows':>12}{'bare s':>9}{'load s':>9}{'ratio':>7}{'bare rows/s':>14}{'load rows/s':>14}{'load GB':>9}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("csv", "parquet"):
            path = Path(folder) / f"items.{kind}"
            duckdb.execute(f"COPY ({ITEMS.format(rows=rows)}) TO '{path}'")
            read, _ = measured("bare", path)
            loaded, memory = measured("validated", path)
            print(f"{kind:<10}{rows:>12,}{read:>9.2f}{loaded:>9.2f}{loaded / read:>7.2f}{rows / read:>14,.0f}"
                  f"{rows / loaded:>14,.0f}{memory:>9.2f}", flush=True)  # fmt: skip
            path.unlink()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        started = time.perf_counter()
        {"bare": bare, "validated": validated}[sys.argv[2]](Path(sys.argv[3]), Path(sys.argv[4]))
        print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)
    else:
        main()
