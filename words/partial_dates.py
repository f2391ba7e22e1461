"""Dates in the record: a day, a month or only a year, whatever is known.

They are stored as ISO text of 4, 7 or 10 characters ("2020", "2020-05", "2020-05-10"), which sorts as
text (a year before its months), and which HTML and JSON-LD accept unchanged.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date as day
from datetime import datetime, time, timedelta, tzinfo
from functools import total_ordering
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils import timezone

FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
MONTHS = list(calendar.month_name)
WRITTEN = re.compile(r"(?:(?P<month>[A-Za-z]+)\.?\s+)?(?:(?P<day>\d{1,2}),?\s+)?(?P<year>\d{4})")
WRITTEN_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]+)\.?,?\s+(?P<year>\d{4})")


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A year, a month or a day. Its text has the same precision: "2020", "May 2020", "May 10, 2020"."""

    iso: str

    def __str__(self) -> str:
        year, month, number = self.parts
        if number:
            return f"{MONTHS[month]} {number}, {year}"
        return f"{MONTHS[month]} {year}" if month else str(year)

    def __lt__(self, other: "PartialDate") -> bool:
        return self.iso < other.iso

    def __bool__(self) -> bool:
        return bool(self.iso)

    def isoformat(self) -> str:
        """Return the ISO text, like the method of Python's dates."""
        return self.iso

    @property
    def parts(self) -> tuple[int, int, int]:
        """Year, month and day as numbers, 0 if not known."""
        numbers = [int(n) for n in self.iso.split("-")] + [0, 0]
        return numbers[0], numbers[1], numbers[2]

    @property
    def year(self) -> int:
        return self.parts[0]

    @property
    def is_day(self) -> bool:
        return len(self.iso) == 10

    def precedes(self, other: "PartialDate") -> bool:
        """Return whether all of this period is before the other: false for a year and one of its months."""
        shorter = min(len(self.iso), len(other.iso))
        return self.iso[:shorter] < other.iso[:shorter]

    def start(self, tz: tzinfo | None = None) -> datetime:
        """Return the first instant of the period in `tz`, by default the newsroom's time zone."""
        year, month, number = self.parts
        return _midnight(day(year, month or 1, number or 1), tz)

    def end(self, tz: tzinfo | None = None) -> datetime:
        """Return the last instant of the period: "2020" ends with December 31."""
        year, month, number = self.parts
        if not month:
            after = _midnight(day(year + 1, 1, 1), tz)
        elif not number:
            after = _midnight(day(year + month // 12, month % 12 + 1, 1), tz)
        else:
            after = _midnight(day(year, month, number) + timedelta(days=1), tz)
        return after - timedelta(microseconds=1)


def _midnight(date: day, tz: tzinfo | None) -> datetime:
    return datetime.combine(date, time.min, tzinfo=tz or timezone.get_default_timezone())


def parse(text: str) -> PartialDate:
    """Parse a date as people type it: "2020", "2020-05-10", "May 2020" or "10 May 2020".

    Raises ValueError with a sentence that says what is wrong and what to write.
    """
    text = " ".join(text.split())
    if found := FORM.fullmatch(text):
        year, month, number = (int(g) if g else 0 for g in found.groups())
    elif found := WRITTEN.fullmatch(text) or WRITTEN_DAY_FIRST.fullmatch(text):
        year, number = int(found["year"]), int(found["day"] or 0)
        month = _month(found["month"], text) if found["month"] else 0
        if found["day"] and not (month and number):
            raise ValueError(_unreadable(text))
    else:
        raise ValueError(_unreadable(text))
    return _checked(year, month, number, text)


def _month(name: str, text: str) -> int:
    matches = [n for n, full in enumerate(MONTHS) if n and full.lower().startswith(name.lower())]
    if len(name) < 3 or len(matches) != 1:
        raise ValueError(_unreadable(text))
    return matches[0]


def _checked(year: int, month: int, number: int, text: str) -> PartialDate:
    if not 1000 <= year <= 2999:
        raise ValueError(
            f"“{text}” is not a year between 1000 and 2999. Write the year with four digits."
        )
    if month > 12 or (not month and number):
        raise ValueError(f"“{text}” has no such month. Use 01 to 12.")
    if number and number > (last := calendar.monthrange(year, month)[1]):
        raise ValueError(
            f"“{text}” is not a date: {MONTHS[month]} {year} has {last} days. "
            "Correct the day, or give only the month."
        )
    if FORM.fullmatch(text) and "00" in text.split("-")[1:]:
        raise ValueError(f"“{text}” is not a date. Leave out what you don’t know, as in 2020-05.")
    pieces = [f"{year:04}"] + [f"{n:02}" for n in (month, number) if n]
    return PartialDate("-".join(pieces))


def _unreadable(text: str) -> str:
    return f"“{text}” is not a date. Write it like 2020, May 2020 or 2020-05-10."


class PartialDateFormField(forms.CharField):
    """A form field that accepts what `parse` accepts, and shows the date as "May 10, 2020"."""

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, PartialDate) else value

    def clean(self, value: Any) -> PartialDate | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse(text)
        except ValueError as wrong:
            raise ValidationError(str(wrong), code="partial_date") from wrong

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return (self.clean(data) or None) != (initial or None)
        except ValidationError:
            return True


class _AsPartialDate(DeferredAttribute):
    """An attribute that turns whatever is set into a PartialDate at once, not only after saving."""

    field: "PartialDateField"

    def __set__(self, instance: models.Model, value: Any) -> None:
        try:
            instance.__dict__[self.field.attname] = self.field.to_python(value)
        except ValidationError:  # keep what was typed, so that full_clean() can report it
            instance.__dict__[self.field.attname] = value


class PartialDateField(models.CharField):
    """A field with ISO text of 4, 7 or 10 characters in the database, and a PartialDate or None in Python."""

    description = "A year, a month of a year, or a day"
    descriptor_class = _AsPartialDate

    # For django-stubs: the attribute's type, which would be str for a CharField.
    _pyi_private_set_type: PartialDate | str | None  # type: ignore[assignment]
    _pyi_private_get_type: PartialDate | None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        super().__init__(*args, **{**kwargs, "max_length": 10, "default": ""})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "default"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, *_: Any) -> PartialDate | None:
        return PartialDate(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        if not value or isinstance(value, PartialDate):
            return value or None
        try:
            return parse(str(value))
        except ValueError as wrong:
            raise ValidationError(str(wrong), code="partial_date") from wrong

    def run_validators(self, value: Any) -> None:
        """Do nothing: `parse` has checked it, and CharField's length validator can't measure a date."""

    def get_prep_value(self, value: Any) -> str:
        date = self.to_python(value)
        return date.iso if date else ""

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.pop("widget", None)
        help_text = self.help_text or "A year, a month or a day: 2020, May 2020, 2020-05-10."
        return PartialDateFormField(
            required=not self.blank,
            label=kwargs.get("label") or str(self.verbose_name).capitalize(),
            help_text=help_text,
            max_length=40,
        )
