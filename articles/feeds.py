"""Feeds: under the front page, under every list of stories, and under every page of the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol

from django.conf import settings
from django.db.models import Max, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from articles import addresses
from articles.feed_formats import JSON_TYPE, RSS_TYPE, Feed, FeedPicture, Item, json_feed, rss
from articles.full_text import authors, full, full_texts, notes_html, picture_html, rendition
from articles.models import Address, Article, Correction, Update
from articles.querysets import ArticleQuerySet, public_story
from articles.titles import marked, plain
from people import addresses as record
from people.models import Kind

MOST = 30
FORMS = {"rss": (rss, RSS_TYPE), "json": (json_feed, JSON_TYPE)}


class _Subject(Protocol):
    """What a feed follows: a section, a tag, an author, a list, a row of the record."""

    name: str

    def get_absolute_url(self) -> str: ...


def identity(story: Article) -> str:
    """A story's name for ever, whatever becomes of its slug, its section or the site's address."""
    return f"tag:{settings.PUBLICATION['authority']}:story-{story.public_id}"


def with_changes(stories: ArticleQuerySet, *, at: datetime) -> ArticleQuerySet:
    """Each has `changed_at`: its publication, else the last change that readers were told of."""

    def last(model: Any) -> Subquery:
        said = model.objects.filter(article=OuterRef("pk"), made_at__lte=at).order_by()
        return Subquery(said.values("article").annotate(last=Max("made_at")).values("last"))

    out_at = "published_at"
    return stories.annotate(
        changed_at=Greatest(
            out_at, Coalesce(last(Correction), out_at), Coalesce(last(Update), out_at)
        )
    )


def read(
    stories: ArticleQuerySet, *, at: datetime, title: str, description: str, address: str
) -> Feed:
    """The newest of these public stories, whole, what was said of each since at its end.

    Seven queries.
    """
    rows = with_changes(stories, at=at).newest_first().for_cards().defer(None)
    said = (
        Prefetch(name, queryset=model.objects.filter(made_at__lte=at))
        for name, model in (("corrections", Correction), ("updates", Update))
    )
    newest = list(rows.prefetch_related("tagged__tag", *said)[:MOST])
    texts = full_texts(newest, at=at)
    items = tuple(_item(story, texts[story.pk]) for story in newest)
    return _feed(items, title=title, description=description, address=address)


def _feed(items: tuple[Item, ...], *, title: str, description: str, address: str) -> Feed:
    page = full(address)
    return Feed(
        title=title,
        description=description,
        address=page,
        rss_address=f"{page}feed/",
        json_address=f"{page}feed.json",
        items=items,
    )


def _item(story: Any, text: str) -> Item:
    picture = story.lead_picture if story.lead_picture and story.lead_picture.is_cleared else None
    lead = picture_html(picture, story.lead_caption) if picture else ""
    shown = None
    if picture:
        address, width, height = rendition(picture)
        shown = FeedPicture(address, width, height, picture.alt, picture.credit)
    return Item(
        identity=identity(story),
        address=full(story.get_absolute_url()),
        title=plain(story.headline),
        summary=plain(story.dek),
        html="\n".join(filter(None, (f"{lead}{text}", notes_html(story)))),
        authors=tuple(authors(story)),
        tags=tuple(tagged.tag.name for tagged in story.tagged.all()),
        published_at=story.published_at,
        updated_at=story.changed_at,
        picture=shown,
    )


def _correction(said: Correction) -> Item:
    """Known for ever by its story and its moment, which never change."""
    story, what = said.article, said.get_kind_display().capitalize()
    address = full(f"{story.get_absolute_url()}#notes")
    return Item(
        identity=f"{identity(story)}-{what.lower()}-{said.made_at.astimezone(UTC):%Y%m%dT%H%M%S.%f}",
        address=address,
        title=f"{what}: {plain(story.headline)}",
        summary=plain(said.text),
        html=format_html(
            '<p>{}</p>\n<p><a href="{}">{}</a></p>',
            marked(said.text),
            address,
            marked(story.headline),
        ),
        authors=(),
        tags=(),
        published_at=said.made_at,
        updated_at=said.made_at,
    )


Find = Callable[..., Any]


@require_safe
def feed(request: HttpRequest, *, of: Find, form: str, **slugs: str) -> HttpResponse:
    """The feed of what `of` finds at these slugs: public, moved (one 301), or missing (404)."""
    at = timezone.now()
    found = of(at=at, **slugs)
    if isinstance(found, str):
        ending = "feed/" if form == "rss" else "feed.json"
        return HttpResponsePermanentRedirect(f"{found}{ending}")
    if found is None:
        raise Http404
    write, content_type = FORMS[form]
    return HttpResponse(write(found), content_type=content_type)


def everything(*, at: datetime) -> Feed:
    publication = settings.PUBLICATION
    return read(
        Article.objects.public(at),
        at=at,
        title=str(publication["name"]),
        description=str(publication["description"]),
        address=reverse("front"),
    )


def listed(kind: str) -> Find:
    """The feed of a section, tag, author or curated list; one without a public story is missing,
    as its page is, but for sections, and for lists that are public."""

    def find(*, at: datetime, slug: str) -> Feed | str | None:
        found = addresses.find(kind, slug)
        row = found.row if found else None
        if row is None or (kind == Address.Kind.CURATED_LIST and not row.is_public(at)):
            return None
        stories = Article.objects.public(at).filter(pk__in=STORIES_OF[kind](row, at))
        if kind in (Address.Kind.TAG, Address.Kind.AUTHOR) and not stories.exists():
            return None
        if isinstance(found, addresses.Moved):
            return found.url
        return _about(row, stories, at)

    return find


STORIES_OF: dict[str, Callable[[Any, datetime], Any]] = {
    Address.Kind.SECTION: lambda row, at: row.stories.values("pk"),
    Address.Kind.TAG: lambda row, at: row.tagged.values("content_object"),
    Address.Kind.AUTHOR: lambda row, at: row.bylines.values("article"),
    Address.Kind.CURATED_LIST: lambda row, at: row.places.values("article"),
}


def entity(kind: str) -> Find:
    """The feed of the stories that name a row of the record."""

    def find(*, at: datetime, slug: str, award: str = "") -> Feed | str | None:
        scoped = kind in (Kind.CEREMONY, Kind.CATEGORY)
        found = (
            record.find_within(kind, award, slug, at=at)
            if scoped
            else record.find(kind, slug, at=at)
        )
        if isinstance(found, record.Moved):
            return found.url
        if found is None:
            return None
        return _about(found.row, Article.objects.public(at).naming(found.row), at)

    return find


def _about(row: _Subject, stories: ArticleQuerySet, at: datetime) -> Feed:
    name = settings.PUBLICATION["name"]
    return read(
        stories,
        at=at,
        title=f"{row.name} | {name}",
        description=f"Stories of {name} about {row.name}.",
        address=row.get_absolute_url(),
    )


def corrections(*, at: datetime) -> Feed:
    """Corrections of public stories, the last first, each an item of its own. One query."""
    said = Correction.objects.filter(public_story("article__", at=at), made_at__lte=at)
    return _feed(
        tuple(map(_correction, said.select_related("article")[:MOST])),
        title=f"Corrections | {settings.PUBLICATION['name']}",
        description="What was wrong, what is right, and on which story it stands.",
        address=reverse("corrections"),
    )


def under(page: str, of: Find, name: str) -> list[URLPattern]:
    """The two addresses of a feed, as RSS and as JSON Feed, under that of a page."""
    return [
        path(f"{page}feed/", feed, {"of": of, "form": "rss"}, name=f"{name}_rss"),
        path(f"{page}feed.json", feed, {"of": of, "form": "json"}, name=f"{name}_json"),
    ]
