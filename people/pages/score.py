"""Wins in a table, with a circle for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from people.pages.facts import Link

ROWS = 12
CIRCLES = 12  # in a row; where one has more, no row is drawn and the figures say it
STEP, RADIUS = 20, 8


@dataclass(frozen=True)
class ScoreRow:
    link: Link
    wins: int

    @property
    def centers(self) -> range:
        return range(STEP // 2, STEP * self.wins, STEP)

    @property
    def width(self) -> int:
        return STEP * self.wins


@dataclass(frozen=True)
class Score:
    heading: str
    rows: tuple[ScoreRow, ...]
    others: int  # how many more have a win, but no row
    is_drawn: bool


def score(heading: str, wins: Iterable[Link]) -> Score | None:
    """Most wins first, then in the order in which they first occur; None where nobody won."""
    counted = Counter(wins).most_common()
    if not counted:
        return None
    return Score(
        heading=heading,
        rows=tuple(ScoreRow(link, number) for link, number in counted[:ROWS]),
        others=len(counted) - len(counted[:ROWS]),
        is_drawn=counted[0][1] <= CIRCLES,
    )
