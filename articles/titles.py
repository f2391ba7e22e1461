"""Headlines: plain text in which *Title* is the title of a film, a series or a book."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# A star before a word opens a title, one after a word closes it. A star inside a word does neither,
# so M*A*S*H is only a word, and *M*A*S*H* a title.
TITLE = re.compile(r"(?<![\w*])\*(?![\s*])([^\n]{1,300}?)(?<![\s*])\*(?![\w*])")
LONE = re.compile(r"(?<![\w*])\*([^\W\d_]) (?=[^\s*])")
INNER = re.compile(r"(?<=\w)\*(?=\w)")

UNTITLED = "Untitled"  # how the desk shows a draft without a headline

# Stands for an escaped star while a headline is taken apart.
ESCAPED_STAR = "\x00"


def marked(headline: str) -> SafeString:
    """Return the headline as markup: titles in <cite>, the rest escaped. `\\*` prints a star."""
    html = TITLE.sub(r"<cite>\1</cite>", escape(bound(_without_escapes(headline))))
    return mark_safe(html.replace(ESCAPED_STAR, "*"))


def bound(headline: str) -> str:
    """Return the headline with a no-break space after a one-letter first word: *I Know This ...*.

    Otherwise a line could end in the one letter.
    """
    return LONE.sub("*\\1\N{NO-BREAK SPACE}", headline)


def plain(headline: str) -> str:
    """Return the headline without stars: for a page's title, a feed, a link preview."""
    return TITLE.sub(r"\1", _without_escapes(headline)).replace(ESCAPED_STAR, "*")


def runs(headline: str) -> list[tuple[str, bool]]:
    """Return the headline in parts, each with whether it is a title."""
    parts = TITLE.split(_without_escapes(headline))
    return [
        (part.replace(ESCAPED_STAR, "*"), bool(place % 2))
        for place, part in enumerate(parts)
        if part
    ]


def odd_star(headline: str) -> str:
    """Return a sentence for the editor if a star neither opens nor closes a title, else ""."""
    if "*" not in INNER.sub("", TITLE.sub("", _without_escapes(headline))):
        return ""
    return "A star in the headline doesn’t mark a title. Remove it, or write \\* to print a star."


def _without_escapes(headline: str) -> str:
    return headline.replace(ESCAPED_STAR, "").replace("\\*", ESCAPED_STAR)
