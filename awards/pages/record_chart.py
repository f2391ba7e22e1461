"""The chart of a person's nominations and wins, as numbers for an SVG template to loop over.

`wide_chart` has a row for each award and a column for each year; `tall_chart`, for narrow screens,
has them the other way round. A mark is one nomination; the marks of one award in one year stand
side by side around the middle of their cell. Withdrawn and rescinded nominations and honorary
awards are in the table below the chart only. Numbers are units of the view box. No query, no markup.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from awards.ledger import AwardRecord, LedgerLine
from awards.models import Category
from awards.pages import record_chart_words as words
from awards.pages.scale import Scale
from awards.wording import one_of
from words.wording import counted

STAR = (2, 4.7, 5, 0.5, -3.8, 3.3, 1.1, 5, -4.3, -2.6, -4.3, 2.6, 1.1, -5, -3.8, -3.3, 5, -0.5)
STAR_HEIGHT = 7  # from the middle of the mark to the star's tip
SMALLEST = 0.3  # of a mark's full size; marks that would have to be smaller touch instead

# The wide chart
WIDTH, FIRST_X, LAST_X = 1200, 272, 1133
TOP, ROW = 34, 54
NAMES_END = 175
FEWEST_YEARS = 8  # a single year would be drawn at the edge of an empty sheet

# The tall chart
TALL_WIDTH, COLUMNS_BEGIN, COLUMNS_END = 400, 54, 390
TALL_TOP, TALL_ROW = 36, 33
YEARS_END = 44
MOST_COLUMNS = 6
COLUMN_LETTER = 7.4  # the average width of a letter over a column
LONG_CAREER = 20  # years; from then on a run of empty years is drawn as one row

# Callouts in the wide chart
CALLOUT_LETTER = 7.6  # about the width of a letter of the italic
CALLOUTS_BEGIN = 190  # right of the awards' names and counts
NEAREST, LONGEST, SHORTEST = 2, 85, 24  # from a mark to its line, and the length of the line
BESIDE, BASELINE = 6, 5  # from the line to its words
BUSY = 6  # nominations in two years; fewer don't get a bracket
BRACKET_HEIGHT = 40
CAPACITIES = {  # by a part of the contest's name
    "Actor": "an actor",
    "Actress": "an actor",
    "Performance": "an actor",
    "Direct": "a director",
    "Writ": "a writer",
    "Screenplay": "a writer",
    "Teleplay": "a writer",
}


@dataclass(frozen=True)
class Mark:
    """One nomination: a circle, with a star in it for a win."""

    line: LedgerLine
    x: float
    y: int
    r: float
    star: str  # an SVG path; empty unless it won


@dataclass(frozen=True)
class Year:
    text: str
    at: float  # its x in the wide chart, its y in the tall one
    has_marks: bool


@dataclass(frozen=True)
class Lane:
    """One award: a row of the wide chart, a column of the tall one."""

    name: str
    at: float  # its y in the wide chart, its x in the tall one
    count: str = ""


@dataclass(frozen=True)
class Callout:
    """Words in the chart, where they end or are centered, and the path of the line to the marks."""

    text: str
    x: float
    y: int
    path: str
    anchor: str = "end"


@dataclass(frozen=True)
class RecordChart:
    """What the template draws. A chart without marks isn't drawn."""

    width: int = 0
    height: int = 0
    title: str = ""
    description: str = ""
    years: tuple[Year, ...] = ()  # the labels; in the wide chart as many as there is room for
    lanes: tuple[Lane, ...] = ()
    marks: tuple[Mark, ...] = ()
    axes: tuple[float, ...] = ()  # where the years' lines are
    axes_end: int = 0
    band: tuple[float, float] = (0, 0)  # start and width of what is behind the newest year
    callouts: tuple[Callout, ...] = ()


@dataclass(frozen=True)
class _DrawnAward:
    """An award, or several that share a column, with the nominations that are drawn."""

    name: str
    short_name: str
    lines: list[LedgerLine]


def wide_chart(record: AwardRecord, *, name: str = "") -> RecordChart:
    """Return the chart with awards down and years across, or an empty one if nothing is drawn.

    The width is the same for every career: a long one has smaller marks and fewer labels.
    """
    awards = _drawn_awards(record)
    if not awards:
        return RecordChart()
    lines = [line for award in awards for line in award.lines]
    years = {line.year for line in lines}
    first, last = min(years), max(years)
    shown = range(min(first, last - FEWEST_YEARS + 1), last + 1)
    x_of = Scale(shown[0], last, FIRST_X, LAST_X)
    bottom = TOP + ROW * len(awards) + 8
    labels = _labels_that_fit(shown, x_of, years)
    marks = _marks(
        awards,
        lambda place, year: (x_of(year), TOP + ROW * place + 36),
        radii=(11, 8),
        apart=25,
        sides=(NAMES_END, WIDTH),
    )
    bracket = _bracket(lines, labels, bottom + 8)
    half_band = round(max(15, min(30, (LAST_X - FIRST_X) / (len(shown) - 1) / 2)), 1)
    return RecordChart(
        width=WIDTH,
        height=bottom + 6 + (BRACKET_HEIGHT if bracket else 0),
        title=f"{words.whose(name, 'nominations and wins')} by year and by award, "
        f"{words.span(first, last)}",
        description=words.year_by_year(lines),
        years=labels,
        lanes=tuple(
            Lane(award.name, TOP + ROW * place, words.in_figures(award.lines))
            for place, award in enumerate(awards)
        ),
        marks=marks,
        axes=tuple(map(x_of, shown)),
        axes_end=bottom,
        band=(round(x_of(last) - half_band, 1), 2 * half_band),
        callouts=(*_capacity_callouts(marks), *bracket),
    )


def tall_chart(record: AwardRecord, *, name: str = "") -> RecordChart:
    """Return the chart with years down, newest first, and awards across.

    Where there are more awards than columns, the last ones share a column.
    """
    awards = _drawn_awards(record)
    if not awards:
        return RecordChart()
    lines = [line for award in awards for line in award.lines]
    if len(awards) > MOST_COLUMNS:
        shared = [line for award in awards[MOST_COLUMNS - 1 :] for line in award.lines]
        awards[MOST_COLUMNS - 1 :] = [_DrawnAward("Others", "Others", shared)]
    years = {line.year for line in lines}
    x_of = Scale(0, len(awards), COLUMNS_BEGIN, COLUMNS_END)
    column = (COLUMNS_END - COLUMNS_BEGIN) / len(awards)
    rows = _rows_of_years(years)
    top_of = {row[0]: TALL_TOP + TALL_ROW * place for place, row in enumerate(rows)}
    return RecordChart(
        width=TALL_WIDTH,
        height=TALL_TOP + TALL_ROW * len(rows) + 29,
        title=f"{words.whose(name, words.total(lines))} by year, "
        f"{words.span(max(years), min(years), to=' back to ')}. The table below gives each one.",
        years=tuple(
            Year(
                str(row[0]) if len(row) == 1 else f"’{row[-1] % 100:02}–{row[0] % 100:02}",
                top_of[row[0]],
                row[0] in years,
            )
            for row in rows
        ),
        lanes=tuple(
            Lane(_short_enough(award.short_name, column), x_of(place + 0.5))
            for place, award in enumerate(awards)
        ),
        marks=_marks(
            awards,
            lambda place, year: (x_of(place + 0.5), top_of[year] + 26),
            radii=(10, 7),
            apart=21,
            sides=(YEARS_END, TALL_WIDTH),
        ),
    )


def _drawn_awards(record: AwardRecord) -> list[_DrawnAward]:
    """The awards that have something to draw, in the order of the tallies."""
    drawn: dict[int, list[LedgerLine]] = defaultdict(list)
    for line in record.lines:
        is_win = line.is_active and line.is_win and not line.is_honorary
        if line.year and (line.is_nomination or is_win):
            drawn[line.award.pk].append(line)
    return [
        _DrawnAward(tally.award.label, one_of(tally.award), drawn[tally.award.pk])
        for tally in record.tallies
        if tally.award and tally.award.pk in drawn
    ]


def _marks(
    awards: Iterable[_DrawnAward],
    middle_of: Callable[[int, int], tuple[float, int]],
    *,
    radii: tuple[int, int],
    apart: int,
    sides: tuple[int, int],
) -> tuple[Mark, ...]:
    """Return all marks, as large as leaves them free of each other and of the chart's sides.

    `middle_of(place of the award, year)` is the middle of a cell; its wins come first. `radii` are
    a win's and a nomination's at full size, `apart` is the distance of two marks of a cell.
    """
    cells: dict[tuple[float, int], list[LedgerLine]] = defaultdict(list)
    for place, award in enumerate(awards):
        for line in sorted(award.lines, key=lambda line: not line.is_win):
            cells[middle_of(place, line.year)].append(line)
    rows: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for (x, y), lines in cells.items():
        rows[y].append((x, (len(lines) - 1) * apart / 2 + radii[0]))
    scale = 1.0
    for row in map(sorted, rows.values()):
        for x, half in row:
            scale = min(scale, min(x - sides[0], sides[1] - x) / half)
        for (x, half), (next_x, next_half) in pairwise(row):
            scale = min(scale, (next_x - x) / (half + next_half + 1))
    scale = max(scale, SMALLEST)
    step = apart * scale
    marks = []
    for (x, y), lines in cells.items():
        for place, line in enumerate(lines):
            middle = round(x + (place - (len(lines) - 1) / 2) * step, 1)
            radius = round(radii[0 if line.is_win else 1] * scale, 1)
            star = _star(middle, y, scale) if line.is_win else ""
            marks.append(Mark(line, middle, y, radius, star))
    return tuple(marks)


def _star(x: float, y: int, scale: float) -> str:
    arms = " ".join(f"{round(length * scale, 2):g}" for length in STAR)
    return f"m{x:g} {round(y - STAR_HEIGHT * scale, 2):g} {arms}z"


def _labels_that_fit(shown: Iterable[int], x_of: Scale, years: set[int]) -> tuple[Year, ...]:
    """Years with marks in full, newest first, then short ones ("’13") where room is left."""
    labels: list[tuple[Year, int]] = []
    for year in sorted(shown, key=lambda year: (year not in years, -year)):
        x, half = x_of(year), 18 if year in years else 13
        if all(abs(x - other.at) >= half + other_half + 2 for other, other_half in labels):
            text = str(year) if year in years else f"’{year % 100:02}"
            labels.append((Year(text, x, year in years), half))
    return tuple(sorted((label for label, _ in labels), key=lambda label: label.at))


def _rows_of_years(years: set[int]) -> list[list[int]]:
    """The years from the newest to the oldest; in a long career three or more empty ones share a row."""
    is_long = max(years) - min(years) >= LONG_CAREER
    rows: list[list[int]] = []
    for has_marks, found in groupby(
        range(max(years), min(years) - 1, -1), key=lambda year: year in years
    ):
        run = list(found)
        shares_a_row = is_long and not has_marks and len(run) > 2
        rows += [run] if shares_a_row else [[year] for year in run]
    return rows


def _short_enough(name: str, room: float) -> str:
    """As much of an award's name as fits over its column: all, its last word, or its initials."""
    parts = [part for part in name.split() if part.lower() not in ("award", "awards", "the")]
    parts = parts or name.split()
    initials = "".join(part[0] for part in parts)
    for shorter in (" ".join(parts), parts[-1] if len(parts) < 3 else initials):
        if len(shorter) * COLUMN_LETTER <= room:
            return shorter
    return shorter[: max(1, int(room / COLUMN_LETTER) - 1)] + "…"


def _capacity_callouts(marks: Sequence[Mark]) -> Iterable[Callout]:
    """Say "won as a producer" at the first win in each capacity, where an award has wins in several.

    Those are left out for which the marks before them leave no room.
    """
    for _, found in groupby(marks, key=lambda mark: mark.y):
        row = sorted(found, key=lambda mark: mark.x)
        first_wins: dict[str, Mark] = {}
        for mark in row:
            if mark.line.is_win and (capacity := _capacity(mark.line)):
                first_wins.setdefault(capacity, mark)
        if len(first_wins) < 2:
            continue
        for capacity, mark in first_wins.items():
            text = f"won as {capacity}"
            left = max([CALLOUTS_BEGIN, *(m.x + m.r + 8 for m in row if m.x < mark.x)])
            start = round(mark.x - mark.r - NEAREST, 1)
            length = min(LONGEST, start - left - BESIDE - len(text) * CALLOUT_LETTER)
            if length >= SHORTEST:
                end = round(start - length, 1)
                path = f"M{start} {mark.y}H{end}"
                yield Callout(text, round(end - BESIDE, 1), mark.y + BASELINE, path)


def _capacity(line: LedgerLine) -> str:
    """ "an actor", "a producer"; empty where the record doesn't say."""
    contest = line.nomination.contest
    # A production's award names people by their role ("Co-Executive Producer").
    if contest.category.basis == Category.Basis.PRODUCTION:
        return "a producer" if "producer" in line.role.lower() else ""
    return next((capacity for part, capacity in CAPACITIES.items() if part in contest.name), "")


def _bracket(lines: Iterable[LedgerLine], labels: Iterable[Year], y: int) -> list[Callout]:
    """The bracket under the two years in a row with the most nominations.

    None for fewer than `BUSY`, for a career of three years or less, or where a year has no label.
    """
    years = Counter(line.year for line in lines)
    pairs = {year: years[year] + years[year + 1] for year in years if year + 1 in years}
    first = max(pairs, key=lambda year: (pairs[year], year), default=0)
    x_of = {label.text: label.at for label in labels}
    left, right = x_of.get(str(first)), x_of.get(str(first + 1))
    if pairs.get(first, 0) < BUSY or len(years) < 4 or left is None or right is None:
        return []
    return [
        Callout(
            text=f"{first} and {first + 1}: {counted(pairs[first], 'nomination')} in two years",
            x=round((left + right) / 2, 1),
            y=y + 32,
            path=f"M{left - 24:g} {y}v10H{right + 24:g}v-10",
            anchor="middle",
        )
    ]
