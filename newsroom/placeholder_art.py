"""Art for entities without a picture: initials on a disc, or a title set like a wood-type poster."""

import re
import textwrap
import zlib
from dataclasses import dataclass

# Not gold, which is for awards.
PAPERS = ("blue", "pink", "green", "salmon", "lilac")

# Words that don't count as initials.
ARTICLES = {"the", "a", "an"}
SUFFIXES = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"}

# A bill is 200 by 300 units. Its lines fill the lower part, under a disc or a rule.
MEASURE = 176  # width of the lines
GAP = 9
TALLEST_BILL = 262
TALLEST = 96.0  # font size of a line
CAP_HEIGHT = 0.686  # of the font size, Archivo
# Average width of Archivo's capitals at weight 800, as a fraction of the font size, by the CSS name of the
# font-stretch.
LETTER = {"extra-condensed": 0.45, "condensed": 0.53, "semi-condensed": 0.61, "normal": 0.69}
SLIM = frozenset("IJ1!|.,:;'’‘-–() ")
BROAD = frozenset("MW@%&")


@dataclass(frozen=True)
class BillLine:
    """A line of a bill: its text, baseline and font size in the bill's units, and font-stretch."""

    text: str
    y: float
    size: float
    width: str


@dataclass(frozen=True)
class Bill:
    lines: tuple[BillLine, ...]
    top: float  # of the first line

    @property
    def disc(self) -> tuple[float, float]:
        """Radius and center of the disc above the type; 0 and 0 if there is no room for one."""
        radius = min(64.0, (self.top - 32) / 2)
        return (round(radius, 1), round(self.top / 2, 1)) if radius >= 40 else (0, 0)


def paper_of(name: str) -> str:
    """Return a paper color, always the same one for the same name."""
    return PAPERS[zlib.crc32(name.encode()) % len(PAPERS)]


def initials(name: str) -> str:
    """Return one to four capitals: MR for "Mark Ruffalo", HBO for "HBO", WC for "The Walt Disney Company"."""
    words = [word for word in re.split(r"[\s\-–]+", name) if any(map(str.isalnum, word))]
    kept = [word for word in words if word.casefold() not in ARTICLES | SUFFIXES] or words
    if not kept:
        return ""
    if len(kept) == 1:
        word = re.sub(r"\W", "", kept[0])
        return word if len(word) <= 4 and word == word.upper() else word[0].upper()
    return "".join(next(filter(str.isalnum, word)).upper() for word in (kept[0], kept[-1]))


def bill(title: str) -> Bill:
    """Return the title in lines that fill the width, each with its own font size and font-stretch."""
    lines = []
    bottom = 300 - 14.0
    for text in reversed(_broken(title.upper())):
        width = next((name for name in LETTER if _size(text, name) <= TALLEST), "normal")
        size = min(TALLEST, _size(text, width))
        lines.append(BillLine(text, round(bottom, 1), round(size, 1), width))
        bottom -= size * CAP_HEIGHT + GAP
    return Bill(tuple(reversed(lines)), round(bottom + GAP, 1))


def _size(text: str, width: str) -> float:
    """Return the font size at which the text fills the line with this font-stretch."""
    weights = (0.55 if c in SLIM else 1.4 if c in BROAD else 1 for c in text)
    return MEASURE / (sum(weights) * LETTER[width])


def _broken(title: str) -> list[str]:
    """Break the title into the number of lines that allows the largest type."""
    words = title.split() or ["?"]
    best: tuple[float, list[str]] | None = None
    for count in range(1, min(len(words), 6) + 1):
        lines = _even(words, count)
        sizes = [min(TALLEST, _size(line, "extra-condensed")) for line in lines]
        height = sum(sizes) * CAP_HEIGHT + GAP * (len(lines) - 1)
        score = min(sizes) if height <= TALLEST_BILL else 0
        if best is None or score > best[0]:
            best = (score, lines)
    return best[1] if best else words


def _even(words: list[str], count: int) -> list[str]:
    """Break the words into at most `count` lines of lengths as even as possible."""
    shortest = max(map(len, words))
    return next(
        lines
        for limit in range(shortest, len(" ".join(words)) + 1)
        if len(lines := textwrap.wrap(" ".join(words), limit, break_on_hyphens=False)) <= count
    )
