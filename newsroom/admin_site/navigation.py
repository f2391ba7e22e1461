"""The desk's navigation: its pages in groups, with shortcuts and counts of what needs attention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.models import AbstractUser
from django.db.models import Count, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse

from articles.rights import may_change_some, stories_for
from articles.stages import IN_REVIEW
from newsroom import site_health
from photos.models import Picture

if TYPE_CHECKING:
    from newsroom.admin_site.site import Desk


@dataclass(frozen=True)
class Place:
    """A list or a page of the desk. `key` is typed after g; `counts` names a field of `Waiting`."""

    label: str
    model: str  # of a list: "articles.article"; "" for a page, whose address `page` names
    icon: str
    key: str = ""
    counts: str = ""
    counted: str = ""  # what the number counts, for screen readers
    page: str = ""  # "index" is the dashboard
    needs: str = ""  # the permission that the page requires; "" for none

    @property
    def drawing(self) -> str:
        """The template that draws its icon."""
        return f"admin/parts/icons/{self.icon}.html"


PLACES: dict[str, tuple[Place, ...]] = {
    "Newsroom": (
        Place("Dashboard", "", "table", key="h", page="index"),
        Place("Stories", "articles.article", "heading", "s", "in_review", "in review"),
        Place("Corrections", "articles.correction", "speech", "r"),
        Place("Front page", "newsroom.frontslot", "front", "f"),
    ),
    "The record": (
        Place("People", "people.person", "person", "p"),
        Place("Productions", "people.production", "reel", "t"),
        Place("Companies", "people.company", "house", "c"),
        Place("Awards", "awards.award", "award", "a"),
        Place("Ceremonies", "awards.ceremony", "calendar", "e"),
    ),
    "Library": (
        Place(
            "Pictures", "photos.picture", "picture", "i", "uncleared", "without credit or rights"
        ),
        Place("Tags", "articles.tag", "tag", "l"),
        Place("Lists", "articles.curatedlist", "list"),
        Place("Authors", "articles.author", "pen"),
        Place("Sections", "articles.section", "sections"),
    ),
    "Admin": (
        Place("Users", "newsroom.user", "users", "u"),
        Place("Log", "history.change", "log"),
        Place("Site health", "", "pulse", page="site_health", needs=site_health.NEEDS),
    ),
}


@dataclass(frozen=True)
class Waiting:
    """How much needs attention: submitted stories, pictures without rights, licenses about to end."""

    in_review: int = 0
    uncleared: int = 0
    licenses: int = 0

    @classmethod
    def of(cls, user: AbstractUser) -> Waiting:
        """Count what this user may see. One query; none for a user who may see neither."""
        queries = []
        if may_change_some(user):
            handed_in = stories_for(user).filter(published_at=None, stage__in=IN_REVIEW)
            queries.append(_counted(handed_in, "in_review"))
        if user.has_perm("photos.change_picture"):
            queries.append(_counted(Picture.objects.uncleared(), "uncleared"))
            queries.append(_counted(Picture.objects.ending(), "licenses"))
        if not queries:
            return cls()
        return cls(**dict(queries[0].union(*queries[1:], all=True)))


def _counted(rows: QuerySet[Any], name: str) -> QuerySet[Any]:
    """Return a query for one row, the name and the count; for no row if there is nothing to count."""
    named = rows.order_by().annotate(waiting=Value(name)).values("waiting")
    return named.annotate(number=Count("pk")).values_list("waiting", "number")


@dataclass(frozen=True)
class Entry:
    """A place as the navigation shows it."""

    place: Place
    url: str
    current: str = ""  # aria-current: "page" on the list itself, "true" on the forms of its rows
    number: int = 0


@dataclass(frozen=True)
class PlaceGroup:
    name: str
    entries: tuple[Entry, ...]


def navigation(
    site: Desk, request: HttpRequest, *, waiting: Waiting | None = None
) -> tuple[PlaceGroup, ...]:
    """Return the places that the user may open, with the counts of `waiting`. No query."""
    groups = (
        PlaceGroup(name, tuple(_entries(site, request, places, waiting)))
        for name, places in PLACES.items()
    )
    return tuple(group for group in groups if group.entries)


def _entries(
    site: Desk, request: HttpRequest, places: Iterable[Place], waiting: Waiting
) -> Iterator[Entry]:
    here = request.resolver_match.url_name if request.resolver_match else ""
    for place in places:
        if place.page:
            if not place.needs or request.user.has_perm(place.needs):
                address = reverse(f"admin:{place.page}")
                yield Entry(place, address, "page" if here == place.page else "")
        elif may_open(site, request, place.model):
            name = place.model.replace(".", "_")
            current = "true" if f"{here}".startswith(f"{name}_") else ""
            if here == f"{name}_changelist":
                current = "page"
            number = getattr(waiting, place.counts) if place.counts else 0
            yield Entry(place, reverse(f"admin:{name}_changelist"), current, number)


def may_open(site: Desk, request: HttpRequest, label: str) -> bool:
    """Return whether the user may view this model's list at the desk."""
    model = apps.get_model(label)
    return site.is_registered(model) and site.get_model_admin(model).has_view_or_change_permission(
        request
    )
