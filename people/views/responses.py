"""Responses of the record's pages: the page, a redirect to its current address, or a 404."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from people.models import Entity
from verbs.addresses import Found, Moved


class Stories(Protocol):
    """A loader from `newsroom/urls.py`: the stories naming an entity, a total, the address of the rest."""

    def __call__(self, entity: Entity, *, at: datetime) -> Any: ...


def page_or_redirect(
    found: Found | Moved | None, page: Callable[[Any], HttpResponse]
) -> HttpResponse:
    """Return the page of the row that was found, or a 301 to its current address.

    Raises Http404 if there is none. An unpublished row raises the same, so its existence isn't revealed.
    """
    if found is None:
        raise Http404
    if isinstance(found, Moved):
        return HttpResponsePermanentRedirect(found.url)
    return page(found.row)


def render_page(
    request: HttpRequest, template: str, page: object, stories: object = None
) -> HttpResponse:
    """Render `page` in its template, with "The Record" as the current section."""
    context = {"page": page, "stories": stories, "current_section": "record"}
    return render(request, template, context)
