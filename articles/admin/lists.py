"""Sections, authors and curated lists at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from articles import addresses
from articles.models import Author, CuratedList, CuratedStory, Section
from people import unwritable
from people.admin.boxes import Boxes


class AddressedForm(forms.ModelForm):
    """Says in the form what `addresses.save` would refuse."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if sentence := addresses.taken(self.instance, cleaned.get("slug", "")):
            self.add_error("slug", sentence)
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and (sentence := unwritable.fault(value)):
                self.add_error(name, sentence)
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


@admin.register(CuratedList)
class CuratedListAdmin(AddressedAdmin):
    list_display = ("name", "slug", "published_at", "is_at_foot")
    inlines = (CuratedStoryInline,)
