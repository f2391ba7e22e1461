"""Forms for rows without a version number: a row's own form, and the rows of an inline.

Each form remembers a fingerprint of its row from when it was opened, so that nobody overwrites somebody
else's change.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.functional import cached_property

from desk import row_pages
from desk.fingerprints import fingerprint
from desk.pickers import Picker, RowField
from desk.refusable_forms import RefusableForm
from desk.sent_keys import parse_number
from verbs.refusals import Refused

NO_VERSION = (
    "This form doesn’t say which version it started from, so saving it could overwrite someone’s work. "
    "Open the page again and make your change there."
)
CHANGED = (
    "Somebody changed this after you opened it. Open it again to see what it says now, and make your "
    "change there."
)
MOST_NEW_ROWS = 100
TOO_MANY_ROWS = (
    f"You can add at most {MOST_NEW_ROWS} rows at once. Save these, then add the others."
)


class RowForm(RefusableForm):
    """The form of one row. `seen` is the row's fingerprint when the form was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fingerprint = fingerprint([self.instance]) if self.instance.pk else ""
        self.initial["seen"] = self.fingerprint

    def check_row(self) -> None:
        seen = self.cleaned_data.get("seen")
        if self.instance.pk and not seen:
            self.add_error(None, NO_VERSION)
        elif self.instance.pk and seen != self.fingerprint:
            self.add_error(None, CHANGED)


class InlineRowForm(forms.ModelForm):
    """The form of one row of an inline.

    Pickers take the related rows that are already loaded with the row, and validating an unchanged row
    runs no query. `seen` is the fingerprint, from when the form was opened, of the columns it shows.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = frozenset(self.fields)  # before the formset adds fields of its own
        self.fingerprint = self.fingerprint_of(self.instance) if self.instance.pk else ""
        if self.instance.pk:
            for name, chosen in self.instance._state.fields_cache.items():
                field = self.fields.get(name)
                picker = getattr(field and field.widget, "widget", field and field.widget)
                if isinstance(picker, Picker) and chosen is not None:
                    picker.known = {str(chosen.pk): chosen}
                    if isinstance(field, RowField):
                        field.known = picker.known

    def fingerprint_of(self, row: models.Model) -> str:
        """Return the fingerprint of what the form shows of `row`. No query."""
        return fingerprint([row], columns=self.columns)

    @property
    def is_stale(self) -> bool:
        """Whether the row may have been changed by somebody else since the form was opened."""
        return self.has_changed() and self.data.get(self.add_prefix("seen")) != self.fingerprint

    def _get_validation_exclusions(self) -> set[str]:
        """Exclude every column of an unchanged row: validating its relations would run queries."""
        if self.instance.pk and not self.has_changed():
            return {field.name for field in self.instance._meta.concrete_fields}
        return super()._get_validation_exclusions()  # type: ignore[misc]


class UntypedField(forms.CharField):
    """A hidden field that the form fills in itself, so it never counts as changed."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class OwnKeyField(UntypedField):
    """The hidden primary key of the form's row, which must come back as it was sent."""

    def clean(self, value: Any) -> Any:
        if str(value) != str(self.initial):
            raise forms.ValidationError("That row no longer exists. Open the page again.")
        return value


class InlineRows(forms.BaseInlineFormSet):
    """The rows of an inline: those on the current page of rows, or those that the browser sent.

    It takes at most `MOST_NEW_ROWS` new ones, and leaves alone rows that weren't sent. The browser also
    sends the number of rows: without a limit, a forged number would keep the server busy for half a minute.
    """

    request: Any = None
    inline: Any = None  # the admin class of the rows
    prefetch_with: tuple[str, ...] = ()  # relations whose rows the forms show too

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_num = self.absolute_max = len(self.get_queryset()) + MOST_NEW_ROWS

    def get_queryset(self) -> Any:
        """Return the rows that were sent, or the page of rows that the address asks for."""
        if not hasattr(self, "_queryset"):
            self._all_rows = super().get_queryset()
            sent = self._sent_keys()
            self._queryset = self._all_rows.filter(pk__in=sent) if sent else self._page[0]
        return self._queryset

    @cached_property
    def _page(self) -> tuple[Any, row_pages.RowPages | None]:
        return row_pages.rows_on_page(self._all_rows, self.inline, self.request, prefix=self.prefix)

    @property
    def pages(self) -> row_pages.RowPages | None:
        """The pages, if there are too many rows for one form."""
        return self._page[1]

    def _sent_keys(self) -> list[int]:
        places = range(row_pages.ALL_AT_ONCE if self.is_bound else 0)
        names = (f"{self.add_prefix(place)}-{self.model._meta.pk.name}" for place in places)
        return [key for name in names if (key := parse_number(str(self.data.get(name, ""))))]

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if form.instance.pk and isinstance(form, InlineRowForm):
            form.fields[self.model._meta.pk.name] = OwnKeyField(initial=form.instance.pk)
            form.fields["seen"] = UntypedField(required=False, initial=form.fingerprint)

    def clean(self) -> None:
        super().clean()
        for number, form in enumerate(self.initial_forms, start=1):
            if isinstance(form, InlineRowForm) and form.is_stale:
                if self._should_delete_form(form):  # Django never shows such a form's own errors
                    raise forms.ValidationError(f"Row {number} wasn’t removed. {CHANGED}")
                form.add_error(None, CHANGED)

    def lock_and_refresh(self) -> None:
        """Lock the changed rows, and reload the columns that their forms don't show.

        The rows were read before the transaction began, and somebody may have set a result since.
        Raises Refused if somebody changed a column that a form shows, or deleted the row. One query, and
        one for each relation in `prefetch_with`; none if no row was changed.
        """
        keys = {row.pk for row, _ in self.changed_objects}
        rows = self.model._default_manager.select_for_update().prefetch_related(*self.prefetch_with)
        stored = rows.in_bulk(keys) if keys else {}
        for form in self.initial_forms:
            row, now = form.instance, stored.get(form.instance.pk)
            if row.pk not in keys:
                continue
            if now is None or form.fingerprint_of(now) != form.fingerprint:
                raise Refused(
                    f"Somebody changed “{row}” a moment ago. Open the page again to see it."
                )
            for field in row._meta.concrete_fields:
                if field.name not in form.columns:
                    setattr(row, field.attname, getattr(now, field.attname))

    def full_clean(self) -> None:
        super().full_clean()
        if any(error.code == "too_many_forms" for error in self.non_form_errors().as_data()):
            self._non_form_errors = self.error_class([TOO_MANY_ROWS])
