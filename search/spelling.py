"""Finds the words of names that a mistyped word may mean.

Each word of a name is stored with every spelling that leaves out one or two letters (the SymSpell
method). Two words that share a spelling are one or two typos apart. Looking up a dozen spellings in an
index costs the same with a hundred names as with a million.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from django.db.models import F

from search.index import index
from search.models import WORD_LENGTH, Kind, Spelling
from search.queries import fold

SHORTEST = 3
LONG = 6  # letters; a word this long may have two typos
EDGES = ".,:;!?…'’\"“”()"
NEAREST = 40  # similar words for each word, which limits the queries
DOUBLED, SWAPPED, OTHER = 0.5, 0.8, 1.0


def forms(word: str) -> set[str]:
    """Return the word itself, and every spelling of it without one letter, or two if it is long.

    Only the first twelve letters are ever left out, which limits the number of spellings.
    """
    found = {word}
    for left_out in (1, 2) if len(word) >= LONG else (1,):
        for places in combinations(range(min(len(word), 12)), left_out):
            found.add("".join(letter for i, letter in enumerate(word) if i not in places))
    return {form for form in found if form}


def learn(words: Iterable[str]) -> None:
    """Store words so that they can be suggested. Two queries; one if no word is new."""
    new = set(filter(_can_be_mistyped, words))
    for some in _batches(sorted(new)):
        known = Spelling.objects.filter(form__in=some).values_list("form", "word")
        new -= {word for form, word in known if form == word}
    Spelling.objects.bulk_create(
        [Spelling(form=form, word=word) for word in sorted(new) for form in sorted(forms(word))],
        batch_size=2000,
        ignore_conflicts=True,
    )


@dataclass(frozen=True)
class Near:
    """Words of public names that are similar to given words.

    `close`: for each given word, the similar words with their distance, nearest first. `written`: for
    each similar word, its spelling in a name ("Ruffalo"), and how many names have it.
    """

    close: dict[str, dict[str, float]]
    written: dict[str, tuple[str, int]]


def near(words: Iterable[str], *, at: datetime) -> Near:
    """Return for each word the forty most similar words of public names (it may be one of them itself).

    Two queries, and one more for every forty words that are only in deleted or hidden names.
    """
    theirs = {word: forms(word) for word in words if _can_be_mistyped(word)}
    others: dict[str, set[str]] = {form: set() for forms in theirs.values() for form in forms}
    if others:
        rows = Spelling.objects.filter(form__in=others)
        for form, other in rows.values_list("form", "word"):
            others[form].add(other)
    left = {
        word: _closest(word, set().union(*(others[form] for form in theirs[word])))
        for word in theirs
    }
    found = Near({word: {} for word in theirs}, {})
    asked: set[str] = set()
    # Hidden names must not push out public ones, so the forty are counted after filtering.
    while some := {
        word: slips[: NEAREST - len(found.close[word])]
        for word, slips in left.items()
        if slips and len(found.close[word]) < NEAREST
    }:
        new = {other for slips in some.values() for other, _ in slips} - asked
        found.written.update(_written(sorted(new), at=at))
        asked |= new
        for word, slips in some.items():
            shown = {other: slip for other, slip in slips if other in found.written}
            found.close[word].update(shown)
            left[word] = left[word][len(slips) :]
    return found


def respelled(words: Sequence[str], *, at: datetime) -> dict[str, str]:
    """Return for each mistyped word the word of a public name that is probably meant, as written there.

    If one name has a similar word for each, they come from that name. Otherwise each word is looked up by
    itself, and of equally similar words the one in more names wins (counted up to twenty). If any word is
    mistyped, the correct ones are returned as written too. Four queries, and further ones of `near` if many
    names are hidden.
    """
    if pairs := in_two(words, at=at):
        rest = _written(sorted(set(words) - pairs.keys()), at=at)
        return {word: written for word, (written, _) in rest.items()} | pairs
    nearest = near(words, at=at)
    close, written = nearest.close, nearest.written
    found = {}
    if len(words) > 1:
        found = _of_one_name(words, close, at)
    if not found:
        for word, slips in close.items():
            if slips:
                order = {o: (slips[o], o[0] != word[0], -written[o][1], o) for o in slips}
                best = word if word in slips else min(slips, key=order.__getitem__)
                found[word] = written[best][0]
    return found if any(fold(other) != word for word, other in found.items()) else {}


def in_two(words: Iterable[str], *, at: datetime) -> dict[str, str]:
    """Return the words that are two words of public names run together, each with the two as written.

    Leaves out a word that is in a public name itself. Two queries; one if no two words fit, none for
    short words.
    """
    halves = {
        word: [(word[:place], word[place:]) for place in range(2, len(word) - 1)]
        for word in words
        if LONG <= len(word) <= WORD_LENGTH
    }
    if not halves:
        return {}
    parts = {part for pairs in halves.values() for pair in pairs for part in pair}
    rows = Spelling.objects.filter(form__in=parts, form=F("word"))
    kept = set(rows.values_list("form", flat=True))  # spellings stay when their names are deleted
    halves = {word: [p for p in pairs if kept.issuperset(p)] for word, pairs in halves.items()}
    asked = {part for pairs in halves.values() for pair in pairs for part in pair}
    asked |= {word for word, pairs in halves.items() if pairs}
    known = _written(sorted(asked), at=at)
    return {
        word: " ".join(known[half][0] for half in pair)
        for word, pairs in halves.items()
        if word not in known
        for pair in pairs
        if all(half in known for half in pair)
    }


def slips_of(folded: str, words: Sequence[str], close: dict[str, dict[str, float]]) -> float:
    """Return the distance between the words and a name. A word without a similar one counts 0.3: it may be
    half typed.
    """
    theirs = folded.split()
    return sum(
        min((slip for other, slip in close.get(word, {}).items() if other in theirs), default=0.3)
        for word in words
    )


def _of_one_name(
    words: Sequence[str], close: dict[str, dict[str, float]], at: datetime
) -> dict[str, str]:
    ways = [tuple(close.get(word) or (word,)) for word in words]
    names = index().named(ways, list(Kind), at=at, limit=60)
    shown = [(slips_of(folded, words, close), folded, name) for _, folded, name in names if name]
    if not shown:
        return {}
    _, folded, name = min(shown)
    written = _as_written(name)
    return {
        word: written.get(other, other)
        for word in words
        for other in close.get(word, {})
        if other in folded.split()
    }


def _as_written(name: str) -> dict[str, str]:
    return {fold(part): part.strip(EDGES) for part in name.split()}


def _can_be_mistyped(word: str) -> bool:
    return SHORTEST <= len(word) <= WORD_LENGTH and word.isalpha()


def _closest(word: str, others: set[str]) -> list[tuple[str, float]]:
    """Return the words among `others` that are close enough, with their distance, nearest first."""
    slips = {other: distance(word, other) for other in others}
    allowed = 2.0 if len(word) >= LONG else 1.0
    near = [other for other, slip in slips.items() if slip <= allowed]
    near.sort(key=lambda other: (slips[other], other[0] != word[0], other))
    return [(other, slips[other]) for other in near]


def distance(word: str, other: str) -> float:
    """Return the distance of two words: a missing or added double letter counts 0.5, two swapped letters 0.8,
    any other slip 1 (Damerau-Levenshtein). 9 if their lengths differ by more than two.
    """
    if abs(len(word) - len(other)) > 2:
        return 9
    before: list[float] = []
    row = [float(i) for i in range(len(other) + 1)]
    for i, letter in enumerate(word):
        before, last, row = row, before, [i + 1.0]
        for j, its in enumerate(other):
            double = DOUBLED if i and word[i - 1] == letter else OTHER
            its_double = DOUBLED if j and other[j - 1] == its else OTHER
            choices = [
                before[j] + (0 if letter == its else OTHER),
                before[j + 1] + double,
                row[j] + its_double,
            ]
            if i and j and letter == other[j - 1] and word[i - 1] == its:
                choices.append(last[j - 1] + SWAPPED)
            row.append(min(choices))
    return row[-1]


def _written(words: list[str], *, at: datetime) -> dict[str, tuple[str, int]]:
    """Return for each word in a public name its spelling there, and how many public names have it."""
    counts: dict[str, int] = {}
    spelled: dict[str, str] = {}
    for some in _batches(words):
        for word, name in index().names_with_each(some, at=at):
            counts[word] = counts.get(word, 0) + 1
            spelled.setdefault(word, _as_written(name).get(word, word))
    return {word: (spelled[word], counts[word]) for word in counts}


def _batches(words: list[str]) -> Iterator[list[str]]:
    return (words[start : start + 500] for start in range(0, len(words), 500))
