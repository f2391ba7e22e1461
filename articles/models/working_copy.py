"""What an editor has typed on a story's screen and not saved yet."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class WorkingCopy(models.Model):
    """One for each window in which an editor has a story open. Only that editor ever sees it.

    `typed` is what the form would send, field by field, as it was typed: what can't be saved is
    kept too. Its window counts `version` up. A row that is closed was saved as a revision, and is
    empty, or discarded: it is kept a while so that a late request can't bring it back, and so that
    a discard can be taken back.
    """

    key = models.CharField(max_length=40, help_text="Made by the window, at random.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # None: a story that was never saved.
    article = models.ForeignKey(
        "articles.Article", models.PROTECT, null=True, blank=True, related_name="+"
    )
    based_on = models.PositiveIntegerField(
        default=0, help_text="The number of the revision that it began from; 0 for a new story."
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
