"""The verbs before readers see anything: a story is begun, saved, and moved from stage to stage.

Called as `publishing.save` and so on: what is said there of every verb holds for these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from articles import content as contents
from articles import merged_tags
from articles.body.cleaning import clean
from articles.content import Content
from articles.models import Article, Revision, Section
from articles.refusals import Clash, Unfounded
from articles.saving import lock, required_text, save_and_log
from articles.stages import MOVES, Stage
from articles.titles import plain
from verbs.refusals import Refused
from words.folding import fold

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
    is a newer one, Unfounded when the story has no revision of that number, and Refused when a
    field can't be held. The body is cleaned here.
    """
    lock(article)
    tags = merged_tags.find_by_id(content.tags)
    content = contents.without_unseen(content).with_changes(
        body=clean(content.body), tags=merged_tags.led_on(content.tags, tags)
    )
    wrong = contents.faults(content)
    if article.public_id in content.related:
        wrong["related"] = "A story can’t be related to itself. Take it out."
    if wrong:
        raise Refused(fields=wrong)
    newest = article.newest
    if newest and Content.from_json(newest.content) == content:
        return newest
    if newest and based_on is not None and based_on != newest.number:
        # Revisions are numbered from 1 without a gap.
        is_one = 0 < based_on < newest.number
        raise Clash(newest) if is_one else Unfounded(newest, named=based_on)
    section = None
    if newest and Revision._meta.get_field("section").is_cached(newest):
        section = newest.section  # the story's screen has read it
    if section is None or section.public_id != content.section:
        section = Section.objects.filter(public_id=content.section).first()
    revision = Revision.objects.create(
        article=article,
        number=newest.number + 1 if newest else 1,
        content=content.as_json(),
        headline=content.headline,
        section=section,
        stage=article.stage,
        saved_by=by,
        note=note,
    )
    article.newest = revision
    article.folded_headline = fold(plain(content.headline))[:300]
    article.saved_at = revision.saved_at
    derived = ["folded_headline", "saved_at"]
    stays = {tag.public_id: tag for tag in tags.values()}
    save_and_log(
        article, "saved", by=by, revision=revision, fields=["newest", *derived], tags=stays
    )
    return revision


def restore(article: Article, revision: Revision, *, by: User | None) -> Revision:
    """An old revision's content is saved again, as the newest."""
    content = Content.from_json(revision.content)
    return save(article, content, by=by, note=f"Restores revision {revision.number}.")


@transaction.atomic
def move(article: Article, *, to: str, by: User | None, note: str = "") -> None:
    """The story stands at another stage."""
    lock(article)
    if to not in MOVES[article.stage]:
        raise Refused(
            f"A story that is {article.get_stage_display()} can't become {Stage(to).label}. "
            "Somebody may have moved it: open it again."
        )
    article.stage = to
    save_and_log(article, "moved", by=by, fields=["stage"], note=note)


def submit(article: Article, *, by: User | None) -> None:
    """The writer hands the story in."""
    move(article, to=Stage.SUBMITTED, by=by)


def give_back(article: Article, *, by: User | None, reason: str) -> None:
    """The story is its writer's again, with the reason in the log."""
    missing = "Say why the story goes back, so that its writer knows what to do."
    move(article, to=Stage.DRAFT, by=by, note=required_text(reason, missing=missing))
