"""Current and former addresses of rows: a former one redirects, and none is ever given to another row.

Each app has its own table of them, a subclass of `Address`, and its own rule for which rows a reader
may find.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.db import models

from verbs.refusals import Refused


@dataclass(frozen=True)
class Found:
    """The row that has the address now."""

    row: Any


@dataclass(frozen=True)
class Moved(Found):
    """The row that once had the address, or absorbed the row that had it: redirect to `url`."""

    @property
    def url(self) -> str:
        return str(self.row.get_absolute_url())


class Address(models.Model):
    """A slug that a row has or once had: there is one for the current slug too.

    A merge hands the loser's addresses to the survivor, so that one redirect always reaches the live
    page. A subclass adds the columns within which a slug is unique, and the column that names the row.
    """

    row_column = ""  # the field of the address that names the row
    row_key = ""  # the row's column whose value it holds

    slug = models.SlugField(max_length=140)

    class Meta:
        abstract = True
        verbose_name_plural = "addresses"

    @property
    def holder(self) -> str:
        """What a message calls the row: “Mark Ruffalo”, or "another tag"."""
        raise NotImplementedError

    @classmethod
    def claim(cls, row: models.Model, **place: Any) -> Self:
        """Return the row's address at this place (its kind, slug ...), made now if nobody had it.

        Raises Refused if it belongs to another row. One query if it exists, a few more to make it.
        """
        column = cls._meta.get_field(cls.row_column).attname  # type: ignore[union-attr]
        owner = getattr(row, cls.row_key)
        address, _ = cls._default_manager.get_or_create(**place, defaults={column: owner})
        if getattr(address, column) != owner:
            raise Refused(fields={"slug": in_use(address.slug, address.holder)})
        return address


def find(
    rows: models.QuerySet[Any], slug: str, *, former: models.QuerySet[Any]
) -> Found | Moved | None:
    """Return the one of `rows` with this slug: as its current slug, or as one of the `former` addresses.

    One query for a current slug, two for any other.
    """
    if row := rows.filter(slug=slug).first():
        return Found(row)
    table: type[Address] = former.model
    named = former.filter(slug=slug).values(table.row_column)
    row = rows.filter(**{f"{table.row_key}__in": named}).first()
    return Moved(row) if row else None


def in_use(slug: str, holder: str) -> str:
    """Return the message that refuses a slug because `holder` has or once had it."""
    return (
        f"The address “{slug}” belongs to {holder}, or once did. Old links must keep working, so "
        "choose another address."
    )
