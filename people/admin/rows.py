"""The admin of rows that belong to an entity and have no public page of their own; and of credits."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from desk.fingerprints import fingerprint
from desk.links import LinkingAdmin
from desk.pickers import PickerAdmin
from desk.row_forms import CHANGED, RowForm
from desk.verb_pages import VerbPages
from history.admin import HistoryAdmin
from people.admin.forms import CreditForm
from people.admin.record import save_rows
from people.models import KINDS, Credit, Entity
from verbs.refusals import Refused


class RowAdmin(PickerAdmin, LinkingAdmin, HistoryAdmin, VerbPages):
    """A row that belongs to an entity. It is logged with that entity, and may be deleted."""

    form = RowForm
    list_per_page = 50
    show_full_result_count = False

    def holder(self, row: Any) -> Entity:
        """Return the entity in whose log changes of the row are."""
        raise NotImplementedError

    def lock(self, row: Any) -> None:
        """Lock the row, and whatever else its form shows, until the transaction ends."""
        rows = self.model._default_manager.select_for_update(of=("self",))
        rows.filter(pk=row.pk).values_list("pk").first()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        if change:
            self._refuse_if_changed(obj, form.fingerprint)
        save_rows(self.holder(obj), request, saved=[obj])

    def _refuse_if_changed(self, row: Any, checked: str) -> None:
        """Lock the row. Raise Refused unless its fingerprint is that which its form was checked with."""
        rows = self.model._default_manager.filter(pk=row.pk)
        if stored := rows.first():
            self.lock(stored)
            stored = rows.first()
        if stored is None or fingerprint([stored]) != checked:
            raise Refused(CHANGED)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        save_rows(self.holder(obj), request, removed=[obj])

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        for word in search_term.split():
            queryset = queryset.filter(self.found_by(word))
        return queryset, False

    def found_by(self, word: str) -> models.Q:
        """Return the condition that a search for `word` finds a row."""
        raise NotImplementedError

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Redirect to the history of the entity that the row belongs to, which has its changes."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        holder = self.holder(row)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        model = f"{KINDS[holder.kind]._meta.app_label}_{holder.kind}"
        return redirect(reverse(f"admin:{model}_history", args=[holder.pk]))


def called(path: str, word: str) -> models.Q:
    """Return the condition that the entity at the end of `path` has `word` in any of its names."""
    return models.Q(**{f"{path}__in": Entity.objects.called(word).values("pk")})


@admin.register(Credit)
class CreditAdmin(RowAdmin):
    form = CreditForm
    fields = (
        "production",
        "party",
        "role",
        "characters",
        "credited_as",
        ("billing", "scope", "uncredited"),
        "note",
        "seen",
    )
    list_display = ("party", "role", "characters_line", "production")
    list_display_links = ("party", "role")
    list_filter = ("role",)
    list_select_related = ("party", "production")
    ordering = ("production__sort_key", "billing", "pk")
    search_fields = ("party__name",)
    search_help_text = "Search by person, company or production."
    autocomplete_fields = ("production", "party")
    links_by = {"party": "credits", "production": "credits"}

    def holder(self, row: Credit) -> Entity:
        return row.production

    def found_by(self, word: str) -> models.Q:
        return called("party", word) | called("production", word)

    @admin.display(description="characters")
    def characters_line(self, credit: Credit) -> str:
        return credit.characters_line
