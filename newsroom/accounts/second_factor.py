"""Sends users who need a second factor but have none to the pages where they add one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.functional import SimpleLazyObject

from newsroom.models import User

KEYS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
MESSAGE = "Your role needs a second factor. Add a passkey or an authenticator app to continue."


def is_missing(user: Any) -> bool:
    """Return whether the user's role requires a second factor and they have none.

    Superusers need one too, if any role does. One query; none if no role needs one.
    """
    roles = settings.SECOND_FACTOR_ROLES
    if not roles or not user.is_authenticated:
        return False
    has_key = Authenticator.objects.filter(user=OuterRef("pk"), type__in=KEYS)
    is_required = Q(is_superuser=True) | Q(groups__name__in=roles)
    return User.objects.filter(~Exists(has_key), is_required, pk=user.pk).exists()


class SecondFactorMiddleware:
    """Redirects users without the second factor they need from the desk to their account page.

    On the site's other pages it treats them as not signed in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_ROLES:
            if not request.path.startswith("/admin/"):
                user: Any = request.user
                request.user = SimpleLazyObject(  # type: ignore[assignment]
                    lambda: AnonymousUser() if is_missing(user) else user
                )
            elif not _is_account_page(request.path) and is_missing(request.user):
                messages.warning(request, MESSAGE)
                return redirect("mfa_index")
        return self.get_response(request)


def _is_account_page(path: str) -> bool:
    from newsroom.accounts.urls import NAMES  # noqa: PLC0415 - the views need the apps

    try:
        return resolve(path).view_name in NAMES
    except Resolver404:
        return False
