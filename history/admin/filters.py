"""The filters of the log at the desk: kind of row, verb, user and date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst

from history.admin.history_pages import owners
from history.models import Change

# The distinct values of a column that is the first of an index. Each is found by jumping to the next
# greater one, so the cost grows with the values and not with the log. For DISTINCT, both databases read
# the whole index.
VALUES = """
{name}(value) AS (
    SELECT MIN({column}) FROM {log}
    UNION ALL
    SELECT (SELECT MIN({column}) FROM {log} WHERE {column} > {name}.value)
    FROM {name} WHERE {name}.value IS NOT NULL
)
"""
CHOICES = """
WITH RECURSIVE {kinds}, {verbs}, {people}
SELECT 'kind', value, CAST(NULL AS bigint), '', '', '' FROM kinds WHERE value IS NOT NULL
UNION ALL SELECT 'verb', value, CAST(NULL AS bigint), '', '', '' FROM verbs WHERE value IS NOT NULL
UNION ALL SELECT 'by', '', users.id, users.first_name, users.last_name, users.username
FROM {users} AS users JOIN people ON people.value = users.id
"""


def choices_in_log(request: HttpRequest) -> dict[str, list[tuple[str, str]]]:
    """Return the choices of the filters "kind", "verb" and "by", as (value, label). One query."""
    if not hasattr(request, "choices_in_log"):
        log = Change._meta.db_table
        columns = {"kinds": "subject_kind", "verbs": "verb", "people": "by_id"}
        parts = {
            name: VALUES.format(name=name, column=column, log=log)
            for name, column in columns.items()
        }
        found: dict[str, list[tuple[str, str]]] = {"kind": [], "verb": [], "by": []}
        with connection.cursor() as cursor:
            cursor.execute(CHOICES.format(users=get_user_model()._meta.db_table, **parts))
            for what, value, pk, first, last, username in cursor.fetchall():
                label = f"{first} {last}".strip() or username if what == "by" else capfirst(value)
                found[what].append((str(pk) if what == "by" else value, label))
        for rows in found.values():
            rows.sort(key=lambda row: row[1].casefold())
        request.choices_in_log = found  # type: ignore[attr-defined]
    return request.choices_in_log  # type: ignore[attr-defined]


class ChoiceFilter(admin.SimpleListFilter):
    """A menu of the values that the log has in one column. Any other value finds nothing."""

    column = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return choices_in_log(request)[str(self.parameter_name)]

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if not self.value():
            return queryset
        if self.value() not in dict(self.lookup_choices):
            return queryset.none()
        return queryset.filter(**{self.column: self.value()})


class KindFilter(ChoiceFilter):
    title = "type"
    parameter_name = "kind"
    column = "subject_kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        found = owners(model_admin.admin_site)
        return [
            (kind, capfirst(str(found[kind].opts.verbose_name_plural)))
            for kind, _ in super().lookups(request, model_admin)
            if kind in found and found[kind].has_view_permission(request)
        ]


class VerbFilter(ChoiceFilter):
    title = "verb"
    parameter_name = "verb"
    column = "verb"


class PersonFilter(ChoiceFilter):
    title = "person"
    parameter_name = "by"
    column = "by"


DAY = timedelta(days=1)
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)


class DateFilter(admin.ListFilter):
    """A filter by day in the newsroom's time zone: a named period, or a first and a last day."""

    title = "date"
    template = "admin/articles/article/parts/filter_dates.html"
    parameters = ("date", "from", "until")

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        self.typed: dict[str, str] = {
            name: params.pop(name)[-1] for name in self.parameters if name in params
        }
        self.used_parameters = {**self.typed}

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return [*self.parameters]

    @cached_property
    def periods(self) -> dict[str, tuple[str, date, date]]:
        today = timezone.localdate(timezone=timezone.get_default_timezone())
        return {
            "today": ("Today", today, today),
            "yesterday": ("Yesterday", today - DAY, today - DAY),
            "week": ("The last 7 days", today - 6 * DAY, today),
            "month": ("This month", today.replace(day=1), today),
            "year": ("This year", today.replace(month=1, day=1), today),
        }

    @property
    def value(self) -> str:
        value = self.typed.get("date", "")
        return value if value in self.periods else ""

    @cached_property
    def days(self) -> tuple[date | None, date | None]:
        """The first and the last day; None for one that wasn't chosen."""
        if self.value:
            return self.periods[self.value][1:]
        first, last = (_day(self.typed.get(name, "")) for name in ("from", "until"))
        return first, last

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        first, last = self.days
        if first:
            queryset = queryset.filter(at__gte=_beginning_of(first))
        if last:
            queryset = queryset.filter(at__lt=_beginning_of(last + DAY))
        return queryset

    # What the template reads --------------------------------------------------------------------------

    @property
    def ends(self) -> list[tuple[str, str, str]]:
        """Name, label and value of the two date fields."""
        return [(name, name.capitalize(), self.typed.get(name, "")) for name in ("from", "until")]

    @property
    def chosen(self) -> str:
        """The choice in words, or ""."""
        if self.value:
            return self.periods[self.value][0]
        ends = zip(("from", "until"), self.days, strict=True)
        return " ".join(f"{name} {day:%b} {day.day}, {day.year}" for name, day in ends if day)

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        self.others = [
            (name, value)
            for name, value in changelist.params.items()
            if name not in self.parameters and value
        ]
        bare = changelist.get_query_string(remove=[*self.parameters])
        yield {"selected": not self.chosen, "query_string": bare, "display": "All"}
        ends = dict.fromkeys(("from", "until"))
        for value, (label, _, _) in self.periods.items():
            yield {
                "selected": value == self.value,
                "query_string": changelist.get_query_string({**ends, "date": value}),
                "display": label,
            }


def _day(typed: str) -> date | None:
    try:
        return max(FIRST, min(date.fromisoformat(typed), LAST))
    except ValueError:
        return None


def _beginning_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())
