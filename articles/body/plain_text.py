"""A body as plain text, and how long it takes to read."""

from __future__ import annotations

import re
from html import unescape

from articles.body.cleaning import parse
from articles.body.tree import Body
from articles.body.vocabulary import MARKS

LETTER = re.compile(r"\w")
WORDS_A_MINUTE = 230
BETWEEN = "\n\n"

# Tags as `tree.write` writes them. An attribute's value may hold "<" and ">".
ATTRIBUTES = r'(?: [^\s"=<>]+="[^"]*")*'
STORED_MARK = re.compile(rf"</?(?:{'|'.join(MARKS)}){ATTRIBUTES}>")
STORED_TAG = re.compile(rf"</?[a-z0-9]+{ATTRIBUTES}>")


def plain_text(body: str | Body) -> str:
    """Return headings, paragraphs, list items and quotations, with a blank line between them.

    It leaves out boxes, pictures, embeds and the names of speakers.
    """
    return BETWEEN.join(node.text for node in as_tree(body).texts())


def indexed_text(stored: str) -> str:
    """Return the words of a stored body for an index: those of `plain_text`, spaced otherwise.

    A stored body has been cleaned, so it is enough to leave out its tags. That takes a tenth of the
    time of parsing it.
    """
    return unescape(STORED_TAG.sub("\n", STORED_MARK.sub("", stored)))


def first_paragraph(body: str | Body) -> str:
    """Return the first paragraph that isn't in a list, a quotation or a table, or ""."""
    return next((node.text for node in as_tree(body).nodes if node.tag == "p"), "")


def word_count(body: str | Body) -> int:
    """Return how many words the plain text has. A dash between spaces isn't one."""
    return sum(bool(LETTER.search(word)) for word in plain_text(body).split())


def reading_minutes(words: int) -> int:
    """Return how many minutes so many words take to read, at least 1."""
    return max(1, round(words / WORDS_A_MINUTE))


def as_tree(body: str | Body) -> Body:
    """Return the parsed body. A caller with several questions parses it once and passes the tree."""
    return body if isinstance(body, Body) else parse(body)
