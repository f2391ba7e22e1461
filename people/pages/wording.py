"""How the record's pages put characters, kinds and roles into words."""

from collections.abc import Sequence

from people.models import Production
from people.roles import Role
from words.wording import listed


def played(characters: Sequence[str]) -> str:
    """Characters in one line; a shared surname is said once: "Dominick and Thomas Birdsey"."""
    surnames = {name.rpartition(" ")[2] for name in characters}
    if len(characters) > 1 and len(surnames) == 1 and all(" " in name for name in characters):
        given = [name.rpartition(" ")[0] for name in characters]
        return f"{listed(given)} {surnames.pop()}"
    return listed(characters)


def kind_of(production: Production) -> str:
    """ "Limited series", "Film", "Stage production"."""
    return str(production.get_type_display()).capitalize()


def mostly_films(productions: Sequence[Production]) -> bool:
    """Whether a list is better headed by "film" and "company" than by "program" and "network"."""
    films = sum(production.type == Production.Type.FILM for production in productions)
    return films * 2 > len(productions)


def work_of(role: str) -> str:
    """ "co-executive producer", "voice"; "self" of somebody who appeared as who they are."""
    return str(Role(role).value)
