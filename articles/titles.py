"""Headlines: plain text in which *Title* is the title of a film, a series, a book."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# A star opens a title before its first character and closes it after its last. One inside a word
# does neither, so that M*A*S*H is spelled as it is, and *M*A*S*H* is a title.
TITLE = re.compile(r"(?<![\w*])\*(?![\s*])([^\n]{1,300}?)(?<![\s*])\*(?![\w*])")
LONE = re.compile(r"(?<![\w*])\*([^\W\d_]) (?=[^\s*])")
INNER = re.compile(r"(?<=\w)\*(?=\w)")

UNTITLED = "Untitled"  # what the desk calls a draft without a headline

# Stands for a star that a backslash keeps as it is.
KEPT = "\x00"


def marked(headline: str) -> SafeString:
    """The headline as markup: titles in <cite>, everything else escaped; `\\*` prints a star."""
    html = TITLE.sub(r"<cite>\1</cite>", escape(bound(_kept(headline))))
    return mark_safe(html.replace(KEPT, "*"))


def bound(headline: str) -> str:
    """A title of more words doesn't leave its first at a line's end if that is one letter: *I Know*."""
    return LONE.sub("*\\1\N{NO-BREAK SPACE}", headline)


def plain(headline: str) -> str:
    """The headline in words alone: for a page's title, a feed, a link preview."""
    return TITLE.sub(r"\1", _kept(headline)).replace(KEPT, "*")


def runs(headline: str) -> list[tuple[str, bool]]:
    """The headline's words in order, each stretch with whether it is a title."""
    parts = TITLE.split(_kept(headline))
    return [(part.replace(KEPT, "*"), bool(place % 2)) for place, part in enumerate(parts) if part]


def odd_star(headline: str) -> str:
    """A sentence if a star neither opens nor closes a title; empty if all is well."""
    if "*" not in INNER.sub("", TITLE.sub("", _kept(headline))):
        return ""
    return (
        "There is a star in the headline that is no part of a title: "
        "take it out, or write \\* for a star that is printed."
    )


def _kept(headline: str) -> str:
    return headline.replace(KEPT, "").replace("\\*", KEPT)
