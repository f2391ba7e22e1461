"""The boxes that a story's body asks for, filled from the record as of the story."""

from __future__ import annotations

from dataclasses import dataclass

from people.contests import ContestReading
from people.ledger import Standing
from people.models import Entity
from people.pages import record
from people.pages.picks import Pick, pick
from people.pages.record import Row
from people.pages.wording import without_superlative


@dataclass(frozen=True)
class Line:
    """A nomination of a nominees box, and the company printed after its title."""

    pick: Pick
    house: str


@dataclass(frozen=True)
class NomineesBox:
    heading: str
    past_winners: str  # address
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class TallyBox:
    """ "Mark Ruffalo at the Emmys": figures with their words, and each nomination in a row."""

    heading: str
    full_record: str  # address
    sums: tuple[tuple[int, str], ...]
    rows: tuple[Row, ...]


def nominees_box(reading: ContestReading) -> NomineesBox:
    """The contest with its nominees; winners first and marked where the outcome is known."""
    contest = reading.contest
    return NomineesBox(
        heading=without_superlative(contest.name),
        past_winners=contest.category.get_absolute_url(),
        lines=tuple(
            Line(pick(entry, contest), entry.house.label if entry.house else "")
            for entry in reading.entries
        ),
    )


def tally_box(person: Entity, award: Entity, standing: Standing) -> TallyBox | None:
    """Somebody's nominations and wins at one award; None where there are none."""
    lines = tuple(line for line in standing.lines if line.award.pk == award.pk)
    if not lines:
        return None
    tally = standing.tally(lines[0].award)
    sums = [(tally.nominations, "nomination"), (tally.wins, "win")]
    won_in = [line.year for line in lines if line.is_win]
    if len(won_in) > 1 and max(won_in) > min(won_in):
        sums.append((max(won_in) - min(won_in), "year apart"))
    return TallyBox(
        heading=f"{person.label} at the {award.label}",
        full_record=f"{person.get_absolute_url()}#awards",
        sums=tuple((number, _counted(number, words)) for number, words in sums),
        rows=record.rows(Standing(lines)),
    )


def _counted(number: int, words: str) -> str:
    noun, space, rest = words.partition(" ")
    return f"{noun if number == 1 else noun + 's'}{space}{rest}"
