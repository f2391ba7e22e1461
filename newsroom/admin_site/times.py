"""Makes the desk's lists write moments as the rest of the desk does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import DateTimeField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from words import times


def format_moments(model_admin: Any) -> None:
    """Make a list write its DateTimeFields as `words.times.when` does; they sort as before.

    Django's own format, "Sept. 20, 2020, 9:05 p.m.", can't say "yesterday" or name the time zone.
    """
    fields = model_admin.opts.concrete_fields
    columns = {each.name: _column(each) for each in fields if isinstance(each, DateTimeField)}
    names = model_admin.list_display
    model_admin.list_display = tuple(
        columns.get(each, each) if isinstance(each, str) else each for each in names
    )


def _column(field: Any) -> Callable[[Any], SafeString | None]:
    def moment(row: Any) -> SafeString | None:
        at = getattr(row, field.name)
        if at is None:
            return None
        iso = times.local(at).isoformat("T", "minutes")
        return format_html('<time class="nowrap" datetime="{}">{}</time>', iso, times.when(at))

    moment.__name__ = field.name  # the column's class on the page
    moment.short_description = field.verbose_name  # type: ignore[attr-defined]
    moment.admin_order_field = field.name  # type: ignore[attr-defined]
    return moment
