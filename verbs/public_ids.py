"""Public ids: how rows are named outside the database.

Primary keys never appear in readers' pages, bodies, revisions or fixtures. Rows that are named there have a
`public_id`: random for a new row, never changed, never reused. Fixtures use readable ones
("mark-ruffalo"), so the column is wider than new ids need.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models

# No vowels, so that no words appear by chance; no l, 0 and 1, which are easily confused.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"

PATTERN = r"[a-z0-9][a-z0-9-]{0,63}"
"""The pattern of public ids in addresses and bodies."""

looks_right = RegexValidator(
    re.compile(rf"\A{PATTERN}\Z"),
    "An id has lowercase letters, digits and hyphens, starts with a letter or digit, "
    "and has at most 64 characters.",
)


def new_public_id(length: int = 10) -> str:
    """Return a random id of `length` characters from `ALPHABET`.

    Ten characters have 27**10 values, about 2 * 10**14. With a million rows the chance of any collision
    is one in four hundred, and the unique column would refuse the second row.
    """
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


class NewPublicId:
    """The default of a `PublicIdField`: a callable that migrations can serialize."""

    def __init__(self, length: int) -> None:
        self.length = length

    def __call__(self) -> str:
        return new_public_id(self.length)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NewPublicId) and other.length == self.length

    def __hash__(self) -> int:
        return hash((NewPublicId, self.length))

    def deconstruct(self) -> tuple[str, tuple[int], dict[str, Any]]:
        return "verbs.public_ids.NewPublicId", (self.length,), {}


class PublicIdField(models.CharField):
    """A unique column with `new_public_id(length)` by default, which forms don't show."""

    def __init__(self, *args: Any, length: int = 10, **kwargs: Any) -> None:
        self.length = length
        super().__init__(*args, **{**self._defaults_for(length), **kwargs})

    @staticmethod
    def _defaults_for(length: int) -> dict[str, Any]:
        return {
            "max_length": 64,
            "unique": True,
            "editable": False,
            "default": NewPublicId(length),
            "validators": [looks_right],
        }

    def get_prep_value(self, value: Any) -> Any:
        """Return "" for an id with a NUL, which PostgreSQL refuses in a query: no row can have it."""
        prepared = super().get_prep_value(value)
        return "" if isinstance(prepared, str) and "\x00" in prepared else prepared

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        # Migrations need only `PublicIdField()` or `PublicIdField(length=8)`: the rest is derived from it.
        for argument, value in self._defaults_for(self.length).items():
            if kwargs.get(argument) == value:
                del kwargs[argument]
        if self.length != 10:
            kwargs["length"] = self.length
        return name, path, args, kwargs


_cache: ContextVar[dict[tuple[Any, str], Any] | None] = ContextVar("natural_keys", default=None)


@contextmanager
def natural_keys_cached() -> Iterator[None]:
    """Cache look-ups by natural key inside this context.

    For loading fixtures, which name the same rows thousands of times. Delete no rows inside it.
    """
    token = _cache.set({})
    try:
        yield
    finally:
        _cache.reset(token)


class PublicIdQuerySet(models.QuerySet):
    """The queryset of a model with a `public_id`, which is its natural key in fixtures.

    Use it as `objects = PublicIdQuerySet.as_manager()`, or as the base of the model's own queryset. The
    model defines `natural_key()`, which returns `(self.public_id,)`.
    """

    def get_by_natural_key(self, public_id: str) -> Any:
        if (cache := _cache.get()) is None:
            return self.get(public_id=public_id)
        if (self.model, public_id) not in cache:
            cache[self.model, public_id] = self.get(public_id=public_id)
        return cache[self.model, public_id]

    def named(self, *public_ids: str) -> Self:
        """Return the rows with these ids, in the model's order. Unknown ids are left out."""
        return self.filter(public_id__in=public_ids)
