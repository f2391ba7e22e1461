"""The sections of the publication. Each has a color, named for the paper of a script's revision."""

from django.db import models
from django.urls import reverse

from articles.models.sort_key import SortedByName
from press.recording import RecordedModel
from verbs.public_ids import PublicIdField, PublicIdQuerySet


class Section(RecordedModel):
    recorded_as = "section"

    class Paper(models.TextChoices):
        GOLD = "gold"
        BLUE = "blue"
        PINK = "pink"
        GREEN = "green"
        SALMON = "salmon"
        LILAC = "lilac"
        WHITE = "white"

    public_id = PublicIdField()
    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    paper = models.CharField(max_length=10, choices=Paper, default=Paper.WHITE)
    description = models.TextField(blank=True, help_text="One sentence, under its name.")
    sort_key = SortedByName()
    position = models.PositiveIntegerField(default=0, help_text="Its place in the navigation.")

    objects = PublicIdQuerySet.as_manager()

    class Meta:
        ordering = ("position", "sort_key", "name", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.public_id,)
