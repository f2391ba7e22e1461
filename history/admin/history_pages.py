"""The History page of a row at the desk, and the rule for who may read which lines of the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.db.models import CharField, Q, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse

from history.checked_first import CheckedFirst
from history.models import Change, ChangeQuerySet
from history.recording import kind_of
from history.wording import Difference, Names, differences, fields_of_rows, named_in
from words.wording import deleted

ON_A_PAGE = 50


class HistoryAdmin(CheckedFirst):
    """An admin of rows with a public id, whose verbs write to our log. Django's own log stays empty."""

    history_kind = ""  # what the log calls these rows, if not the name of their model
    fields_not_shown: tuple[str, ...] = ()  # columns derived from others

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Do nothing: the verb has logged it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Do nothing: the verb has logged it."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """Do nothing: the verb has logged it."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Show what was done to the row, newest first, to users who may view the row.

        Changes of other rows that touched this one are shown if the user may read those. Queries: the
        row, the number of lines, one page of lines, and one for each kind of row that they name.
        """
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        changes = readable(self.changes_of(row), self.admin_site, request).select_related("by")
        page = Paginator(changes, ON_A_PAGE).get_page(request.GET.get("p"))
        pages = page.paginator.get_elided_page_range(page.number)
        lines = lines_of(list(page), self.admin_site, request)
        own_id = getattr(row, "public_id", "")
        return history_page(
            self, request, str(row), lines, row=row, own_id=own_id, page=page, pages=pages
        )

    def changes_of(self, row: Any) -> ChangeQuerySet:
        """Return the changes that touched the row, newest first."""
        return Change.objects.touching(self.history_kind or kind_of(row), row.public_id)

    def readable_changes(self, request: HttpRequest) -> Q:
        """Return the condition for changes of these rows that the user may read."""
        return Q() if self.has_view_permission(request) else Q(pk__in=[])

    def lines(
        self, changes: Sequence[Change], request: HttpRequest
    ) -> list[tuple[Change, list[Difference]]]:
        """Return each of these changes of this model's rows, with what it changed in words."""
        names = self.names_in(changes, request)
        return [
            (change, differences(change, self.model, names, without=self.fields_not_shown))
            for change in changes
        ]

    def names_in(self, changes: Sequence[Change], request: HttpRequest) -> Names:
        """Return the names of the rows that the changes refer to by public id.

        A row that the user may not view is only "a person", and one that is gone says so. One query for
        each model that the changes refer to.
        """
        held: dict[Any, set[tuple[str, str]]] = {}
        for field in self.opts.concrete_fields:
            if field.related_model:
                named = {(field.name, each) for each in named_in(changes, field.name)}
                held.setdefault(field.related_model, set()).update(named)
        for field, each in fields_of_rows(changes):
            if field.related_model:
                held.setdefault(field.related_model, set()).add((field.name, each))
        names: dict[tuple[str, str], str] = {}
        for model, named in held.items():
            ids = {each for _, each in named}
            if not ids or not self.admin_site.is_registered(model) or not _has_identity(model):
                continue
            theirs = self.admin_site.get_model_admin(model)
            found = model._default_manager.all()
            if theirs.list_select_related:  # a row's name may use another row's
                found = found.select_related(*theirs.list_select_related)
            rows = found.in_bulk(ids, field_name="public_id")
            for name, each in named:
                row = rows.get(each)
                is_shown = theirs.has_view_permission(request, row)
                called = str(row) if row else deleted(each)
                names[name, each] = called if is_shown else f"a {model._meta.verbose_name}"
        return names


def owners(site: admin.AdminSite) -> dict[str, HistoryAdmin]:
    """Return for each kind of row in the log the admin of these rows. No query."""
    admins = (
        site.get_model_admin(model) for model in apps.get_models() if site.is_registered(model)
    )
    mine = (each for each in admins if isinstance(each, HistoryAdmin))
    return {each.history_kind or kind_of(each.model): each for each in mine}


def readable(
    changes: ChangeQuerySet, site: admin.AdminSite, request: HttpRequest
) -> ChangeQuerySet:
    """Filter the changes to those that the user may read, as the admin of each kind of row decides.

    Nobody may read changes of a kind without an admin. Runs no query itself.
    """
    # Compares an expression, not the column: otherwise databases look up each kind in the index by kind
    # and sort everything found, although the newest are one range of the index by time.
    changes = changes.alias(kind=Concat("subject_kind", Value("")))
    whole, parts = [], []
    for kind, owner in owners(site).items():
        if condition := owner.readable_changes(request):
            parts.append(Q(kind=kind) & condition)
        else:
            whole.append(kind)
    return changes.filter(reduce(or_, parts, Q(kind__in=whole)))


def lines_of(
    changes: Sequence[Change], site: admin.AdminSite, request: HttpRequest
) -> list[tuple[Change, list[Difference]]]:
    """Return each change with what it changed, worded by the admin of its kind of row."""
    found = owners(site)
    words: dict[int, list[Difference]] = {}
    for kind in {change.subject_kind for change in changes} & found.keys():
        of_kind = [change for change in changes if change.subject_kind == kind]
        words |= {change.pk: told for change, told in found[kind].lines(of_kind, request)}
    return [(change, words.get(change.pk, [])) for change in changes]


def screens_of(
    changes: Iterable[Change], site: admin.AdminSite, request: HttpRequest
) -> dict[tuple[str, str], str]:
    """Return by (kind, public id) the address of each subject's screen, if the user may open it. One query.

    Rows without a public id of their own, such as the front page's slots, lead to their list.
    """
    ids: dict[str, set[str]] = {}
    for change in changes:
        ids.setdefault(change.subject_kind, set()).add(change.subject_id)
    addresses: dict[tuple[str, str], str] = {}
    rows = []
    found = owners(site)
    for kind in ids.keys() & found.keys():
        owner = found[kind]
        if not owner.has_view_permission(request):
            continue
        if not _has_identity(owner.model):
            addresses |= {(kind, each): _address(owner, "changelist") for each in ids[kind]}
            continue
        there = owner.get_queryset(request).filter(public_id__in=ids[kind]).order_by()
        named = there.prefetch_related(None).annotate(kind_in_log=Value(kind, CharField()))
        rows.append(named.values_list("kind_in_log", "public_id", "pk"))
    for kind, public_id, pk in rows[0].union(*rows[1:], all=True) if rows else ():
        addresses[kind, public_id] = _address(found[kind], "change", quote(pk))
    return addresses


def _address(owner: admin.ModelAdmin, page: str, *args: Any) -> str:
    route = f"admin:{owner.opts.app_label}_{owner.opts.model_name}_{page}"
    return reverse(route, args=args)


def _has_identity(model: type[models.Model]) -> bool:
    try:
        model._meta.get_field("public_id")
    except FieldDoesNotExist:
        return False
    return True


def history_page(
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
