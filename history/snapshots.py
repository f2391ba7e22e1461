"""Snapshots of a row's columns as JSON for the log, and the difference between two of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import models


def snapshot(row: models.Model, names: Collection[str]) -> dict[str, Any]:
    """Return the named columns as JSON values. One query for each relation that isn't loaded."""
    fields = [field for field in row._meta.concrete_fields if field.name in names]
    return {field.name: _json_value(row, field) for field in fields}


def difference(
    before: dict[str, Any], after: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return `before` and `after` with only the keys whose values differ."""
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return (
        {name: before[name] for name in changed if name in before},
        {name: after[name] for name in changed if name in after},
    )


def as_json(value: Any) -> Any:
    """Return the value as JSON: a row by its public id, dates in ISO form, moments in UTC, lists as such."""
    if isinstance(value, models.Model):
        return getattr(value, "public_id", value.pk)
    if isinstance(value, datetime):  # a form has it in the newsroom's zone, the database in UTC
        return value.astimezone(UTC).isoformat()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [as_json(item) for item in value]
    return value


def _json_value(row: models.Model, field: models.Field) -> Any:
    if field.is_relation:
        return as_json(getattr(row, field.name)) if getattr(row, field.attname) else None
    return as_json(getattr(row, field.attname))
