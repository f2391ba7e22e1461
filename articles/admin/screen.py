"""What stands beside a story's text at the desk: where it stands, what is missing, who did what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from articles import checks, previewing, rights, sent_back, story_details, unlinked
from articles.admin import outlook
from articles.admin.verbs import Verb, beside_save, offered
from articles.body.references import references
from articles.comparing import summary
from articles.content import Content
from articles.models import Article, Event, Revision
from articles.stages import Stage
from articles.standing import Standing, standing
from people.models import Entity

LATEST = 5
NAMES = 8  # unknown ones that are listed


@dataclass(frozen=True)
class Step:
    label: str
    is_done: bool = False
    is_here: bool = False


@dataclass(frozen=True)
class Line:
    """A revision in a line; `mark` says what readers have to do with it."""

    revision: Revision
    paper: str
    paper_name: str
    what: str
    mark: str


@dataclass(frozen=True)
class Checks:
    blocks: tuple[checks.Check, ...]
    warnings: tuple[checks.Check, ...]
    unknown: tuple[str, ...]  # names that the record does not know

    @property
    def are_clear(self) -> bool:
        return not (self.blocks or self.warnings or self.unknown)


@dataclass(frozen=True)
class Screen:
    story: Article
    standing: Standing
    steps: tuple[Step, ...]
    verbs: tuple[Verb, ...]  # without the one beside Save
    checks: Checks
    revisions: tuple[Line, ...]
    events: tuple[Event, ...]
    address: str  # where readers find it, or ""
    seen: int  # the number of the revision that this screen shows
    may_change: bool
    sent_back: sent_back.SentBack | None = None


def read(story: Article, *, user: Any, at: datetime, seen: int | None = None) -> Screen:
    """The rail of a saved story, and the notice over its text. Thirteen queries at most.

    `seen` is the number of the revision beside it, where that isn't the newest.
    """
    content = Content.from_json(story.newest.content) if story.newest else Content()
    may_change = rights.may_change(user, story)
    verbs = offered(story, user) if rights.may_see(user, story) else []
    if may_change and (first := beside_save(story, user)):
        verbs = [verb for verb in verbs if verb.name != first.name]
    return Screen(
        story=story,
        standing=standing(story, at=at),
        steps=steps(story, at=at),
        verbs=tuple(verbs),
        checks=checked(content),
        revisions=tuple(lines(story, most=LATEST, at=at)),
        events=tuple(story.events.select_related("by")[: LATEST + 1]),
        address=story.get_absolute_url() if story.is_public(at) else "",
        seen=seen if seen is not None else story.newest.number if story.newest else 0,
        may_change=may_change,
        sent_back=sent_back.read(story),
    )


def checked(content: Content) -> Checks:
    """What blocks the content and what is only said. Ten queries at most."""
    unknown = unlinked.unknown_names(content.headline, content.dek, content.body)
    return Checks(
        tuple(checks.blocks(content)), tuple(checks.warnings(content)), tuple(unknown[:NAMES])
    )


def steps(story: Article, *, at: datetime) -> tuple[Step, ...]:
    """The way of a story, and where on it this one is. With legal it is beside the edit."""
    is_legal = story.stage == Stage.LEGAL
    labels = ("Draft", "Submitted", "Legal" if is_legal else "Edit", "Ready", "Live")
    stages = (Stage.DRAFT, Stage.SUBMITTED, Stage.LEGAL if is_legal else Stage.EDIT, Stage.READY)
    here = 4 if story.is_public(at) else stages.index(Stage(story.stage))
    return tuple(Step(label, place < here, place == here) for place, label in enumerate(labels))


def lines(story: Article, *, most: int, at: datetime, before: int | None = None) -> list[Line]:
    """The last revisions, the newest first; or those before a number. One query."""
    rows = story.revisions.select_related("saved_by")
    if before is not None:
        rows = rows.filter(number__lt=before)
    found = list(rows[: most + 1])
    contents = [Content.from_json(row.content) for row in found] + [None]
    out = []
    for row, content, older in zip(found, contents, contents[1:], strict=False):
        what = row.note or summary(older, content)
        out.append(line(story, row, what, at=at))
    return out[:most]


def line(story: Article, revision: Revision, what: str, *, at: datetime) -> Line:
    """A revision with its paper, which goes round by its number."""
    mark = outlook.of_the_copy(story, at=at) if revision.pk == story.live_id else ""
    return Line(revision, *story_details.paper(revision.number - 1), what, mark)


def pages_showing(story: Article, content: Content, *, at: datetime) -> list[tuple[str, str]]:
    """The pages on which readers will meet the story, as (what, address). Five queries at most.

    Its own, the front page when it is new, its section, its tags, its authors, and everyone whom
    its text names and who is public.
    """
    article = previewing.as_published(story, content, at=at)
    found = [("Its own page", article.get_absolute_url())]
    if not story.is_public(at):
        found.append(("The front page, as the newest story", reverse("front")))
    if article.section:
        found.append((f"The section {article.section}", article.section.get_absolute_url()))
    found += [(f"The tag {tag}", tag.get_absolute_url()) for tag in previewing.tags_of(content)]
    for byline in previewing.bylines_of(content):
        found.append((f"The author {byline.author}", byline.author.get_absolute_url()))
    named = [public_id for public_id, _ in references(content.body).records]
    rows = Entity.objects.public(at).with_addresses().filter(public_id__in=named)
    found += [(row.label, row.get_absolute_url()) for row in rows]
    return list(dict.fromkeys(found))
