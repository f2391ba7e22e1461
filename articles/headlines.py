"""Finds stories by words of their headlines while somebody types: for jump and the pickers of stories.

The desk's index is read no further than a picker is long, so this costs the same with a thousand
stories as with a hundred thousand. A word is found by its beginning; by its middle only in the
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
NEAREST = 50  # stories for each way to match, before they are ranked
SUGGESTED = 200  # stories that a picker lists
RECENT = 1_000  # stories, saved last, that the middle of a word finds too
MOST_PUBLISHED = 1_000  # matches, of which the caller shows those published last


def found_by(user: AbstractUser, typed: str, *, stories: Any) -> Any:
    """Narrow `stories`, those of `rights.stories_for`, to the matches for `typed`.

    At most NEAREST whose headline is the text, as many that begin with it, and as many that have its
    words. A text without a word finds none.
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
    """Narrow published stories to those with the words. Without a word, return them all."""
    if not (words := _words(typed)):
        return stories
    marks = _all(desk_index.OUT, *map(desk_index.of_word, words))
    return desk_index.among(stories, [Search(marks=marks)], most=MOST_PUBLISHED)


def suggested(user: AbstractUser, typed: str, *, stories: Any) -> Any:
    """Narrow `stories`, those of `rights.stories_for`, to the SUGGESTED matches saved last."""
    words = _words(typed)
    if not words:
        return _first(stories) if not fold(typed) else stories.none()
    marks = _all(*_own(user), *map(desk_index.of_word, words))
    search = Search(marks=marks)
    return desk_index.among(stories, [search], most=SUGGESTED, also=_recent_with(words))


def suggested_to_readers(user: AbstractUser, typed: str, *, stories: Any, at: datetime) -> Any:
    """Narrow public stories to matches by headlines that the user may read.

    A writer finds a colleague's story by its published headline only. Otherwise they could find out, by
    trying words, how it was changed since.
    """
    words = _words(typed)
    if not words:
        return _first(stories) if not fold(typed) else stories.none()
    as_saved = [*map(desk_index.of_word, words)]
    ways = [as_saved]
    if not rights.sees_all(user):
        as_published = [*map(desk_index.of_readers_word, words)]
        own = desk_index.of_writer(user.pk)
        ways = [[own, *as_saved], [desk_index.UNCHANGED, *as_saved], as_published]
    public = STATES["published"]
    searches = [public.narrow(Search(marks=_all(*marks)), at=at) for marks in ways]
    return desk_index.among(stories, searches, most=SUGGESTED)


def _recent_with(words: list[str]) -> tuple[str, list[Any]]:
    """Return SQL for the ids of NEAREST recently saved stories with the letters anywhere."""
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
    """Return the marks to narrow a search to stories that the user may see at the desk."""
    return [] if rights.sees_all(user) else [desk_index.of_writer(user.pk)]


def _first(stories: Any) -> Any:
    """Return the first of a list in its own order, as a queryset that can be filtered further."""
    return stories.filter(pk__in=stories.values("pk")[:SUGGESTED])
