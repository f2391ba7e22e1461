"""What editors typed and didn't save: stored as they type, offered to them again, and discarded.

A working copy belongs to one window of one user (see the model). Every function takes that user and
finds nobody else's copies. None makes a revision or changes a story.

No copy is deleted while it may be the only place that has its text. A closed one is deleted after a
month, an open one after 90 days if its story was saved since. Otherwise only its editor discards it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from articles import rights, typed_relations
from articles.body.cleaning import clean
from articles.body.plain_text import word_count
from articles.content import fields_of_content
from articles.models import Article, Revision, WorkingCopy
from articles.titles import UNTITLED
from verbs.refusals import Refused
from words.characters import without_nul

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

KEY = re.compile(r"[0-9A-Za-z_-]{16,40}")
BYLINE = re.compile(r"bylines_[0-9]{1,2}")
BEGUN = "_begun"  # suffix for text in a picker that wasn't chosen yet: "tags_begun"
NAMED = re.compile(rf"({KEY.pattern}):([0-9]{{1,9}})")

# Three times what a story can have, so that a text that is too long isn't lost.
MOST_CHARACTERS = 1_000_000
MOST_COPIES = 100  # of one editor
SUPERSEDED_FOR = timedelta(days=90)
CLOSED_FOR = timedelta(days=30)
MOST_OFFERED = 12
JUST_NOW = timedelta(minutes=2)


class State(NamedTuple):
    """A working copy at one moment: its key, and the version that its window has counted up to."""

    key: str
    version: int


def states(named: Iterable[str]) -> list[State]:
    """Return the states in texts like "key:version". Anything else is left out."""
    found = map(NAMED.fullmatch, named)
    return [State(match[1], int(match[2])) for match in found if match]


def typed_in(sent: QueryDict) -> dict[str, list[str]]:
    """Return the fields of a story's content that its form sent, as they were typed.

    Rows are named by public id. One query at most.
    """
    held = set(fields_of_content())
    return typed_relations.by_public_id(
        {
            # NUL is the one character that PostgreSQL can't store, and no keyboard types it.
            name: [without_nul(value) for value in sent.getlist(name)]
            for name in sent
            if name.removesuffix(BEGUN) in held or BYLINE.fullmatch(name)
        }
    )


def as_sent(copy: WorkingCopy) -> QueryDict:
    """Return what the form would send, to show the copy in it. The body is cleaned.

    Six queries at most, for the rows that it names.
    """
    sent = QueryDict(mutable=True)
    for name, values in typed_relations.by_key(copy.typed).items():
        sent.setlist(name, values)
    sent["body"] = clean(text(copy, "body"))
    sent["based_on"] = str(copy.based_on or "")
    return sent


def text(copy: WorkingCopy, field: str) -> str:
    """Return what was typed into a field that holds one text."""
    values = copy.typed.get(field) or [""]
    return values[0]


def mine(by: User) -> QuerySet[WorkingCopy]:
    return WorkingCopy.objects.filter(user=by)


def unsaved(by: User, story: Article | None = None) -> QuerySet[WorkingCopy]:
    """Return the open copies of a story, or without one those of stories that were never saved."""
    return mine(by).filter(article=story, closed_at=None)


@transaction.atomic
def keep(
    *,
    by: User,
    state: State,
    story: Article | None,
    based_on: int,
    typed: Mapping[str, list[str]],
    replaces: Iterable[State] = (),
) -> WorkingCopy:
    """Store what is on an editor's screen, unless a later version of it is stored already.

    `replaces` are copies that were restored into this window, and aren't offered beside it. A window
    may not know that its new story was saved meanwhile: its copy stays with that story.
    Raises Refused when the text is too long, when the editor has too many copies, and when the
    copy is another story's. Seven queries at most.
    """
    if sum(len(value) for values in typed.values() for value in values) > MOST_CHARACTERS:
        raise Refused(
            f"This text is longer than {MOST_CHARACTERS:,} characters with its markup: it is kept "
            "in this browser only. Split it into several stories."
        )
    row = {"typed": typed, "version": state.version, "saved_at": timezone.now(), "closed_at": None}
    began = {"article": story, "based_on": based_on}
    copy, is_new = WorkingCopy.objects.get_or_create(
        user=by, key=state.key, defaults={**row, **began}
    )
    if is_new:
        _delete_old(by)
        _refuse_too_many(by)
    elif copy.article_id is not None and story is not None and copy.article_id != story.pk:
        raise Refused("This text belongs to another story. Open that one again.")
    elif copy.article_id is None or story is not None:
        row |= began
    # When two requests of a window overtake each other, the later version stays.
    if mine(by).filter(pk=copy.pk, version__lt=state.version).update(**row):
        for name, value in row.items():
            setattr(copy, name, value)
    elif not is_new:
        copy.refresh_from_db()
    for each in replaces:
        if each.key != state.key:
            discard(by=by, key=each.key, version=each.version)
    return copy


@transaction.atomic(savepoint=False)
def close(*, by: User, saved: Iterable[State], revision: Revision) -> None:
    """Empty the copies whose content is in a revision now. Later versions of them stay.

    Called in the transaction that makes the revision. Two queries a copy at most.
    """
    now = timezone.now()
    for state in list(saved)[:4]:  # the window's own, and those restored into it
        row = {
            "article_id": revision.article_id,
            "based_on": revision.number,
            "typed": {},
            "version": state.version,
            "saved_at": now,
            "closed_at": now,
        }
        theirs = Q(article=None) | Q(article=revision.article_id)
        older = mine(by).filter(theirs, key=state.key, version__lte=state.version)
        if not older.update(**row):
            # The insert is refused where the window has stored a later version, which stays.
            new = WorkingCopy(user=by, key=state.key, **row)
            WorkingCopy.objects.bulk_create([new], ignore_conflicts=True)


def story_of(*, by: User, saved: Iterable[State]) -> WorkingCopy | None:
    """Return the copy, with its story, of a window that saved a new story but got no answer."""
    keys = [state.key for state in saved]
    found = mine(by).filter(key__in=keys, article__isnull=False) if keys else mine(by).none()
    return found.select_related("article").first()


def discard(*, by: User, key: str, version: int | None = None) -> bool:
    """Stop offering a copy, and return whether there was one. `undo_discard` offers it again.

    With `version`, only if its window hasn't stored a later one.
    """
    found = mine(by).filter(key=key, closed_at=None)
    if version is not None:
        found = found.filter(version__lte=version)
    return bool(found.update(closed_at=timezone.now()))


def undo_discard(*, by: User, key: str) -> bool:
    """Offer a discarded copy again, and return whether there was one. A saved one has no text."""
    found = mine(by).filter(key=key, closed_at__isnull=False).exclude(typed={})
    return bool(found.update(closed_at=None))


def _refuse_too_many(by: User) -> None:
    if mine(by).filter(closed_at=None).count() > MOST_COPIES:
        raise Refused(
            f"You have {MOST_COPIES} texts that were never saved, so this one is kept in this "
            "browser only. Discard some: your dashboard lists them."
        )


def _delete_old(by: User, *, at: datetime | None = None) -> None:
    """Delete the user's copies that nobody needs anymore: see the module's docstring."""
    now = at or timezone.now()
    closed = Q(closed_at__lt=now - CLOSED_FOR)
    superseded = Q(saved_at__lt=now - SUPERSEDED_FOR, article__saved_at__gt=F("saved_at"))
    mine(by).filter(closed | superseded).delete()


@dataclass(frozen=True)
class UnsavedText:
    """A working copy as a page of the desk offers it."""

    copy: WorkingCopy
    headline: str
    words: int
    address: str  # of its page, where it is compared with what was saved
    restore: str  # of the story's screen, filled with it

    @classmethod
    def of(cls, copy: WorkingCopy) -> UnsavedText:
        if copy.article_id is None:
            screen = reverse("admin:articles_article_add")
        else:
            screen = reverse("admin:articles_article_change", args=[copy.article_id])
        return cls(
            copy=copy,
            headline=text(copy, "headline").strip() or UNTITLED,
            words=word_count(text(copy, "body")),
            address=reverse("admin:articles_article_copy", args=[copy.key]),
            restore=f"{screen}?copy={copy.key}",
        )

    @property
    def may_be_open(self) -> bool:
        """Whether somebody may still be typing it, in another window."""
        return timezone.now() - self.copy.saved_at < JUST_NOW


def unsaved_texts(
    user: Any, story: Article | None, *, without: WorkingCopy | None = None
) -> tuple[UnsavedText, ...]:
    """Return what `user` typed on this story's screen and didn't save, latest first. One query."""
    found = unsaved(user, story)
    if without:
        found = found.exclude(pk=without.pk)
    return tuple(map(UnsavedText.of, found[:MOST_OFFERED]))


def all_unsaved_texts(user: Any) -> tuple[UnsavedText, ...]:
    """Return what `user` typed and didn't save on any screen that they may still open. One query."""
    of_new = Q(article=None) if user.has_perm(rights.WRITE) else Q(pk=None)
    of_theirs = Q(article__in=rights.stories_for(user).values("pk"))
    found = mine(user).filter(of_new | of_theirs, closed_at=None)
    return tuple(map(UnsavedText.of, found[:MOST_OFFERED]))
