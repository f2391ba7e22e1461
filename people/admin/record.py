"""What the admin of everything in the record has in common: look-up, boxes, standing, saving."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Case, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html

from people import editing
from people.admin import entity_verbs
from people.admin.boxes import Boxes, label, label_reads
from people.admin.forms import EntityForm, InlineRowForm, InlineRows
from people.admin.links import Pointing
from people.admin.verbs import VerbPages, change_address
from people.models import Entity
from people.models.entity import EntityQuerySet
from verbs.refusals import Refused
from words.folding import fold


class Inline(Boxes, admin.TabularInline):
    """Rows that hang on another. One query brings them with whom they name.

    A row that has a page of its own may print `more`, a link to it called `more_label`: shorter
    than Django's, which says the whole row once more.
    """

    form = InlineRowForm
    formset = InlineRows
    extra = 0
    beside: tuple[str, ...] = ()  # what their labels read, besides the boxes' own rows
    more_label = "More"

    @admin.display(description="")
    def more(self, row: Any) -> str:
        if not row.pk:
            return ""
        label, name = self.more_label, f"{self.more_label}: {row}"
        return format_html('<a href="{}" aria-label="{}">{}</a>', change_address(row), name, label)

    @property
    def can_search(self) -> bool:
        """Where the rows have pages of their own, by which words find them."""
        return self.model in self.admin_site._registry

    def search(self, request: HttpRequest, rows: models.QuerySet[Any], text: str) -> Any:
        return self.admin_site.get_model_admin(self.model).get_search_results(request, rows, text)[
            0
        ]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.request, formset.inline = request, self
        return formset

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related(*self.get_autocomplete_fields(request), *self.beside)


class StandingFilter(admin.SimpleListFilter):
    """Which rows readers see. Without a choice, all but the merged."""

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
    """The rows of a form's inlines are stored or gone, logged with the entity that they hang on."""
    saved: list[models.Model] = []
    removed: list[models.Model] = []
    for formset in formsets:
        saved += formset.save(commit=False)
        removed += formset.deleted_objects
        formset.keep_what_others_changed()
    save_rows(entity, request, saved=saved, removed=removed)


def save_rows(entity: Entity, request: HttpRequest, **rows: Iterable[models.Model]) -> None:
    """`editing.save_rows`, its refusal said of the form as a whole."""
    try:
        editing.save_rows(entity, by=request.user, **rows)
    except Refused as refused:  # its fields are those of a row, not of the form
        raise Refused(*refused.sentences) from refused


class RecordAdmin(Boxes, Pointing, VerbPages):
    """An entity at the desk. Everything it writes goes through `people.editing`."""

    form = EntityForm
    verbs = entity_verbs.VERBS
    search_fields = ("name",)
    search_help_text = "A name, or any other name: accents and capitals don’t matter."
    list_filter: Sequence[Any] = (StandingFilter,)
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
    def standing(self, entity: Entity) -> str:
        """What readers have of it, in a word or two."""
        if entity.merged_into_id:
            return "merged away"
        if entity.published_at and entity.published_at > timezone.now():
            return "not public yet"
        return "public" if entity.published_at else "not public"

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        return queryset.called_by(search_term.split()), False

    def ranked(self, found: EntityQuerySet, term: str) -> models.QuerySet[Any]:
        """As boxes suggest them: nobody merged away, the name itself first, then what begins so."""
        text = fold(term)
        nearness = Case(
            When(folded_name=text, then=Value(0)),
            When(folded_name__startswith=text, then=Value(1)),
            default=Value(2),
        )
        return (
            found.unmerged()
            .select_related(*label_reads(self.model))
            .order_by(nearness, "sort_key", "disambiguation", "pk")
        )

    suggestion = staticmethod(label)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An entity is merged or taken off, never deleted: its addresses and its log stay."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        merged = obj is not None and obj.merged_into_id is not None
        return not merged and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Entity, form: Any, change: Any) -> None:
        editing.save(obj, by=request.user, version=form.cleaned_data.get("based_on"))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        many = {field.name for field in self.opts.many_to_many} & set(form.changed_data)
        if many:
            said = {name: form.cleaned_data[name] for name in many}
            editing.change(form.instance, by=request.user, **said)
        save_formsets(form.instance, request, formsets)

    def view_on_site(self, obj: Entity) -> str | None:  # type: ignore[override]
        """None too where somebody has just typed what is no address."""
        try:
            return obj.get_absolute_url() if obj.is_public() else None
        except NoReverseMatch:
            return None

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """The log of the record: it has who, when, what and why."""
        return log_of(request, self.get_object(request, object_id), self)


def log_of(request: HttpRequest, entity: Any, model_admin: admin.ModelAdmin) -> HttpResponse:
    """The lines of the log about the entity."""
    if entity is None or not model_admin.has_view_or_change_permission(request, entity):
        raise PermissionDenied
    return redirect(f"{reverse('admin:people_event_changelist')}?entity={entity.pk}")
