"""Feeds of the front page, of every list of stories and of every page of the record."""

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
from press.recording import made_from
from press.views import kept

MOST = 30  # items of a feed
FORMS = {"rss": (rss, RSS_TYPE), "json": (json_feed, JSON_TYPE)}


class _Subject(Protocol):
    """What a feed is about: a section, tag, author, curated list or entity."""

    name: str

    def get_absolute_url(self) -> str: ...


def identity(story: Article) -> str:
    """Return the story's permanent id (RFC 4151). A new slug, section or domain doesn't change it."""
    return f"tag:{settings.PUBLICATION['authority']}:story-{story.public_id}"


def with_changes(stories: ArticleQuerySet, *, at: datetime) -> ArticleQuerySet:
    """Annotate `changed_at`: the latest correction or update before `at`, or the publication."""

    def last(model: Any) -> Subquery:
        notes = model.objects.filter(article=OuterRef("pk"), made_at__lte=at).order_by()
        return Subquery(notes.values("article").annotate(last=Max("made_at")).values("last"))

    # Coalesce, since on SQLite Greatest is NULL as soon as one of its arguments is.
    published = "published_at"
    changes = (Coalesce(last(model), published) for model in (Correction, Update))
    return stories.annotate(changed_at=Greatest(published, *changes))


def feed_of_stories(
    stories: ArticleQuerySet, *, at: datetime, title: str, description: str, address: str
) -> Feed:
    """Return a feed of the newest of these public stories, each with its full text and its
    corrections and updates at the end. Seven queries.
    """
    rows = with_changes(stories, at=at).newest_first().for_cards().defer(None)
    notes = (
        Prefetch(name, queryset=model.objects.filter(made_at__lte=at))
        for name, model in (("corrections", Correction), ("updates", Update))
    )
    newest = list(rows.prefetch_related("tagged__tag", *notes)[:MOST])
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
        picture=FeedPicture(*rendition(picture), picture.alt, picture.credit) if picture else None,
    )


def _correction(correction: Correction) -> Item:
    """Its id is made of the story's id and the moment, which never change."""
    story, what = correction.article, correction.get_kind_display().capitalize()
    made_at = correction.made_at
    address = full(f"{story.get_absolute_url()}#notes")
    return Item(
        identity=f"{identity(story)}-{what.lower()}-{made_at.astimezone(UTC):%Y%m%dT%H%M%S.%f}",
        address=address,
        title=f"{what}: {plain(story.headline)}",
        summary=plain(correction.text),
        html=format_html(
            '<p>{}</p>\n<p><a href="{}">{}</a></p>',
            marked(correction.text),
            address,
            marked(story.headline),
        ),
        authors=(),
        tags=(),
        published_at=made_at,
        updated_at=made_at,
    )


Find = Callable[..., Any]
"""Takes `at` and the slugs of an address. Returns a Feed, the page's new address, or None."""


@require_safe
def feed(request: HttpRequest, *, find_feed: Find, form: str, **slugs: str) -> HttpResponse:
    """Answer with the feed that `find_feed` returns for these slugs, or redirect (301) or raise 404.

    `form`: "rss" or "json".
    """
    at = timezone.now()
    found = find_feed(at=at, **slugs)
    if isinstance(found, str):
        ending = "feed/" if form == "rss" else "feed.json"
        return HttpResponsePermanentRedirect(f"{found}{ending}")
    if found is None:
        raise Http404
    write, content_type = FORMS[form]
    return HttpResponse(write(found), content_type=content_type)


def everything(*, at: datetime) -> Feed:
    publication = settings.PUBLICATION
    made_from("stories", "all")
    return feed_of_stories(
        Article.objects.public(at),
        at=at,
        title=str(publication["name"]),
        description=str(publication["description"]),
        address=reverse("front"),
    )


def listed(kind: str) -> Find:
    """Return the finder for the feeds of sections, tags, authors or curated lists.

    A tag or an author without a public story has no page, and so no feed.
    """

    def find(*, at: datetime, slug: str) -> Feed | str | None:
        found = addresses.find(kind, slug)
        row = found.row if found else None
        if row is None or (kind == Address.Kind.CURATED_LIST and not row.is_public(at)):
            return None
        made_from(LIST_OF[kind], row.pk)
        stories = Article.objects.public(at).filter(pk__in=STORIES_OF[kind](row, at))
        if kind in (Address.Kind.TAG, Address.Kind.AUTHOR) and not stories.exists():
            return None
        if isinstance(found, addresses.Moved):
            return found.url
        return _feed_about(row, stories, at)

    return find


LIST_OF: dict[str, str] = {
    Address.Kind.SECTION: "in-section",
    Address.Kind.TAG: "tagged",
    Address.Kind.AUTHOR: "by-author",
    Address.Kind.CURATED_LIST: "on-list",
}
"""What `press` calls the list of each."""
STORIES_OF: dict[str, Callable[[Any, datetime], Any]] = {
    Address.Kind.SECTION: lambda row, at: row.stories.values("pk"),
    Address.Kind.TAG: lambda row, at: row.tagged.values("content_object"),
    Address.Kind.AUTHOR: lambda row, at: row.bylines.values("article"),
    Address.Kind.CURATED_LIST: lambda row, at: row.places.values("article"),
}


def entity(kind: str) -> Find:
    """Return the finder for the feeds of stories that name an entity of this kind."""

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
        made_from("naming", found.row.pk)
        return _feed_about(found.row, Article.objects.public(at).naming(found.row), at)

    return find


def _feed_about(row: _Subject, stories: ArticleQuerySet, at: datetime) -> Feed:
    name = settings.PUBLICATION["name"]
    return feed_of_stories(
        stories,
        at=at,
        title=f"{row.name} | {name}",
        description=f"Stories of {name} about {row.name}.",
        address=row.get_absolute_url(),
    )


def corrections(*, at: datetime) -> Feed:
    """Return the corrections of public stories, newest first, each as an item. One query."""
    made_from("corrections", "all")
    newest = Correction.objects.filter(public_story("article__", at=at), made_at__lte=at)
    return _feed(
        tuple(map(_correction, newest.select_related("article")[:MOST])),
        title=f"Corrections | {settings.PUBLICATION['name']}",
        description="What was wrong, what is right, and in which story.",
        address=reverse("corrections"),
    )


def addresses_under(page: str, find_feed: Find, name: str) -> list[URLPattern]:
    """Return the addresses of a page's feeds, RSS and JSON Feed, below the page's own."""
    return [
        path(
            f"{page}feed/", kept(feed), {"find_feed": find_feed, "form": "rss"}, name=f"{name}_rss"
        ),
        path(
            f"{page}feed.json",
            kept(feed),
            {"find_feed": find_feed, "form": "json"},
            name=f"{name}_json",
        ),
    ]
