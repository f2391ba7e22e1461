"""Tells whoever watches the site whether its process lives, and whether it can serve.

Load balancers ask by number and over plain HTTP, so this stands before the check of the host and the
redirect to HTTPS. It says nothing that a stranger could use.
"""

import shutil
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

LEAST_FREE = 100 * 1024 * 1024  # bytes

GetResponse = Callable[[HttpRequest], HttpResponse]


class HealthMiddleware:
    """Answers `/health/alive/` without the database, and `/health/ready/` with one query."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            if request.path == "/health/alive/":
                return _answer([])
            if request.path == "/health/ready/":
                return _answer(faults())
        return self.get_response(request)


def faults() -> list[str]:
    """Return why the site can't serve now, as sentences; none if it can. One query."""
    found = []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations")
            if cursor.fetchone() is None:
                found.append("The database is empty.")
    except DatabaseError:
        found.append("The database doesn’t answer.")
    if shutil.disk_usage(settings.VAR).free < LEAST_FREE:
        found.append("The disk is nearly full.")
    return found


def _answer(found: list[str]) -> HttpResponse:
    return HttpResponse(
        "".join(f"{fault}\n" for fault in found) or "OK\n",
        status=503 if found else 200,
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex"},
    )
