"""One change to many stories, each in its own transaction, so that a refusal doesn't stop the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from articles import bin as bins
from articles import drafting, rights
from articles.content import Content
from articles.models import Article, Section, Tag
from articles.saving import lock
from verbs.refusals import Refused

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

NOT_YOURS = "You can’t change it now."


@dataclass
class BulkOutcome:
    """What happened to each story. `revisions` has the numbers of new revisions by story."""

    done: list[Article] = field(default_factory=list)
    unchanged: list[Article] = field(default_factory=list)
    refused: list[tuple[Article, str]] = field(default_factory=list)
    revisions: dict[int, int] = field(default_factory=dict)


def add_tag(stories: Iterable[Article], tag: Tag, *, by: User) -> BulkOutcome:
    """Add the tag to each story that the user may change, in a new revision."""
    return _save_each(
        stories,
        lambda content: content.with_changes(
            tags=tuple(dict.fromkeys((*content.tags, tag.public_id)))
        ),
        note=f"Adds the tag “{tag}”.",
        by=by,
    )


def set_section(stories: Iterable[Article], section: Section, *, by: User) -> BulkOutcome:
    """Move each story that the user may change to the section, in a new revision."""
    return _save_each(
        stories,
        lambda content: content.with_changes(section=section.public_id),
        note=f"Moves it to the section “{section}”.",
        by=by,
    )


def move_to_bin(stories: Iterable[Article], *, by: User) -> BulkOutcome:
    """Move each draft that the user may change to the bin."""

    def bin_it(story: Article, outcome: BulkOutcome) -> None:
        bins.move_to_bin(story, by=by)
        outcome.done.append(story)

    return _each(stories, bin_it, by=by)


def take_back(made: dict[int, int], *, by: User) -> BulkOutcome:
    """Undo a bulk change: save each story again as it was before the revision in `made`.

    `made` has the number of that revision by story. A story that somebody saved since is refused.
    """

    def restore(story: Article, outcome: BulkOutcome) -> None:
        lock(story)
        number = made[story.pk]
        if story.newest is None or story.newest.number != number:
            raise Refused("Somebody has saved it since.")
        before = story.revisions.filter(number__lt=number).first()
        if before is None:
            raise Refused("It has no earlier version.")
        drafting.restore(story, before, by=by)
        outcome.done.append(story)

    return _each(rights.stories_for(by).filter(pk__in=made), restore, by=by)


def _save_each(
    stories: Iterable[Article],
    changed: Callable[[Content], Content],
    *,
    note: str,
    by: User,
) -> BulkOutcome:
    def change(story: Article, outcome: BulkOutcome) -> None:
        # Locked before it is read, so that a colleague's save just now isn't undone.
        lock(story)
        before = story.newest
        content = Content.from_json(before.content) if before else Content()
        revision = drafting.save(story, changed(content), by=by, note=note[:300])
        if revision == before:
            outcome.unchanged.append(story)
        else:
            outcome.done.append(story)
            outcome.revisions[story.pk] = revision.number

    return _each(stories, change, by=by)


def _each(
    stories: Iterable[Article], do: Callable[[Article, BulkOutcome], None], *, by: User
) -> BulkOutcome:
    outcome = BulkOutcome()
    for story in stories:
        try:
            with transaction.atomic():
                if not rights.may_change(by, story):
                    raise Refused(NOT_YOURS)
                do(story, outcome)
        except Refused as refused:
            outcome.refused.append((story, " ".join(refused.sentences)))
    return outcome
