"""docs/deploy.md holds on a fresh Debian: walked in one that is made for it, where this machine can."""

import subprocess

import pytest
from django.db import connection

from newsroom import env

# A Debian for each takes minutes.
pytestmark = pytest.mark.everything

CANNOT = 77
LOGS = env.HERE / "var" / "deploy-walk"


def test_a_fresh_debian_becomes_a_safe_newsroom_whose_backup_restores():
    options = ["--postgresql"] if connection.vendor == "postgresql" else []
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{connection.vendor}.log"
    with log.open("w") as out:
        walked = subprocess.run(
            [env.HERE / "tests" / "deploy" / "in_a_fresh_debian", *options],
            stdout=out,
            stderr=subprocess.STDOUT,
            timeout=1800,
            check=False,
        )
    lines = log.read_text().splitlines()
    if walked.returncode == CANNOT:
        pytest.skip(lines[-1])
    assert (walked.returncode, lines[-1]) == (0, "The walk is done."), "\n".join(lines[-30:])
