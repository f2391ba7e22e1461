"""Tags: those of django-taggit, with public ids and synonyms."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from taggit.models import ItemBase, TagBase

from articles.models.sort_key import SortedByName
from press.recording import RecordedModel
from verbs.public_ids import PublicIdField, PublicIdQuerySet
from words.folding import fold


class Tag(RecordedModel, TagBase):  # type: ignore[django-manager-missing]  # taggit has no types
    recorded_as = "tag"
    public_id = PublicIdField()
    description = models.TextField(blank=True, help_text="One sentence, under its name.")

    sort_key = SortedByName()

    objects = PublicIdQuerySet.as_manager()

    class Meta:
        ordering = ("sort_key", "name", "pk")
        permissions = (("merge_tag", "Can merge two tags"),)

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.public_id,)


class TagSynonym(models.Model):
    """Another word for one tag. Whoever types it is offered the tag."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="synonyms")
    name = models.CharField(max_length=100)
    folded_name = models.CharField(max_length=100, unique=True, editable=False)

    class Meta:
        ordering = ("name", "pk")
        verbose_name = "synonym of a tag"
        verbose_name_plural = "synonyms of tags"

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded_name = fold(self.name)[:100]
        super().save(*args, **kwargs)


class TaggedStory(ItemBase):
    """A tag on a story's published copy."""

    tag = models.ForeignKey(Tag, models.PROTECT, related_name="tagged")
    content_object = models.ForeignKey("articles.Article", models.CASCADE, related_name="tagged")

    objects: models.Manager[TaggedStory] = models.Manager()  # taggit's manager needs a natural key

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                name="articles_taggedstory_once", fields=("tag", "content_object")
            ),
        )
