"""Wins in a table, with a circle for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from people.pages.facts import Link

ROWS = 12
CIRCLES = 24  # where one has more, none are drawn and the figures say it
TOGETHER = 6  # circles of one drawing: a long row breaks between two on a narrow screen
STEP = 20


@dataclass(frozen=True)
class ScoreRow:
    link: Link
    wins: int

    @property
    def drawings(self) -> tuple[tuple[int, range], ...]:
        """The width of each drawing and the centers of its circles."""
        sizes = [min(TOGETHER, self.wins - n) for n in range(0, self.wins, TOGETHER)]
        return tuple((STEP * size, range(STEP // 2, STEP * size, STEP)) for size in sizes)


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
