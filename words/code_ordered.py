"""A text column with the same sort order on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class CodeOrderedField(models.CharField):
    """A CharField sorted by code point on both databases; PostgreSQL's default may ignore punctuation."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        parameters = super().db_parameters(connection)
        return parameters | {"collation": "C"} if connection.vendor == "postgresql" else parameters
