"""What readers will have of a story, in the sentences that the desk says before and after a verb."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from articles.models import Article
from articles.publishing import scheduled_at
from words.times import dated


def is_held(story: Article) -> bool:
    """Whether it is under an embargo now."""
    return story.embargoed_until is not None and story.embargoed_until > timezone.now()


def is_waiting(story: Article) -> bool:
    """Whether it is sent out, and no reader has seen it yet."""
    return story.published_at is not None and not story.was_seen()


def publish_label(story: Article) -> str:
    return "Publish under embargo" if is_held(story) else "Publish now"


def before_publishing(story: Article) -> str:
    if not is_held(story):
        return "Readers see what was saved last, at once."
    ends = dated(story.embargoed_until)
    return (
        f"What was saved last goes out when the embargo ends, on {ends}. "
        "Until then nobody outside sees it."
    )


def before_scheduling(story: Article) -> str:
    if not is_held(story):
        return "Readers see the story from that moment on, whatever else happens."
    ends = dated(story.embargoed_until)
    return f"Readers see the story from that moment on, but not before its embargo ends on {ends}."


def before_unscheduling(story: Article) -> str:
    stays = " The embargo stays." if is_held(story) else ""
    return f"The story no longer goes out. Readers never saw it.{stays}"


def before_an_embargo(story: Article) -> str:
    """Runs a query for a story that waits."""
    if not is_waiting(story):
        return "Nobody outside sees the story before then, even when it is published."
    moment = scheduled_at(story)
    out = f"on {dated(moment)}" if moment and moment > timezone.now() else "at once"
    return f"Nobody outside sees the story before then. Without an embargo readers see it {out}."


def before_reinstating(story: Article) -> str:
    if story.newest_id == story.live_id:
        return "The story is public again, at its old address."
    return (
        "The story is public again, at its old address, as readers last saw it: "
        "what was saved since stays at the desk."
    )


def after(story: Article) -> str:
    """What has become of a story that was sent out."""
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
        return after(story)
    if not story.embargoed_until:
        return f"“{story}” is under no embargo."
    until = dated(story.embargoed_until)
    return f"Nobody outside sees “{story}” before {until}, even when it is published."


def of_the_copy(story: Article, *, at: datetime) -> str:
    """What readers have of the revision that was copied out, in a few words."""
    if story.withdrawn_at and story.withdrawn_at <= at:
        return "withdrawn"
    if story.was_seen(at) or story.seen_from is None:
        return "out now"
    return f"goes out on {dated(story.seen_from)}"


def after_saving(story: Article) -> str:
    """What has to be said of a save that a story which waits doesn't take along; or nothing.

    One query, none for any other story.
    """
    if not is_waiting(story) or story.newest_id == story.live_id:
        return ""
    assert story.seen_from is not None
    assert story.live is not None
    return (
        f"Saved, and it won’t go out by itself: on {dated(story.seen_from)} readers get revision "
        f"{story.live.number}. To send this one, schedule the story again or publish it."
    )
