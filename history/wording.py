"""Puts a line of the log in words: each field that changed, with its values before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import Truncator, capfirst

from history.models import Change
from history.snapshots import difference

LONGEST = 400  # characters of a value on the page; the log keeps all of it

Names = Mapping[tuple[str, str], str]
"""The name of each row that a field holds by its public id: (field, public id) -> name."""


@dataclass(frozen=True)
class Difference:
    """A field with its values before and after: text, a day, a moment, or "" for nothing.

    `has_both` is false if the row was created or deleted, which leaves only one of the two values.
    """

    label: str
    before: str | date
    after: str | date
    has_both: bool


def differences(
    change: Change, model: type[models.Model], names: Names, *, without: Iterable[str] = ()
) -> list[Difference]:
    """Return what changed: the model's fields in its order, then other keys by name. No query."""
    columns = {field.name: field for field in model._meta.concrete_fields}
    others = sorted((change.before.keys() | change.after.keys()) - columns.keys())
    return [
        _difference(name, columns.get(name), change, names)
        for name in (*columns, *others)
        if name not in without and (name in change.before or name in change.after)
    ]


def named_in(changes: Iterable[Change], name: str) -> set[str]:
    """Return all public ids that the field `name` has before or after any of the changes."""
    held = [side.get(name) for change in changes for side in (change.before, change.after)]
    return {each for value in held for each in _ids(value)}


def fields_of_rows(changes: Iterable[Change]) -> Iterator[tuple[models.Field, str]]:
    """Yield (relation, public id) for the related rows that changes keep whole, such as "credit 17"."""
    for change in changes:
        for side in (change.before, change.after):
            for key, value in side.items():
                if isinstance(value, dict):
                    columns = _columns_of(key)
                    for name in columns.keys() & value.keys():
                        yield from ((columns[name], each) for each in _ids(value[name]))


def _ids(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


@cache
def _models_by_name() -> dict[str, type[models.Model]]:
    return {str(model._meta.model_name): model for model in apps.get_models()}


def _columns_of(key: str) -> dict[str, models.Field]:
    """Return by name the columns of the model in a key such as "credit 17"; {} for any other key."""
    model = _models_by_name().get(key.partition(" ")[0])
    return {field.name: field for field in model._meta.concrete_fields} if model else {}


def _difference(name: str, field: Any, change: Change, names: Names) -> Difference:
    held = change.before.get(name), change.after.get(name)
    if isinstance(held[0], dict) and isinstance(held[1], dict):
        held = difference(*held)  # a related row that was there before and after: only what changed
    before, after = (_in_words(value, name, field, names) for value in held)
    has_both = name in change.before and name in change.after
    return Difference(_label(name, field), before, after, has_both)


def _label(name: str, field: Any) -> str:
    if name == "slug":
        return "Address"
    return capfirst(str(field.verbose_name) if field else name.replace("_", " "))


def _in_words(value: Any, name: str, field: Any, names: Names) -> str | date:
    if isinstance(value, list):
        return ", ".join(str(_in_words(each, name, field, names)) for each in value)
    if isinstance(value, dict):
        return Truncator(_row_in_words(value, name, names)).chars(LONGEST)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return ""
    if isinstance(field, models.DateTimeField) and (moment := parse_datetime(value)):
        return moment
    if isinstance(field, models.DateField) and (day := parse_date(value)):
        return day
    if field is not None and field.choices:
        value = dict(field.flatchoices).get(value, value)
    return Truncator(names.get((name, str(value)), str(value))).chars(LONGEST)


def _row_in_words(row: Mapping[str, Any], key: str, names: Names) -> str:
    """Return a row's fields that have a value, in the model's order: "Role: actor; Billing: 3"."""
    columns = _columns_of(key)
    in_order = [*(name for name in columns if name in row), *sorted(row.keys() - columns.keys())]
    words = {
        _label(name, columns.get(name)): _in_words(row[name], name, columns.get(name), names)
        for name in in_order
    }
    return "; ".join(f"{label}: {value}" for label, value in words.items() if value != "")
