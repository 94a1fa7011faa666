"""requirements.lock names what a release installs, all of it, with hashes; the audit says what it could not know."""

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
LOCKED = re.compile(
    r"^([\w.-]+)==([^ \\]+)([^\n]*\\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)


def wanted() -> list[Requirement]:
    lines = (
        line.partition("#")[0].strip() for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    )
    return [Requirement(line) for line in lines if line]


def test_the_lock_has_every_requirement_in_a_version_that_it_allows() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    locked: dict[str, list[str]] = {}
    for name, version, _ in LOCKED.findall(text):
        locked.setdefault(name, []).append(version)
    assert sum(map(len, locked.values())) == len(re.findall(r"^\w", text, re.MULTILINE)), (
        "each line has its hashes"
    )
    for one in wanted():
        assert one.name.lower() in locked, f"{one.name} is not locked: make lock"
        found = locked[one.name.lower()]  # some differ by the version of Python
        assert all(map(one.specifier.contains, found)), f"{one} is locked as {found}: make lock"
    assert "http" not in text  # it says what, not where from


def audited(*packages: dict[str, Any]) -> tuple[int, str]:
    spec = importlib.util.spec_from_file_location("audit", ROOT / "docs" / "deployment" / "audit.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: tuple[int, str] = module.verdict({"dependencies": list(packages)})
    return found


CLEAN = {"name": "a", "version": "1", "vulns": []}
STRUCK = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["2.1"]}]}
UNKNOWN = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "status", "words"),
    [((CLEAN,), 0, "No published vulnerability in 1"), ((CLEAN, STRUCK), 1, "b 2: CVE-1, mended in 2.1"),
     ((CLEAN, UNKNOWN), 2, "1 of 2 packages could not be audited"), ((STRUCK, UNKNOWN), 1, "CVE-1")],
)  # fmt: skip
def test_an_audit_says_what_is_wrong_and_what_it_could_not_know(
    packages: tuple[dict[str, Any], ...], status: int, words: str
) -> None:
    found, told = audited(*packages)
    assert found == status
    assert words in told
