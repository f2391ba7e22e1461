"""A standing in print: the sums, and the table with a row for each nomination.

Nothing here runs a query: the ledger has loaded all of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from awards.ledger import Line, Standing, Tally
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
class Row:
    line: Line
    year: int
    award: str
    ceremony_url: str
    category: str
    category_url: str
    role: str  # ", as co-executive producer", where the category is not one of persons
    production: Production | None
    detail: str
    is_win: bool
    result: str
    note: str


def sums(standing: Standing) -> tuple[Sum, ...]:
    """One for each award at which anything counts, most wins first."""
    return tuple(sum_of(tally) for tally in standing.tallies if tally.award)


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
    """ "plus one honorary": reported beside the others, never among them."""
    return f"plus {in_words(tally.honorary)} honorary" if tally.honorary else ""


def honorary_of(award: Award, number: int) -> str:
    """ "honorary Emmys"."""
    return f"honorary {several_of(award, number)}"


def in_short(tally: Tally) -> str:
    """ "1 won, 1 nomination": how a form's box says it."""
    won = [f"{tally.wins} won"] if tally.wins else []
    nominated = number_of(tally.nominations, "nomination")
    honorary = [f"{tally.honorary} honorary"] if tally.honorary else []
    return ", ".join([*won, *([nominated] if tally.nominations else []), *honorary])


def rows(standing: Standing) -> tuple[Row, ...]:
    """Every nomination, newest ceremony first; those that don't count say why."""
    return tuple(_row(line) for line in standing.lines)


def _row(line: Line) -> Row:
    nomination, contest = line.nomination, line.nomination.contest
    return Row(
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


def result_of(line: Line) -> str:
    """ "Won", "Nominated", "Withdrawn", "Rescinded", as of the moment the ledger was asked of."""
    return "Won" if line.is_win else capitalized(str(line.result))


def _role(line: Line) -> str:
    """A production's award names those it goes to by their work; an actor's says nothing new."""
    if not line.role or line.nomination.contest.category.basis == Category.Basis.PERSON:
        return ""
    return f", as {line.role.lower()}"


SO_FAR = "Figures are of what has been entered in the record so far."


def coverage_of(entity: Entity, standing: Standing) -> str:
    """Of what the figures of anybody or anything are; nothing where it has none."""
    if not standing.tallies:
        return ""
    is_title = entity.kind == Kind.PRODUCTION
    return coverage_of_a_title(standing) if is_title else coverage(standing)


def coverage_of_a_title(standing: Standing) -> str:
    """An award's complete span is of people: a production's figures are whole where its nights are."""
    nights = [line.nomination.contest.ceremony for line in standing.lines]
    whole = all(night.nominees_complete and night.winners_complete for night in nights)
    return "" if whole else SO_FAR


def coverage(standing: Standing) -> str:
    """For which span of ceremonies the figures are complete, in one sentence; rule 13's words."""
    spans = [
        f"{several_of(tally.award, 2)} from the {ordinal(tally.coverage[0])} to the "
        f"{ordinal(tally.coverage[1])} ceremony"
        for tally in standing.tallies
        if tally.award and tally.coverage
    ]
    if not spans:
        return SO_FAR if standing.lines else ""
    rest = len(spans) < len([tally for tally in standing.tallies if tally.award])
    others = " Of the other awards, what has been entered so far." if rest else ""
    return f"Complete for the {listed(spans)}.{others}"


def honors(lines: Iterable[Line], *, most: int = 3) -> list[str]:
    """What a production brought somebody, in a few words: "Emmy", "Oscar nomination".

    Wins first. An award that was won is not also said to have been nominated for.
    """
    won: Counter[str] = Counter()
    nominated: dict[str, None] = {}
    for line in lines:
        if line.is_win:
            won[one_of(line.award)] += 1
        elif line.is_nomination:
            nominated[one_of(line.award)] = None
    said = [name if times == 1 else f"{in_words(times)} {name}s" for name, times in won.items()]
    return [*said, *(f"{name} nomination" for name in nominated if name not in won)][:most]
