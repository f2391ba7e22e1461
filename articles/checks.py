"""What keeps a story from being published, and what an editor should only be told."""

from __future__ import annotations

import re

from articles.body.plain_text import plain_text
from articles.body.references import references
from articles.content import Content
from articles.titles import odd_star
from photos.models import Picture

TK = re.compile(r"\bTK+\b")


def blocks(content: Content) -> list[str]:
    """Sentences, one for each thing without which a story can't go out. One query at most."""
    found = []
    if not content.headline.strip():
        found.append("The story has no headline.")
    if not plain_text(content.body).strip():
        found.append("The story has no text.")
    if not content.section:
        found.append("The story has no section.")
    if not content.bylines:
        found.append("The story has no byline.")
    for picture in _pictures(content):
        if not picture.is_cleared:
            found.append(
                f"The picture “{picture.title}” has no credit or no cleared rights: "
                "clear it at the picture desk, or take it out."
            )
    return found


def warnings(content: Content) -> list[str]:
    """Sentences on what an editor may have forgotten. One query at most."""
    found = []
    if TK.search(content.headline + " " + content.dek + " " + plain_text(content.body)):
        found.append("There is a TK left.")
    if odd := odd_star(content.headline):
        found.append(odd)
    if not content.tags:
        found.append("The story has no tags.")
    if not content.dek.strip():
        found.append("The story has no dek.")
    found.extend(
        f"The picture “{picture.title}” has no alternative text."
        for picture in _pictures(content)
        if not picture.alt
    )
    return found


def _pictures(content: Content) -> list[Picture]:
    wanted = [*references(content.body).pictures]
    if content.lead_picture:
        wanted.insert(0, content.lead_picture)
    return list(Picture.objects.filter(public_id__in=wanted)) if wanted else []
