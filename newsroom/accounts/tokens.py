"""Links for setting a password. Each works once, and for a limited time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import base36_to_int, urlsafe_base64_encode

from newsroom.models import User


class Link(PasswordResetTokenGenerator):
    """A kind of link. Its token is valid until the password, email address or last sign-in changes.

    Each kind has a lifetime of its own, at most Django's PASSWORD_RESET_TIMEOUT.
    """

    def __init__(self, name: str, lifetime: timedelta) -> None:
        super().__init__()
        self.name = name
        self.lifetime = lifetime
        self.key_salt = f"newsroom.accounts.tokens.{name}"

    def check_token(self, user: Any, token: str | None) -> bool:
        if not super().check_token(user, token):
            return False
        made_at = base36_to_int(str(token).partition("-")[0])
        return self._num_seconds(self._now()) - made_at <= self.lifetime.total_seconds()

    def _now(self) -> datetime:
        return timezone.now().replace(tzinfo=None)

    def address_for(self, user: User) -> str:
        """Return the link on SITE_URL, never on a request's Host header, which anyone can forge."""
        uidb64 = urlsafe_base64_encode(force_bytes(user.pk))
        path = reverse(self.name, kwargs={"uidb64": uidb64, "token": self.make_token(user)})
        return f"{settings.SITE_URL}{path}"


RESET = Link("account_set_new_password", timedelta(hours=2))
INVITATION = Link("account_accept_invitation", timedelta(days=7))
WAY_IN = Link("account_way_in", timedelta(hours=1))
