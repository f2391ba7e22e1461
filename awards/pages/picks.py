"""A nomination as a list of nominees prints it: who in large type, for what in small."""

from __future__ import annotations

from dataclasses import dataclass

from awards.contests import Entry
from awards.models import Category, Contest, Nomination, Nominee
from people.models import Entity, Kind
from people.pages.facts import Link, link
from words.wording import listed

MANY = 4  # longer lists of names end with "and 5 others"

BY_PRODUCTION = (Category.Basis.PRODUCTION, Category.Basis.COUNTRY)


@dataclass(frozen=True)
class Pick:
    """One line of a list of nominees."""

    names: tuple[Link, ...]
    others: int  # nominees beyond those named
    title: Link | None  # the production, unless it is the name in large type
    detail: str  # the song or the episode
    subtitle: str  # the company that brought out a title, or the country it represents
    face: Entity | None
    is_win: bool
    result: str  # "Winner", "Withdrawn", or nothing
    note: str  # why it was withdrawn or rescinded, or nothing

    @property
    def has_line(self) -> bool:
        return bool(self.title or self.detail or self.subtitle)

    @property
    def use(self) -> str:
        """Which crop of its picture to use: people's are cut around the face."""
        return "face" if self.face and self.face.kind == Kind.PERSON else "thumb"


def pick(entry: Entry, contest: Contest) -> Pick:
    """Return the line of one nomination. No query.

    In large type, by the category's `basis`: the song of a song category; the title of one for
    productions or countries, or where nobody is named; else the people.
    """
    nomination, production = entry.nomination, entry.production
    basis, detail = contest.category.basis, quoted(entry.nomination.detail)
    people = tuple(name_of(nominee) for nominee in entry.nominees)
    names, others = people[:MANY], max(0, len(people) - MANY)
    title = link(production) if production else None
    subtitle = ""
    if basis == Category.Basis.SONG and detail:
        names, others, detail = (Link(detail),), 0, ""
    elif title and (not people or basis in BY_PRODUCTION):
        if basis == Category.Basis.COUNTRY:
            subtitle = listed([name.text for name in people])
        elif entry.company:
            subtitle = entry.company.label
        names, others, title = (title,), 0, None
    party = next((nominee.party for nominee in entry.nominees if nominee.party), None)
    return Pick(
        names=names,
        others=others,
        title=title,
        detail=detail,
        subtitle=subtitle,
        face=production if names and names[0].is_title else party,
        is_win=entry.is_win,
        result=result_of(nomination, is_win=entry.is_win),
        note="" if entry.is_active else nomination.note,
    )


def name_of(nominee: Nominee) -> Link:
    """Return the name printed on the nomination, with the address of its page if it has one."""
    return Link(nominee.name, nominee.party.get_absolute_url() if nominee.party else "")


def result_of(nomination: Nomination, *, is_win: bool) -> str:
    """ "Winner", "Withdrawn" or "Rescinded"; empty for a nominee."""
    if is_win:
        return "Winner"
    if nomination.result in Nomination.ACTIVE:
        return ""
    return str(nomination.get_result_display()).capitalize()


def quoted(detail: str) -> str:
    """Put a song or an episode in quotation marks, whether or not they were typed."""
    return f"“{detail.strip('“”')}”" if detail else ""
