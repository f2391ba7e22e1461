"""The log of the record: who changed what, when and why. Rows are only ever added: the database
refuses to change or delete one (`people.permanence`).
"""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.models.entity import Entity


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, entity: Entity) -> Self:
        """Lines about the entity, and about those that were merged into it, from before that."""
        rows = Entity.objects.filter(Q(pk=entity.pk) | Q(merged_into=entity.pk))
        return self.filter(entity__in=rows.values("pk"))


class Event(models.Model):
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verb = models.CharField(max_length=30)
    entity = models.ForeignKey(Entity, models.PROTECT, null=True, blank=True, related_name="+")
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    why = models.CharField(max_length=500, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.verb} {self.entity}"
