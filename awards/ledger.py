"""The only counting: wins and nominations, per award, as of an instant.

The unit is the nomination. It counts once for every person and company named on it (never for
those who are merely credited on the production), once for the production, once in its category
and once in its ceremony. Withdrawn and rescinded ones stand in the record and count nowhere.
What is public is asked of now; what was known, of `at`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q
from django.utils import timezone

from awards.models import Award, Category, Contest, Nomination, Nominee
from people.models import Entity, Kind
from words.partial_dates import PartialDate, parse

Result = Nomination.Result
EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """One nomination as it was known at the moment asked of.

    The nomination's contest, ceremony, award, category and production are loaded. Print `result`,
    not the nomination's own: that one is today's.
    """

    nomination: Nomination
    role: str
    is_win: bool
    stands: bool
    announced_at: datetime | None
    won_at: datetime | None

    @property
    def year(self) -> int:
        """The year of the ceremony."""
        return self.nomination.contest.ceremony.year

    @property
    def award(self) -> Award:
        return self.nomination.contest.ceremony.award

    @property
    def is_honorary(self) -> bool:
        """Given, not competed for: reported beside the tally, never in it."""
        return self.nomination.contest.category.tally == Category.Tally.HONORARY

    @property
    def is_nomination(self) -> bool:
        """Whether it counts as a nomination. A winner whom nobody had announced has none."""
        return self.stands and not self.is_honorary and self.nomination.counts_as_nomination

    @property
    def result(self) -> str:
        """One of `Nomination.Result`, as of the moment asked of."""
        known = self.is_win or not self.stands
        return self.nomination.result if known else Result.NOMINATED


@dataclass(frozen=True)
class Tally:
    """A count. Wins are among the nominations but for those of winners nobody had announced."""

    award: Award | None
    nominations: int = 0
    wins: int = 0
    honorary: int = 0
    unannounced: int = 0  # of the wins

    @property
    def is_of_something(self) -> bool:
        return bool(self.nominations or self.wins or self.honorary)

    @property
    def coverage(self) -> tuple[int, int] | None:
        """The first and last ceremony, by number, between which nothing is missing.

        None where nobody has said so: then the figure is "as far as entered". Costs no query.
        """
        if self.award is None or not self.award.complete_from or not self.award.complete_to:
            return None
        return self.award.complete_from, self.award.complete_to


@dataclass(frozen=True)
class Standing:
    """Everything that one entity was nominated for, newest ceremony first, and the counts."""

    lines: tuple[Line, ...] = ()

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """One for each award at which anything counts, most wins first, then most nominations."""
        by_award: dict[int, list[Line]] = defaultdict(list)
        for line in self.lines:
            if line.stands:
                by_award[line.award.pk].append(line)
        tallies = (_count(lines, award=lines[0].award) for lines in by_award.values())
        counted = (tally for tally in tallies if tally.is_of_something)
        return tuple(sorted(counted, key=_most_wins_first))

    @property
    def nominations(self) -> int:
        return sum(line.is_nomination for line in self.lines)

    @property
    def wins(self) -> int:
        return sum(line.is_win and not line.is_honorary for line in self.lines)

    @property
    def honorary(self) -> int:
        return sum(line.is_win and line.is_honorary for line in self.lines)

    @property
    def unannounced(self) -> int:
        """Wins without a nomination."""
        return sum(
            line.is_win and not line.is_honorary and not line.is_nomination for line in self.lines
        )

    def tally(self, of: Entity | str) -> Tally:
        """The count at one award, or over a family ("Emmy"): the awards that count as one."""
        lines = [line for line in self.lines if _belongs(line.award, of)]
        award = of if isinstance(of, Award) else next((line.award for line in lines), None)
        return _count(lines, award=award)

    def ordinal(self, line: Line) -> int | None:
        """A win's place among the wins of its family: 2 for "second Emmy".

        None where that is not known: another win was given at the same instant, or when one of
        them was given is not. Say "two wins this year" then.
        """
        wins = [w for w in self.lines if w.is_win and not w.is_honorary and _alike(w, line)]
        moments = [w.won_at for w in wins if w.won_at]
        if len(moments) < len(wins) or line.won_at is None or moments.count(line.won_at) != 1:
            return None
        return sorted(moments).index(line.won_at) + 1


def as_of(at: datetime | PartialDate | str | None = None) -> datetime:
    """The instant that is meant: a date means its end in the newsroom's zone, None means now.

    Raises ValueError for a text that is no date, and for a moment without a zone.
    """
    if at is None:
        return timezone.now()
    if isinstance(at, str):
        at = datetime.fromisoformat(at) if "T" in at else parse(at)
    if isinstance(at, PartialDate):
        return at.end()
    if timezone.is_naive(at):
        raise ValueError("The ledger needs a moment with a time zone.")
    return at


def record_of(
    entity: Entity,
    *,
    at: datetime | PartialDate | str | None = None,
    now: datetime | None = None,
) -> Standing:
    """What one entity stood at as of `at`. Two queries. See `records_of`."""
    return records_of([entity], at=at, now=now)[entity.pk]


def records_of(
    entities: Iterable[Entity],
    *,
    at: datetime | PartialDate | str | None = None,
    now: datetime | None = None,
) -> dict[int, Standing]:
    """What each entity stood at as of `at`, by its key. At most two queries for any number.

    A person or company has the nominations that name it, a production its own, a category its
    line through every renaming, a ceremony all of that night; an award, nothing (ask its
    ceremonies). Only nominations count that are public at `now`.
    """
    moment = as_of(at)
    kinds = {entity.pk: entity.kind for entity in entities}
    named = Nominee.objects.filter(party__in=_of(kinds, Kind.PERSON, Kind.COMPANY), counts=True)
    roles: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for named_on, party, role in named.values_list("nomination", "party", "role"):
        roles[named_on].append((party, role))
    nominations = (
        Nomination.objects.public(now)
        .filter(Q(pk__in=named.values("nomination")) | _held_by(kinds))
        .select_related("contest__ceremony__award", "contest__category", "production")
    )

    lines: dict[int, list[Line]] = {key: [] for key in kinds}
    for nomination in nominations:
        contest = nomination.contest
        contest.category.award = contest.ceremony.award  # the same one: spares a query for its slug
        if not nomination.is_known(moment):
            continue
        own = (nomination.production_id, contest.category_id, contest.ceremony_id)
        holders = [*roles[nomination.pk], *((key, "") for key in own if key)]
        for key, role in holders:
            if key in lines:
                lines[key].append(_line(nomination, role, moment))
    return {key: Standing(tuple(sorted(found, key=_newest_first))) for key, found in lines.items()}


def _of(kinds: dict[int, str], *wanted: str) -> list[int]:
    return [key for key, kind in kinds.items() if kind in wanted]


def _held_by(kinds: dict[int, str]) -> Q:
    """Keys, each of which has an index: with a join in the OR every nomination would be read."""
    nights, categories = _of(kinds, Kind.CEREMONY), _of(kinds, Kind.CATEGORY)
    contests = Contest.objects.filter(Q(ceremony__in=nights) | Q(category__in=categories))
    productions = Q(production__in=_of(kinds, Kind.PRODUCTION))
    return (
        productions | Q(contest__in=contests.values("pk")) if nights or categories else productions
    )


def _line(nomination: Nomination, role: str, moment: datetime) -> Line:
    is_win = nomination.is_win and nomination.contest.is_known(moment)
    return Line(
        nomination=nomination,
        role=role,
        is_win=is_win,
        stands=nomination.result in Nomination.STANDING,
        announced_at=nomination.counted_from,
        won_at=nomination.contest.counted_from if is_win else None,
    )


def _count(lines: Iterable[Line], *, award: Award | None) -> Tally:
    standing = Standing(tuple(lines))
    return Tally(
        award, standing.nominations, standing.wins, standing.honorary, standing.unannounced
    )


def _belongs(award: Award, of: Entity | str) -> bool:
    if isinstance(of, str):
        return award.counts_in_family and award.family.casefold() == of.casefold() != ""
    return award.pk == of.pk


def _alike(one: Line, other: Line) -> bool:
    family = other.award.family if other.award.counts_in_family else ""
    return _belongs(one.award, family or other.award)


def _most_wins_first(tally: Tally) -> tuple[int, int, int, str]:
    name = tally.award.name if tally.award else ""
    return -tally.wins, -tally.nominations, -tally.honorary, name


def _newest_first(line: Line) -> tuple[float, str, int, int, str, str]:
    """By the ceremony; within one, as its page prints its contests."""
    contest = line.nomination.contest
    held = contest.ceremony.wins_counted_from or EARLIEST
    place = (contest.category.position, contest.position, contest.name)
    return (-held.timestamp(), line.award.name, *place, line.nomination.public_id)
