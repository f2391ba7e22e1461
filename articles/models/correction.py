"""Notes on a published story that readers see: corrections and updates."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.titles import plain


class Correction(models.Model):
    """A correction or clarification that readers see, on the story and on /corrections/."""

    class Kind(models.TextChoices):
        CORRECTION = "correction"
        CLARIFICATION = "clarification"

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.CORRECTION)
    text = models.TextField(help_text="What was wrong, and what is right. *Titles* in stars.")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {plain(self.text)[:60]}"


class Update(models.Model):
    """A significant update. Readers see "Updated" with the time and the note.

    Figures in the story's boxes are as of its last update.
    """

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="updates")
    note = models.CharField(max_length=300, help_text="What it adds: “Adds the speech.”")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("made_at", "pk")

    def __str__(self) -> str:
        return plain(self.note)
