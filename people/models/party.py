"""Who can be credited and nominated: people and companies."""

from django.core.exceptions import ValidationError
from django.db import models

from people.models.entity import Entity, Kind
from words.partial_dates import PartialDate, PartialDateField


class Person(Entity):
    entity_kind = Kind.PERSON

    entity = models.OneToOneField(
        Entity, models.CASCADE, parent_link=True, primary_key=True, related_name="as_person"
    )
    born = PartialDateField()
    died = PartialDateField()
    occupations = models.CharField(
        max_length=200,
        blank=True,
        help_text="“Actor, producer, director”. Leave it empty to take it from the credits.",
    )

    class Meta:
        verbose_name_plural = "people"

    def search_note(self) -> str:
        return self.disambiguation or self.occupations

    def search_context(self) -> tuple[str, ...]:
        return (self.occupations,)

    def clean(self) -> None:
        super().clean()
        born, died = self.born, self.died
        if isinstance(born, PartialDate) and isinstance(died, PartialDate) and died.precedes(born):
            raise ValidationError(
                {"died": f"The date of death is before the date of birth, {born}. Check both."}
            )


class Company(Entity):
    entity_kind = Kind.COMPANY

    class Type(models.TextChoices):
        NETWORK = "network"
        STREAMER = "streamer"
        STUDIO = "studio"
        PRODUCTION_COMPANY = "production company"
        DISTRIBUTOR = "distributor"
        ACADEMY = "academy"
        PUBLISHER = "publisher"
        OTHER = "other"

    entity = models.OneToOneField(
        Entity, models.CASCADE, parent_link=True, primary_key=True, related_name="as_company"
    )
    type = models.CharField(max_length=20, choices=Type, default=Type.OTHER)

    class Meta:
        verbose_name_plural = "companies"

    def search_note(self) -> str:
        is_other = self.type == self.Type.OTHER
        return self.disambiguation or ("" if is_other else str(self.get_type_display()))
