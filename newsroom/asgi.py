"""The site as an ASGI application, for the web server: `granian --interface asgi newsroom.asgi:application`."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http.cookie import parse_cookie

from newsroom import wsgi
from newsroom.accounts import presence
from newsroom.server import slow_readers
from newsroom.server.application import Application
from newsroom.server.bodies import Reader


def bounded(site: Callable[..., Any]) -> Application:
    """Return an ASGI application that keeps slow and greedy clients away from the WSGI one `site`."""
    return Application(
        site,
        threads=settings.THREADS,
        reader=Reader(
            largest=settings.LARGEST_BODY,
            seconds=settings.CLIENT_SECONDS,
            folder=settings.VAR / "incoming",
        ),
        is_file=wsgi.application.files.__contains__,
        is_signed_in=lambda cookies: presence.is_signed(
            parse_cookie(cookies).get(presence.COOKIE, "")
        ),
        begin=lambda: slow_readers.watch(settings.PORT, seconds=settings.CLIENT_SECONDS),
    )


application = bounded(wsgi.application)
