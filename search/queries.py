"""Parses what was typed into a search box, and folds words for comparison.

The full-text indexes handle accents and endings themselves. This module does what they can't: other letters
("ø"), apostrophes ("schitts"), marks inside a word ("M*A*S*H"), and quotation marks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from words.characters import comparable
from words.folding import APOSTROPHE, APOSTROPHES, SPELLED_OUT, without_accents

LONGEST_QUERY = 200  # characters
MOST_WORDS = 8

ODD_LETTERS = "ßæœøđðþłı"
WORD = re.compile(r"[^\W_]+")
TYPED_WORD = re.compile(rf"[^\W_]+(?:[{APOSTROPHES}][^\W_]+)*")
QUOTES = '"“”„«»'
PART = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)[{QUOTES}]|([^\s{QUOTES},;:/\\|+()\[\]{{}}<>!?]+)")
NUMBER = re.compile(r"[0-9]+")
CHUNK = re.compile(r"\S+")


def fold(text: str) -> str:
    """Return the text in lower case without accents and marks, words one space apart; "" without a word."""
    plain = without_accents(text.casefold().translate(SPELLED_OUT))
    return " ".join(WORD.findall(APOSTROPHE.sub("", plain)))


def late_first(folded: str) -> str:
    """Return a sort key: alphabetical, but with high numbers before low ones.

    So the latest comes first of "72nd Primetime Emmy Awards" and its predecessors.
    """
    return NUMBER.sub(lambda number: f"{99_999_999 - int(number[0][:8]):08}", folded)


def index_splits_otherwise(text: str) -> bool:
    """Return whether the database's tokenizer would split the text differently from `fold`."""
    return WORD.findall(without_accents(text.casefold())) != fold(text).split()


def ways_to_type(chunk: str) -> tuple[tuple[str, ...], ...]:
    """Return the ways in which an index may have a word: "O'Hara" is (o, hara) and (ohara,)."""
    plain = WORD.findall(without_accents(chunk.casefold()))
    folded = fold(chunk).split()
    ways = (tuple(plain), tuple(folded), ("".join(folded),))
    return tuple(dict.fromkeys(way for way in ways if any(way)))


# A sign or a digit in place of a letter: "P!nk", "A$AP", "Se7en". Not an exclamation mark at the end
# ("Jeopardy!").
LOOKALIKES = str.maketrans("!¡$@€013457", "iisaeoieasv")
LOOKALIKE = re.compile(
    r"(?<=[^\W\d_])(?:[!¡@€]|[013457])(?=[^\W\d_])|(?<=[^\W\d_])\$+|\$(?=[^\W\d_])"
)


def as_letters(name: str) -> str:
    """Return the name folded with its signs replaced by letters; "" if it has no such signs."""
    spelled = LOOKALIKE.sub(lambda sign: sign[0].translate(LOOKALIKES), name)
    return fold(spelled) if spelled != name else ""


def also_typed(text: str, *, marks: str) -> list[str]:
    """Return words that readers type differently from how the index splits them, as readers type them.

    `marks`: characters inside a word that readers leave out ("S.W.A.T." is typed "swat").
    """
    marks = re.escape(marks)
    # It starts with a character class, so that the regex engine skips other characters quickly.
    odd = re.compile(
        rf"[{marks}{ODD_LETTERS}&]"
        rf"(?:(?<=\w[{marks}])(?=\w)|(?<=[{ODD_LETTERS}])|(?<=(?<!\S)&)(?!\S))"
    )
    text = text.lower()
    found: dict[str, None] = {}
    end = 0
    for match in odd.finditer(text):
        if match.start() < end:
            continue  # in the same chunk
        start = match.start()
        while start and not text[start - 1].isspace():
            start -= 1
        chunk = CHUNK.match(text, start)
        assert chunk
        end = chunk.end()
        found["".join(fold(chunk[0]).split())] = None
    return list(found)


@dataclass(frozen=True)
class Term:
    """A word or, in quotation marks, a phrase that a result must have, in one of its ways."""

    ways: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Query:
    """A parsed query. A reader's has at most MOST_WORDS words; further ones are ignored."""

    typed: str
    terms: tuple[Term, ...]

    @cached_property
    def folded(self) -> str:
        return fold(self.typed)

    def __bool__(self) -> bool:
        return bool(self.terms)


def parse_query(typed: str, *, most: int = MOST_WORDS) -> Query:
    """Parse what was typed. It never raises; a query without a word is false."""
    text = unicodedata.normalize("NFC", comparable(typed)[:LONGEST_QUERY])
    terms: list[Term] = []
    room = most
    for phrase, chunk in PART.findall(text):
        ways = tuple(dict.fromkeys(way[:room] for way in _ways(phrase, chunk)))
        if ways and room:
            room -= len(ways[0])
            terms.append(Term(ways))
    return Query(" ".join(text.split()), tuple(dict.fromkeys(terms)))


def _ways(phrase: str, chunk: str) -> tuple[tuple[str, ...], ...]:
    """Return the ways of a phrase or a word. Only what was typed as one word may match as one word."""
    if not WORD.search(phrase or chunk):
        return ()
    ways = ways_to_type(phrase or chunk)
    return ways[:2] if phrase and len(phrase.split()) > 1 else ways
