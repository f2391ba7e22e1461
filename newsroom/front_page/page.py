"""The readers' front page: pinned stories in their places, then the newest. No story appears twice.

Eight queries: the stories with their pins; bylines; the curated list; stories related to the lead and
of the section tabs; the season's ceremonies; the ledger's two; sections.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery, prefetch_related_objects
from django.utils import timezone

from articles.models import Article, Byline, CuratedList, CuratedStory, RelatedStory, Section
from articles.querysets import ArticleQuerySet, public_story
from newsroom.context_processors import FootList
from newsroom.front_page.season import Season, awards_season
from newsroom.models import FrontSlot
from press.recording import made_from

NEWEST = 40  # stories considered for the five places and the river
RIVER = 9  # the column of latest stories
LINKS = 3  # under the lead
BEST = 5  # of the curated list
TABS = 4
IN_A_TAB = 3


@dataclass(frozen=True)
class Tab:
    """The newest stories of a section that appear nowhere else on the page."""

    section: Section
    stories: tuple[Article, ...]


@dataclass(frozen=True)
class Front:
    """Everything that the front page shows. `moment`, when its newest story came out, is its date."""

    moment: datetime | None = None
    lead: Article | None = None
    links: tuple[Article, ...] = ()
    seconds: tuple[Article, ...] = ()
    river: tuple[Article, ...] = ()
    best: tuple[Article, ...] = ()
    foot_list: FootList | None = None
    tabs: tuple[Tab, ...] = ()
    season: Season | None = None
    sections: tuple[Section, ...] = ()

    @property
    def day_of_year(self) -> str:
        """ "264 of 366". A call sheet gives the day of shooting in the same way."""
        if self.moment is None:
            return ""
        day = timezone.localtime(self.moment, timezone.get_default_timezone())
        return f"{day.timetuple().tm_yday} of {366 if isleap(day.year) else 365}"


def build_front_page(*, at: datetime) -> Front:
    """Return everything that the front page shows to readers at that moment. Eight queries."""
    made_from("stories", "all")
    made_from("front", "places")
    sections = tuple(Section.objects.all())
    newest = _candidates(at)
    if not newest:
        return Front(sections=sections)
    moment = max(story.published_at for story in newest if story.published_at)
    places, rest = _placed(newest)
    foot_list = _foot_list(at)
    kept = foot_list.stories if foot_list else ()
    best = tuple(story for story in kept if story not in places)[:BEST]
    rest = [story for story in rest if story not in best]
    river = rest[: min(RIVER, (len(rest) + 1) // 2)]
    below = _below(places, [*best, *river], sections, at=at)
    links = tuple(story for story in below if story.related_place is not None)[:LINKS]
    _with_bylines([*places[:2], *best])
    return Front(
        moment=moment,
        lead=places[0],
        links=links,
        seconds=tuple(places[1:]),
        river=tuple(story for story in river if story not in links),
        best=tuple(story for story in best if story not in links),
        foot_list=foot_list,
        tabs=_tabs(below, sections, lead=places[0]),
        season=awards_season(moment, at=at),
        sections=sections,
    )


def stories_by_place(*, at: datetime) -> list[Any]:
    """Return the stories of places 1 to 5 at that moment, fewer if there are fewer. One query.

    Each has `pinned_to`: the place that an editor pinned it to, or None.
    """
    newest = _candidates(at)
    return _placed(newest)[0] if newest else []


def _cards(stories: ArticleQuerySet) -> ArticleQuerySet:
    """Return the stories for cards, without bylines: those that show one get it in a single query."""
    return stories.for_cards().prefetch_related(None)


def _candidates(at: datetime) -> list[Any]:
    """Return the newest public stories and the pinned ones, annotated with their pin. One query."""
    public = Article.objects.public(at)
    active = FrontSlot.objects.active(at)
    own = active.filter(article=OuterRef("pk")).order_by("place", "-from_at", "-pk")
    return list(
        _cards(
            public.filter(
                Q(pk__in=public.newest_first().values("pk")[:NEWEST])
                | Q(pk__in=active.values("article"))
            )
        )
        .annotate(
            pinned_to=Subquery(own.values("place")[:1]),
            pinned_from=Subquery(own.values("from_at")[:1]),
        )
        .newest_first()
    )


def _placed(newest: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """Return the stories of places 1 to 5, and all others. Of two pins the later one counts."""
    pinned: dict[int, Any] = {}
    for story in newest:
        if story.pinned_to and (
            story.pinned_to not in pinned or story.pinned_from > pinned[story.pinned_to].pinned_from
        ):
            pinned[story.pinned_to] = story
    others = [story for story in newest if story not in pinned.values()]
    by_recency = iter(others)
    filled = [pinned.get(place) or next(by_recency, None) for place in FrontSlot.Place.values]
    places = [story for story in filled if story]
    return places, [story for story in others if story not in places]


def _foot_list(at: datetime) -> FootList | None:
    """Return the list for the foot of the page with whole cards, which the footer uses too."""
    made_from("shell", "foot")
    places = (
        CuratedStory.objects.filter(
            public_story("article__", at=at),
            curated_list__in=CuratedList.objects.public(at).filter(is_at_foot=True),
        )
        .select_related("curated_list", "article__section", "article__lead_picture")
        .defer("article__body")[: BEST + 1]
    )
    stories = tuple(place.article for place in places)
    if not stories:
        return None
    shown = places[0].curated_list
    return FootList(shown.name, shown.get_absolute_url(), stories)


def _below(
    places: list[Article], others: list[Article], sections: Iterable[Section], *, at: datetime
) -> list[Any]:
    """Return stories related to the lead, and each section's newest that aren't shown above. One query."""
    public = Article.objects.public(at)
    related = RelatedStory.objects.filter(article=places[0], related=OuterRef("pk"))
    shown = [story.pk for story in (*places, *others)]
    wanted = Q(Exists(related)) & ~Q(pk__in=[story.pk for story in places])
    for section in sections:
        not_shown = public.filter(~Exists(related), section=section).exclude(pk__in=shown)
        wanted |= Q(pk__in=not_shown.newest_first().values("pk")[:IN_A_TAB])
    return list(
        _cards(public.filter(wanted))
        .annotate(related_place=Subquery(related.values("position")[:1]))
        .order_by("related_place", "-published_at", "-public_id")
    )


def _tabs(below: Iterable[Any], sections: Iterable[Section], *, lead: Article) -> tuple[Tab, ...]:
    """Return four sections in their usual order: those with most stories, the lead's own last."""
    by_section = [
        Tab(section, tuple(s for s in below if s.section == section and s.related_place is None))
        for section in sections
    ]
    full = [tab for tab in by_section if tab.stories]
    full.sort(key=lambda tab: (tab.section == lead.section, -len(tab.stories)))
    chosen = full[:TABS]
    return tuple(tab for tab in by_section if tab in chosen)


def _with_bylines(stories: list[Article]) -> None:
    names = Byline.objects.select_related("author")
    prefetch_related_objects(stories, Prefetch("bylines", queryset=names))
