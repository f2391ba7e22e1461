"""How awards and their categories are put into words."""

from awards.models import Award, Contest
from words.wording import capitalized

SUPERLATIVE = "Outstanding "


def printed_as(contest: Contest) -> str:
    """The category's short name while the contest bears its present name, else that year's own."""
    name, line = without_superlative(contest.name), without_superlative(contest.category.name)
    if name.casefold() == line.casefold():
        return without_superlative(contest.category.label)
    return name


def without_superlative(name: str) -> str:
    """ "Lead Actor in a Drama Series": every Emmy is for the "Outstanding" one."""
    return capitalized(name.removeprefix(SUPERLATIVE))


def several_of(award: Award, number: int) -> str:
    """ "Emmys", "Screen Actors Guild awards"; of one, "Emmy"."""
    if number == 1:
        return award.label.removesuffix("s")
    return award.label if award.label.endswith("s") else f"{award.label}s"


def one_of(award: Award) -> str:
    """What somebody who won it has, in the fewest words: an "Emmy", an "Oscar"."""
    one = several_of(award, 1)
    return one if award.family in one else award.family
