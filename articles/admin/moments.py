"""A moment typed as a day and a time of the newsroom's zone, which twice a year isn't one moment.

In spring an hour of the clock doesn't exist, in autumn an hour exists twice. Neither is guessed at:
the field says so and offers the two moments that may be meant.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

UTC = timezone.get_fixed_timezone(0)
HALF = "Give both a day and a time."


def moments(day: date, clock: time, zone: tzinfo) -> tuple[datetime, ...]:
    """What a clock's reading may mean, in order: one moment, or two that are to be chosen from.

    Of an hour that exists twice both; of one that doesn't exist the moments an hour before and
    after it, as the clock then reads.
    """
    read = datetime.combine(day, clock)
    both = {read.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return tuple(moment.astimezone(zone) for moment in sorted(both))


def exists(day: date, clock: time, zone: tzinfo) -> bool:
    """Whether a clock of the zone ever reads this."""
    read = datetime.combine(day, clock)
    return any(moment.replace(tzinfo=None, fold=0) == read for moment in moments(day, clock, zone))


class MomentWidget(forms.MultiWidget):
    """A day, a time, and where it is needed a choice between two moments."""

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
    """Gives an aware datetime, or None for nothing. In the newsroom's zone, and it says so."""

    widget = MomentWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            (forms.DateField(), forms.TimeField(), forms.CharField(required=False)),
            require_all_fields=False,
            **kwargs,
        )
        for part in self.fields:
            part.required = False  # one without the other gets a sentence of ours

    def compress(self, parts: list[Any]) -> datetime | None:
        day, clock, chosen = [*parts, None, None, None][:3] if parts else (None, None, None)
        if day is None or clock is None:
            if day is None and clock is None and not self.required:
                return None
            raise ValidationError(HALF)
        zone = timezone.get_default_timezone()
        try:
            meant = moments(day, clock, zone)
        except OverflowError:
            raise ValidationError("That is beyond every calendar. Give another day.") from None
        if len(meant) == 1:
            return meant[0]
        for moment in meant:
            if moment.isoformat() == chosen:
                return moment
        self.widget.choices = tuple((m.isoformat(), said(m)) for m in meant)
        raise ValidationError(_question(day, clock, zone))


def said(moment: datetime) -> str:
    """ "Sunday, November 1, 1:30 am PDT": with the zone as it is called just then."""
    hour, half = moment.hour % 12 or 12, "am" if moment.hour < 12 else "pm"
    return f"{moment:%A, %B} {moment.day}, {hour}:{moment:%M} {half} {moment.tzname()}"


def _question(day: date, clock: time, zone: tzinfo) -> str:
    reads = f"{clock.hour % 12 or 12}:{clock:%M} {'am' if clock.hour < 12 else 'pm'}"
    when = f"{day:%B} {day.day}, {day.year}"
    if exists(day, clock, zone):
        return f"{reads} comes twice on {when}: the clocks go back. Choose which one you mean."
    return f"There is no {reads} on {when}: the clocks go forward. Choose before or after."


def soon(now: datetime) -> datetime:
    """The next full hour that is at least half an hour away: what a schedule begins with."""
    later = now + timedelta(minutes=90)
    return later.replace(minute=0, second=0, microsecond=0)
