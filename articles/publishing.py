"""Every verb that changes a story. Nothing else writes its state, its revisions or its copy.

Each verb is one transaction, takes the story's row for itself first, writes a line to the log, and
leaves `article` as the database has it. What can't be done raises Refused with a sentence for the
editor and changes nothing. Who may do what is the door's business (`stages.py`, the desk).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from articles import checks, finding, mentions, tagging
from articles import content as contents
from articles.body.cleaning import clean
from articles.body.plain_text import word_count
from articles.content import Content
from articles.models import Article, Correction, Event, Revision, Section, Update
from articles.refusals import Clash
from articles.stages import MOVES, Stage
from articles.titles import plain
from people.folding import fold
from people.refusals import Refused

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


@transaction.atomic
def start(*, by: User | None, content: Content | None = None) -> Article:
    """A new draft, with its first revision."""
    article = Article.objects.create(created_by=by)
    save(article, content or Content(), by=by)
    return article


@transaction.atomic
def save(
    article: Article,
    content: Content,
    *,
    by: User | None,
    based_on: int | None = None,
    note: str = "",
) -> Revision:
    """The content is the story's newest revision; readers see what they saw before.

    Where the newest says the same already nothing is written, so that its history stays readable.
    `based_on` is the number of the revision that the editor began from. Raises Clash when there
    is a newer one, and Refused when a field can't be held. The body is cleaned here.
    """
    _take(article)
    content = content.with_changes(
        body=clean(content.body),
        headline=" ".join(content.headline.split()),
        tags=tagging.ids_now(content.tags),
    )
    wrong = contents.faults(content)
    if article.public_id in content.related:
        wrong["related"] = "A story can’t be related to itself. Take it out."
    if wrong:
        raise Refused(fields=wrong)
    newest = article.newest
    if newest and Content.from_json(newest.content) == content:
        return newest
    if newest and based_on is not None and based_on < newest.number:
        raise Clash(newest)
    revision = Revision.objects.create(
        article=article,
        number=newest.number + 1 if newest else 1,
        content=content.as_json(),
        headline=content.headline,
        section=Section.objects.filter(public_id=content.section).first(),
        stage=article.stage,
        saved_by=by,
        note=note,
    )
    article.newest = revision
    article.folded_headline = fold(plain(content.headline))[:300]
    article.saved_at = revision.saved_at
    derived = ["folded_headline", "saved_at"]
    _keep(article, "saved", by=by, revision=revision, fields=["newest", *derived])
    return revision


def restore(article: Article, revision: Revision, *, by: User | None) -> Revision:
    """An old revision's content is saved again, as the newest."""
    content = Content.from_json(revision.content)
    return save(article, content, by=by, note=f"Restores revision {revision.number}.")


@transaction.atomic
def move(article: Article, *, to: str, by: User | None, note: str = "") -> None:
    """The story stands at another stage."""
    _take(article)
    if to not in MOVES[article.stage]:
        raise Refused(
            f"A story that is {article.get_stage_display()} can't become {Stage(to).label}. "
            "Somebody may have moved it: open it again."
        )
    before, article.stage = article.stage, to
    _keep(article, "moved", by=by, fields=["stage"], before=before, after=to, note=note)


def submit(article: Article, *, by: User | None) -> None:
    """The writer hands the story in."""
    move(article, to=Stage.SUBMITTED, by=by)


def give_back(article: Article, *, by: User | None, reason: str) -> None:
    """The story is its writer's again, with the reason in the log."""
    missing = "Say why the story goes back, so that its writer knows what to do."
    move(article, to=Stage.DRAFT, by=by, note=_words(reason, missing=missing))


@transaction.atomic
def publish(
    article: Article,
    *,
    by: User | None,
    at: datetime | None = None,
    now: datetime | None = None,
) -> None:
    """The newest revision is what readers see: from now on, or from `at` for a first publication.

    An embargo moves a first publication to its end. Once readers could see the story, its moment
    never changes. Raises Refused when something
    blocks (see `checks.blocks`), when the story is withdrawn, and when `at` comes too late.
    """
    moment = now or timezone.now()
    _take(article)
    newest = article.newest
    if newest is None:
        raise Refused("There is nothing to publish yet: save the story first.")
    if article.withdrawn_at:
        raise Refused("This story is withdrawn. Reinstate it, then publish what is new.")
    content = _unblocked(newest)
    out_already = article.was_seen(moment)
    if out_already and at is not None:
        raise Refused("This story is out already; only a first publication can be scheduled.")
    if at is not None and at <= moment:
        raise Refused("That time has passed. Choose a later one, or publish now.")
    _copy_out(article, newest, content)
    if not out_already:
        article.published_at = _first_seen(article, at or moment)
    verb = "scheduled" if at else "published"
    _keep(article, verb, by=by, revision=newest, at=at.isoformat() if at else "")
    finding.write(article)


def schedule(
    article: Article, *, by: User | None, at: datetime, now: datetime | None = None
) -> None:
    """The story becomes public at `at`, because the clock says so: no job can miss it."""
    publish(article, by=by, at=at, now=now)


@transaction.atomic
def unschedule(article: Article, *, by: User | None, now: datetime | None = None) -> None:
    """A story that waits for its time or its embargo's end is a draft again; the embargo stays.

    Raises Refused when readers have seen it.
    """
    _take(article)
    if article.published_at is None:
        raise Refused("This story is not scheduled.")
    if article.was_seen(now):
        raise Refused("This story is out already. Withdraw it instead.")
    contents.write(article, Content())
    article.published_at = article.live = None
    article.word_count = 0
    mentions.derive(article)
    _keep(article, "unscheduled", by=by)
    finding.write(article)


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
    that is later; with neither still to come it is out now. Raises Refused when readers have seen it, withdrawn since or not, and when `until` is past.
    """
    moment = now or timezone.now()
    _take(article)
    if until and article.was_seen(moment):
        raise Refused("Readers have seen this story already: an embargo can't hide it again.")
    if until and until <= moment:
        raise Refused("That time has passed. Choose a later one, or none to lift the embargo.")
    is_waiting = article.published_at is not None and not article.was_seen(moment)
    article.embargoed_until = until
    if is_waiting:
        asked = scheduled_at(article) or moment
        article.published_at = _first_seen(article, max(asked, moment))
    _keep(
        article,
        "embargoed" if until else "released",
        by=by,
        fields=["embargoed_until", "published_at"],
        until=until.isoformat() if until else "",
    )
    finding.write(article)


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
def update(article: Article, *, by: User | None, note: str) -> Update:
    """What is newest is out, and readers see "Updated" with the note. Boxes count as of now."""
    missing = "Say what the update adds: readers see it beside the time."
    note = _words(note, most=contents.longest("note", of=Update), missing=missing)
    _take_public(article, "updated")
    publish(article, by=by)
    return Update.objects.create(article=article, note=note, made_at=timezone.now(), made_by=by)


@transaction.atomic
def correct(
    article: Article,
    *,
    by: User | None,
    text: str,
    kind: str = Correction.Kind.CORRECTION,
) -> Correction:
    """What is newest is out, and the correction stands on the story and on /corrections/."""
    missing = "Say what was wrong and what is right: readers see this text."
    text = _words(text, most=contents.longest("text", of=Correction), missing=missing)
    if kind not in Correction.Kind.values:
        raise Refused("Say whether it is a correction or a clarification.")
    _take_public(article, "corrected")
    publish(article, by=by)
    correction = Correction.objects.create(
        article=article, kind=kind, text=text, made_at=timezone.now(), made_by=by
    )
    _log(article, "corrected", by=by, kind=kind)
    return correction


@transaction.atomic
def withdraw(
    article: Article, *, by: User | None, because: str, now: datetime | None = None
) -> None:
    """Readers find a page that says it is gone, and why."""
    moment = now or timezone.now()
    missing = "Say why the story goes: readers who follow its link see this text."
    because = _words(because, most=contents.longest("withdrawn_because"), missing=missing)
    _take_public(article, "withdrawn", at=moment)
    article.withdrawn_at, article.withdrawn_by = moment, by
    article.withdrawn_because = because
    _keep(article, "withdrawn", by=by, because=because)
    finding.write(article)


@transaction.atomic
def reinstate(article: Article, *, by: User | None, with_newest: bool = False) -> None:
    """A withdrawn story is public again, at its old address and with its old date.

    As readers last saw it, or `with_newest` as it was saved last; then it is refused when
    something blocks.
    """
    _take(article)
    if article.withdrawn_at is None:
        raise Refused("This story is not withdrawn.")
    newest = article.newest if with_newest else None
    if newest:
        _copy_out(article, newest, _unblocked(newest))
    article.withdrawn_at = article.withdrawn_by = None
    article.withdrawn_because = ""
    _keep(article, "reinstated", by=by, revision=newest)
    finding.write(article)


def adopt(article: Article) -> None:
    """Derives what publishing derives, for a published copy that came in with a fixture.

    The story has a first revision, its mentions and its word count afterwards. A no-op for a
    story that has a revision.
    """
    if article.newest is None:
        revision = save(article, contents.read(article), by=None, note="Came with the sample.")
        _copy_out(article, revision, Content.from_json(revision.content))
        article.save()
        finding.write(article)


def _unblocked(revision: Revision) -> Content:
    """The content of a revision that may go out. Raises Refused with what blocks it."""
    content = Content.from_json(revision.content)
    if blocked := checks.blocks(content):
        raise Refused(*blocked)
    return content


def _copy_out(article: Article, revision: Revision, content: Content) -> None:
    if not content.slug:
        content = content.with_changes(slug=article.slug or slug_for(content.headline))
    contents.write(article, content)
    article.live = revision
    article.stage = Stage.READY
    article.word_count = word_count(content.body)
    mentions.derive(article)


def slug_for(headline: str) -> str:
    """What a headline's address is made of: at most 60 characters of the headline, whole words; "story" for one without letters."""
    whole = slugify(plain(headline))
    return (whole if len(whole) <= 60 else whole[:61].rpartition("-")[0]) or "story"


def _words(given: str, *, missing: str, most: int = contents.LONGEST_WORDS) -> str:
    """What an editor says with a verb. Raises Refused when it is `missing` or can't be stored."""
    said = given.strip()
    if wrong := missing if not said else contents.fault(said, most=most):
        raise Refused(wrong)
    return said


def _take_public(article: Article, verb: str, *, at: datetime | None = None) -> None:
    _take(article)
    if not article.is_public(at):
        raise Refused(f"Only a story that readers can see can be {verb}.")


def _take(article: Article) -> None:
    """Reads the row anew and keeps others from it until the transaction ends."""
    article.refresh_from_db(from_queryset=Article.objects.select_for_update())


def _keep(
    article: Article,
    verb: str,
    *,
    by: User | None,
    revision: Revision | None = None,
    fields: list[str] | None = None,
    **details: Any,
) -> None:
    article.version += 1
    article.save(update_fields=[*fields, "version"] if fields else None)
    _log(article, verb, by=by, revision=revision, **details)


def _log(
    article: Article,
    verb: str,
    *,
    by: User | None,
    revision: Revision | None = None,
    **details: Any,
) -> None:
    kept = {name: value for name, value in details.items() if value}
    Event.objects.create(article=article, by=by, verb=verb, revision=revision, details=kept)
