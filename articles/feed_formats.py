"""A feed as RSS 2.0 and as JSON Feed 1.1: the same items, the same identities."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.utils import timezone
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from words.storable import UNWRITABLE

RSS_TYPE = "application/rss+xml; charset=utf-8"
JSON_TYPE = "application/feed+json; charset=utf-8"

NAMESPACES = {
    "version": "2.0",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}


@dataclass(frozen=True)
class FeedPicture:
    address: str
    width: int
    height: int
    alt: str
    credit: str


@dataclass(frozen=True)
class Item:
    """A story in a feed. `identity` is for ever; `updated_at` is when readers last saw a change."""

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
    address: str  # of the page that it follows
    rss_address: str
    json_address: str
    items: tuple[Item, ...]

    @property
    def built_at(self) -> datetime | None:
        """The last change of what is in it: nothing else may show in a feed."""
        return max((item.updated_at for item in self.items), default=None)


class _Xml(SimplerXMLGenerator):
    def opened(self, name: str, attributes: dict[str, str] | None = None) -> None:
        super().startElement(name, AttributesImpl(attributes or {}))

    def characters(self, content: str) -> None:
        super().characters(UNWRITABLE.sub("", content))


def _date(moment: datetime) -> str:
    return format_datetime(timezone.localtime(moment))


def rss(feed: Feed) -> str:
    """The feed as RSS 2.0, with full texts, pictures and their credits."""
    out = StringIO()
    xml = _Xml(out, "utf-8")
    xml.startDocument()
    xml.opened("rss", NAMESPACES)
    xml.opened("channel")
    for name, text in (
        ("title", feed.title),
        ("link", feed.address),
        ("description", feed.description),
        ("language", "en-US"),
    ):
        xml.addQuickElement(name, text)
    if feed.built_at:
        xml.addQuickElement("lastBuildDate", _date(feed.built_at))
    self_link = {"href": feed.rss_address, "rel": "self", "type": "application/rss+xml"}
    xml.addQuickElement("atom:link", None, self_link)
    for item in feed.items:
        _rss_item(xml, item)
    xml.endElement("channel")
    xml.endElement("rss")
    xml.endDocument()
    return out.getvalue()


def _rss_item(xml: _Xml, item: Item) -> None:
    xml.opened("item")
    xml.addQuickElement("title", item.title)
    xml.addQuickElement("link", item.address)
    xml.addQuickElement("guid", item.identity, {"isPermaLink": "false"})
    xml.addQuickElement("pubDate", _date(item.published_at))
    for author in item.authors or (str(settings.PUBLICATION["name"]),):
        xml.addQuickElement("dc:creator", author)
    # Feed readers take it for HTML (RSS 2.0, "description"): the dek's "<b>" is two words to print.
    xml.addQuickElement("description", escape(item.summary))
    for tag in item.tags:
        xml.addQuickElement("category", tag)
    xml.addQuickElement("content:encoded", item.html)
    if item.picture:
        size = {"width": str(item.picture.width), "height": str(item.picture.height)}
        source = {"url": item.picture.address, "medium": "image", "type": "image/jpeg"}
        xml.opened("media:content", source | size)
        xml.addQuickElement("media:credit", item.picture.credit)
        if item.picture.alt:
            xml.addQuickElement("media:description", item.picture.alt, {"type": "plain"})
        xml.endElement("media:content")
    xml.endElement("item")


def json_feed(feed: Feed) -> str:
    """The feed as JSON Feed 1.1."""
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
