"""Compresses pages. Pictures, which are compressed already, are sent as they are."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from press.views import MADE

TEXT = (
    "text/",
    "application/json",
    "application/feed+json",
    "application/xml",
    "application/rss+xml",
    "image/svg+xml",
)


class TextCompressionMiddleware(GZipMiddleware):
    """Django's middleware, for the content types of TEXT only, and not for pages that are kept."""

    def process_response(self, request: HttpRequest, response: Any) -> HttpResponseBase:
        if MADE in request.META:
            return response  # it is kept first
        if not response.get("Content-Type", "").startswith(TEXT):
            return response
        return super().process_response(request, response)
