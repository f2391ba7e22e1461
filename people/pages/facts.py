"""What several pages of the record print: links, facts, other names, dates of first release."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import OuterRef, Subquery

from people.models import Entity, EntityName, Production, Release
from words.partial_dates import PartialDateField
from words.wording import listed

Item = TypeVar("Item")


@dataclass(frozen=True)
class Link:
    """A printed name and the address of its page; without an address it is plain text."""

    text: str
    url: str = ""
    is_title: bool = False


@dataclass(frozen=True)
class Fact:
    """A labeled box at the top of a page: names or words under a label."""

    label: str
    links: tuple[Link, ...] = ()
    text: str = ""
    iso: str = ""  # if the text is a date
    names: tuple[str, ...] = ()  # if the text is a list of names


NAME_LABELS = {
    EntityName.NameKind.BIRTH: "Born as",
    EntityName.NameKind.FORMER: "Formerly",
    EntityName.NameKind.STAGE: "Also known as",
    EntityName.NameKind.ALIAS: "Also known as",
    EntityName.NameKind.TRANSLITERATION: "Also known as",
    EntityName.NameKind.ORIGINAL_TITLE: "Original title",
    EntityName.NameKind.WORKING_TITLE: "Working title",
}


def folded(rows: Sequence[Item], shown: int) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """Split rows into those shown and those behind a fold. A fold of only a few rows isn't worth it."""
    if len(rows) <= shown + shown // 4:
        return tuple(rows), ()
    return tuple(rows[:shown]), tuple(rows[shown:])


def link(entity: Entity) -> Link:
    return Link(entity.name, entity.get_absolute_url(), isinstance(entity, Production))


def dated(label: str, date: object) -> Fact:
    return Fact(label, text=str(date), iso=getattr(date, "iso", ""))


def other_names(entity: Entity) -> tuple[Fact, ...]:
    """Return the other names that readers may see, by label. One query."""
    by_label: dict[str, list[EntityName]] = defaultdict(list)
    for row in entity.names.filter(shown=EntityName.Shown.ALWAYS, kind__in=NAME_LABELS):
        by_label[NAME_LABELS[EntityName.NameKind(row.kind)]].append(row)
    return tuple(
        Fact(label, text=listed([_spanned(row) for row in rows]), names=tuple(map(str, rows)))
        for label, rows in by_label.items()
    )


def _spanned(row: EntityName) -> str:
    """The name; a former one with the date until when it was used."""
    if row.kind == EntityName.NameKind.FORMER and row.until:
        return f"{row.name} (until {row.until})"
    return row.name


def first_shown(production: str = "pk", *, at: datetime) -> Subquery:
    """Annotate a production's first public release date; None if nothing has come out yet."""
    shown = (
        Release.objects.public(at)
        .filter(production=OuterRef(production))
        .exclude(kind=Release.Kind.EXPECTED)
        .exclude(date="")
        .order_by("date")
    )
    return Subquery(shown.values("date")[:1], output_field=PartialDateField())
