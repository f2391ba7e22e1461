"""The status of a story, as a word and a colored dot at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from articles.models import Article
from articles.stages import Stage


@dataclass(frozen=True)
class Status:
    """`mark` is the color of the dot beside the word: see .dot in static/css/desk.css."""

    label: str
    mark: str = ""


MARKS = {Stage.SUBMITTED: "review", Stage.EDIT: "review", Stage.LEGAL: "hold", Stage.READY: "ready"}


def status_of(story: Article, *, at: datetime) -> Status:
    """Return a draft's stage, or what readers see of the story at that moment. No query."""
    if story.published_at is None:
        return Status(Stage(story.stage).label.capitalize(), MARKS.get(Stage(story.stage), ""))
    if story.withdrawn_at and story.withdrawn_at <= at:
        return Status("Withdrawn", "hold")
    is_changed = story.newest_id != story.live_id
    if not story.was_seen(at):
        is_held = story.seen_from == story.embargoed_until
        label, mark = ("Embargoed", "hold") if is_held else ("Scheduled", "ready")
        return Status(f"{label}, with changes", "warn") if is_changed else Status(label, mark)
    if is_changed:
        return Status("Published, with changes", "warn")
    return Status("Published", "good")
