"""Invisible characters and no-break spaces: which ones stay in texts, and which ones comparisons ignore.

Names, tags, headlines, prose and search all use this rule. `js/desk/story/characters.js` has the same
rule for pasted text; the tests compare the two.
"""

from __future__ import annotations

import re
from itertools import pairwise
from unicodedata import category

# Unicode's Default_Ignorable_Code_Point (soft hyphen, zero-width spaces and joiners, marks of
# direction, blank letters of Hangul, variation selectors, tags), control characters except white
# space, surrogates, code points that aren't characters, and U+FFFC, which stands for a pasted
# object.
UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0"
    r"\ufff0-\uffff\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e0fff]"
)
# Information separators, which are white space for str.split(), but not for browsers.
SEPARATORS = re.compile(r"[\x1c-\x1f]")

NO_BREAK = "\u00a0\u2007\u202f"  # no-break, figure and narrow no-break space
NO_BREAK_SPACE = re.compile(f"[{NO_BREAK}]")
STRETCH = re.compile(r"[^ \t\n\r\f\v\x85\u2028\u2029]+")

# Units. A line doesn't break between a number and its unit.
UNIT = re.compile(
    r"(?:[%‰°º€£¥]|(?:[ap]\.?m|hundred|thousand|[mbtr]+illion|mn|bn|percent|per|pts?|points?"
    r"|[kcm]?m|km/h|mph|kph|miles?|mi|ft|feet|foot|inch(?:es)?|yards?|acres?|[km]?g|lbs?|oz|tons?"
    r"|[kMG]?Hz|[KMGT]B|fps|mm|ms|s|sec|seconds?|mins?|minutes?|h|hrs?|hours?|days?|weeks?|months?"
    r"|years?|dollars|euros|pounds|cents|USD|EUR|GBP)(?![^\W_]))"
)


def without_nul(text: str, instead: str = "") -> str:
    """Return typed text without NULs.

    No key types one, but any address can contain one, and PostgreSQL refuses it in a query.
    """
    return text.replace("\x00", instead)


def without_unseen(text: str) -> str:
    """Return the text without invisible characters, except those that change how others are drawn.

    It keeps variation selectors and joiners in emoji, joiners in Arabic and Indic scripts, and the tags
    of a flag.
    """
    if not UNSEEN.search(text) and not SEPARATORS.search(text):
        return text
    kept: list[str] = []
    for place, character in enumerate(text):
        if SEPARATORS.match(character):
            continue
        after = text[place + 1 : place + 2]
        if not UNSEEN.match(character) or (kept and _shapes(character, kept[-1], after)):
            kept.append(character)
    return "".join(kept)


def comparable(text: str) -> str:
    """Return the text without any invisible character, so that texts that look the same are equal."""
    return SEPARATORS.sub(" ", UNSEEN.sub("", text))


def with_plain_spaces(text: str, *, keep_single: bool = True) -> str:
    """Return the text with plain spaces for no-break ones, so that lines can wrap.

    Keeps those between a number and its unit. Unless `keep_single` is false, it also keeps a single one
    between two words, which was probably typed on purpose ("Mr. Ruffalo").
    """
    if not NO_BREAK_SPACE.search(text):
        return text
    return STRETCH.sub(lambda stretch: _spaced(stretch[0], keep_single=keep_single), text)


def one_line(text: str) -> str:
    """Return a name, tag or headline as it is stored: nothing invisible, one space between words."""
    return " ".join(without_unseen(text).split())


def _shapes(character: str, before: str, after: str) -> bool:
    """Return whether an invisible character changes how its neighbors are drawn."""
    code, left = ord(character), ord(before)
    if 0xFE00 <= code <= 0xFE0F:  # variation selectors: ❤️, 1️⃣
        if before in "0123456789#*":
            return after == "\u20e3"
        return category(before)[0] == "S" or category(before) in ("Po", "Pd", "Lo")
    if 0xE0100 <= code <= 0xE01EF:  # variants of ideographs
        return category(before) == "Lo"
    if 0xE0020 <= code <= 0xE007F:  # the flags of England, Scotland and Wales
        return left == 0x1F3F4 or 0xE0020 <= left <= 0xE007F
    if code in (0x200C, 0x200D):
        if 0x0600 <= left <= 0x0DFF or 0x1000 <= left <= 0x109F or 0x1780 <= left <= 0x18AF:
            return True
        in_emoji = category(before) in ("So", "Sk") or left == 0xFE0F
        return code == 0x200D and in_emoji and after != "" and category(after) == "So"
    return 0x180B <= code <= 0x180F and 0x1800 <= left <= 0x18AF  # Mongolian


def _spaced(stretch: str, *, keep_single: bool) -> str:
    """Apply `with_plain_spaces` to a stretch of text that has no plain spaces."""
    words = NO_BREAK_SPACE.split(stretch)
    if keep_single and len(words) == 2 and all(words):
        return stretch
    spaced = [words[0]]
    for before, after in pairwise(words):
        is_measure = before[-1:].isdecimal() and UNIT.match(after)
        spaced += ["\xa0" if is_measure else " ", after]
    return "".join(spaced)
