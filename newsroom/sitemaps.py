"""What search engines are told: every public page once, at its present address, and the news.

Django's sitemaps, with the site's own address instead of the request's. Dates are honest: a
story's is the last change that readers were told of, and a page without a known one has none.
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
    """The address is the publication's, whichever one was asked."""

    limit = 10_000  # of the 50,000 that the protocol allows: a file stays small

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
    """The public rows of one kind, but for those whose pages ask not to be kept."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def items(self) -> Any:
        rows = Entity.objects.public().filter(
            indexable(self.kind, at=timezone.now()), kind=self.kind
        )
        return rows.with_addresses().order_by("pk").only("kind", "slug", "scope", "public_id")


class Lists(SiteSitemap):
    """Sections, and the tags, authors and curated lists that readers can open."""

    def items(self) -> list[Any]:
        at = timezone.now()
        tagged = TaggedStory.objects.filter(
            public_story("content_object__", at=at), tag=OuterRef("pk")
        )
        signed = Byline.objects.filter(public_story("article__", at=at), author=OuterRef("pk"))
        return [
            *Section.objects.all(),
            *Tag.objects.filter(Exists(tagged)),
            *Author.objects.filter(Exists(signed)),
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
    """The addresses of the sitemaps, each page of each. A query for each, to count it."""
    addresses = []
    for name, sitemap in SITEMAPS.items():
        made = sitemap() if isinstance(sitemap, type) else sitemap
        page = full(reverse("sitemap", args=[name]))
        pages = made.paginator.page_range
        addresses += [page if number == 1 else f"{page}?p={number}" for number in pages]
    lines = [{"location": address} for address in addresses]
    return render(request, "sitemap_index.xml", {"sitemaps": lines}, content_type="application/xml")


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The stories of the last two days, as news search wants them. One query."""
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
    """Who may look where. Names no page but the desk's door and the search."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /search/", ""]
    for agent in settings.CRAWLERS_REFUSED:
        lines += [f"User-agent: {agent}", "Disallow: /", ""]
    lines += [f"Sitemap: {full('/sitemap.xml')}", f"Sitemap: {full('/news-sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
