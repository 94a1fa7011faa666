"""`make audit`: are there published vulnerabilities of what requirements.lock names? Says so where nobody could be asked.

With a file of advisories (`make audit ADVISORIES=all.zip`) nobody is asked: the file answers.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))  # it is run as a file

from advisories import Advisories, NoAdvisories, answering

LOCK = Path(__file__).parents[2] / "requirements.lock"
#: Where OSV publishes all advisories of Python packages in one file.
SOURCE = "https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip"
_ASK = (
    "-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json", "--requirement",
)  # fmt: skip
_BRING = f"Or bring the file {SOURCE} along: make audit ADVISORIES=all.zip."


def verdict(found: dict[str, Any]) -> tuple[int, str]:
    """Return the exit status and what is said of a report of pip-audit: 0 clean, 1 vulnerable, 2 not known."""
    packages = found["dependencies"]
    struck = [
        f"{one['name']} {one['version']}: {flaw['id']}, mended in {', '.join(flaw['fix_versions']) or 'no version yet'}"
        for one in packages
        for flaw in one.get("vulns", ())
    ]
    unknown = [one["name"] for one in packages if "skip_reason" in one]
    told = [*struck]
    if unknown:
        told.append(
            f"{len(unknown)} of {len(packages)} packages could not be audited: the database of vulnerabilities did not "
            f"answer for {', '.join(unknown[:5])}{' …' if len(unknown) > 5 else ''}. Try again with a way to pypi.org. {_BRING}"
        )
    if not told:
        told.append(f"No published vulnerability in {len(packages)} packages.")
    return (1 if struck else 2 if unknown else 0), "\n".join(told)


def asked(*more: str, lock: Path = LOCK) -> tuple[int, str]:
    """Have pip-audit look, and return the exit status and what is said."""
    local = os.environ | {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"} if more else None
    command = [sys.executable, *_ASK, str(lock), *more]
    told = subprocess.run(command, capture_output=True, text=True, check=False, env=local)  # noqa: S603  (a fixed list)
    try:
        found = json.loads(told.stdout)
    except ValueError:
        said = told.stderr.strip().splitlines()[-1:] or ["nothing"]
        return 2, (
            f"Nothing could be audited: there is no way to the database of vulnerabilities ({said[0][:200]}). {_BRING}"
        )
    return verdict(found)


def by_file(path: Path, lock: Path = LOCK) -> tuple[int, str]:
    """Have a file of advisories answer, and return the exit status and what is said, with the day up to which the file knows."""
    try:
        advisories = Advisories(path)
    except NoAdvisories as error:
        return 2, f"Nothing was audited: {error} {_BRING}"
    with answering(advisories) as address:
        status, told = asked("--vulnerability-service", "osv", "--osv-url", address, lock=lock)
    return (
        status,
        f"{told}\nBy the advisories in {path.name}, the latest of {advisories.until or 'an unknown day'}.",
    )


def main() -> int:
    """Look, print what was found, and return the exit status."""
    status, told = by_file(Path(sys.argv[1])) if len(sys.argv) > 1 else asked()
    print(told)
    return status


if __name__ == "__main__":
    sys.exit(main())
