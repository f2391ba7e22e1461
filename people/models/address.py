"""Every slug that an entity has ever had."""

from __future__ import annotations

from django.db import models

from people.models.entity import Entity, Kind
from verbs import addresses


class Address(addresses.Address):
    """An address of an entity. Those of ceremonies and categories are unique within their award, the `scope`.

    An address that readers never saw, such as one made from a working title, doesn't redirect: that
    would reveal the title (docs/decisions/0007).
    """

    row_column, row_key = "entity", "pk"

    entity = models.ForeignKey(Entity, models.PROTECT, related_name="addresses")
    kind = models.CharField(max_length=20, choices=Kind)
    scope = models.CharField(max_length=64, blank=True)
    leads_from = models.DateTimeField(
        null=True, editable=False, help_text="When readers first saw a page there."
    )

    class Meta(addresses.Address.Meta):
        constraints = (
            models.UniqueConstraint(
                name="people_address_given_once", fields=("kind", "scope", "slug")
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}/{self.scope}/{self.slug}" if self.scope else f"{self.kind}/{self.slug}"

    @property
    def holder(self) -> str:
        return f"“{self.entity}”"
