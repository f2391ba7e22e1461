"""Sessions of the desk, which know whose they are: Django's rows with a few columns beside them.

Settings name this module as SESSION_ENGINE. A request reads the row that it would read anyway.
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
WHENCE = "whence"


class SessionStore(DatabaseSessions):
    """Writes that a session was seen at most once in SEEN_EVERY; every other request only reads."""

    @classmethod
    def get_model_class(cls) -> type[Any]:
        from newsroom.accounts.models import DeskSession  # noqa: PLC0415 - needs the app registry

        return DeskSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        whence = data.get(WHENCE, {})
        row.user_id = data.get(SESSION_KEY)
        row.address = whence.get("address", "")
        row.browser = whence.get("browser", "")
        row.began_at = whence.get("began_at") or timezone.now()
        row.seen_at = timezone.now()
        return row

    def load(self) -> dict[str, Any]:
        row: Any = self._get_session_from_db()  # type: ignore[attr-defined]
        if row is None:
            return {}
        if row.user_id and timezone.now() - row.seen_at > SEEN_EVERY:
            with suppress(DatabaseError):  # another write took too long: the next request tells
                self.get_model_class().objects.filter(pk=row.pk).update(seen_at=timezone.now())
        return self.decode(row.session_data)


def note_whence(request: HttpRequest) -> None:
    """Keep in the session from where and with which browser somebody signed in just now."""
    request.session[WHENCE] = {
        "address": address_of(request),
        "browser": browser_of(request),
        "began_at": timezone.now().isoformat(),
    }


def sessions_of(user: User) -> list[DeskSession]:
    """Return the sessions that are open, the one seen last first. One query."""
    model = SessionStore.get_model_class()
    return [*model.objects.filter(user=user, expire_date__gt=timezone.now()).order_by("-seen_at")]


def end(user: User, *, but: str | None = None, only: str | None = None) -> int:
    """End the user's sessions, at once; `but` that of one key, or `only` that of one number. Return how many."""
    rows = SessionStore.get_model_class().objects.filter(user=user)
    if but:
        rows = rows.exclude(pk=but)
    if only is not None:
        rows = rows.filter(pk__in=[row.pk for row in rows if row.number == only])
    return int(rows.delete()[0])
