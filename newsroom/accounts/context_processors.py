"""Gives the account pages the desk's frame."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


def desk(request: HttpRequest) -> dict[str, Any]:
    """Return the desk's context on account pages. No query."""
    from newsroom.accounts.urls import NAMES  # noqa: PLC0415 - the views need the apps

    match = request.resolver_match
    return admin.site.each_context(request) if match and match.view_name in NAMES else {}
