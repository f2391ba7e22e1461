"""The log: who did what, when, what was there before and after, and which rows it touched."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class ChangeQuerySet(models.QuerySet["Change"]):
    def touching(self, kind: str, public_id: str) -> ChangeQuerySet:
        """Return the changes that touched this row, newest first: one range of an index."""
        touched = self.filter(touched__kind=kind, touched__public_id=public_id)
        return touched.order_by("-touched__at", "-touched__change_id")


class Change(models.Model):
    """Something that was done at the desk. `history.recording.record` writes it, nothing else.

    `before` and `after` hold the fields of the subject that changed, as JSON: a choice by its value,
    another row by its public id, a moment in ISO form. The database refuses to change or delete a
    row (`history.permanence`).
    """

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verb = models.CharField(max_length=30, help_text="What was done: “rights changed”.")
    subject_kind = models.CharField(
        max_length=30, help_text="The kind of row that before and after are about: “picture”."
    )
    subject_id = models.CharField("subject's public id", max_length=64)
    subject_name = models.CharField(
        max_length=200, blank=True, help_text="What it was called then: it may be gone since."
    )
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    note = models.CharField(max_length=500, blank=True, help_text="Why, in the editor's words.")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        default_permissions = ("view",)
        indexes = (models.Index(fields=("-at", "-id"), name="history_change_newest"),)

    def __str__(self) -> str:
        return f"{self.subject_name or self.subject_id}: {self.verb}"


class Touched(models.Model):
    """A row that a change touched, by its identity: the row itself may be gone or renamed since.

    The change's moment is here too, so that everything that touched a row is read in order.
    """

    change = models.ForeignKey(Change, models.PROTECT, related_name="touched")
    kind = models.CharField(max_length=30)
    public_id = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                name="history_touched_once", fields=("change", "kind", "public_id")
            ),
        )
        indexes = (
            models.Index(
                fields=("kind", "public_id", "-at", "-change"), name="history_touched_newest"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"
