"""What editors have typed and not saved: kept as they type, offered to them, and let go.

A working copy belongs to one window of one editor (see the model): every function takes `by`, and
finds nobody else's. None of them makes a revision or changes a story.

No copy is removed while it may be the only place that has its text. Closed ones go after a month.
An open one goes after 90 days if its story was saved since; until then, and for a story that was
never saved, it is its editor's to discard.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from articles import typed_relations
from articles.body.cleaning import clean
from articles.content import fields_of_content
from articles.models import Article, Revision, WorkingCopy
from verbs.refusals import Refused
from words.characters import without_nul

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

KEY = re.compile(r"[0-9A-Za-z_-]{16,40}")
BYLINE = re.compile(r"bylines_[0-9]{1,2}")
BEGUN = "_begun"  # what is typed in the box of a field and not chosen yet: "tags_begun"
NAMED = re.compile(rf"({KEY.pattern}):([0-9]{{1,9}})")

MOST_CHARACTERS = 1_000_000  # three times what a story can have, so that too long a text is kept
MOST_COPIES = 100  # of one editor
SUPERSEDED_FOR = timedelta(days=90)
CLOSED_FOR = timedelta(days=30)


class State(NamedTuple):
    """A working copy at one moment: its key, and the version that its window had counted to."""

    key: str
    version: int


def states(named: Iterable[str]) -> list[State]:
    """Read "key:version", several. What isn't one is left out."""
    found = map(NAMED.fullmatch, named)
    return [State(match[1], int(match[2])) for match in found if match]


def typed_in(sent: QueryDict) -> dict[str, list[str]]:
    """Return what a story's form sends of its content, field by field, as it was typed.

    Rows are named by public id. One query at most.
    """
    held = set(fields_of_content())
    return typed_relations.by_public_id(
        {
            # NUL is the one character that a database can't hold; no key types it.
            name: [without_nul(value) for value in sent.getlist(name)]
            for name in sent
            if name.removesuffix(BEGUN) in held or BYLINE.fullmatch(name)
        }
    )


def as_sent(copy: WorkingCopy) -> QueryDict:
    """Return what the form would send, for a form that shows it. The body is cleaned.

    At most six queries, for the rows that it names.
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
    """Return the copies of a story, or of those never saved, that are offered to `by`."""
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
    """Keep what is on an editor's screen, unless a later version of it was kept already.

    `replaces` are copies that were restored into this window: they aren't offered beside it. A
    window whose story got its number meanwhile need not know: its copy stays with that story.
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
        _tidy(by)
        _refuse_too_many(by)
    elif copy.article_id is not None and story is not None and copy.article_id != story.pk:
        raise Refused("What is typed here belongs to another story. Open that one again.")
    elif copy.article_id is None or story is not None:
        row |= began
    # Where two requests of a window cross, the one that counted further stays.
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
    """Empty the copies whose content a revision now has. Later versions of them stay.

    Called in the transaction that makes the revision. Two queries a copy at most.
    """
    now = timezone.now()
    for state in list(saved)[:4]:  # a window's own, and what was restored into it
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
            # A copy that stays, because its window has kept a later one, is no conflict.
            new = WorkingCopy(user=by, key=state.key, **row)
            WorkingCopy.objects.bulk_create([new], ignore_conflicts=True)


def story_of(*, by: User, saved: Iterable[State]) -> WorkingCopy | None:
    """Return the copy, with its story, of a window that saved a new story and never heard of it."""
    keys = [state.key for state in saved]
    found = mine(by).filter(key__in=keys, article__isnull=False) if keys else mine(by).none()
    return found.select_related("article").first()


def discard(*, by: User, key: str, version: int | None = None) -> bool:
    """Stop offering a copy; `take_back` offers it again. Return whether there was one to discard.

    With `version` only if its window hasn't kept a later one since.
    """
    found = mine(by).filter(key=key, closed_at=None)
    if version is not None:
        found = found.filter(version__lte=version)
    return bool(found.update(closed_at=timezone.now()))


def take_back(*, by: User, key: str) -> bool:
    """Offer a discarded copy again. Return whether there was one; a saved one is in its story."""
    found = mine(by).filter(key=key, closed_at__isnull=False).exclude(typed={})
    return bool(found.update(closed_at=None))


def _refuse_too_many(by: User) -> None:
    if mine(by).filter(closed_at=None).count() > MOST_COPIES:
        raise Refused(
            f"You have {MOST_COPIES} texts that were never saved, so this one is kept in this "
            "browser only. Discard some: your dashboard lists them."
        )


def _tidy(by: User, *, at: datetime | None = None) -> None:
    """Remove the editor's copies that nobody needs any more: see the head of this module."""
    now = at or timezone.now()
    closed = Q(closed_at__lt=now - CLOSED_FOR)
    superseded = Q(saved_at__lt=now - SUPERSEDED_FOR, article__saved_at__gt=F("saved_at"))
    mine(by).filter(closed | superseded).delete()
