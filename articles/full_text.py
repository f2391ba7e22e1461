"""Whole stories for feeds, in plain HTML with absolute addresses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from articles.body.blocks import (
    Block,
    Embed,
    Figure,
    Prose,
    Pull,
    RecordLink,
    Resolved,
    Speech,
    Table,
)
from articles.body.plain_text import as_tree
from articles.body.references import references
from articles.body.rendering import blocks
from articles.models import Article
from articles.titles import marked
from people.models import Entity
from photos.models import Picture
from photos.renditions import Rendition
from press.recording import made_from_each

PICTURE_WIDTH = 1200


def full(address: str) -> str:
    """Return the absolute address of a path of this site."""
    return urljoin(f"{settings.SITE_URL}/", address)


def full_texts(stories: Iterable[Article], *, at: datetime) -> dict[int, str]:
    """Return the text of each story by its primary key. Two queries.

    Names link to the record where that is public. Boxes are left out, since their figures change and a
    feed reader keeps what it got.
    """
    bodies = {story.pk: as_tree(story.body) for story in stories}
    named = {key: references(body) for key, body in bodies.items()}
    records = _records({one for refs in named.values() for one, _ in refs.records}, at)
    pictures = Picture.objects.cleared().in_bulk(
        {one for refs in named.values() for one in refs.pictures}, field_name="public_id"
    )
    found = Resolved(records=records, pictures=pictures)
    return {
        key: "".join(_html(block) for block in blocks(body, found, dressed=False, site=full("/")))
        for key, body in bodies.items()
    }


def _records(public_ids: set[str], at: datetime) -> dict[str, RecordLink]:
    """Return the links of the public ids; a merged row's leads to the survivor. Two queries."""
    rows = Entity.objects.filter(public_id__in=public_ids).values_list(
        "public_id", "pk", Coalesce("merged_into", "pk")
    )
    key_of = {public_id: survivor for public_id, _, survivor in rows}
    made_from_each("entity", (key for _, *keys in rows for key in keys))
    live = Entity.objects.public(at).with_addresses().in_bulk(set(key_of.values()))
    return {
        public_id: RecordLink(url=full(live[key].get_absolute_url()))
        for public_id, key in key_of.items()
        if key in live
    }


def picture_html(picture: Picture, caption: str) -> SafeString:
    """Return a picture with caption and credit."""
    address, width, height = rendition(picture)
    words = " ".join(filter(None, (caption or picture.caption, f"({picture.credit})")))
    return format_html(
        '<figure><img src="{}" width="{}" height="{}" alt="{}"><figcaption>{}</figcaption></figure>',
        address,
        width,
        height,
        picture.alt,
        words,
    )


def rendition(picture: Picture) -> tuple[str, int, int]:
    """Return the address, width and height of the picture as feeds and link previews get it."""
    made = Rendition.at_most(PICTURE_WIDTH, picture, "", "jpg")
    width, height = made.size(picture)
    return full(made.url(picture)), width, height


def _html(block: Block) -> SafeString:
    match block:
        case Prose():
            return block.html
        case Speech():
            speaker = ", ".join(filter(None, (block.who, block.how)))
            return format_html(
                "<blockquote>{}<footer>{}</footer></blockquote>", block.html, speaker
            )
        case Pull():
            return format_html(
                "<blockquote>{}<footer>{}</footer></blockquote>", block.html, block.attribution
            )
        case Table():
            caption = format_html("<caption>{}</caption>", block.caption) if block.caption else ""
            return format_html("<table>{}{}</table>", caption, block.html)
        case Figure(picture=Picture() as picture):
            return picture_html(picture, block.caption)
        case Embed():
            return format_html('<p><a href="{}">{}</a></p>', block.url, block.shown)
    return mark_safe("")


def notes_html(story: Any) -> SafeString:
    """Return the story's corrections and updates, oldest first. No query if both are prefetched."""
    notes = [(row.made_at, row.get_kind_display(), row.text) for row in story.corrections.all()]
    notes += [(row.made_at, "updated", row.note) for row in story.updates.all()]
    return format_html_join(
        "\n",
        "<p><b>{}, {}.</b> {}</p>",
        (
            (what.capitalize(), date_format(timezone.localtime(made_at), "F j, Y"), marked(text))
            for made_at, what, text in sorted(notes)
        ),
    )


def authors(story: Article) -> list[str]:
    """Return the names of its writers. No query if bylines are prefetched, as by `for_cards`."""
    return [byline.author.name for byline in story.bylines.all() if byline.role == ""]
