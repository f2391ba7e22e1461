"""Small JSON files in the data directory: what the desk shows of work done outside it.

They aren't rows, so that a backup doesn't hold a note about itself, and a restore doesn't bring back an
old one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from photos.atomic_writes import write_whole


def read_note(name: str) -> dict[str, Any]:
    """Return what `name`.json holds; {} if there is no such file or it can't be read. No query."""
    try:
        found = json.loads(_file(name).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_note(name: str, content: dict[str, Any]) -> None:
    """Replace what `name`.json holds."""
    write_whole(_file(name), json.dumps(content, indent=1).encode())


def _file(name: str) -> Path:
    return settings.VAR / f"{name}.json"
