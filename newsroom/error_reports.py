"""Sends errors to Sentry if SENTRY_DSN is set: what failed and where, never what anyone wrote.

An error's message, variables, address and form may contain an embargoed headline or a cookie. They stay
in the site's own log, on lines with the same request number.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from newsroom import request_log

SENT = (
    "event_id",
    "timestamp",
    "level",
    "platform",
    "logger",
    "environment",
    "release",
    "sdk",
)
SENT_OF_AN_EXCEPTION = ("type", "module")
SENT_OF_A_FRAME = (
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
    """Start sending errors, if SENTRY_DSN is set."""
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
        # Not even collected. `without_content` decides what is sent.
        data_collection={
            "user_info": False,
            "http_bodies": [],
            "database_query_data": False,
            "stack_frame_variables": False,
        },
        max_breadcrumbs=0,
        auto_enabling_integrations=False,
        integrations=[DjangoIntegration()],
        before_send=without_content,
    )


def without_content(event: Any, hint: dict[str, Any]) -> Any:
    """Return the report with nothing but code, times and the request number."""
    report = {name: event[name] for name in SENT if name in event}
    report["tags"] = {"request": request_log.number()}
    # Only if it is a URL pattern. Without a match it would be the address itself.
    if event.get("transaction_info", {}).get("source") == "route":
        report["transaction"] = event["transaction"]
    # The template of a log message, as it is in the code, without its arguments.
    if message := event.get("logentry", {}).get("message"):
        report["logentry"] = {"message": message}
    if values := event.get("exception", {}).get("values"):
        report["exception"] = {"values": [_without_message(value) for value in values]}
    return report


def _without_message(value: dict[str, Any]) -> dict[str, Any]:
    frames = value.get("stacktrace", {}).get("frames", [])
    return {name: value.get(name) for name in SENT_OF_AN_EXCEPTION} | {
        "stacktrace": {
            "frames": [{name: frame.get(name) for name in SENT_OF_A_FRAME} for frame in frames]
        }
    }
