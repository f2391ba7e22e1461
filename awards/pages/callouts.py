"""What is written into the wide chart: in which capacity somebody won, and their busiest years.

Read from the standing, and placed only where the chart leaves room: numbers are units of the
chart's view box. No query.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from awards.ledger import Line, Standing
from awards.models import Category
from awards.plots import Lane, Mark, Plot
from words.wording import counted

LETTER = 7.6  # about the width of a letter of the italic
NEAREST, LONGEST, SHORTEST = 2, 85, 24  # from a mark to its line, and the line
BESIDE, BASELINE = 6, 5  # from the line to its words
NAMES_END = 190
MANY = 6  # nominations in two years; fewer are not worth a bracket
BELOW = 40  # what a bracket adds to the chart's height

CAPACITIES = (
    (("Actor", "Actress", "Performance"), "an actor"),
    (("Direct",), "a director"),
    (("Writ", "Screenplay", "Teleplay"), "a writer"),
)


@dataclass(frozen=True)
class Callout:
    """Words, where they end or what they stand under, and the path of the line to the mark."""

    text: str
    x: float
    y: float
    path: str
    anchor: str = "end"


def callouts(standing: Standing, plot: Plot) -> tuple[Callout, ...]:
    """Those for which there is room, and the bracket under two busy years."""
    found = [callout for lane in plot.lanes for callout in _of_lane(standing, plot, lane)]
    bracket = _bracket(standing, plot)
    return (*found, bracket) if bracket else tuple(found)


def view_box(plot: Plot, drawn: Iterable[Callout]) -> str:
    """The chart's, with the room that a bracket needs."""
    lower = any(callout.anchor == "middle" for callout in drawn)
    return f"0 0 {plot.width} {plot.height + BELOW}" if lower else plot.view_box


def _of_lane(standing: Standing, plot: Plot, lane: Lane) -> Iterable[Callout]:
    """Wins in the same award in several capacities: the first in each is called by it."""
    placed = _placed(standing, plot, lane)
    won = [(mark, capacity(line)) for mark, line in placed if line.is_win]
    if len({said for _, said in won if said}) < 2:
        return
    seen = set()
    for mark, said in won:
        if not said or said in seen:
            continue
        seen.add(said)
        before = [other.x + other.r + 8 for other, _ in placed if other.x < mark.x]
        if callout := _to(mark, f"won as {said}", max([NAMES_END, *before])):
            yield callout


def _placed(standing: Standing, plot: Plot, lane: Lane) -> list[tuple[Mark, Line]]:
    """The lane's marks with their lines: both from the left, wins first within a year."""
    marks = sorted((m for m in plot.marks if m.y == lane.name.y + 2), key=lambda mark: mark.x)
    lines = [line for line in _drawn(standing) if line.award.label == lane.name.text]
    lines.sort(key=lambda line: (line.year, not line.is_win))
    return list(zip(marks, lines, strict=True)) if len(marks) == len(lines) else []


def _drawn(standing: Standing) -> list[Line]:
    return [
        line
        for line in standing.lines
        if line.year and (line.is_nomination or (line.is_win and not line.is_honorary))
    ]


def capacity(line: Line) -> str:
    """ "an actor", "a producer"; nothing where the record doesn't say."""
    contest = line.nomination.contest
    if contest.category.basis == Category.Basis.PRODUCTION:
        return "a producer" if "producer" in line.role.lower() else ""
    return next(
        (said for words, said in CAPACITIES if any(word in contest.name for word in words)), ""
    )


def _to(mark: Mark, text: str, left: float) -> Callout | None:
    """The words to the left of the mark, if they fit behind `left`."""
    start = round(mark.x - mark.r - NEAREST, 1)
    length = min(LONGEST, start - left - BESIDE - len(text) * LETTER)
    if length < SHORTEST:
        return None
    end = round(start - length, 1)
    return Callout(text, round(end - BESIDE, 1), mark.y + BASELINE, f"M{start} {mark.y}H{end}")


def _bracket(standing: Standing, plot: Plot) -> Callout | None:
    """The two years in a row with most nominations, where they are many and not the whole of it."""
    years = Counter(line.year for line in _drawn(standing))
    pairs = {year: years[year] + years[year + 1] for year in years if year + 1 in years}
    first = max(pairs, key=lambda year: (pairs[year], year), default=None)
    if first is None or pairs[first] < MANY or len(years) < 4:
        return None
    x_of = {label.text: label.x for label in plot.years}
    ends = x_of.get(str(first)), x_of.get(str(first + 1))
    if None in ends:
        return None
    left, right = (float(end) for end in ends if end is not None)
    y = plot.height + 2
    return Callout(
        text=f"{first} and {first + 1}: {counted(pairs[first], 'nomination')} in two years",
        x=round((left + right) / 2, 1),
        y=y + 32,
        path=f"M{left - 24:g} {y}v10H{right + 24:g}v-10",
        anchor="middle",
    )
