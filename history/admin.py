"""The History page at the desk, of rows whose verbs write to the log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from history.checked_first import CheckedFirst
from history.models import Change, ChangeQuerySet
from history.recording import kind_of
from history.wording import Difference, Names, differences, named_in

ON_A_PAGE = 50


class HistoryAdmin(CheckedFirst):
    """Rows with a public id. Their verbs write to our log, so Django's own says nothing of them."""

    history_kind = ""  # what the log calls these rows, if not by the name of their model
    untold_fields: tuple[str, ...] = ()  # what follows from the others and tells a person nothing

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The verb has written it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The verb has written it."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """The verb has written it."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Show what was done with the row, the newest first, to whoever may view the row.

        The row, the number of lines, a page of them, and a query for each kind of row they name.
        """
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        changes = self.changes_of(row).select_related("by")
        page = Paginator(changes, ON_A_PAGE).get_page(request.GET.get("p"))
        pages = page.paginator.get_elided_page_range(page.number)
        lines = self.lines(list(page), request)
        return _page(self, request, str(row), lines, row=row, page=page, pages=pages)

    def changes_of(self, row: Any) -> ChangeQuerySet:
        return Change.objects.touching(self.history_kind or kind_of(self.model), row.public_id)

    def lines(
        self, changes: Sequence[Change], request: HttpRequest
    ) -> list[tuple[Change, list[Difference]]]:
        """Return each change, of a row of this model, with what it changed in words."""
        names = self.names_in(changes, request)
        return [
            (change, differences(change, self.model, names, without=self.untold_fields))
            for change in changes
        ]

    def names_in(self, changes: Sequence[Change], request: HttpRequest) -> Names:
        """Return what the rows are called that the changes name, as far as the user may read them."""
        names: dict[tuple[str, str], str] = {}
        for field in self.opts.concrete_fields:
            model: Any = field.related_model
            ids = named_in(changes, field.name) if model else set()
            if not ids:
                continue
            may = self.admin_site.get_model_admin(model).has_view_permission(request)
            rows = model._default_manager.in_bulk(ids, field_name="public_id")
            for each in ids:
                called = str(rows[each]) if each in rows else f"no longer there ({each})"
                names[field.name, each] = called if may else f"a {model._meta.verbose_name}"
        return names


class ReadOnly(CheckedFirst):
    """Nobody adds, changes or deletes these by hand; the verbs do."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def owners(site: admin.AdminSite) -> dict[str, HistoryAdmin]:
    """Return the admin whose rows each kind of change is about. No query."""
    admins = (
        site.get_model_admin(model) for model in apps.get_models() if site.is_registered(model)
    )
    mine = (each for each in admins if isinstance(each, HistoryAdmin))
    return {each.history_kind or kind_of(each.model): each for each in mine}


class KindFilter(admin.SimpleListFilter):
    title = "what"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Any:
        kinds = owners(model_admin.admin_site).items()
        return [
            (kind, capfirst(str(each.opts.verbose_name_plural)))
            for kind, each in kinds
            if each.has_view_permission(request)
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(subject_kind=self.value()) if self.value() else queryset


@admin.register(Change)
class ChangeAdmin(ReadOnly):
    """Everything that was done, rows that are gone among them; of each kind to who may see its rows."""

    list_display = ("at", "subject", "verb", "by", "remark")
    list_select_related = ("by",)
    list_filter = (KindFilter,)
    search_fields = ("subject_name", "=subject_id", "by__first_name", "by__last_name")
    search_help_text = "What it was called, its identity, or who did it."

    def get_queryset(self, request: HttpRequest) -> Any:
        kinds = owners(self.admin_site).items()
        hidden = [kind for kind, each in kinds if not each.has_view_permission(request)]
        return super().get_queryset(request).exclude(subject_kind__in=hidden)

    @admin.display(description="what", ordering="subject_name")
    def subject(self, change: Change) -> str:
        owner = owners(self.admin_site).get(change.subject_kind)
        kind = str(owner.opts.verbose_name if owner else change.subject_kind)
        return f"{capfirst(kind)} “{change.subject_name or change.subject_id}”"

    @admin.display(description="note", empty_value="")
    def remark(self, change: Change) -> str:
        """The note; of a sign-in, with what and from where."""
        whence = [change.after.get(name) for name in ("how", "browser", "address")]
        return change.note or ", ".join(each for each in whence if each)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Show one change as the History page of its row does."""
        change = self.get_object(request, unquote(object_id))
        if change is None:
            raise Http404
        if request.method == "POST" or not self.has_view_permission(request, change):
            raise PermissionDenied
        owner = owners(self.admin_site).get(change.subject_kind)
        lines = owner.lines([change], request) if owner else [(change, [])]
        return _page(self, request, self.subject(change), lines)


def _page(
    model_admin: admin.ModelAdmin, request: HttpRequest, of: str, lines: Any, **context: Any
) -> TemplateResponse:
    site = model_admin.admin_site
    request.current_app = site.name  # type: ignore[attr-defined]
    whole = {
        **site.each_context(request),
        "title": f"History: {of}",
        "opts": model_admin.opts,
        "of": of,
        "lines": lines,
        **context,
    }
    return TemplateResponse(request, "admin/history.html", whole)
