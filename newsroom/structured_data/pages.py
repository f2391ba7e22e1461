"""A page's metadata for machines: JSON-LD by schema.org, and the title and picture of its card.

All of it comes from what the page itself shows, so it says nothing that readers don't see. No query.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from articles.feeds import identity as story_identity
from articles.full_text import full, rendition
from articles.listings import Listing
from articles.models import Author, CuratedList, Section, Tag
from articles.stories import StoryPage
from articles.titles import plain
from awards.pages.award import AwardLine, AwardPage
from awards.pages.category import CategoryPage
from awards.pages.ceremony import CeremonyPage
from newsroom.front_page.page import Front
from newsroom.structured_data import record
from newsroom.structured_data.json_ld import (
    Json,
    crumbs,
    identity,
    item_list,
    publication,
    reference,
)
from people.models import Entity
from people.pages.company import CompanyPage
from people.pages.person import PersonPage
from people.pages.production import ProductionPage
from photos.models import Picture


@dataclass(frozen=True)
class SharedPicture:
    """A picture as other sites get it."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class PageMetadata:
    """The metadata of one page. Each of `objects` goes into a script element of its own."""

    title: str
    description: str
    type: str = "website"  # Open Graph's og:type
    picture: SharedPicture | None = None
    objects: tuple[Json, ...] = ()
    published_at: datetime | None = None
    modified_at: datetime | None = None
    section: str = ""
    tags: tuple[str, ...] = field(default=())


def page_metadata(context: Mapping[str, Any]) -> PageMetadata | None:
    """Return the metadata of the page with this template context; None for pages without any."""
    match context.get("page"):
        case Front():
            return _front()
        case StoryPage() as page:
            return _story(page)
        case PersonPage() as page:
            return _entity(page.person, record.person(page))
        case ProductionPage() as page:
            return _entity(page.production, record.production(page))
        case CompanyPage() as page:
            return _entity(page.company, record.company(page))
        case AwardPage() as page:
            return _entity(page.award, record.award(page))
        case CeremonyPage() as page:
            return _entity(page.ceremony, record.ceremony(page))
        case CategoryPage() as page:
            return _entity(page.category, record.category(page))
        case (AwardLine(), *_) as lines:
            return _awards(lines)
    return _list_of_stories(context)


def _list_of_stories(context: Mapping[str, Any]) -> PageMetadata | None:
    if isinstance(author := context.get("author"), Author):
        return _author(author)
    row = context.get("section") or context.get("tag") or context.get("curated")
    if isinstance(row, Section | Tag | CuratedList):
        trail = crumbs((row.name, row.get_absolute_url()))
        return PageMetadata(row.name, row.description or _motto(), objects=(trail,))
    if isinstance(context.get("listing"), Listing):
        trail = crumbs(("Corrections", reverse("corrections")))
        return PageMetadata("Corrections", _motto(), objects=(trail,))
    return None


def _motto() -> str:
    return str(settings.PUBLICATION["description"])


def _front() -> PageMetadata:
    """Describe the site, with the name that search engines show above its pages."""
    name = str(settings.PUBLICATION["name"])
    site: Json = {
        "@type": "WebSite",
        "name": name,
        "url": full("/"),
        "description": _motto(),
        "publisher": publication(),
    }
    return PageMetadata(name, _motto(), objects=(site,))


def _awards(lines: list[AwardLine]) -> PageMetadata:
    name, address = record.the_record()
    awards = [(line.award.name, line.award.get_absolute_url()) for line in lines]
    return PageMetadata(name, _motto(), objects=(item_list(name, awards), crumbs((name, address))))


def _picture(picture: Picture | None) -> SharedPicture | None:
    if picture is None or not picture.is_cleared:
        return None
    url, width, height = rendition(picture)
    return SharedPicture(url, width, height, picture.alt)


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat()


def _story(page: StoryPage) -> PageMetadata:
    article, details = page.article, page.details
    assert article.published_at is not None
    address = full(article.get_absolute_url())
    changed_at = page.updated_at or article.published_at
    picture = _picture(article.lead_picture)
    card = SharedPicture(full(reverse("card", args=[article.public_id])), 1200, 630, page.title)
    news: Json = {
        "@type": "NewsArticle",
        "@id": story_identity(article),
        "url": address,
        "mainEntityOfPage": address,
        "headline": plain(article.headline),
        "datePublished": _moment(article.published_at),
        "dateModified": _moment(changed_at),
        "author": [_signed(byline.author) for byline in details.writers] or [publication()],
        "publisher": publication(),
        "image": [each.url for each in (picture, card) if each],
        "isAccessibleForFree": True,
        "wordCount": article.word_count,
        "about": [reference(named.entity) for named in page.named_first],
    }
    steps = [(plain(article.headline), article.get_absolute_url())]
    if page.description:
        news["description"] = page.description
    if article.section:
        news["articleSection"] = article.section.name
        steps.insert(0, (article.section.name, article.section.get_absolute_url()))
    if corrections := [note for note in details.notes if note.what == "correction"]:
        news["correction"] = [
            {
                "@type": "CorrectionComment",
                "text": plain(note.text),
                "datePublished": _moment(note.made_at),
            }
            for note in corrections
        ]
    return PageMetadata(
        title=article.social_title or page.title,
        description=article.social_description or page.description or _motto(),
        type="article",
        picture=card,
        objects=(news, crumbs(*steps)),
        published_at=article.published_at,
        modified_at=changed_at,
        section=article.section.name if article.section else "",
        tags=tuple(tag.name for tag in details.tags),
    )


def _entity(entity: Entity, objects: tuple[Json, ...]) -> PageMetadata:
    """Describe a page of the record. Its first object is the entity itself, unless it is the only one."""
    picture = _picture(entity.picture)
    first, *others = objects
    if picture and others:
        first = {**first, "image": picture.url}
    return PageMetadata(
        title=entity.name,
        description=plain(entity.summary) or _motto(),
        type="profile" if entity.kind == "person" else "website",
        picture=picture,
        objects=(first, *others),
    )


def _author(author: Author) -> PageMetadata:
    person = {**_signed(author), "worksFor": publication()}
    picture = _picture(author.picture)
    if author.title:
        person["jobTitle"] = author.title
    if author.biography:
        person["description"] = author.biography
    if picture:
        person["image"] = picture.url
    profile = {"@type": "ProfilePage", "url": person["url"], "mainEntity": person}
    return PageMetadata(
        title=author.name,
        description=author.biography or _motto(),
        type="profile",
        picture=picture,
        objects=(profile, crumbs((author.name, author.get_absolute_url()))),
    )


def _signed(author: Author) -> Json:
    return {
        "@type": "Person",
        "@id": identity(author),
        "name": author.name,
        "url": full(author.get_absolute_url()),
    }
