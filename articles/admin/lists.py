"""Sections, authors and curated lists at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.http import HttpRequest
from django.template.response import TemplateResponse

from articles import addresses, rights
from articles.models import Author, CuratedList, CuratedStory, Section
from people.admin.boxes import Boxes
from search.characters import without_unseen


class AddressedForm(forms.ModelForm):
    """Says in the form what `addresses.save` would refuse."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if sentence := addresses.taken(self.instance, cleaned.get("slug", "")):
            self.add_error("slug", sentence)
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                cleaned[name] = without_unseen(value).strip()
                if self.fields[name].required and not cleaned[name]:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned


class AddressedAdmin(Boxes, admin.ModelAdmin):
    """Rows whose address is theirs for ever."""

    form = AddressedForm
    prepopulated_fields = {"slug": ("name",)}
    list_display: tuple[str, ...] = ("name", "slug")
    search_fields = ("name", "slug")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        addresses.save(obj)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # A row that has an address keeps it while its name is typed anew.
        return {} if obj else self.prepopulated_fields


@admin.register(Section)
class SectionAdmin(AddressedAdmin):
    list_display = ("name", "slug", "paper", "position")


@admin.register(Author)
class AuthorAdmin(AddressedAdmin):
    list_display = ("name", "title", "slug")
    autocomplete_fields = ("picture",)


class CuratedStoryInline(Boxes, admin.TabularInline):
    model = CuratedStory
    verbose_name, verbose_name_plural = "story", "stories"
    autocomplete_fields = ("article",)
    extra = 1

    def get_queryset(self, request: HttpRequest) -> Any:
        """The places of stories that the user may read of; the others keep theirs."""
        return super().get_queryset(request).filter(article__in=rights.nameable_by(request.user))

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "article":
            field.queryset = rights.nameable_by(request.user)
        return field


@admin.register(CuratedList)
class CuratedListAdmin(AddressedAdmin):
    list_display = ("name", "slug", "published_at", "is_at_foot")
    inlines = (CuratedStoryInline,)

    def view_on_site(self, obj: CuratedList) -> str | None:  # type: ignore[override]
        return obj.get_absolute_url() if obj.is_public() else None

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Who changed the list, and when; which stories, only for those who see every story.

        Its lines quote headlines as they were at the time.
        """
        answer = super().history_view(request, object_id, extra_context)
        if isinstance(answer, TemplateResponse) and not rights.sees_all(request.user):
            lines = answer.context_data["action_list"]  # type: ignore[index]
            lines.object_list = [_without_details(line) for line in lines.object_list]
        return answer


def _without_details(line: LogEntry) -> LogEntry:
    line.change_message = {ADDITION: "Added.", DELETION: "Deleted."}.get(
        line.action_flag, "Changed."
    )
    return line
