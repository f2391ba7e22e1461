"""The only place that counts wins and nominations: by award, as of a moment.

The rules, and where they come from:

- The unit is the nomination, never the name on it. A shared nomination counts once for each person
  and company named on it, once for its production, in its category and at its ceremony, so that
  the counts of people don't add up to a ceremony's.
- People count only if the award body named them on the nomination, never because they are credited
  on the production. Emmy executive producers, for one, stopped being nominated with their series
  automatically in 2006.
- A tie or a jury's shared prize is a full win for each winner.
- A withdrawn or rescinded nomination stays in the record and counts nowhere. A refused award still
  counts (George C. Scott, Marlon Brando).
- A winner who was never announced as a nominee has a win without a nomination
  (`counts_as_nomination`): the seven winners of the 2nd Academy Awards, Hal Mohr's write-in win.
- Honorary awards (`Category.tally`) are reported beside the counts, never in them.
- "An Emmy" means the awards of that `family` that count in it: the Television Academy Honors are
  another award of the same body, and no Emmy.

`at` is the moment as of which results are known. `now` decides what is public.
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
class LedgerLine:
    """One nomination of an entity, as it was known at a moment.

    The nomination's contest, ceremony, award, category and production are loaded. Print `result`,
    not `nomination.result`, which is today's.
    """

    nomination: Nomination
    role: str  # the entity's own on this nomination: "Co-Executive Producer"
    is_win: bool
    is_active: bool  # False once it was withdrawn or rescinded
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
        """Whether it was given without a competition: reported beside the counts, never in them."""
        return self.nomination.contest.category.tally == Category.Tally.HONORARY

    @property
    def is_nomination(self) -> bool:
        """Whether it counts as a nomination. A winner who was never announced as a nominee has none."""
        return self.is_active and not self.is_honorary and self.nomination.counts_as_nomination

    @property
    def result(self) -> str:
        """One of `Nomination.Result`, as of the moment."""
        known = self.is_win or not self.is_active
        return self.nomination.result if known else Result.NOMINATED


@dataclass(frozen=True)
class Tally:
    """The counts at one award. Wins are among the nominations, except for the `unannounced` ones."""

    award: Award | None
    nominations: int = 0
    wins: int = 0
    honorary: int = 0
    unannounced: int = 0  # wins of winners who were never announced as nominees

    @property
    def is_of_something(self) -> bool:
        return bool(self.nominations or self.wins or self.honorary)

    @property
    def coverage(self) -> tuple[int, int] | None:
        """The first and last ceremony, by number, between which no nomination is missing.

        None if the award has no such span: the figures are then "as far as entered". No query.
        """
        if self.award is None or not self.award.complete_from or not self.award.complete_to:
            return None
        return self.award.complete_from, self.award.complete_to


@dataclass(frozen=True)
class AwardRecord:
    """Everything one entity was nominated for, newest ceremony first, with the counts."""

    lines: tuple[LedgerLine, ...] = ()

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """One tally for each award where anything counts, most wins first, then most nominations."""
        by_award: dict[int, list[LedgerLine]] = defaultdict(list)
        for line in self.lines:
            if line.is_active:
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
        """Wins without a nomination: nobody had announced the nominees."""
        return sum(
            line.is_win and not line.is_honorary and not line.is_nomination for line in self.lines
        )

    def tally(self, of: Entity | str) -> Tally:
        """Return the counts at one award, or over all awards that count in a family ("Emmy")."""
        lines = [line for line in self.lines if _counts_for(line.award, of)]
        award = of if isinstance(of, Award) else next((line.award for line in lines), None)
        return _count(lines, award=award)

    def ordinal(self, line: LedgerLine) -> int | None:
        """Return a win's place among the wins of its family: 2 for a second Emmy.

        None if the order isn't known, because another win has the same moment or one has no moment:
        within one night, awards are given in an order that the record often doesn't have. Write
        "two wins this year" then.
        """
        family = line.award.family if line.award.counts_in_family else ""
        wins = [
            win
            for win in self.lines
            if win.is_win and not win.is_honorary and _counts_for(win.award, family or line.award)
        ]
        moments = [w.won_at for w in wins if w.won_at]
        if len(moments) < len(wins) or line.won_at is None or moments.count(line.won_at) != 1:
            return None
        return sorted(moments).index(line.won_at) + 1


def as_of(at: datetime | PartialDate | str | None = None) -> datetime:
    """Return the moment that `at` means: of a date its end in the newsroom's zone, of None now.

    Raises ValueError for a text that isn't a date, and for a moment without a time zone.
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
) -> AwardRecord:
    """Return the entity's wins and nominations as of `at`. Two queries. See `records_of`."""
    return records_of([entity], at=at, now=now)[entity.pk]


def records_of(
    entities: Iterable[Entity],
    *,
    at: datetime | PartialDate | str | None = None,
    now: datetime | None = None,
) -> dict[int, AwardRecord]:
    """Return each entity's wins and nominations as of `at`, by its key. At most two queries.

    A person or company has the nominations that name it, a production its own, a category all
    since its first name, a ceremony all of its contests. An award has none: ask its ceremonies.
    Only nominations that are public at `now` are in it.
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

    lines: dict[int, list[LedgerLine]] = {key: [] for key in kinds}
    for nomination in nominations:
        contest = nomination.contest
        contest.category.award = contest.ceremony.award  # the same one; saves a query for its slug
        if not nomination.is_known(moment):
            continue
        is_win = nomination.is_win and contest.is_known(moment)
        own = (nomination.production_id, contest.category_id, contest.ceremony_id)
        holders = [*roles[nomination.pk], *((key, "") for key in own if key)]
        for key, role in holders:
            if key in lines:
                lines[key].append(
                    LedgerLine(
                        nomination=nomination,
                        role=role,
                        is_win=is_win,
                        is_active=nomination.result in Nomination.ACTIVE,
                        announced_at=nomination.counted_from,
                        won_at=contest.counted_from if is_win else None,
                    )
                )
    return {
        key: AwardRecord(tuple(sorted(found, key=_newest_first))) for key, found in lines.items()
    }


def _of(kinds: dict[int, str], *wanted: str) -> list[int]:
    return [key for key, kind in kinds.items() if kind in wanted]


def _held_by(kinds: dict[int, str]) -> Q:
    """Nominations of these productions, ceremonies and categories.

    By keys that have an index each: with a join inside the OR the database reads every nomination.
    """
    nights, categories = _of(kinds, Kind.CEREMONY), _of(kinds, Kind.CATEGORY)
    contests = Contest.objects.filter(Q(ceremony__in=nights) | Q(category__in=categories))
    productions = Q(production__in=_of(kinds, Kind.PRODUCTION))
    return (
        productions | Q(contest__in=contests.values("pk")) if nights or categories else productions
    )


def _count(lines: Iterable[LedgerLine], *, award: Award | None) -> Tally:
    record = AwardRecord(tuple(lines))
    return Tally(award, record.nominations, record.wins, record.honorary, record.unannounced)


def _counts_for(award: Award, of: Entity | str) -> bool:
    if isinstance(of, str):
        return award.counts_in_family and award.family.casefold() == of.casefold() != ""
    return award.pk == of.pk


def _most_wins_first(tally: Tally) -> tuple[int, int, int, str]:
    name = tally.award.name if tally.award else ""
    return -tally.wins, -tally.nominations, -tally.honorary, name


def _newest_first(line: LedgerLine) -> tuple[float, str, int, int, str, str]:
    """By ceremony; within one, in the order of its page."""
    contest = line.nomination.contest
    held = contest.ceremony.wins_counted_from or EARLIEST
    place = (contest.category.position, contest.position, contest.name)
    return (-held.timestamp(), line.award.name, *place, line.nomination.public_id)
