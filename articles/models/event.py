"""The log of the verbs: who did what to a story, and when. Rows are only ever added."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from words.times import dated


class Event(models.Model):
    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verb = models.CharField(max_length=30)
    revision = models.ForeignKey(
        "articles.Revision", models.PROTECT, null=True, blank=True, related_name="+"
    )
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.verb}, {dated(self.at)}"
