"""Awards and categories at the desk."""

from __future__ import annotations

from django.contrib import admin

from awards.models import Award, Category
from people.admin.entities import NameInline
from people.admin.record import RecordAdmin


@admin.register(Award)
class AwardAdmin(RecordAdmin):
    list_display = ("__str__", "family", "body", "visibility", "updated_at")
    list_select_related = ("body",)
    own_fields = (
        "body",
        ("family", "counts_in_family"),
        ("complete_from", "complete_to"),
    )
    autocomplete_fields = ("body",)
    inlines = (NameInline,)
    links_by = {"body": "awards presented"}


@admin.register(Category)
class CategoryAdmin(RecordAdmin):
    list_display = ("__str__", "award", "group", "tally", "visibility", "updated_at")
    list_select_related = ("award",)
    list_filter = (*RecordAdmin.list_filter, "tally", "award")
    ordering = ("award__sort_key", "position", "pk")
    own_fields = ("award", ("tally", "basis"), ("group", "position"))
    autocomplete_fields = ("award",)
    inlines = (NameInline,)
    links_by = {"award": "categories"}
