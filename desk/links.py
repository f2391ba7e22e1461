"""What links to a row: said at the desk before the row is merged or unpublished."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db import models
from django.urls import reverse


@dataclass(frozen=True)
class Link:
    """How many rows of one kind link to a row, and the address of their list, or "" if none has them."""

    label: str  # "credits", "stories naming it"
    count: int
    address: str = ""

    def __str__(self) -> str:
        return f"{self.label.capitalize()}: {self.count:,}"


class LinkingAdmin(admin.ModelAdmin):
    """An admin that says which of its rows link to a row of another model.

    `links_by` names them for each path of relations that leads there: {"party": "credits"}.
    """

    links_by: dict[str, str] = {}

    def links_to(self, row: models.Model) -> Iterator[Link]:
        """Yield the links of this admin's rows to `row`. One query for each path that can lead there."""
        changelist = reverse(
            f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_changelist"
        )
        for path, label in self.links_by.items():
            if isinstance(row, _target(self.model, path)):
                rows = self.model._default_manager.filter(**{path: row.pk}).distinct()
                yield Link(label, rows.count(), f"{changelist}?{path}={row.pk}")

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        return lookup in self.links_by or super().lookup_allowed(lookup, value, request)


def links_to(site: admin.AdminSite, row: models.Model) -> list[Link]:
    """Return what links to `row`, without what nothing does. A query or two for each kind of link.

    Every app's admins answer for their own rows, so a lower app learns what upper apps have.
    """
    admins = (each for each in site._registry.values() if isinstance(each, LinkingAdmin))
    return [link for each in admins for link in each.links_to(row) if link.count]


def _target(model: type[models.Model], path: str) -> Any:
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]
    return model
