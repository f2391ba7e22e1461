"""The name that somebody had when they were credited or nominated, where it isn't theirs now."""

from __future__ import annotations

from typing import Any

from people.models import Credit, Nominee

# Where it is kept: the model and its field, empty for the entity's own name.
PRINTED = ((Credit, "credited_as"), (Nominee, "name_as_given"))


def keep(name: str, **rows: Any) -> None:
    """Write the name into the credits and nominations of the condition that have no other.

    Inside the caller's transaction, before their party has a new name. Two queries.
    """
    for model, field in PRINTED:
        model._default_manager.filter(**rows, **{field: ""}).update(**{field: name})
