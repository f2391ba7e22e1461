"""Makes pages before readers ask for them: those that a change has dropped, most read first.

`manage.py keep_pages_ready` runs it beside the server, below it in priority; it ends with the server.
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings

from newsroom import sitemaps
from newsroom.server.answers import answer_of
from newsroom.server.kept_pages import page_of
from press.store import Store
from press.views import KEEPS, MADE

AT_ONCE = 10  # pages; then it looks again which are most wanted
IDLE = 0.25  # seconds to wait when nothing is to be made
WANTED_AT_ONCE = 1000  # addresses


class Refresher:
    def __init__(self, site: Callable[..., Any], store: Store, *, folder: Path) -> None:
        self.site, self.store, self.folder = site, store, folder

    def run(self, server: int) -> None:
        """Keep all pages ready, as long as the process `server` is our parent."""
        self.want_every_page()
        while os.getppid() == server:
            if not self.refresh():
                time.sleep(IDLE)

    def want_every_page(self) -> None:
        """Have every page made that search engines are told of."""
        addresses = every_address()
        while some := list(islice(addresses, WANTED_AT_ONCE)):
            self.store.want(some)

    def refresh(self) -> int:
        """Make some of the pages that are missing; return how many were tried."""
        self.store.catch_up()
        addresses = self.store.find_to_make(AT_ONCE)
        for address in addresses:
            self.make(address)
        return len(addresses)

    def make(self, address: str) -> None:
        """Make one page, or forget it if it isn't there any more."""
        environ = environ_for(address)
        answer = answer_of(self.site, environ, folder=self.folder)
        made = environ.get(MADE)
        if answer.status == 200 and made is not None and answer.rest is None:
            self.store.keep(page_of(address, answer, made), made_at=made.begun_at)
        elif answer.status < 500:
            self.store.forget(address)


def every_address() -> Iterator[str]:
    """Yield the address of every public page, the newest stories first."""
    for address in ("/", "/feed/", "/feed.json"):
        yield f"{settings.SITE_URL}{address}"
    for name in sitemaps.SITEMAPS:
        sitemap = sitemaps.SITEMAPS[name]
        made = sitemap() if isinstance(sitemap, type) else sitemap
        for number in made.paginator.page_range:
            for item in made.paginator.page(number).object_list:
                yield f"{settings.SITE_URL}{made.location(item)}"


def environ_for(address: str) -> dict[str, Any]:
    """Return the environ of a reader's GET of an address."""
    parts = urlsplit(address)
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path).decode("latin-1"),
        "QUERY_STRING": parts.query,
        "HTTP_HOST": parts.netloc,
        "SERVER_NAME": parts.hostname or "",
        "SERVER_PORT": str(parts.port or (443 if parts.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        KEEPS: True,
    }
    if settings.BEHIND_PROXY:
        environ["HTTP_X_FORWARDED_PROTO"] = parts.scheme
    return environ
