"""A signed cookie that says "somebody is signed in here", to be checked without the database.

It opens nothing: the session does. It lets a door in front of Django refuse what only somebody at the
desk may send. Importing this needs the settings, and no app.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse

COOKIE: str = settings.PRESENCE_COOKIE_NAME

RENEWED_AFTER = 24 * 60 * 60  # seconds: so that it outlives the session, which a save prolongs
_signer = TimestampSigner(salt="newsroom.accounts.presence")


def is_signed(value: str) -> bool:
    """Return whether `value`, of the cookie COOKIE, was given to somebody who signed in. No query."""
    return _is_younger_than(settings.SESSION_COOKIE_AGE, value)


def _is_younger_than(seconds: int, value: str) -> bool:
    try:
        _signer.unsign(value, max_age=seconds)
    except (BadSignature, ValueError):  # ValueError: a moment that is no number
        return False
    return True


class PresenceMiddleware:
    """Gives the cookie to a browser that is signed in, and takes it from one that signed out.

    It looks only at a session that the answer was made from, so readers' pages never ask for theirs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed:
            held = request.COOKIES.get(COOKIE, "")
            user_id = request.session.get(SESSION_KEY)
            if user_id is None:
                if held:
                    response.delete_cookie(COOKIE, samesite="Lax")
            elif not _is_younger_than(RENEWED_AFTER, held):
                response.set_cookie(
                    COOKIE,
                    _signer.sign(user_id),
                    max_age=settings.SESSION_COOKIE_AGE,
                    secure=settings.SESSION_COOKIE_SECURE,
                    httponly=True,
                    samesite="Lax",
                )
        return response
