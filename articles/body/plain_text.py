"""A body as plain text, and how long it takes to read."""

from __future__ import annotations

import re
from html import unescape

from articles.body.cleaning import read
from articles.body.tree import Body
from articles.body.vocabulary import MARKS

LETTER = re.compile(r"\w")
WORDS_A_MINUTE = 230
BETWEEN = "\n\n"

# As `tree.write` writes them: an attribute's value may hold "<" and ">".
ATTRIBUTES = r'(?: [^\s"=<>]+="[^"]*")*'
STORED_MARK = re.compile(rf"</?(?:{'|'.join(MARKS)}){ATTRIBUTES}>")
STORED_TAG = re.compile(rf"</?[a-z0-9]+{ATTRIBUTES}>")


def plain_text(body: str | Body) -> str:
    """Headings, paragraphs, lines of lists and quotations, a blank line between any two.

    Boxes, pictures and embeds say nothing in it, nor does who is quoted.
    """
    return BETWEEN.join(node.text for node in as_read(body).texts())


def indexed_text(stored: str) -> str:
    """Return the words of a stored body, for an index: those of `plain_text`, in other white space.

    A story's body was cleaned before it was stored, so that leaving out its tags is enough, in a
    tenth of the time that reading takes.
    """
    return unescape(STORED_TAG.sub("\n", STORED_MARK.sub("", stored)))


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
