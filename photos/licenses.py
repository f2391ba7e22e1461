"""The last day of a picture's license: in the newsroom's zone, and in words."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.dateformat import format

NOTICE = timedelta(days=7)
"""How long before its license ends a picture is brought up at the desk."""

AFTERWARDS = timedelta(days=30)
"""How long after it is still brought up: whoever was away finds it."""


def today(at: datetime | None = None) -> date:
    """Return the newsroom's day at a moment, by default now."""
    return timezone.localdate(at or timezone.now(), timezone.get_default_timezone())


def end_of(day: date) -> datetime:
    """Return the first moment after a day of the newsroom's."""
    midnight = datetime.combine(day + timedelta(days=1), time.min)
    return timezone.make_aware(midnight, timezone.get_default_timezone())


def named(day: date) -> str:
    """Return "Dec 3"; with the year where that isn't this one."""
    return format(day, "M j" if day.year == today().year else "M j, Y")
