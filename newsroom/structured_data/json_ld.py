"""Parts of schema.org's JSON-LD that several kinds of pages use.

An `@id` never changes, so search engines recognize a thing after its name, slug or section changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.templatetags.static import static

from articles.full_text import full
from articles.models import Author
from people.models import Entity, Kind, Production

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
TYPES = {
    Kind.PERSON: "Person",
    Kind.COMPANY: "Organization",
    Kind.PRODUCTION: "CreativeWork",
}


def as_script(thing: Json) -> str:
    """Return the JSON for a script element. It escapes "<", which could end the element early."""
    return json.dumps({"@context": "https://schema.org", **thing}, ensure_ascii=False).replace(
        "<", "\\u003c"
    )


def identity(row: Entity | Author) -> str:
    """Return the row's permanent id (RFC 4151), which no new slug, name or domain changes."""
    kind = row.kind if isinstance(row, Entity) else "author"
    return f"tag:{settings.PUBLICATION['authority']}:{kind}-{row.public_id}"


def type_of(entity: Entity) -> str:
    """Return the entity's type in schema.org, "Thing" if it has none."""
    if isinstance(entity, Production):
        return WORKS.get(Production.Type(entity.type), "CreativeWork")
    return TYPES.get(Kind(entity.kind), "Thing")


def reference(entity: Entity) -> Json:
    """Return a short reference to the entity, for another page."""
    return {
        "@type": type_of(entity),
        "@id": identity(entity),
        "name": entity.name,
        "url": full(entity.get_absolute_url()),
    }


def publication() -> Json:
    """Return the publication: publisher of every story, and author of those without a byline."""
    about = settings.PUBLICATION
    return {
        "@type": "NewsMediaOrganization",
        "name": about["name"],
        "url": full("/"),
        "logo": {"@type": "ImageObject", "url": full(static("img/mark.svg"))},
        "sameAs": [address for _, address in about["follow"]],
    }


def crumbs(*steps: tuple[str, str]) -> Json:
    """Return breadcrumbs from (name, address) pairs, the page itself last."""
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": full(address)}
        for place, (name, address) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def item_list(name: str, items: Iterable[tuple[str, str]]) -> Json:
    """Return an ItemList of (name, address) pairs, in the page's order."""
    lines = [
        {"@type": "ListItem", "position": place, "name": name, "url": full(address)}
        for place, (name, address) in enumerate(items, start=1)
    ]
    return {
        "@type": "ItemList",
        "name": name,
        "numberOfItems": len(lines),
        "itemListElement": lines,
    }
