"""The page that merges two entities: how it describes them, and what will move."""

from __future__ import annotations

from typing import Any

from django import forms
from django.apps import apps
from django.db import models

from desk.merge_page import MergeForm, Preview, Suggestion, merge_verb
from people import merging, namesakes
from people.admin.merge_counts import count_rows
from people.models import KINDS, Entity, EntityName
from photos.models import Picture

WHERE_SHOWN = {
    EntityName.Shown.ALWAYS: "shown to readers",
    EntityName.Shown.CREDITS_ONLY: "shown in credits only",
    EntityName.Shown.NEVER: "only found at the desk",
}


class EntityMergeForm(MergeForm):
    consequence = (
        "Everything that refers to {loser} will refer to {survivor}, and its addresses will redirect. "
        "What both have is kept once, as {survivor} has it. This can’t be undone."
    )
    names_label = "Other names"
    name_becomes = "an alias"

    shown = forms.ChoiceField(
        label="Show the name that isn’t kept",
        choices=EntityName.Shown,
        initial=EntityName.Shown.NEVER,
        help_text="It becomes an alias. “In credits only” keeps it on the credits and nominations that "
        "have it now.",
    )

    field_order = ("into", "shown", "why", "seen")

    def relation(self) -> Any:
        model = KINDS[self.row.kind]
        return next(
            field
            for other in apps.get_models()
            for field in (*other._meta.fields, *other._meta.many_to_many)
            if field.related_model is model
        )

    def candidates(self) -> models.QuerySet[Any]:
        rows = KINDS[self.row.kind].objects.unmerged()
        return rows.filter(scope=self.row.scope).exclude(pk=self.row.pk)

    def suggestions(self, typed: str) -> list[Suggestion]:
        row = self.row
        found = namesakes.find(row.kind, typed or row.name, scope=row.scope, but=row.pk)
        return [Suggestion(each.entity, each.line, each.other, each.is_public) for each in found]

    def describe(self, row: Any) -> tuple[str, str]:
        note = namesakes.describe(namesakes.rows_to_describe(row.kind).get(pk=row.pk))
        return note, self.site._registry[type(row)].visibility(row)  # type: ignore[attr-defined]

    def preview(self, survivor: Entity) -> Preview:
        result = merging.preview(self.row, into=survivor)
        dropped: dict[str, list[Any]] = {}
        for field_and_key in result.dropped:
            field, _, pk = field_and_key.rpartition(" ")
            dropped.setdefault(field, []).append(pk)
        current = survivor.get_absolute_url()
        former = [_at(result.survivor, each.slug) for each in result.addresses if each.leads_from]
        return Preview(
            moved=count_rows(self.site, result.moved),
            dropped=count_rows(self.site, dropped),
            names=[
                f"{name} ({name.get_kind_display().lower()}, {WHERE_SHOWN[name.shown]})"
                for name in result.names
            ],
            redirects=[address for address in former if address != current],
        )

    def thumbnail(self, related: models.Model) -> str:
        return related.url(160, crop="square") if isinstance(related, Picture) else ""


def _at(entity: Entity, slug: str) -> str:
    """Return the address that the entity would have with this slug."""
    entity.slug = slug
    return entity.get_absolute_url()


MERGE = merge_verb(
    EntityMergeForm, merging.merge, permission="people.merge_entity", lists_links=True
)
