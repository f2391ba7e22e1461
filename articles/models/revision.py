"""Revisions: the whole content each time an editor saved it. The database refuses to change one."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.stages import Stage
from articles.titles import UNTITLED, plain


class Revision(models.Model):
    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField(help_text="The fields in articles.content.")
    # Copied from the content, so that the desk can list drafts without reading it.
    headline = models.CharField(max_length=250)
    section = models.ForeignKey(
        "articles.Section", models.PROTECT, null=True, blank=True, related_name="+"
    )
    stage = models.CharField(max_length=12, choices=Stage)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(
                name="articles_revision_numbered_once", fields=("article", "number")
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}: {plain(self.shown_headline)}"

    @property
    def shown_headline(self) -> str:
        """Return the headline as the desk shows it, "Untitled" for a draft without one."""
        return self.headline or UNTITLED
