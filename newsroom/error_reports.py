"""Sends errors to Sentry, where SENTRY_DSN says so: what failed and where, never what anybody wrote.

An error's message, its variables, the address and the form may hold a headline under embargo or a
cookie. They stay in the site's own log, on the lines with the same request number.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from newsroom import request_log

KEPT = (
    "event_id",
    "timestamp",
    "level",
    "platform",
    "logger",
    "environment",
    "release",
    "sdk",
)
OF_AN_EXCEPTION = ("type", "module")
OF_A_FRAME = (
    "filename",
    "module",
    "function",
    "lineno",
    "in_app",
    "pre_context",
    "context_line",
    "post_context",
)


def begin() -> None:
    """Send errors from now on, if SENTRY_DSN is set."""
    if not settings.SENTRY_DSN:
        return
    try:
        import sentry_sdk  # noqa: PLC0415 - only a larger set-up has it
        from sentry_sdk.integrations.django import DjangoIntegration  # noqa: PLC0415
    except ImportError as error:
        raise ImproperlyConfigured(
            "SENTRY_DSN is set, but sentry-sdk is not installed. Install"
            " newsroom/requirements-large.txt, or leave SENTRY_DSN out."
        ) from error
    sentry_sdk.init(
        settings.SENTRY_DSN,
        # Not even gathered. What is sent is decided below.
        data_collection={
            "user_info": False,
            "http_bodies": [],
            "database_query_data": False,
            "stack_frame_variables": False,
        },
        max_breadcrumbs=0,
        auto_enabling_integrations=False,
        integrations=[DjangoIntegration()],
        before_send=without_what_was_written,
    )


def without_what_was_written(event: Any, hint: dict[str, Any]) -> Any:
    """Return a report that holds nothing but code, moments and the number of the request."""
    report = {name: event[name] for name in KEPT if name in event}
    report["tags"] = {"request": request_log.number()}
    # The pattern of an address. Where none fits, it is the address.
    if event.get("transaction_info", {}).get("source") == "route":
        report["transaction"] = event["transaction"]
    # The words of a log line that stand in the code, not what they were filled with.
    if message := event.get("logentry", {}).get("message"):
        report["logentry"] = {"message": message}
    if values := event.get("exception", {}).get("values"):
        report["exception"] = {"values": [_without_message(value) for value in values]}
    return report


def _without_message(value: dict[str, Any]) -> dict[str, Any]:
    frames = value.get("stacktrace", {}).get("frames", [])
    return {name: value.get(name) for name in OF_AN_EXCEPTION} | {
        "stacktrace": {
            "frames": [{name: frame.get(name) for name in OF_A_FRAME} for frame in frames]
        }
    }
