"""Holds who must have a second factor, and has none, to the pages where they add one."""

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
SAY = "Your role needs a second factor. Add a passkey or an authenticator app to go on."


def is_missing(user: Any) -> bool:
    """Whether the user's role needs a second factor and there is none.

    One query; none where no role needs one. Superusers, who may do more than any role, need one too.
    """
    roles = settings.SECOND_FACTOR_ROLES
    if not roles or not user.is_authenticated:
        return False
    has_key = Authenticator.objects.filter(user=OuterRef("pk"), type__in=KEYS)
    must = Q(is_superuser=True) | Q(groups__name__in=roles)
    return User.objects.filter(~Exists(has_key), must, pk=user.pk).exists()


class SecondFactorMiddleware:
    """Leads such a person from any page of the desk to their account, and shows them elsewhere only
    what readers see.
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
            elif not _is_of_accounts(request.path) and is_missing(request.user):
                messages.warning(request, SAY)
                return redirect("mfa_index")
        return self.get_response(request)


def _is_of_accounts(path: str) -> bool:
    from newsroom.accounts.urls import NAMES  # noqa: PLC0415 - the views need the apps

    try:
        return resolve(path).view_name in NAMES
    except Resolver404:
        return False
