"""What a body refers to, for whoever looks it up."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from articles.body.plain_text import BETWEEN, as_read
from articles.body.tree import Body, Node


@dataclass
class References:
    """Public ids, each once, in the order in which the body names them first."""

    # With the place in the body's plain text, in characters, at which a link to it begins, or the
    # quotation that it speaks.
    records: list[tuple[str, int]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    contests: list[str] = field(default_factory=list)
    tallies: list[tuple[str, str]] = field(default_factory=list)  # person and award


def references(body: str | Body) -> References:
    """Every row that the body names. Nothing is looked up: a name may have no row."""
    first_at: dict[str, int] = {}
    pictures: dict[str, None] = {}
    contests: dict[str, None] = {}
    tallies: dict[tuple[str, str], None] = {}
    offset = 0
    for node in as_read(body).walk():
        match node.part.name:
            case "Quotation" if speaker := node.attributes.get("data-record"):
                first_at.setdefault(speaker, offset)
            case "FigureRef":
                pictures[node.attributes["data-picture"]] = None
            case "NomineesBox":
                contests[node.attributes["data-nominees"]] = None
            case "TallyBox":
                tallies[node.attributes["data-tally"], node.attributes["data-award"]] = None
        if node.is_text:
            offset = _note_links(node, offset, first_at)
    return References(list(first_at.items()), list(pictures), list(contests), list(tallies))


def figure_of(public_id: str) -> str:
    """Return the letters with which a stored body shows the picture, for a search in many bodies.

    A cleaned body says it in these very letters, and no word of its text can: there "<" is "&lt;".
    """
    return f'<figure data-picture="{public_id}"'


FIGURE = re.compile(figure_of('([^"]+)'))
"""Finds the pictures of a stored body without reading all of it."""


def _note_links(node: Node, offset: int, first_at: dict[str, int]) -> int:
    """The links of one block of words are in `first_at`; the offset at which the next begins."""
    for text, marks in node.runs:
        if marks and marks[0].attribute == "data-record":
            first_at.setdefault(marks[0].value, offset)
        offset += len(text)
    return offset + len(BETWEEN)
