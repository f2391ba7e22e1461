"""Fingerprints of rows, by which a form notices that somebody else changed what it shows."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable

from django.db import models


def fingerprint(rows: Iterable[models.Model], *, columns: Collection[str] | None = None) -> str:
    """Return twenty characters that are different once any of these rows' columns is. No query.

    With `columns` only those count.
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
