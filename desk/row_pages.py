"""The pages of an inline that has more rows than one form can hold. Each page is saved on its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from words.characters import without_nul

ALL_AT_ONCE = 200  # up to so many rows are in the form without pages
ON_A_PAGE = 100
MOST_WORDS, LONGEST = 12, 200  # a search is cut to so many words and characters, as on lists


@dataclass(frozen=True)
class RowPages:
    """Which rows of an inline a form shows, and where the others are.

    In the page's address `{prefix}-q` is the search and `{prefix}-p` the number of the page.
    """

    prefix: str
    name: str  # plural: "nominations"
    page: Page
    total: int  # without the search
    search: str
    can_search: bool
    query: QueryDict

    @property
    def sentence(self) -> str:
        """Which rows these are, in a sentence."""
        if self.search:
            count = self.page.paginator.count
            return f"{count:,} of {self.total:,} {self.name} match “{self.search}”."
        return (
            f"{self.page.start_index():,}–{self.page.end_index():,} of {self.total:,} {self.name}."
        )

    def numbers(self) -> Iterator[tuple[Any, str]]:
        """Yield each page with its address, which is "" for this page and for an ellipsis."""
        for number in self.page.paginator.get_elided_page_range(self.page.number, on_ends=1):
            is_other = isinstance(number, int) and number != self.page.number
            yield number, self._address(p=number) if is_other else ""

    def address_of_all(self) -> str:
        """Return the address without the search."""
        return self._address(q="", p="")

    def others(self) -> list[tuple[str, str]]:
        """Return the rest of the address's query, which a search sends along."""
        own = (f"{self.prefix}-q", f"{self.prefix}-p")
        return [(name, value) for name, value in self.query.items() if name not in own]

    def _address(self, **changes: Any) -> str:
        query = self.query.copy()
        for name, value in changes.items():
            query[f"{self.prefix}-{name}"] = str(value)
            if value == "":
                del query[f"{self.prefix}-{name}"]
        return f"?{query.urlencode()}#{self.prefix}-group"


def rows_on_page(
    rows: QuerySet[Any], inline: Any, request: Any, *, prefix: str
) -> tuple[QuerySet[Any], RowPages | None]:
    """Return the rows to show, with their pages if there are too many for one form.

    One query for the rows; three if they have pages.
    """
    few = rows[: ALL_AT_ONCE + 1]
    if request is None or len(few) <= ALL_AT_ONCE:
        return few, None
    words = without_nul(request.GET.get(f"{prefix}-q", "")).split()
    search = " ".join(words[:MOST_WORDS])[:LONGEST]
    can_search = bool(getattr(inline, "can_search", False))
    found = inline.search(request, rows, search) if search and can_search else rows
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get(f"{prefix}-p"))
    total = rows.count() if found is not rows else page.paginator.count
    # The inline has Django's default, the model's, if it doesn't name its rows itself.
    name = str(inline.verbose_name_plural)
    return page.object_list, RowPages(prefix, name, page, total, search, can_search, request.GET)
