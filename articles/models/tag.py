"""Tags: django-taggit's, with an identity of their own."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from taggit.models import ItemBase, TagBase

from photos.public_ids import PublicIdField, PublicIdQuerySet


class Tag(TagBase):
    public_id = PublicIdField()
    description = models.TextField(blank=True, help_text="One sentence, under its name.")

    objects = PublicIdQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.public_id,)


class TaggedStory(ItemBase):
    """A tag on a story's published copy."""

    tag = models.ForeignKey(Tag, models.PROTECT, related_name="tagged")
    content_object = models.ForeignKey("articles.Article", models.CASCADE, related_name="tagged")

    objects: models.Manager[TaggedStory] = models.Manager()  # taggit's own wants a natural key

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                name="articles_taggedstory_once", fields=("tag", "content_object")
            ),
        )
