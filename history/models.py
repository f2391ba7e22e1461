"""The log: who did what, when, what was there before and after, and which rows it touched."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from words.code_ordered import CodeOrderedField
from words.folding import fold

LONGEST_NAME = 200
LAST_CHARACTER = "\U0010ffff"


class ChangeQuerySet(models.QuerySet["Change"]):
    def touching(self, kind: str, public_id: Any, *merged: str) -> ChangeQuerySet:
        """Return the changes that touched this row, newest first: one range of an index.

        `merged`: ids of rows that were merged into it, whose changes are included. The database then
        sorts the changes of all these rows, which are few.
        """
        if merged:
            rows = Touched.objects.filter(kind=kind, public_id__in=(public_id, *merged))
            return self.filter(pk__in=rows.values("change")).order_by("-at", "-pk")
        touched = self.filter(touched__kind=kind, touched__public_id=public_id)
        return touched.order_by("-touched__at", "-touched__change_id")

    def about(self, kind: str, public_id: Any) -> ChangeQuerySet:
        """Return the changes whose subject is this row, newest first: one range of an index.

        `public_id` may be an OuterRef.
        """
        return self.touching(kind, public_id).filter(subject_kind=kind, subject_id=public_id)

    def named(self, beginning: str) -> ChangeQuerySet:
        """Return the changes whose subject's name starts with `beginning`, ignoring case and accents.

        One range of an index, in its order: by name, then newest first.
        """
        folded = fold(beginning)
        if not folded:
            return self.none()
        named = self.filter(folded_name__gte=folded, folded_name__lt=folded + LAST_CHARACTER)
        return named.order_by("folded_name", "-at", "-pk")


class Change(models.Model):
    """Something that was done at the desk. `history.recording.record` writes it, nothing else.

    `before` and `after` hold the fields of the subject that changed, as JSON: a choice by its value,
    another row by its public id, a moment in ISO form. The database refuses to change or delete a
    row (`history.permanence`).
    """

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,  # history_change_by begins with it
    )
    verb = models.CharField(max_length=30, help_text="What was done: “rights changed”.")
    subject_kind = models.CharField(
        max_length=30, help_text="The kind of row that before and after are about: “picture”."
    )
    subject_id = models.CharField("subject's public id", max_length=64)
    subject_name = models.CharField(
        max_length=LONGEST_NAME,
        blank=True,
        help_text="Its name at the time. The row may have been deleted since.",
    )
    folded_name = CodeOrderedField(max_length=LONGEST_NAME, blank=True, editable=False)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True, help_text="Why, in the editor's words.")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "log line"
        verbose_name_plural = "log"
        ordering = ("-at", "-pk")
        default_permissions = ("view",)
        # One for the list at the desk, and one for each of its filters.
        indexes = tuple(
            models.Index(fields=(*first, "-at", "-id"), name=f"history_change_{name}")
            for name, first in (
                ("newest", ()),
                ("by_kind", ("subject_kind",)),
                ("by_verb", ("verb",)),
                ("by", ("by",)),
                ("by_name", ("folded_name",)),
            )
        )

    def __str__(self) -> str:
        return f"{self.subject_name or self.subject_id}: {self.verb}"


class Touched(models.Model):
    """A row that a change touched, by kind and public id: it may have been deleted or renamed since.

    `at` repeats the change's moment, so that an index gives a row's changes in order.
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
