"""Forms of the record. They say what the verbs would refuse, before the verbs have to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.functional import cached_property

from desk.refusable_forms import RefusableForm
from people import editing
from people.admin import row_pages
from people.admin.boxes import CharactersField, ChoiceField, Picker, key
from people.changes import digest
from people.models import Credit, Entity, Production
from verbs.refusals import Refused
from words.partial_dates import parse

UNFOUNDED = (
    "This form didn’t say which version it began from, so it might overwrite somebody’s work. Open "
    "the page again and make your change there."
)
CHANGED = (
    "Somebody changed this after you opened it. Open it again, look at what is there now, and make "
    "your change there."
)
NEW_ROWS = 100
TOO_MANY_ROWS = f"At most {NEW_ROWS} rows can be added at once. Save these, then add the others."
SUMMARY = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})


class EntityForm(RefusableForm):
    """An entity's own columns. `based_on` is the version that the editor began from."""

    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Entity
        fields = ()
        widgets = {"summary": SUMMARY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["based_on"] = self.instance.version
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = (
                "The last part of its address. Empty: made from the name. A former one goes on "
                "leading here."
            )

    def check_row(self) -> None:
        # Never the version in memory: it was read when the form was sent.
        if self.instance.pk and not self._is_current(self.cleaned_data.get("based_on")):
            return
        for name, sentence in editing.faults(self.instance).items():
            self.add_error(name if name in self.fields else None, sentence)

    def _is_current(self, version: int | None) -> bool:
        sentence = UNFOUNDED if version is None else editing.stale(self.instance, version)
        if sentence:
            self.add_error(None, sentence)
        return not sentence

    def clean_based_on(self) -> int | None:
        return self.cleaned_data["based_on"] if self.instance.pk else None


class ProductionForm(EntityForm):
    """A second production of one title finds what would tell it apart in the box, ready to be sent."""

    def check_row(self) -> None:
        super().check_row()
        if "disambiguation" in self.errors and not self.instance.disambiguation:
            self.data = self.data.copy()
            self.data[self.add_prefix("disambiguation")] = self._suggested()

    def _suggested(self) -> str:
        """The rule's own, with the year of the first release among those in the same form."""
        assert isinstance(self.instance, Production)
        suggested = editing.suggest_disambiguation(self.instance)
        years = [year for key, typed in self.data.items() if (year := _year(key, typed))]
        if years and suggested == self.instance.type:
            return f"{suggested}, {min(years)}"
        return suggested


def _year(key: str, typed: Any) -> int:
    if not (key.startswith("releases-") and key.endswith("-date") and typed):
        return 0
    try:
        return parse(typed).year
    except ValueError:
        return 0


class RowForm(RefusableForm):
    """A row that has no version of its own: what it was when it was opened is in `seen`."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = held(self.instance) if self.instance.pk else ""
        self.initial["seen"] = self.now

    def check_row(self) -> None:
        seen = self.cleaned_data.get("seen")
        if self.instance.pk and not seen:
            self.add_error(None, UNFOUNDED)
        elif self.instance.pk and seen != self.now:
            self.add_error(None, CHANGED)


class InlineRowForm(forms.ModelForm):
    """A row among its siblings. Who is chosen in it is known from the row, without a query, and a
    row that nobody changed is checked without one.

    `seen` says what the row was when the form was opened, in the columns that it shows.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = frozenset(self.fields)  # before its formset adds keys and boxes of its own
        self.now = self.held(self.instance) if self.instance.pk else ""
        if self.instance.pk:
            for name, chosen in self.instance._state.fields_cache.items():
                field = self.fields.get(name)
                picker = getattr(field and field.widget, "widget", field and field.widget)
                if isinstance(picker, Picker) and chosen is not None:
                    picker.known = {str(chosen.pk): chosen}
                    if isinstance(field, ChoiceField):
                        field.known = picker.known

    def held(self, row: models.Model) -> str:
        """What the row holds of what the form shows, in a few letters. No query."""
        return digest([row], names=self.shown)

    @property
    def is_stale(self) -> bool:
        """Whether somebody else changed the row, or may have, after this change of it was begun."""
        return self.has_changed() and self.data.get(self.add_prefix("seen")) != self.now

    def _get_validation_exclusions(self) -> set[str]:
        """Every column of a row that is as it was: asking for what it names costs queries."""
        if self.instance.pk and not self.has_changed():
            return {field.name for field in self.instance._meta.concrete_fields}
        return super()._get_validation_exclusions()  # type: ignore[misc]


class WithCharacters(forms.ModelForm):
    characters = CharactersField(
        required=False,
        max_length=1000,
        help_text="Several with a semicolon: “Dominick Birdsey; Thomas Birdsey”.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


class CreditRowForm(WithCharacters, InlineRowForm):
    """A credit among those of a production or a person."""

    class Meta:
        model = Credit
        fields = ()
        help_texts = {"credited_as": "If it differs.", "billing": "1 is the lead."}


class HiddenText(forms.CharField):
    """What the form says of itself: nobody types it, so it never changed."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class SameRow(HiddenText):
    """The key of the form's own row."""

    def clean(self, value: Any) -> Any:
        if str(value) != str(self.initial):
            raise forms.ValidationError("That row isn’t there any more. Open the page again.")
        return value


class InlineRows(forms.BaseInlineFormSet):
    """The rows of an inline: those of the page that is shown, or that were sent; and at most
    `NEW_ROWS` more. What isn't in the form is left alone.

    The browser says how many there are: without a bound, a forged number costs half a minute.
    """

    request: Any = None
    inline: Any = None  # the class in whose form they are
    beside: tuple[str, ...] = ()  # relations whose rows a form shows with its own

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_num = self.absolute_max = len(self.get_queryset()) + NEW_ROWS

    def get_queryset(self) -> Any:
        """The rows that were sent, or else the page of them that the address asks for."""
        if not hasattr(self, "_queryset"):
            self._every = super().get_queryset()
            sent = self._sent()
            self._queryset = self._every.filter(pk__in=sent) if sent else self._read[0]
        return self._queryset

    @cached_property
    def _read(self) -> tuple[Any, row_pages.RowPages | None]:
        return row_pages.read(self._every, self.inline, self.request, prefix=self.prefix)

    @property
    def pages(self) -> row_pages.RowPages | None:
        """The pages of the rows, where they are too many for one form."""
        return self._read[1]

    def _sent(self) -> list[int]:
        places = range(row_pages.ALL_AT_ONCE if self.is_bound else 0)
        names = (f"{self.add_prefix(place)}-{self.model._meta.pk.name}" for place in places)
        return [pk for name in names if (pk := key(str(self.data.get(name, ""))))]

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if form.instance.pk and isinstance(form, InlineRowForm):
            form.fields[self.model._meta.pk.name] = SameRow(initial=form.instance.pk)
            form.fields["seen"] = HiddenText(required=False, initial=form.now)

    def clean(self) -> None:
        super().clean()
        for number, form in enumerate(self.initial_forms, start=1):
            if isinstance(form, InlineRowForm) and form.is_stale:
                if self._should_delete_form(form):  # whose own errors nobody asks for
                    raise forms.ValidationError(f"Row {number} is not removed. {CHANGED}")
                form.add_error(None, CHANGED)

    def keep_what_others_changed(self) -> None:
        """Of the rows to be stored, lock those that are there, and read anew what the form doesn't show.

        They were read before the transaction began: somebody may have set a result since. Raises
        Refused where they changed what the form shows, or removed the row. A query, and one for
        each relation beside; none for no such row.
        """
        keys = {row.pk for row, _ in self.changed_objects}
        rows = self.model._default_manager.select_for_update().prefetch_related(*self.beside)
        stored = rows.in_bulk(keys) if keys else {}
        for form in self.initial_forms:
            row, now = form.instance, stored.get(form.instance.pk)
            if row.pk not in keys:
                continue
            if now is None or form.held(now) != form.now:
                raise Refused(f"Somebody changed “{row}” a moment ago. Look at what is there now.")
            for field in row._meta.concrete_fields:
                if field.name not in form.shown:
                    setattr(row, field.attname, getattr(now, field.attname))

    def full_clean(self) -> None:
        super().full_clean()
        if any(error.code == "too_many_forms" for error in self.non_form_errors().as_data()):
            self._non_form_errors = self.error_class([TOO_MANY_ROWS])


class CreditRows(InlineRows):
    """Nobody has the same role twice: the scope, on a credit's own page, tells two apart."""

    def clean(self) -> None:
        super().clean()
        said: set[tuple[Any, ...]] = set()
        for form in self.forms:
            typed = getattr(form, "cleaned_data", {})
            if not typed.get("role") or typed.get("DELETE"):
                continue
            # The parent is among what was typed too: it is the same in every row.
            whom = typed.get("production" if self.fk.name == "party" else "party")
            once = (whom, typed["role"], form.instance.scope)
            if once in said:
                form.add_error(
                    "role",
                    f"{whom} is entered as {typed['role']} already. Several characters go in one "
                    "line, with semicolons; two credits are told apart by their scope.",
                )
            said.add(once)


class CreditForm(WithCharacters, RowForm):
    """A credit by itself."""


def held(row: models.Model) -> str:
    """What the row holds, in a few letters. What its form shows beside it says so for itself."""
    return digest([row])
