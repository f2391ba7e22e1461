"""How the desk writes days and times: one way on every page, in the publication's zone.

A time names its zone without the season, as American newsrooms do: "12:20 am PT". Twelve o'clock is
12 am or 12 pm, so that a column of times reads alike. Readers' pages are kept and may not say "today":
their forms are in `newsroom/templatetags/sheet.py`.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

# In the United States the zone is named without its season: PT, not PDT.
SEASONED = {"PST", "PDT", "MST", "MDT", "CST", "CDT", "EST", "EDT"}


def local(moment: datetime) -> datetime:
    return timezone.localtime(moment, timezone.get_default_timezone())


def zone(moment: datetime | None) -> str:
    """The newsroom's zone as it is called at that moment: "PT", "UTC"."""
    if not moment:
        return ""
    name = local(moment).tzname() or ""
    return f"{name[0]}T" if name in SEASONED else name


def hour(moment: datetime | None) -> str:
    """ "12:20 am PT", "5 pm PT"."""
    if not moment:
        return ""
    there = local(moment)
    minutes = f":{there:%M}" if there.minute else ""
    half = "am" if there.hour < 12 else "pm"
    return f"{there.hour % 12 or 12}{minutes} {half} {zone(moment)}"


def day(moment: datetime | None) -> str:
    """ "September 20", with the year where that isn't this one: "September 20, 2019"."""
    if not moment:
        return ""
    there = local(moment)
    year = "" if there.year == local(timezone.now()).year else f", {there.year}"
    return f"{there:%B} {there.day}{year}"


def when(moment: datetime | None) -> str:
    """As a list says it: "12:20 am PT" today, "yesterday, 5 pm PT", "Friday, 5 pm PT" within six days,
    else "September 4, 5 pm PT".
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
    """As a sentence says it, whatever day it is: "Sunday, September 20, 12:20 am PT"."""
    return f"{local(moment):%A}, {day(moment)}, {hour(moment)}" if moment else ""
