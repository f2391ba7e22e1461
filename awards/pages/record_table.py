"""What pages print of an award record: large figures, and a table with a row for each nomination.

No query: the ledger has loaded everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from awards.ledger import AwardRecord, LedgerLine, Tally
from awards.models import Award, Category
from awards.pages.picks import quoted
from awards.wording import one_of, printed_as, several_of
from people.models import Entity, Kind, Production
from words.wording import capitalized, counted, in_words, listed, noun_of, number_of, ordinal


@dataclass(frozen=True)
class Sum:
    """A large figure and the words under it: 2, "Emmys, from three nominations"."""

    number: int
    words: str
    note: str  # "plus one honorary"


@dataclass(frozen=True)
class RecordRow:
    line: LedgerLine
    year: int
    award: str
    ceremony_url: str
    category: str
    category_url: str
    role: str  # ", as co-executive producer", unless the category is for people
    production: Production | None
    detail: str
    is_win: bool
    result: str
    note: str


def sums(record: AwardRecord) -> tuple[Sum, ...]:
    """Return a figure for each award where anything counts, most wins first."""
    return tuple(sum_of(tally) for tally in record.tallies if tally.award)


def sum_of(tally: Tally) -> Sum:
    assert tally.award is not None
    award, wins, nominations = tally.award, tally.wins, tally.nominations
    beside = honorary_beside(tally)
    if wins:
        words = several_of(award, wins)
        if nominations and not tally.unannounced:
            words += f", from {counted(nominations, 'nomination')}"
        return Sum(wins, words, beside)
    if nominations:
        words = f"{several_of(award, 1)} {noun_of(nominations, 'nomination')}"
        return Sum(nominations, words, beside)
    return Sum(tally.honorary, honorary_of(award, tally.honorary), "")


def honorary_beside(tally: Tally) -> str:
    """ "plus one honorary": the counts never include honorary awards."""
    return f"plus {in_words(tally.honorary)} honorary" if tally.honorary else ""


def honorary_of(award: Award, number: int) -> str:
    """ "honorary Emmys"."""
    return f"honorary {several_of(award, number)}"


def in_short(tally: Tally) -> str:
    """ "1 won, 1 nomination", for a box of facts."""
    won = [f"{tally.wins} won"] if tally.wins else []
    nominated = number_of(tally.nominations, "nomination")
    honorary = [f"{tally.honorary} honorary"] if tally.honorary else []
    return ", ".join([*won, *([nominated] if tally.nominations else []), *honorary])


def rows(record: AwardRecord) -> tuple[RecordRow, ...]:
    """Return every nomination, newest ceremony first; those that don't count carry their note."""
    return tuple(_row(line) for line in record.lines)


def _row(line: LedgerLine) -> RecordRow:
    nomination, contest = line.nomination, line.nomination.contest
    return RecordRow(
        line=line,
        year=line.year,
        award=line.award.label,
        ceremony_url=contest.ceremony.get_absolute_url(),
        category=printed_as(contest),
        category_url=contest.category.get_absolute_url(),
        role=_role(line),
        production=nomination.production,
        detail=quoted(nomination.detail),
        is_win=line.is_win,
        result=result_of(line),
        note=nomination.note,
    )


def result_of(line: LedgerLine) -> str:
    """ "Won", "Nominated", "Withdrawn" or "Rescinded", as of the record's moment."""
    return "Won" if line.is_win else capitalized(str(line.result))


def _role(line: LedgerLine) -> str:
    """The role named on a production's award. In a category for people the category says it."""
    if not line.role or line.nomination.contest.category.basis == Category.Basis.PERSON:
        return ""
    return f", as {line.role.lower()}"


SO_FAR = "Our record of these awards is incomplete."


def coverage_of(entity: Entity, record: AwardRecord) -> str:
    """Return the sentence on how complete an entity's figures are; empty if it has no figures."""
    if not record.tallies:
        return ""
    is_title = entity.kind == Kind.PRODUCTION
    return coverage_of_a_title(record) if is_title else coverage(record)


def coverage_of_a_title(record: AwardRecord) -> str:
    """The same of a production, whose figures are complete if its ceremonies are.

    An award's span of complete ceremonies promises every nomination of the people in the record,
    not of the productions.
    """
    nights = [line.nomination.contest.ceremony for line in record.lines]
    whole = all(night.nominees_complete and night.winners_complete for night in nights)
    return "" if whole else SO_FAR


def coverage(record: AwardRecord) -> str:
    """Say from which ceremony to which the figures of a person or company are complete.

    A career total over a gap in the record would be wrong, so that pages print it with this.
    """
    spans = [
        f"{several_of(tally.award, 2)} from the {ordinal(tally.coverage[0])} to the "
        f"{ordinal(tally.coverage[1])} ceremony"
        for tally in record.tallies
        if tally.award and tally.coverage
    ]
    if not spans:
        return SO_FAR if record.lines else ""
    rest = len(spans) < len([tally for tally in record.tallies if tally.award])
    others = " Our record of the other awards is incomplete." if rest else ""
    return f"Complete for the {listed(spans)}.{others}"


def honors(lines: Iterable[LedgerLine], *, most: int = 3) -> list[str]:
    """Return in a few words what a production brought someone: "Emmy", "Oscar nomination".

    Wins first. The nominations for an award that was also won aren't repeated.
    """
    won: Counter[str] = Counter()
    nominated: dict[str, None] = {}
    for line in lines:
        if line.is_win:
            won[one_of(line.award)] += 1
        elif line.is_nomination:
            nominated[one_of(line.award)] = None
    wins = [name if times == 1 else f"{in_words(times)} {name}s" for name, times in won.items()]
    return [*wins, *(f"{name} nomination" for name in nominated if name not in won)][:most]
