"""Primary keys as a form or an address sends them: text that may be anything."""

from __future__ import annotations

import re
from typing import Any

from django.db import models

WHOLE_NUMBER = re.compile(r"[0-9]{1,18}")


def parse_number(text: str) -> int:
    """Return the whole number in `text`, or 0 if it isn't one. No row has 0 as its key.

    Stricter than int(), which reads "²" and forty nines; a database refuses a number that long.
    """
    return int(text) if WHOLE_NUMBER.fullmatch(text) else 0


def find_row(rows: models.QuerySet[Any], text: str) -> Any:
    """Return the row among `rows` whose key is `text`, or None. No query if `text` isn't a key."""
    key = parse_number(text)
    return rows.filter(pk=key).first() if key else None
