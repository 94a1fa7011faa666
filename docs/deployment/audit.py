"""`make audit`: are there published vulnerabilities of what requirements.lock names? Says so where nobody could be asked."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[2] / "requirements.lock"
_ASK = (
    "-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json", "--requirement",
)  # fmt: skip


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
            f"answer for {', '.join(unknown[:5])}{' …' if len(unknown) > 5 else ''}. Try again with a way to pypi.org."
        )
    if not told:
        told.append(f"No published vulnerability in {len(packages)} packages.")
    return (1 if struck else 2 if unknown else 0), "\n".join(told)


def main() -> int:
    """Ask, print what was found, and return the exit status."""
    asked = subprocess.run([sys.executable, *_ASK, str(LOCK)], capture_output=True, text=True, check=False)  # noqa: S603  (a fixed list)
    try:
        found = json.loads(asked.stdout)
    except ValueError:
        said = asked.stderr.strip().splitlines()[-1:] or ["nothing"]
        print(
            f"Nothing could be audited: there is no way to the database of vulnerabilities ({said[0][:200]})."
        )
        return 2
    status, told = verdict(found)
    print(told)
    return status


if __name__ == "__main__":
    sys.exit(main())
