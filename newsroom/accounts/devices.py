"""A signed cookie that lists the accounts that were signed in to from this browser."""

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
    return _accounts_in_cookie(request).get(_account_key(username), "")


def is_known(request: HttpRequest) -> bool:
    """Return whether anyone has signed in from this browser before."""
    return bool(_accounts_in_cookie(request))


def remember(response: HttpResponse, request: HttpRequest, username: str) -> None:
    """Give this browser a limit of its own for the account's next attempts."""
    mark, held = _account_key(username), _accounts_in_cookie(request)
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


def _accounts_in_cookie(request: HttpRequest) -> dict[str, str]:
    try:
        held: Any = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=AGE)
    except (signing.BadSignature, ValueError):
        return {}
    return held


def _account_key(username: str) -> str:
    """Return a digest of the name, so that the cookie doesn't reveal it."""
    return salted_hmac(SALT, username).hexdigest()[:16]
