"""Which stories the desk lists and in what order: by their words, where they stand, whose they are.

A list has the first thousand. Whatever there is beyond, finding them reads no more than that of an
index, so that a list costs the same when the newsroom has a thousand stories and a hundred thousand.
Of more than three thousand found, those that were saved last are put in another order.
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
SORTED = 3_000  # stories found that are put in another order than that of the last save

# Of its own time and its embargo the later one counts.
HELD = Q(embargoed_until__isnull=False, embargoed_until__gte=F("published_at"))
UNPUBLISHED = tuple(map(desk_index.of_stage, Stage))


@dataclass(frozen=True)
class State:
    """What a list can be narrowed to. The moments narrow the marks further, at the time it is asked."""

    label: str
    marks: tuple[str, ...]
    is_ahead: bool | None = None  # whether readers are still to get it
    is_held: bool | None = None  # whether by an embargo

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
class Asked:
    """What a list is asked for. `sort` is one of SORTS, with a hyphen before it to turn it round."""

    words: str = ""
    state: str = ""
    marks: Sequence[Sequence[str]] = ()
    sort: str = "-saved"

    @property
    def is_everything(self) -> bool:
        return not (self.words.strip() or self.state or self.marks)


@dataclass(frozen=True)
class Listed:
    """What a list has: ids in order, MOST of them at most. `is_cut`: there are more.

    `is_of_latest`: only the SORTED that were saved last were put in order.
    """

    ids: list[int]
    is_cut: bool = False
    is_of_latest: bool = False


def find(asked: Asked, *, user: AbstractUser, at: datetime) -> Listed:
    """Return the stories that the user may see and asked for, in order.

    One query, or two; up to five where more than MOST stories are to be sorted.
    """
    if not rights.sees_all(user):
        if not user.has_perm(rights.WRITE):
            return Listed([])
        # Theirs alone are looked for: nobody learns from a list what a colleague's draft says.
        mine = (desk_index.of_writer(user.pk),)
        asked = replace(asked, marks=(*asked.marks, mine))
    search = Search(asked.words, asked.marks)
    if state := STATES.get(asked.state):
        search = state.narrow(search, at=at)
    stories: ArticleQuerySet = Article.objects.out_of_bin()
    if asked.is_everything:
        return _cut(islice(_sorted(stories, search, asked.sort), MOST + 1))
    if asked.sort in ("-saved", "saved"):
        return _cut(desk_search.find(search, most=MOST + 1, oldest=asked.sort == "saved")[0])
    found, search = desk_search.find(search, most=SORTED + 1)
    if len(found) <= MOST:
        return _cut(_sorted(stories.filter(pk__in=found), search, asked.sort))
    # The plus keeps SQLite from reading every story found before it sorts them.
    rows, parameters = desk_search.statement([search], most=SORTED)
    where = f"+articles_article.id IN ({rows})"
    stories = cast(ArticleQuerySet, stories.extra(where=[where], params=parameters))
    listed = _cut(islice(_sorted(stories, search, asked.sort), MOST + 1))
    return replace(listed, is_of_latest=len(found) > SORTED)


def _cut(found: Iterable[int]) -> Listed:
    ids = list(found)
    return Listed(ids[:MOST], is_cut=len(ids) > MOST)


def _sorted(stories: ArticleQuerySet, search: Search, sort: str) -> Iterator[int]:
    """Ids in order, each kind of it that of an index. What has no date comes last either way."""
    turned, name = ("-" if sort.startswith("-") else ""), sort.removeprefix("-")
    columns = {
        "saved": ("saved_at", "pk"),
        "published": ("published_at", "public_id"),
        "headline": ("folded_headline", "pk"),
    }[name]
    rows = stories.order_by(*(f"{turned}{column}" for column in columns))
    if name != "published":
        yield from rows.values_list("pk", flat=True)[: MOST + 1]
        return
    yield from rows.filter(published_at__isnull=False).values_list("pk", flat=True)[: MOST + 1]
    unpublished = replace(search, marks=(*search.marks, UNPUBLISHED))
    yield from desk_search.find(unpublished, most=MOST + 1)[0]
