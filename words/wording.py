"""Counts and lists in words."""

from collections.abc import Sequence

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def in_words(number: int) -> str:
    """ "three", and figures from 10 on."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def noun_of(number: int, noun: str, plural: str = "") -> str:
    """Return the noun without the number: "nominations", or "win" for one."""
    return noun if number == 1 else plural or f"{noun}s"


def counted(number: int, noun: str, plural: str = "") -> str:
    """ "three nominations", "one win", "no winners"."""
    return f"{in_words(number)} {noun_of(number, noun, plural)}"


def number_of(number: int, noun: str, plural: str = "") -> str:
    """ "3 nominations", "1 win", "1,204 stories"."""
    return f"{number:,} {noun_of(number, noun, plural)}"


def ordinal(number: int) -> str:
    """ "72nd", "111th"."""
    is_teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if is_teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def capitalized(text: str) -> str:
    """The first letter raised, the others as they are."""
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
