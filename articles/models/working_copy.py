"""Working copies: what an editor typed on a story's screen and didn't save."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class WorkingCopy(models.Model):
    """The unsaved text of one window in which a user has a story open. Nobody else ever sees it.

    `typed` has what the form would send, field by field, even what can't be saved as it is. The window
    counts `version` up. A closed row was either saved as a revision, and is empty, or discarded. It is
    kept for a while, so that a late request can't open it again and a discard can be undone.
    """

    key = models.CharField(max_length=40, help_text="A random key made by the browser window.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # None for a story that was never saved.
    article = models.ForeignKey(
        "articles.Article", models.PROTECT, null=True, blank=True, related_name="+"
    )
    based_on = models.PositiveIntegerField(
        default=0, help_text="The number of the revision that it began with; 0 for a new story."
    )
    typed = models.JSONField(default=dict)
    version = models.PositiveIntegerField()
    saved_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "working copies"
        ordering = ("-saved_at", "-pk")
        constraints = (
            models.UniqueConstraint(name="articles_workingcopy_one_a_key", fields=("user", "key")),
        )
        indexes = (
            models.Index(
                name="articles_workingcopy_open",
                fields=("user", "article"),
                condition=Q(closed_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.saved_at:%Y-%m-%d %H:%M}"
