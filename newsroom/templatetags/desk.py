"""How the desk says times. A desk page is made for one person at one moment, so it may say "today"."""

from datetime import date, datetime
from typing import Any

from django import template
from django.contrib.admin.helpers import AdminReadonlyField
from django.contrib.admin.utils import lookup_field
from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.html import strip_tags

from newsroom.templatetags.sheet import SEASONED, clock, day, full, local

register = template.Library()

AMERICAN = {"P": "Pacific", "M": "Mountain", "C": "Central", "E": "Eastern"}
MINUTE, HOUR, DAY = 60, 3600, 86400


@register.simple_tag
def zone_name() -> str:
    """The newsroom's zone in words: "Pacific time", "Berlin time", "UTC"."""
    now = timezone.localtime(timezone.now(), timezone.get_default_timezone())
    short = now.tzname() or ""
    if short in SEASONED:
        return f"{AMERICAN[short[0]]} time"
    city = timezone.get_default_timezone_name().rpartition("/")[2].replace("_", " ")
    return city if city == "UTC" else f"{city} time"


@register.filter
def when(moment: datetime | None) -> str:
    """As a colleague says it: "6:30 pm" today, "Friday" this week, "September 4", "May 2, 2019"."""
    if not moment:
        return ""
    there, today = local(moment).date(), local(timezone.now()).date()
    apart = (there - today).days
    if apart == 0:
        return clock(moment)
    if apart == -1:
        return "yesterday"
    if apart == 1:
        return f"tomorrow, {clock(moment)}"
    if -7 < apart < 7:
        return f"{there:%A}" if apart < 0 else f"{there:%A}, {clock(moment)}"
    return f"{there:%B} {there.day}" if there.year == today.year else day(moment)


@register.filter
def moment_in_full(value: Any) -> Any:
    """A moment as `full` says it, "6:31 pm PT, September 20, 2020"; a day too; all else as it is."""
    if isinstance(value, datetime):
        return full(value)
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
    days = int(seconds // DAY)
    return f"{days} day" if days == 1 else f"{days} days"


@register.filter
def as_seen_with(field: AdminReadonlyField, permissions: Any) -> str:
    """The field's contents; a link to a row that its reader may not look at is text alone."""
    contents = field.contents()
    try:
        related = lookup_field(field.field["field"], field.form.instance, field.model_admin)[0]
    except (FieldDoesNotExist, AttributeError, ValueError):
        return contents
    if "<a " not in contents or related is None or not related.remote_field:
        return contents
    target = related.remote_field.model._meta
    rights = (f"{target.app_label}.{verb}_{target.model_name}" for verb in ("view", "change"))
    return contents if any(right in permissions for right in rights) else strip_tags(contents)
