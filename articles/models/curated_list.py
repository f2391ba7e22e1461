"""Lists of stories that an editor chooses, such as "Best of The Call Sheet"."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils import timezone

from articles.models.sort_key import SortedByName
from press.recording import RecordedModel
from verbs.public_ids import PublicIdField, PublicIdQuerySet


class CuratedListQuerySet(PublicIdQuerySet):
    def public(self, at: datetime | None = None) -> Self:
        return self.filter(published_at__lte=at or timezone.now())


class CuratedList(RecordedModel):
    recorded_as = "curated-list"
    public_id = PublicIdField()
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    description = models.TextField(blank=True, help_text="“Five to keep, chosen by the desk.”")
    sort_key = SortedByName()
    published_at = models.DateTimeField(null=True, blank=True)
    is_at_foot = models.BooleanField(
        default=False, help_text="Shown on the front page and at the foot of every page."
    )

    objects = CuratedListQuerySet.as_manager()

    class Meta:
        ordering = ("sort_key", "name", "pk")
        constraints = (
            models.UniqueConstraint(
                name="articles_curatedlist_one_at_foot",
                fields=("is_at_foot",),
                condition=models.Q(is_at_foot=True),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("curated_list", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.public_id,)

    def is_public(self, at: datetime | None = None) -> bool:
        """Return whether `public()` would include this row."""
        return self.published_at is not None and self.published_at <= (at or timezone.now())


class CuratedStory(models.Model):
    """A story's place on a list. While the story isn't public, it keeps its place but isn't shown."""

    curated_list = models.ForeignKey(CuratedList, models.CASCADE, related_name="places")
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="+", verbose_name="story"
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        verbose_name = "story on a list"
        verbose_name_plural = "stories on lists"
        constraints = (
            models.UniqueConstraint(
                name="articles_curatedstory_once", fields=("curated_list", "article")
            ),
        )

    def __str__(self) -> str:
        return str(self.article)
