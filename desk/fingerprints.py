"""Fingerprints of rows: a form compares them to notice that somebody else changed its row."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable

from django.db import models


def fingerprint(rows: Iterable[models.Model], *, columns: Collection[str] | None = None) -> str:
    """Return twenty characters that change when any column of the rows changes. No query.

    `columns`: consider only these.
    """
    values = [
        [
            str(getattr(row, field.attname))
            for field in row._meta.concrete_fields
            if columns is None or field.name in columns
        ]
        for row in rows
    ]
    return hashlib.sha256(repr(values).encode()).hexdigest()[:20]
