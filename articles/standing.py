"""Where a story stands, in the word and the mark that the desk prints for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from articles.models import Article
from articles.stages import Stage


@dataclass(frozen=True)
class Standing:
    """`mark` is what the dot beside the word says too: see .dot in static/css/desk.css."""

    label: str
    mark: str = ""


MARKS = {Stage.SUBMITTED: "review", Stage.EDIT: "review", Stage.LEGAL: "hold", Stage.READY: "ready"}


def standing(story: Article, *, at: datetime) -> Standing:
    """A draft's stage, or what readers have of the story at that moment. No query."""
    if story.published_at is None:
        return Standing(Stage(story.stage).label.capitalize(), MARKS.get(Stage(story.stage), ""))
    if story.withdrawn_at and story.withdrawn_at <= at:
        return Standing("Withdrawn", "hold")
    is_changed = story.newest_id != story.live_id
    if not story.was_seen(at):
        is_held = story.seen_from == story.embargoed_until
        label, mark = ("Embargoed", "hold") if is_held else ("Scheduled", "ready")
        return (
            Standing(f"{label}, not as last saved", "warn") if is_changed else Standing(label, mark)
        )
    if is_changed:
        return Standing("Published, with changes", "warn")
    return Standing("Published", "good")
