"""How many rows a merge moves, by what they are called."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.apps import apps
from django.contrib import admin

NAMES = {"people.entityname": ("other name", "other names")}  # it has no admin of its own
# These belong to the row itself; what other rows say about it is listed before them.
LAST = ("people.entityname", "people.address")


def count_rows(site: admin.AdminSite, keys: Mapping[str, Collection[Any]]) -> list[str]:
    """Return "14 credits", "3 nominations" for rows by "app.model.field", as a merge keeps them.

    No query. An admin may say what one and several of its rows are called, as `counted_as`.
    """
    totals: dict[tuple[str, str], int] = {}
    for name in sorted(keys, key=lambda name: name.rpartition(".")[0] in LAST):
        names = _names(site, apps.get_model(name.rpartition(".")[0]))
        totals[names] = totals.get(names, 0) + len(keys[name])
    return [f"{n:,} {one if n == 1 else several}" for (one, several), n in totals.items()]


def _names(site: admin.AdminSite, model: Any) -> tuple[str, str]:
    # Nobody knows the table between two models by a name; the row that has several does have one.
    model = model._meta.auto_created or model
    return (
        getattr(site._registry.get(model), "counted_as", None)
        or NAMES.get(model._meta.label_lower)
        or (str(model._meta.verbose_name), str(model._meta.verbose_name_plural))
    )
