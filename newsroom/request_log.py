"""Gives each request a number, which is on every log line that the request causes.

Responses to server errors carry it as `X-Request-ID`. A number from a proxy is kept, so that both logs
have the same one.
"""

import json
import logging
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

NAME = "X-Request-ID"
GIVEN = re.compile(r"[\w-]{8,64}", re.ASCII)

_number: ContextVar[str] = ContextVar("request_number", default="-")


def number() -> str:
    """Return the number of the present request, "-" outside one."""
    return _number.get()


class RequestNumberMiddleware:
    """Numbers each request. A number sent by the client is ignored unless a proxy is in front."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(NAME, "") if settings.BEHIND_PROXY else ""
        own = given if GIVEN.fullmatch(given) else secrets.token_hex(8)
        token = _number.set(own)
        try:
            response = self.get_response(request)
        finally:
            _number.reset(token)
        if response.status_code >= 500:
            response.headers[NAME] = own
        return response


class AddNumber(logging.Filter):
    """Adds `request_number` to a log record, "-" outside a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_number = number()
        return True


class JsonFormatter(logging.Formatter):
    """Formats a log record as one line of JSON, for log collectors."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_number", "-"),
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
