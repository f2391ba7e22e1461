"""The rows that a body names, by public id."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from articles.body.plain_text import BETWEEN, as_tree
from articles.body.tree import Body


@dataclass
class References:
    """Public ids, each once, in the order of their first mention."""

    # With the offset, in characters of the plain text, of the first link to it or the first quotation
    # of it.
    records: list[tuple[str, int]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    contests: list[str] = field(default_factory=list)
    tallies: list[tuple[str, str]] = field(default_factory=list)  # person and award


def references(body: str | Body) -> References:
    """Return the public ids in a body. No query runs: an id may belong to no row."""
    offsets: dict[str, int] = {}
    pictures: dict[str, None] = {}
    contests: dict[str, None] = {}
    tallies: dict[tuple[str, str], None] = {}
    offset = 0
    for node in as_tree(body).walk():
        match node.part.name:
            case "Quotation" if speaker := node.attributes.get("data-record"):
                offsets.setdefault(speaker, offset)
            case "FigureRef":
                pictures[node.attributes["data-picture"]] = None
            case "NomineesBox":
                contests[node.attributes["data-nominees"]] = None
            case "TallyBox":
                tallies[node.attributes["data-tally"], node.attributes["data-award"]] = None
        if node.is_text:
            for text, marks in node.runs:
                if marks and marks[0].attribute == "data-record":
                    offsets.setdefault(marks[0].value, offset)
                offset += len(text)
            offset += len(BETWEEN)
    return References(list(offsets.items()), list(pictures), list(contests), list(tallies))


def figure_of(public_id: str) -> str:
    """Return the markup of a picture in a stored body, to search many bodies for it.

    Cleaning always writes it in this way, and text can't contain it: there "<" is "&lt;".
    """
    return f'<figure data-picture="{public_id}"'


FIGURE = re.compile(figure_of('([^"]+)'))
"""Finds the pictures of a stored body without parsing it."""
