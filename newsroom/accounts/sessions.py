"""Sessions that know their user: Django's database sessions with a few more columns.

Settings name this module as SESSION_ENGINE. A request runs no more queries than with Django's own.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

from newsroom.accounts.browsers import browser_of
from newsroom.accounts.ip_addresses import address_of

if TYPE_CHECKING:
    from newsroom.accounts.models import DeskSession
    from newsroom.models import User

SEEN_EVERY = timedelta(minutes=10)
ORIGIN = "origin"


class SessionStore(DatabaseSessions):
    """Updates `seen_at` at most once in SEEN_EVERY; every other request only reads."""

    @classmethod
    def get_model_class(cls) -> type[Any]:
        from newsroom.accounts.models import DeskSession  # noqa: PLC0415 - needs the app registry

        return DeskSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        origin = data.get(ORIGIN, {})
        row.user_id = data.get(SESSION_KEY)
        row.address = origin.get("address", "")
        row.browser = origin.get("browser", "")
        row.began_at = origin.get("began_at") or timezone.now()
        row.seen_at = timezone.now()
        return row

    def load(self) -> dict[str, Any]:
        row: Any = self._get_session_from_db()  # type: ignore[attr-defined]
        if row is None:
            return {}
        if row.user_id and timezone.now() - row.seen_at > SEEN_EVERY:
            with suppress(DatabaseError):  # locked by another write: the next request tries again
                self.get_model_class().objects.filter(pk=row.pk).update(seen_at=timezone.now())
        return self.decode(row.session_data)


def note_origin(request: HttpRequest) -> None:
    """Keep in the session from which address and browser the user has just signed in."""
    request.session[ORIGIN] = {
        "address": address_of(request),
        "browser": browser_of(request),
        "began_at": timezone.now().isoformat(),
    }


def sessions_of(user: User) -> list[DeskSession]:
    """Return the user's open sessions, the one seen last first. One query."""
    model = SessionStore.get_model_class()
    return [*model.objects.filter(user=user, expire_date__gt=timezone.now()).order_by("-seen_at")]


def end(user: User, *, except_key: str | None = None, only: str | None = None) -> int:
    """End the user's sessions at once, and return how many.

    `except_key`: the key of one to keep. `only`: the number of the only one to end.
    """
    rows = SessionStore.get_model_class().objects.filter(user=user)
    if except_key:
        rows = rows.exclude(pk=except_key)
    if only is not None:
        rows = rows.filter(pk__in=[row.pk for row in rows if row.number == only])
    return int(rows.delete()[0])
