"""The nominees boxes and tally boxes in stories, filled from the record as of the story's date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from awards import ledger
from awards.contests import ContestReading
from awards.ledger import AwardRecord, Tally
from awards.pages import record_table
from awards.pages.picks import Pick, pick
from awards.pages.record_table import RecordRow
from awards.wording import without_superlative
from people.models import Entity
from words.wording import noun_of


@dataclass(frozen=True)
class NomineeLine:
    """A nomination in a nominees box, with the company printed after its title."""

    pick: Pick
    company: str


@dataclass(frozen=True)
class NomineesBox:
    heading: str
    past_winners: str  # the address of the category's page
    word: str  # "No award", "Award rescinded" or ""
    lines: tuple[NomineeLine, ...]


@dataclass(frozen=True)
class TallyBox:
    """ "Mark Ruffalo at the Emmys": totals with their nouns, and a row for each nomination."""

    heading: str
    full_record: str  # the address of the person's awards
    sums: tuple[tuple[int, str], ...]
    rows: tuple[RecordRow, ...]


def nominees_box(reading: ContestReading) -> NomineesBox | None:
    """Return the box of a contest: winners first and marked, once the outcome is known.

    None if the record has no nominee, unless nobody won.
    """
    contest = reading.contest
    if not reading.entries and not reading.word:
        return None
    return NomineesBox(
        heading=without_superlative(contest.name),
        past_winners=contest.category.get_absolute_url(),
        word=reading.word,
        lines=tuple(
            NomineeLine(pick(entry, contest), entry.company.label if entry.company else "")
            for entry in reading.entries
        ),
    )


def tally_box(person: Entity, award: Entity, record: AwardRecord) -> TallyBox | None:
    """Return a box with someone's nominations and wins at one award; None if there are none."""
    lines = tuple(line for line in record.lines if line.award.pk == award.pk)
    if not lines:
        return None
    return TallyBox(
        heading=f"{person.label} at the {award.label}",
        full_record=f"{person.get_absolute_url()}#awards",
        sums=_sums(record.tally(lines[0].award), lines),
        rows=record_table.rows(AwardRecord(lines)),
    )


def _sums(tally: Tally, lines: Iterable[ledger.LedgerLine]) -> tuple[tuple[int, str], ...]:
    """Return the totals: nominations, wins, and the years between two wins.

    Honorary awards are mentioned with the wins, or by themselves if there is nothing else.
    """
    if not (tally.nominations or tally.wins):
        if not (tally.honorary and tally.award):
            return ()
        return ((tally.honorary, record_table.honorary_of(tally.award, tally.honorary)),)
    wins = ", ".join(
        filter(None, (noun_of(tally.wins, "win"), record_table.honorary_beside(tally)))
    )
    sums = [(tally.nominations, noun_of(tally.nominations, "nomination")), (tally.wins, wins)]
    won_in = [line.year for line in lines if line.is_win and not line.is_honorary]
    if len(won_in) == 2 and (apart := abs(won_in[0] - won_in[1])):
        sums.append((apart, f"{noun_of(apart, 'year')} apart"))
    return tuple(sums)
