"""What is only looked at: revisions, the log, and what follows from stories."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest

from articles import publishing
from articles.models import Address, Correction, Event, Mention, Revision, Update


class ReadOnlyAdmin(admin.ModelAdmin):
    """Nobody adds, changes or deletes these by hand; the verbs do."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ("headline", "number", "stage", "saved_at", "saved_by", "note")
    list_select_related = ("saved_by",)
    search_fields = ("headline", "article__public_id")
    ordering = ("-saved_at",)
    actions = ("restore",)

    @admin.action(description="Restore as a new revision", permissions=["restore"])
    def restore(self, request: HttpRequest, queryset: Any) -> None:
        for revision in queryset.select_related("article"):
            # No stranger gets here.
            publishing.restore(revision.article, revision, by=request.user)  # type: ignore[arg-type]
            messages.success(request, f"Revision {revision.number} is the newest again.")

    def has_restore_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.change_article")


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("at", "verb", "article", "by")
    list_select_related = ("article__newest", "by")
    list_filter = ("verb",)


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    list_display = ("made_at", "kind", "text", "article")
    list_select_related = ("article__newest",)


@admin.register(Update)
class UpdateAdmin(ReadOnlyAdmin):
    list_display = ("made_at", "note", "article")
    list_select_related = ("article__newest",)


@admin.register(Mention)
class MentionAdmin(ReadOnlyAdmin):
    list_display = ("entity", "article", "position")
    list_select_related = ("entity", "article__newest")
    search_fields = ("entity__name",)


@admin.register(Address)
class AddressAdmin(ReadOnlyAdmin):
    list_display = ("kind", "slug", "public_id")
    search_fields = ("slug",)
