"""The words that were asked for, as they are printed: everything else escaped, these marked."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.index import MARK, UNMARK

# The index marks a phrase as a whole; a title that begins inside it would end outside the mark.
MARKED = re.compile(f"{MARK}([^{UNMARK}]*){UNMARK}")
WORD = re.compile(r"[^\W_]+(?:[\w'’-]*[^\W_])?")


def word_by_word(text: str) -> str:
    """The same text with a mark around each word instead of one around several."""
    return MARKED.sub(lambda marked: WORD.sub(rf"{MARK}\g<0>{UNMARK}", marked[1]), text)


def in_html(text: str) -> SafeString:
    """The text as markup: the marked words in <mark>."""
    return marks_in_html(escape(text))


def marks_in_html(html: str) -> SafeString:
    """Markup that holds marks, as `titles` makes it from a headline: these as <mark>."""
    return mark_safe(html.replace(MARK, "<mark>").replace(UNMARK, "</mark>"))


def without(text: str) -> str:
    return text.replace(MARK, "").replace(UNMARK, "")
