"""A signed cookie that says "someone is signed in here", which can be checked without the database.

It grants nothing: the session does. It lets the server refuse, before Django, what only users of the
desk may send. Importing this module needs the settings, but no app.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse

COOKIE: str = settings.PRESENCE_COOKIE_NAME

RENEWED_AFTER = (
    24 * 60 * 60
)  # seconds; each save of a session extends it, and the cookie has to outlive it
_signer = TimestampSigner(salt="newsroom.accounts.presence")


def is_signed(value: str) -> bool:
    """Return whether `value`, of the cookie COOKIE, was given to a user who signed in. No query."""
    return _is_younger_than(settings.SESSION_COOKIE_AGE, value)


def _is_younger_than(seconds: int, value: str) -> bool:
    try:
        _signer.unsign(value, max_age=seconds)
    except (BadSignature, ValueError):  # ValueError: the time in it isn't a number
        return False
    return True


class PresenceMiddleware:
    """Sets the cookie in a browser that is signed in, and deletes it in one that has signed out.

    It looks only at sessions that the view has used, so readers' pages never load one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed:
            cookie = request.COOKIES.get(COOKIE, "")
            user_id = request.session.get(SESSION_KEY)
            if user_id is None:
                if cookie:
                    response.delete_cookie(COOKIE, samesite="Lax")
            elif not _is_younger_than(RENEWED_AFTER, cookie):
                response.set_cookie(
                    COOKIE,
                    _signer.sign(user_id),
                    max_age=settings.SESSION_COOKIE_AGE,
                    secure=settings.SESSION_COOKIE_SECURE,
                    httponly=True,
                    samesite="Lax",
                )
        return response
