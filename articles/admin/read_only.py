"""Rows that can only be viewed at the desk: revisions, and what verbs and stories leave behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.db.models import F, Model
from django.http import HttpRequest

from articles import publishing, rights
from articles.models import Address, Article, Correction, Mention, Revision, Update
from articles.titles import marked
from desk.links import Link
from people.admin.read_only import ReadOnlyAdmin
from people.models import Entity
from verbs.refusals import Refused


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ("titled", "number", "stage", "saved_at", "saved_by", "note")
    list_select_related = ("saved_by",)
    search_fields = ("headline", "article__public_id")
    ordering = ("-saved_at",)
    actions = ("restore",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(article__binned_at=None)

    @admin.display(description="headline", ordering="headline")
    def titled(self, revision: Revision) -> str:
        return marked(revision.shown_headline)

    @admin.action(description="Restore as a new revision", permissions=["restore"])
    def restore(self, request: HttpRequest, queryset: Any) -> None:
        for revision in queryset.select_related("article"):
            try:
                # Nobody gets here without signing in.
                publishing.restore(revision.article, revision, by=request.user)  # type: ignore[arg-type]
            except Refused as refused:
                messages.error(request, f"Revision {revision.number} was not restored: {refused}")
            else:
                messages.success(request, f"Revision {revision.number} is the newest again.")

    def has_restore_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(rights.CHANGE)


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    list_display = ("made_at", "kind", "marked_text", "article")
    list_select_related = ("article__newest",)

    @admin.display(description="text", ordering="text")
    def marked_text(self, correction: Correction) -> str:
        return marked(correction.text)


@admin.register(Update)
class UpdateAdmin(ReadOnlyAdmin):
    list_display = ("made_at", "marked_note", "article")
    list_select_related = ("article__newest",)

    @admin.display(description="note", ordering="note")
    def marked_note(self, update: Update) -> str:
        return marked(update.note)


@admin.register(Mention)
class MentionAdmin(ReadOnlyAdmin):
    list_display = ("entity", "article", "position")
    list_select_related = ("entity", "article__newest")
    search_fields = ("entity__name",)
    links_by = {"entity": "stories naming it"}
    counted_as = ("story that names it", "stories that name it")

    def links_to(self, row: Model) -> Iterator[Link]:
        """Yield links to the published stories that name the row and to drafts whose text does. Two queries."""
        yield from super().links_to(row)
        if isinstance(row, Entity):
            drafts = (
                Article.objects.out_of_bin()
                .exclude(newest=F("live"))
                .filter(newest__content__body__icontains=f'="{row.public_id}"')
            )
            yield Link("drafts naming it", drafts.count())


@admin.register(Address)
class AddressAdmin(ReadOnlyAdmin):
    list_display = ("kind", "slug", "public_id")
    search_fields = ("slug",)
