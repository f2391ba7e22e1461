"""Marks views whose pages may be kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from press import changes
from press.recording import Recording, recorded

KEEPS = "press.keeps"
"""In the environ of a request whose answer the server keeps if it may."""
MADE = "press.made"
"""In the same environ afterwards: the `Recording` of what the answer was made from. Such an answer isn't
compressed yet, and still has the marks around its shell."""


def kept(view: Callable[..., HttpResponse], *, query: tuple[str, ...] = ()) -> Callable[..., Any]:
    """Return the view with its pages kept. They depend on the path and on these keys of the query alone.

    An address with any other key is answered and not kept, so that nobody fills the store with copies.
    """

    @wraps(view)
    def view_and_record(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (
            KEEPS not in request.META
            or request.method != "GET"
            or not set(request.GET).issubset(query)
        ):
            return view(request, *args, **kwargs)
        recording = Recording(changes.here(), set())
        with recorded(recording):
            response = view(request, *args, **kwargs)
        if response.status_code == 200 and recording.identities:
            request.META[MADE] = recording
        return response

    return view_and_record
