"""Users of the desk, and the stories that are pinned to the front page."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models import Article
from newsroom.accounts.models import DeskSession  # noqa: F401 - a table of this app


class User(AbstractUser):
    """Someone who signs in to the desk. Foreign keys name it as settings.AUTH_USER_MODEL."""

    @property
    def display_name(self) -> str:
        """The full name, or the user name of somebody who has given none."""
        return self.get_full_name() or self.get_username()

    @property
    def public_id(self) -> str:
        """The id that the log uses. Readers never see an account, so its primary key will do."""
        return str(self.pk) if self.pk else "unknown"


class FrontPage(models.Model):
    """A single row that stands for the whole front page, so that an editor can lock all of its places.

    An empty place has no row of its own that could be locked. The log names this row by `public_id`.
    """

    public_id = "front-page"

    class Meta:
        default_permissions = ()
        constraints = (models.CheckConstraint(name="newsroom_frontpage_is_one", condition=Q(pk=1)),)

    def __str__(self) -> str:
        return "Front page"

    @classmethod
    def lock(cls) -> None:
        """Make other editors of the front page wait until this transaction ends."""
        cls.objects.select_for_update().get_or_create(pk=1)


class FrontSlotQuerySet(models.QuerySet["FrontSlot"]):
    def active(self, at: datetime | None = None) -> Self:
        """Return the slots whose time includes `at`, by default now."""
        moment = at or timezone.now()
        return self.filter(
            Q(until_at=None) | Q(until_at__gt=moment),
            from_at__lte=moment,
        )

    def overlapping(self, slot: FrontSlot) -> Self:
        """Return the other slots of the same place whose time overlaps this one's."""
        others = self.filter(place=slot.place).exclude(pk=slot.pk)
        if slot.until_at:
            others = others.filter(from_at__lt=slot.until_at)
        return others.filter(Q(until_at=None) | Q(until_at__gt=slot.from_at))


class FrontSlot(models.Model):
    """A story that an editor pinned to a place of the front page, from one moment to another.

    A place without a pin shows the newest story left. A pinned story that isn't public isn't shown.
    """

    class Place(models.IntegerChoices):
        """Where on the page a story is: readers see the number beside its headline."""

        LEAD = 1, "1: the lead"
        SECOND = 2, "2: beside the lead"
        THIRD = 3, "3"
        FOURTH = 4, "4"
        FIFTH = 5, "5"

    place = models.PositiveSmallIntegerField(choices=Place, default=Place.LEAD)
    article = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name="story")
    from_at = models.DateTimeField("from", default=timezone.now)
    until_at = models.DateTimeField(
        "until", null=True, blank=True, help_text="Leave empty for no end."
    )
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = FrontSlotQuerySet.as_manager()

    class Meta:
        verbose_name = "place on the front page"
        verbose_name_plural = "places on the front page"
        ordering = ("place", "-from_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="newsroom_frontslot_ends_after_it_begins",
                condition=Q(until_at=None) | Q(until_at__gt=models.F("from_at")),
                violation_error_message="The end must be later than the start.",
            ),
            models.CheckConstraint(
                name="newsroom_frontslot_place_exists",
                condition=Q(place__gte=1, place__lte=5),
                violation_error_message="The front page has places 1 to 5.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_place_display()}: {self.article}"

    def clean(self) -> None:
        """Raise ValidationError if another story has this place at the same time."""
        if self.from_at and (other := FrontSlot.objects.overlapping(self).first()):
            raise ValidationError(
                {
                    "place": f"“{other.article}” already has this place at that time. "
                    "End it earlier, or choose another place."
                }
            )
