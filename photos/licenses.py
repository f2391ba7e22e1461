"""The last day of a picture's license, in the newsroom's time zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.dateformat import format

NOTICE = timedelta(days=7)
"""How long before the end of its license the desk lists a picture."""

AFTERWARDS = timedelta(days=30)
"""How long after the end it still lists it, for those who were away."""


def today(at: datetime | None = None) -> date:
    """Return the date in the newsroom at a moment, by default now."""
    return timezone.localdate(at or timezone.now(), timezone.get_default_timezone())


def end_of(day: date) -> datetime:
    """Return the first moment after a day in the newsroom."""
    midnight = datetime.combine(day + timedelta(days=1), time.min)
    return timezone.make_aware(midnight, timezone.get_default_timezone())


def named(day: date) -> str:
    """Return "Dec 3"; with the year if it isn't this one."""
    return format(day, "M j" if day.year == today().year else "M j, Y")
