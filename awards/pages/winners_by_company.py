"""The chart of a category's winners by network or company, as numbers for an SVG template.

No query, no markup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from awards.pages.scale import Scale

FEWEST = 8  # winners; with fewer a chart says less than the table
ROWS = 4  # companies with a row of their own; the others share one
OTHERS = "Others"
WIDTH, RIGHT, TOP, ROW = 1130, 1082, 46, 34
LEFT, LETTER = 110, 7.2  # where the first year is at least; about the width of a letter at 15 px
LABELS = 9  # years written over the chart, at most
RADIUS = 9


@dataclass(frozen=True)
class CompanyRow:
    label: str
    y: int
    xs: tuple[float, ...]  # the middle of each winner's circle
    is_first: bool

    @property
    def text_y(self) -> int:
        return self.y + 5

    @property
    def winners(self) -> int:
        return len(self.xs)


@dataclass(frozen=True)
class CompanyChart:
    rows: tuple[CompanyRow, ...]
    ticks: tuple[tuple[float, int], ...]  # where a year is written, and the year
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


def winners_by_company(winners: Iterable[tuple[int, str]], *, is_film: bool) -> CompanyChart | None:
    """Return a row for each of the companies with the most winners; None for too few winners.

    `winners` are the year and the company of each. Those without a company are left out: the
    table of winners has them all.
    """
    placed = [(year, company) for year, company in winners if year and company]
    if len(placed) < FEWEST:
        return None
    ranking = [company for company, _ in Counter(company for _, company in placed).most_common()]
    own = ranking[: ROWS if len(ranking) > ROWS + 1 else ROWS + 1]
    first, last = min(year for year, _ in placed), max(year for year, _ in placed)
    left = max(LEFT, round(max(map(len, own)) * LETTER) + 16)
    x_of = Scale(first, last, left, RIGHT)
    years: dict[str, list[int]] = {company: [] for company in own}
    for year, company in placed:
        years.setdefault(company if company in own else OTHERS, []).append(year)
    rows = tuple(
        CompanyRow(label, TOP + place * ROW, _beside_each_other(map(x_of, found)), place == 0)
        for place, (label, found) in enumerate(years.items())
    )
    aside = f"{rows[0].winners} of the {len(placed)} winners in the record"
    aside += f" {'came from' if is_film else 'were on'} {rows[0].label}"
    return CompanyChart(
        rows=rows,
        ticks=tuple((x_of(year), year) for year in _labeled_years(first, last)),
        left=left,
        heading="Who brought it out" if is_film else "Where it was shown",
        aside=aside if rows[0].winners > 1 else "",
        title=f"{'Company' if is_film else 'Network'} of each winner, {first} to {last}",
        description=" ".join(f"{row.label}: {row.winners}." for row in rows)
        + " The table of winners gives each year’s.",
    )


def _beside_each_other(xs: Iterable[float]) -> tuple[float, ...]:
    """Move each further winner of the same year and company half a circle to the left."""
    seen: Counter[float] = Counter()
    placed = []
    for x in xs:
        placed.append(round(x - seen[x] * RADIUS, 1))
        seen[x] += 1
    return tuple(placed)


def _labeled_years(first: int, last: int) -> list[int]:
    step = next(s for s in (1, 2, 5, 10, 20, 50) if (last - first) // s < LABELS)
    return [year for year in range(first, last + 1) if year % step == 0]
