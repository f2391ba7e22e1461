"""The words that were asked for, as they are printed: everything else escaped, these marked."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.index import MARK, UNMARK

# The index marks a phrase as a whole; a title that begins inside it would end outside the mark.
MARKED = re.compile(f"{MARK}([^{UNMARK}]*){UNMARK}")
WORD = re.compile(r"[^\W_]+(?:[\w'’-]*[^\W_])?")
SENTENCE_END = re.compile(rf"([.!?][”’\"')]*{UNMARK}?)\s+")
BEFORE, AFTER, LONGEST = 110, 130, 250  # characters around a mark


def word_by_word(text: str) -> str:
    """The same text with a mark around each word instead of one around several."""
    return MARKED.sub(lambda marked: WORD.sub(rf"{MARK}\g<0>{UNMARK}", marked[1]), text)


def passage_of(text: str) -> str:
    """The first passage with the most of the marked words, in whole sentences where they are short.

    Some forty words of one line, since two that follow each other may be of different texts; empty
    where nothing is marked.
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
    """From the beginning of a sentence, or some words before the mark, to the end of one."""
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
    """The text as markup: the marked words in <mark>."""
    return marks_in_html(escape(text))


def marks_in_html(html: str) -> SafeString:
    """Markup that holds marks, as `titles` makes it from a headline: these as <mark>."""
    return mark_safe(html.replace(MARK, "<mark>").replace(UNMARK, "</mark>"))


def without(text: str) -> str:
    return text.replace(MARK, "").replace(UNMARK, "")
