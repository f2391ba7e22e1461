"""What every template gets: the publication, and what the head and the foot of a page show."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.models import Article, CuratedList, CuratedStory, Section
from articles.querysets import public_story

# Names of pages that have feeds: see `feeds.addresses_under` in newsroom/urls.py.
WITH_FEEDS = frozenset(
    [
        "front",
        "corrections",
        "section",
        "tag",
        "author",
        "curated_list",
        "person",
        "production",
        "company",
        "award",
        "ceremony",
        "category",
    ]
)

AT_THE_FOOT = 6  # stories: about as many as there are sections beside them


@dataclass(frozen=True)
class FootList:
    """The curated list at the foot of every page, with its public stories in order."""

    name: str
    address: str
    stories: tuple[Article, ...]


def site(request: HttpRequest) -> dict[str, Any]:
    """No query at once: one when a template first reads `sections`, and one for `foot_list`.

    `canonical` is the page's address without its query; a view may override it.
    """
    return {
        "publication": settings.PUBLICATION,
        "sections": SimpleLazyObject(lambda: tuple(Section.objects.all())),
        "foot_list": SimpleLazyObject(foot_list),
        "canonical": f"{settings.SITE_URL}{request.path}",
        "feed": f"{settings.SITE_URL}{request.path}" if _has_feeds(request) else "",
    }


def _has_feeds(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.url_name in WITH_FEEDS


def foot_list() -> FootList | None:
    """Return the list that an editor put at the foot, if it and any of its stories are public. One query."""
    places = (
        CuratedStory.objects.filter(
            public_story("article__"),
            curated_list__in=CuratedList.objects.public().filter(is_at_foot=True),
        )
        .select_related("article", "curated_list")
        .only(
            "curated_list__name",
            "curated_list__slug",
            "article__headline",
            "article__slug",
            "article__public_id",
            "article__published_at",
        )[:AT_THE_FOOT]
    )
    stories = tuple(place.article for place in places)
    if not stories:
        return None
    shown = places[0].curated_list
    return FootList(shown.name, shown.get_absolute_url(), stories)
