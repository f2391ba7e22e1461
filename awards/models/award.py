"""Awards, their ceremonies and categories, and the contests: a category at one ceremony."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from people.models.entity import NAME_LENGTH, Entity, Kind, public_entity
from people.models.party import Company, Person
from verbs.public_ids import PublicIdField, PublicIdQuerySet
from words.partial_dates import PartialDate, PartialDateField


class Award(Entity):
    """One set of prizes that a body presents, such as the Primetime Emmy Awards.

    A body may have several: the Television Academy also presents the Television Academy Honors. A
    win counts as "an Emmy" if the award's `family` is "Emmy" and `counts_in_family` is on.
    """

    entity_kind = Kind.AWARD
    read_with = ("picture", "body")

    entity = models.OneToOneField(
        Entity, models.CASCADE, parent_link=True, primary_key=True, related_name="as_award"
    )
    body = models.ForeignKey(Company, models.PROTECT, null=True, blank=True, related_name="+")
    family = models.CharField(max_length=40, blank=True, help_text="“Emmy”, “Oscar”.")
    counts_in_family = models.BooleanField(default=True)
    complete_from = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="The number of the first ceremony from which the record has every nomination of the "
        "people in it. Their totals are shown as complete from this ceremony to the last one.",
    )
    complete_to = models.PositiveIntegerField(
        null=True, blank=True, help_text="The last such ceremony."
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="awards_award_complete_span_has_both_ends",
                condition=Q(complete_from=None, complete_to=None)
                | Q(
                    complete_from__isnull=False,
                    complete_to__isnull=False,
                    complete_from__lte=F("complete_to"),
                ),
                violation_error_message="A span of complete ceremonies has a first and a last, "
                "in that order. Leave both empty if there is none.",
            ),
        )

    def search_names(self) -> tuple[str, ...]:
        """Return "Emmy" for the award of that name, not for the academy's others of the family."""
        is_called_so = self.family.casefold() in f"{self.name} {self.short_name}".casefold()
        return (self.family,) if is_called_so else ()

    def search_context(self) -> tuple[str, ...]:
        return (self.family,)


FOUR_DIGITS = re.compile(r"[12][0-9]{3}")


def check_time_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:
        raise ValidationError(
            f"“{name}” isn’t a time zone. Write one such as America/New_York."
        ) from unknown


class Ceremony(Entity):
    """One ceremony, such as the 72nd Primetime Emmys.

    A year isn't unique: the 2nd and 3rd Oscars were both held in 1930, and the 75th and 76th
    Primetime Emmys both in 2024.
    """

    entity_kind = Kind.CEREMONY
    holder = Kind.AWARD
    read_with = ("picture", "award", "broadcaster")
    derived = (
        *Entity.derived,
        "stored_nominations_counted_from",
        "stored_wins_counted_from",
    )

    entity = models.OneToOneField(
        Entity, models.CASCADE, parent_link=True, primary_key=True, related_name="as_ceremony"
    )
    award = models.ForeignKey(Award, models.PROTECT, related_name="ceremonies")
    number = models.PositiveIntegerField(null=True, blank=True)
    year_label = models.CharField(max_length=20, help_text="“2020”, as labels print it.")
    held_on = PartialDateField()
    held_at = models.DateTimeField(null=True, blank=True, help_text="When it began, if known.")
    time_zone = models.CharField(
        max_length=40, default="America/Los_Angeles", validators=[check_time_zone]
    )
    venue = models.CharField(max_length=200, blank=True)
    broadcaster = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="+"
    )
    hosts = models.ManyToManyField(Person, blank=True, related_name="+")
    nominations_announced_on = PartialDateField()
    nominations_announced_at = models.DateTimeField(null=True, blank=True)
    # The values of the properties of these names without "stored", for queries.
    stored_nominations_counted_from = models.DateTimeField(null=True, editable=False)
    stored_wins_counted_from = models.DateTimeField(null=True, editable=False)
    nominees_complete = models.BooleanField(
        default=False, help_text="Every nominee of every contest is in the record."
    )
    winners_complete = models.BooleanField(
        default=False, help_text="Every winner of every contest is in the record."
    )

    class Meta:
        verbose_name_plural = "ceremonies"
        constraints = (
            models.UniqueConstraint(
                name="awards_ceremony_numbered_once", fields=("award", "number")
            ),
        )

    def derive(self) -> None:
        """Set what follows from other fields; the scope is the award's public id.

        Runs a query for the award unless it is loaded.
        """
        super().derive()
        self.scope = self.award.public_id if self.award_id else ""
        try:
            self.stored_nominations_counted_from = self.nominations_counted_from
            self.stored_wins_counted_from = self.wins_counted_from
        except (AttributeError, KeyError, ValueError, OSError):
            pass  # not a date or a time zone: `clean` reports it, and nothing is saved

    def names_for_slug(self) -> tuple[str, ...]:
        return self.year_label, f"{self.year_label} {self.number or ''}"

    def faults_of_change(self, stored: Entity) -> dict[str, str]:
        return contests_stay(self, stored)

    def search_names(self) -> tuple[str, ...]:
        """ "2020 Emmys" and "Emmys 2020"."""
        award = self.award.label
        return f"{self.year_label} {award}", f"{award} {self.year_label}"

    def search_context(self) -> tuple[str, ...]:
        return self.award.name, self.award.family

    def search_date(self, at: datetime) -> datetime | None:
        return self.held_at or (self.period.start(self.zone) if self.period else None)

    def clean(self) -> None:
        super().clean()
        pairs = (
            ("held_at", self.held_at, self.held_on),
            (
                "nominations_announced_at",
                self.nominations_announced_at,
                self.nominations_announced_on,
            ),
        )
        wrong = {
            name: message for name, at, on in pairs if (message := self._contradiction(at, on))
        }
        if wrong:
            raise ValidationError(wrong)

    def _contradiction(self, at: datetime | None, on: PartialDate | None) -> str:
        """Return what is wrong if the moment isn't on that date in the ceremony's time zone."""
        try:
            zone = self.zone
        except (KeyError, ValueError, OSError):
            return ""  # `check_time_zone` reports it
        if not at or not isinstance(on, PartialDate):
            return ""
        there = at.astimezone(zone).date().isoformat()
        if there.startswith(on.iso):
            return ""
        return (
            f"In {self.time_zone} that is {PartialDate(there)}, but the date says {on}. Make them "
            "match."
        )

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def nominations_counted_from(self) -> datetime | None:
        """When its nominations became known: the moment, or else the end of that day."""
        if self.nominations_announced_at or not self.nominations_announced_on:
            return self.nominations_announced_at
        return self.nominations_announced_on.end(self.zone)

    @property
    def wins_counted_from(self) -> datetime | None:
        """When its winners became known: when it began, or else the end of its day or year.

        In its own time zone: 8 p.m. in Los Angeles is the next day in UTC.
        """
        if self.held_at or not self.period:
            return self.held_at
        return self.period.end(self.zone)

    @property
    def period(self) -> PartialDate | None:
        """The date of the ceremony, or else the year that its label begins with."""
        labelled = self.year_label[:4]
        return self.held_on or (PartialDate(labelled) if FOUR_DIGITS.fullmatch(labelled) else None)

    @property
    def year(self) -> int:
        """The year it was held in, in its own time zone; 0 if unknown."""
        if self.held_at and not self.held_on:
            return self.held_at.astimezone(self.zone).year
        return self.period.year if self.period else 0


class Category(Entity):
    """A category through all its names: each year's contest has the name printed that year.

    "The same category" in a story means the same row here, never equal names: the Emmys alone have
    had more than a thousand spellings.
    """

    entity_kind = Kind.CATEGORY
    holder = Kind.AWARD
    read_with = ("picture", "award")
    choice_reads = ("award",)

    # How its awards are counted: honorary ones are reported beside an entity's wins, never in them.
    class Tally(models.TextChoices):
        COMPETITIVE = "competitive"
        JURIED = "juried"
        HONORARY = "honorary"

    # Who or what its awards go to, and so what a list of nominees prints in large type. Best
    # picture named companies until the 23rd Academy Awards and people since; international feature
    # names a country. Neither is a nomination of the people who made the film.
    class Basis(models.TextChoices):
        PERSON = "person"
        PRODUCTION = "production"
        COMPANY = "company"
        SONG = "song"
        COUNTRY = "country"

    entity = models.OneToOneField(
        Entity, models.CASCADE, parent_link=True, primary_key=True, related_name="as_category"
    )
    award = models.ForeignKey(Award, models.PROTECT, related_name="categories")
    tally = models.CharField(max_length=20, choices=Tally, default=Tally.COMPETITIVE)
    basis = models.CharField(max_length=20, choices=Basis, default=Basis.PERSON)
    group = models.CharField(
        max_length=60, blank=True, help_text="Its heading on a ceremony’s page: “Limited series”."
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "categories"

    @property
    def choice_label(self) -> str:
        return f"{self}, {self.award.label}"

    @property
    def names_title_first(self) -> bool:
        """Whether its nominations are called by their title ("Parasite") and not by people."""
        return self.basis in (self.Basis.PRODUCTION, self.Basis.COUNTRY)

    def derive(self) -> None:
        """Set what follows from other fields; the scope is the award's public id.

        Runs a query for the award unless it is loaded.
        """
        super().derive()
        self.scope = self.award.public_id if self.award_id else ""

    def faults_of_change(self, stored: Entity) -> dict[str, str]:
        return contests_stay(self, stored)

    def search_note(self) -> str:
        return str(self.award.label)

    def search_context(self) -> tuple[str, ...]:
        return self.award.name, self.award.family


def contests_stay(row: Any, stored: Any) -> dict[str, str]:
    """Return why a ceremony or category with contests can't move to another award, by field.

    One query if its award changes.
    """
    contest = stored.contests.first() if stored.award_id != row.award_id else None
    if contest is None:
        return {}
    return {
        "award": f"“{contest.name}” belongs to {stored.award}. A ceremony or category with contests "
        "can’t move to another award."
    }


class ContestQuerySet(PublicIdQuerySet):
    def public(self, at: datetime | None = None) -> Self:
        """Return the contests whose award, ceremony and category are all public."""
        return self.filter(
            public_entity("ceremony__award__", at=at),
            public_entity("ceremony__", at=at),
            public_entity("category__", at=at),
        )


class Contest(models.Model):
    """A category at one ceremony, under the name it had that year.

    A category may have two contests at a ceremony: the Oscars had prizes for black-and-white and for
    color. Setting a winner writes `outcome` and the nomination's `result` in one transaction
    (awards/results.py).
    """

    class Outcome(models.TextChoices):
        OPEN = "open"
        AWARDED = "awarded"
        NO_AWARD = "no award"
        RESCINDED = "rescinded", "rescinded: it was given and taken back"

    choice_reads = ("ceremony",)

    public_id = PublicIdField()
    ceremony = models.ForeignKey(Ceremony, models.PROTECT, related_name="contests")
    category = models.ForeignKey(Category, models.PROTECT, related_name="contests")
    name = models.CharField(max_length=NAME_LENGTH, help_text="Exactly as printed that year.")
    position = models.PositiveIntegerField(default=0)
    presented_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Only if it was presented at another time than the ceremony.",
    )
    outcome = models.CharField(max_length=20, choices=Outcome, default=Outcome.OPEN, editable=False)

    objects = ContestQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        permissions = (("decide_contest", "Can set winners and other results"),)
        constraints = (
            models.UniqueConstraint(
                name="awards_contest_named_once_per_ceremony", fields=("ceremony", "name")
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.ceremony}"

    def natural_key(self) -> tuple[str]:
        return (self.public_id,)

    def clean(self) -> None:
        if self.ceremony_id and self.category_id and self.ceremony.award != self.category.award:
            raise ValidationError(
                {"category": f"{self.category} is not a category of {self.ceremony.award}."}
            )

    @property
    def counted_from(self) -> datetime | None:
        """When its outcome became known; None without a date. Reads the ceremony.

        `presented_at` comes first: the Creative Arts Emmys are presented a week before the others.
        """
        return self.presented_at or self.ceremony.wins_counted_from

    def is_known(self, at: datetime | None = None) -> bool:
        """Return whether its outcome was public knowledge at `at`. Reads the ceremony."""
        since = self.counted_from
        return since is None or since <= (at or timezone.now())
