"""Finds and sorts the stories that the desk lists: by words, by state, by author, section and tag.

A list has a thousand stories at most, and reading an index stops there, so a list costs the same with
a thousand stories as with a hundred thousand. When more than three thousand are found, only those
saved last are sorted by date of publication or by headline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import cast

from django.contrib.auth.models import AbstractUser
from django.db.models import F, Q

from articles import desk_index, rights
from articles.models import Article
from articles.querysets import ArticleQuerySet
from articles.stages import IN_REVIEW, Stage
from search import desk_search
from search.desk_search import Search

MOST = 1_000
SORTED = 3_000  # of the stories found, how many are sorted otherwise than by their last save

# An embargo holds a story back if it ends after the time that was scheduled.
HELD = Q(embargoed_until__isnull=False, embargoed_until__gte=F("published_at"))
UNPUBLISHED = tuple(map(desk_index.of_stage, Stage))


@dataclass(frozen=True)
class State:
    """A state that the list can be filtered by: marks, and moments compared with the clock."""

    label: str
    marks: tuple[str, ...]
    is_ahead: bool | None = None  # whether readers don't have it yet
    is_held: bool | None = None  # whether an embargo is the reason

    def narrow(self, search: Search, *, at: datetime) -> Search:
        search = replace(search, marks=(*search.marks, self.marks))
        if self.is_ahead is None:
            return search
        ahead = Article.objects.filter(withdrawn_at=None).filter(
            Q(published_at__gt=at) | Q(published_at__isnull=False, embargoed_until__gt=at)
        )
        if self.is_held is not None:
            held = HELD & Q(embargoed_until__gt=at)
            ahead = ahead.filter(held if self.is_held else ~held)
        rows = ahead.order_by().values("id")
        return replace(search, among=rows) if self.is_ahead else replace(search, apart=rows)


STATES = {
    Stage.DRAFT.value: State("Draft", (desk_index.of_stage(Stage.DRAFT),)),
    "review": State("In review", tuple(map(desk_index.of_stage, IN_REVIEW))),
    **{
        stage.value: State(stage.label.capitalize(), (desk_index.of_stage(stage),))
        for stage in IN_REVIEW
    },
    "scheduled": State("Scheduled", (desk_index.OUT,), is_ahead=True, is_held=False),
    "embargoed": State("Embargoed", (desk_index.OUT,), is_ahead=True, is_held=True),
    "published": State("Published", (desk_index.OUT,), is_ahead=False),
    "changed": State("Published, with changes", (desk_index.CHANGED,), is_ahead=False),
    "withdrawn": State("Withdrawn", (desk_index.WITHDRAWN,)),
}

SORTS = ("saved", "published", "headline")


@dataclass(frozen=True)
class ListQuery:
    """The filters and order of a list. `sort` is one of SORTS, with a hyphen for the reverse."""

    words: str = ""
    state: str = ""
    marks: Sequence[Sequence[str]] = ()
    sort: str = "-saved"

    @property
    def is_everything(self) -> bool:
        return not (self.words.strip() or self.state or self.marks)


@dataclass(frozen=True)
class ListResult:
    """The ids of a list in order, at most MOST. `is_cut`: there are more.

    `is_of_latest`: only the SORTED stories that were saved last were sorted.
    """

    ids: list[int]
    is_cut: bool = False
    is_of_latest: bool = False


def find(query: ListQuery, *, user: AbstractUser, at: datetime) -> ListResult:
    """Return the stories that match `query` and that the user may see, in order.

    One query, or two; up to five where more than MOST stories are to be sorted.
    """
    if not rights.sees_all(user):
        if not rights.may_write(user):
            return ListResult([])
        # Theirs alone are looked for: nobody learns from a list what a colleague's draft says.
        mine = (desk_index.of_writer(user.pk),)
        query = replace(query, marks=(*query.marks, mine))
    search = Search(query.words, query.marks)
    if state := STATES.get(query.state):
        search = state.narrow(search, at=at)
    stories: ArticleQuerySet = Article.objects.out_of_bin()
    if query.is_everything:
        return _cut(islice(_sorted(stories, search, query.sort), MOST + 1))
    if query.sort in ("-saved", "saved"):
        return _cut(desk_search.find(search, most=MOST + 1, oldest=query.sort == "saved")[0])
    found, search = desk_search.find(search, most=SORTED + 1)
    if len(found) <= MOST:
        return _cut(_sorted(stories.filter(pk__in=found), search, query.sort))
    # The plus keeps SQLite from using the primary key here: it would read every story found, then sort.
    rows, parameters = desk_search.statement([search], most=SORTED)
    where = f"+articles_article.id IN ({rows})"
    stories = cast(ArticleQuerySet, stories.extra(where=[where], params=parameters))
    listed = _cut(islice(_sorted(stories, search, query.sort), MOST + 1))
    return replace(listed, is_of_latest=len(found) > SORTED)


def _cut(found: Iterable[int]) -> ListResult:
    ids = list(found)
    return ListResult(ids[:MOST], is_cut=len(ids) > MOST)


def _sorted(stories: ArticleQuerySet, search: Search, sort: str) -> Iterator[int]:
    """Yield ids in the order of an index. Stories without a date come last either way."""
    sign, name = ("-" if sort.startswith("-") else ""), sort.removeprefix("-")
    columns = {
        "saved": ("saved_at", "pk"),
        "published": ("published_at", "public_id"),
        "headline": ("folded_headline", "pk"),
    }[name]
    rows = stories.order_by(*(f"{sign}{column}" for column in columns))
    if name != "published":
        yield from rows.values_list("pk", flat=True)[: MOST + 1]
        return
    yield from rows.filter(published_at__isnull=False).values_list("pk", flat=True)[: MOST + 1]
    unpublished = replace(search, marks=(*search.marks, UNPUBLISHED))
    yield from desk_search.find(unpublished, most=MOST + 1)[0]
