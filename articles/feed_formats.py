"""A feed as RSS 2.0 and as JSON Feed 1.1, with the same items under the same ids in both."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed, rfc2822_date
from django.utils.html import escape

from words.storable import UNWRITABLE

RSS_TYPE = "application/rss+xml; charset=utf-8"
JSON_TYPE = "application/feed+json; charset=utf-8"


@dataclass(frozen=True)
class FeedPicture:
    address: str
    width: int
    height: int
    alt: str
    credit: str


@dataclass(frozen=True)
class Item:
    """A story in a feed. `identity` never changes; `updated_at` is the last change readers saw."""

    identity: str
    address: str
    title: str
    summary: str
    html: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    published_at: datetime
    updated_at: datetime
    picture: FeedPicture | None = None


@dataclass(frozen=True)
class Feed:
    title: str
    description: str
    address: str  # of the page that the feed belongs to
    rss_address: str
    json_address: str
    items: tuple[Item, ...]


class _Rss(Rss201rev2Feed):
    """Django's RSS 2.0, plus what it lacks: full texts, several writers, pictures, credits."""

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
        }

    def add_root_elements(self, handler: Any) -> None:
        """Not Django's: it dates an empty feed "now", which would change the file at every request."""
        for name in ("title", "link", "description", "language"):
            handler.addQuickElement(name, self.feed[name])
        if self.items:
            newest = timezone.localtime(self.latest_post_date())
            handler.addQuickElement("lastBuildDate", rfc2822_date(newest))
        link = {"href": self.feed["feed_url"], "rel": "self", "type": "application/rss+xml"}
        handler.addQuickElement("atom:link", None, link)

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for author in item["authors"]:
            handler.addQuickElement("dc:creator", author)
        handler.addQuickElement("content:encoded", item["html"])
        picture: FeedPicture | None = item["picture"]
        if picture:
            size = {"width": str(picture.width), "height": str(picture.height)}
            source = {"url": picture.address, "medium": "image", "type": "image/jpeg"}
            handler.startElement("media:content", source | size)
            handler.addQuickElement("media:credit", _printable(picture.credit))
            if picture.alt:
                alt = _printable(picture.alt)
                handler.addQuickElement("media:description", alt, {"type": "plain"})
            handler.endElement("media:content")


def rss(feed: Feed) -> str:
    """Return the feed as RSS 2.0, with full texts, pictures and their credits."""
    whole = _Rss(
        title=_printable(feed.title),
        link=feed.address,
        description=_printable(feed.description),
        language="en-US",
        feed_url=feed.rss_address,
    )
    for item in feed.items:
        whole.add_item(
            title=_printable(item.title),
            link=item.address,
            # Feed readers take it for HTML (RSS 2.0, "description"): escape a "<b>" in a dek.
            description=_printable(escape(item.summary)),
            unique_id=item.identity,
            unique_id_is_permalink=False,
            pubdate=timezone.localtime(item.published_at),
            updateddate=item.updated_at,
            categories=[_printable(tag) for tag in item.tags],
            authors=[*map(_printable, item.authors)] or [str(settings.PUBLICATION["name"])],
            html=_printable(item.html),
            picture=item.picture,
        )
    return whole.writeString("utf-8")


def _printable(text: str) -> str:
    """Return the text without characters that XML has no way to write: Django's writer raises for them."""
    return UNWRITABLE.sub("", text)


def json_feed(feed: Feed) -> str:
    """Return the feed as JSON Feed 1.1."""
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.address,
        "feed_url": feed.json_address,
        "description": feed.description,
        "language": "en-US",
        "items": [_json_item(item) for item in feed.items],
    }
    return json.dumps(whole, ensure_ascii=False)


def _json_item(item: Item) -> dict[str, object]:
    whole: dict[str, object] = {
        "id": item.identity,
        "url": item.address,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.html,
        "date_published": timezone.localtime(item.published_at).isoformat(),
        "date_modified": timezone.localtime(item.updated_at).isoformat(),
        "authors": [{"name": name} for name in item.authors],
        "tags": list(item.tags),
    }
    if item.picture:
        whole["image"] = item.picture.address
    return whole
