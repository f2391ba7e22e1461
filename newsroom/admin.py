"""Who signs in, and what is pinned to the front page, at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from newsroom.models import FrontSlot, User

admin.site.register(User, UserAdmin)


@admin.register(FrontSlot)
class FrontSlotAdmin(admin.ModelAdmin):
    autocomplete_fields = ("article",)
    list_display = ("place", "article", "from_at", "until_at", "chosen_by")
    list_display_links = ("place", "article")
    list_filter = ("place",)
    list_select_related = ("article__newest", "chosen_by")

    def save_model(self, request: HttpRequest, obj: FrontSlot, form: Any, change: Any) -> None:
        obj.chosen_by = request.user
        super().save_model(request, obj, form, change)
