"""People, companies and productions at the desk, and the one list of everything in the record."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from desk.inlines import Inline
from desk.pages import change_address, desk_page
from desk.sent_keys import parse_number
from people.admin.forms import CreditRowForm, CreditRows, ProductionForm
from people.admin.namesakes import NamesakesAdmin
from people.admin.record import RecordAdmin
from people.models import (
    KINDS,
    Company,
    Credit,
    Entity,
    EntityName,
    Kind,
    Person,
    Production,
    Relation,
    Release,
)


class NameInline(Inline):
    model = EntityName
    verbose_name = "other name"
    verbose_name_plural = "other names"


class CreditInline(Inline):
    model = Credit
    form = CreditRowForm
    formset = CreditRows
    other = ""  # the relation to what the credit connects this entity with
    readonly_fields = ("more",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show characters as text to users who may only view: Django would show them JSON."""
        characters = "characters" if self.has_change_permission(request, obj) else "played"
        return (self.other, "role", characters, "credited_as", "billing", "more")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [name for name in self.get_fields(request, obj) if name in ("played", "more")]

    @admin.display(description="characters")
    def played(self, credit: Credit) -> str:
        return credit.characters_line


class CastInline(CreditInline):
    """The credits of a production."""

    fk_name = "production"  # the party may be a production as far as the columns know
    other = "party"
    autocomplete_fields = ("party",)
    read_with = ("production",)


class FilmographyInline(CreditInline):
    """The credits of a person or a company."""

    fk_name = "party"
    other = "production"
    autocomplete_fields = ("production",)
    read_with = ("party",)


class ReleaseInline(Inline):
    model = Release
    fk_name = "production"
    autocomplete_fields = ("company",)


class SourceInline(Inline):
    model = Relation
    fk_name = "from_production"
    autocomplete_fields = ("to_production",)
    read_with = ("from_production",)
    verbose_name = "production that this one is based on"
    verbose_name_plural = "based on"


class LedToInline(Inline):
    model = Relation
    fk_name = "to_production"
    autocomplete_fields = ("from_production",)
    read_with = ("to_production",)
    verbose_name = "production based on this one"
    verbose_name_plural = "led to"


class NominatedAdmin(admin.ModelAdmin):
    """The admin of an entity that can be nominated: its form lists the nominations."""

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        entity = kw.get("obj")
        if entity and not context.get("is_popup"):
            context |= self.admin_site.nominations_of(entity)
        return super().render_change_form(request, context, *args, **kw)


@admin.register(Person)
class PersonAdmin(NominatedAdmin, NamesakesAdmin, RecordAdmin):
    list_display = ("__str__", "occupations", "born", "visibility", "updated_at")
    own_fields = (("born", "died"), "occupations")
    inlines = (NameInline, FilmographyInline)


@admin.register(Company)
class CompanyAdmin(NominatedAdmin, NamesakesAdmin, RecordAdmin):
    list_display = ("__str__", "type", "visibility", "updated_at")
    list_filter = (*RecordAdmin.list_filter, "type")
    own_fields = ("type",)
    inlines = (NameInline, FilmographyInline)


@admin.register(Production)
class ProductionAdmin(NominatedAdmin, NamesakesAdmin, RecordAdmin):
    form = ProductionForm
    list_display = ("__str__", "type", "status", "visibility", "updated_at")
    list_filter = (*RecordAdmin.list_filter, "type", "status")
    own_fields = (("type", "status", "parts"),)
    links_by = {
        "releases__company": "productions released by it",
        "sources__to_production": "productions based on it",
        "led_to__from_production": "productions that it is based on",
    }
    inlines = (CastInline, ReleaseInline, SourceInline, LedToInline, NameInline)


@admin.register(Entity)
class EntityAdmin(RecordAdmin):
    """The one list of everything in the record. Each row is changed in the form of its kind."""

    list_display = ("__str__", "kind", "visibility", "updated_at")
    list_filter = (*RecordAdmin.list_filter, "kind")
    verbs = ()
    links_by = {"picture": "in the record"}
    counted_as = ("row merged into it before", "rows merged into it before")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return whether the user may add any kind: the page of a new entity asks which."""
        return any(self._may_add(request, model) for model in KINDS.values())

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the kind: a credit's "+" may mean a person or a company."""
        query = request.META["QUERY_STRING"]
        kinds = [
            (model._meta.verbose_name, f"{_add_address(model)}?{query}".rstrip("?"))
            for model in self._kinds_to_add(request)
            if self._may_add(request, model)
        ]
        if not kinds:
            raise PermissionDenied
        return desk_page(
            request,
            "admin/people/kinds.html",
            admin_site=self.admin_site,
            title="What is it?",
            is_popup="_popup" in request.GET,
            kinds=kinds,
            media=self.media,
            opts=self.opts,
        )

    def _kinds_to_add(self, request: HttpRequest) -> list[type[Entity]]:
        """Return the kinds that credits and nominations name, in a pop-up; otherwise every kind."""
        return [Person, Company] if "_popup" in request.GET else [KINDS[kind] for kind in Kind]

    def _may_add(self, request: HttpRequest, model: type[Entity]) -> bool:
        return request.user.has_perm(f"{model._meta.app_label}.add_{model._meta.model_name}")

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kw: Any) -> Any:
        if not parse_number(object_id):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        entity = get_object_or_404(Entity, pk=object_id)
        query = request.META["QUERY_STRING"]
        row = KINDS[entity.kind](pk=entity.pk)
        return redirect(f"{change_address(row)}?{query}".rstrip("?"))


def _add_address(model: type[Entity]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
