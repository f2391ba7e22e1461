"""The form field for a moment, typed as a day and a time in the newsroom's zone.

When clocks go forward in spring an hour is skipped, and when they go back in the fall an hour happens
twice. The field doesn't guess: it says so and offers the two moments that may be meant.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

UTC = timezone.get_fixed_timezone(0)
INCOMPLETE = "Give both a day and a time."


def moments(day: date, clock: time, zone: tzinfo) -> tuple[datetime, ...]:
    """Return the moments that a local time may mean, in order: one, or two to choose from.

    For an hour that happens twice that is both; for a skipped hour, the moments an hour before and
    after it.
    """
    local = datetime.combine(day, clock)
    both = {local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return tuple(moment.astimezone(zone) for moment in sorted(both))


def exists(day: date, clock: time, zone: tzinfo) -> bool:
    """Return False for a local time that daylight saving skips."""
    local = datetime.combine(day, clock)
    return any(moment.replace(tzinfo=None, fold=0) == local for moment in moments(day, clock, zone))


class MomentWidget(forms.MultiWidget):
    """A day, a time, and if needed a choice between two moments."""

    template_name = "admin/articles/article/moment.html"

    def __init__(self) -> None:
        self.choices: tuple[tuple[str, str], ...] = ()
        day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        clock = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__([day, clock, forms.HiddenInput()])

    def decompress(self, value: datetime | None) -> list[Any]:
        if value is None:
            return [None, None, ""]
        local = timezone.localtime(value, timezone.get_default_timezone())
        return [local.date(), local.time(), value.isoformat()]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = context["widget"]["subwidgets"][2]["value"]
        context["widget"]["choices"] = [
            {"value": value, "label": label, "is_chosen": value == chosen}
            for value, label in self.choices
        ]
        for subwidget, label in zip(context["widget"]["subwidgets"], ("Day", "Time"), strict=False):
            subwidget["label"] = label
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0"


class MomentField(forms.MultiValueField):
    """A field whose value is an aware datetime, or None. The zone is the newsroom's, and is shown."""

    widget = MomentWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            (forms.DateField(), forms.TimeField(), forms.CharField(required=False)),
            require_all_fields=False,
            **kwargs,
        )
        for part in self.fields:
            part.required = False  # so that a day without a time gets INCOMPLETE

    def compress(self, parts: list[Any]) -> datetime | None:
        day, clock, chosen = [*parts, None, None, None][:3] if parts else (None, None, None)
        if day is None or clock is None:
            if day is None and clock is None and not self.required:
                return None
            raise ValidationError(INCOMPLETE)
        zone = timezone.get_default_timezone()
        try:
            meant = moments(day, clock, zone)
        except OverflowError:
            raise ValidationError("That date is out of range. Choose another day.") from None
        if len(meant) == 1:
            return meant[0]
        for moment in meant:
            if moment.isoformat() == chosen:
                return moment
        self.widget.choices = tuple((m.isoformat(), label(m)) for m in meant)
        raise ValidationError(_question(day, clock, zone))


def label(moment: datetime) -> str:
    """Return "Sunday, November 1, 1:30 am PDT": the zone's name tells the two moments apart."""
    hour, half = moment.hour % 12 or 12, "am" if moment.hour < 12 else "pm"
    return f"{moment:%A, %B} {moment.day}, {hour}:{moment:%M} {half} {moment.tzname()}"


def _question(day: date, clock: time, zone: tzinfo) -> str:
    local = f"{clock.hour % 12 or 12}:{clock:%M} {'am' if clock.hour < 12 else 'pm'}"
    when = f"{day:%B} {day.day}, {day.year}"
    if exists(day, clock, zone):
        return f"{local} happens twice on {when} because the clocks go back. Choose which one you mean."
    return f"There is no {local} on {when} because the clocks go forward. Choose before or after."


def soon(now: datetime) -> datetime:
    """Return the next full hour that is at least half an hour away: where scheduling starts."""
    later = now + timedelta(minutes=90)
    return later.replace(minute=0, second=0, microsecond=0)
