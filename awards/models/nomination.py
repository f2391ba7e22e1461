"""Nominations, the unit that the ledger counts, and who is named on them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Case, Q, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from awards.models.award import Contest
from people.models.entity import NAME_LENGTH, Entity, Kind, public_entity
from people.models.production import Production
from verbs.public_ids import PublicIdField, PublicIdQuerySet

NOMINATED_KINDS = (
    Kind.PERSON,
    Kind.COMPANY,
    Kind.PRODUCTION,
)  # what can be nominated, so has counts


class NominationQuerySet(PublicIdQuerySet):
    def public(self, at: datetime | None = None) -> Self:
        """Return the nominations of which everything is public.

        That is the award, the ceremony, the category, the production if there is one, and every
        person and company named on them. The ledger counts no others.
        """
        hidden = Nominee.objects.filter(
            ~public_entity("party__", at=at), nomination=models.OuterRef("pk"), party__isnull=False
        )
        return self.filter(
            Q(production=None) | public_entity("production__", at=at),
            ~models.Exists(hidden),
            public_entity("contest__ceremony__award__", at=at),
            public_entity("contest__ceremony__", at=at),
            public_entity("contest__category__", at=at),
        )

    def known(self, at: datetime | None = None) -> Self:
        """Return the nominations that were announced by `at`: `Nomination.is_known` as a query."""
        moment, ceremony = at or timezone.now(), "contest__ceremony__stored_"
        given = Coalesce("contest__presented_at", f"{ceremony}wins_counted_from")
        announced = Coalesce("announced_at", f"{ceremony}nominations_counted_from")
        rows = self.alias(
            given=given,
            announced=Case(When(counts_as_nomination=True, then=announced)),
        )
        return rows.filter(
            Q(given__lte=moment) | Q(announced__lte=moment) | Q(given=None, announced=None)
        )


class Nomination(models.Model):
    """One nomination in a contest: of a production, of people, of companies, or of several."""

    # Each shared win counts in full for its winner. One sole winner per contest is held by the database;
    # that a sole and a shared win don't exist side by side, by the verbs in awards/results.py.
    class Result(models.TextChoices):
        NOMINATED = "nominated"
        WON = "won"
        SHARED_WIN = "shared win", "shared win: a tie, or one of a jury’s several"
        WITHDRAWN = "withdrawn"
        RESCINDED = "rescinded"

    WINS = (Result.WON, Result.SHARED_WIN)
    choice_reads = ("production", "contest__ceremony")
    ACTIVE = (Result.NOMINATED, *WINS)

    public_id = PublicIdField()
    contest = models.ForeignKey(Contest, models.PROTECT, related_name="nominations")
    position = models.PositiveIntegerField(default=0)
    production = models.ForeignKey(
        Production, models.PROTECT, null=True, blank=True, related_name="+"
    )
    detail = models.CharField(max_length=300, blank=True, help_text="The song or the episode.")
    result = models.CharField(
        max_length=20, choices=Result, default=Result.NOMINATED, editable=False
    )
    # Off for the seven winners of the 2nd Academy Awards, which announced no nominees, and for a
    # write-in winner such as Hal Mohr at the 8th: they have a win and no nomination.
    counts_as_nomination = models.BooleanField(
        default=True, help_text="Turn this off for winners who were never announced as nominees."
    )
    announced_at = models.DateTimeField(
        null=True, blank=True, help_text="Only if it was announced separately from the others."
    )
    note = models.TextField(blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                name="awards_nomination_one_sole_winner",
                fields=("contest",),
                condition=Q(result="won"),
                violation_error_message="Another nomination has already won this contest.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.contest.name}: {self.production or self.public_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it. If no date makes a new nomination public yet, it becomes public now.

        Nominations entered on the day of the announcement, or before anyone entered its date, then
        count at once. An announcement set for later (an embargo) is kept.
        """
        if self._state.adding and self.announced_at is None and self._is_announced_now():
            self.announced_at = timezone.now()
        super().save(*args, **kwargs)

    def natural_key(self) -> tuple[str]:
        return (self.public_id,)

    def _is_announced_now(self) -> bool:
        now, ceremony = timezone.now(), self.contest.ceremony
        if ceremony.nominations_announced_at or not self.counts_as_nomination:
            return False
        if announced := ceremony.nominations_announced_on:
            return announced.start(ceremony.zone) <= now <= announced.end(ceremony.zone)
        return not self.contest.is_known(now)

    @property
    def choice_label(self) -> str:
        return f"{self}, {self.contest.ceremony}"

    @property
    def is_win(self) -> bool:
        return self.result in self.WINS

    @property
    def counted_from(self) -> datetime | None:
        """When it became public knowledge; None without a date. Reads the contest and its ceremony.

        That is the announcement of the nominees, or the outcome if it came earlier or nobody
        entered when they were announced. A winner who was never announced as a nominee becomes
        known with the outcome.
        """
        given = self.contest.counted_from
        announced = self.announced_at or self.contest.ceremony.nominations_counted_from
        if not self.counts_as_nomination or announced is None:
            return given
        return min(announced, given) if given else announced

    def is_known(self, at: datetime | None = None) -> bool:
        """Return whether it was public knowledge at `at`. Reads the contest and its ceremony."""
        since = self.counted_from
        return since is None or since <= (at or timezone.now())


class Nominee(models.Model):
    """A person or company named on a nomination.

    A name without a party is legal: a name that isn't matched yet is better than a wrong match.
    """

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="nominees")
    position = models.PositiveIntegerField(default=0)
    party = models.ForeignKey(
        Entity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind__in": (Kind.PERSON, Kind.COMPANY)},
        verbose_name="person or company",
    )
    name_as_given = models.CharField(
        max_length=NAME_LENGTH, blank=True, help_text="As the award body printed it, if different."
    )
    role = models.CharField(max_length=120, blank=True, help_text="“Co-Executive Producer”.")
    counts = models.BooleanField(default=True)

    printed_name_in = "name_as_given"

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                name="awards_nominee_named_once",
                fields=("nomination", "party"),
                condition=Q(party__isnull=False),
                violation_error_message="They are already on this nomination.",
            ),
            models.CheckConstraint(
                name="awards_nominee_has_a_name",
                condition=Q(party__isnull=False) | ~Q(name_as_given=""),
                violation_error_message="Choose a person or company of the record, or write the "
                "name as it was given.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name printed on the nomination, or the party's name. Reads the party."""
        return self.name_as_given or (self.party.name if self.party else "")
