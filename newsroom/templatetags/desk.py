"""Filters for the desk: times and read-only fields. A desk page isn't cached, so it may say "today"."""

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.contrib.admin.helpers import AdminReadonlyField
from django.contrib.admin.utils import lookup_field
from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.html import conditional_escape, strip_tags
from django.utils.safestring import SafeString

from newsroom.templatetags.sheet import day
from words import times
from words.wording import number_of

register = template.Library()
register.filter(times.when)
register.filter(times.dated)
register.filter(times.hour)

AMERICAN = {"P": "Pacific", "M": "Mountain", "C": "Central", "E": "Eastern"}
MINUTE, HOUR, DAY = 60, 3600, 86400
ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:[+-]\d\d:\d\d|Z)")


@register.simple_tag
def zone_name() -> str:
    """Return the newsroom's time zone in words: "Pacific time", "Berlin time", "UTC"."""
    now = timezone.localtime(timezone.now(), timezone.get_default_timezone())
    short = now.tzname() or ""
    if short in times.SEASONED:
        return f"{AMERICAN[short[0]]} time"
    city = timezone.get_default_timezone_name().rpartition("/")[2].replace("_", " ")
    return city if city == "UTC" else f"{city} time"


@register.filter
def moment_in_full(value: Any) -> Any:
    """Return "September 20, 2020, 6:31 pm PT" for a moment, the date for a day, any other value as it is."""
    if isinstance(value, datetime):
        return f"{day(value)}, {times.hour(value)}"
    return day(value) if isinstance(value, date) else value


@register.filter
def ago(moment: datetime | None) -> str:
    """Return how long ago a moment was: "4 min", "2 h", "3 days"."""
    if not moment:
        return ""
    seconds = max(0, (timezone.now() - moment).total_seconds())
    if seconds < HOUR:
        return f"{max(1, int(seconds // MINUTE))} min"
    if seconds < DAY:
        return f"{int(seconds // HOUR)} h"
    return number_of(int(seconds // DAY), "day")


@register.filter
def as_seen_with(field: AdminReadonlyField, permissions: Any) -> str:
    """Return a read-only field's contents, with moments in the desk's format.

    A link to a row that the user may not view becomes plain text.
    """
    contents = field.contents()
    try:
        row, model_admin = field.form.instance, field.model_admin
        related, _, value = lookup_field(field.field["field"], row, model_admin)
    except (FieldDoesNotExist, AttributeError, ValueError):
        return contents
    if isinstance(value, datetime):
        return times.when(value)
    if ISO.search(contents):  # in JSON, as a log keeps it
        # The replacements have no characters that need escaping.
        return SafeString(ISO.sub(_in_desk_format, conditional_escape(contents)))
    if "<a " not in contents or related is None or not related.remote_field:
        return contents
    target = related.remote_field.model._meta
    needed = (f"{target.app_label}.{verb}_{target.model_name}" for verb in ("view", "change"))
    return (
        contents
        if any(permission in permissions for permission in needed)
        else strip_tags(contents)
    )


def _in_desk_format(found: re.Match[str]) -> str:
    try:
        return times.dated(datetime.fromisoformat(found[0]))
    except (ValueError, OverflowError):  # it only looks like a moment
        return found[0]
