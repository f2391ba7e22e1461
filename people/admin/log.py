"""What is only looked at: the log of the record, and the addresses that it keeps."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString

from history.admin import ReadOnly
from people.admin.boxes import key
from people.admin.links import Pointing
from people.admin.rows import called
from people.models import Address, Entity, Event


class ReadOnlyAdmin(Pointing, ReadOnly):
    """Rows that are only looked at, and that may point at others."""


class AboutFilter(admin.SimpleListFilter):
    """The history of one row, to which its History page leads."""

    title = "row"
    parameter_name = "entity"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Only the row that was asked for: there are too many to list them. One query."""
        asked = self.value()
        return [(asked, str(self._row or "no such row"))] if asked else []

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if not self.value():
            return queryset
        return queryset.about(self._row) if self._row else queryset.none()

    @cached_property
    def _row(self) -> Entity | None:
        return Entity.objects.filter(pk=key(self.value() or "")).first()


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("at", "verb", "entity", "by", "why")
    list_select_related = ("entity", "by")
    list_filter = (AboutFilter, "verb")
    fields = ("at", "by", "verb", "entity", "why", "what_was", "what_is")
    readonly_fields = ("what_was", "what_is")
    search_fields = ("entity__name",)
    search_help_text = "A name, or any other name."

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        for word in search_term.split():
            queryset = queryset.filter(called("entity", word))
        return queryset, False

    @admin.display(description="before")
    def what_was(self, event: Event) -> SafeString:
        return _printed(event.before)

    @admin.display(description="after")
    def what_is(self, event: Event) -> SafeString:
        return _printed(event.after)


@admin.register(Address)
class AddressAdmin(ReadOnlyAdmin):
    counted_as = ("address that leads on", "addresses that lead on")
    list_display = ("__str__", "kind", "entity", "leads_from")
    list_select_related = ("entity",)
    list_filter = ("kind",)
    search_fields = ("slug",)


def _printed(values: dict[str, Any]) -> SafeString:
    return format_html("<pre>{}</pre>", json.dumps(values, indent=2, ensure_ascii=False))
