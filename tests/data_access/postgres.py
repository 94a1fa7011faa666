"""A PostgreSQL server of the machine's own binaries, in a folder of its own, reached by a socket and by nobody else."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Where Debian keeps them, the latest version last.
_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
#: The kinds of state database that can be tried on this machine.
ENGINES = ("sqlite", *(("postgresql",) if _BINARIES else ()))


@contextmanager
def server() -> Iterator[str]:
    """Lend the URL of a new server."""
    folder = Path(tempfile.mkdtemp(prefix="cockpit-postgres-"))
    user = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
    if user:
        shutil.chown(folder, user)
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"

    def run(command: str, *more: str) -> None:
        arguments = [str(_BINARIES[-1].with_name(command)), "-D", str(folder / "data"), *more]
        subprocess.run(arguments, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    run("initdb", "-A", "trust", "-U", "cockpit", "-E", "UTF8", "--locale=C")
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql+psycopg://cockpit@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder)
