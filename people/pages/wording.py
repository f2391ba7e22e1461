"""How the record's pages put counts, lists and names into words."""

from collections.abc import Sequence

from people.models import Production
from people.roles import Role

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def in_words(number: int) -> str:
    """ "three", and figures from 10 on."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def noun_of(number: int, noun: str, plural: str = "") -> str:
    """The noun as it stands beside the number: "nominations", "win"."""
    return noun if number == 1 else plural or f"{noun}s"


def counted(number: int, noun: str, plural: str = "") -> str:
    """ "three nominations", "one win", "no winners"."""
    return f"{in_words(number)} {noun_of(number, noun, plural)}"


def capitalized(text: str) -> str:
    """The first letter raised, the others as they are."""
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


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
