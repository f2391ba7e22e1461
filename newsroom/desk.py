"""The desk: the admin site of the newsroom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:  # it registers admins, which need this module first
    from people.admin.links import Link


class Suggestions(AutocompleteJsonView):
    """What a box suggests, as the rows' own admin orders and labels it, if it does."""

    def get_queryset(self) -> QuerySet[Any]:
        found = super().get_queryset()
        ranked = getattr(self.model_admin, "ranked", None)
        return ranked(found, self.term) if ranked else found

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        label = getattr(self.model_admin, "suggestion", str)
        return super().serialize_result(obj, to_field_name) | {"text": label(obj)}


class Desk(admin.AdminSite):
    """Django's admin under the publication's name.

    The admin of a model may say `links_to(row)`: what among its rows points at a row of any model.
    So each app answers for its own rows, and a lower one can ask without knowing who is above it.
    """

    site_header = f"{settings.PUBLICATION['name']}: the desk"
    site_title = f"{settings.PUBLICATION['name']} desk"
    index_title = "The desk"

    def links_to(self, row: Model) -> list[Link]:
        """What points at a row, without what nothing does. A query or two for each kind of link."""
        return [
            link
            for model_admin in self._registry.values()
            if hasattr(model_admin, "links_to")
            for link in model_admin.links_to(row)
            if link.count
        ]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return Suggestions.as_view(admin_site=self)(request)
