"""The boxes of the desk's forms: who is chosen by typing, and characters in one line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models

from people.models import Entity

KEY = re.compile(r"[0-9]{1,18}")


def key(text: str) -> int:
    """The row's key that was sent, or 0, which no row has, for what is none ("²", "9" * 40)."""
    return int(text) if KEY.fullmatch(text) else 0


def label(row: models.Model) -> str:
    """Return a row as a box shows it: by its `choice_label` if its model has one."""
    return str(getattr(row, "choice_label", row))


def label_reads(model: type[models.Model]) -> tuple[str, ...]:
    """Return the relations that `label` reads: loaded with the rows, a label costs no query."""
    return getattr(model, "choice_reads", ())


class _Told:
    def label_from_instance(self, row: models.Model) -> str:
        return label(row)


def _unmerged(row: Any) -> Any:
    return None if getattr(row, "merged_into_id", None) else row


class ChoiceField(_Told, forms.ModelChoiceField):
    """One row. One that is `known` is not asked for again when it is sent."""

    known: Mapping[str, models.Model] = {}

    def to_python(self, value: Any) -> Any:
        return _unmerged(self.known.get(str(value))) or super().to_python(value)


class SeveralField(_Told, forms.ModelMultipleChoiceField):
    """Several rows, in the order in which they were chosen."""

    def clean(self, value: Any) -> list[models.Model]:
        known = getattr(self.widget, "known", {})
        sent = [_unmerged(known.get(str(one))) for one in value or ()]
        rows = {str(row.pk): row for row in (sent if sent and all(sent) else super().clean(value))}
        return [rows[str(one)] for one in dict.fromkeys(map(str, value or ())) if str(one) in rows]


class Picker(AutocompleteSelect):
    """A box that suggests as one types. Rows that are `known` already are not asked for again."""

    known: dict[str, models.Model]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {}

    def optgroups(self, name: str, value: list[Any], attr: Any = None) -> list[Any]:
        # What is no key can't be asked for: the database would refuse the question.
        chosen = [str(one) for one in value if KEY.fullmatch(str(one))]
        if any(one not in self.known for one in chosen):
            return super().optgroups(name, chosen, attr)
        empty = [] if self.is_required or self.allow_multiple_selected else [("", "")]
        options = [
            self.create_option(name, pk, text, chosen, place)
            for place, (pk, text) in enumerate(
                [*empty, *((one, label(self.known[one])) for one in chosen)]
            )
        ]
        return [(None, options, 0)]


class SeveralPicker(Picker, AutocompleteSelectMultiple):
    """The same for several. Each is taken out by itself: nothing in the list clears them all."""

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().build_attrs(*args, **kwargs) | {"data-allow-clear": "false"}


class Boxes(admin.options.BaseModelAdmin):
    """Whoever is chosen in a form is chosen by typing, and nobody who was merged away."""

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Picker(db_field, self.admin_site)
            kwargs["form_class"] = ChoiceField
            kwargs["queryset"] = choices(db_field.remote_field.model)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SeveralPicker(db_field, self.admin_site)
            kwargs["form_class"] = SeveralField
            kwargs["queryset"] = choices(db_field.remote_field.model)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


def choices(model: type[models.Model]) -> models.QuerySet[Any]:
    """The rows that may be chosen, with what their labels read."""
    rows = model._default_manager.select_related(*label_reads(model))
    return rows.filter(merged_into=None) if issubclass(model, Entity) else rows


class CharactersField(forms.CharField):
    """ "Dominick Birdsey; Thomas Birdsey" is a list of two."""

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
