"""The desk's dashboard: my drafts, what is in review, what goes out today and what just went out.

Published stories are listed for everyone with a role, other stories only for those who may see them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time

from django.contrib.auth.models import AbstractUser
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from articles.body.plain_text import word_count
from articles.desk_index import CHANGED, among, of_writer
from articles.desk_lists import UNPUBLISHED
from articles.models import Article, Correction
from articles.querysets import ArticleQuerySet, public_story
from articles.rights import may_publish, may_see, sees_all, stories_for
from articles.sent_back import SentBack, moves_of_each, sent_back_from, with_last_move
from articles.stages import IN_REVIEW
from articles.status import Status, status_of
from articles.working_copies import UnsavedText, all_unsaved_texts
from awards.models import Ceremony
from newsroom.admin_site.navigation import Waiting
from newsroom.backups import retention
from newsroom.picture_uses import Uses, uses_of_each
from photos.models import Picture
from photos.rights_status import RightsStatus, license_status
from search.desk_search import Search

ROWS = 6  # of each table and list
JUST_OUT = 3  # of today's stories, above the line that says "Now"


@dataclass(frozen=True)
class StoryRow:
    """One row of a dashboard table. `since`: when the story entered its present stage."""

    story: Article
    headline: str
    status: Status
    writer: str
    words: int = 0
    since: datetime | None = None
    address: str = ""  # at the desk; the public page of a story that the user may not see there
    is_theirs: bool = True  # whether the user may see it at the desk
    sent_back: SentBack | None = None


@dataclass(frozen=True)
class TimelineEntry:
    """A line of the timeline: a story, and when readers get it or got it."""

    at: datetime
    row: StoryRow
    is_past: bool

    @property
    def is_embargo(self) -> bool:
        """Return whether the end of an embargo, and not the story's own time, releases it."""
        return not self.is_past and self.at == self.row.story.embargoed_until


@dataclass(frozen=True)
class LicenseEnd:
    """A picture whose license is about to end or has ended, and where it is used."""

    picture: Picture
    status: RightsStatus | None
    uses: list[Uses]


@dataclass(frozen=True)
class Home:
    at: datetime
    title: str
    sees_all: bool  # otherwise only their own stories
    publishes: bool
    published_today: int
    scheduled: int
    waiting_for: Waiting
    unsaved: tuple[UnsavedText, ...]  # what this user has typed on any story's screen and not saved
    drafts: list[StoryRow]
    waiting: list[StoryRow]
    just_out: list[TimelineEntry]
    coming: list[TimelineEntry]
    published: list[StoryRow]
    licenses: list[LicenseEnd]
    ceremonies: list[Ceremony]
    corrections: list[tuple[Correction, str]]  # with the address of the story
    backup_warning: str = ""  # for users who manage accounts


def build_home(user: AbstractUser, *, at: datetime, waiting_for: Waiting) -> Home:
    """Return what the dashboard shows this user.

    Nine queries, however much there is; up to five more while a license is about to end, for users
    who clear pictures.
    """
    mine = stories_for(user)
    out = Article.objects.public(at)
    if not user.get_all_permissions():
        out = out.none()
    review = Q(published_at=None, stage__in=IN_REVIEW)
    ahead = Q(published_at__gt=at) | Q(published_at__isnull=False, embargoed_until__gt=at)
    today = public_story(at=at)
    midnight = _midnight(at)
    since_midnight = Q(published_at__gte=midnight) | Q(embargoed_until__gte=midnight)
    of_today = mine.filter(since_midnight, withdrawn_at=None)
    published_today = Q(pk__in=out.filter(since_midnight).values("pk"))
    scheduled = ahead & Q(pk__in=of_today.values("pk"))
    counts = Article.objects.filter(since_midnight).aggregate(
        published_today=Count("pk", filter=published_today),
        scheduled=Count("pk", filter=scheduled),
    )
    just_out = [_entry(story, at) for story in _cards(of_today.filter(today), "-out_at", "-pk")]
    coming = [_entry(story, at) for story in _cards(of_today.filter(ahead), "out_at", "pk")]
    # From the desk's index, which has them in this order, so that only these few are read.
    own = Search(marks=[(of_writer(user.pk),), (*UNPUBLISHED, CHANGED)])
    drafts = among(mine, [own], most=ROWS)
    return Home(
        at=at,
        title=f"{_part_of_day(at)} desk",
        sees_all=sees_all(user),
        publishes=may_publish(user),
        **counts,
        waiting_for=waiting_for,
        unsaved=all_unsaved_texts(user),
        drafts=[
            replace(_row(story, at, counted=True), sent_back=sent_back_from(story))
            for story in _cards(with_last_move(drafts), "-saved_at", "-pk", with_text=True)
        ],
        waiting=[_row(story, at) for story in _cards(mine.filter(review), "moved_at", "pk")],
        just_out=just_out[JUST_OUT - 1 :: -1],
        coming=coming,
        published=[
            _row(story, at, user=user) for story in _cards(out, "-published_at", "-public_id")
        ],
        licenses=_licenses(user, at) if waiting_for.licenses else [],
        ceremonies=_ceremonies(user, at),
        corrections=_corrections(user, at),
        backup_warning=retention.warning(at=at) if user.has_perm("newsroom.change_user") else "",
    )


def _midnight(at: datetime) -> datetime:
    """Return when the day of the newsroom's time zone began."""
    zone = timezone.get_default_timezone()
    return datetime.combine(at.astimezone(zone).date(), time.min, tzinfo=zone)


def _part_of_day(at: datetime) -> str:
    hour = at.astimezone(timezone.get_default_timezone()).hour
    names = ((5, "Night"), (12, "Morning"), (17, "Afternoon"), (21, "Evening"), (24, "Night"))
    return next(name for until, name in names if hour < until)


def _cards(stories: ArticleQuerySet, *order: str, with_text: bool = False) -> ArticleQuerySet:
    """Return the first ROWS stories, with what a row shows.

    `out_at` is when readers get a story: its own time, or the end of its embargo if that is later.
    """
    later = Q(embargoed_until__gt=F("published_at"))
    return (
        stories.annotate(
            out_at=Case(When(later, then=F("embargoed_until")), default=F("published_at")),
            moved_at=Coalesce(Subquery(moves_of_each().values("at")[:1]), "saved_at"),
        )
        .select_related("newest", "section", "created_by")
        .defer("body", *(() if with_text else ("newest__content",)))
        .order_by(*order)[:ROWS]
    )


def _row(
    story: Article, at: datetime, *, counted: bool = False, user: AbstractUser | None = None
) -> StoryRow:
    """`user`: only for a story that might not be visible to them at the desk."""
    newest = story.newest
    return StoryRow(
        story=story,
        headline=newest.shown_headline if newest else str(story),
        status=status_of(story, at=at),
        writer=story.created_by.display_name if story.created_by else "",
        words=word_count(newest.content.get("body", "")) if counted and newest else 0,
        since=story.moved_at,
        address=_address(story, user),
        is_theirs=user is None or may_see(user, story),
    )


def _address(story: Article, user: AbstractUser | None) -> str:
    """Return the story's address at the desk, or its public page if the user may not see it there."""
    if user is None or may_see(user, story):
        return reverse("admin:articles_article_change", args=[story.pk])
    return story.get_absolute_url()


def _entry(story: Article, at: datetime) -> TimelineEntry:
    return TimelineEntry(story.out_at, _row(story, at), is_past=story.out_at <= at)


def _licenses(user: AbstractUser, at: datetime) -> list[LicenseEnd]:
    """Return pictures whose license ends within a week or has ended, with their uses."""
    pictures = list(Picture.objects.ending(at)[:ROWS])
    uses = uses_of_each(pictures, user=user, at=at)
    return [
        LicenseEnd(picture, license_status(picture), used)
        for picture, used in zip(pictures, uses, strict=True)
    ]


def _ceremonies(user: AbstractUser, at: datetime) -> list[Ceremony]:
    """Return upcoming ceremonies, the next one first, each with its number of contests."""
    if not user.has_perm("awards.view_ceremony"):
        return []
    year = f"{at.astimezone(timezone.get_default_timezone()):%Y}"
    unheld = Q(held_on__gte=year) | Q(held_on="", year_label__gte=year)
    rows = Ceremony.objects.unmerged().filter(unheld).select_related("award")
    rows = rows.annotate(contest_count=Count("contests")).order_by("held_on", "pk")[: 4 * ROWS]
    coming = [row for row in rows if row.period and row.period.end(row.zone) > at]
    return coming[:ROWS]


def _corrections(user: AbstractUser, at: datetime) -> list[tuple[Correction, str]]:
    if not user.get_all_permissions():
        return []
    # Exists(), since SQLite would go through all public stories first for an IN.
    is_public = Exists(Article.objects.public(at).filter(pk=OuterRef("article")))
    rows = Correction.objects.filter(is_public, made_at__lte=at).select_related("article")
    return [(row, _address(row.article, user)) for row in rows.defer("article__body")[:ROWS]]
