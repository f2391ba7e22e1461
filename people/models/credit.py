"""Who did what on a production."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models

from people.models.entity import NAME_LENGTH, Entity, Kind, public_entity
from people.models.production import Production
from people.roles import Role


def check_characters(value: Any) -> None:
    """Check that `value` is a list of names: one actor may play both twins."""
    if not isinstance(value, list) or not all(isinstance(c, str) and c.strip() for c in value):
        raise ValidationError("Characters are a list of names, such as Dominick; Thomas.")


class CreditQuerySet(models.QuerySet["Credit"]):
    def public(self, at: datetime | None = None) -> Self:
        """Return the credits whose production and party are both public."""
        return self.filter(public_entity("production__", at=at), public_entity("party__", at=at))


class Credit(models.Model):
    production = models.ForeignKey(Production, models.PROTECT, related_name="credits")
    party = models.ForeignKey(
        Entity,
        models.PROTECT,
        related_name="party_credits",
        limit_choices_to={"kind__in": (Kind.PERSON, Kind.COMPANY)},
        verbose_name="person or company",
    )
    role = models.CharField(max_length=30, choices=Role, default=Role.ACTOR)
    characters = models.JSONField(default=list, blank=True, validators=[check_characters])
    credited_as = models.CharField(
        max_length=NAME_LENGTH, blank=True, help_text="The name as printed, if different."
    )
    billing = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="The place in the billing order: 1 is the lead.",
    )
    scope = models.CharField(max_length=60, blank=True, help_text="“Episodes 1–6”.")
    uncredited = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)

    objects = CreditQuerySet.as_manager()
    printed_name_in = "credited_as"

    class Meta:
        # Billing isn't unique: two swapped rows of a form are valid together, and each save alone
        # would break the constraint.
        ordering = (models.F("billing").asc(nulls_last=True), "pk")
        constraints = (
            models.UniqueConstraint(
                name="people_credit_said_once", fields=("production", "party", "role", "scope")
            ),
        )

    def __str__(self) -> str:
        return f"{self.party}, {self.role}"

    @property
    def printed_name(self) -> str:
        return self.credited_as or self.party.name

    @property
    def characters_line(self) -> str:
        """ "Dominick Birdsey; Thomas Birdsey", as forms and tables write it."""
        return "; ".join(self.characters)
