"""Words as they are compared, and what a reader typed taken apart.

The index does its own work on words (accents, endings); here is what it can't do: other letters
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
    """Lower case, no accents, no marks, words one space apart; empty if there is no word."""
    plain = without_accents(text.casefold().translate(SPELLED_OUT))
    return " ".join(WORD.findall(APOSTROPHE.sub("", plain)))


def late_first(folded: str) -> str:
    """A key by which names are in the order of the alphabet, but high numbers before low ones.

    Of "72nd Primetime Emmy Awards" and its like the last is the one that is asked for.
    """
    return NUMBER.sub(lambda number: f"{99_999_999 - int(number[0][:8]):08}", folded)


def read_otherwise(text: str) -> bool:
    """Whether the index, which sees to accents alone, reads other words in it than `fold` does."""
    return WORD.findall(without_accents(text.casefold())) != fold(text).split()


def ways_to_type(chunk: str) -> tuple[tuple[str, ...], ...]:
    """A word as the words that may stand for it: "O'Hara" is (o, hara) and (ohara,)."""
    plain = WORD.findall(without_accents(chunk.casefold()))
    folded = fold(chunk).split()
    ways = (tuple(plain), tuple(folded), ("".join(folded),))
    return tuple(dict.fromkeys(way for way in ways if any(way)))


# A sign or a digit that is written for a letter: "P!nk", "A$AP", "Se7en". A name that ends in an
# exclamation mark ("Jeopardy!") ends in no i.
LOOKALIKES = str.maketrans("!¡$@€013457", "iisaeoieasv")
LOOKALIKE = re.compile(
    r"(?<=[^\W\d_])(?:[!¡@€]|[013457])(?=[^\W\d_])|(?<=[^\W\d_])\$+|\$(?=[^\W\d_])"
)


def as_letters(name: str) -> str:
    """Return the name folded as if its signs were the letters they stand for; "" if it has none."""
    read = LOOKALIKE.sub(lambda sign: sign[0].translate(LOOKALIKES), name)
    return fold(read) if read != name else ""


def also_typed(text: str, *, marks: str) -> list[str]:
    """Words of the text that readers type otherwise than the index reads them, as they type them.

    `marks` are those inside a word that they leave out: "S.W.A.T." is typed "swat".
    """
    marks = re.escape(marks)
    # It begins with the few characters that matter, so that all others are passed over quickly.
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
    """One thing that must be there: a word or, between quotation marks, a phrase."""

    ways: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Query:
    """What somebody typed. A reader's holds MOST_WORDS words; what is beyond is not asked for."""

    typed: str
    terms: tuple[Term, ...]

    @cached_property
    def folded(self) -> str:
        return fold(self.typed)

    def __bool__(self) -> bool:
        return bool(self.terms)


def read(typed: str, *, most: int = MOST_WORDS) -> Query:
    """The query in what was typed. Nothing raises, whatever it is; without a word it is false."""
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
    """A phrase is adjacent words; only what was typed as one word may be written as one."""
    if not WORD.search(phrase or chunk):
        return ()
    ways = ways_to_type(phrase or chunk)
    return ways[:2] if phrase and len(phrase.split()) > 1 else ways
