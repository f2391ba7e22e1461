"""The pages of an inline that has more rows than one form can hold: each page is saved on its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from words.characters import without_nul

ALL_AT_ONCE = 200  # as many rows are in the form without pages
ON_A_PAGE = 100
WORDS, LONGEST = 12, 200  # a search is cut after so many words and characters, as that of a list


@dataclass(frozen=True)
class RowPages:
    """Which rows of an inline a form shows, and where the others are.

    The address says it: `{prefix}-q` is what they are searched for, `{prefix}-p` the page.
    """

    prefix: str
    name: str  # of several of them: "nominations"
    page: Page
    total: int  # without the search
    asked: str
    can_search: bool
    query: QueryDict

    @property
    def sentence(self) -> str:
        """Which rows these are, in a sentence."""
        if self.asked:
            count = self.page.paginator.count
            return f"{count:,} of {self.total:,} {self.name} match “{self.asked}”."
        return (
            f"{self.page.start_index():,}–{self.page.end_index():,} of {self.total:,} {self.name}."
        )

    def numbers(self) -> Iterator[tuple[Any, str]]:
        """Each page with its address, "" for this one and for an ellipsis."""
        for number in self.page.paginator.get_elided_page_range(self.page.number, on_ends=1):
            leads = isinstance(number, int) and number != self.page.number
            yield number, self._address(p=number) if leads else ""

    def address_of_all(self) -> str:
        """The address without the search."""
        return self._address(q="", p="")

    def others(self) -> list[tuple[str, str]]:
        """What else the address says, to be sent along with a search."""
        mine = (f"{self.prefix}-q", f"{self.prefix}-p")
        return [(name, value) for name, value in self.query.items() if name not in mine]

    def _address(self, **changes: Any) -> str:
        query = self.query.copy()
        for name, value in changes.items():
            query[f"{self.prefix}-{name}"] = str(value)
            if value == "":
                del query[f"{self.prefix}-{name}"]
        return f"?{query.urlencode()}#{self.prefix}-group"


def read(
    rows: QuerySet[Any], inline: Any, request: Any, *, prefix: str
) -> tuple[QuerySet[Any], RowPages | None]:
    """Return the rows to show, with their pages if there are too many for one form.

    One query for the rows; three where they have pages.
    """
    few = rows[: ALL_AT_ONCE + 1]
    if request is None or len(few) <= ALL_AT_ONCE:
        return few, None
    typed = without_nul(request.GET.get(f"{prefix}-q", "")).split()
    asked = " ".join(typed[:WORDS])[:LONGEST]
    can_search = bool(getattr(inline, "can_search", False))
    found = inline.search(request, rows, asked) if asked and can_search else rows
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get(f"{prefix}-p"))
    total = rows.count() if found is not rows else page.paginator.count
    name = str(inline.verbose_name_plural)  # as the admin has it, by its model where it says none
    pages = RowPages(prefix, name, page, total, asked, can_search, request.GET)
    return page.object_list, pages
