"""Pictures: their words, credit, rights and files."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from photos import originals
from photos.licenses import AFTERWARDS, NOTICE, end_of, today
from photos.renditions import Rendition
from press.recording import RecordedModel, made_from_day
from verbs.public_ids import PublicIdField, PublicIdQuerySet


class PictureQuerySet(PublicIdQuerySet):
    def cleared(self, at: datetime | None = None) -> Self:
        """Return pictures that may be shown: with a credit, rights and a license that hasn't ended."""
        runs = models.Q(license_ends_on=None) | models.Q(license_ends_on__gte=today(at))
        return self.filter(runs).exclude(credit="").exclude(rights=Picture.Rights.NONE)

    def uncleared(self) -> Self:
        """Return pictures without a credit or rights."""
        return self.filter(models.Q(credit="") | models.Q(rights=Picture.Rights.NONE))

    def ending(self, at: datetime | None = None) -> Self:
        """Return pictures whose license ends within a week or ended in the last month, by that date."""
        day = today(at)
        near = (day - AFTERWARDS, day + NOTICE)
        return self.filter(license_ends_on__range=near).order_by("license_ends_on", "pk")


class Picture(RecordedModel):
    """A picture. Only `photos/editing.py` writes one."""

    recorded_as = "picture"

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any, **options: Any) -> Self:
        row = super().from_db(db, field_names, values, **options)
        if "license_ends_on" in field_names and row.license_ends_on:
            made_from_day()
        return row

    class Kind(models.TextChoices):
        PHOTOGRAPH = "photograph", "Photograph"
        ILLUSTRATION = "illustration", "Illustration"

    class Rights(models.TextChoices):
        NONE = "none", "None: may not be published"
        OWNED = "owned", "Owned"
        LICENSED = "licensed", "Licensed"
        AGENCY = "agency", "Agency"
        HANDOUT = "handout", "Handout"
        PUBLIC_DOMAIN = "public-domain", "Public domain"

    public_id = PublicIdField()
    title = models.CharField(max_length=200, help_text="For the desk. Readers don’t see it.")
    alt = models.CharField(
        "alt text",
        max_length=300,
        blank=True,
        help_text=(
            "Describe it for people who can’t see it. "
            "Leave empty only if the picture adds nothing to the text around it."
        ),
    )
    caption = models.CharField(
        max_length=500, blank=True, help_text="Shown below it, unless a story has its own caption."
    )
    credit = models.CharField(
        max_length=200,
        blank=True,
        help_text="As shown to readers: “Ann Lee/Reuters”. Required for publishing the picture.",
    )
    source = models.CharField(
        max_length=200,
        blank=True,
        help_text=(
            "The agency, studio or archive it came from. "
            "It is also in the file that readers get, with the credit."
        ),
    )
    copyright = models.CharField(
        "copyright notice",
        max_length=300,
        blank=True,
        help_text="In its owner’s words: “© 2020 Ann Lee”. It stays in the file, with the credit.",
    )
    taken_on = models.DateField(
        "taken on",
        null=True,
        blank=True,
        help_text="The day it was taken or drawn, if known.",
    )
    rights = models.CharField(max_length=20, choices=Rights.choices, default=Rights.NONE)
    license_ends_on = models.DateField(
        "license ends on",
        null=True,
        blank=True,
        help_text=(
            "The last day it may be shown. After that day readers no longer see it anywhere. "
            "Leave empty if it doesn’t end."
        ),
    )
    rights_note = models.TextField(
        blank=True, help_text="Terms, limits, who agreed and when. Only the desk sees it."
    )
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.PHOTOGRAPH)

    focal_x = models.PositiveSmallIntegerField(
        "focal point, from the left",
        default=50,
        validators=[MaxValueValidator(100)],
        help_text="Percent of the width. Every crop keeps this point.",
    )
    focal_y = models.PositiveSmallIntegerField(
        "focal point, from the top",
        default=50,
        validators=[MaxValueValidator(100)],
        help_text="Percent of the height.",
    )

    original = models.FileField(
        storage=originals.storage, upload_to=originals.random_name, editable=False
    )
    width = models.PositiveIntegerField(editable=False, help_text="Pixels of the original.")
    height = models.PositiveIntegerField(editable=False, help_text="Pixels of the original.")
    version = models.PositiveIntegerField(
        default=1,
        editable=False,
        help_text="Raised with every change of the file that readers get. It is part of the address.",
    )

    from_file = models.JSONField(
        default=dict,
        editable=False,
        help_text="The file’s own metadata, until someone has filled in the field.",
    )

    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        indexes = [
            models.Index(fields=["-added_at", "-id"], name="picture_newest"),
            models.Index(
                fields=["license_ends_on"],
                name="picture_license_end",
                condition=models.Q(license_ends_on__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focal_x__lte=100, focal_y__lte=100),
                name="picture_focal_point_is_inside",
            ),
            models.CheckConstraint(
                condition=models.Q(width__gte=1, height__gte=1, version__gte=1),
                name="picture_has_pixels_and_a_version",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.public_id,)

    @property
    def is_cleared(self) -> bool:
        """Return whether it may be shown now: see `may_be_shown`."""
        return self.may_be_shown()

    def may_be_shown(self, at: datetime | None = None) -> bool:
        """Return whether it has a credit, rights and no license that has ended."""
        return bool(self.credit) and self.rights != self.Rights.NONE and not self.has_ended(at)

    def has_ended(self, at: datetime | None = None) -> bool:
        """Return whether the last day of its license is over, in the newsroom's time zone."""
        return self.license_ends_on is not None and self.license_ends_on < today(at)

    def ends_at(self) -> datetime | None:
        """Return the first moment at which readers may no longer see it; None without an end."""
        return end_of(self.license_ends_on) if self.license_ends_on else None

    def url(self, width: int, ext: str = "webp", crop: str = "") -> str:
        """Return the address of a rendition. Raises ValueError for a width, type or crop we don't make.

        A narrower picture has its own width under the name of the next larger one. Readers get it only
        while something public shows the picture.
        """
        Rendition(width, crop, ext)
        return Rendition.at_most(width, self, crop, ext).url(self)
