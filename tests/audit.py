"""Ask the advisories of PyPI whether a package of tests/requirements.lock has a known hole.

`python -m tests.audit` exits 1 if one has. Without a way to the advisories it says so and exits 0:
what must hold without them is in `newsroom.checks.SAFE_FROM`, and refuses to start.
"""

import json
import subprocess
import sys
from typing import Any

from newsroom import env

LOCK = env.HERE / "tests" / "requirements.lock"
PIP_AUDIT = "pip-audit==2.10.1"
LIMIT = 120  # seconds


def main() -> int:
    try:
        answers = ask()
    except Unreachable as error:
        print(f"The advisories can't be read from here, so nothing was audited: {error}")
        return 0
    holes = [(answer, hole) for answer in answers for hole in answer.get("vulns", [])]
    skipped = [answer["name"] for answer in answers if "skip_reason" in answer]
    for answer, hole in holes:
        mended = ", ".join(hole["fix_versions"]) or "no version yet"
        print(f"{answer['name']} {answer['version']}: {hole['id']}, mended in {mended}")
    if skipped:
        print(f"Not audited: {', '.join(skipped)}")
    if not holes:
        print(f"No known holes in {len(answers) - len(skipped)} packages.")
    return 1 if holes else 0


class Unreachable(Exception):
    """The advisories did not answer."""


def ask() -> list[dict[str, Any]]:
    """What pip-audit says of each package of the lock; else Unreachable."""
    command = [sys.executable, "-m", "uv", "tool", "run", PIP_AUDIT, "--progress-spinner", "off"]
    command += ["--disable-pip", "--require-hashes", "--format", "json", "--requirement", str(LOCK)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
        answers: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except subprocess.TimeoutExpired:
        raise Unreachable(f"no answer in {LIMIT} seconds.") from None
    except (ValueError, KeyError):
        raise Unreachable(done.stderr.strip().rpartition("\n")[2]) from None
    if all("skip_reason" in answer for answer in answers):
        raise Unreachable("PyPI's index answers, its advisories don't.")
    return answers


if __name__ == "__main__":
    sys.exit(main())
