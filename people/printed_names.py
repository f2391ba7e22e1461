"""The name that somebody had when they were credited or nominated, where it isn't theirs now."""

from __future__ import annotations

from typing import Any

from django.apps import apps


def keep(name: str, **rows: Any) -> None:
    """Write the name into the credits and nominations of the condition that have no other.

    A model that has such names says in `printed_name_in` which of its fields holds it: empty for the
    entity's own name. Inside the caller's transaction, before their party has a new name. A query
    for each model.
    """
    for model in apps.get_models():
        if field := getattr(model, "printed_name_in", ""):
            model._default_manager.filter(**rows, **{field: ""}).update(**{field: name})
