"""Static files: named by their content when collected, and served before Django gets the request."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from whitenoise import WhiteNoise
from whitenoise.storage import CompressedManifestStaticFilesStorage

# As in `site.4f1c2a9d83b7.css`.
NAMED_BY_CONTENT = re.compile(r"\.[0-9a-f]{12}\.[^/]+$")


class Storage(CompressedManifestStaticFilesStorage):
    """Hashed names and compressed copies. `import` lines of scripts are rewritten if they end in a semicolon."""

    support_js_module_import_aggregation = True


def in_front_of(application: Callable[..., Any]) -> WhiteNoise:
    """Return the application with its static files in front: a third of the cost of a middleware."""
    return WhiteNoise(
        application,
        root=settings.STATIC_ROOT,
        prefix=settings.STATIC_URL,
        allow_all_origins=False,
        immutable_file_test=lambda path, url: bool(NAMED_BY_CONTENT.search(url)),
        add_headers_function=_add_headers,
    )


def _add_headers(headers: Any, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
