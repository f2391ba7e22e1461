"""A body as plain text, and how long it takes to read."""

from __future__ import annotations

import re

from articles.body.cleaning import read
from articles.body.tree import Body

LETTER = re.compile(r"\w")
WORDS_A_MINUTE = 230
BETWEEN = "\n\n"


def plain_text(body: str | Body) -> str:
    """Headings, paragraphs, lines of lists and quotations, a blank line between any two.

    Boxes, pictures and embeds say nothing in it, nor does who is quoted.
    """
    return BETWEEN.join(node.text for node in as_read(body).texts())


def first_paragraph(body: str | Body) -> str:
    """The words of the first paragraph that stands in the story itself; empty if there is none."""
    return next((node.text for node in as_read(body).nodes if node.tag == "p"), "")


def word_count(body: str | Body) -> int:
    """How many words the body's plain text has. A dash between spaces is none."""
    return sum(bool(LETTER.search(word)) for word in plain_text(body).split())


def reading_minutes(words: int) -> int:
    """Minutes that so many words take to read, at least one."""
    return max(1, round(words / WORDS_A_MINUTE))


def as_read(body: str | Body) -> Body:
    """The body as a tree, whichever way it came: who asks several things reads it once."""
    return body if isinstance(body, Body) else read(body)
