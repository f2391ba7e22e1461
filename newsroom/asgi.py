"""The site as an ASGI application, for the web server: `granian --interface asgi newsroom.asgi:application`."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.http.cookie import parse_cookie

from newsroom import wsgi
from newsroom.accounts import presence
from newsroom.server import slow_readers
from newsroom.server.application import Application
from newsroom.server.bodies import Reader
from newsroom.server.kept_pages import KeptPages
from press.followers import PostgresqlFollower, SqliteFollower
from press.memory import Memory
from press.store import Store


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
        pages=kept_pages if settings.KEPT_PAGES else None,
        begin=lambda: slow_readers.watch(settings.PORT, seconds=settings.CLIENT_SECONDS),
    )


def open_store() -> Store:
    """Open the file of finished pages, of which those of another release are dropped."""
    store = Store(settings.VAR / "pages.sqlite3")
    store.begin(release())
    return store


def release() -> str:
    """Return what is another text for another release: its code, its settings, its static files."""
    files = [
        *(file for app in apps.get_app_configs() for file in Path(app.path).glob("**/*.py")),
        *(settings.BASE_DIR / "templates").glob("**/*"),
        settings.STATIC_ROOT / "staticfiles.json",
    ]
    seen = [f"{file} {file.stat().st_mtime_ns}" for file in sorted(files) if file.is_file()]
    text = "\n".join([*seen, settings.SITE_URL, repr(settings.PUBLICATION)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def kept_pages() -> KeptPages:
    """Open the finished pages for this process."""
    store = open_store()
    follower = (
        PostgresqlFollower(store)
        if connection.vendor == "postgresql"
        else SqliteFollower(settings.DATABASES["default"]["NAME"])
    )
    return KeptPages(
        Memory(store, follower),
        cookies=(settings.SESSION_COOKIE_NAME.encode(), settings.PRESENCE_COOKIE_NAME.encode()),
        trusts_proxy=settings.BEHIND_PROXY,
    )


application = bounded(wsgi.application)
