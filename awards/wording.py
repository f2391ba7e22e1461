"""Names of awards and categories as pages print them."""

from awards.models import Award, Contest
from words.wording import capitalized

SUPERLATIVE = "Outstanding "


def printed_as(contest: Contest) -> str:
    """Return the category's short name, or the contest's own if the category was renamed since."""
    name, current = without_superlative(contest.name), without_superlative(contest.category.name)
    if name.casefold() == current.casefold():
        return without_superlative(contest.category.label)
    return name


def without_superlative(name: str) -> str:
    """ "Lead Actor in a Drama Series": the Television Academy puts "Outstanding" before every name."""
    return capitalized(name.removeprefix(SUPERLATIVE))


def several_of(award: Award, number: int) -> str:
    """Return "Emmys" or "Screen Actors Guild awards"; for one, "Emmy".

    A festival's name stays as it is: one award of Cannes isn't a "Canne". It has no family of
    prizes, or one of its own name.
    """
    if number == 1:
        is_place = award.family in ("", award.label)
        return award.label if is_place else award.label.removesuffix("s")
    return award.label if award.label.endswith("s") else f"{award.label}s"


def one_of(award: Award) -> str:
    """Return the shortest name of one such award: "Emmy", "Oscar"."""
    one = several_of(award, 1)
    return one if award.family in one else award.family
