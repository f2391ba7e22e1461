"""Lists of stories for readers: sections, tags, authors, curated lists, corrections, entities.

They are paginated by key: the address of a page names the last story of the page before. A new story
doesn't shift the pages, and page 900 costs what page 2 costs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Window

from articles.models import (
    Article,
    Author,
    Correction,
    CuratedList,
    CuratedStory,
    Mention,
    Section,
    Tag,
)
from articles.querysets import ArticleQuerySet, public_story
from people.credits import company_label_of
from people.models import Entity, Kind
from press.recording import made_from, made_from_each

PAGE = 20
ON_ITS_PAGE = 8  # stories on the page of who or what they name
PRODUCTIONS = 6
TOPICS = 7

MOMENT = re.compile(r"(\d{8}T\d{6}(?:\.\d{6})?)Z-([a-z0-9][a-z0-9-]{0,63})")
RANK = re.compile(r"(\d{1,9})-([a-z0-9][a-z0-9-]{0,63})")


class NoSuchPage(ValueError):
    """Raised for a key that is invalid, or that no page of a list has."""


@dataclass(frozen=True)
class Listing:
    """One page of a list, with the addresses of the next page and the first.

    `newest` is empty on the first page, `older` on the last.
    """

    items: tuple[Any, ...] = ()
    older: str = ""
    newest: str = ""

    @property
    def paper(self) -> str:
        """The color that most of its stories have, for a list without one of its own."""
        papers = Counter(story.section.paper for story in self.items if story.section)
        return papers.most_common(1)[0][0] if papers else "white"


def key(moment: datetime, public_id: str) -> str:
    """Return a story's place in a list by time, as "20200920T183100Z-h7k2m9qx"."""
    utc = moment.astimezone(UTC)
    fraction = f".{utc:%f}" if utc.microsecond else ""
    return f"{utc:%Y%m%dT%H%M%S}{fraction}Z-{public_id}"


def parse_key(text: str) -> tuple[datetime, str]:
    """Return the moment and the public id in a key. Raises NoSuchPage for anything else."""
    found = MOMENT.fullmatch(text)
    if not found:
        raise NoSuchPage(text)
    form = "%Y%m%dT%H%M%S.%f" if "." in found[1] else "%Y%m%dT%H%M%S"
    try:
        return datetime.strptime(found[1], form).replace(tzinfo=UTC), found[2]
    except ValueError as impossible:  # a month 13
        raise NoSuchPage(text) from impossible


def stories(
    found: ArticleQuerySet, *, address: str, made_of: tuple[str, object], before: str = ""
) -> Listing:
    """Return a page of these public stories, newest first. Two queries.

    `made_of` is the list's identity in `press`. Raises NoSuchPage for an invalid key, and for one that
    no story comes after.
    """
    if before:
        found = found.older_than(*parse_key(before))
    rows = list(found.newest_first().for_cards()[: PAGE + 1])
    keys = [key(row.published_at, row.public_id) for row in rows if row.published_at]
    made_from_each(made_of[0], _parts(made_of[1], rows, before))
    return _page(rows, keys, address=address, before=before)


def _parts(whole: object, rows: list[Any], before: str) -> Iterator[object]:
    """Yield what of a list a page is made from: the months it reaches over.

    The first page is made from the whole list, which a new story changes; so is the last.
    """
    if not before or len(rows) <= PAGE:
        yield whole
        return
    first, last = parse_key(before)[0], rows[-1].published_at.astimezone(UTC)
    for month in range(last.year * 12 + last.month - 1, first.year * 12 + first.month):
        yield f"{whole}:{month // 12:04}-{month % 12 + 1:02}"


def in_section(section: Section, *, at: datetime, before: str = "") -> Listing:
    found = Article.objects.public(at).filter(section=section)
    return stories(
        found, address=section.get_absolute_url(), made_of=("in-section", section.pk), before=before
    )


def tagged(tag: Tag, *, at: datetime, before: str = "") -> Listing:
    found = Article.objects.public(at).filter(tagged__tag=tag)
    return stories(found, address=tag.get_absolute_url(), made_of=("tagged", tag.pk), before=before)


def by_author(author: Author, *, at: datetime, before: str = "") -> Listing:
    """Return a page of the stories with the author in their byline, in whatever role."""
    bylines = author.bylines.values("article")
    found = Article.objects.public(at).filter(pk__in=bylines)
    return stories(
        found, address=author.get_absolute_url(), made_of=("by-author", author.pk), before=before
    )


def on_list(curated: CuratedList, *, at: datetime, before: str = "") -> Listing:
    """Return a page of the list's public stories, in its editor's order. Two queries."""
    made_from("on-list", curated.pk)
    # The key has the position itself, so it still works after its story was removed from the list.
    places = curated.places.filter(public_story("article__", at=at))
    if before:
        place = RANK.fullmatch(before)
        if not place:
            raise NoSuchPage(before)
        position, public_id = int(place[1]), place[2]
        places = places.filter(
            Q(position__gt=position) | Q(position=position, article__public_id__gt=public_id)
        )
    kept = places.order_by("position", "article__public_id").values("article")[: PAGE + 1]
    rank = CuratedStory.objects.filter(curated_list=curated, article=OuterRef("pk"))
    found = (
        Article.objects.filter(pk__in=kept)
        .annotate(rank=Subquery(rank.values("position")))
        .order_by("rank", "public_id")
    )
    rows = list(found.for_cards())
    keys = [f"{row.rank}-{row.public_id}" for row in rows]
    return _page(rows, keys, address=curated.get_absolute_url(), before=before)


@dataclass(frozen=True)
class StoriesBlock:
    """The newest stories about something, and how many there are in all."""

    stories: tuple[Article, ...] = ()
    total: int = 0


def stories_naming(
    entity: Entity, *, at: datetime | None = None, limit: int = ON_ITS_PAGE
) -> StoriesBlock:
    """Return the newest public stories naming `entity`, for its page. Two queries."""
    made_from("naming", entity.pk)
    found = (
        Article.objects.public(at)
        .naming(entity)
        .annotate(total=Window(Count("*")))
        .newest_first()
        .for_cards()[:limit]
    )
    stories = tuple(found)
    return StoriesBlock(stories, stories[0].total if stories else 0)


def corrections(*, at: datetime, address: str, before: str = "") -> Listing:
    """Return a page of corrections and clarifications of public stories, newest first. One query."""
    made_from("corrections", "all")
    found = Correction.objects.filter(public_story("article__", at=at), made_at__lte=at)
    if before:
        moment, public_id = parse_key(before)
        found = found.filter(
            Q(made_at__lt=moment) | Q(made_at=moment, article__public_id__lt=public_id)
        )
    rows = list(
        found.select_related("article__section")
        .defer("article__body")
        .order_by("-made_at", "-article__public_id", "-pk")[: PAGE + 1]
    )
    keys = [key(row.made_at, row.article.public_id) for row in rows]
    return _page(rows, keys, address=address, before=before)


def productions_in(listed: Iterable[Article], *, at: datetime) -> QuerySet[Entity]:
    """Return the productions that most of the listed stories name. One query, when evaluated."""
    named = Mention.objects.filter(article__in=[story.pk for story in listed])
    of_this = named.filter(entity=OuterRef("pk")).order_by().values("entity")
    return (
        Entity.objects.public(at)
        .filter(kind=Kind.PRODUCTION, pk__in=named.values("entity"))
        .annotate(
            named_in=Subquery(of_this.annotate(n=Count("pk")).values("n")),
            last_named_at=Subquery(of_this.annotate(t=Max("article__published_at")).values("t")),
            company_label=company_label_of("pk", at=at),
        )
        .select_related("picture")
        .order_by("-named_in", "-last_named_at", "sort_key", "pk")[:PRODUCTIONS]
    )


def topics_of(listed: Iterable[Article]) -> QuerySet[Any]:
    """Return the tags that most of the listed stories have. One query, when evaluated."""
    return (
        Tag.objects.filter(tagged__content_object__in=[story.pk for story in listed])
        .annotate(stories=Count("tagged"))
        .order_by("-stories", "sort_key")[:TOPICS]
    )


def _page(rows: list[Any], keys: list[str], *, address: str, before: str) -> Listing:
    if before and not rows:
        raise NoSuchPage(before)
    more = len(rows) > PAGE
    return Listing(
        items=tuple(rows[:PAGE]),
        older=f"{address}?before={keys[PAGE - 1]}" if more else "",
        newest=address if before else "",
    )
