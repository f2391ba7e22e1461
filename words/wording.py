"""Numbers, plurals and lists in words."""

from collections.abc import Sequence

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def in_words(number: int) -> str:
    """Return "three", or a numeral from 10 on (AP style)."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def noun_of(number: int, noun: str, plural: str = "") -> str:
    """Return the noun without the number: "nominations", or "win" for one."""
    return noun if number == 1 else plural or f"{noun}s"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return "three nominations", "one win" or "no winners"."""
    return f"{in_words(number)} {noun_of(number, noun, plural)}"


def number_of(number: int, noun: str, plural: str = "") -> str:
    """Return "3 nominations", "1 win" or "1,204 stories"."""
    return f"{number:,} {noun_of(number, noun, plural)}"


def ordinal(number: int) -> str:
    """Return "72nd" or "111th"."""
    is_teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if is_teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def capitalized(text: str) -> str:
    """Return the text with a capital first letter. Unlike str.capitalize(), it keeps the others."""
    return text[:1].upper() + text[1:]


def deleted(public_id: str) -> str:
    """Return what the desk prints in place of the name of a row that no longer exists."""
    return f"deleted ({public_id})"


def listed(names: Sequence[str]) -> str:
    """Return "A", "A and B" or "A, B and C", without a serial comma (AP style)."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
