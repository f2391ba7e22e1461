"""A story's card for other people's pages: its headline, set as the site sets it, on its paper.

Drawn by Pillow from the site's own faces when it is first asked for, and kept under the words it
shows: another headline is another card.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw, ImageFont

from articles.models import Article
from articles.titles import plain

SIZE = (1200, 630)
MARGIN = 64
INK = "#14151a"
# The fills of tokens.css, in the light: a card has no dark side.
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
EDITION = 1  # of the drawing: another one draws every card anew


@require_safe
def card(request: HttpRequest, public_id: str) -> HttpResponse:
    """The card of a public story as PNG; of any other it is missing. One query."""
    public = Article.objects.public(timezone.now()).select_related("section").defer("body")
    story = public.filter(public_id=public_id).first()
    if story is None:
        raise Http404
    paper = story.section.paper if story.section else "white"
    headline = plain(story.social_title or story.headline)
    section = story.section.name if story.section else ""
    answer = HttpResponse(_kept(headline, section, paper), content_type="image/png")
    answer["Cache-Control"] = "public, max-age=3600, s-maxage=60"
    return answer


def _kept(headline: str, section: str, paper: str) -> bytes:
    name = str(settings.PUBLICATION["name"])
    shows = "\n".join((str(EDITION), headline, section, paper, name))
    file = Path(settings.VAR) / "cards" / f"{hashlib.sha256(shows.encode()).hexdigest()[:32]}.png"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        # Whole or not at all: two may draw it at once.
        with NamedTemporaryFile(dir=file.parent, delete=False) as unfinished:
            unfinished.write(draw(headline, section, paper, name))
        os.replace(unfinished.name, file)
    return file.read_bytes()


def draw(headline: str, section: str, paper: str, name: str) -> bytes:
    """The card as a PNG of 1200 by 630 pixels."""
    image = Image.new("RGB", SIZE, PAPERS.get(paper, PAPERS["white"]))
    pen = ImageDraw.Draw(image)
    width = SIZE[0] - 2 * MARGIN
    pen.text((MARGIN, MARGIN - 8), section, INK, _face("archivo-var-latin", 30, 700))
    font, lines = _fitted(pen, headline, width)
    top = MARGIN + 54
    for line in lines:
        pen.text((MARGIN, top), line, INK, font)
        top += round(font.size * 1.02)
    foot = SIZE[1] - MARGIN
    pen.line((MARGIN, foot - 52, SIZE[0] - MARGIN, foot - 52), INK, 4)
    pen.text((MARGIN, foot - 36), name.upper(), INK, _face("archivo-var-latin", 34, 800))
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _fitted(
    pen: ImageDraw.ImageDraw, text: str, width: int
) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest size at which the headline stands in the lines that there is room for."""
    for size in (92, 80, 68, 58, 50):
        font = _face("newsreader-var-latin", size, 500)
        lines = _broken(pen, text, font, width)
        if len(lines) <= min(LINES, round(390 / (size * 1.02))):
            return font, lines
    lines = lines[:LINES]
    lines[-1] = f"{lines[-1]} …"
    return font, lines


def _broken(
    pen: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, width: int
) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and pen.textlength(longer, font) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


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
