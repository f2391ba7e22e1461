"""What a page says to machines: JSON-LD by schema.org, and the words and picture of its card.

Everything is read from what the page itself shows, so nothing can be said here that readers don't
see. No query runs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from articles.full_text import full, rendition
from articles.models import Author, Section, Tag
from articles.stories import StoryPage
from articles.titles import plain
from people.ledger import Standing
from people.models import Entity, Production
from people.pages.ceremony import CeremonyPage
from people.pages.company import CompanyPage
from people.pages.person import PersonPage
from people.pages.production import ProductionPage
from photos.models import Picture

Json = dict[str, Any]

WORKS = {
    Production.Type.FILM: "Movie",
    Production.Type.TELEVISION_MOVIE: "Movie",
    Production.Type.SHORT: "Movie",
    Production.Type.SERIES: "TVSeries",
    Production.Type.LIMITED_SERIES: "TVSeries",
    Production.Type.SPECIAL: "TVSeries",
    Production.Type.NOVEL: "Book",
    Production.Type.NONFICTION: "Book",
    Production.Type.STAGE: "Play",
}


@dataclass(frozen=True)
class Shown:
    """A picture as others are given it."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Said:
    """What one page says: objects of JSON-LD, each for a script of its own, and its card."""

    title: str
    description: str
    type: str = "website"  # of the Open Graph
    picture: Shown | None = None
    objects: tuple[Json, ...] = ()
    published_at: datetime | None = None
    modified_at: datetime | None = None
    section: str = ""
    tags: tuple[str, ...] = field(default=())


def said(context: Mapping[str, Any]) -> Said | None:
    """What the page with this context says; None for pages that have nothing of their own."""
    match context.get("page"):
        case StoryPage() as page:
            return _story(page)
        case PersonPage() as page:
            return _entity(page.person, _person(page))
        case ProductionPage() as page:
            return _entity(page.production, _production(page))
        case CompanyPage() as page:
            return _entity(page.company, {"@type": "Organization"})
        case CeremonyPage() as page:
            return _entity(page.ceremony, _ceremony(page))
    if isinstance(author := context.get("author"), Author):
        return _author(author)
    row = context.get("section") or context.get("tag") or context.get("curated")
    if isinstance(row, Section | Tag):
        crumbs = _crumbs((row.name, row.get_absolute_url()))
        return Said(row.name, row.description or _publication(), objects=(crumbs,))
    return None


def as_script(thing: Json) -> str:
    """The JSON as it may stand in a script element: no "<" can end it early."""
    return json.dumps({"@context": "https://schema.org", **thing}, ensure_ascii=False).replace(
        "<", "\\u003c"
    )


def _publication() -> str:
    return str(settings.PUBLICATION["description"])


def _publisher() -> Json:
    name = settings.PUBLICATION["name"]
    return {"@type": "NewsMediaOrganization", "name": name, "url": full("/")}


def _crumbs(*steps: tuple[str, str]) -> Json:
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": full(address)}
        for place, (name, address) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _picture(picture: Picture | None) -> Shown | None:
    if picture is None or not picture.is_cleared:
        return None
    url, width, height = rendition(picture)
    return Shown(url, width, height, picture.alt)


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat()


def _story(page: StoryPage) -> Said:
    article, margin = page.article, page.margin
    assert article.published_at is not None
    address = full(article.get_absolute_url())
    changed_at = page.updated_at or article.published_at
    picture = _picture(article.lead_picture)
    card = Shown(full(reverse("card", args=[article.public_id])), 1200, 630, page.title)
    news: Json = {
        "@type": "NewsArticle",
        "@id": address,
        "mainEntityOfPage": address,
        "headline": plain(article.headline),
        "description": page.description,
        "datePublished": _moment(article.published_at),
        "dateModified": _moment(changed_at),
        "author": [
            {
                "@type": "Person",
                "name": byline.author.name,
                "url": full(byline.author.get_absolute_url()),
            }
            for byline in margin.writers
        ],
        "publisher": _publisher(),
        "image": [shown.url for shown in (picture, card) if shown],
        "isAccessibleForFree": True,
        "wordCount": article.word_count,
        "about": [{"@id": full(named.entity.get_absolute_url())} for named in page.named_first],
    }
    steps = [(plain(article.headline), article.get_absolute_url())]
    if article.section:
        news["articleSection"] = article.section.name
        steps.insert(0, (article.section.name, article.section.get_absolute_url()))
    if corrections := [note for note in margin.notes if note.what == "correction"]:
        news["correction"] = [
            {
                "@type": "CorrectionComment",
                "text": plain(note.text),
                "datePublished": _moment(note.made_at),
            }
            for note in corrections
        ]
    return Said(
        title=article.social_title or page.title,
        description=article.social_description or page.description,
        type="article",
        picture=card,
        objects=(news, _crumbs(*steps)),
        published_at=article.published_at,
        modified_at=changed_at,
        section=article.section.name if article.section else "",
        tags=tuple(tag.name for tag in margin.tags),
    )


def _entity(entity: Entity, own: Json) -> Said:
    """A page of the record: what it is, under its name and address."""
    address = full(entity.get_absolute_url())
    picture = _picture(entity.picture)
    thing: Json = {**own, "@id": address, "url": address, "name": entity.name}
    if entity.summary:
        thing["description"] = plain(entity.summary)
    if picture:
        thing["image"] = picture.url
    return Said(
        title=entity.name,
        description=plain(entity.summary) or _publication(),
        type="profile" if entity.kind == "person" else "website",
        picture=picture,
        objects=(thing, _crumbs(("The record", reverse("awards")), (entity.name, address))),
    )


def _awards(standing: Standing) -> list[str]:
    """Wins only, under the name that each contest then had. schema.org has no nominations."""
    return [
        f"{line.nomination.contest.name}, {line.award.label} {line.year}"
        for line in standing.lines
        if line.is_win
    ]


def _person(page: PersonPage) -> Json:
    person = page.person
    thing: Json = {"@type": "Person"}
    if page.occupations:
        thing["jobTitle"] = page.occupations
    for name, date in (("birthDate", person.born), ("deathDate", person.died)):
        if date:
            thing[name] = date.iso
    if won := _awards(page.standing):
        thing["award"] = won
    return thing


def _production(page: ProductionPage) -> Json:
    production = page.production
    thing: Json = {"@type": WORKS.get(Production.Type(production.type), "CreativeWork")}
    if won := _awards(page.standing):
        thing["award"] = won
    if production.parts and thing["@type"] == "TVSeries":
        thing["numberOfEpisodes"] = production.parts
    return thing


def _ceremony(page: CeremonyPage) -> Json:
    """The ceremony as the list of its contests, in the order of the page."""
    items = [envelope.contest.name for group in page.groups for envelope in group.envelopes]
    return {
        "@type": "ItemList",
        "numberOfItems": len(items),
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name}
            for place, name in enumerate(items, start=1)
        ],
    }


def _author(author: Author) -> Said:
    person: Json = {
        "@type": "Person",
        "name": author.name,
        "url": full(author.get_absolute_url()),
        "worksFor": _publisher(),
    }
    if author.title:
        person["jobTitle"] = author.title
    profile = {"@type": "ProfilePage", "mainEntity": person}
    crumbs = _crumbs((author.name, author.get_absolute_url()))
    return Said(
        title=author.name,
        description=author.biography or _publication(),
        type="profile",
        picture=_picture(author.picture),
        objects=(profile, crumbs),
    )
