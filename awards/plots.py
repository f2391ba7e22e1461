"""The geometry of a person's chart of nominations and wins, for an SVG template to loop over.

Two drawings of one standing: `wide` has a row for each award and a column for each year, `tall`
the reverse, for narrow screens. Numbers are units of the view box; no query, and no markup. What
does not stand, and honorary awards, are in the table only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from awards.ledger import Line, Standing
from awards.plot_words import by_years, counted, span, totals, whose
from awards.wording import one_of

STAR = (2, 4.7, 5, 0.5, -3.8, 3.3, 1.1, 5, -4.3, -2.6, -4.3, 2.6, 1.1, -5, -3.8, -3.3, 5, -0.5)
STAR_HEIGHT = 7  # of its tip over the middle of the mark
SMALLEST = 0.3  # of full size: below that, marks that stand close may touch

# Wide: where things stand on the sheet.
WIDTH, FIRST_X, LAST_X = 1200, 272, 1133
TOP, ROW = 34, 54
NAMES_END = 175
FEWEST_YEARS = 8  # a single year would stand at the edge of an empty sheet

# Tall.
TALL_WIDTH, COLUMNS_BEGIN, COLUMNS_END = 400, 54, 390
TALL_TOP, TALL_ROW = 36, 33
YEARS_END = 44
MOST_COLUMNS = 6
LETTER = 7.4  # the average width of a small label's
LONG = 20  # years, from which on a run of empty ones is drawn as one


@dataclass(frozen=True)
class Mark:
    """One nomination: a circle, and where it won a star in it."""

    x: float
    y: float
    r: float
    is_win: bool
    star: str  # a path; empty for a nomination


@dataclass(frozen=True)
class Label:
    text: str
    x: float
    y: float
    is_hot: bool = False  # a year in which there is something


@dataclass(frozen=True)
class Lane:
    """One award: its name, and in the wide drawing its count and the line below it."""

    name: Label
    count: Label | None = None
    axis: str = ""


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Plot:
    """Everything that the drawing has. Without marks there is nothing to draw."""

    width: int = 0
    height: int = 0
    title: str = ""
    description: str = ""
    years: tuple[Label, ...] = ()  # those for which there is room
    year_axes: tuple[str, ...] = ()
    lanes: tuple[Lane, ...] = ()
    marks: tuple[Mark, ...] = ()
    now: Box | None = None  # behind the newest year in which there is anything
    base: str = ""

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"


@dataclass(frozen=True)
class _Size:
    """Radii of the two marks, and the room from one mark of a cell to the next."""

    win: float
    nomination: float
    apart: float
    scale: float = 1

    def half_width(self, marks: int) -> float:
        return (marks - 1) * self.apart / 2 + self.win

    def fitting(self, strips: Iterable[list[tuple[float, int]]], left: int, right: int) -> _Size:
        """As large as leaves every cell free of its neighbors; a cell is (its middle, its marks)."""
        scale = 1.0
        for cells in map(sorted, strips):
            for x, marks in cells:
                scale = min(scale, min(x - left, right - x) / self.half_width(marks))
            for (x, marks), (after, others) in pairwise(cells):
                room = self.half_width(marks) + self.half_width(others) + 1
                scale = min(scale, (after - x) / room)
        scale = max(scale, SMALLEST)
        return _Size(self.win * scale, self.nomination * scale, self.apart * scale, scale)


@dataclass(frozen=True)
class _Row:
    """An award, or several that share a column, with what is drawn of it by year."""

    name: str
    short: str
    lines: tuple[Line, ...]

    @property
    def cells(self) -> dict[int, list[Line]]:
        """Each year's, wins first."""
        cells: dict[int, list[Line]] = defaultdict(list)
        for line in sorted(self.lines, key=lambda line: not line.is_win):
            cells[line.year].append(line)
        return cells


def wide(standing: Standing, *, name: str = "") -> Plot:
    """Awards down, years across. A long life has smaller marks and fewer labels, on one sheet."""
    rows = _rows(standing)
    if not rows:
        return Plot()
    hot = {line.year for row in rows for line in row.lines}
    first, last = min(hot), max(hot)
    years = range(min(first, last - FEWEST_YEARS + 1), last + 1)
    step = (LAST_X - FIRST_X) / (len(years) - 1)
    x_of = {year: round(FIRST_X + i * step, 1) for i, year in enumerate(years)}
    strips = [[(x_of[year], len(lines)) for year, lines in row.cells.items()] for row in rows]
    size = _Size(win=11, nomination=8, apart=25).fitting(strips, NAMES_END, WIDTH)
    bottom = TOP + 8 + ROW * len(rows)
    tops = range(TOP, bottom, ROW)
    return Plot(
        width=WIDTH,
        height=bottom + 6,
        title=f"{whose(name, 'nominations and wins')} by year and by award, {span(first, last)}",
        description=by_years(line for row in rows for line in row.lines),
        years=_labels_that_fit(x_of, hot),
        year_axes=tuple(f"M{x} {TOP}V{bottom}" for x in x_of.values()),
        lanes=tuple(
            Lane(
                name=Label(row.name, 0, top + 34),
                count=Label(counted(row.lines), 0, top + 52),
                axis=f"M0 {top + 63}H{WIDTH}",
            )
            for row, top in zip(rows, tops, strict=False)
        ),
        marks=tuple(
            mark
            for row, top in zip(rows, tops, strict=False)
            for year, lines in row.cells.items()
            for mark in _cell(lines, x_of[year], top + 36, size)
        ),
        now=_band(x_of[last], step, bottom),
        base=f"M0 {TOP}H{WIDTH}",
    )


def tall(standing: Standing, *, name: str = "") -> Plot:
    """Years down, newest first; awards across, of which the lesser share the last column."""
    rows = _in_columns(_rows(standing))
    if not rows:
        return Plot()
    hot = {line.year for row in rows for line in row.lines}
    step = (COLUMNS_END - COLUMNS_BEGIN) / len(rows)
    x_of = [round(COLUMNS_BEGIN + (i + 0.5) * step, 1) for i in range(len(rows))]
    across = [
        [(x, len(row.cells[year])) for x, row in zip(x_of, rows, strict=True) if year in row.cells]
        for year in hot
    ]
    size = _Size(win=10, nomination=7, apart=21).fitting(across, YEARS_END, TALL_WIDTH)
    strips = _strips(hot)
    top_of = {strip[0]: TALL_TOP + TALL_ROW * i for i, strip in enumerate(strips)}
    return Plot(
        width=TALL_WIDTH,
        height=TALL_TOP + 29 + TALL_ROW * len(strips),
        title=f"{whose(name, totals(line for row in rows for line in row.lines))} by year, "
        f"{span(max(hot), min(hot), to=' back to ')}. The table below gives each one.",
        years=tuple(
            Label(_strip_label(strip, hot), 0, top_of[strip[0]] + 31, strip[0] in hot)
            for strip in strips
        ),
        year_axes=tuple(f"M0 {top + 43}H{TALL_WIDTH}" for top in top_of.values()),
        lanes=tuple(
            Lane(Label(_squeezed(row.short, step), x, 22))
            for row, x in zip(rows, x_of, strict=True)
        ),
        marks=tuple(
            mark
            for row, x in zip(rows, x_of, strict=True)
            for year, lines in row.cells.items()
            for mark in _cell(lines, x, top_of[year] + 26, size)
        ),
        now=Box(0, TALL_TOP + 4, TALL_WIDTH, 36),
        base=f"M0 {TALL_TOP}H{TALL_WIDTH}",
    )


def _band(x: float, step: float, bottom: int) -> Box:
    half = round(max(15, min(30, step / 2)), 1)
    return Box(round(x - half, 1), TOP, 2 * half, bottom - TOP)


def _rows(standing: Standing) -> list[_Row]:
    """Awards in the order of the tallies, those without anything to draw left out."""
    drawn = [
        line
        for line in standing.lines
        if line.stands
        and line.year
        and (line.is_nomination or (line.is_win and not line.is_honorary))
    ]
    rows = []
    for tally in standing.tallies:
        if tally.award and (lines := tuple(d for d in drawn if d.award.pk == tally.award.pk)):
            rows.append(_Row(tally.award.label, one_of(tally.award), lines))
    return rows


def _in_columns(rows: list[_Row]) -> list[_Row]:
    if len(rows) <= MOST_COLUMNS:
        return rows
    others = tuple(line for row in rows[MOST_COLUMNS - 1 :] for line in row.lines)
    return [*rows[: MOST_COLUMNS - 1], _Row("Others", "Others", others)]


def _cell(lines: Sequence[Line], x: float, y: int, size: _Size) -> Iterable[Mark]:
    """One year of one award: its marks side by side around the middle of the cell."""
    for i, line in enumerate(lines):
        middle = round(x + (i - (len(lines) - 1) / 2) * size.apart, 1)
        radius = size.win if line.is_win else size.nomination
        star = _star(middle, y, size.scale) if line.is_win else ""
        yield Mark(middle, y, round(radius, 1), line.is_win, star)


def _star(x: float, y: float, scale: float) -> str:
    arms = " ".join(f"{round(length * scale, 2):g}" for length in STAR)
    return f"m{x:g} {round(y - STAR_HEIGHT * scale, 2):g} {arms}z"


def _labels_that_fit(x_of: dict[int, float], hot: set[int]) -> tuple[Label, ...]:
    """Whole years where there is something, newest first, then short ones where room is left."""
    labels: list[tuple[Label, int]] = []
    for year in sorted(x_of, key=lambda year: (year not in hot, -year)):
        x, half = x_of[year], 18 if year in hot else 13
        if all(abs(x - other.x) >= half + its_half + 2 for other, its_half in labels):
            text = str(year) if year in hot else f"’{year % 100:02}"
            labels.append((Label(text, x, 22, year in hot), half))
    return tuple(sorted((label for label, _ in labels), key=lambda label: label.x))


def _strips(hot: set[int]) -> list[list[int]]:
    """The years from the newest to the oldest; over a long life, runs of empty ones as one."""
    first, last = min(hot), max(hot)
    strips: list[list[int]] = []
    run: list[int] = []
    for year in range(last, first - 1, -1):
        if year not in hot and last - first >= LONG:
            run.append(year)
            continue
        strips += [run] if len(run) > 2 else [[empty] for empty in run]
        strips.append([year])
        run = []
    return strips


def _strip_label(strip: list[int], hot: set[int]) -> str:
    if len(strip) > 1:
        return f"’{strip[-1] % 100:02}–{strip[0] % 100:02}"
    return str(strip[0])


def _squeezed(name: str, room: float) -> str:
    """What of an award's name stands over a narrow column: all, its last word, or its initials."""
    words = [word for word in name.split() if word.lower() not in ("award", "awards", "the")]
    words = words or name.split()
    initials = "".join(word[0] for word in words)
    for shorter in (" ".join(words), words[-1] if len(words) < 3 else initials):
        if len(shorter) * LETTER <= room:
            return shorter
    return shorter[: max(1, int(room / LETTER) - 1)] + "…"
