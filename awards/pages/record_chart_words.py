"""What the chart of a person's nominations and wins says in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from awards.ledger import LedgerLine
from words.wording import capitalized, counted, in_words, listed, noun_of


def in_figures(lines: Sequence[LedgerLine]) -> str:
    """ "3 nominations, 2 wins"."""
    return ", ".join(f"{number} {noun_of(number, noun)}" for number, noun in _counts(lines))


def total(lines: Sequence[LedgerLine]) -> str:
    """ "seven nominations and two wins"."""
    return listed([counted(number, noun) for number, noun in _counts(lines)])


def year_by_year(lines: Sequence[LedgerLine]) -> str:
    """The total, then each year: "Two nominations, one of them a win. One nomination in 2006; ..."."""
    by_year: dict[int, list[LedgerLine]] = defaultdict(list)
    for line in lines:
        by_year[line.year].append(line)
    years = [f"{_phrase(by_year[year])} in {year}" for year in sorted(by_year)]
    sentences = [_phrase(lines)] if len(years) > 1 else []
    sentences += ["; ".join(years), "The table below gives each one"]
    return " ".join(f"{capitalized(sentence)}." for sentence in sentences)


def whose(name: str, what: str) -> str:
    """ "Mark Ruffalo’s nominations", "Jeremy Irons’ nominations"; without a name, "Nominations"."""
    if not name:
        return capitalized(what)
    return f"{name}{'’' if name.endswith('s') else '’s'} {what}"


def span(first: int, last: int, *, to: str = " to ") -> str:
    return str(first) if first == last else f"{first}{to}{last}"


def _counts(lines: Iterable[LedgerLine]) -> list[tuple[int, str]]:
    """The numbers of nominations and of wins with their nouns, without zeros."""
    lines = tuple(lines)
    nominations = sum(line.is_nomination for line in lines)
    wins = sum(line.is_win for line in lines)
    return [
        (number, noun) for number, noun in ((nominations, "nomination"), (wins, "win")) if number
    ]


def _phrase(lines: Iterable[LedgerLine]) -> str:
    """ "three nominations, one of them a win"; wins of unannounced nominees are said apart."""
    lines = tuple(lines)
    nominations = sum(line.is_nomination for line in lines)
    wins = sum(line.is_win and line.is_nomination for line in lines)
    unannounced = sum(line.is_win and not line.is_nomination for line in lines)
    parts = []
    if nominations:
        parts.append(f"{counted(nominations, 'nomination')}{_of_them_wins(nominations, wins)}")
    if unannounced:
        parts.append(f"{counted(unannounced, 'win')} without a nomination")
    return " and ".join(parts)


def _of_them_wins(nominations: int, wins: int) -> str:
    if not wins:
        return ""
    if nominations == 1:
        return ", a win"
    if wins == nominations:
        return f", {'both' if wins == 2 else 'all'} of them wins"
    return f", {in_words(wins)} of them {'a win' if wins == 1 else 'wins'}"
