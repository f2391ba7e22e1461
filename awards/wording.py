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
    """ "Emmys", "Screen Actors Guild awards"; of one, "Emmy"."""
    if number == 1:
        return award.label.removesuffix("s")
    return award.label if award.label.endswith("s") else f"{award.label}s"


def one_of(award: Award) -> str:
    """Return the shortest name of one such award: "Emmy", "Oscar"."""
    one = several_of(award, 1)
    return one if award.family in one else award.family
