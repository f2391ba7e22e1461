"""A table of who won how many at a ceremony: most wins first, with a circle for each win."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from awards.models import Ceremony
from people.pages.facts import Link

ROWS = 12
CIRCLES = 24  # if anyone has more wins, no circles are drawn
TOGETHER = 6  # circles in one drawing, so that a long row can break on a narrow screen
STEP = 20


@dataclass(frozen=True)
class ScoreRow:
    link: Link
    wins: int

    @property
    def drawings(self) -> tuple[tuple[int, range], ...]:
        """The width of each drawing, with the centers of its circles."""
        sizes = [min(TOGETHER, self.wins - n) for n in range(0, self.wins, TOGETHER)]
        return tuple((STEP * size, range(STEP // 2, STEP * size, STEP)) for size in sizes)


@dataclass(frozen=True)
class Score:
    heading: str
    rows: tuple[ScoreRow, ...]
    others: int  # how many more winners have no row
    is_drawn: bool
    note: str  # which categories it counts, unless the record has the whole ceremony

    @property
    def caption(self) -> str:
        """ "Wins by program, Emmys 2020"."""
        return f"Wins {self.heading[:1].lower()}{self.heading[1:]}"


def counted_from(ceremony: Ceremony, contests: int) -> str:
    """Return a note on how many categories the table counts; "" if the record has every winner."""
    if ceremony.winners_complete:
        return ""
    if contests == 1:
        return "Counted from the one category in the record."
    return f"Counted from the {contests} categories in the record."


def score(heading: str, wins: Iterable[Link], *, note: str = "") -> Score | None:
    """Return the table, most wins first and ties in the given order; None if there are no wins."""
    counted = Counter(wins).most_common()
    if not counted:
        return None
    return Score(
        heading=heading,
        rows=tuple(ScoreRow(link, number) for link, number in counted[:ROWS]),
        others=len(counted) - len(counted[:ROWS]),
        is_drawn=counted[0][1] <= CIRCLES,
        note=note,
    )
