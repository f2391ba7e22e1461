"""JSON-LD of the record's pages: the entity, and the lists on its page.

All of it comes from what the page shows. No query.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from articles.full_text import full
from articles.titles import plain
from awards.pages.award import AwardPage
from awards.pages.category import CategoryPage
from awards.pages.ceremony import CeremonyPage
from newsroom.structured_data.json_ld import (
    Json,
    crumbs,
    identity,
    item_list,
    reference,
    type_of,
)
from people.models import Entity
from people.pages.company import CompanyPage
from people.pages.credited import CastRow, Work
from people.pages.facts import Fact
from people.pages.person import PersonPage
from people.pages.production import ProductionPage
from people.roles import Role

# schema.org's property for a role. A book, a play or an article has only these.
PROPERTIES = {
    Role.CREATOR: "creator",
    Role.AUTHOR: "author",
    Role.WRITER: "author",
    Role.EXECUTIVE_PRODUCER: "producer",
    Role.PRODUCER: "producer",
    Role.PUBLISHER: "publisher",
}
SCREEN_PROPERTIES = {
    Role.DIRECTOR: "director",
    Role.COMPOSER: "musicBy",
    Role.STUDIO: "productionCompany",
    Role.PRODUCTION_COMPANY: "productionCompany",
}
SCREEN_TYPES = ("Movie", "TVSeries")
ADAPTED = ("Based on", "Remake of")


def person(page: PersonPage) -> tuple[Json, ...]:
    person = page.person
    thing = {"@type": "Person", **_named(person, page.form), **_won(page.awards)}
    if page.occupations:
        thing["jobTitle"] = page.occupations
    for word, date in (("birthDate", person.born), ("deathDate", person.died)):
        if date:
            thing[word] = date.iso
    titles = [title.production for title in (*page.recent, *page.earlier)]
    return (thing, *_listed(f"Credits of {person.name}", titles), _under(person))


def production(page: ProductionPage) -> tuple[Json, ...]:
    production = page.production
    kind = type_of(production)
    thing = {"@type": kind, **_named(production, page.form), **_won(page.awards)}
    if first := next((fact.iso for fact in page.form if fact.iso), ""):
        thing["datePublished"] = first  # the only date among the page's facts
    if production.parts and kind == "TVSeries":
        thing["numberOfEpisodes"] = production.parts
    if kind in SCREEN_TYPES and page.cast:
        thing["actor"] = [_actor(row) for row in page.cast]
    properties = PROPERTIES | (SCREEN_PROPERTIES if kind in SCREEN_TYPES else {})
    thing |= _workers((*page.crew, *page.companies), properties)
    sources = [source.production for source in page.sources if source.how in ADAPTED]
    if sources:
        thing["isBasedOn"] = [reference(source) for source in sources]
    return thing, _under(production)


def company(page: CompanyPage) -> tuple[Json, ...]:
    company = page.company
    thing = {"@type": "Organization", **_named(company, page.form), **_won(page.awards)}
    made = [one.production for one in (*page.recent, *page.earlier)]
    return (thing, *_listed(f"Productions of {company.name}", made), _under(company))


def award(page: AwardPage) -> tuple[Json, ...]:
    """Return the list of its ceremonies."""
    nights = [line.ceremony for line in page.ceremonies]
    return *_listed(page.award.name, nights, of=page.award), _under(page.award)


def ceremony(page: CeremonyPage) -> tuple[Json, ...]:
    """Return the list of its contests, and that of the nominated works."""
    night = page.ceremony
    envelopes = [envelope for group in page.groups for envelope in group.envelopes]
    contests = item_list(
        night.name,
        ((one.name, one.contest.category.get_absolute_url()) for one in envelopes),
    )
    links = [
        link
        for envelope in envelopes
        for pick in envelope.picks
        for link in (*pick.names, pick.title)
        if link and link.is_title and link.url
    ]
    works = [(link.text, link.url) for link in dict.fromkeys(links)]
    named = _named(night, page.form) | {"@type": "ItemList"}
    lists = [{**contests, **named}]
    if works:
        lists.append(item_list(f"Works at {night.name}", works))
    award = (night.award.label, night.award.get_absolute_url())
    return (*lists, _under(award, night))


def category(page: CategoryPage) -> tuple[Json, ...]:
    """Return the breadcrumbs alone: schema.org has no type for a category."""
    return (_under(*page.trail, page.category),)


def _named(entity: Entity, form: Iterable[Fact]) -> Json:
    """Return the entity's id, address and the names that its page shows."""
    named: Json = {
        "@id": identity(entity),
        "url": full(entity.get_absolute_url()),
        "name": entity.name,
    }
    others = [name for fact in form for name in fact.names]
    if entity.short_name:
        others.append(entity.short_name)
    if others := [name for name in dict.fromkeys(others) if name != entity.name]:
        named["alternateName"] = others
    if entity.summary:
        named["description"] = plain(entity.summary)
    return named


def _won(awarded: Any) -> Json:
    """Return the wins, with the contests' names of that year. schema.org has no word for nominations."""
    won = [
        f"{line.nomination.contest.name}, {line.award.label} {line.year}"
        for line in awarded.record.lines
        if line.is_win
    ]
    return {"award": won} if won else {}


def _actor(row: CastRow) -> Json:
    """Return the actor; with a character, as the PerformanceRole that schema.org puts in between."""
    actor = reference(row.entity)
    if not row.characters:
        return actor
    return {"@type": "PerformanceRole", "actor": actor, "characterName": list(row.characters)}


def _workers(works: Iterable[Work], properties: dict[Role, str]) -> Json:
    """Return who worked on a production, by schema.org's property, each person once per property."""
    found: dict[str, dict[int, Json]] = {}
    for work in works:
        for role in work.roles:
            if role in properties:
                parties = found.setdefault(properties[role], {})
                parties |= {party.pk: reference(party) for party in work.parties}
    return {name: list(parties.values()) for name, parties in found.items()}


def _listed(name: str, rows: Iterable[Entity], *, of: Entity | None = None) -> tuple[Json, ...]:
    """Return the list, with the id of the entity it is `of`; nothing for an empty list."""
    items = [(row.name, row.get_absolute_url()) for row in rows]
    if not items:
        return ()
    whole = item_list(name, items)
    return ({**whole, **_named(of, ())} if of else whole,)


def the_record() -> tuple[str, str]:
    """Return the name and the address of the record's start page."""
    return "The record", reverse("awards")


def _under(*steps: tuple[str, str] | Entity) -> Json:
    """Return the breadcrumbs of a page of the record."""
    named = ((s.name, s.get_absolute_url()) if isinstance(s, Entity) else s for s in steps)
    return crumbs(the_record(), *named)
