"""Characters, kinds and roles in words, as the record's pages print them."""

from collections.abc import Sequence

from people.models import Production
from people.roles import Role
from words.wording import listed


def played(characters: Sequence[str]) -> str:
    """Return characters in one line, a shared surname once: "Dominick and Thomas Birdsey"."""
    surnames = {name.rpartition(" ")[2] for name in characters}
    if len(characters) > 1 and len(surnames) == 1 and all(" " in name for name in characters):
        given = [name.rpartition(" ")[0] for name in characters]
        return f"{listed(given)} {surnames.pop()}"
    return listed(characters)


def kind_of(production: Production) -> str:
    """ "Limited series", "Film", "Stage production"."""
    return str(production.get_type_display()).capitalize()


def mostly_films(productions: Sequence[Production]) -> bool:
    """Return whether to head a list "film" and "company" instead of "program" and "network"."""
    films = sum(production.type == Production.Type.FILM for production in productions)
    return films * 2 > len(productions)


def work_of(role: str) -> str:
    """ "co-executive producer", "voice"; "self" for people who appeared as themselves."""
    return str(Role(role).value)
