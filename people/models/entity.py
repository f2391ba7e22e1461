"""What all entities have in common: a name, an identity and an address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from people.sort_names import follows_rule, sort_key_of, sort_name_of
from press.recording import RecordedModel
from verbs.public_ids import PublicIdField, PublicIdQuerySet
from words.code_ordered import CodeOrderedField
from words.folding import fold
from words.partial_dates import PartialDateField

NAME_LENGTH = 300  # the longest category name in the Emmy data has 176 characters


class Kind(models.TextChoices):
    PERSON = "person"
    COMPANY = "company"
    PRODUCTION = "production"
    AWARD = "award"
    CEREMONY = "ceremony"
    CATEGORY = "category"


KINDS: dict[str, type[Entity]] = {}
"""The model of each kind. An app that has kinds of its own adds them by subclassing Entity."""


def public_entity(path: str = "", *, at: datetime | None = None) -> Q:
    """Return the condition that the entity at a lookup path ("production__") is public.

    The only definition of a public entity: published by `at`, and not merged into another.
    """
    return Q(
        **{f"{path}published_at__lte": at or timezone.now(), f"{path}merged_into__isnull": True}
    )


def nearness(folded: str, field: str = "folded_name") -> models.Case:
    """Annotate how well a folded name matches: 0 if it is the text, 1 if it begins with it, 2 if one
    of its words does, else 3.
    """
    return models.Case(
        models.When(**{field: folded}, then=models.Value(0)),
        models.When(**{f"{field}__startswith": folded}, then=models.Value(1)),
        models.When(**{f"{field}__contains": f" {folded}"}, then=models.Value(2)),
        default=models.Value(3),
    )


class EntityQuerySet(PublicIdQuerySet):
    def public(self, at: datetime | None = None) -> Self:
        """Return the entities that readers may see."""
        return self.filter(public_entity(at=at))

    def unmerged(self) -> Self:
        return self.filter(merged_into=None)

    def with_addresses(self) -> Self:
        """Annotate what `get_absolute_url` needs; without it a ceremony or category runs a query."""
        award = Entity.objects.filter(public_id=models.OuterRef("scope")).values("slug")
        return self.annotate(_scope_slug=models.Subquery(award))

    def called(self, text: str) -> Self:
        """Return the entities with the text in their name or any other name, search hints included."""
        folded = fold(text)
        other = EntityName.objects.filter(
            entity=models.OuterRef("pk"), folded_name__contains=folded
        )
        return self.filter(Q(folded_name__contains=folded) | models.Exists(other))

    def called_by(self, words: Iterable[str]) -> Self:
        """Return the entities with every word in one of their names, in any order."""
        return reduce(lambda rows, word: rows.called(word), words, self)


class Entity(RecordedModel):
    """A person, company, production, award, ceremony or category.

    Constraints hold names and addresses among the unmerged; `people.editing` has every verb.
    """

    recorded_as = "entity"

    entity_kind: str = ""  # set by each model
    holder: str = ""  # the field, and kind, of the entity it belongs to: a ceremony's is "award"
    read_with: tuple[str, ...] = ("picture",)  # relations that its page always needs
    derived: tuple[str, ...] = ("folded_name", "sort_name", "sort_key")  # saved with every save

    public_id = PublicIdField()
    kind = models.CharField(max_length=20, choices=Kind, editable=False)
    name = models.CharField(max_length=NAME_LENGTH)
    short_name = models.CharField(
        max_length=120, blank=True, help_text="As labels print it: “Emmys”, “Lead Actor, Drama”."
    )
    sort_name = models.CharField(
        max_length=NAME_LENGTH,
        blank=True,
        help_text="Lists sort it under this: “Ruffalo, Mark”, “Crown, The”. Leave it empty to make it "
        "from the name and to follow a rename. Write your own for a family name of two words "
        "(“Bonham Carter, Helena”) or one that comes first (“Bong Joon Ho”).",
    )
    sort_key = CodeOrderedField(max_length=NAME_LENGTH, db_default="", editable=False)
    folded_name = models.CharField(max_length=NAME_LENGTH, editable=False, db_index=True)
    disambiguation = models.CharField(
        max_length=120,
        blank=True,
        help_text="What tells it apart from others with the same name: “director”, “film, 2019”.",
    )
    summary = models.TextField(blank=True, help_text="One or two sentences that readers see.")
    picture = models.ForeignKey(
        "photos.Picture", models.PROTECT, null=True, blank=True, related_name="+"
    )
    slug = models.SlugField(max_length=140, help_text="The last part of its address.")
    scope = models.CharField(max_length=64, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = EntityQuerySet.as_manager()

    class Meta:
        ordering = ("sort_key", "pk")
        verbose_name_plural = "entities"
        indexes = (models.Index(fields=("sort_key", "id"), name="people_entity_in_order"),)
        permissions = (
            ("publish_entity", "Can publish and unpublish in the record"),
            ("merge_entity", "Can merge two rows of the record"),
        )
        constraints = (
            models.CheckConstraint(
                name="people_entity_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=models.F("id")),
            ),
            models.CheckConstraint(
                name="people_entity_merged_is_not_public",
                condition=Q(merged_into=None) | Q(published_at=None),
            ),
            models.UniqueConstraint(
                name="people_entity_one_per_address",
                fields=("kind", "scope", "slug"),
                condition=Q(merged_into=None),
                violation_error_message="Another entity has this address. Choose a different one.",
            ),
            models.UniqueConstraint(
                name="people_entity_namesakes_told_apart",
                fields=("kind", "scope", "folded_name", "disambiguation"),
                condition=Q(merged_into=None),
                violation_error_message="Another entity has this name. Say in the disambiguation "
                "what tells them apart.",
            ),
        )

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.entity_kind:
            KINDS[cls.entity_kind] = cls

    def __str__(self) -> str:
        return f"{self.name} ({self.disambiguation})" if self.disambiguation else self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the derived columns too, so that they always follow the name."""
        self.derive()
        if update_fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*update_fields, *self.derived}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return its address. A ceremony or category runs a query: see `scope_slug`."""
        if self.kind in (Kind.CEREMONY, Kind.CATEGORY):
            return reverse(self.kind, args=[self.scope_slug, self.slug])
        return reverse(self.kind, args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.public_id,)

    def derive(self) -> None:
        """Set the columns that follow from others, as `save` will store them."""
        self.kind = self.entity_kind or self.kind
        self.folded_name = fold(self.name)[:NAME_LENGTH]
        self.sort_name = self.sort_name or sort_name_of(self.name, self.kind)
        self.sort_key = sort_key_of(self.sort_name)

    def is_derived(self, name: str) -> bool:
        """Return whether the model made the column's value: of a form's columns, only a sort name's."""
        return name == "sort_name" and follows_rule(self.sort_name, self.name, self.kind)

    @property
    def history_kind(self) -> str:
        """What the log calls it: its own kind, whichever class it was loaded as."""
        return self.kind

    @property
    def scope_slug(self) -> str:
        """The slug of the award that a ceremony or category belongs to.

        Runs a query unless the award is loaded or `with_addresses()` annotated it.
        """
        known = self.__dict__.get("_scope_slug")
        if known is None and (award := self._state.fields_cache.get("award")):
            return str(award.slug)
        if known is None:
            known = Entity.objects.values_list("slug", flat=True).get(public_id=self.scope)
            self.__dict__["_scope_slug"] = known
        return str(known)

    @scope_slug.setter
    def scope_slug(self, slug: str) -> None:
        self.__dict__["_scope_slug"] = slug

    @property
    def label(self) -> str:
        """The short name if there is one, or else the name."""
        return self.short_name or self.name

    def names_for_slug(self) -> tuple[str, ...]:
        """Return what its address can be made from, best first."""
        return self.name, f"{self.name} {self.disambiguation}"

    def faults_of_change(self, stored: Entity) -> dict[str, str]:
        """Return why the stored row can't be changed to this, as messages by field. May query."""
        return {}

    def search_note(self) -> str:
        """Return a few words for search results that say what it is, or which of several."""
        return self.disambiguation

    def search_names(self) -> tuple[str, ...]:
        """Return what people also call it, such as "2020 Emmys"."""
        return ()

    def search_context(self) -> tuple[str, ...]:
        """Return words that find it but aren't its names."""
        return ()

    def search_date(self, at: datetime) -> datetime | None:
        """Return when it first came out or was held, as far as readers know at that moment."""
        return None

    def is_public(self, at: datetime | None = None) -> bool:
        """Return whether readers may see it: the same rule as `public()`."""
        moment = at or timezone.now()
        return (
            self.merged_into_id is None
            and self.published_at is not None
            and self.published_at <= moment
        )


class EntityName(models.Model):
    """Another name of an entity, with the rule for showing it."""

    class NameKind(models.TextChoices):
        ALIAS = "alias"
        BIRTH = "birth", "birth name"
        FORMER = "former", "former name"
        STAGE = "stage", "stage name"
        TRANSLITERATION = "transliteration"
        ORIGINAL_TITLE = "original title"
        WORKING_TITLE = "working title"
        SHORT = "short", "short name"
        SEARCH_HINT = "search hint"

    class Shown(models.TextChoices):
        ALWAYS = "always"
        CREDITS_ONLY = "credits", "in credits only"
        NEVER = "never", "never: only found at the desk"

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="names")
    name = models.CharField(max_length=NAME_LENGTH)
    folded_name = models.CharField(max_length=NAME_LENGTH, editable=False, db_index=True)
    kind = models.CharField(max_length=20, choices=NameKind, default=NameKind.ALIAS)
    shown = models.CharField(
        max_length=10,
        choices=Shown,
        default=Shown.ALWAYS,
        help_text="“In credits only”: on credits and nominations that printed it. “Never”: for misspellings "
        "and for names that a person no longer uses.",
    )
    since = PartialDateField()
    until = PartialDateField()

    class Meta:
        ordering = ("since", "name", "pk")
        constraints = (
            models.UniqueConstraint(
                name="people_entityname_once_per_kind", fields=("entity", "name", "kind")
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded_name = fold(self.name)[:NAME_LENGTH]
        super().save(*args, **kwargs)
