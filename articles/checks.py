"""What keeps a story from being published, and what an editor should only be told."""

from __future__ import annotations

import re

from django.utils import timezone

from articles.body.cleaning import read
from articles.body.plain_text import plain_text
from articles.body.references import references
from articles.content import Content, gone
from articles.titles import odd_star
from articles.unseen import unseen
from photos.models import Picture

AGAIN = "was deleted meanwhile. Save the story once more, without it or with another."
GONE = {
    "section": "The section was deleted meanwhile. Choose another and save.",
    "bylines": "An author in the byline was deleted meanwhile. Say again who wrote the story, and save.",
    "tags": f"A tag of the story {AGAIN}",
    "related": f"A related story {AGAIN}",
    "lead_picture": f"The lead picture {AGAIN}",
}

TK = re.compile(r"\b(?:TK)+K*\b")  # "to come": TK, TKK, TKTK


def blocks(content: Content) -> list[str]:
    """Sentences, one for each thing without which a story can't go out. Two queries at most."""
    found = []
    if not content.headline.strip():
        found.append("The story has no headline.")
    if not plain_text(content.body).strip():
        found.append("The story has no text.")
    if not content.section:
        found.append("The story has no section.")
    if not content.bylines:
        found.append("The story has no byline.")
    found.extend(GONE[field] for field in gone(content))
    pictures = _pictures(content)
    if content.lead_picture and content.lead_picture not in {each.public_id for each in pictures}:
        found.append(GONE["lead_picture"])
    for picture in pictures:
        if not picture.is_cleared:
            found.append(
                f"The picture “{picture.title}” has no credit or no cleared rights: "
                "clear it at the picture desk, or take it out."
            )
    return found


def warnings(content: Content) -> list[str]:
    """Sentences on what an editor may have forgotten. Five queries at most."""
    found = []
    if left := _tks(content):
        found.append("There is a TK left." if left == 1 else f"There are {left} TKs left.")
    if odd := odd_star(content.headline):
        found.append(odd)
    if not content.tags:
        found.append("The story has no tags.")
    if not content.dek.strip():
        found.append("The story has no dek.")
    pictures = _pictures(content)
    found.extend(
        f"The picture “{picture.title}” has no alternative text."
        for picture in pictures
        if not picture.alt
    )
    there = {picture.public_id for picture in pictures}
    found.extend(
        "A picture in the text was deleted meanwhile: readers see nothing in its place."
        for public_id in references(content.body).pictures
        if public_id not in there
    )
    return found + unseen(content.body, at=timezone.now())


def _pictures(content: Content) -> list[Picture]:
    wanted = [*references(content.body).pictures]
    if content.lead_picture:
        wanted.insert(0, content.lead_picture)
    return list(Picture.objects.filter(public_id__in=wanted)) if wanted else []


def _tks(content: Content) -> int:
    """How many TKs are in the headline, the dek, the captions and the body."""
    body = read(content.body)
    captions = [node.attributes.get("data-caption", "") for node in body.walk()]
    texts = (content.headline, content.dek, content.lead_caption, plain_text(body), *captions)
    return len(TK.findall("\n".join(texts)))
