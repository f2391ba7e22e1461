"""Filters for readers' pages: times in the newsroom's zone, numbers, and art for missing pictures.

Pages are cached, so nothing here depends on the present moment: no "today", no "two hours ago".
"""

from datetime import date, datetime

from django import template

from newsroom import placeholder_art
from words.times import local, zone
from words.wording import in_words, ordinal

register = template.Library()

register.filter(placeholder_art.initials)
register.filter(placeholder_art.bill)
register.filter(placeholder_art.paper_of)
register.filter(zone)
register.filter(ordinal)
register.filter(in_words)


@register.filter
def clock(moment: datetime | None) -> str:
    """ "6:31 pm", "5 pm", "noon", "midnight"."""
    if not moment:
        return ""
    there = local(moment)
    if there.minute == 0 and there.hour in (0, 12):
        return "noon" if there.hour else "midnight"
    minutes = f":{there:%M}" if there.minute else ""
    return f"{there.hour % 12 or 12}{minutes} {'am' if there.hour < 12 else 'pm'}"


def _day(moment: date) -> date:
    return local(moment).date() if isinstance(moment, datetime) else moment


@register.filter
def day(moment: date | None) -> str:
    """ "September 20, 2020"."""
    return f"{_day(moment):%B} {_day(moment).day}, {_day(moment).year}" if moment else ""


@register.filter
def weekday(moment: date | None) -> str:
    """ "Sunday, September 20, 2020"."""
    return f"{_day(moment):%A}, {day(moment)}" if moment else ""


@register.filter
def full(moment: datetime | None) -> str:
    """ "6:31 pm PT, September 20, 2020"."""
    return f"{clock(moment)} {zone(moment)}, {day(moment)}" if moment else ""


@register.filter
def beside(moment: datetime | None, given: datetime | None) -> str:
    """Return as much of the moment as the page doesn't show already.

    `given`: a moment that the page shows in full, such as its own date. On the same day, "6:31 pm"; in
    the same year, "September 18"; otherwise, or without `given`, "September 18, 2019".
    """
    if not moment or not given:
        return day(moment)
    if _day(moment) == _day(given):
        return clock(moment)
    return day(moment).partition(",")[0] if _day(moment).year == _day(given).year else day(moment)


@register.filter
def iso(moment: date | None) -> str:
    """Return the value of a `datetime` attribute: "2020-09-20T18:31-07:00", or "2020-09-20" for a day."""
    if not moment:
        return ""
    return local(moment).isoformat("T", "minutes") if isinstance(moment, datetime) else f"{moment}"
