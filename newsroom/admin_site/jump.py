"""The desk's search box: type a few letters of a headline, a name or a page, and go there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import Exists, F, OuterRef, Q, Value, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from articles import headlines
from articles.models import Article, Author, CuratedList, Section, Tag, TagSynonym
from articles.rights import stories_for
from articles.status import status_of
from articles.titles import marked
from newsroom.admin_site.navigation import PlaceGroup
from people import models as record
from people.models import Entity, Kind
from people.models.entity import nearness
from people.models.production import first_released_on
from people.pages.wording import kind_of
from photos.models import Picture
from words.characters import without_nul
from words.folding import fold
from words.wording import capitalized

LONGEST = 100  # characters
WORDS = 6
IN_LIST, ON_PAGE = 5, 30  # results of a kind


@dataclass(frozen=True)
class Hit:
    """One result: its address at the desk, its name, and what tells it from others of that name."""

    address: str
    label: str
    what: str = ""


@dataclass(frozen=True)
class HitGroup:
    name: str  # "Stories"
    hits: tuple[Hit, ...]


KINDS = {
    Kind.PERSON: "People",
    Kind.PRODUCTION: "Productions",
    Kind.COMPANY: "Companies",
    Kind.AWARD: "Awards",
    Kind.CEREMONY: "Ceremonies",
    Kind.CATEGORY: "Categories",
}
BY_SLUG: dict[Any, str] = {
    Tag: "Tags",
    Section: "Sections",
    CuratedList: "Lists",
    Author: "Authors",
}


def find(
    typed: str,
    *,
    user: AbstractUser,
    may_open: Callable[[str], bool],
    places: Iterable[PlaceGroup] = (),
    each: int = IN_LIST,
) -> tuple[HitGroup, ...]:
    """Return what has all the words in its name, best match first, at most `each` of a kind.

    `may_open` returns whether the user may view a model ("people.person"). Of stories they find those
    of `stories_for`. At most four queries; none for an empty text.
    """
    typed = without_nul(typed[:LONGEST])
    text = fold(typed) if typed.strip() else ""
    if not text:
        return ()
    words = text.split()[:WORDS]
    groups = (
        HitGroup("Go to", tuple(_places(places, words))[:each]),
        HitGroup("Stories", tuple(_stories(user, text, each))),
        *_record(text, words, may_open, each),
        HitGroup("Pictures", tuple(_pictures(words, each)) if may_open("photos.picture") else ()),
        *_by_slug(words, may_open, each),
    )
    return tuple(group for group in groups if group.hits)


def _places(places: Iterable[PlaceGroup], words: list[str]) -> Iterator[Hit]:
    for group in places:
        for entry in group.entries:
            if all(word in fold(entry.place.label) for word in words):
                yield Hit(entry.url, entry.place.label, group.name)


def _stories(user: AbstractUser, text: str, each: int) -> Iterator[Hit]:
    rows = headlines.found_by(user, text, stories=stories_for(user))
    rows = rows.annotate(far=nearness(text, "folded_headline"))
    rows = rows.select_related("newest__section").defer("body", "newest__content")
    now = timezone.now()
    for story in rows.order_by("far", "-saved_at", "-pk")[:each]:
        section = story.newest.section if story.newest else None
        what = ", ".join(filter(None, (status_of(story, at=now).label, section and section.name)))
        label = marked(story.newest.shown_headline if story.newest else str(story))
        yield Hit(_change_address(Article, story.pk), label, what)


def _record(
    text: str, words: list[str], may_open: Callable[[str], bool], each: int
) -> Iterator[HitGroup]:
    kinds = [kind for kind in KINDS if may_open(record.KINDS[kind]._meta.label_lower)]
    if not kinds:
        return
    rows = Entity.objects.unmerged().filter(kind__in=kinds).called_by(words)
    order = Window(RowNumber(), partition_by=F("kind"), order_by=("far", "sort_key", "pk"))
    rows = (
        rows.annotate(far=nearness(text))
        .annotate(place=order, first_on=first_released_on())
        .filter(place__lte=each)
        .select_related("as_person", "as_company", "as_production", "as_ceremony__award")
        .select_related("as_category__award", "as_award__body")
        .order_by("far", "place")
    )
    found: dict[str, list[Hit]] = {kind: [] for kind in kinds}
    for entity in rows:
        opts = record.KINDS[entity.kind]._meta
        address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[entity.pk])
        found[entity.kind].append(Hit(address, entity.name, _what(entity)))
    yield from (HitGroup(KINDS[kind], tuple(hits)) for kind, hits in found.items())


def _what(entity: Any) -> str:
    """Return "Limited series, 2020" or "Actor, not published", to tell namesakes apart."""
    details = {
        Kind.PERSON: lambda: [entity.as_person.occupations],
        Kind.COMPANY: lambda: [entity.as_company.type],
        Kind.PRODUCTION: lambda: [kind_of(entity.as_production), f"{entity.first_on or ''}"[-4:]],
        Kind.AWARD: lambda: [entity.as_award.body and entity.as_award.body.name],
        Kind.CEREMONY: lambda: [entity.as_ceremony.award.label, entity.as_ceremony.year_label],
        Kind.CATEGORY: lambda: [entity.as_category.award.label],
    }[Kind(entity.kind)]()
    state = "" if entity.published_at else "not published"
    return capitalized(", ".join(filter(None, (entity.disambiguation, *details, state))))


def _pictures(words: list[str], each: int) -> Iterator[Hit]:
    named = (Q(title__icontains=word) | Q(credit__icontains=word) for word in words)
    for picture in Picture.objects.filter(*named).only("title", "credit", "rights")[:each]:
        yield Hit(
            _change_address(Picture, picture.pk), picture.title, picture.credit or "No credit yet"
        )


def _by_slug(words: list[str], may_open: Callable[[str], bool], each: int) -> Iterator[HitGroup]:
    """Find tags, sections, lists and authors by their slugs, which have no accents, and tags by their
    synonyms too. One query.
    """
    queries = []
    for model in BY_SLUG:
        label = model._meta.label_lower
        if may_open(label):
            rows = model._default_manager.filter(*(_has_word(model, word) for word in words))
            rows = rows.order_by().annotate(of=Value(label))
            rows = rows.values_list("of", "pk", "name", "slug", "sort_key")
            queries.append(rows)
    if not queries:
        return
    rows = queries[0].union(*queries[1:], all=True).order_by("sort_key")[: each * len(BY_SLUG)]
    found = list(rows)
    for model, name in BY_SLUG.items():
        mine = [row for row in found if row[0] == model._meta.label_lower][:each]
        yield HitGroup(
            name,
            tuple(Hit(_change_address(model, pk), label, slug) for _, pk, label, slug, _ in mine),
        )


def _has_word(model: Any, word: str) -> Q:
    named = Q(slug__icontains=word)
    if model is not Tag:
        return named
    words = TagSynonym.objects.filter(tag=OuterRef("pk"), folded_name__contains=word)
    return named | Q(Exists(words))


def _change_address(model: Any, pk: int) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])
