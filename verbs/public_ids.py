"""The identity a row shows outside the database.

Integer keys never reach readers, bodies, revisions or fixtures. A row that any of those names carries a
`public_id`: random when the row is new, never changed, never given to another row. A fixture may
carry a readable one ("mark-ruffalo"), which is why the column is wider than a new id needs.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models

# No vowels, so that chance spells no words; no l and no 0 or 1, which are misread aloud and on paper.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"

PATTERN = r"[a-z0-9][a-z0-9-]{0,63}"
"""What any public id looks like, in an address and in a body: `PUBLIC_ID` of the vocabulary."""

looks_right = RegexValidator(
    re.compile(rf"\A{PATTERN}\Z"),
    "An identity holds small letters, digits and hyphens, begins with a letter or digit, "
    "and has at most 64 characters.",
)


def new_public_id(length: int = 10) -> str:
    """Return a random id of `length` characters from `ALPHABET`.

    Ten characters are 27**10, about 2 * 10**14: a newsroom with a million rows has about one chance
    in four hundred that any two were ever drawn alike, and then the unique column refuses the second.
    """
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


class NewPublicId:
    """The default of a `PublicIdField`: a callable that migrations can write down."""

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
    """A unique column that fills itself with `new_public_id(length)` and that no form shows."""

    def __init__(self, *args: Any, length: int = 10, **kwargs: Any) -> None:
        self.length = length
        super().__init__(*args, **{**self._follows_from(length), **kwargs})

    @staticmethod
    def _follows_from(length: int) -> dict[str, Any]:
        return {
            "max_length": 64,
            "unique": True,
            "editable": False,
            "default": NewPublicId(length),
            "validators": [looks_right],
        }

    def get_prep_value(self, value: Any) -> Any:
        """What PostgreSQL can't hold is the id of no row, and is asked for as none."""
        prepared = super().get_prep_value(value)
        return "" if isinstance(prepared, str) and "\x00" in prepared else prepared

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        # A migration says `PublicIdField()` or `PublicIdField(length=8)`: the rest follows.
        for argument, value in self._follows_from(self.length).items():
            if kwargs.get(argument) == value:
                del kwargs[argument]
        if self.length != 10:
            kwargs["length"] = self.length
        return name, path, args, kwargs


_found: ContextVar[dict[tuple[Any, str], Any] | None] = ContextVar("found", default=None)


@contextmanager
def found_once() -> Iterator[None]:
    """Inside, a natural key is looked up in the database once.

    For whoever loads fixtures, which name the same rows thousands of times; no row may be removed
    meanwhile.
    """
    token = _found.set({})
    try:
        yield
    finally:
        _found.reset(token)


class PublicIdQuerySet(models.QuerySet):
    """Rows that are named by `public_id`, in fixtures as everywhere.

    As a manager: `objects = PublicIdQuerySet.as_manager()`, or the base of the model's own queryset.
    The model says `def natural_key(self): return (self.public_id,)`.
    """

    def get_by_natural_key(self, public_id: str) -> Any:
        if (found := _found.get()) is None:
            return self.get(public_id=public_id)
        if (self.model, public_id) not in found:
            found[self.model, public_id] = self.get(public_id=public_id)
        return found[self.model, public_id]

    def named(self, *public_ids: str) -> Self:
        """Return the rows among these ids, in the model's order; ids that no row has are left out."""
        return self.filter(public_id__in=public_ids)
