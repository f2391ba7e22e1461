"""Every verb that changes a story. Nothing else writes its state, its revisions or its copy.

Each verb is one transaction, takes the story's row for itself first, writes a line to the log, and
leaves `article` as the database has it. What can't be done raises Refused with a sentence for the
editor and changes nothing. Who may do what is the door's business (`stages.py`, the desk).
Those that put a revision before readers take `seen`, the number of the newest revision that the
editor looked at, and raise Unseen when a newer one was saved since. Without it, as commands call
them, the newest goes out whatever it is.
Those that readers see nothing of stand in `drafting.py` and are called from here like the others.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from articles import checks, desk_index, mentions, search_rows
from articles import content as contents
from articles.body.plain_text import word_count
from articles.content import Content
from articles.drafting import give_back, move, restore, save, start, submit
from articles.keeping import keep, log, take, words
from articles.models import Article, Correction, Revision, Update
from articles.refusals import Unseen
from articles.stages import Stage
from articles.titles import plain
from verbs.refusals import Refused

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

__all__ = [
    "adopt",
    "correct",
    "embargo",
    "give_back",
    "move",
    "publish",
    "reinstate",
    "restore",
    "save",
    "schedule",
    "scheduled_at",
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
    """The newest revision is what readers see: from now on, or from `at` for a first publication.

    An embargo moves a first publication to its end. Once readers could see the story, its moment
    never changes. Raises Refused when something blocks (see `checks.blocks`), when the story is
    withdrawn, when `at` comes too late, and when nothing would change.
    """
    moment = now or timezone.now()
    take(article)
    is_copied = article.newest is not None and article.newest == article.live
    if is_copied and at is None and not article.withdrawn_at:
        goes_out = _first_seen(article, moment)
        if article.was_seen(moment) or article.published_at == goes_out:
            raise Refused(NOTHING_NEW)
    _put_out(article, by=by, at=at, moment=moment, seen=seen)


NOTHING_NEW = (
    "There is nothing new to publish: nobody has changed this story since it was last published."
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
        raise Refused("This story is withdrawn. Reinstate it, then publish what is new.")
    _refuse_unseen(article, seen)
    content = _unblocked(newest, at=at or moment)
    out_already = article.was_seen(moment)
    if out_already and at is not None:
        raise Refused("This story is out already; only a first publication can be scheduled.")
    if at is not None and at <= moment:
        raise Refused("That time has passed. Choose a later one, or publish now.")
    _copy_out(article, newest, content)
    if not out_already:
        article.published_at = _first_seen(article, at or moment)
    verb = "scheduled" if at else "published"
    keep(article, verb, by=by, revision=newest, at=at.isoformat() if at else "")
    search_rows.write(article)


def _refuse_unseen(article: Article, seen: int | None) -> None:
    """Raise Unseen if somebody saved a revision after the one numbered `seen`.

    Whoever names a revision that the story doesn't have has looked at none.
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
    """The story becomes public at `at`, because the clock says so: no job can miss it."""
    publish(article, by=by, at=at, now=now, seen=seen)


@transaction.atomic
def unschedule(article: Article, *, by: User | None, now: datetime | None = None) -> None:
    """A story that waits for its time or its embargo's end is a draft again; the embargo stays.

    Raises Refused when readers have seen it.
    """
    take(article)
    if article.published_at is None:
        raise Refused("This story is not scheduled.")
    if article.was_seen(now):
        raise Refused("This story is out already. Withdraw it instead.")
    contents.write_published_copy(article, Content())
    article.published_at = article.live = None
    article.word_count = 0
    mentions.derive(article)
    keep(article, "unscheduled", by=by)
    search_rows.write(article)


@transaction.atomic
def embargo(
    article: Article,
    *,
    by: User | None,
    until: datetime | None,
    now: datetime | None = None,
) -> None:
    """Nobody outside sees the story before `until`; None lifts the embargo.

    A story that waits goes out when the embargo ends, or at the time that was scheduled for it if
    that is later; with neither still to come it is out now. Raises Refused when readers have seen
    it, withdrawn since or not, and when `until` is past.
    """
    moment = now or timezone.now()
    take(article)
    if until and article.was_seen(moment):
        raise Refused("Readers have seen this story already: an embargo can't hide it again.")
    if until and until <= moment:
        raise Refused("That time has passed. Choose a later one, or none to lift the embargo.")
    is_waiting = article.published_at is not None and not article.was_seen(moment)
    article.embargoed_until = until
    if is_waiting:
        asked = scheduled_at(article) or moment
        article.published_at = _first_seen(article, max(asked, moment))
    keep(
        article,
        "embargoed" if until else "released",
        by=by,
        fields=["embargoed_until", "published_at"],
        until=until.isoformat() if until else "",
    )
    search_rows.write(article)


def scheduled_at(article: Article) -> datetime | None:
    """The time that an editor gave the story which waits; None where it was to go out at once.

    An embargo may have moved the story to a later one. One query.
    """
    asked = article.events.filter(verb__in=("published", "scheduled")).first()
    if asked is None:  # it came in with a fixture
        return article.published_at
    at = asked.details.get("at")
    return datetime.fromisoformat(at) if at else None


def _first_seen(article: Article, moment: datetime) -> datetime:
    """The moment, or the end of the embargo that the story is under then."""
    return max(moment, article.embargoed_until or moment)


@transaction.atomic
def update(article: Article, *, by: User | None, note: str, seen: int | None = None) -> Update:
    """What is newest is out, and readers see "Updated" with the note. Boxes count as of now."""
    missing = "Say what the update adds: readers see it beside the time."
    note = words(note, most=contents.longest("note", of=Update), missing=missing)
    _take_public(article, "updated")
    now = timezone.now()
    _put_out(article, by=by, moment=now, seen=seen)
    log(article, "updated", by=by, note=note)
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
    """What is newest is out, and the correction stands on the story and on /corrections/."""
    missing = "Say what was wrong and what is right: readers see this text."
    text = words(text, most=contents.longest("text", of=Correction), missing=missing)
    if kind not in Correction.Kind.values:
        raise Refused("Say whether it is a correction or a clarification.")
    _take_public(article, "corrected")
    now = timezone.now()
    _put_out(article, by=by, moment=now, seen=seen)
    correction = Correction.objects.create(
        article=article, kind=kind, text=text, made_at=now, made_by=by
    )
    log(article, "corrected", by=by, kind=kind)
    return correction


@transaction.atomic
def withdraw(
    article: Article, *, by: User | None, because: str, now: datetime | None = None
) -> None:
    """Readers find a page that says it is gone, and why."""
    moment = now or timezone.now()
    missing = "Say why the story goes: readers who follow its link see this text."
    because = words(because, most=contents.longest("withdrawn_because"), missing=missing)
    _take_public(article, "withdrawn", at=moment)
    article.withdrawn_at, article.withdrawn_by = moment, by
    article.withdrawn_because = because
    keep(article, "withdrawn", by=by, because=because)
    search_rows.write(article)


@transaction.atomic
def reinstate(
    article: Article, *, by: User | None, with_newest: bool = False, seen: int | None = None
) -> None:
    """A withdrawn story is public again, at its old address and with its old date.

    As readers last saw it, or `with_newest` as it was saved last; then it is refused when
    something blocks, and only then does `seen` count.
    """
    take(article)
    if article.withdrawn_at is None:
        raise Refused("This story is not withdrawn.")
    newest = article.newest if with_newest else None
    if newest:
        _refuse_unseen(article, seen)
        _copy_out(article, newest, _unblocked(newest, at=timezone.now()))
    article.withdrawn_at = article.withdrawn_by = None
    article.withdrawn_because = ""
    keep(article, "reinstated", by=by, revision=newest)
    search_rows.write(article)


def adopt(article: Article) -> None:
    """Derives what publishing derives, for a published copy that came in with a fixture.

    The story has a first revision, its mentions and its word count afterwards. A no-op for a
    story that has a revision.
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
    """The content of a revision that may go out at `at`. Raises Refused with what blocks it."""
    content = Content.from_json(revision.content)
    if blocked := checks.blocks(content, at=at):
        raise Refused(*(check.sentence for check in blocked))
    return content


def _copy_out(article: Article, revision: Revision, content: Content) -> None:
    if not content.slug:
        content = content.with_changes(slug=article.slug or slug_for(content.headline))
    contents.write_published_copy(article, content)
    article.live = revision
    article.stage = Stage.READY
    article.word_count = word_count(content.body)
    mentions.derive(article)


def slug_for(headline: str) -> str:
    """What a headline's address is made of: at most 60 characters of the headline, whole words; "story" for one without letters."""
    whole = slugify(plain(headline))
    return (whole if len(whole) <= 60 else whole[:61].rpartition("-")[0]) or "story"


def _take_public(article: Article, verb: str, *, at: datetime | None = None) -> None:
    take(article)
    if not article.is_public(at):
        raise Refused(f"Only a story that readers can see can be {verb}.")
