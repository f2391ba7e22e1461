"""How the desk says times. A desk page is made for one person at one moment, so it may say "today"."""

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
    """The newsroom's zone in words: "Pacific time", "Berlin time", "UTC"."""
    now = timezone.localtime(timezone.now(), timezone.get_default_timezone())
    short = now.tzname() or ""
    if short in times.SEASONED:
        return f"{AMERICAN[short[0]]} time"
    city = timezone.get_default_timezone_name().rpartition("/")[2].replace("_", " ")
    return city if city == "UTC" else f"{city} time"


@register.filter
def moment_in_full(value: Any) -> Any:
    """A moment as "September 20, 2020, 6:31 pm PT"; a day too; all else as it is."""
    if isinstance(value, datetime):
        return f"{day(value)}, {times.hour(value)}"
    return day(value) if isinstance(value, date) else value


@register.filter
def ago(moment: datetime | None) -> str:
    """How long something has waited: "4 min", "2 h", "3 days"."""
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
    """The field's contents; a link to a row that its reader may not look at is text alone, and a
    moment is said as the desk does.
    """
    contents = field.contents()
    try:
        row, model_admin = field.form.instance, field.model_admin
        related, _, value = lookup_field(field.field["field"], row, model_admin)
    except (FieldDoesNotExist, AttributeError, ValueError):
        return contents
    if isinstance(value, datetime):
        return times.when(value)
    if ISO.search(contents):  # in what a log keeps as JSON
        # What replaces them has no mark that would have to be escaped.
        return SafeString(ISO.sub(_as_said, conditional_escape(contents)))
    if "<a " not in contents or related is None or not related.remote_field:
        return contents
    target = related.remote_field.model._meta
    rights = (f"{target.app_label}.{verb}_{target.model_name}" for verb in ("view", "change"))
    return contents if any(right in permissions for right in rights) else strip_tags(contents)


def _as_said(found: re.Match[str]) -> str:
    try:
        return times.dated(datetime.fromisoformat(found[0]))
    except (ValueError, OverflowError):  # somebody typed what only looks like a moment
        return found[0]
