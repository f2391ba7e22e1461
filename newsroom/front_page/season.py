"""The awards season on the front page: its ceremonies, and the winners of the last one."""

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
from press.recording import made_from
from words.partial_dates import MONTHS

# Together less than a year, so that no award has two ceremonies in one season.
BEFORE = timedelta(days=60)
AFTER = timedelta(days=300)
STOPS = 6  # ceremonies on the track
SCORED = 7  # programs in the score
A_NIGHT = 5  # contests: a festival has fewer, and its prizes make no score
LISTED = 6  # contests


@dataclass(frozen=True)
class Stop:
    """A ceremony of the season. `days` is how many days after the page's date it is."""

    ceremony: Ceremony
    is_held: bool
    days: int | None
    shown_on: str
    contests: int


@dataclass(frozen=True)
class Envelope:
    """A contest of the last ceremony, and the production that won it, if one has."""

    contest: Link
    winner: Link | None = None


@dataclass(frozen=True)
class Season:
    """The ceremonies around a day. `last` is the last one held, `wins` how many awards it has given.

    If it is held on the day of the page (`is_today`), `sealed` has contests without a winner yet;
    later `programs` has the productions that won the awards for productions.
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
        """ "The road from September to April"; years instead of months that aren't known."""
        ends = (self.stops[0].ceremony.held_on, self.stops[-1].ceremony.held_on)
        first, last = (MONTHS[on.parts[1]] or str(on.year) if on else "" for on in ends)
        return f"The road from {first} to {last}" if first != last else ""

    @property
    def next(self) -> Stop | None:
        return next((stop for stop in self.stops if not stop.is_held), None)


def awards_season(moment: datetime, *, at: datetime) -> Season | None:
    """Return the season around `moment`, with outcomes as of `at`; None without a ceremony.

    Three queries: the ceremonies, and the ledger's two for the score.
    """
    made_from("record", "awards")
    day = timezone.localtime(moment, timezone.get_default_timezone()).date()
    stops = tuple(_stop(ceremony, day, moment, at) for ceremony in _around(day, at))
    if not stops:
        return None
    last = _last(stops)
    record = record_of(last.ceremony, at=at, now=at) if last else AwardRecord()
    lines = record.lines
    return Season(
        stops=stops,
        last=last.ceremony if last and lines else None,
        is_today=last is not None and last.days == 0,
        wins=record.wins,
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
    """Return the last ceremony with many contests, or the last one of any kind."""
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
    """Return the production behind each award won that night, once per award."""
    won = (line.nomination.production for line in lines if line.is_win and not line.is_honorary)
    return [link(production) for production in won if production]


def _sealed(lines: tuple[LedgerLine, ...], *, at: datetime) -> tuple[Envelope, ...]:
    """Return contests without a winner yet, in the order of the ceremony's page."""
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
    """Return the winners of awards for a production as a whole, such as best drama series."""
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
