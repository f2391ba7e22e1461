"""What the pages of accounts need to stand in the desk's own frame."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


def desk(request: HttpRequest) -> dict[str, Any]:
    """A context processor: the desk's shell, on pages of accounts. No query."""
    from newsroom.accounts.urls import NAMES  # noqa: PLC0415 - the views need the apps

    match = request.resolver_match
    return admin.site.each_context(request) if match and match.view_name in NAMES else {}
