"""The verbs of a draft: begin and save a story, and move it from stage to stage.

Callers use them as `publishing.save` and so on; what that module says of every verb holds here too.
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
    """Begin a draft with its first revision, and return it."""
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
    """Save the content as the story's newest revision, and return it. Readers see no change.

    If the newest revision has the same content nothing is written, so that the history stays
    readable. `based_on` is the number of the revision that the editor began from. Raises Clash if
    there is a newer one, Unfounded if the story has no revision of that number, and Refused if a
    field can't be stored. The body is cleaned here.
    """
    lock(article)
    tags = merged_tags.find_by_id(content.tags)
    content = contents.without_unseen(content).with_changes(
        body=clean(content.body), tags=merged_tags.current_ids(content.tags, tags)
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
    """Save an old revision's content again, as the newest, and return that."""
    content = Content.from_json(revision.content)
    return save(article, content, by=by, note=f"Restores revision {revision.number}.")


@transaction.atomic
def move(article: Article, *, to: str, by: User | None, note: str = "") -> None:
    """Move the story to another stage. Raises Refused for a move that `MOVES` doesn't have.

    A published or scheduled story keeps its stage. `rights` relies on it: were such a story a draft
    again, its writer could change it.
    """
    lock(article)
    if article.published_at is not None:
        raise Refused(
            "This story is published or scheduled, so its stage can’t change. Somebody may have "
            "published it just now. Reload the page."
        )
    if to not in MOVES[article.stage]:
        raise Refused(
            f"A story that is {article.get_stage_display()} can’t become {Stage(to).label}. "
            "Somebody may have moved it. Reload the page."
        )
    article.stage = to
    save_and_log(article, "moved", by=by, fields=["stage"], note=note)


def submit(article: Article, *, by: User | None) -> None:
    """Hand the draft over to the editors."""
    move(article, to=Stage.SUBMITTED, by=by)


def send_back(article: Article, *, by: User | None, reason: str) -> None:
    """Make the story a draft of its writer again, with the reason in the log."""
    missing = "Say why you are sending the story back, so that its writer knows what to do."
    move(article, to=Stage.DRAFT, by=by, note=required_text(reason, missing=missing))
