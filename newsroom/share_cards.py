"""A story's card for social networks: its headline in the site's type on its section's color.

Pillow draws it with the site's own fonts when it is first requested. It is kept under a digest of what
it shows, so that a new headline gets a new card. Titles are in italics. Characters that the fonts don't
have are left out.
"""

from __future__ import annotations

import hashlib
import logging
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw, ImageFont

from articles.models import Article
from articles.titles import bound, runs
from photos.atomic_writes import write_whole

logger = logging.getLogger(__name__)

SIZE = (1200, 630)
MARGIN = 64
INK = "#14151a"
# The fills of tokens.css in the light theme.
PAPERS = {
    "gold": "#ffce47",
    "blue": "#c3def6",
    "pink": "#fbc9d6",
    "green": "#c2e5c9",
    "salmon": "#ffc6ab",
    "lilac": "#d8cdf5",
    "white": "#ffffff",
}
FONTS = Path("static") / "fonts"
LINES = 5
KEPT = timedelta(days=30)
EDITION = 2  # raise it with any change of the drawing, so that every card is drawn again


@require_safe
def card(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer with a public story's card as PNG, 404 for any other story. One query."""
    public = Article.objects.public(timezone.now()).select_related("section").defer("body")
    story = public.filter(public_id=public_id).first()
    if story is None:
        raise Http404
    paper = story.section.paper if story.section else "white"
    headline = story.social_title or story.headline
    section = story.section.name if story.section else ""
    answer = HttpResponse(_card_file(headline, section, paper), content_type="image/png")
    answer["Cache-Control"] = "public, max-age=3600, s-maxage=60"
    return answer


def remove_old() -> int:
    """Remove cards that were drawn long ago, and return how many. If requested, they are drawn again."""
    oldest = time.time() - KEPT.total_seconds()
    old = [card for card in folder().glob("*") if card.stat().st_mtime < oldest]
    for card in old:
        card.unlink(missing_ok=True)
    return len(old)


def folder() -> Path:
    return Path(settings.VAR) / "cards"


def _card_file(headline: str, section: str, paper: str) -> bytes:
    name = str(settings.PUBLICATION["name"])
    shows = "\n".join((str(EDITION), headline, section, paper, name))
    file = folder() / f"{hashlib.sha256(shows.encode()).hexdigest()[:32]}.png"
    with suppress(FileNotFoundError):
        return file.read_bytes()
    drawn = draw(headline, section, paper, name)
    try:
        write_whole(file, drawn)  # two threads may draw it at once
    except OSError:
        logger.exception("The card %s couldn’t be saved.", file)
    return drawn


def draw(headline: str, section: str, paper: str, name: str) -> bytes:
    """Return the card as a PNG of 1200 by 630 pixels."""
    image = Image.new("RGB", SIZE, PAPERS.get(paper, PAPERS["white"]))
    pen = ImageDraw.Draw(image)
    width = SIZE[0] - 2 * MARGIN
    pen.text((MARGIN, MARGIN - 8), section, INK, _face("archivo-var-latin", 30, 700))
    font_set, lines = _fitted(headline, width)
    top = MARGIN + 54
    for line in lines:
        left = float(MARGIN)
        for word in line:
            for piece, is_title in word:
                font = font_set.face(is_title=is_title)
                # On a common baseline: the two fonts have different heights.
                pen.text((left, top + font_set.size * 0.735), piece, INK, font, anchor="ls")
                left += font.getlength(piece)
            left += font_set.space
        top += round(font_set.size * 1.02)
    foot = SIZE[1] - MARGIN
    pen.line((MARGIN, foot - 52, SIZE[0] - MARGIN, foot - 52), INK, 4)
    pen.text((MARGIN, foot - 36), name.upper(), INK, _face("archivo-var-latin", 34, 800))
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


Word = tuple[tuple[str, bool], ...]  # its pieces: in "*Watchmen*’s" the last is not in italics


@dataclass(frozen=True)
class HeadlineFont:
    """The headline's fonts, upright and italic, at one size."""

    size: int

    def face(self, *, is_title: bool) -> ImageFont.FreeTypeFont:
        return _face(f"newsreader-var-latin{'-italic' if is_title else ''}", self.size, 500)

    @property
    def space(self) -> float:
        return self.face(is_title=False).getlength(" ")

    def width(self, word: Word) -> float:
        return sum(self.face(is_title=is_title).getlength(piece) for piece, is_title in word)


def _fitted(headline: str, width: int) -> tuple[HeadlineFont, list[list[Word]]]:
    """Return the largest size at which the headline fits, and its lines; a longer one ends in an ellipsis."""
    words = _words(headline)
    for size in (92, 80, 68, 58, 50):
        font_set = HeadlineFont(size)
        lines = _broken(words, font_set, width)
        if len(lines) <= min(LINES, round(390 / (size * 1.02))):
            return font_set, lines
    lines = lines[:LINES]
    while len(lines[-1]) > 1 and _broken([*lines[-1], ELLIPSIS], font_set, width)[1:]:
        lines[-1].pop()
    lines[-1].append(ELLIPSIS)
    return font_set, lines


ELLIPSIS: Word = (("…", False),)


def _words(headline: str) -> list[Word]:
    words: list[list[tuple[str, bool]]] = [[]]
    for text, is_title in runs(bound(headline)):
        parts = re.split(r"[^\S\N{NO-BREAK SPACE}]+", _drawable(text))
        first, *others = (part.replace("\N{NO-BREAK SPACE}", " ") for part in parts)
        words[-1].append((first, is_title))
        words += [[(word, is_title)] for word in others]
    found = (tuple(piece for piece in word if piece[0]) for word in words)
    return [word for word in found if word]


def _drawable(text: str) -> str:
    font = _face("newsreader-var-latin", 50, 500)
    nothing = bytes(font.getmask("\U0010ffff"))
    return "".join(sign for sign in text if sign.isspace() or bytes(font.getmask(sign)) != nothing)


def _broken(words: list[Word], font_set: HeadlineFont, width: int) -> list[list[Word]]:
    lines: list[list[Word]] = []
    left = 0.0
    for word in (part for whole in words for part in _cut(whole, font_set, width)):
        if lines and font_set.width(word) + font_set.space <= left:
            lines[-1].append(word)
            left -= font_set.width(word) + font_set.space
        else:
            lines.append([word])
            left = width - font_set.width(word)
    return lines


def _cut(word: Word, font_set: HeadlineFont, width: int) -> list[Word]:
    """Split a word that is longer than a line into pieces that fit."""
    if font_set.width(word) <= width:
        return [word]
    parts: list[Word] = [()]
    for sign, is_title in ((sign, is_title) for piece, is_title in word for sign in piece):
        longer = (*parts[-1], (sign, is_title))
        if font_set.width(longer) <= width:
            parts[-1] = longer
        else:
            parts.append(((sign, is_title),))
    return parts


@cache
def _face(name: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(settings.BASE_DIR / FONTS / f"{name}.woff2", size)
    wanted = {b"Weight": weight, b"Optical Size": 72, b"Width": 80}
    values = []
    for axis in font.get_variation_axes():
        low, high = axis["minimum"] or 0, axis["maximum"] or 0
        values.append(float(min(max(wanted.get(axis["name"] or b"", low), low), high)))
    font.set_variation_by_axes(values)
    return font
