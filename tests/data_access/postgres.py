"""A PostgreSQL server of the machine's own binaries, in a folder of its own, reached by a socket and by nobody else."""

import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

#: Where Debian keeps them, the latest version last.
_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
#: The pooler, where Debian installs it.
POOLER = Path("/usr/sbin/pgbouncer")
#: The kinds of state database that can be tried on this machine.
ENGINES = ("sqlite", *(("postgresql",) if _BINARIES else ()))
#: Why a test of a server is not run.
NONE_HERE, NO_POOLER = "this machine has no PostgreSQL", "this machine has no PgBouncer"
_NUMBERS = count(1)


class Postgres:
    """A server that can be stopped, started again and halted where it stands."""

    def __init__(self, folder: Path, of: "Postgres | None" = None) -> None:
        self._folder = folder
        self._user = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
        if self._user:
            shutil.chown(folder, self._user)
        if of:
            self._run("pg_basebackup", "-h", str(of._folder), "-U", "cockpit", "-R", "-c", "fast")
        else:
            # Segments of a megabyte, so that a limit on the size of files can hold for tables alone.
            self._run("initdb", "-A", "trust", "-U", "cockpit", "-E", "UTF8", "--locale=C", "--wal-segsize=1")
        self.url = f"postgresql+psycopg://cockpit@/postgres?host={folder}"

    def start(self, most_bytes: int = resource.RLIM_INFINITY) -> None:
        """Start it and wait until it takes connections; none of its files may be longer than `most_bytes`."""
        options = f"-k {self._folder} -c listen_addresses='' -c fsync=off"
        self._run(
            "pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", options, "start", most_bytes=most_bytes
        )

    def ask_passwords(self) -> None:
        """Let in whoever names his password, once it is started again; its owner is let in without."""
        rules = self._folder / "data" / "pg_hba.conf"
        rules.write_text("local all cockpit trust\nlocal all all scram-sha-256\n")

    @contextmanager
    def standby(self) -> Iterator["Postgres"]:
        """Lend a second server that follows this one, which runs: a real one, filled by a base backup and then by the log."""
        folder = Path(tempfile.mkdtemp(prefix="cockpit-standby-"))
        try:
            made = Postgres(folder, of=self)
            made.start()
            try:
                yield made
            finally:
                made.stop()
        finally:
            shutil.rmtree(folder)

    def tell(self, setting: str, value: str) -> None:
        """Change a setting of the server that runs."""
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"ALTER SYSTEM SET {setting} = '{value}'"))
            connection.execute(text("SELECT pg_reload_conf()"))
        engine.dispose()

    def stop(self) -> None:
        """Stop it at once, whatever runs."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    @property
    def pid(self) -> int:
        """The process of the server itself."""
        return int((self._folder / "data" / "postmaster.pid").read_text().split()[0])

    @contextmanager
    def halted(self) -> Iterator[None]:
        """Let it and its sessions do nothing, not even say no."""
        sessions = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        everybody = [self.pid, *map(int, sessions)]
        _tell(everybody, signal.SIGSTOP)
        try:
            yield
        finally:
            _tell(everybody, signal.SIGCONT)

    def _run(self, command: str, *more: str, most_bytes: int = resource.RLIM_INFINITY) -> None:
        arguments = [str(_BINARIES[-1].with_name(command)), "-D", str(self._folder / "data"), *more]
        limited = (
            ["prlimit", f"--fsize={most_bytes}:", *arguments]
            if most_bytes != resource.RLIM_INFINITY
            else arguments
        )
        subprocess.run(limited, user=self._user, cwd=self._folder, check=True, stdout=subprocess.DEVNULL)


def _tell(processes: Iterable[int], number: signal.Signals) -> None:
    for pid in processes:
        with suppress(
            ProcessLookupError
        ):  # a session that was about to end is gone as soon as its server goes on
            os.kill(pid, number)


@contextmanager
def machine() -> Iterator[Postgres]:
    """Lend a new server that has not been started; it must not be running in the end."""
    folder = Path(tempfile.mkdtemp(prefix="cockpit-postgres-"))
    try:
        yield Postgres(folder)
    finally:
        shutil.rmtree(folder)


@contextmanager
def server() -> Iterator[str]:
    """Lend the URL of a new server that runs."""
    with machine() as made:
        made.start()
        try:
            yield made.url
        finally:
            made.stop()


@contextmanager
def pooled(url: str, folder: Path) -> Iterator[str]:
    """Lend the URL of a pooler before a server, which hands each transaction to any of three sessions."""
    user = "postgres" if os.geteuid() == 0 else None
    own = Path(tempfile.mkdtemp(prefix="cockpit-pooler-", dir="/tmp"))  # a socket's path is short
    settings = {"listen_addr": "", "unix_socket_dir": own, "listen_port": 6432, "auth_type": "any", "pool_mode": "transaction",
                "default_pool_size": 3}  # fmt: skip
    lines = [f"{key} = {value}" for key, value in settings.items()]
    host = make_url(url).query["host"]
    (own / "ini").write_text(
        "\n".join(["[databases]", f"* = host={host} user=cockpit", "[pgbouncer]", *lines])
    )
    if user:
        shutil.chown(own, user)
    with (folder / "pooler.log").open("w") as log:
        runs = subprocess.Popen([POOLER, own / "ini"], user=user, stdout=log, stderr=log)
    try:
        while not (own / ".s.PGSQL.6432").exists() and runs.poll() is None:
            time.sleep(0.02)
        yield url.replace(f"host={host}", f"host={own}&port=6432")
    finally:
        runs.terminate()
        runs.wait()
        shutil.rmtree(own)


def new_database(url: str) -> str:
    """Return the URL of a new and empty database on a server."""
    name = f"database_{os.getpid()}_{next(_NUMBERS)}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return url.replace("/postgres?", f"/{name}?")


def new_place(url: str) -> str:
    """Return the URL of a store that is not there yet, on a server that others use as well."""
    return f"{url}&city=c{os.getpid()}_{next(_NUMBERS)}"
