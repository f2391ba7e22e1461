"""The forms of people, companies, productions and credits.

They say what the verbs would refuse, before the verbs have to.
"""

from __future__ import annotations

from typing import Any

from django import forms

from desk.refusable_forms import RefusableForm
from desk.row_forms import NO_VERSION, InlineRowForm, InlineRows, RowForm
from people import editing
from people.models import Credit, Entity, Production
from words.partial_dates import parse

SUMMARY = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})


class EntityForm(RefusableForm):
    """The form of an entity. `based_on` is the version that the editor started from."""

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
            self.fields[
                "slug"
            ].help_text = "The last part of its address. Leave it empty to make it from the name. Former addresses redirect here."

    def check_row(self) -> None:
        # Not instance.version: that was read when the form was sent.
        if self.instance.pk and not self._is_current(self.cleaned_data.get("based_on")):
            return
        for name, sentence in editing.faults(self.instance).items():
            self.add_error(name if name in self.fields else None, sentence)

    def _is_current(self, version: int | None) -> bool:
        sentence = NO_VERSION if version is None else editing.stale(self.instance, version)
        if sentence:
            self.add_error(None, sentence)
        return not sentence

    def clean_based_on(self) -> int | None:
        return self.cleaned_data["based_on"] if self.instance.pk else None


class ProductionForm(EntityForm):
    """The form of a production. If another has its title, it fills in a disambiguation to accept."""

    def check_row(self) -> None:
        super().check_row()
        if "disambiguation" in self.errors and not self.instance.disambiguation:
            self.data = self.data.copy()
            self.data[self.add_prefix("disambiguation")] = self._suggested()

    def _suggested(self) -> str:
        """Return the rule's suggestion, with the year of the first release typed in the same form."""
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


class CharactersField(forms.CharField):
    """A list of characters, with semicolons: "Dominick Birdsey; Thomas Birdsey"."""

    def prepare_value(self, value: Any) -> Any:
        return "; ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        names = (" ".join(name.split()) for name in str(value or "").split(";"))
        return [name for name in names if name]

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        self.run_validators(str(value or ""))
        return self.to_python(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != (initial or [])


class WithCharacters(forms.ModelForm):
    characters = CharactersField(
        required=False,
        max_length=1000,
        help_text="Separate several with semicolons: “Dominick Birdsey; Thomas Birdsey”.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


class CreditRowForm(WithCharacters, InlineRowForm):
    """A credit among those of a production or a person."""

    class Meta:
        model = Credit
        fields = ()
        help_texts = {"credited_as": "If different from the name.", "billing": "1 is the lead."}


class CreditRows(InlineRows):
    """The credits of one entity. Refuses the same role twice, unless the scopes differ."""

    def clean(self) -> None:
        super().clean()
        entered: set[tuple[Any, ...]] = set()
        for form in self.forms:
            typed = getattr(form, "cleaned_data", {})
            if not typed.get("role") or typed.get("DELETE"):
                continue
            # The parent is in cleaned_data too, the same in every row.
            other = typed.get("production" if self.fk.name == "party" else "party")
            credit = (other, typed["role"], form.instance.scope)
            if credit in entered:
                form.add_error(
                    "role",
                    f"{other} is already entered as {typed['role']}. Put several characters on one "
                    "line, with semicolons. Two credits for one role need different scopes.",
                )
            entered.add(credit)


class CreditForm(WithCharacters, RowForm):
    """The form of a credit on a page of its own."""
