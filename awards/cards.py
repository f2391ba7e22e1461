"""The card that a story shows beside the name of a person, title, company or award."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from awards.ledger import AwardRecord, records_of
from awards.models import Contest
from awards.models.nomination import NOMINATED_KINDS
from awards.pages.record_table import in_short
from awards.wording import several_of
from people.credits import company_label_of
from people.models import Credit, Entity, Kind, Production, Release
from people.pages.wording import kind_of
from people.roles import ORDER, Role
from press.recording import made_from
from words.wording import capitalized

FACTS = 2
LOADED = (
    "picture",
    "as_person",
    "as_company",
    "as_production",
    "as_award__body",
    "as_ceremony__broadcaster",
    "as_category__award",
)
FIRST = {
    Production.Type.FILM: "Released",
    Production.Type.SHORT: "Released",
    Production.Type.STAGE: "First performed",
    Production.Type.NOVEL: "Published",
    Production.Type.NONFICTION: "Published",
    Production.Type.COMIC: "Published",
    Production.Type.ARTICLE: "Published",
}
MAKERS = (Role.DIRECTOR, Role.AUTHOR, Role.CREATOR, Role.WRITER)


@dataclass(frozen=True)
class Card:
    """Who or what it is, at most two facts, and a note that may be empty."""

    entity: Entity
    kind_line: str  # "Limited series, HBO", "Actor, producer", "Ceremony, ABC"
    year: str  # of a production: "2020", or "upcoming"
    facts: tuple[tuple[str, str], ...]
    note: str


EntityRow = Any  # an Entity with the row of its kind and the annotations of `_entities`


@dataclass(frozen=True)
class _Credit:
    production: int
    party: int
    role: str
    name: str
    title: str
    status: str


def cards(
    entities: Iterable[Entity],
    *,
    at: datetime | None = None,
    records: Mapping[int, AwardRecord] | None = None,
    now: datetime | None = None,
) -> dict[int, Card]:
    """Return a card for each entity that is public at `now`, by its key, with figures as of `at`.

    Three queries, and the ledger's two unless `records` has what it returned for these entities.
    """
    keys = {entity.pk for entity in entities}
    if not keys:
        return {}
    moment, rows = at or timezone.now(), list(_entities(keys, now))
    if records is None:
        records = records_of([e for e in rows if e.kind in NOMINATED_KINDS], at=moment, now=now)
    credits, contests = _credits(keys, now), _contests(keys, now)

    made = {}
    for entity in rows:
        record = records.get(entity.pk, AwardRecord())
        kind_line, facts = _kind_line_and_facts(
            entity, record, credits[entity.pk], contests[entity.pk], at=moment, now=now
        )
        made[entity.pk] = Card(entity, kind_line, _year(entity), facts[:FACTS], entity.summary)
    return made


def _entities(keys: Iterable[int], now: datetime | None) -> Iterable[EntityRow]:
    out = Release.objects.public(now).filter(production=OuterRef("pk")).order_by("date", "pk")
    shown = out.exclude(kind=Release.Kind.EXPECTED).exclude(date="")
    due = out.filter(kind=Release.Kind.EXPECTED)
    return (
        Entity.objects.public(now)
        .filter(pk__in=keys)
        .select_related(*LOADED)
        .with_addresses()
        .annotate(
            shown_on=Subquery(shown.values("date")[:1]),
            due_on=Subquery(due.values("date")[:1]),
            due_label=Subquery(due.values("label")[:1]),
            company_label=company_label_of("pk", at=now),
        )
    )


def _credits(keys: Iterable[int], now: datetime | None) -> dict[int, list[_Credit]]:
    """Return the credits by person or company and by production, in the order of billing."""
    found: dict[int, list[_Credit]] = defaultdict(list)
    rows = Credit.objects.public(now).filter(Q(party__in=keys) | Q(production__in=keys))
    columns = ("production", "party", "role", "party__name", "production__name")
    for row in rows.values_list(*columns, "production__status"):
        credit = _Credit(*row)
        made_from("entity", credit.production, credit.party)
        for key in {credit.production, credit.party}:
            found[key].append(credit)
    return found


def _contests(keys: Iterable[int], now: datetime | None) -> dict[int, list[Contest]]:
    """Return the contests by ceremony and by category, oldest first."""
    found: dict[int, list[Contest]] = defaultdict(list)
    rows = Contest.objects.public(now).filter(Q(ceremony__in=keys) | Q(category__in=keys))
    for contest in rows.select_related("ceremony"):
        found[contest.ceremony_id].append(contest)
        found[contest.category_id].append(contest)
    for contests in found.values():
        contests.sort(key=lambda contest: contest.ceremony.year)
    return found


def _kind_line_and_facts(
    entity: EntityRow,
    record: AwardRecord,
    credits: list[_Credit],
    contests: list[Contest],
    *,
    at: datetime,
    now: datetime | None,
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the line that says what it is, and its facts, most important first."""
    match entity.kind:
        case Kind.PERSON:
            facts = (*_won(record), *_upcoming(credits), *_credited(credits))
            return capitalized(entity.as_person.occupations) or _occupations(credits), facts
        case Kind.COMPANY:
            what = entity.as_company.type
            line = "Company" if what == "other" else capitalized(what)
            return line, (*_won(record), *_credited(credits))
        case Kind.PRODUCTION:
            line = ", ".join(filter(None, (kind_of(entity.as_production), entity.company_label)))
            return line, (*_release(entity), *_won(record)[:1], *_maker(credits))
        case Kind.AWARD:
            body = entity.as_award.body
            return "Award", (("Presented by", body.label),) if body and body.is_public(now) else ()
        case Kind.CEREMONY:
            return _ceremony(entity, contests, at=at, now=now)
        case _:
            return _category(entity, contests)


def _won(record: AwardRecord) -> list[tuple[str, str]]:
    return [(t.award.label, in_short(t)) for t in record.tallies[:FACTS] if t.award]


def _occupations(credits: list[_Credit]) -> str:
    roles = sorted({credit.role for credit in credits}, key=lambda role: ORDER.get(Role(role), 99))
    return capitalized(", ".join(roles[:3]))


def _upcoming(credits: list[_Credit]) -> list[tuple[str, str]]:
    titles = [credit.title for credit in credits if credit.status in Production.UPCOMING]
    return [("Upcoming", titles[0])] if titles else []


def _credited(credits: list[_Credit]) -> list[tuple[str, str]]:
    titles = {credit.production: credit.title for credit in credits}
    if len(titles) == 1:
        return [("Credited on", next(iter(titles.values())))]
    return [("In the record", f"{len(titles)} productions")] if titles else []


def _release(entity: EntityRow) -> list[tuple[str, str]]:
    production = entity.as_production
    if production.is_upcoming:
        due = str(entity.due_on or entity.due_label or "")
        status = ("Status", capitalized(production.status))
        return [status, *([("Due", due)] if due else [])]
    if not entity.shown_on:
        return []
    return [(FIRST.get(Production.Type(production.type), "First shown"), str(entity.shown_on))]


def _maker(credits: list[_Credit]) -> list[tuple[str, str]]:
    ranked = chain.from_iterable([c for c in credits if c.role == role] for role in MAKERS)
    return [(capitalized(credit.role), credit.name) for credit in ranked][:1]


def _year(entity: EntityRow) -> str:
    if entity.kind != Kind.PRODUCTION:
        return ""
    if entity.as_production.is_upcoming:
        return "upcoming"
    return str(entity.shown_on.year) if entity.shown_on else ""


def _ceremony(
    entity: EntityRow, contests: list[Contest], *, at: datetime, now: datetime | None
) -> tuple[str, tuple[tuple[str, str], ...]]:
    ceremony = entity.as_ceremony
    shown_by = ceremony.broadcaster
    line = f"Ceremony, {shown_by.label}" if shown_by and shown_by.is_public(now) else "Ceremony"
    facts = [("Held", str(ceremony.held_on))] if ceremony.held_on else []
    if contests:
        decided = [c for c in contests if c.outcome != Contest.Outcome.OPEN and c.is_known(at)]
        of_what = "" if ceremony.nominees_complete else " in the record"
        facts.append(("Announced", f"{len(decided)} of {len(contests)}{of_what}"))
    return line, tuple(facts)


def _category(
    entity: EntityRow, contests: list[Contest]
) -> tuple[str, tuple[tuple[str, str], ...]]:
    line = f"{several_of(entity.as_category.award, 1)} category"
    years = [contest.ceremony.year_label for contest in contests]
    if not years:
        return line, ()
    span = years[0] if years[0] == years[-1] else f"{years[0]} to {years[-1]}"
    names = len({contest.name for contest in contests})
    return line, (("In the record", span), ("Names", str(names)))[: 1 + (names > 1)]
