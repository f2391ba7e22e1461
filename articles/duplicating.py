"""The verb that begins a story as a copy of another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction

from articles import content as contents
from articles.content import Content
from articles.drafting import start
from articles.models import Article
from articles.saving import lock, log
from articles.titles import plain
from verbs.refusals import Refused

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

COPY = re.compile(r" \(copy(?: (\d{1,4}))?\)$")


@transaction.atomic
def duplicate(article: Article, *, by: User | None) -> Article:
    """Begin a draft with the content of the story's newest revision, and return it.

    Its address, date and corrections aren't copied. Both stories' logs get a line.
    """
    lock(article)
    if article.newest is None:
        raise Refused("There is nothing to duplicate yet: save the story first.")
    content = Content.from_json(article.newest.content)
    headline = headline_of_copy(content.headline)
    copy = start(by=by, content=content.with_changes(headline=headline, slug=""))
    log(
        copy,
        "duplicated",
        by=by,
        copy_of=article.public_id,
        note=f"From “{plain(content.headline)}”, {article.public_id}.",
    )
    log(
        article,
        "duplicated",
        by=by,
        copied_to=copy.public_id,
        note=f"As “{plain(headline)}”, {copy.public_id}.",
    )
    return copy


def headline_of_copy(headline: str) -> str:
    """Return "A headline (copy)", and for a copy of that "A headline (copy 2)"."""
    if not headline:
        return ""
    number = COPY.search(headline)
    suffix = f" (copy {int(number[1] or 1) + 1})" if number else " (copy)"
    bare = COPY.sub("", headline)
    return bare[: contents.longest("headline") - len(suffix)].rstrip() + suffix
