"""The page of a merge: both sides, what moves, and what is in the way, before anything is done."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db import models
from django.urls import reverse

from people import merging, namesakes
from people.admin.links import counted
from people.admin.sides import SidesForm
from people.admin.verbs import Verb, change_address
from people.models import (
    KINDS,
    Award,
    Ceremony,
    Contest,
    Credit,
    Entity,
    EntityName,
    Kind,
)
from people.refusals import Refused

# A relation to each kind, by which a box asks the desk for suggestions.
POINTS_AT: dict[str, Any] = {
    Kind.PERSON: Ceremony._meta.get_field("hosts"),
    Kind.COMPANY: Award._meta.get_field("body"),
    Kind.PRODUCTION: Credit._meta.get_field("production"),
    Kind.AWARD: Ceremony._meta.get_field("award"),
    Kind.CEREMONY: Contest._meta.get_field("ceremony"),
    Kind.CATEGORY: Contest._meta.get_field("category"),
}


class MergeForm(SidesForm):
    shown = forms.ChoiceField(
        label="The name that goes is shown",
        choices=EntityName.Shown,
        initial=EntityName.Shown.NEVER,
        help_text="It becomes an alias of the one that stays.",
    )

    field_order = ("into", "shown", "why", "opened")

    def pointing(self) -> Any:
        return POINTS_AT[self._entity.kind]

    def candidates(self) -> models.QuerySet[Any]:
        row = self._entity
        return KINDS[row.kind].objects.unmerged().filter(scope=row.scope).exclude(pk=row.pk)

    @property
    def _entity(self) -> Entity:
        assert isinstance(self.row, Entity)
        return self.row


def told(form: MergeForm) -> dict[str, Any]:
    """What the page says besides its form."""
    if form.other is None:
        return {"offers": _offers(form), "typed": form.asked.get("q", ""), "blocked": _lost(form)}
    row, other = form.row, form.other
    assert isinstance(row, Entity)
    return {
        "other": other,
        "heads": [_head(form, other), _head(form, row)],
        "rows": form.rows(),
        "swap": f"{address(other)}?{urlencode({'into': row.pk})}",
        **_foreseen(form, row, other),
    }


def address(row: models.Model) -> str:
    """The page of merging a row."""
    return reverse(
        f"admin:{row._meta.app_label}_{row._meta.model_name}_verb", args=[row.pk, "merge"]
    )


def _head(form: MergeForm, row: Any) -> dict[str, Any]:
    line = namesakes.line(namesakes.told(row.kind).get(pk=row.pk))
    standing = form.site._registry[type(row)].standing(row)  # type: ignore[attr-defined]
    return {"row": row, "line": line, "standing": standing, "address": change_address(row)}


def _foreseen(form: MergeForm, row: Entity, other: Entity) -> dict[str, Any]:
    """What will move and what there will be, or why it can't: the verb is asked itself."""
    try:
        outcome = merging.foresee(row, into=other)
    except Refused as refused:
        return {"blocked": refused.sentences}
    dropped: dict[str, list[Any]] = {}
    for key in outcome.dropped:
        name, _, pk = key.rpartition(" ")
        dropped.setdefault(name, []).append(pk)
    leading = [_at(outcome.stays, each.slug) for each in outcome.addresses]
    return {
        "moved": counted(form.site, outcome.moved),
        "dropped": counted(form.site, dropped),
        "names": outcome.names,
        "leading": [each for each in leading if each != other.get_absolute_url()],
    }


def _at(entity: Entity, slug: str) -> str:
    entity.slug = slug
    return entity.get_absolute_url()


def _offers(form: MergeForm) -> list[namesakes.Namesake]:
    """Those of its name, or of what was typed where no script suggests."""
    row = form.row
    assert isinstance(row, Entity)
    text = form.asked.get("q") or row.name
    return namesakes.find(row.kind, text, scope=row.scope, but=row.pk)


def _lost(form: MergeForm) -> list[str]:
    """Why the row that the address names is none to merge into."""
    key = form.asked.get("into", "")
    if form.is_bound or not key:
        return []
    other = Entity.objects.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    if other is None:
        return ["There is no such row any more: choose another one."]
    try:
        merging.foresee(form.row, into=other)  # type: ignore[arg-type]
    except Refused as refused:
        return refused.sentences
    return []


def _merged(loser: Entity, *, into: Entity, by: Any, **said: Any) -> Entity:
    merging.merge(loser, into=into, by=by, **said)
    return into


MERGE = Verb(
    "merge",
    "Merge",
    "This row goes. What points at it points at the other one; its addresses lead there; where "
    "both say the same thing, the other one’s stays. It can’t be undone.",
    _merged,
    form=MergeForm,
    permission="people.merge_entity",
    says_links=True,
    template="admin/people/merge.html",
    also=told,
)
