"""Two tags of one thing become one, and what still names the one that went is led to the other."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from articles.models import Address, Tag, TaggedStory

TAG = Address.Kind.TAG


class Refused(ValueError):
    """Why two tags can't become one, in a sentence. Nothing has changed."""


@transaction.atomic
def merge(tag: Tag, *, into: Tag, by: AbstractUser | None) -> int:
    """The tag is gone; its stories bear the other one, and its addresses lead there. How many moved.

    A story that bears both keeps one. Revisions keep the public id that they were saved with:
    `find_by_id` reads it as the tag that stayed. The history of that one says who did it.
    """
    rows = Tag.objects.select_for_update().order_by("pk").in_bulk([tag.pk, into.pk])
    if tag.pk == into.pk:
        raise Refused("That is one and the same tag: choose another one.")
    if len(rows) < 2:
        raise Refused("One of the two is gone already: look at the list of tags again.")
    gone, stays = rows[tag.pk], rows[into.pk]
    has_both = TaggedStory.objects.filter(tag=stays).values("content_object")
    gone.tagged.filter(content_object__in=has_both).delete()
    moved = gone.tagged.update(tag=stays)
    Address.objects.filter(kind=TAG, public_id=gone.public_id).update(public_id=stays.public_id)
    for address in (gone.slug, gone.public_id):  # a revision knows it by its public id
        Address.objects.update_or_create(
            kind=TAG, slug=address, defaults={"public_id": stays.public_id}
        )
    gone.delete()
    if by:
        LogEntry.objects.create(
            user_id=by.pk,
            content_type=ContentType.objects.get_for_model(Tag),
            object_id=stays.pk,
            object_repr=str(stays),
            action_flag=CHANGE,
            change_message=f"“{gone}” was merged into it: {moved} stories moved.",
        )
    return moved


def find_by_id(public_ids: Iterable[str]) -> dict[str, Tag]:
    """Each tag by the id that was asked for, be it that of one merged away. One query, or three."""
    wanted = set(public_ids)
    if not wanted:
        return {}
    found: dict[str, Tag] = Tag.objects.in_bulk(wanted, field_name="public_id")
    if missing := wanted - found.keys():
        leads = Address.objects.filter(kind=TAG, slug__in=missing)
        to = dict(leads.values_list("slug", "public_id"))
        rows = Tag.objects.in_bulk(to.values(), field_name="public_id") if to else {}
        found |= {asked: rows[stays] for asked, stays in to.items() if stays in rows}
    return found
