"""Pages of the desk: the frame that the admin site puts around each, and the addresses of a row's."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse


def desk_page(
    request: HttpRequest, template: str, *, admin_site: admin.AdminSite, title: str, **context: Any
) -> TemplateResponse:
    """Return a page that extends the desk's frame. The site's navigation runs its own query."""
    # Templates reverse "admin:..." addresses by it.
    request.current_app = admin_site.name  # type: ignore[attr-defined]
    frame = admin_site.each_context(request)
    return TemplateResponse(request, template, {**frame, "title": title, **context})


def change_address(row: models.Model) -> str:
    """Return the address of the row's form at the desk."""
    return _address(row, "change")


def verb_address(row: models.Model, name: str) -> str:
    """Return the address of the page of one of the row's verbs."""
    return _address(row, "verb", name)


def _address(row: models.Model, page: str, *more: str) -> str:
    route = f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}"
    return reverse(route, args=[quote(row.pk), *more])
