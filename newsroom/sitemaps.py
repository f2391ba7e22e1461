"""Sitemaps: every public page once, at its present address; the news sitemap; robots.txt.

They are Django's, but with SITE_URL instead of the request's host. A story's date is its publication
or its last correction or update; pages whose date isn't known have none.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.feeds import with_changes
from articles.full_text import full
from articles.models import Article, Author, Byline, CuratedList, Section, Tag, TaggedStory
from articles.querysets import public_story
from newsroom.indexable import indexable
from people.models import Entity, Kind

NEWS_FOR = timedelta(days=2)
NEWS_MOST = 1000


class SiteSitemap(Sitemap):
    """A sitemap with addresses on SITE_URL, whatever host was requested."""

    limit = 10_000  # the protocol allows 50,000; this keeps the files small

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol: Any = None) -> str:
        return urlsplit(settings.SITE_URL).scheme or "http"


class Stories(SiteSitemap):
    def items(self) -> Any:
        at = timezone.now()
        public = with_changes(Article.objects.public(at), at=at)
        return public.only("slug", "public_id", "published_at").order_by(
            "published_at", "public_id"
        )

    def lastmod(self, story: Any) -> datetime:
        return story.changed_at


class Entities(SiteSitemap):
    """The public entities of one kind that search engines may index."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def items(self) -> Any:
        rows = Entity.objects.public().filter(
            indexable(self.kind, at=timezone.now()), kind=self.kind
        )
        return rows.with_addresses().order_by("pk").only("kind", "slug", "scope", "public_id")


class Lists(SiteSitemap):
    """Sections, and the tags, authors and curated lists that have a public page."""

    def items(self) -> list[Any]:
        at = timezone.now()
        tagged = TaggedStory.objects.filter(
            public_story("content_object__", at=at), tag=OuterRef("pk")
        )
        written = Byline.objects.filter(public_story("article__", at=at), author=OuterRef("pk"))
        return [
            *Section.objects.all(),
            *Tag.objects.filter(Exists(tagged)),
            *Author.objects.filter(Exists(written)),
            *CuratedList.objects.public(at),
        ]


class Pages(SiteSitemap):
    def items(self) -> list[str]:
        return ["/", "/awards/", "/corrections/"]

    def location(self, page: str) -> str:
        return page


SITEMAPS: dict[str, Any] = {
    "pages": Pages,
    "stories": Stories,
    "lists": Lists,
    "people": Entities(Kind.PERSON),
    "productions": Entities(Kind.PRODUCTION),
    "companies": Entities(Kind.COMPANY),
    "awards": Entities(Kind.AWARD),
    "ceremonies": Entities(Kind.CEREMONY),
    "categories": Entities(Kind.CATEGORY),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the addresses of all sitemaps and their pages. One query for each sitemap."""
    addresses = []
    for name, sitemap in SITEMAPS.items():
        instance = sitemap() if isinstance(sitemap, type) else sitemap
        page = full(reverse("sitemap", args=[name]))
        pages = instance.paginator.page_range
        addresses += [page if number == 1 else f"{page}?p={number}" for number in pages]
    lines = [{"location": address} for address in addresses]
    return render(request, "sitemap_index.xml", {"sitemaps": lines}, content_type="application/xml")


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """List the stories of the last two days, in the format of Google News. One query."""
    at = timezone.now()
    recent = Article.objects.public(at).filter(published_at__gt=at - NEWS_FOR)
    stories = recent.newest_first().defer("body")[:NEWS_MOST]
    lines = [(full(story.get_absolute_url()), story) for story in stories]
    return render(
        request,
        "newsroom/news_sitemap.xml",
        {"lines": lines, "name": settings.PUBLICATION["name"]},
        content_type="application/xml",
    )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers out of the desk and the search. It names no other page, which would reveal it."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /search/", ""]
    for agent in settings.CRAWLERS_REFUSED:
        lines += [f"User-agent: {agent}", "Disallow: /", ""]
    lines += [f"Sitemap: {full('/sitemap.xml')}", f"Sitemap: {full('/news-sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
