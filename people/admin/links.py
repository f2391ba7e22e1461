"""What points at a row, as the desk says it before anything is merged or taken off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db import models
from django.urls import reverse

from people.models import KINDS, Entity


@dataclass(frozen=True)
class Link:
    """So many rows of one kind point here. The address lists them; '' where no list does."""

    label: str  # "credits", "stories naming it"
    count: int
    address: str = ""

    def __str__(self) -> str:
        return f"{self.label.capitalize()}: {self.count:,}"


class Pointing(admin.ModelAdmin):
    """An admin that says which of its rows point at a row of the record, or at a picture.

    `points_by` has what they are called by each path that leads from them to it.
    """

    points_by: dict[str, str] = {}

    def links_to(self, row: models.Model) -> Iterator[Link]:
        """A query for each path that can lead to such a row."""
        rows = self.model._default_manager.all()
        list_of_mine = reverse(
            f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_changelist"
        )
        for path, label in self.points_by.items():
            if _is_a(row, _end_of(self.model, path)):
                count = rows.filter(**{path: row.pk}).distinct().count()
                yield Link(label, count, f"{list_of_mine}?{path}={row.pk}")

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        return lookup in self.points_by or super().lookup_allowed(lookup, value, request)


def _end_of(model: type[models.Model], path: str) -> Any:
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]
    return model


def _is_a(row: models.Model, model: Any) -> bool:
    kind = KINDS[row.kind] if isinstance(row, Entity) else type(row)
    return issubclass(kind, model)
