"""The log at the desk: a list of everything that was done."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.core.paginator import InvalidPage, Paginator
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import Truncator, capfirst

from history.admin.filters import DateFilter, KindFilter, PersonFilter, VerbFilter
from history.admin.history_pages import (
    HistoryAdmin,
    history_page,
    lines_of,
    owners,
    readable,
    screens_of,
)
from history.checked_first import CheckedFirst
from history.models import Change
from words.times import day, hour
from words.wording import number_of

MOST = 1_000  # lines in the list; the date filter leads to older ones
LONGEST_REMARK = 200


class ReadOnly(CheckedFirst):
    """An admin whose rows nobody adds, changes or deletes by hand: verbs write them."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LogList(ChangeList):
    """The list of the log, which finds at most MOST ids first, then reads the lines of one page.

    So a long log costs no more than a short one: the ids are one range of an index.
    """

    def get_results(self, request: HttpRequest) -> None:
        """Read the lines of the page, newest first, each with the address of its row's screen.

        Three queries; one more if no name matches.
        """
        found = self._find(request)
        self.is_cut = len(found) > MOST
        ids = [pk for _, pk in sorted(found[:MOST], reverse=True)]
        self.paginator = Paginator(ids, self.list_per_page)
        self.result_count = self.paginator.count
        self.full_result_count, self.show_full_result_count = None, False
        self.show_admin_actions = False
        self.can_show_all, self.multi_page = False, self.paginator.num_pages > 1
        try:
            on_page = list(self.paginator.page(self.page_num).object_list)
        except InvalidPage as none:
            raise IncorrectLookupParameters from none
        rows = Change.objects.select_related("by").in_bulk(on_page)
        self.result_list = [rows[pk] for pk in on_page]
        screens = screens_of(self.result_list, self.model_admin.admin_site, request)
        for change in self.result_list:
            change.screen = screens.get((change.subject_kind, change.subject_id), "")

    def _find(self, request: HttpRequest) -> list[tuple[datetime, int]]:
        """Return (at, pk) of the lines whose subject's name begins with the query.

        If there are none, of the lines that touched the row with this public id.
        """
        found = self.queryset
        if words := self.model_admin.words_to_search(request, self.query):
            found = self.queryset.named(words)
        rows = list(found.values_list("at", "pk")[: MOST + 1])
        if words and not rows:
            kinds = owners(self.model_admin.admin_site)
            found = self.queryset.filter(touched__kind__in=kinds, touched__public_id=words)
            rows = list(dict.fromkeys(found.values_list("at", "pk")[: MOST + 1]))
        return rows

    @property
    def counted(self) -> str:
        """How many lines were found, and how to reach the others if the list can't show them all."""
        if not self.is_cut:
            return number_of(self.result_count, "line")
        if self.query:
            return (
                f"More than {MOST:,} lines. These are the first {MOST:,} by name: type more of the "
                "name or add a filter to find others."
            )
        return (
            f"More than {MOST:,} lines. These are the newest {MOST:,}: choose an earlier date or add "
            "a filter to find others."
        )


@admin.register(Change)
class ChangeAdmin(ReadOnly):
    """The log. It keeps the lines about deleted rows, and shows a line only to users who may read it."""

    list_display = ("time", "subject", "done", "who", "remark")
    list_display_links = ("time",)
    list_filter = (KindFilter, VerbFilter, PersonFilter, DateFilter)
    list_max_show_all = 0
    search_fields = ("folded_name",)  # without one, Django shows no search box
    search_help_text = (
        "Type the beginning of the row’s name, as it was at the time, or its whole public id. Accents and "
        "capitals don’t matter."
    )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return LogList

    def get_queryset(self, request: HttpRequest) -> Any:
        return readable(Change.objects.all(), self.admin_site, request)

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        """Return the queryset as it is: `LogList` searches."""
        return queryset, False

    @admin.display(description="when")
    def time(self, change: Change) -> str:
        return f"{day(change.at)}, {hour(change.at)}"

    @admin.display(description="what")
    def subject(self, change: Any) -> str:
        name = self._name_of(change)
        screen = getattr(change, "screen", "")
        return format_html('<a href="{}">{}</a>', screen, name) if screen else name

    @admin.display(description="done")
    def done(self, change: Change) -> str:
        return change.verb

    @admin.display(description="by", empty_value="–")
    def who(self, change: Change) -> str | None:
        return (change.by.get_full_name() or change.by.get_username()) if change.by else None

    @admin.display(description="note", empty_value="")
    def remark(self, change: Change) -> str:
        """Return the note; for a sign-in, how it was done, the browser and the address."""
        origin = [change.after.get(name) for name in ("how", "browser", "address")]
        note = change.note or ", ".join(each for each in origin if each)
        return Truncator(note).chars(LONGEST_REMARK)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Show one change as the History page of its row does."""
        change = self.get_object(request, unquote(object_id))
        if change is None:
            raise PermissionDenied
        if request.method == "POST" or not self.has_view_permission(request, change):
            raise PermissionDenied
        lines = lines_of([change], self.admin_site, request)
        return history_page(self, request, self._name_of(change), lines)

    @cached_property
    def _owners(self) -> dict[str, HistoryAdmin]:
        return owners(self.admin_site)

    def _name_of(self, change: Change) -> str:
        owner = self._owners.get(change.subject_kind)
        kind = str(owner.opts.verbose_name if owner else change.subject_kind)
        return f"{capfirst(kind)} “{change.subject_name or change.subject_id}”"
