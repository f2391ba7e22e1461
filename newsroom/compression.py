"""Compresses pages. Pictures, which are compressed already, are sent as they are."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXT = (
    "text/",
    "application/json",
    "application/feed+json",
    "application/xml",
    "application/rss+xml",
    "image/svg+xml",
)


class TextCompressionMiddleware(GZipMiddleware):
    """Django's middleware, limited to the content types of TEXT."""

    def process_response(self, request: HttpRequest, response: Any) -> HttpResponseBase:
        if not response.get("Content-Type", "").startswith(TEXT):
            return response
        return super().process_response(request, response)
