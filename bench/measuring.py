"""What the measurements share: the site's settings, processor time, statements, and forms.

Import it before any module of the site: it sets Django up. A measurement that works on a copy of a
database sets DATA_DIR first.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
os.environ.setdefault("LOCAL", "True")

import django
from django.conf import settings

HOST = "localhost"
# The databases that are measured have no collected static files beside them.
settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
settings.ALLOWED_HOSTS.append(HOST)
django.setup()
# A request that takes a second on a busy machine is no incident here.
logging.getLogger("newsroom.slow").setLevel(logging.ERROR)

from django.db import connection


def cpu() -> float:
    """Return the milliseconds of processor time that this process has used so far.

    On PostgreSQL with those of the connection's backend, which Linux tells in /proc.
    """
    spent = time.process_time()
    if connection.vendor == "postgresql":
        pid = connection.connection.info.backend_pid
        spent += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    return spent * 1000


@contextmanager
def statements() -> Iterator[list[tuple[float, str, Any]]]:
    """Collect the SQL that runs inside: milliseconds of processor, statement, parameters."""
    ran: list[tuple[float, str, Any]] = []

    def note(execute: Any, sql: str, parameters: Any, *rest: Any) -> Any:
        began = cpu()
        try:
            return execute(sql, parameters, *rest)
        finally:
            ran.append((cpu() - began, sql, parameters))

    with connection.execute_wrapper(note):
        yield ran


def form_fields(form: Any) -> dict[str, Any]:
    """Return what a browser sends of a form that lxml has parsed, without the CSRF token.

    Rows that a script copies for new entries are in the page as templates and aren't sent.
    """
    found: dict[str, Any] = {}
    for name, value in form.form_values():
        if "__prefix__" not in name and name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}
