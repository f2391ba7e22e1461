"""What blocks a story's publication, and what an editor is only warned about."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from articles.body.cleaning import parse
from articles.body.plain_text import plain_text
from articles.body.references import references
from articles.content import Content, gone
from articles.hidden_references import hidden_references
from articles.titles import odd_star
from photos.licenses import named
from photos.models import Picture

WAS_DELETED = "was deleted. Remove it or choose another, then save."


class Check(NamedTuple):
    """A sentence for the editor, and the name of the field where they can fix it."""

    sentence: str
    field: str

    @property
    def place(self) -> str:
        """The field as the screen calls it: "Go to lead picture"."""
        names = {"body": "text", "related": "related stories"}
        return names.get(self.field, self.field.replace("_", " "))


GONE = {
    "section": "The section was deleted. Choose another, then save.",
    "bylines": "An author in the byline was deleted. Choose another, then save.",
    "tags": f"A tag of the story {WAS_DELETED}",
    "related": f"A related story {WAS_DELETED}",
    "lead_picture": f"The lead picture {WAS_DELETED}",
}

# Editors write TK, TKK or TKTK for "to come" because no English word has these letters together.
TK = re.compile(r"\b(?:TK)+K*\b")


def blocks(content: Content, *, at: datetime | None = None) -> list[Check]:
    """Return what keeps the story from being published. Two queries at most.

    `at` is when readers would get it: a picture's license must not have ended by then.
    """
    found = []
    if not content.headline.strip():
        found.append(Check("The story has no headline.", "headline"))
    if not plain_text(content.body).strip():
        found.append(Check("The story has no text.", "body"))
    if not content.section:
        found.append(Check("The story has no section.", "section"))
    if not content.bylines:
        found.append(Check("The story has no byline.", "bylines"))
    found.extend(Check(GONE[field], field) for field in gone(content))
    pictures = _pictures(content)
    if content.lead_picture and content.lead_picture not in {each.public_id for each in pictures}:
        found.append(Check(GONE["lead_picture"], "lead_picture"))
    for picture in pictures:
        if picture.may_be_shown(at):
            continue
        if picture.has_ended(at):
            sentence = (
                f"The license for the picture “{picture.title}” {_ends(picture)}. "
                "Renew it at the picture desk, or remove the picture."
            )
        else:
            sentence = (
                f"The picture “{picture.title}” has no credit or no cleared rights. "
                "Clear it at the picture desk, or remove it."
            )
        found.append(Check(sentence, _where(picture, content)))
    return found


def warnings(content: Content) -> list[Check]:
    """Return what an editor may have forgotten. Five queries at most."""
    found = []
    if tks := _tks(content):
        left = len(tks)
        sentence = "There is a TK left." if left == 1 else f"There are {left} TKs left."
        found.append(Check(sentence, tks[0]))
    if odd := odd_star(content.headline):
        found.append(Check(odd, "headline"))
    if not content.tags:
        found.append(Check("The story has no tags.", "tags"))
    if not content.dek.strip():
        found.append(Check("The story has no dek.", "dek"))
    pictures = _pictures(content)
    found.extend(
        Check(f"The picture “{picture.title}” has no alternative text.", _where(picture, content))
        for picture in pictures
        if not picture.alt
    )
    found.extend(
        Check(
            f"The license for the picture “{picture.title}” {_ends(picture)}. After that day, readers "
            "see the story without it.",
            _where(picture, content),
        )
        for picture in pictures
        if picture.license_ends_on and picture.may_be_shown()
    )
    there = {picture.public_id for picture in pictures}
    found.extend(
        Check("A picture in the text was deleted, so readers see nothing in its place.", "body")
        for public_id in references(content.body).pictures
        if public_id not in there
    )
    found.extend(
        Check(sentence, "body") for sentence in hidden_references(content.body, at=timezone.now())
    )
    return found


def _ends(picture: Picture) -> str:
    assert picture.license_ends_on is not None
    word = "ended" if picture.has_ended() else "ends"
    return f"{word} {named(picture.license_ends_on)}"


def _pictures(content: Content) -> list[Picture]:
    wanted = [*references(content.body).pictures]
    if content.lead_picture:
        wanted.insert(0, content.lead_picture)
    return list(Picture.objects.filter(public_id__in=wanted)) if wanted else []


def _where(picture: Picture, content: Content) -> str:
    """Return the field that shows the picture; if two do, the lead picture."""
    return "lead_picture" if picture.public_id == content.lead_picture else "body"


def _tks(content: Content) -> list[str]:
    """Return the field of each TK, in the order of the story."""
    body = parse(content.body)
    captions = [node.attributes.get("data-caption", "") for node in body.walk()]
    texts = (
        ("headline", content.headline),
        ("dek", content.dek),
        ("lead_caption", content.lead_caption),
        ("body", "\n".join((plain_text(body), *captions))),
    )
    return [field for field, text in texts for _ in TK.findall(text)]
