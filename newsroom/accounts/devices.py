"""A signed cookie that names the accounts that somebody has signed in to from this browser."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE: str = settings.DEVICE_COOKIE_NAME
SALT = "newsroom.accounts.devices"
AGE = 365 * 24 * 60 * 60  # seconds
MOST = 5  # accounts


def device_of(request: HttpRequest, username: str) -> str:
    """Return the browser's number if it has signed in to this account before, else ""."""
    return _held(request).get(_mark(username), "")


def is_known(request: HttpRequest) -> bool:
    """Return whether somebody, whoever it was, has signed in from this browser before."""
    return bool(_held(request))


def remember(response: HttpResponse, request: HttpRequest, username: str) -> None:
    """Let the browser's next tries at this account count for themselves."""
    mark, held = _mark(username), _held(request)
    number = held.pop(mark, "") or secrets.token_hex(8)
    kept = dict([*held.items(), (mark, number)][-MOST:])
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=SALT),
        max_age=AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _held(request: HttpRequest) -> dict[str, str]:
    try:
        held: Any = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=AGE)
    except (signing.BadSignature, ValueError):
        return {}
    return held


def _mark(username: str) -> str:
    """The account, so that the cookie tells nobody its name."""
    return salted_hmac(SALT, username).hexdigest()[:16]
