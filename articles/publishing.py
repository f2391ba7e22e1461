"""Every verb that changes a story. Nothing else writes its state, its revisions or its public copy.

Each verb is one transaction, locks the story's row first, writes a line to the log, and leaves
`article` as the database has it. It raises Refused, with a sentence for the editor, and then changes
nothing. Callers check permissions, with `rights.py`.

The verbs that publish the newest revision take `seen`, the number of the newest revision that the
editor looked at, and raise Unseen if a newer one was saved since. Without it, as commands call them,
they publish the newest whatever it is.

The verbs that readers notice nothing of are in `drafting.py`; callers import them from here too.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from articles import checks, desk_index, mentions, search_rows
from articles import content as contents
from articles.body.plain_text import word_count
from articles.content import Content
from articles.drafting import move, restore, save, send_back, start, submit
from articles.models import Article, Correction, Revision, Update
from articles.refusals import Unseen
from articles.saving import lock, log, required_text, save_and_log
from articles.stages import Stage
from articles.titles import plain
from history.models import Change
from verbs.refusals import Refused

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

__all__ = [
    "adopt",
    "correct",
    "embargo",
    "move",
    "publish",
    "reinstate",
    "restore",
    "save",
    "schedule",
    "scheduled_at",
    "send_back",
    "slug_for",
    "start",
    "submit",
    "unschedule",
    "update",
    "withdraw",
]


@transaction.atomic
def publish(
    article: Article,
    *,
    by: User | None,
    at: datetime | None = None,
    now: datetime | None = None,
    seen: int | None = None,
) -> None:
    """Publish the newest revision: now, or at `at` for a first publication.

    An embargo moves a first publication to its end. Once readers could see the story, its date never
    changes. Raises Refused if something blocks it (see `checks.blocks`), if the story is withdrawn, if
    `at` has passed or the story is out already, and if nothing would change.
    """
    moment = now or timezone.now()
    lock(article)
    is_newest_live = article.newest is not None and article.newest == article.live
    if is_newest_live and at is None and not article.withdrawn_at:
        release = _after_embargo(article, moment)
        if article.was_seen(moment) or article.published_at == release:
            raise Refused(NOTHING_NEW)
    _put_out(article, by=by, at=at, moment=moment, seen=seen)


NOTHING_NEW = (
    "There is nothing new to publish. This story hasn’t changed since it was last published."
)


def _put_out(
    article: Article,
    *,
    by: User | None,
    seen: int | None,
    moment: datetime,
    at: datetime | None = None,
) -> None:
    """Publish a story that is locked already."""
    newest = article.newest
    if newest is None:
        raise Refused("There is nothing to publish yet: save the story first.")
    if article.withdrawn_at:
        raise Refused("This story is withdrawn. Reinstate it, then publish the changes.")
    _refuse_unseen(article, seen)
    content = _unblocked(newest, at=at or moment)
    out_already = article.was_seen(moment)
    if out_already and at is not None:
        raise Refused("This story is already public. Only a first publication can be scheduled.")
    if at is not None and at <= moment:
        raise Refused("That time has passed. Choose a later one, or publish now.")
    _copy_out(article, newest, content)
    if not out_already:
        article.published_at = _after_embargo(article, at or moment)
    verb = "scheduled" if at else "published"
    scheduled: dict[str, Any] = {"scheduled_for": at.isoformat()} if at else {}
    save_and_log(article, verb, by=by, revision=newest, **scheduled)
    search_rows.write(article)


def _refuse_unseen(article: Article, seen: int | None) -> None:
    """Raise Unseen if somebody saved a revision after the one numbered `seen`.

    A number that the story doesn't have is a forged or broken form's, whose editor has seen none.
    """
    if seen is None:
        return
    if article.newest and seen > article.newest.number:
        seen = 0
    newer = article.revisions.filter(number__gt=seen).order_by("number")
    if found := list(newer.select_related("saved_by")):
        raise Unseen(found)


def schedule(
    article: Article,
    *,
    by: User | None,
    at: datetime,
    now: datetime | None = None,
    seen: int | None = None,
) -> None:
    """Publish the story at `at`. It becomes public by the clock alone: there is no job to miss it."""
    publish(article, by=by, at=at, now=now, seen=seen)


@transaction.atomic
def unschedule(article: Article, *, by: User | None, now: datetime | None = None) -> None:
    """Take a story off the schedule, if it waits for its time or for an embargo to end.

    It is unpublished again, and an embargo stays. Raises Refused if readers have seen it.
    """
    lock(article)
    if article.published_at is None:
        raise Refused("This story is not scheduled.")
    if article.was_seen(now):
        raise Refused("This story is already public. Withdraw it instead.")
    contents.write_published_copy(article, Content())
    article.published_at = article.live = None
    article.word_count = 0
    mentions.derive(article)
    save_and_log(article, "unscheduled", by=by)
    search_rows.write(article)


@transaction.atomic
def embargo(
    article: Article,
    *,
    by: User | None,
    until: datetime | None,
    now: datetime | None = None,
) -> None:
    """Keep the story from readers until `until`; None lifts the embargo.

    A scheduled story goes out when the embargo ends, or at its scheduled time if that is later; if
    both have passed it is out now. Raises Refused if readers have seen the story, even if it was
    withdrawn since, and if `until` has passed.
    """
    moment = now or timezone.now()
    lock(article)
    if until and article.was_seen(moment):
        raise Refused("Readers have already seen this story, so an embargo can’t hide it.")
    if until and until <= moment:
        raise Refused("That time has passed. Choose a later one, or none to lift the embargo.")
    is_waiting = article.published_at is not None and not article.was_seen(moment)
    article.embargoed_until = until
    if is_waiting:
        scheduled = scheduled_at(article) or moment
        article.published_at = _after_embargo(article, max(scheduled, moment))
    save_and_log(
        article,
        "embargoed" if until else "released",
        by=by,
        fields=["embargoed_until", "published_at"],
    )
    search_rows.write(article)


def scheduled_at(article: Article) -> datetime | None:
    """Return the time for which an editor scheduled a waiting story; None if it was to go out at once.

    `published_at` doesn't say: an embargo may have moved it to a later time. One query.
    """
    changes = Change.objects.about("article", article.public_id)
    publication = changes.filter(verb__in=("published", "scheduled")).first()
    if publication is None:  # it came in with a fixture
        return article.published_at
    at = publication.after.get("scheduled_for")
    return datetime.fromisoformat(at) if at else None


def _after_embargo(article: Article, moment: datetime) -> datetime:
    """Return `moment`, or the end of the embargo that the story is under then."""
    return max(moment, article.embargoed_until or moment)


@transaction.atomic
def update(article: Article, *, by: User | None, note: str, seen: int | None = None) -> Update:
    """Publish the newest revision with an update note. Its boxes count wins as of now."""
    missing = "Say what the update adds: readers see it beside the time."
    note = required_text(note, most=contents.longest("note", of=Update), missing=missing)
    _take_public(article, "updated")
    now = timezone.now()
    _put_out(article, by=by, moment=now, seen=seen)
    log(article, "updated", by=by, revision=article.live, note=note)
    return Update.objects.create(article=article, note=note, made_at=now, made_by=by)


@transaction.atomic
def correct(
    article: Article,
    *,
    by: User | None,
    text: str,
    kind: str = Correction.Kind.CORRECTION,
    seen: int | None = None,
) -> Correction:
    """Publish the newest revision with a correction, shown on the story and on /corrections/."""
    missing = "Say what was wrong and what is right: readers see this text."
    text = required_text(text, most=contents.longest("text", of=Correction), missing=missing)
    if kind not in Correction.Kind.values:
        raise Refused("Choose a correction or a clarification.")
    _take_public(article, "corrected")
    now = timezone.now()
    _put_out(article, by=by, moment=now, seen=seen)
    correction = Correction.objects.create(
        article=article, kind=kind, text=text, made_at=now, made_by=by
    )
    log(article, "corrected", by=by, revision=article.live, kind=kind)
    return correction


@transaction.atomic
def withdraw(
    article: Article, *, by: User | None, because: str, now: datetime | None = None
) -> None:
    """Withdraw the story. Its address then says that it was withdrawn, and why."""
    moment = now or timezone.now()
    missing = "Say why the story is withdrawn: readers who follow its link see this text."
    because = required_text(because, most=contents.longest("withdrawn_because"), missing=missing)
    _take_public(article, "withdrawn", at=moment)
    article.withdrawn_at, article.withdrawn_by = moment, by
    article.withdrawn_because = because
    save_and_log(article, "withdrawn", by=by, note=because)
    search_rows.write(article)


@transaction.atomic
def reinstate(
    article: Article, *, by: User | None, with_newest: bool = False, seen: int | None = None
) -> None:
    """Make a withdrawn story public again, at its old address and with its old date.

    Readers get it as they last saw it, or as it was saved last with `with_newest`. Only the latter is
    refused if something blocks it, and only there does `seen` count.
    """
    lock(article)
    if article.withdrawn_at is None:
        raise Refused("This story is not withdrawn.")
    newest = article.newest if with_newest else None
    if newest:
        _refuse_unseen(article, seen)
        _copy_out(article, newest, _unblocked(newest, at=timezone.now()))
    article.withdrawn_at = article.withdrawn_by = None
    article.withdrawn_because = ""
    save_and_log(article, "reinstated", by=by, revision=newest)
    search_rows.write(article)


def adopt(article: Article) -> None:
    """Give a story that was loaded published from a fixture its revision, mentions and word count.

    A no-op for a story that has a revision.
    """
    if article.newest is None:
        revision = save(
            article, contents.read_published_copy(article), by=None, note="Came with the sample."
        )
        _copy_out(article, revision, Content.from_json(revision.content))
        article.save()
        search_rows.write(article)
        desk_index.write(article)


def _unblocked(revision: Revision, *, at: datetime) -> Content:
    """Return the content of a revision to publish at `at`. Raises Refused with what blocks it."""
    content = Content.from_json(revision.content)
    if blocked := checks.blocks(content, at=at):
        raise Refused(*(check.sentence for check in blocked))
    return content


def _copy_out(article: Article, revision: Revision, content: Content) -> None:
    """Make the revision the one that readers see, in memory, and its mentions in the database."""
    if not content.slug:
        content = content.with_changes(slug=article.slug or slug_for(content.headline))
    contents.write_published_copy(article, content)
    article.live = revision
    article.stage = Stage.READY
    article.word_count = word_count(content.body)
    mentions.derive(article)


def slug_for(headline: str) -> str:
    """Return a slug of at most 60 characters, in whole words; "story" for one without letters."""
    whole = slugify(plain(headline))
    return (whole if len(whole) <= 60 else whole[:61].rpartition("-")[0]) or "story"


def _take_public(article: Article, verb: str, *, at: datetime | None = None) -> None:
    lock(article)
    if not article.is_public(at):
        raise Refused(f"Only a story that readers can see can be {verb}.")
