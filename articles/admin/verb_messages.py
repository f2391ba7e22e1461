"""What the desk says before and after a verb: when readers will see a story, and which version."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from articles.models import Article
from articles.publishing import scheduled_at
from words.times import dated


def is_embargoed(story: Article) -> bool:
    """Return whether the story is under an embargo now."""
    return story.embargoed_until is not None and story.embargoed_until > timezone.now()


def is_waiting(story: Article) -> bool:
    """Return whether the story is published for later: scheduled, or under an embargo."""
    return story.published_at is not None and not story.was_seen()


def publish_label(story: Article) -> str:
    return "Publish under embargo" if is_embargoed(story) else "Publish now"


def before_publishing(story: Article) -> str:
    if not is_embargoed(story):
        return "Readers see the last saved version right away."
    ends = dated(story.embargoed_until)
    return (
        f"The last saved version goes out when the embargo ends, on {ends}. "
        "Readers don’t see it before then."
    )


def before_scheduling(story: Article) -> str:
    if not is_embargoed(story):
        return "Readers see the story from that moment on."
    ends = dated(story.embargoed_until)
    return f"Readers see the story from that moment on, but not before its embargo ends on {ends}."


def before_unscheduling(story: Article) -> str:
    stays = " The embargo stays." if is_embargoed(story) else ""
    return f"The story won’t go out. Readers have never seen it.{stays}"


def before_an_embargo(story: Article) -> str:
    """Return what an embargo will do. One query if the story is waiting."""
    if not is_waiting(story):
        return "Readers don’t see the story before then, even if it is published."
    moment = scheduled_at(story)
    out = f"on {dated(moment)}" if moment and moment > timezone.now() else "right away"
    return f"Readers don’t see the story before then. Without an embargo they see it {out}."


def before_reinstating(story: Article) -> str:
    if story.newest_id == story.live_id:
        return "The story is public again at its old address."
    return (
        "The story is public again at its old address, as readers last saw it, without what was "
        "saved since."
    )


def after_publishing(story: Article) -> str:
    """Return whether readers see the story now, or when they will."""
    if story.is_public():
        return f"Readers see “{story}” now."
    out_at = story.seen_from
    assert out_at is not None
    why = "when its embargo ends, " if out_at == story.embargoed_until else ""
    return f"“{story}” goes out {why}on {dated(out_at)}."


def after_an_embargo(story: Article) -> str:
    if story.is_public():
        return f"The embargo is lifted: readers see “{story}” now."
    if story.published_at:
        return after_publishing(story)
    if not story.embargoed_until:
        return f"“{story}” isn’t under embargo."
    until = dated(story.embargoed_until)
    return f"Readers don’t see “{story}” before {until}, even if it is published."


def state_of_copy(story: Article, *, at: datetime) -> str:
    """Return in a few words whether readers see the published revision: "out now"."""
    if story.withdrawn_at and story.withdrawn_at <= at:
        return "withdrawn"
    if story.was_seen(at) or story.seen_from is None:
        return "out now"
    return f"goes out on {dated(story.seen_from)}"


def after_saving(story: Article) -> str:
    """Return a warning that a waiting story will go out without what was just saved, or "".

    One query if the story is waiting, else none.
    """
    if not is_waiting(story) or story.newest_id == story.live_id:
        return ""
    assert story.seen_from is not None
    assert story.live is not None
    return (
        f"Saved, but this version won’t go out by itself: on {dated(story.seen_from)} readers get "
        f"revision {story.live.number}. To send this one, schedule the story again or publish it."
    )
