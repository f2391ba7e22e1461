"""Keep the name under which people were credited or nominated when their own name changes."""

from __future__ import annotations

from typing import Any

from django.apps import apps


def keep(name: str, **rows: Any) -> None:
    """Write the name into all matching credits and nominations without a printed name of their own.

    A model names its field for the printed name in `printed_name_in`; the field is empty while the
    entity's own name was printed. Inside the caller's transaction, before the entity gets its new
    name. One query for each such model.
    """
    for model in apps.get_models():
        if field := getattr(model, "printed_name_in", ""):
            model._default_manager.filter(**rows, **{field: ""}).update(**{field: name})
