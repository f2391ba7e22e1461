"""Two rows of one model, field by field: what each says, and which of the two is to stay."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import models

from people.models import Entity
from people.sort_names import follows_rule
from words.folding import fold

# The same on both sides of every merge, since rows of different awards stay two.
SAME = {"award"}


@dataclass(frozen=True)
class Line:
    """A field of both rows, as they are stored. `is_lacking`: only the row that goes has a value."""

    field: models.Field
    stays: Any
    goes: Any
    is_lacking: bool

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def differs(self) -> bool:
        return bool(self.stays != self.goes)


def lines(gone: models.Model, stays: models.Model) -> list[Line]:
    """Every field that somebody chose, in the order of the model. No query."""
    found = []
    for field in fields_of(type(stays)):
        kept, given = said(stays, field), said(gone, field)
        is_lacking = kept in field.empty_values and given not in field.empty_values
        # What told the two from one another is not wanted of the one that they become.
        if field.name == "disambiguation" and _are_namesakes(gone, stays):
            is_lacking = False
        found.append(Line(field, kept, given, is_lacking))
    return found


def lacking(gone: models.Model, stays: models.Model) -> set[str]:
    """The fields that only the row that goes has a value for."""
    return {line.name for line in lines(gone, stays) if line.is_lacking}


def take(names: Collection[str], *, of: models.Model, to: models.Model) -> None:
    """These fields of the one are as the other's, in memory. A sort name made from a name follows it."""
    chosen = {
        field.attname: said(of if field.name in names else to, field)
        for field in fields_of(type(to))
        if field.name in names or field.name == "sort_name"
    }
    for attname, value in chosen.items():
        setattr(to, attname, value)


def fields_of(model: type[models.Model]) -> list[models.Field]:
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in SAME
    ]


def said(row: models.Model, field: models.Field) -> Any:
    """The column; nothing for a sort name that nobody wrote."""
    value = getattr(row, field.attname)
    if field.name == "sort_name" and isinstance(row, Entity):
        return "" if follows_rule(value, row.name, row.kind) else value
    return value


def _are_namesakes(gone: models.Model, stays: models.Model) -> bool:
    return fold(str(getattr(gone, "name", ""))) == fold(str(getattr(stays, "name", "")))
