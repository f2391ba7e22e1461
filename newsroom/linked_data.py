"""JSON-LD by schema.org: the parts that several pages say.

An `@id` is for ever: what was said under it stays said when a slug, a section or a name changes.
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
    """The JSON as it may stand in a script element: no "<" can end it early."""
    return json.dumps({"@context": "https://schema.org", **thing}, ensure_ascii=False).replace(
        "<", "\\u003c"
    )


def identity(row: Entity | Author) -> str:
    """A row's name for ever, whatever becomes of its slug, its own name or the site's address."""
    kind = row.kind if isinstance(row, Entity) else "author"
    return f"tag:{settings.PUBLICATION['authority']}:{kind}-{row.public_id}"


def type_of(entity: Entity) -> str:
    """The type of schema.org that a row of the record is; "Thing" for what it has no word for."""
    if isinstance(entity, Production):
        return WORKS.get(Production.Type(entity.type), "CreativeWork")
    return TYPES.get(Kind(entity.kind), "Thing")


def reference(entity: Entity) -> Json:
    """A row of the record where another page names it."""
    return {
        "@type": type_of(entity),
        "@id": identity(entity),
        "name": entity.name,
        "url": full(entity.get_absolute_url()),
    }


def publication() -> Json:
    """The one who publishes, and who signs what nobody signed."""
    said = settings.PUBLICATION
    return {
        "@type": "NewsMediaOrganization",
        "name": said["name"],
        "url": full("/"),
        "logo": {"@type": "ImageObject", "url": full(static("img/mark.svg"))},
        "sameAs": [address for _, address in said["follow"]],
    }


def crumbs(*steps: tuple[str, str]) -> Json:
    """The way down to a page, the page itself last."""
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": full(address)}
        for place, (name, address) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def item_list(name: str, items: Iterable[tuple[str, str]]) -> Json:
    """Names with their addresses, in the order of the page."""
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
