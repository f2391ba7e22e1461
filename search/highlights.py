"""Highlights the words of a query in titles and passages."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.index import MARK, UNMARK

# An index marks a phrase as a whole, in which an italic title may start that ends outside of it.
MARKED = re.compile(f"{MARK}([^{UNMARK}]*){UNMARK}")
WORD = re.compile(r"[^\W_]+(?:[\w'’-]*[^\W_])?")
SENTENCE_END = re.compile(rf"([.!?][”’\"')]*{UNMARK}?)\s+")
BEFORE, AFTER, LONGEST = 110, 130, 250  # characters around a mark


def word_by_word(text: str) -> str:
    """Return the text with marks around single words instead of around several."""
    return MARKED.sub(lambda marked: WORD.sub(rf"{MARK}\g<0>{UNMARK}", marked[1]), text)


def passage_of(text: str) -> str:
    """Return the first passage with the most marked words, in whole sentences if they are short.

    About forty words of a single line, since two lines may be of different texts; "" without a mark.
    """
    line, best, most = "", -1, 0
    for one in word_by_word(text).split("\n"):
        found = [(mark.start(), mark[1].casefold()) for mark in MARKED.finditer(one)]
        for place, (at, _) in enumerate(found):
            near = len({word for where, word in found[place : place + 9] if where < at + AFTER})
            if near > most:
                line, best, most = one, at, near
    return _around(line, best) if most else ""


def _around(text: str, mark: int) -> str:
    """Return the text around a mark, from the start of a sentence or a few words before it, to an end."""
    earliest = max(0, mark - BEFORE)
    begins = [0] if earliest == 0 else []
    begins += [end.end() for end in SENTENCE_END.finditer(text, earliest, mark)]
    space = text.find(" ", mark - BEFORE // 2, mark) if not begins else -1
    start = begins[0] if begins else space + 1 or mark
    latest = start + LONGEST
    ends = [end.end(1) for end in SENTENCE_END.finditer(text, mark, latest)]
    far_enough = [end for end in ends if end > mark + AFTER // 2]
    far_enough += [len(text)] if len(text) <= latest else []
    cut = max(text.rfind(" ", mark, latest), text.find(UNMARK, mark) + 1)
    stop = far_enough[-1] if far_enough else cut
    passage = " ".join(text[start:stop].split())
    return f"{'' if begins else '…'}{passage}{'' if far_enough else '…'}"


def in_html(text: str) -> SafeString:
    """Return plain text as HTML, with its marks as <mark>."""
    return marks_in_html(escape(text))


def marks_in_html(html: str) -> SafeString:
    """Return HTML, such as a headline with italic titles, with its marks as <mark>."""
    return mark_safe(html.replace(MARK, "<mark>").replace(UNMARK, "</mark>"))


def without(text: str) -> str:
    """Return the text without marks."""
    return text.replace(MARK, "").replace(UNMARK, "")
