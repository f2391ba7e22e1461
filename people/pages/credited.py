"""A production's credits as its page prints them: cast, crew, companies and billing block.

No query: the credits come with their parties loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from people import roles
from people.models import Credit, Entity, Production
from people.pages.facts import Link
from people.pages.wording import work_of
from people.roles import Role
from words.wording import capitalized

AT_MOST = 6  # names in one role
BILLED = 12  # names on the billing block

LABELS = {Role.COMPOSER: "Music", Role.CINEMATOGRAPHER: "Cinematography"}
PRECEDED_BY = ((Role.COMPOSER, "music by"), (Role.CINEMATOGRAPHER, "director of photography"))


@dataclass(frozen=True)
class CastRow:
    entity: Entity
    link: Link
    number: int | None
    characters: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Work:
    """A role and the people in it: "Executive producers". `others` counts those not named."""

    label: str
    links: tuple[Link, ...]
    others: int = 0
    roles: tuple[Role, ...] = ()
    parties: tuple[Entity, ...] = ()  # the entities of the links


@dataclass(frozen=True)
class Words:
    """A piece of the billing block: a name in large type, or words between names in small type."""

    text: str
    is_name: bool = False


def link(credit: Credit) -> Link:
    """Return the party's name and address, with the name it was credited under if different."""
    as_printed = f" (as {credit.credited_as})" if credit.credited_as else ""
    return Link(f"{credit.party.name}{as_printed}", credit.party.get_absolute_url())


def cast(credits: Iterable[Credit]) -> tuple[CastRow, ...]:
    """Return one row for everything a person plays, in the order of the credits: by billing."""
    by_party: dict[int, list[Credit]] = defaultdict(list)
    for credit in credits:
        if credit.role in roles.CAST:
            by_party[credit.party_id].append(credit)
    return tuple(_cast_row(rows) for rows in by_party.values())


def _cast_row(rows: list[Credit]) -> CastRow:
    first = rows[0]
    notes: list[str] = []
    for credit in rows:
        notes += [credit.scope, credit.note, "uncredited" if credit.uncredited else ""]
        if credit.role == Role.VOICE:
            notes.append("voice")
        if credit.role == Role.SELF and not credit.characters:
            notes.append("self")
    return CastRow(
        entity=first.party,
        link=link(first),
        number=first.billing,
        characters=tuple(name for credit in rows for name in credit.characters),
        note=capitalized("; ".join(dict.fromkeys(filter(None, notes)))),
    )


def works(credits: Iterable[Credit], wanted: Sequence[Role]) -> tuple[Work, ...]:
    """Return who did what, in the order of the roles. The same people in two roles are one row."""
    by_role: dict[Role, dict[int, Credit]] = {role: {} for role in wanted}
    for credit in credits:
        if credit.role in by_role:
            by_role[Role(credit.role)].setdefault(credit.party_id, credit)
    together: dict[tuple[int, ...], list[Role]] = defaultdict(list)
    for role, who in by_role.items():
        if who:
            together[tuple(sorted(who))].append(role)
    return tuple(_work(same, by_role[same[0]]) for same in together.values())


def _work(same: list[Role], who: dict[int, Credit]) -> Work:
    labels = [_label(role, several=len(who) > 1) for role in same]
    label = capitalized(", ".join([labels[0], *(other.lower() for other in labels[1:])]))
    links = [link(credit) for credit in who.values()]
    # "and 1 other" would be longer than the name.
    most = len(links) if len(links) <= AT_MOST + 1 else AT_MOST
    parties = [credit.party for credit in who.values()]
    return Work(label, tuple(links[:most]), len(links) - most, tuple(same), tuple(parties[:most]))


def _label(role: Role, *, several: bool) -> str:
    if role in LABELS:
        return LABELS[role]
    label = capitalized(work_of(role))
    if not several:
        return label
    return f"{label[:-1]}ies" if label.endswith("y") else f"{label}s"


def by(credits: Iterable[Credit], *wanted: Role) -> list[Credit]:
    """Return the credits in these roles, one for each party."""
    found = {credit.party_id: credit for credit in reversed(list(credits)) if credit.role in wanted}
    return list(reversed(found.values()))


def company_credits(credits: Sequence[Credit]) -> list[Credit]:
    """Return the credits of the companies printed after the title, all in one role.

    "HBO", or two networks. The order of roles is `roles.ROLES_AFTER_TITLE`.
    """
    for role in roles.ROLES_AFTER_TITLE:
        if found := by(credits, role):
            return found
    return []


def billing_block(
    production: Production, credits: Sequence[Credit], source: Sequence[Words]
) -> tuple[Words, ...]:
    """Return the credits as at the foot of a poster; nothing if there are too few.

    `source` goes before the writer: "based on the novel by", and the author.
    """
    billed = [row.entity.name for row in cast(credits) if row.number][:BILLED]
    directors, writers = by(credits, Role.DIRECTOR), by(credits, Role.WRITER)
    if len(billed) < 2 or not (directors or writers):
        return ()
    block: list[Words] = []
    for credit in company_credits(credits)[:1]:
        block.append(Words(f"{credit.party.name} presents"))
    block += [Words(billed[0], is_name=True), Words("in")]
    block += [Words(production.name, is_name=True)]
    block += [Words(name, is_name=True) for name in billed[1:-1]]
    block += [Words("and")] if len(billed) > 2 else [Words("with")]
    block.append(Words(billed[-1], is_name=True))
    for role, words in PRECEDED_BY:
        block += _preceded(words, by(credits, role))
    block += source
    if {c.party_id for c in directors} == {c.party_id for c in writers}:
        return (*block, *_preceded("written and directed by", directors))
    return (
        *block,
        *_preceded("written by", writers[:AT_MOST]),
        *_preceded("directed by", directors[:AT_MOST]),
    )


def _preceded(words: str, credits: Sequence[Credit]) -> list[Words]:
    names = [Words(credit.party.name, is_name=True) for credit in credits]
    return [Words(words), *names] if names else []
