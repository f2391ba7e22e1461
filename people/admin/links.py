"""What points at a row, as the desk says it before anything is merged or taken off."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db import models
from django.urls import reverse

from people.models import KINDS, Entity
from words.wording import number_of


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

    `points_by` has what they are called by each path that leads from them to it; `counted_as` what
    one and several of them are called where a merge counts them, if not by their model's name.
    """

    points_by: dict[str, str] = {}
    counted_as: tuple[str, str] | None = None

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


NAMED = {"people.entityname": ("other name", "other names")}  # it has no admin of its own
# What stands on the row itself is said after what others say of it.
LAST = ("people.entityname", "people.address")


def counted(site: admin.AdminSite, keys: Mapping[str, Collection[Any]]) -> list[str]:
    """ "14 credits", "3 nominations": rows by "app.model.field", as a merge keeps them. No query."""
    totals: dict[tuple[str, str], int] = {}
    for name in sorted(keys, key=lambda name: name.rpartition(".")[0] in LAST):
        called = _called(site, apps.get_model(name.rpartition(".")[0]))
        totals[called] = totals.get(called, 0) + len(keys[name])
    return [number_of(n, one, several) for (one, several), n in totals.items()]


def _called(site: admin.AdminSite, model: Any) -> tuple[str, str]:
    # A table between two models has no name that anybody knows: it is the row that has several.
    model = model._meta.auto_created or model
    said = getattr(site._registry.get(model), "counted_as", None)
    return (
        said
        or NAMED.get(model._meta.label_lower)
        or (str(model._meta.verbose_name), str(model._meta.verbose_name_plural))
    )


def _end_of(model: type[models.Model], path: str) -> Any:
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]
    return model


def _is_a(row: models.Model, model: Any) -> bool:
    kind = KINDS[row.kind] if isinstance(row, Entity) else type(row)
    return issubclass(kind, model)
