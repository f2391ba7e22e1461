"""What the admin of rows without a page of their own has in common, and credits."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models, transaction
from django.http import HttpRequest
from django.shortcuts import redirect

from people.admin.boxes import Boxes
from people.admin.forms import CHANGED, CreditForm, RowForm, held
from people.admin.links import Pointing
from people.admin.record import log_of, save_rows
from people.admin.verbs import VerbPages, change_address
from people.models import Credit, Entity
from verbs.refusals import Refused


class RowAdmin(Boxes, Pointing, VerbPages):
    """A row that hangs on an entity: it is logged there, and may be deleted."""

    form = RowForm
    list_per_page = 50
    show_full_result_count = False

    def holder(self, row: Any) -> Entity:
        """The entity in whose log a change of the row stands."""
        raise NotImplementedError

    def take(self, row: Any) -> None:
        """Keep everybody else from changing the row, and what its form shows, until the transaction ends."""
        rows = self.model._default_manager.select_for_update(of=("self",))
        rows.filter(pk=row.pk).values_list("pk").first()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        if change:
            self._refuse_changed(obj, form.now)
        save_rows(self.holder(obj), request, saved=[obj])

    def _refuse_changed(self, row: Any, was: str) -> None:
        """Raise Refused where the row, taken now, isn't what its form was checked against."""
        rows = self.model._default_manager.filter(pk=row.pk)
        if stored := rows.first():
            self.take(stored)
            stored = rows.first()
        if stored is None or held(stored) != was:
            raise Refused(CHANGED)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        save_rows(self.holder(obj), request, removed=[obj])

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        with transaction.atomic():
            for row in queryset:
                self.delete_model(request, row)

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().delete_view(request, object_id, *args, **kwargs)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(change_address(self.get_object(request, object_id)))

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        for word in search_term.split():
            queryset = queryset.filter(self.found_by(word))
        return queryset, False

    def found_by(self, word: str) -> models.Q:
        """The condition that a word leads to a row."""
        raise NotImplementedError

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """The log of the entity that it hangs on."""
        return log_of(request, self.holder(self.get_object(request, object_id)), self)


def called(path: str, word: str) -> models.Q:
    """The condition that the entity at the end of a path has the word in any of its names."""
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
    search_help_text = "A name of the person, the company or the production."
    autocomplete_fields = ("production", "party")
    points_by = {"party": "credits", "production": "credits"}

    def holder(self, row: Credit) -> Entity:
        return row.production

    def found_by(self, word: str) -> models.Q:
        return called("party", word) | called("production", word)

    @admin.display(description="characters")
    def characters_line(self, credit: Credit) -> str:
        return credit.characters_line
