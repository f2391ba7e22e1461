"""The chart of a category's winners by the company printed after the title.

Geometry and words only, for an SVG that a template writes: no query, no color.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 8  # winners; with fewer a chart says less than the table
ROWS = 4  # companies with a row of their own; the others share one
OTHERS = "Others"
WIDTH, RIGHT, TOP, ROW = 1130, 1082, 46, 34
LEFT, LETTER = 110, 7.2  # where the first year stands; about the width of a letter at 15 px
LABELS = 9  # years written over the chart, at most
RADIUS = 9


@dataclass(frozen=True)
class Winner:
    year: int
    house: str


@dataclass(frozen=True)
class ChartRow:
    label: str
    y: int
    xs: tuple[float, ...]
    is_first: bool

    @property
    def text_y(self) -> int:
        return self.y + 5

    @property
    def number(self) -> int:
        return len(self.xs)


@dataclass(frozen=True)
class Tick:
    x: float
    year: int


@dataclass(frozen=True)
class Chart:
    rows: tuple[ChartRow, ...]
    ticks: tuple[Tick, ...]
    left: int
    heading: str
    aside: str  # "17 of the 31 winners in the record were on HBO"
    title: str
    description: str
    width: int = WIDTH
    right: int = RIGHT

    @property
    def height(self) -> int:
        return self.rows[-1].y + ROW + 14


def chart(winners: Sequence[Winner], *, is_film: bool) -> Chart | None:
    """A row for each of the companies with most winners; None where the record has too few.

    A winner without a company is left out: the table of winners has all of them.
    """
    placed = [winner for winner in winners if winner.house and winner.year]
    if len(placed) < FEWEST:
        return None
    ranking = Counter(winner.house for winner in placed).most_common()
    own = [house for house, _ in ranking[: ROWS if len(ranking) > ROWS + 1 else ROWS + 1]]
    years = [winner.year for winner in placed]
    left = max(LEFT, round(max(map(len, own)) * LETTER) + 16)

    def x(year: float) -> float:
        span = max(years) - min(years) or 1
        return round(left + (year - min(years)) / span * (RIGHT - left), 1)

    by_row: dict[str, list[int]] = defaultdict(list)
    for winner in placed:
        by_row[winner.house if winner.house in own else OTHERS].append(winner.year)
    labels = [*own, *([OTHERS] if OTHERS in by_row else [])]
    rows = tuple(
        ChartRow(label, TOP + place * ROW, _apart([x(y) for y in by_row[label]]), place == 0)
        for place, label in enumerate(labels)
    )
    return Chart(
        rows=rows,
        ticks=tuple(Tick(x(year), year) for year in _ticks(min(years), max(years))),
        left=left,
        heading="Who brought it out" if is_film else "Where it was shown",
        aside=_aside(rows[0], len(placed), is_film=is_film),
        title=f"{'Company' if is_film else 'Network'} of each winner, {min(years)} to {max(years)}",
        description=" ".join(f"{row.label}: {row.number}." for row in rows)
        + " The table of winners gives each year’s.",
    )


def _apart(xs: Sequence[float]) -> tuple[float, ...]:
    """Two winners of one year and company stand half beside each other."""
    seen: Counter[float] = Counter()
    placed = []
    for x in xs:
        placed.append(round(x - seen[x] * RADIUS, 1))
        seen[x] += 1
    return tuple(placed)


def _ticks(first: int, last: int) -> list[int]:
    step = next(s for s in (1, 2, 5, 10, 20, 50) if (last - first) // s < LABELS)
    return [year for year in range(first, last + 1) if year % step == 0]


def _aside(first: ChartRow, winners: int, *, is_film: bool) -> str:
    if first.number < 2:
        return ""
    how = "came from" if is_film else "were on"
    return f"{first.number} of the {winners} winners in the record {how} {first.label}"
