"""A ceremony as one list of contests, for who enters it: also what readers don't see yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from awards.models import Category, Ceremony, Contest, Nomination, Nominee
from people.changes import digest
from people.models import Entity
from words.wording import listed, number_of

Outcome = Contest.Outcome
TITLES_FIRST = (Category.Basis.PRODUCTION, Category.Basis.COUNTRY)


@dataclass(frozen=True)
class Line:
    """A nomination as the board prints it."""

    nomination: Nomination
    names_title_first: bool

    @property
    def nominees(self) -> list[Nominee]:
        return list(self.nomination.nominees.all())

    @property
    def stands(self) -> bool:
        return self.nomination.result in Nomination.STANDING

    @property
    def name(self) -> str:
        """Who would be called to the stage: the people, or the title where it is the title's."""
        names = [nominee.name for nominee in self.nominees]
        title = self.nomination.production
        if title and (self.names_title_first or not names):
            return title.name
        return several(names) or "Nobody yet"

    @property
    def people(self) -> str:
        """Everybody named on it: "Ann Lee, Executive Producer; Bo Ek"."""
        told = [", ".join(filter(None, (one.name, one.role))) for one in self.nominees]
        return "; ".join(told) if any(one.role for one in self.nominees) else ", ".join(told)

    @property
    def unseen(self) -> list[Entity]:
        """Whom readers don't see yet: so long they see nothing of the nomination."""
        named = [nominee.party for nominee in self.nominees]
        return [one for one in (self.nomination.production, *named) if one and not one.is_public()]


@dataclass(frozen=True)
class Fold:
    """A contest, its nominations in order, and the letters by which a later look is told apart."""

    contest: Contest
    lines: tuple[Line, ...]
    seen: str

    @property
    def titles_first(self) -> bool:
        return self.contest.category.basis in TITLES_FIRST

    @property
    def won(self) -> list[Line]:
        return [line for line in self.lines if line.nomination.is_win]

    @property
    def is_open(self) -> bool:
        return self.contest.outcome == Outcome.OPEN

    @property
    def is_no_award(self) -> bool:
        return self.contest.outcome == Outcome.NO_AWARD

    @property
    def state(self) -> str:
        """The contest in a line: "5 nominees, no winner yet"."""
        names = [line.name for line in self.won]
        if self.is_no_award:
            return "No award"
        if self.contest.outcome == Outcome.RESCINDED:
            return "Award rescinded"
        if len(names) > 1:
            is_juried = self.contest.category.tally == Category.Tally.JURIED
            return f"{'Shared by' if is_juried else 'Tie between'} {several(names)}"
        if names:
            return f"Won by {names[0]}"
        count = sum(line.stands for line in self.lines)
        if not self.lines:
            return "No nominees yet"
        return f"{number_of(count, 'nominee')}, no winner yet"


@dataclass(frozen=True)
class Board:
    ceremony: Ceremony
    folds: tuple[Fold, ...]

    @property
    def decided(self) -> int:
        return sum(not fold.is_open for fold in self.folds)

    @property
    def next_up(self) -> str:
        """The key of the first contest that nobody has decided, or ""."""
        return next((f"{fold.contest.pk}" for fold in self.folds if fold.is_open), "")

    @property
    def is_to_come(self) -> bool:
        """Whether readers would see no winner yet, whatever is entered."""
        since = self.ceremony.wins_counted_from
        return since is not None and since > timezone.now()


def read(ceremony: Ceremony) -> Board:
    """Every contest of the ceremony in running order. Three queries, however many there are."""
    return Board(ceremony, tuple(_folds(ceremony, ceremony.contests.all())))


def fold_of(contest: Contest) -> Fold:
    """One contest, as it is now. Three queries."""
    return next(_folds(contest.ceremony, Contest.objects.filter(pk=contest.pk)))


def several(names: list[str]) -> str:
    """ "A", "A and B", "A, B and C", "A, B and 3 others"."""
    return listed([*names[:2], f"{len(names) - 2} others"] if len(names) > 3 else names)


def _folds(ceremony: Ceremony, contests: QuerySet[Contest]) -> Iterator[Fold]:
    nominees = Nominee.objects.select_related("party")
    nominations = Nomination.objects.select_related("production").prefetch_related(
        Prefetch("nominees", nominees)
    )
    rows = contests.select_related("category")
    for contest in rows.prefetch_related(Prefetch("nominations", nominations)):
        contest.ceremony = ceremony
        first = contest.category.basis in TITLES_FIRST
        lines = tuple(Line(row, first) for row in contest.nominations.all())
        yield Fold(contest, lines, _seen(contest, lines))


def _seen(contest: Contest, lines: tuple[Line, ...]) -> str:
    named = [nominee for line in lines for nominee in line.nominees]
    return digest([contest, *(line.nomination for line in lines), *named])
