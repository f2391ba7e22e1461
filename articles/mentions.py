"""Mentions: who and what a published story names, from the links to the record in its text."""

from __future__ import annotations

from articles.body.references import references
from articles.models import Article, Mention
from people.models import Entity


def derive(article: Article) -> None:
    """Replace the story's mentions with those in its published copy, in the order they are named.

    A link to a merged entity counts for the one it was merged into. Four queries.
    """
    named = references(article.body).records
    found = Entity.objects.select_related("merged_into").in_bulk(
        [public_id for public_id, _ in named], field_name="public_id"
    )
    offsets: dict[int, int] = {}
    for public_id, offset in named:
        if entity := found.get(public_id):
            offsets.setdefault(entity.merged_into_id or entity.pk, offset)
    article.mentions.all().delete()
    Mention.objects.bulk_create(
        Mention(article=article, entity_id=entity, position=place, first_offset=offset)
        for place, (entity, offset) in enumerate(offsets.items())
    )
