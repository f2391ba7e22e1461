"""A ceremony's page: its facts, its contests by heading, and the score.

Four queries: one for the hosts, the body that presents the award and the ceremonies before and
after; three for the contests.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.text import slugify

from awards import contests
from awards.contests import ContestReading
from awards.models import Ceremony, Contest
from awards.pages.picks import Pick, pick
from awards.pages.score import Score, counted_from, score
from awards.wording import printed_as
from people.models import Entity, Kind
from people.pages.facts import Fact, Link, dated, link
from people.pages.wording import mostly_films
from words.wording import counted

PAPERS = ("gold", "pink", "blue", "green", "salmon", "lilac")
OTHERS = "Other categories"
FEWEST = 3  # winners; a score of fewer is no score
FITTING = 20  # characters of a name that fit in one line at the largest size


@dataclass(frozen=True)
class Envelope:
    """A contest and its nominees. `word` says its state if it has no winner to show."""

    contest: Contest
    name: str
    picks: tuple[Pick, ...]
    is_open: bool  # the winner is not known: its rule is dashed
    word: str  # "Sealed", "Winner not in the record", "No award" and such, or nothing
    given_at: datetime | None  # only if it was given apart from the ceremony's evening

    @property
    def evening(self) -> datetime | None:
        """When the ceremony began: a time on the same day is printed without its date."""
        return self.contest.ceremony.held_at


@dataclass(frozen=True)
class CategoryGroup:
    """The contests under one heading. `known` of them have an outcome."""

    name: str
    slug: str
    paper: str
    envelopes: tuple[Envelope, ...]

    @property
    def known(self) -> int:
        return sum(not envelope.is_open for envelope in self.envelopes)

    @property
    def count(self) -> str:
        """ "2 of 7" while some are announced; "7" once all are."""
        whole = len(self.envelopes)
        return str(whole) if self.known == whole else f"{self.known} of {whole}"


@dataclass(frozen=True)
class CeremonyPage:
    ceremony: Ceremony
    form: tuple[Fact, ...]
    groups: tuple[CategoryGroup, ...]
    scores: tuple[Score, ...]

    @property
    def announced(self) -> str:
        """ "10 of 23 announced" while some are; else empty."""
        known = sum(group.known for group in self.groups)
        whole = sum(len(group.envelopes) for group in self.groups)
        return f"{known} of {whole} announced" if 0 < known < whole else ""

    @property
    def heading(self) -> str:
        """The name, shortened to "72nd Primetime Emmys" if the award is called so."""
        award, name = self.ceremony.award, self.ceremony.name
        if award.family and award.label == f"{award.family}s":
            return name.replace(f"{award.family} Awards", award.label)
        return name

    @property
    def has_long_heading(self) -> bool:
        return len(self.heading) > FITTING

    @property
    def completeness(self) -> str:
        """Say how much of the ceremony the record has."""
        held = sum(len(group.envelopes) for group in self.groups)
        if self.ceremony.nominees_complete and self.ceremony.winners_complete:
            return "Every contest of this ceremony is in the record, with its nominees and winners."
        if self.ceremony.nominees_complete:
            return "Every contest of this ceremony is in the record, with its nominees."
        rest = " Other categories aren’t listed yet."
        return f"Our record has {counted(held, 'contest')} of this ceremony.{rest}"


def load_ceremony_page(ceremony: Ceremony, *, at: datetime) -> CeremonyPage:
    """Return everything the page prints except its stories, with outcomes as of `at`."""
    readings = contests.load_contests(
        Contest.objects.filter(ceremony=ceremony), at=at, now=at
    ).values()
    note = counted_from(ceremony, len(readings))
    return CeremonyPage(
        ceremony=ceremony,
        form=_form(ceremony, _around(ceremony, at=at), at=at),
        groups=_groups(readings, at=at),
        scores=_scores(readings, note=note),
    )


def _around(ceremony: Ceremony, *, at: datetime) -> list[Entity]:
    """Hosts, the award's body, and all ceremonies of the award. One query."""
    return list(
        Entity.objects.public(at)
        .filter(
            Q(as_person__in=ceremony.hosts.all())
            | Q(pk=ceremony.award.body_id)
            | Q(as_ceremony__award=ceremony.award_id)
        )
        .select_related("as_ceremony")
        .distinct()
    )


def _form(ceremony: Ceremony, around: list[Entity], *, at: datetime) -> tuple[Fact, ...]:
    hosts = [link(entity) for entity in around if entity.kind == Kind.PERSON]
    bodies = [link(entity) for entity in around if entity.kind == Kind.COMPANY]
    form = [dated("Held", ceremony.held_on)] if ceremony.held_on else []
    if hosts:
        form.append(Fact("Host" if len(hosts) == 1 else "Hosts", tuple(hosts)))
    if ceremony.venue:
        form.append(Fact("From", text=ceremony.venue))
    if ceremony.broadcaster and ceremony.broadcaster.is_public(at):
        form.append(Fact("Shown on", (link(ceremony.broadcaster),)))
    if bodies:
        form.append(Fact("Presented by", tuple(bodies)))
    siblings = [entity.as_ceremony for entity in around if entity.kind == Kind.CEREMONY]
    for sibling in siblings:
        sibling.award = ceremony.award  # saves a query for its address
    return (*form, *_neighbors(ceremony, siblings))


def _neighbors(ceremony: Ceremony, siblings: Iterable[Ceremony]) -> list[Fact]:
    """The ceremonies held before and after this one."""
    nights = sorted(
        siblings,
        key=lambda night: (
            night.held_on.iso if night.held_on else night.year_label,
            night.number or 0,
        ),
    )
    here = next((n for n, night in enumerate(nights) if night.pk == ceremony.pk), None)
    if here is None:
        return []
    before, after = nights[:here][-1:], nights[here + 1 :][:1]
    facts = [("Previous", before), ("Next", after)]
    if before and after:
        facts = [("Previous, next", before + after)]
    return [
        Fact(label, tuple(Link(numbered(night), night.get_absolute_url()) for night in found))
        for label, found in facts
        if found
    ]


def numbered(ceremony: Ceremony) -> str:
    """ "72nd", or the year if it has no number."""
    number = ceremony.number
    if not number:
        return ceremony.year_label
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"


def _groups(readings: Iterable[ContestReading], *, at: datetime) -> tuple[CategoryGroup, ...]:
    """Group by the categories' headings, in the order of their first categories."""
    by_name: dict[str, list[ContestReading]] = defaultdict(list)
    for reading in sorted(readings, key=_order):
        by_name[reading.contest.category.group].append(reading)
    groups, used_slugs = [], {"score", "news", "main"}
    named = [name for name in by_name if name]
    for place, name in enumerate([*named, *([""] if "" in by_name else [])]):
        title = name or (OTHERS if named else "Categories")
        slug = slugify(title) or f"group-{place}"
        if slug in used_slugs:
            slug = f"{slug}-{place}"
        used_slugs.add(slug)
        envelopes = tuple(_envelope(reading, at=at) for reading in by_name[name])
        groups.append(CategoryGroup(title, slug, PAPERS[place % len(PAPERS)], envelopes))
    return tuple(groups)


def _order(reading: ContestReading) -> tuple[int, int, str]:
    contest = reading.contest
    return contest.category.position, contest.position, contest.name


def _envelope(reading: ContestReading, *, at: datetime) -> Envelope:
    contest = reading.contest
    word = reading.word
    if not word and not reading.winners:
        word = "Winner not in the record" if contest.is_known(at) else "Sealed"
    return Envelope(
        contest=contest,
        name=printed_as(contest),
        picks=tuple(pick(entry, contest) for entry in reading.entries),
        is_open=not reading.is_known,
        word=word,
        given_at=contest.presented_at,
    )


def _scores(readings: Iterable[ContestReading], *, note: str) -> tuple[Score, ...]:
    """Count wins by title and by company, once there are a few."""
    winners = [entry for reading in readings for entry in reading.winners]
    if len(winners) < FEWEST:
        return ()
    are_films = mostly_films([entry.production for entry in winners if entry.production])
    words = ("By film", "By company") if are_films else ("By program", "By network")
    found = (
        score(words[0], [link(won.production) for won in winners if won.production], note=note),
        score(
            words[1],
            [
                Link(won.company.label, won.company.get_absolute_url())
                for won in winners
                if won.company
            ],
            note=note,
        ),
    )
    return tuple(each for each in found if each)
