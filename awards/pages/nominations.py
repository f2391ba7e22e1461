"""A production's nominations, as a list of who was nominated for what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from awards.ledger import AwardRecord, LedgerLine
from awards.models import Category, Ceremony, Nominee
from awards.pages import record_table
from awards.pages.picks import MANY, name_of
from awards.wording import printed_as
from people.models import Entity
from people.pages.facts import Link


@dataclass(frozen=True)
class NominationRow:
    """Who was nominated (or the category, if it goes to the production), and where."""

    links: tuple[Link, ...]
    others: int
    face: Entity | None
    where: Link
    is_win: bool
    result: str  # "Withdrawn" or "Rescinded", or nothing
    note: str


def nominations_of(record: AwardRecord) -> tuple[NominationRow, ...]:
    """Return the rows, newest ceremony first and its winners first. One query, for the nominees."""
    nominees: dict[int, list[Nominee]] = defaultdict(list)
    named = Nominee.objects.filter(nomination__in=[line.nomination.pk for line in record.lines])
    for nominee in named.select_related("party__picture"):
        nominees[nominee.nomination_id].append(nominee)
    night: dict[int, int] = {}
    for line in record.lines:
        night.setdefault(line.nomination.contest.ceremony_id, len(night))
    lines = sorted(
        record.lines,
        key=lambda line: (night[line.nomination.contest.ceremony_id], not line.is_win),
    )
    return tuple(_nomination(line, nominees[line.nomination.pk]) for line in lines)


def _nomination(line: LedgerLine, nominees: list[Nominee]) -> NominationRow:
    contest, nomination = line.nomination.contest, line.nomination
    category, url = printed_as(contest), contest.category.get_absolute_url()
    year = place_of(contest.ceremony)
    by_title = contest.category.basis == Category.Basis.PRODUCTION or not nominees
    face = next((nominee.party for nominee in nominees if nominee.party), None)
    # A category's face is a star. A picture of its own isn't loaded here.
    star = contest.category if contest.category.picture_id is None else None
    return NominationRow(
        links=(Link(category, url),)
        if by_title
        else tuple(name_of(nominee) for nominee in nominees[:MANY]),
        others=0 if by_title else max(0, len(nominees) - MANY),
        face=star if by_title or face is None else face,
        where=Link(year, contest.ceremony.get_absolute_url())
        if by_title
        else Link(f"{year}, {category}", url),
        is_win=line.is_win,
        result="" if line.is_win or line.is_active else record_table.result_of(line),
        note="" if line.is_active else nomination.note,
    )


def place_of(ceremony: Ceremony) -> str:
    """ "Emmys 2020". Reads the award."""
    return ceremony.short_name or f"{ceremony.award.label} {ceremony.year_label}"
