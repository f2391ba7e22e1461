"""Stories by the beginnings of words of their headline, while somebody types: for jump and for boxes.

Found in the desk's index and read no further than a box is long, so that it costs the same with a
thousand stories and a hundred thousand. A word is found by its beginning; by its middle only in the
thousand stories that were saved last. A public id is found like a word of the headline.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import connection

from articles import desk_index, rights
from articles.desk_lists import STATES
from articles.models import Article
from search.desk_search import Marks, Search
from words.characters import without_nul
from words.folding import fold

WORDS = 6
NEAREST = 50  # of one way to be found, before they are put in order
SUGGESTED = 200  # that a box has
RECENT = 1_000  # stories saved last, of which the middle of a word finds one
MOST_PUBLISHED = 1_000  # of which the last published are shown, whenever they were saved


def found_by(user: AbstractUser, typed: str, *, stories: Any) -> Any:
    """Narrow `stories` to those near a text, as the user knows them, NEAREST of each way at most.

    The ways: the very headline, one that begins so, one that has the words. `stories` are of
    `rights.stories_for`; a text without a word finds none.
    """
    words = _words(typed)
    if not words:
        return stories.none()
    first, *rest = words
    groups = (
        [desk_index.of_headline(" ".join(fold(typed).split()))],
        [desk_index.of_first_word(first), *map(desk_index.of_word, rest)],
        [*map(desk_index.of_word, words)],
    )
    searches = [Search(marks=_all(*_own(user), *marks)) for marks in groups]
    return desk_index.among(stories, searches, most=NEAREST, also=_recent_with(words))


def published(typed: str, *, stories: Any) -> Any:
    """Narrow stories that were published to those with the words, or leave them all without a word."""
    if not (words := _words(typed)):
        return stories
    marks = _all(desk_index.OUT, *map(desk_index.of_word, words))
    return desk_index.among(stories, [Search(marks=marks)], most=MOST_PUBLISHED)


def suggested(user: AbstractUser, typed: str, *, stories: Any) -> Any:
    """Narrow `stories`, those of `rights.stories_for`, to what a box offers: SUGGESTED, saved last."""
    words = _words(typed)
    if not words:
        return _first(stories) if not fold(typed) else stories.none()
    marks = _all(*_own(user), *map(desk_index.of_word, words))
    search = Search(marks=marks)
    return desk_index.among(stories, [search], most=SUGGESTED, also=_recent_with(words))


def suggested_to_readers(user: AbstractUser, typed: str, *, stories: Any, at: datetime) -> Any:
    """The same of public stories, by headlines that the user may read.

    Of somebody else's story a writer doesn't find out, by trying words, how it was changed since
    readers got it: they find it by the headline that readers have.
    """
    words = _words(typed)
    if not words:
        return _first(stories) if not fold(typed) else stories.none()
    as_saved = [*map(desk_index.of_word, words)]
    ways = [as_saved]
    if not rights.sees_all(user):
        as_read = [*map(desk_index.of_readers_word, words)]
        own = desk_index.of_writer(user.pk)
        ways = [[own, *as_saved], [desk_index.UNCHANGED, *as_saved], as_read]
    public = STATES["published"]
    searches = [public.narrow(Search(marks=_all(*marks)), at=at) for marks in ways]
    return desk_index.among(stories, searches, most=SUGGESTED)


def _recent_with(words: list[str]) -> tuple[str, list[Any]]:
    """SQL for the ids of NEAREST of the stories saved last that have the letters anywhere."""
    latest = Article.objects.out_of_bin().order_by("-saved_at", "-pk")
    rows = latest.values_list("id", "saved_at", "folded_headline")[:RECENT]
    inner, parameters = rows.query.get_compiler(connection=connection).as_sql()
    letters = (f"%{connection.ops.prep_for_like_query(word)}%" for word in words)
    has = " AND ".join([r"recent.folded_headline LIKE %s ESCAPE '\'"] * len(words))
    found = (
        f"SELECT recent.id FROM ({inner}) AS recent WHERE {has}"
        f" ORDER BY recent.saved_at DESC, recent.id DESC LIMIT {NEAREST:d}"
    )
    return f"SELECT * FROM ({found}) AS near", [*parameters, *letters]


def _words(typed: str) -> list[str]:
    return fold(without_nul(typed)).split()[:WORDS]


def _all(*marks: str) -> Marks:
    return [(mark,) for mark in dict.fromkeys(marks)]


def _own(user: AbstractUser) -> list[str]:
    """Marks of all stories that the user may see at the desk."""
    return [] if rights.sees_all(user) else [desk_index.of_writer(user.pk)]


def _first(stories: Any) -> Any:
    """The first of a list in its own order, as a queryset that can be narrowed further."""
    return stories.filter(pk__in=stories.values("pk")[:SUGGESTED])
