"""What an address of the record answers with: its page, one hop to where it moved, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from people.models import Entity
from verbs.addresses import Found, Moved


class Stories(Protocol):
    """What `newsroom/urls.py` hands in: stories, a total and the address of the others."""

    def __call__(self, entity: Entity, *, at: datetime) -> Any: ...


def answer(found: Found | Moved | None, page: Callable[[Any], HttpResponse]) -> HttpResponse:
    """The page of a live row; one 301 for an address it once had; 404 for what no reader may see.

    A row that is hidden and one that never was raise the same, so that neither tells of the other.
    """
    if found is None:
        raise Http404
    if isinstance(found, Moved):
        return HttpResponsePermanentRedirect(found.url)
    return page(found.row)


def show(request: HttpRequest, template: str, page: object, stories: object = None) -> HttpResponse:
    """The page in its template. "The Record" is its section."""
    context = {"page": page, "stories": stories, "current_section": "record"}
    return render(request, template, context)
