"""Limits the searches of the desk's lists and boxes: a longer one is cut, and the list says so."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from words.characters import without_nul

WORDS = 12
LONGEST = 200  # characters in all


def limit_search(model_admin: Any) -> None:
    """Make a list, and the boxes that suggest its rows, search by the first words only.

    Django turns each word into a condition on every column, and a database refuses a thousand of
    them. The list's own links repeat the search, once a row, so they get the first words too.
    """
    search, show_list = model_admin.get_search_results, model_admin.changelist_view

    def words_to_search(request: HttpRequest, typed: str) -> str:
        return first_words(typed)

    @wraps(search)
    def search_by_first_words(
        request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return search(request, queryset, words_to_search(request, search_term))

    @wraps(show_list)
    def show_list_by_first_words(
        request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        typed = request.GET.get(SEARCH_VAR, "")
        words = first_words(typed)
        if model_admin.search_fields and words != typed.strip():
            messages.warning(
                request, f"That search is too long. These are the results for “{words}”."
            )
            shortened = request.GET.copy()
            shortened[SEARCH_VAR] = words
            request.GET = shortened  # type: ignore[assignment]
        return show_list(request, extra_context)

    model_admin.words_to_search = words_to_search  # for a list that has an index of its own
    model_admin.get_search_results = search_by_first_words
    model_admin.changelist_view = show_list_by_first_words


def first_words(text: str) -> str:
    """Return the part of the text that is searched for, without NULs."""
    text = without_nul(text).strip()
    words = text.split()
    if len(words) > WORDS:
        text = " ".join(words[:WORDS])
    return text[:LONGEST].rstrip()
