"""The awards season around a day: its ceremonies, and the score of the last one held."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from awards.ledger import AwardRecord, LedgerLine, record_of
from awards.models import Category, Ceremony, Contest
from awards.pages.score import Score, counted_from, score
from awards.wording import printed_as
from people.models.entity import public_entity
from people.pages.facts import Link, link
from words.partial_dates import MONTHS

# From the last ceremony held to the one that ends the season: less than a year, so that no award
# has two of its ceremonies in it.
BEFORE = timedelta(days=60)
AFTER = timedelta(days=300)
STOPS = 6
SCORED = 7
A_NIGHT = 5  # contests: a festival gives fewer, and its prizes are no score
LISTED = 6


@dataclass(frozen=True)
class Stop:
    """A ceremony on the track. `days` is how long the day of the page is before it."""

    ceremony: Ceremony
    is_held: bool
    days: int | None
    shown_on: str
    contests: int


@dataclass(frozen=True)
class Envelope:
    """A contest of the night: what it is called, and the production that won it, if one did."""

    contest: Link
    winner: Link | None = None


@dataclass(frozen=True)
class Season:
    """`last` is the last ceremony held, with its score; `wins` is how many awards it has given.

    `is_today`: it was held on the day of the page.

    While it lasts there are envelopes still `sealed`; afterwards `programs` says which productions
    won the awards that go to productions.
    """

    stops: tuple[Stop, ...]
    last: Ceremony | None
    is_today: bool
    wins: int
    score: Score | None
    sealed: tuple[Envelope, ...]
    programs: tuple[Envelope, ...]

    @property
    def road(self) -> str:
        """ "The road from September to April", and the years where there is no month."""
        ends = (self.stops[0].ceremony.held_on, self.stops[-1].ceremony.held_on)
        first, last = (MONTHS[on.parts[1]] or str(on.year) if on else "" for on in ends)
        return f"The road from {first} to {last}" if first != last else ""

    @property
    def next(self) -> Stop | None:
        return next((stop for stop in self.stops if not stop.is_held), None)


def season(moment: datetime, *, at: datetime) -> Season | None:
    """The season around the moment, None where the record has no ceremony of it. Three queries.

    Outcomes are as of `at`. The queries are the ceremonies', and the ledger's two for the score.
    """
    day = timezone.localtime(moment, timezone.get_default_timezone()).date()
    stops = tuple(_stop(ceremony, day, moment, at) for ceremony in _around(day, at))
    if not stops:
        return None
    last = _last(stops)
    standing = record_of(last.ceremony, at=at, now=at) if last else AwardRecord()
    lines = standing.lines
    return Season(
        stops=stops,
        last=last.ceremony if last and lines else None,
        is_today=last is not None and last.days == 0,
        wins=standing.wins,
        score=_score(last, lines),
        sealed=_sealed(lines, at=at) if last and last.days == 0 else (),
        programs=_programs(lines),
    )


def _around(day: date, at: datetime) -> list[Any]:
    contests = Contest.objects.public(at).filter(ceremony=OuterRef("pk")).order_by()
    held = Subquery(
        contests.values("ceremony").annotate(n=Count("pk")).values("n"), output_field=IntegerField()
    )
    return list(
        Ceremony.objects.filter(
            public_entity(at=at),
            public_entity("award__", at=at),
            held_on__gte=(day - BEFORE).isoformat(),
            held_on__lte=(day + AFTER).isoformat(),
        )
        .select_related("award", "broadcaster")
        .annotate(contest_count=Coalesce(held, 0))
        .order_by("held_on", "award__sort_key", "pk")[:STOPS]
    )


def _stop(ceremony: Any, day: date, moment: datetime, at: datetime) -> Stop:
    held_on = ceremony.held_on
    began_at = ceremony.held_at or (held_on.start(ceremony.zone) if held_on else None)
    days = (date.fromisoformat(held_on.iso) - day).days if held_on and held_on.is_day else None
    network = ceremony.broadcaster
    shown_on = network.label if network and network.is_public(at) else ""
    return Stop(
        ceremony,
        began_at is not None and began_at <= moment,
        days,
        shown_on,
        ceremony.contest_count,
    )


def _last(stops: tuple[Stop, ...]) -> Stop | None:
    """The last night of many awards; where there was none, the last ceremony."""
    held = [stop for stop in stops if stop.is_held]
    nights = [stop for stop in held if stop.contests >= A_NIGHT]
    return next(reversed(nights or held), None)


def _score(last: Stop | None, lines: tuple[LedgerLine, ...]) -> Score | None:
    if last is None:
        return None
    note = counted_from(last.ceremony, last.contests)
    found = score(f"By program, {last.ceremony.label}", _titles(lines), note=note)
    if found is None:
        return None
    beyond = len(found.rows[SCORED:])
    return replace(found, rows=found.rows[:SCORED], others=found.others + beyond)


def _titles(lines: tuple[LedgerLine, ...]) -> list[Link]:
    """The production of each award won that night."""
    won = (line.nomination.production for line in lines if line.is_win and not line.is_honorary)
    return [link(production) for production in won if production]


def _sealed(lines: tuple[LedgerLine, ...], *, at: datetime) -> tuple[Envelope, ...]:
    """Contests without a winner yet, in the order of the ceremony's page."""
    decided = {line.nomination.contest_id for line in lines if line.is_win}
    contests = {line.nomination.contest_id: line.nomination.contest for line in lines}
    open_still = [
        contest
        for key, contest in contests.items()
        if key not in decided
        and (contest.outcome == Contest.Outcome.OPEN or not contest.is_known(at))
    ]
    return tuple(Envelope(_called(contest)) for contest in open_still[:LISTED])


def _programs(lines: tuple[LedgerLine, ...]) -> tuple[Envelope, ...]:
    """Winners of the awards that go to a production, not to who made it."""
    found = [
        Envelope(_called(line.nomination.contest), link(line.nomination.production))
        for line in lines
        if line.is_win
        and line.nomination.production
        and line.nomination.contest.category.basis == Category.Basis.PRODUCTION
    ]
    return tuple(found[:LISTED])


def _called(contest: Contest) -> Link:
    return Link(printed_as(contest), contest.category.get_absolute_url())
