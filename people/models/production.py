"""Films, series, novels, plays: what people are credited on and nominated for."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from people.models.entity import Entity, Kind, public_entity
from words.partial_dates import PartialDateField


class Production(Entity):
    entity_kind = Kind.PRODUCTION

    class Type(models.TextChoices):
        FILM = "film"
        TELEVISION_MOVIE = "television movie"
        SERIES = "series"
        LIMITED_SERIES = "limited series"
        SPECIAL = "special"
        SHORT = "short"
        STAGE = "stage", "stage production"
        NOVEL = "novel"
        NONFICTION = "nonfiction book"
        COMIC = "comic"
        ARTICLE = "article"
        OTHER = "other"

    class Status(models.TextChoices):
        ANNOUNCED = "announced"
        IN_DEVELOPMENT = "in development"
        IN_PRODUCTION = "in production"
        COMPLETED = "completed"
        RELEASED = "released"
        ENDED = "ended"
        CANCELLED = "cancelled"
        SHELVED = "shelved"

    UPCOMING = (Status.ANNOUNCED, Status.IN_DEVELOPMENT, Status.IN_PRODUCTION, Status.COMPLETED)

    entity = models.OneToOneField(
        Entity, models.CASCADE, parent_link=True, primary_key=True, related_name="as_production"
    )
    type = models.CharField(max_length=20, choices=Type)
    status = models.CharField(max_length=20, choices=Status, default=Status.RELEASED)
    parts = models.PositiveIntegerField(
        null=True, blank=True, help_text="The number of episodes, if it has any."
    )

    @property
    def is_upcoming(self) -> bool:
        return self.status in self.UPCOMING

    def search_note(self) -> str:
        return self.disambiguation or str(self.get_type_display())

    def search_context(self) -> tuple[str, ...]:
        return (str(self.get_type_display()),)

    def search_date(self, at: datetime) -> datetime | None:
        """The date of the first release that readers see. Reads the releases and their companies."""
        dates = [
            release.date
            for release in self.releases.all()
            if release.date and (release.company is None or release.company.is_public(at))
        ]
        return min(dates).start() if dates else None


WRITTEN_TYPES = (
    Production.Type.NOVEL,
    Production.Type.NONFICTION,
    Production.Type.COMIC,
    Production.Type.ARTICLE,
)


class Relation(models.Model):
    """How one production follows from another: "based on" a novel, "spin-off of" a series."""

    class Type(models.TextChoices):
        BASED_ON = "based on"
        REMAKE_OF = "remake of"
        SEQUEL_TO = "sequel to"
        SPIN_OFF_OF = "spin-off of"

    from_production = models.ForeignKey(Production, models.PROTECT, related_name="sources")
    to_production = models.ForeignKey(Production, models.PROTECT, related_name="led_to")
    type = models.CharField(max_length=20, choices=Type)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("type", "pk")
        constraints = (
            models.UniqueConstraint(
                name="people_relation_said_once",
                fields=("from_production", "to_production", "type"),
            ),
            models.CheckConstraint(
                name="people_relation_not_to_itself",
                condition=~Q(from_production=F("to_production")),
                violation_error_message="A production can’t be based on itself. Choose another.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.from_production}, {self.type} {self.to_production}"


def first_released_on() -> models.Subquery:
    """Annotate a production's first release date, public or not, for the desk's lists."""
    out = Release.objects.filter(production=models.OuterRef("pk")).exclude(date="")
    return models.Subquery(out.order_by("date").values("date")[:1])


class ReleaseQuerySet(models.QuerySet["Release"]):
    def public(self, at: datetime | None = None) -> Self:
        """Return the releases whose production, and company if there is one, are public."""
        return self.filter(
            public_entity("production__", at=at),
            Q(company=None) | public_entity("company__", at=at),
        )


class Release(models.Model):
    """When and where a production came out. Its date may be a month: never invent a day."""

    class Kind(models.TextChoices):
        PREMIERE = "premiere"
        THEATRICAL = "theatrical"
        STREAMING = "streaming"
        FESTIVAL = "festival"
        PUBLICATION = "publication"
        EXPECTED = "expected"

    production = models.ForeignKey(Production, models.CASCADE, related_name="releases")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.PREMIERE)
    company = models.ForeignKey(
        Entity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="platform_of",
        limit_choices_to={"kind": "company"},
        help_text="The network, service, festival or distributor.",
    )
    date = PartialDateField()
    label = models.CharField(
        max_length=60, blank=True, help_text="Only without an exact date: “fall”."
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("date", "pk")

    def __str__(self) -> str:
        return f"{self.kind}, {self.date or self.label}"
