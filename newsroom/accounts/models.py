"""The sessions of the desk's users."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac


class DeskSession(AbstractBaseSession):
    """A session: a user signed in with one browser. `newsroom.accounts.sessions` writes it.

    Pages name it by `number`, since whoever had the key could take over the session.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    address = models.CharField(max_length=45, blank=True)
    browser = models.CharField(max_length=60, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = BaseSessionManager()  # type: ignore[misc]

    class Meta(AbstractBaseSession.Meta):
        default_permissions = ()

    @property
    def number(self) -> str:
        return salted_hmac("newsroom.accounts.sessions", self.session_key).hexdigest()[:16]

    @classmethod
    def get_session_store_class(cls) -> type:
        from newsroom.accounts.sessions import SessionStore  # noqa: PLC0415 - it names this class

        return SessionStore
