"""Refuses password guesses before any form, session or query, so that a flood costs readers little."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from newsroom.accounts import devices, throttle
from newsroom.accounts.ip_addresses import address_of, network_of

SIGN_IN = "/admin/login/"
TOO_EARLY = 429


class GuessingGuard:
    """Refuses a password from an address that has to wait, unless the browser is known here.

    Reads the sign-in store once, for requests that post to the sign-in page only.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.path == SIGN_IN and not devices.is_known(request):
            try:
                throttle.refuse_early((throttle.ADDRESS, network_of(address_of(request))))
            except throttle.MustWait as wait:
                answer = HttpResponse(_page(wait.in_words), status=TOO_EARLY)
                answer["Retry-After"] = str(wait.seconds)
                return answer
        return self.get_response(request)


@lru_cache(maxsize=32)
def _page(wait: str) -> bytes:
    context = {
        "wait": wait,
        "publication": settings.PUBLICATION,
        "site_title": f"{settings.PUBLICATION['name']} desk",
    }
    return render_to_string("accounts/too_many.html", context).encode()
