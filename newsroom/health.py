"""Answers health checks: whether the process is alive, and whether it can serve.

Load balancers ask by IP address over plain HTTP, so these answers come before the check of the host and
the redirect to HTTPS. They reveal nothing that a stranger could use.
"""

import shutil
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from history.models import Change
from words.times import dated

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
    """Return, as sentences, why the site can't serve now; an empty list if it can. One query."""
    found = []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations")
            if cursor.fetchone() is None:
                found.append("The database is empty.")
    except DatabaseError:
        found.append("The database doesn’t answer.")
    if shutil.disk_usage(settings.VAR).free < LEAST_FREE:
        found.append("The disk is almost full.")
    return found


def clock_is_behind() -> str:
    """Return a warning if the machine's clock is before the newest line of the log, else "".

    With such a clock, published stories would be hidden again. One query; "" for a database without
    tables.
    """
    now = timezone.now()
    try:
        # By key, not by time: the last line written is the newest, whatever the clock said then.
        newest = Change.objects.order_by("-pk").values_list("at", flat=True).first()
    except DatabaseError:
        return ""
    if newest and newest > now:
        return (
            f"This machine’s clock says {dated(now)}, but the log has a change made on"
            f" {dated(newest)}. Set the clock: it decides what readers see."
        )
    return ""


def _answer(found: list[str]) -> HttpResponse:
    return HttpResponse(
        "".join(f"{fault}\n" for fault in found) or "OK\n",
        status=503 if found else 200,
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex"},
    )
