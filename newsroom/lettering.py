"""Names and titles set as pictures, for what has none: initials on a disc, a title as a wood-type bill."""

import re
import textwrap
import zlib
from dataclasses import dataclass

# Gold is left out: it says "award".
PAPERS = ("blue", "pink", "green", "salmon", "lilac")

# Words that a set name can do without.
ARTICLES = {"the", "a", "an"}
SUFFIXES = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"}

# A bill is 200 by 300 units; its lines stand on the lower part, under a disc or a rule.
MEASURE = 176
GAP = 9
TALLEST_BILL = 262
TALLEST = 96.0  # font size of a line
CAP_HEIGHT = 0.686  # of the font size, Archivo
# Widths of Archivo's capitals at weight 800, in the font size, by the names that SVG has for the axis.
LETTER = {"extra-condensed": 0.45, "condensed": 0.53, "semi-condensed": 0.61, "normal": 0.69}
SLIM = frozenset("IJ1!|.,:;'’‘-–() ")
BROAD = frozenset("MW@%&")


@dataclass(frozen=True)
class Line:
    """A line of a bill: its text, its baseline and size in the bill's units, and its letters' width."""

    text: str
    y: float
    size: float
    width: str


@dataclass(frozen=True)
class Bill:
    lines: tuple[Line, ...]
    top: float  # where the type begins

    @property
    def disc(self) -> tuple[float, float]:
        """Radius and height of the disc over the type; a radius of 0 where there is no room."""
        radius = min(64.0, (self.top - 32) / 2)
        return (round(radius, 1), round(self.top / 2, 1)) if radius >= 40 else (0, 0)


def paper_of(name: str) -> str:
    """The paper that a name is set on: always the same for the same name."""
    return PAPERS[zlib.crc32(name.encode()) % len(PAPERS)]


def initials(name: str) -> str:
    """One to four capitals: "Mark Ruffalo" is MR, "HBO" is HBO, "The Walt Disney Company" is WC."""
    words = [word for word in re.split(r"[\s\-–]+", name) if any(map(str.isalnum, word))]
    kept = [word for word in words if word.casefold() not in ARTICLES | SUFFIXES] or words
    if not kept:
        return ""
    if len(kept) == 1:
        word = re.sub(r"\W", "", kept[0])
        return word if len(word) <= 4 and word == word.upper() else word[0].upper()
    return "".join(next(filter(str.isalnum, word)).upper() for word in (kept[0], kept[-1]))


def bill(title: str) -> Bill:
    """The title in lines that each fill the measure, by size and by the width of the letters."""
    lines = []
    bottom = 300 - 14.0
    for text in reversed(_broken(title.upper())):
        width = next((name for name in LETTER if _size(text, name) <= TALLEST), "normal")
        size = min(TALLEST, _size(text, width))
        lines.append(Line(text, round(bottom, 1), round(size, 1), width))
        bottom -= size * CAP_HEIGHT + GAP
    return Bill(tuple(reversed(lines)), round(bottom + GAP, 1))


def _size(text: str, width: str) -> float:
    """The font size at which letters of this width fill the measure."""
    weights = (0.55 if c in SLIM else 1.4 if c in BROAD else 1 for c in text)
    return MEASURE / (sum(weights) * LETTER[width])


def _broken(title: str) -> list[str]:
    """The title in the number of lines that gives the largest type, as even as its words allow."""
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
    """The words, in order, in at most `count` lines, the longest of them as short as it can be."""
    shortest = max(map(len, words))
    return next(
        lines
        for limit in range(shortest, len(" ".join(words)) + 1)
        if len(lines := textwrap.wrap(" ".join(words), limit, break_on_hyphens=False)) <= count
    )
