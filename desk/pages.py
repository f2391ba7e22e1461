"""A page of the desk, with the frame that the admin site puts around it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse


def desk_page(
    request: HttpRequest, template: str, *, site: admin.AdminSite, title: str, **context: Any
) -> TemplateResponse:
    """Return a page that extends the desk's frame. The site's navigation runs its own query."""
    # Templates reverse "admin:..." addresses by it.
    request.current_app = site.name  # type: ignore[attr-defined]
    frame = site.each_context(request)
    return TemplateResponse(request, template, {**frame, "title": title, **context})
