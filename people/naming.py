"""Names and addresses that are unique among entities, and the messages for those that aren't."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.text import slugify

from people.models import Address, Entity, Production, Release
from verbs.addresses import in_use

SLUG_LENGTH = 140


def faults(entity: Entity) -> dict[str, str]:
    """Return why the entity can't have its name or address as they are in memory, by form field.

    Checks nothing for a row whose name and address are as stored. At most four queries.
    """
    entity.derive()
    stored = Entity.objects.filter(pk=entity.pk).first() if entity.pk else None
    found = {}
    if (stored is None or _identity(stored) != _identity(entity)) and (
        sentence := _not_told_apart(entity)
    ):
        found["disambiguation"] = sentence
    has_new_slug = entity.slug and (stored is None or _address(stored) != _address(entity))
    if has_new_slug and (holder := holder_of(entity, entity.slug)):
        found["slug"] = in_use(entity.slug, f"“{holder}”")
    return found


def namesakes(entity: Entity) -> QuerySet[Entity]:
    """Return others of the same kind with the same name, whatever its accents and capitals."""
    same = Entity.objects.unmerged().exclude(pk=entity.pk)
    return same.filter(kind=entity.kind, scope=entity.scope, folded_name=entity.folded_name)


def holder_of(entity: Entity, slug: str) -> Entity | None:
    """Return another entity that has this slug or once had it, or None. One or two queries."""
    where = {"kind": entity.kind, "scope": entity.scope, "slug": slug}
    address = Address.objects.filter(**where).exclude(entity=entity.pk).select_related("entity")
    if found := address.first():
        return found.entity
    return Entity.objects.unmerged().filter(**where).exclude(pk=entity.pk).first()


def free_slug(entity: Entity) -> str:
    """Return a slug for a new entity: its name, with its disambiguation or a number if needed."""
    return next(slug for slug in _slugs(entity) if holder_of(entity, slug) is None)


def suggest_disambiguation(production: Production) -> str:
    """Return a disambiguation such as "film, 2019". One query."""
    releases = Release.objects.filter(production=production.pk).exclude(date="")
    first = releases.exclude(kind=Release.Kind.EXPECTED).order_by("date").first()
    year = str(first.date.year) if first and first.date else ""
    return ", ".join(filter(None, (str(production.type), year)))


def _slugs(entity: Entity) -> Iterator[str]:
    slugs = [_slug(name) for name in entity.names_for_slug()]
    yield from filter(None, slugs)
    base = slugs[-1] or entity.public_id
    number = 2
    yield base
    while True:
        yield f"{base[: SLUG_LENGTH - 6]}-{number}"
        number += 1


def _slug(name: str) -> str:
    """Return the name as a slug, cut after a whole word if it is too long."""
    whole = slugify(name.replace("’", "").replace("'", ""))
    if len(whole) <= SLUG_LENGTH:
        return whole
    return whole[: SLUG_LENGTH + 1].rpartition("-")[0] or whole[:SLUG_LENGTH]


def _identity(entity: Entity) -> tuple[str, ...]:
    return entity.kind, entity.scope, entity.folded_name, entity.disambiguation


def _address(entity: Entity) -> tuple[str, ...]:
    return entity.kind, entity.scope, entity.slug


def _not_told_apart(entity: Entity) -> str:
    """Return a message if another entity has the same name and disambiguation, else ""."""
    own = entity.disambiguation.casefold()
    others = list(namesakes(entity))
    if not others or (own and own not in [other.disambiguation.casefold() for other in others]):
        return ""
    example = "director"
    if isinstance(entity, Production):
        example = suggest_disambiguation(entity)
    there = " and ".join(f"“{other}”" for other in others[:3])
    return (
        f"{there} {'is' if len(others) == 1 else 'are'} already in the record. If this is another "
        f"{entity.kind}, say what tells it apart, such as “{example}”."
    )
