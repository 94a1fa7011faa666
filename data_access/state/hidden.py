"""Secrets that the database keeps and does not show: those of the codes, encrypted by the keys that it does not hold.

The cipher is Fernet of the library `cryptography`; each of its keys is derived by HKDF from one of the seal, so that neither
tells anything of the other.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Connection, select, update

from data_access.state.key_file import KeyMissing, Keys
from data_access.state.tables import person

#: Parts these keys from all others that may ever be derived from the same file.
_PURPOSE = b"cockpit: secrets of codes"
_KEY_BYTES = 32


def hidden(secret: str, keys: Keys) -> str:
    """Return what the database keeps of a secret, under the key that seals now."""
    return _cipher(keys).encrypt(secret.encode()).decode()


def shown(kept: str, keys: Keys) -> str:
    """Return a secret from what the database keeps, whichever key hid it; raises KeyMissing."""
    try:
        return _cipher(keys).decrypt(kept).decode()
    except InvalidToken as error:
        raise KeyMissing(
            "The secret of somebody's codes was encrypted under a key that is not in the key file; put the file back, or "
            "`users reset NAME --code`."
        ) from error


def hide_all(connection: Connection, keys: Keys) -> None:
    """Encrypt the secrets that stand there in the clear, as they did before they were hidden."""
    for name, secret in _kept(connection):
        _keep(connection, name, hidden(secret, keys))


def hide_anew(connection: Connection, keys: Keys) -> None:
    """Encrypt all secrets again, under the key that seals now; raises KeyMissing."""
    for name, kept in _kept(connection):
        _keep(connection, name, hidden(shown(kept, keys), keys))


def _kept(connection: Connection) -> list[tuple[str, str]]:
    """Return the accounts that have codes, each with what is kept of its secret."""
    rows = connection.execute(select(person.c.name, person.c.code_secret).where(person.c.code_secret != ""))
    return [(row.name, row.code_secret) for row in rows]


def _keep(connection: Connection, name: str, kept: str) -> None:
    connection.execute(update(person).where(person.c.name == name).values(code_secret=kept))


def _cipher(keys: Keys) -> MultiFernet:
    """Return the cipher that hides by the newest key and shows by all."""
    return MultiFernet([Fernet(_derived(key)) for key in reversed(list(keys.known.values()))])


def _derived(key: bytes) -> bytes:
    made = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=_PURPOSE).derive(key)
    return urlsafe_b64encode(made)
