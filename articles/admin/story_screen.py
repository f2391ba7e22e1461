"""The rail beside a story's text at the desk: its state, verbs, checks, revisions and log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from articles import checks, previewing, rights, story_details, unlinked
from articles.admin import verb_messages
from articles.admin.verbs import StoryVerb, possible_verbs, verb_beside_save
from articles.body.references import references
from articles.comparing import summary
from articles.content import Content
from articles.models import Article, Revision
from articles.sent_back import SentBack, find_sent_back
from articles.stages import Stage
from articles.status import Status, status_of
from history.models import Change, ChangeQuerySet
from people.models import Entity

LATEST = 5
NAMES = 8  # unknown names that are listed


@dataclass(frozen=True)
class Step:
    label: str
    is_done: bool = False
    is_here: bool = False


@dataclass(frozen=True)
class RevisionLine:
    """A revision in the list. `mark` says whether readers see it, `paper` is its color."""

    revision: Revision
    paper: str
    paper_name: str
    what: str
    mark: str


@dataclass(frozen=True)
class Checks:
    blocks: tuple[checks.Check, ...]
    warnings: tuple[checks.Check, ...]
    unknown: tuple[str, ...]  # names that aren't in the record

    @property
    def are_clear(self) -> bool:
        return not (self.blocks or self.warnings or self.unknown)


@dataclass(frozen=True)
class Screen:
    story: Article
    status: Status
    steps: tuple[Step, ...]
    verbs: tuple[StoryVerb, ...]  # without the one beside Save
    checks: Checks
    revisions: tuple[RevisionLine, ...]
    changes: tuple[Change, ...]  # the newest lines of its log
    address: str  # where readers find it, or ""
    seen: int  # the number of the revision that the screen shows
    may_change: bool
    sent_back: SentBack | None = None


def load_screen(story: Article, *, user: Any, at: datetime, seen: int | None = None) -> Screen:
    """Return the rail of a saved story, and the notice above its text. Thirteen queries at most.

    `seen` is the number of the revision that the screen shows, if that isn't the newest.
    """
    content = Content.from_json(story.newest.content) if story.newest else Content()
    may_change = rights.may_change(user, story)
    verbs = possible_verbs(story, user) if rights.may_see(user, story) else []
    if may_change and (first := verb_beside_save(story, user)):
        verbs = [verb for verb in verbs if verb.name != first.name]
    return Screen(
        story=story,
        status=status_of(story, at=at),
        steps=steps(story, at=at),
        verbs=tuple(verbs),
        checks=run_checks(content),
        revisions=tuple(revision_lines(story, most=LATEST, at=at)),
        changes=tuple(log_of(story)[: LATEST + 1]),
        address=story.get_absolute_url() if story.is_public(at) else "",
        seen=seen if seen is not None else story.newest.number if story.newest else 0,
        may_change=may_change,
        sent_back=find_sent_back(story),
    )


def log_of(story: Article) -> ChangeQuerySet:
    """Return the story's log, newest first, each line with its user."""
    return Change.objects.about("article", story.public_id).select_related("by")


def run_checks(content: Content) -> Checks:
    """Return what blocks publishing, the warnings, and names not in the record. Ten queries at most."""
    unknown = unlinked.unknown_names(content.headline, content.dek, content.body)
    return Checks(
        tuple(checks.blocks(content)), tuple(checks.warnings(content)), tuple(unknown[:NAMES])
    )


def steps(story: Article, *, at: datetime) -> tuple[Step, ...]:
    """Return the steps to publication, with the current one marked. Legal replaces Edit."""
    is_legal = story.stage == Stage.LEGAL
    labels = ("Draft", "Submitted", "Legal" if is_legal else "Edit", "Ready", "Live")
    stages = (Stage.DRAFT, Stage.SUBMITTED, Stage.LEGAL if is_legal else Stage.EDIT, Stage.READY)
    here = 4 if story.is_public(at) else stages.index(Stage(story.stage))
    return tuple(Step(label, place < here, place == here) for place, label in enumerate(labels))


def revision_lines(
    story: Article, *, most: int, at: datetime, before: int | None = None
) -> list[RevisionLine]:
    """Return the newest revisions first, or the newest with a number below `before`. One query."""
    rows = story.revisions.select_related("saved_by")
    if before is not None:
        rows = rows.filter(number__lt=before)
    found = list(rows[: most + 1])
    contents = [Content.from_json(row.content) for row in found] + [None]
    out = []
    for row, content, older in zip(found, contents, contents[1:], strict=False):
        what = row.note or summary(older, content)
        out.append(revision_line(story, row, what, at=at))
    return out[:most]


def revision_line(story: Article, revision: Revision, what: str, *, at: datetime) -> RevisionLine:
    """Return the line of a revision. Paper colors repeat in a cycle, as those of script drafts do."""
    mark = verb_messages.state_of_copy(story, at=at) if revision.pk == story.live_id else ""
    return RevisionLine(revision, *story_details.paper(revision.number - 1), what, mark)


def pages_showing(story: Article, content: Content, *, at: datetime) -> list[tuple[str, str]]:
    """Return the pages that will show the story, as pairs of label and address. Five queries at most.

    They are its own page, the front page if it is new, and those of its section, tags, authors and the
    public entities in its text.
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
