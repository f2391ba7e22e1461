"""The list of entities that already have a name, shown below the field while somebody types it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_GET

from desk.pages import change_address
from desk.sent_keys import parse_number
from people import editing, namesakes
from people.models import Entity, Production
from people.models.entity import NAME_LENGTH
from words.characters import without_nul


class NamesakesAdmin(admin.ModelAdmin):
    """An entity whose form shows who already has the typed name. Without scripts, saving shows it."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_GET(self.namesakes_view))
        return [path("namesakes/", view, name=self._route), *super().get_urls()]

    @property
    def _route(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_namesakes"

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        row = kw.get("obj")
        if self._may_name(request, row):
            address = reverse(f"admin:{self._route}")
            context["namesakes"] = f"{address}?pk={row.pk}" if row else address
        return super().render_change_form(request, context, *args, **kw)

    def namesakes_view(self, request: HttpRequest) -> HttpResponse:
        """Return a part of a page: entities of that name, and whether saving would refuse it."""
        sent = request.GET.get("pk", "")
        row = self.get_object(request, sent) if parse_number(sent) else None
        if not self._may_name(request, row):
            raise PermissionDenied
        typed = self._typed(request, row)
        found = namesakes.find(typed.kind, typed.name, but=typed.pk)
        context = {
            "found": [(each, change_address(each.entity)) for each in found],
            "sentence": editing.faults(typed).get("disambiguation", "") if found else "",
        }
        return render(request, "admin/people/parts/namesakes.html", context)

    def _may_name(self, request: HttpRequest, row: Any) -> bool:
        if row is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, row)

    def _typed(self, request: HttpRequest, row: Any) -> Entity:
        """Return the row as its form has it. Nothing is saved."""
        typed: Entity = row or self.model()
        sent = {name: without_nul(value) for name, value in request.GET.items()}
        typed.name = sent.get("name", "").strip()[:NAME_LENGTH]
        typed.disambiguation = sent.get("disambiguation", "").strip()
        if isinstance(typed, Production):  # whose suggested disambiguation begins with its type
            typed.type = sent.get("type") or typed.type or Production.Type.FILM
        typed.derive()
        return typed
