"""How each verb of a story begins and ends: the row is taken, what was said is heard, a line is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from articles import content as contents
from articles import desk_index
from articles.models import Article, Event, Revision, Tag
from verbs.refusals import Refused

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


REVISIONS = ("newest", "live")


def take(article: Article, *, from_bin: bool = False) -> None:
    """Reads the row anew and keeps others from it until the transaction ends.

    Raises Refused for a story in the bin, of which nothing changes but `from_bin`.
    """
    # Revisions never change: what was read of them before the lock is still right.
    known = {row.pk: row for row in map(article._state.fields_cache.get, REVISIONS) if row}
    article.refresh_from_db(from_queryset=Article.objects.select_for_update())
    for name in REVISIONS:
        if revision := known.get(getattr(article, f"{name}_id")):
            setattr(article, name, revision)
    if article.binned_at is not None and not from_bin:
        raise Refused("Somebody moved this story to the bin. Restore it first.")


def keep(
    article: Article,
    verb: str,
    *,
    by: User | None,
    revision: Revision | None = None,
    fields: list[str] | None = None,
    tags: Mapping[str, Tag] | None = None,
    **details: Any,
) -> None:
    """Store the story, file it for the desk and write to the log what was done.

    `tags` are those of its newest revision by public id, if the caller has read them.
    """
    article.version += 1
    article.save(update_fields=[*fields, "version"] if fields else None)
    desk_index.write(article, tags=tags)
    log(article, verb, by=by, revision=revision, **details)


def log(
    article: Article,
    verb: str,
    *,
    by: User | None,
    revision: Revision | None = None,
    **details: Any,
) -> None:
    kept = {name: value for name, value in details.items() if value}
    Event.objects.create(
        article=article, at=timezone.now(), by=by, verb=verb, revision=revision, details=kept
    )


def words(given: str, *, missing: str, most: int = contents.LONGEST_WORDS) -> str:
    """What an editor says with a verb. Raises Refused when it is `missing` or can't be stored."""
    said = given.strip()
    if wrong := missing if not said else contents.fault(said, most=most):
        raise Refused(wrong)
    return said
