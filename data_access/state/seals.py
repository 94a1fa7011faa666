"""Seals: what a line of the audit says, and what a row of a task or a frozen page holds, as sums that show any change."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

#: The columns that the first rule covers, which needed no key; lines from before the seal are held against it.
_FIRST_RULE = ("at", "who", "action", "object", "filters", "rows", "export_id")


def seal(line: Mapping[str, Any], key: bytes) -> str:
    """Return the seal of a line of the audit: HMAC-SHA256 in hex over all its columns but the seal itself.

    A column without a value is left out, so that one which a later version adds does not break the earlier lines.
    """
    told = {name: value for name, value in line.items() if name != "hash"}
    return hmac.new(key, _canonical(told), hashlib.sha256).hexdigest()


def first_rule(line: Mapping[str, Any], previous: str) -> str:
    """Return the sum of a line as it was before there was a key."""
    told = {name: line[name] for name in _FIRST_RULE} | {"prev_hash": previous}
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def digest(*rows: Mapping[str, Any]) -> str:
    """Return SHA-256 in hex over rows that a line of the audit answers for; columns without a value are left out."""
    whole = hashlib.sha256()
    for row in rows:
        whole.update(_canonical(row))
    return whole.hexdigest()


def _canonical(row: Mapping[str, Any]) -> bytes:
    told = {name: value for name, value in row.items() if value is not None}
    # A page that was kept comes back as JSON has it: keys are texts there, and stand in the order of texts.
    plain = json.loads(json.dumps(told, default=_plain))
    return json.dumps(plain, sort_keys=True, ensure_ascii=False).encode(errors="surrogatepass")


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place under a seal")
