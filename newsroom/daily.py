"""A process beside the server that runs `manage.py chores` once a day, and ends when the server does.

It doesn't load Django, which would take a hundred megabytes all day.
"""

import os
import subprocess
import sys
import time
from contextlib import suppress
from itertools import chain, repeat
from pathlib import Path

MANAGE = Path(__file__).resolve().parent.parent / "manage.py"
SOON, DAY = (
    10 * 60,
    24 * 60 * 60,
)  # seconds; not at once, because a server that has just started is busy


def run_beside(server: int) -> None:
    """Run the chores after ten minutes and then daily, until `server` (a process id) isn't our parent."""
    for seconds in chain([SOON], repeat(DAY)):
        if not _wait_beside(server, seconds):
            return
        subprocess.run([sys.executable, str(MANAGE), "chores"], check=False)


def _wait_beside(server: int, seconds: float) -> bool:
    """Wait for `seconds`; return False at once if the server exits."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if os.getppid() != server:
            return False
        time.sleep(1)
    return True


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        run_beside(int(sys.argv[1]))
