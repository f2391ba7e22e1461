"""How the desk writes days and times, in the newsroom's time zone.

As in American newsrooms, the zone has no season: "12:20 am PT", never PST or PDT. Twelve o'clock
is 12 am or 12 pm, so that times line up in columns. Readers' pages may be cached, so they can't say
"today": their formats are in `newsroom/templatetags/sheet.py`.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

# Abbreviations that lose their middle letter: PST and PDT become PT.
SEASONED = {"PST", "PDT", "MST", "MDT", "CST", "CDT", "EST", "EDT"}


def local(moment: datetime) -> datetime:
    return timezone.localtime(moment, timezone.get_default_timezone())


def zone(moment: datetime | None) -> str:
    """Return the abbreviation of the newsroom's time zone: "PT", "UTC"."""
    if not moment:
        return ""
    name = local(moment).tzname() or ""
    return f"{name[0]}T" if name in SEASONED else name


def hour(moment: datetime | None) -> str:
    """Return "12:20 am PT" or "5 pm PT"."""
    if not moment:
        return ""
    there = local(moment)
    minutes = f":{there:%M}" if there.minute else ""
    half = "am" if there.hour < 12 else "pm"
    return f"{there.hour % 12 or 12}{minutes} {half} {zone(moment)}"


def day(moment: datetime | None) -> str:
    """Return "September 20", or "September 20, 2019" if it isn't this year."""
    if not moment:
        return ""
    there = local(moment)
    year = "" if there.year == local(timezone.now()).year else f", {there.year}"
    return f"{there:%B} {there.day}{year}"


def when(moment: datetime | None) -> str:
    """Return the moment for a list: "12:20 am PT" today, "yesterday, 5 pm PT", "Friday, 5 pm PT" within
    six days, else "September 4, 5 pm PT".
    """
    if not moment:
        return ""
    there = local(moment)
    apart = (there.date() - local(timezone.now()).date()).days
    if apart == 0:
        return hour(moment)
    near = {-1: "yesterday", 1: "tomorrow"}.get(apart, f"{there:%A}")
    return f"{near if -7 < apart < 7 else day(moment)}, {hour(moment)}"


def dated(moment: datetime | None) -> str:
    """Return the moment for a sentence that may be read on another day: "Sunday, September 20, 12:20 am PT"."""
    return f"{local(moment):%A}, {day(moment)}, {hour(moment)}" if moment else ""
