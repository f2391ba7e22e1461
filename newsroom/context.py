"""What every template knows: the publication, and what stands at the head and the foot of a page."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.models import Article, CuratedList, CuratedStory, Section
from articles.querysets import public_story

# Pages with a feed under them: see `feeds.addresses_under` in newsroom/urls.py.
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

AT_THE_FOOT = 6  # stories of the list: about as many as there are sections beside it


@dataclass(frozen=True)
class FootList:
    """The curated list at the foot of every page, with its public stories in order."""

    name: str
    address: str
    stories: tuple[Article, ...]


def site(request: HttpRequest) -> dict[str, Any]:
    """Runs no query itself: one when a template first reads `sections`, one for `foot_list`.

    `canonical` is the page's address without its query; a view that knows better says so.
    """
    return {
        "publication": settings.PUBLICATION,
        "sections": SimpleLazyObject(lambda: tuple(Section.objects.all())),
        "foot_list": SimpleLazyObject(foot_list),
        "canonical": f"{settings.SITE_URL}{request.path}",
        "feed": _feed(request),
    }


def _feed(request: HttpRequest) -> str:
    """The page's address where it has feeds under it, else nothing."""
    match = request.resolver_match
    has = match is not None and match.url_name in WITH_FEEDS
    return f"{settings.SITE_URL}{request.path}" if has else ""


def foot_list() -> FootList | None:
    """The list that an editor put at the foot, if it and any story on it are public. One query."""
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
