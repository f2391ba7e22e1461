"""What a chart of nominations and wins says to those who can't see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from awards.ledger import Line
from words.wording import capitalized, listed, noun_of

WORDS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]


def counted(lines: Iterable[Line]) -> str:
    """ "3 nominations, 2 wins", in figures."""
    nominations, wins, surprises = _numbers(lines)
    parts = ((nominations, "nomination"), (wins + surprises, "win"))
    return ", ".join(f"{number} {noun_of(number, noun)}" for number, noun in parts if number)


def totals(lines: Iterable[Line]) -> str:
    """ "eighteen nominations and four wins"."""
    nominations, wins, surprises = _numbers(lines)
    parts = ((nominations, "nomination"), (wins + surprises, "win"))
    return listed([f"{_word(number)} {noun_of(number, noun)}" for number, noun in parts if number])


def by_years(lines: Iterable[Line]) -> str:
    """The total, then each year: "Two nominations, one of them a win. One nomination in 2006; ..."."""
    lines = tuple(lines)
    by_year: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_year[line.year].append(line)
    years = [f"{_phrase(by_year[year])} in {year}" for year in sorted(by_year)]
    sentences = [_phrase(lines)] if len(years) > 1 else []
    sentences += ["; ".join(years), "The table below gives each one"]
    return " ".join(f"{capitalized(sentence)}." for sentence in sentences)


def whose(name: str, what: str) -> str:
    """ "Mark Ruffalo’s nominations", "Jeremy Irons’ nominations"; for no name, "Nominations"."""
    if not name:
        return capitalized(what)
    return f"{name}{'’' if name.endswith('s') else '’s'} {what}"


def span(first: int, last: int, *, to: str = " to ") -> str:
    return str(first) if first == last else f"{first}{to}{last}"


def _phrase(lines: Iterable[Line]) -> str:
    nominations, wins, surprises = _numbers(lines)
    parts = []
    if nominations:
        parts.append(
            f"{_word(nominations)} {noun_of(nominations, 'nomination')}{_won(nominations, wins)}"
        )
    if surprises:
        parts.append(f"{_word(surprises)} {noun_of(surprises, 'win')} without a nomination")
    return " and ".join(parts)


def _won(nominations: int, wins: int) -> str:
    if not wins:
        return ""
    if nominations == 1:
        return ", a win"
    if wins == nominations:
        return f", {'both' if wins == 2 else 'all'} of them wins"
    return f", {_word(wins)} of them {'a win' if wins == 1 else 'wins'}"


def _numbers(lines: Iterable[Line]) -> tuple[int, int, int]:
    """Nominations, wins among them, and wins of those whom nobody had announced."""
    lines = tuple(lines)
    nominations = sum(line.is_nomination for line in lines)
    wins = sum(line.is_win and line.is_nomination for line in lines)
    return nominations, wins, sum(line.is_win and not line.is_nomination for line in lines)


def _word(number: int) -> str:
    return WORDS[number] if number < len(WORDS) else str(number)
