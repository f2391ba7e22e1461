"""How each verb of a story begins and ends: lock the row, check what was typed, save and log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from articles import content as contents
from articles import desk_index
from articles.models import Article, Revision, Tag
from history.recording import record
from history.snapshots import snapshot
from verbs.refusals import Refused

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

REVISIONS = ("newest", "live")
LOGGED = ("stage", "published_at", "embargoed_until", "withdrawn_at", "binned_at")


def lock(article: Article, *, from_bin: bool = False) -> None:
    """Read the row again and keep others from it until the transaction ends.

    Raises Refused for a story in the bin, unless `from_bin`: nothing else changes there.
    """
    # Revisions never change: what was read of them before the lock is still right.
    known = {row.pk: row for row in map(article._state.fields_cache.get, REVISIONS) if row}
    article.refresh_from_db(from_queryset=Article.objects.select_for_update())
    for name in REVISIONS:
        if revision := known.get(getattr(article, f"{name}_id")):
            setattr(article, name, revision)
    article.state_when_locked = snapshot(article, LOGGED)
    if article.binned_at is not None and not from_bin:
        raise Refused("Somebody moved this story to the bin. Restore it first.")


def save_and_log(
    article: Article,
    verb: str,
    *,
    by: User | None,
    revision: Revision | None = None,
    note: str = "",
    fields: list[str] | None = None,
    tags: Mapping[str, Tag] | None = None,
    **after: Any,
) -> None:
    """Store a locked story, file it for the desk, and log what changed since it was locked.

    `tags` are those of its newest revision by public id, if the caller has read them. The rest is as
    in `log`.
    """
    article.version += 1
    article.save(update_fields=[*fields, "version"] if fields else None)
    desk_index.write(article, tags=tags)
    log(article, verb, by=by, revision=revision, note=note, **after)
    article.state_when_locked = snapshot(article, LOGGED)


def log(
    article: Article,
    verb: str,
    *,
    by: User | None,
    revision: Revision | None = None,
    note: str = "",
    **after: Any,
) -> None:
    """Write to the log what a verb did to a locked story. Two queries.

    `revision` is the one that it saved or put out, `after` what else it did, as JSON.
    """
    if revision:
        after["revision"] = revision.number
    record(
        verb,
        by=by,
        touched=[article],
        before=article.state_when_locked,
        after=snapshot(article, LOGGED) | after,
        note=note,
    )


def required_text(typed: str, *, missing: str, most: int = contents.LONGEST_WORDS) -> str:
    """Return the text that an editor has to give with a verb, stripped.

    Raises Refused with the sentence `missing` when there is none, and when it can't be stored.
    """
    text = typed.strip()
    if wrong := missing if not text else contents.fault(text, most=most):
        raise Refused(wrong)
    return text
