"""requirements.lock names what a release installs, all of it, with hashes; the audit says what it could not know."""

import importlib.util
import json
import re
import zipfile
from pathlib import Path
from types import ModuleType
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


def the_audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / "docs" / "deployment" / "audit.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


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
    found, told = the_audit().verdict({"dependencies": list(packages)})
    assert found == status
    assert words in told


def advisory(key: str, name: str, **affected: Any) -> dict[str, Any]:
    affected = {"package": {"ecosystem": "PyPI", "name": name}, **affected}
    return {"id": key, "modified": "2021-03-02T00:00:00Z", "summary": "x", "affected": [affected]}


def in_range(*events: dict[str, str]) -> dict[str, Any]:
    return {"ranges": [{"type": "ECOSYSTEM", "events": list(events)}]}


def file_of(folder: Path, *advisories: object) -> Path:
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        for place, one in enumerate(advisories):
            archive.writestr(f"{place}.json", json.dumps(one))
    return folder / "all.zip"


@pytest.mark.parametrize(
    ("affected", "struck"),
    [
        (in_range({"introduced": "0"}), {"0.9", "1.0", "1.5", "2.0"}),
        (in_range({"introduced": "1.0"}, {"fixed": "1.5"}), {"1.0"}),
        (in_range({"fixed": "1.5"}, {"introduced": "1.0"}), {"1.0"}),
        (in_range({"introduced": "0"}, {"last_affected": "1.5"}), {"0.9", "1.0", "1.5"}),
        (in_range({"introduced": "0"}, {"fixed": "1.0"}, {"introduced": "2.0"}), {"0.9", "2.0"}),
        ({"versions": ["1.0.0", "no version"]}, {"1.0"}),
        ({"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}, set()),
        ({}, set()),
    ],
)
def test_an_advisory_strikes_the_versions_that_it_names_and_no_other(
    tmp_path: Path, affected: dict[str, Any], struck: set[str]
) -> None:
    found = the_audit().Advisories(file_of(tmp_path, advisory("A-1", "Some_Package", **affected)))
    assert {one for one in ("0.9", "1.0", "1.5", "2.0") if found.of("some-package", one)} == struck
    assert not found.of("other", "1.0")
    assert found.until == "2021-03-02"


def test_a_file_of_advisories_answers_where_nobody_can_be_asked(tmp_path: Path) -> None:
    pytest.importorskip("pip_audit")
    lock = tmp_path / "requirements.lock"
    lock.write_text(
        "".join(f"{name}==1.0 --hash=sha256:{'0' * 64}\n" for name in ("some-package", "sound-package"))
    )
    broken = advisory("A-1", "some-package", **in_range({"introduced": "0"}, {"fixed": "1.2"}))
    status, told = the_audit().by_file(file_of(tmp_path, broken), lock)
    assert (status, told.splitlines()) == (
        1, ["some-package 1.0: A-1, mended in 1.2", "By the advisories in all.zip, the latest of 2021-03-02."]
    )  # fmt: skip
    status, told = the_audit().by_file(
        file_of(tmp_path, advisory("A-2", "elsewhere", versions=["1.0"])), lock
    )
    assert (status, told.splitlines()[0]) == (0, "No published vulnerability in 2 packages.")


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_a_file_that_holds_no_advisories_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "all.zip"
    file_of(tmp_path) if content is None else path.write_bytes(content)
    for one in (path, tmp_path / "nowhere.zip"):
        status, told = the_audit().by_file(one)
        assert status == 2
        assert told.startswith("Nothing was audited: ")
        assert "make audit ADVISORIES=all.zip" in told
