"""The page of a merge: both sides, what moves, and what is in the way, before anything is done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.apps import apps
from django.db import models

from desk.pages import change_address
from desk.sent_keys import parse_number
from desk.verb_pages import Verb
from people import merging, namesakes
from people.admin.merge_counts import count_rows
from people.admin.sides import SidesForm, into_other
from people.models import KINDS, Entity, EntityName
from verbs.refusals import Refused


class MergeForm(SidesForm):
    shown = forms.ChoiceField(
        label="The name that goes is shown",
        choices=EntityName.Shown,
        initial=EntityName.Shown.NEVER,
        help_text="It becomes an alias of the one that stays. “In credits only”: on the credits and "
        "nominations that it has now.",
    )

    field_order = ("into", "shown", "why", "opened")

    def pointing(self) -> Any:
        model = KINDS[self._entity.kind]
        return next(
            field
            for other in apps.get_models()
            for field in (*other._meta.fields, *other._meta.many_to_many)
            if field.related_model is model
        )

    def candidates(self) -> models.QuerySet[Any]:
        row = self._entity
        return KINDS[row.kind].objects.unmerged().filter(scope=row.scope).exclude(pk=row.pk)

    def offers(self) -> list[namesakes.Namesake]:
        row = self._entity
        text = self.query.get("q") or row.name
        return namesakes.find(row.kind, text, scope=row.scope, but=row.pk)

    def lost(self) -> list[str]:
        other = Entity.objects.filter(pk=parse_number(self.query["into"])).first()
        if other is None:
            return ["There is no such row any more: choose another one."]
        try:
            merging.foresee(self._entity, into=other)
        except Refused as refused:
            return refused.sentences
        return []

    def head(self, row: Any) -> dict[str, Any]:
        line = namesakes.line(namesakes.told(row.kind).get(pk=row.pk))
        standing = self.site._registry[type(row)].standing(row)  # type: ignore[attr-defined]
        return {"row": row, "line": line, "standing": standing, "address": change_address(row)}

    def foreseen(self) -> dict[str, Any]:
        try:
            outcome = merging.foresee(self._entity, into=self.other)
        except Refused as refused:
            return {"blocked": refused.sentences}
        dropped: dict[str, list[Any]] = {}
        for place in outcome.dropped:
            name, _, pk = place.rpartition(" ")
            dropped.setdefault(name, []).append(pk)
        leading = [_at(outcome.stays, each.slug) for each in outcome.addresses if each.leads_from]
        return {
            "moved": count_rows(self.site, outcome.moved),
            "dropped": count_rows(self.site, dropped),
            "names": outcome.names,
            "leading": [each for each in leading if each != self.other.get_absolute_url()],
        }

    @property
    def _entity(self) -> Entity:
        assert isinstance(self.row, Entity)
        return self.row


def _at(entity: Entity, slug: str) -> str:
    entity.slug = slug
    return entity.get_absolute_url()


MERGE = Verb(
    "merge",
    "Merge",
    "This row goes. What points at it points at the other one; its addresses lead there; where "
    "both say the same thing, the other one’s stays. It can’t be undone.",
    into_other(merging.merge),
    form=MergeForm,
    permission="people.merge_entity",
    lists_links=True,
    template="admin/people/merge.html",
    extra_context=MergeForm.told,
)
