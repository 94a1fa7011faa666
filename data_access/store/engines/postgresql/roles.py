"""The two roles of a PostgreSQL server: one that loads, and one that can do nothing but read."""

_ROLES = """\
-- Run as an administrator of the database, once for each city that has roles of its own; then set the passwords (\\password).
CREATE ROLE "{writer}" LOGIN;
CREATE ROLE "{reader}" LOGIN;
-- Loads make schemas: one for the city, and one for each snapshot.
GRANT CONNECT, CREATE ON DATABASE "{database}" TO "{writer}";
GRANT CONNECT ON DATABASE "{database}" TO "{reader}";
-- Whatever loads will make, the app may read.
ALTER DEFAULT PRIVILEGES FOR ROLE "{writer}" GRANT USAGE ON SCHEMAS TO "{reader}";
ALTER DEFAULT PRIVILEGES FOR ROLE "{writer}" GRANT SELECT ON TABLES TO "{reader}";
-- The app asks for no more than this by itself; a role that forgets to is held to it.
ALTER ROLE "{reader}" SET default_transaction_read_only = on;
ALTER ROLE "{reader}" SET statement_timeout = '5min';
ALTER ROLE "{reader}" SET idle_in_transaction_session_timeout = '5min';
"""


def ddl(database: str, reader: str, writer: str) -> str:
    """Return what an administrator runs once: the app may read now and in every later snapshot, and nothing else."""
    names = {"reader": reader, "writer": writer, "database": database}
    return _ROLES.format(**{key: name.replace('"', '""') for key, name in names.items()})
