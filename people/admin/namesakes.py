"""Who has a name already, said under the box in which it is typed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_GET

from people import editing, namesakes
from people.admin.boxes import key
from people.admin.verbs import change_address
from people.models import Entity, Production
from people.models.entity import NAME_LENGTH
from words.characters import without_nul


class Namesakes(admin.ModelAdmin):
    """An entity whose form says who has the name that is typed. Without script, saving says so."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_GET(self.namesakes_view))
        return [path("namesakes/", view, name=self._namesakes), *super().get_urls()]

    @property
    def _namesakes(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_namesakes"

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        row = kw.get("obj")
        if self._may_name(request, row):
            address = reverse(f"admin:{self._namesakes}")
            context["namesakes"] = f"{address}?pk={row.pk}" if row else address
        return super().render_change_form(request, context, *args, **kw)

    def namesakes_view(self, request: HttpRequest) -> HttpResponse:
        """A piece of a page: whoever is called so, and whether saving would refuse the name."""
        sent = request.GET.get("pk", "")
        row = self.get_object(request, sent) if key(sent) else None
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
        """The row as its form has it. Nothing is stored."""
        typed: Entity = row or self.model()
        said = {name: without_nul(value) for name, value in request.GET.items()}
        typed.name = said.get("name", "").strip()[:NAME_LENGTH]
        typed.disambiguation = said.get("disambiguation", "").strip()
        if isinstance(typed, Production):  # what is told apart by its type is shown an example
            typed.type = said.get("type") or typed.type or Production.Type.FILM
        typed.derive()
        return typed
