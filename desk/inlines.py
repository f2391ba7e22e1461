"""Inlines: tables in a row's form for the rows that belong to it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html

from desk.pages import change_address
from desk.pickers import PickerAdmin
from desk.row_forms import InlineRowForm, InlineRows


class Inline(PickerAdmin, admin.TabularInline):
    """A table of rows that belong to another row. One query loads them with the rows they refer to.

    If the rows have a form of their own, list `more` among the fields: a link to it, labeled
    `more_label`. Django's own link would repeat the row's name in a line of its own.
    """

    form = InlineRowForm
    formset = InlineRows
    extra = 0
    read_with: tuple[
        str, ...
    ] = ()  # relations that the rows' labels read, besides the pickers' own
    more_label = "More"

    @admin.display(description="")
    def more(self, row: Any) -> str:
        if not row.pk:
            return ""
        label, name = self.more_label, f"{self.more_label}: {row}"
        return format_html('<a href="{}" aria-label="{}">{}</a>', change_address(row), name, label)

    @property
    def can_search(self) -> bool:
        """Whether the rows have an admin of their own, whose search the page can use."""
        return self.model in self.admin_site._registry

    def search(self, request: HttpRequest, rows: models.QuerySet[Any], text: str) -> Any:
        model_admin = self.admin_site.get_model_admin(self.model)
        return model_admin.get_search_results(request, rows, text)[0]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.request, formset.inline = request, self
        return formset

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related(*self.get_autocomplete_fields(request), *self.read_with)
