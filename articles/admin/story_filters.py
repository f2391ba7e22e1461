"""The filters of the list of stories: links and small forms, which work without script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.contrib.admin.filters import ListFilter
from django.db.models import CharField, F, Value
from django.http import HttpRequest
from django.utils import timezone

from articles import desk_index, tagging
from articles.desk_lists import STATES
from articles.models import Author, Section, Tag
from words.characters import without_nul
from words.folding import fold

LISTED = 200  # authors in the menu; others can be typed
NOTHING = "nothing0"  # a mark that no story has
DAY = timedelta(days=1)


@dataclass(frozen=True)
class FilterRow:
    """A section or an author, with what filters and the list print of it."""

    pk: int
    public_id: str
    slug: str
    name: str


def sections_and_authors(request: HttpRequest) -> dict[str, list[FilterRow]]:
    """Return every "section" and every "author", in order. One query a request, kept on it."""
    if not hasattr(request, "sections_and_authors"):
        columns = ("kind", "place", "sort_key", "pk", "public_id", "slug", "name")
        sections = Section.objects.annotate(kind=_text("section"), place=F("position"))
        authors = Author.objects.annotate(kind=_text("author"), place=Value(0))
        rows = (
            sections.order_by()
            .values_list(*columns)
            .union(authors.order_by().values_list(*columns), all=True)
        )
        found: dict[str, list[FilterRow]] = {"section": [], "author": []}
        for kind, _, _, *row in sorted(rows, key=lambda row: row[1:4]):
            found[kind].append(FilterRow(*row))
        request.sections_and_authors = found  # type: ignore[attr-defined]
    return request.sections_and_authors  # type: ignore[attr-defined, no-any-return]


def _text(word: str) -> Value:
    return Value(word, output_field=CharField())


class StoryFilter(ListFilter):
    """A filter of the list of stories, with a parameter in the address for each of `fields`."""

    fields: tuple[str, ...] = ()

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        self.request = request
        given = {name: params.pop(name)[-1] for name in self.fields if name in params}
        self.used_parameters = {
            name: without_nul(value).strip()[:200] for name, value in given.items()
        }

    @property
    def value(self) -> str:
        return self.used_parameters.get(self.fields[0], "")

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return [*self.fields]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Return the queryset as it is: the list searches the desk's index for `marks` instead."""
        return queryset

    def marks(self) -> list[str]:
        """Return marks of the desk's index: stories with any of them are listed. None means all."""
        return []

    def offered(self) -> list[tuple[str, str]]:
        """Return the values in the menu, with their labels."""
        return []

    @property
    def chosen(self) -> str:
        """The choice in words, or ""."""
        return dict(self.offered()).get(self.value, self.value)

    @property
    def missing(self) -> str:
        """Return a message if the typed value doesn't exist, else ""."""
        return ""

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        self.others = [
            (name, value)
            for name, value in changelist.params.items()
            if name not in self.fields and value
        ]
        bare = changelist.get_query_string(remove=[*self.fields])
        yield {"selected": not self.chosen, "query_string": bare, "display": "All"}
        for value, label in self.offered():
            others = dict.fromkeys(self.fields[1:])
            yield {
                "selected": value == self.value,
                "query_string": changelist.get_query_string(others | {self.fields[0]: value}),
                "display": label,
            }


class StateFilter(StoryFilter):
    title = "state"
    fields = ("state",)

    def offered(self) -> list[tuple[str, str]]:
        return [(name, state.label) for name, state in STATES.items()]

    @property
    def value(self) -> str:
        return super().value if super().value in STATES else ""


class SectionFilter(StoryFilter):
    """By the last saved section, whatever section readers see the story in."""

    title = "section"
    fields = ("section",)

    def offered(self) -> list[tuple[str, str]]:
        rows = sections_and_authors(self.request)["section"]
        return [*((row.slug, row.name) for row in rows), ("none", "No section yet")]

    def marks(self) -> list[str]:
        if not self.value:
            return []
        pks = {row.slug: row.pk for row in sections_and_authors(self.request)["section"]} | {
            "none": None
        }
        found = self.value in pks
        return [desk_index.of_section(pks[self.value]) if found else NOTHING]


class WhoseFilter(StoryFilter):
    title = "whose"
    fields = ("whose",)

    def offered(self) -> list[tuple[str, str]]:
        return [("mine", "Mine")]

    def marks(self) -> list[str]:
        user = self.request.user.pk
        return [desk_index.of_writer(user)] if user and self.value == "mine" else []


class TypedFilter(StoryFilter):
    """A filter whose value can be typed: there may be more rows than fit in a menu."""

    template = "admin/articles/article/parts/filter_typed.html"

    @cached_property
    def row(self) -> Any:
        """The chosen row, or None if there is none of that name."""
        raise NotImplementedError

    def marks(self) -> list[str]:
        if not self.value:
            return []
        return [desk_index.MARK_OF[self.of](self.row.pk) if self.row else NOTHING]

    of: type[Author | Tag]

    @property
    def chosen(self) -> str:
        return self.row.name if self.value and self.row else self.value

    @property
    def missing(self) -> str:
        if not self.value or self.row:
            return ""
        return f"There is no {self.title} called “{self.value}”."


class AuthorFilter(TypedFilter):
    """By the last saved byline."""

    title = "author"
    fields = ("author",)
    of = Author

    def offered(self) -> list[tuple[str, str]]:
        return [
            (row.slug, row.name) for row in sections_and_authors(self.request)["author"][:LISTED]
        ]

    @cached_property
    def row(self) -> FilterRow | None:
        rows = sections_and_authors(self.request)["author"]
        typed = fold(self.value)
        found = [row for row in rows if row.slug == self.value]
        found += [row for row in rows if typed and fold(row.name) == typed]
        found += [row for row in rows if typed and typed in fold(row.name).split()]
        return next(iter(found), None)


class TagFilter(TypedFilter):
    """By the last saved tags. A tag is found by its name or a synonym."""

    title = "tag"
    fields = ("tag",)
    of = Tag

    @cached_property
    def row(self) -> Tag | None:
        return tagging.find_called(self.value)


class PublishedFilter(StoryFilter):
    """By the day on which a story was published, or is scheduled to be."""

    title = "published"
    fields = ("published", "from", "until")
    template = "admin/articles/article/parts/filter_dates.html"

    def offered(self) -> list[tuple[str, str]]:
        return [(name, label) for name, (label, _, _) in self.periods.items()]

    @cached_property
    def periods(self) -> dict[str, tuple[str, date, date]]:
        today = desk_index.local_day(timezone.now())
        return {
            "today": ("Today", today, today),
            "yesterday": ("Yesterday", today - DAY, today - DAY),
            "week": ("The last 7 days", today - 6 * DAY, today),
            "month": ("This month", today.replace(day=1), today),
            "year": ("This year", today.replace(month=1, day=1), today),
        }

    @property
    def ends(self) -> list[tuple[str, str, str]]:
        """The form's two fields: the name, the label and the value of each."""
        given = self.used_parameters
        return [(name, name.capitalize(), given.get(name, "")) for name in self.fields[1:]]

    @cached_property
    def typed(self) -> tuple[date | None, date | None]:
        """The first and the last day typed in the form."""
        first, last = (_day(self.used_parameters.get(name, "")) for name in self.fields[1:])
        return first, last

    @cached_property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day, or None for all."""
        if self.value in self.periods:
            return self.periods[self.value][1:]
        first, last = self.typed
        if first is None and last is None:
            return None
        return first or FIRST, last or LAST

    def marks(self) -> list[str]:
        if self.days is None:
            return []
        first, last = (max(FIRST, min(day, LAST)) for day in self.days)
        return desk_index.of_period(first, last) or [NOTHING]

    @property
    def chosen(self) -> str:
        if self.value in self.periods:
            return self.periods[self.value][0]
        first, last = self.typed
        ends = [f"from {_named(first)}" if first else "", f"until {_named(last)}" if last else ""]
        return " ".join(filter(None, ends))


FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)  # a typed year 2 would cost thousands of marks


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _named(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"
