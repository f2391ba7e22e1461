"""Sections, authors and curated lists at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles import addresses, curating, rights
from articles.models import Article, Author, CuratedList, CuratedStory, Section
from desk.inlines import Inline
from desk.pickers import PickerAdmin
from desk.refusable_forms import RefusableAdmin, RefusableForm
from history.admin import HistoryAdmin
from history.models import Change
from history.wording import Names, named_in
from words.characters import without_unseen
from words.folding import fold
from words.wording import deleted


class AddressedForm(RefusableForm):
    """Reports at the field what `addresses.save` would refuse, before it is called."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if sentence := addresses.slug_fault(self.instance, cleaned.get("slug", "")):
            self.add_error("slug", sentence)
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                cleaned[name] = without_unseen(value).strip()
                if self.fields[name].required and not cleaned[name]:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned


class AddressedAdmin(PickerAdmin, HistoryAdmin, RefusableAdmin):
    """Rows with an address that they keep forever."""

    form = AddressedForm
    prepopulated_fields = {"slug": ("name",)}
    list_display: tuple[str, ...] = ("called", "slug")
    search_fields = ("name", "slug")

    @admin.display(description="name", ordering="sort_key")
    def called(self, row: Any) -> str:
        return str(row.name)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        addresses.save(obj, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        addresses.remove(obj, by=request.user)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # A row that has an address keeps it when its name changes.
        return {} if obj else self.prepopulated_fields


@admin.register(Section)
class SectionAdmin(AddressedAdmin):
    list_display = ("called", "slug", "paper", "position")


@admin.register(Author)
class AuthorAdmin(AddressedAdmin):
    list_display = ("called", "listed_as", "title", "slug")
    autocomplete_fields = ("picture",)

    @admin.display(description="listed as", ordering="sort_key")
    def listed_as(self, author: Author) -> str:
        return author.sort_label


class CuratedStoryInline(Inline):
    model = CuratedStory
    verbose_name, verbose_name_plural = "story", "stories"
    autocomplete_fields = ("article",)
    extra = 1
    can_search = True

    def search(self, request: HttpRequest, rows: Any, text: str) -> Any:
        for word in fold(text).split():
            rows = rows.filter(article__folded_headline__contains=word)
        return rows

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave out stories whose headline the user may not read. They stay on the list."""
        return super().get_queryset(request).filter(article__in=rights.nameable_by(request.user))

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "article":
            field.queryset = rights.nameable_by(request.user)
        return field


@admin.register(CuratedList)
class CuratedListAdmin(AddressedAdmin):
    list_display = ("called", "slug", "published_at", "is_at_foot")
    inlines = (CuratedStoryInline,)

    def view_on_site(self, obj: CuratedList) -> str | None:  # type: ignore[override]
        return obj.get_absolute_url() if obj.is_public() else None

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        for places in formsets:
            saved = places.save(commit=False)
            removed = places.deleted_objects
            curating.arrange(form.instance, by=request.user, saved=saved, removed=removed)

    def names_in(self, changes: Sequence[Change], request: HttpRequest) -> Names:
        """Name the stories by their current headlines too."""
        ids = named_in(changes, "stories")
        rows = Article.objects.select_related("newest").defer("body", "newest__content")
        stories = rows.in_bulk(ids, field_name="public_id") if ids else {}
        names = {
            ("stories", each): f"“{rights.name_for(request.user, stories[each])}”"
            if each in stories
            else deleted(each)
            for each in ids
        }
        return {**super().names_in(changes, request), **names}
