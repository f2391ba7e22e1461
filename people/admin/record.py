"""The admin of an entity: searching, pickers, whether it is public, and saving through the verbs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Case, Value, When
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils import timezone

from desk.links import LinkingAdmin
from desk.pickers import PickerAdmin, choice_label, choice_relations
from desk.verb_pages import VerbPages
from history.admin import HistoryAdmin
from history.models import ChangeQuerySet
from people import editing
from people.admin import entity_verbs
from people.admin.forms import EntityForm
from people.changes import changes_of
from people.models import Entity
from people.models.entity import EntityQuerySet
from verbs.refusals import Refused
from words.folding import fold


class PublicFilter(admin.SimpleListFilter):
    """Filters by whether readers see the row. By default all but merged rows are listed."""

    title = "readers"
    parameter_name = "readers"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [("public", "public"), ("hidden", "not public"), ("merged", "merged away")]

    def queryset(self, request: Any, queryset: Any) -> Any:
        if self.value() == "merged":
            return queryset.exclude(merged_into=None)
        unmerged = queryset.filter(merged_into=None)
        if self.value() == "public":
            return unmerged.public()
        if self.value() == "hidden":
            return unmerged.exclude(pk__in=unmerged.public().values("pk"))
        return unmerged


def save_formsets(entity: Entity, request: HttpRequest, formsets: Iterable[Any]) -> None:
    """Save and remove the rows of a form's inlines, logged with the entity that they belong to."""
    saved: list[models.Model] = []
    removed: list[models.Model] = []
    for formset in formsets:
        saved += formset.save(commit=False)
        removed += formset.deleted_objects
        formset.lock_and_refresh()
    save_rows(entity, request, saved=saved, removed=removed)


def save_rows(entity: Entity, request: HttpRequest, **rows: Iterable[models.Model]) -> None:
    """Call `editing.save_rows`. Raises Refused with sentences for the form as a whole."""
    try:
        editing.save_rows(entity, by=request.user, **rows)
    except Refused as refused:  # its fields are a row's, not the form's
        raise Refused(*refused.sentences) from refused


class RecordAdmin(PickerAdmin, LinkingAdmin, HistoryAdmin, VerbPages):
    """An entity at the desk. It writes through `people.editing` only."""

    form = EntityForm
    change_form_template = "admin/people/change_form.html"
    verbs = entity_verbs.VERBS
    search_fields = ("name",)
    search_help_text = "Search by any name. Accents and capitals don’t matter."
    list_filter: Sequence[Any] = (PublicFilter,)
    list_per_page = 50
    show_full_result_count = False
    own_fields: tuple[Any, ...] = ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return (
            (None, {"fields": ("name", "disambiguation", *self.own_fields, "summary", "picture")}),
            (
                "How it is listed and found",
                {"fields": ("short_name", "sort_name", "slug", "based_on")},
            ),
        )

    def get_autocomplete_fields(self, request: HttpRequest) -> Any:
        return ("picture", *self.autocomplete_fields)

    @admin.display(description="readers")
    def visibility(self, entity: Entity) -> str:
        """Return in a word or two whether readers see it."""
        if entity.merged_into_id:
            return "merged away"
        if entity.published_at and entity.published_at > timezone.now():
            return "not public yet"
        return "public" if entity.published_at else "not public"

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        return queryset.called_by(search_term.split()), False

    def ranked(self, found: EntityQuerySet, term: str) -> models.QuerySet[Any]:
        """Order rows as pickers suggest them: the exact name, then names that begin with it; none merged."""
        text = fold(term)
        nearness = Case(
            When(folded_name=text, then=Value(0)),
            When(folded_name__startswith=text, then=Value(1)),
            default=Value(2),
        )
        return (
            found.unmerged()
            .select_related(*choice_relations(self.model))
            .order_by(nearness, "sort_key", "disambiguation", "pk")
        )

    suggestion = staticmethod(choice_label)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No: an entity is merged or unpublished, so that its addresses and its log stay."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        merged = obj is not None and obj.merged_into_id is not None
        return not merged and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Entity, form: Any, change: Any) -> None:
        editing.save(obj, by=request.user, version=form.cleaned_data.get("based_on"))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        many = {field.name for field in self.opts.many_to_many} & set(form.changed_data)
        if many:
            values = {name: form.cleaned_data[name] for name in many}
            editing.change(form.instance, by=request.user, **values)
        save_formsets(form.instance, request, formsets)

    def view_on_site(self, obj: Entity) -> str | None:  # type: ignore[override]
        """Return None also if what somebody just typed as its slug makes no address."""
        try:
            return obj.get_absolute_url() if obj.is_public() else None
        except NoReverseMatch:
            return None

    def changes_of(self, row: Entity) -> ChangeQuerySet:
        """Those of the rows that were merged into it too."""
        return changes_of(row)
