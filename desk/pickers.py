"""Pickers: form fields in which a row is chosen by typing part of its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models

from desk.sent_keys import parse_number


def choice_label(row: models.Model) -> str:
    """Return a row as a picker shows it: its model's `choice_label`, or the row as a string."""
    return str(getattr(row, "choice_label", row))


def choice_relations(model: type[models.Model]) -> tuple[str, ...]:
    """Return the relations that `choice_label` reads: select them with the rows to avoid queries."""
    return getattr(model, "choice_reads", ())


def choosable_rows(model: type[models.Model]) -> models.QuerySet[Any]:
    """Return the rows that may be chosen, without merged ones, and with the relations of their labels."""
    rows: Any = model._default_manager.select_related(*choice_relations(model))
    return rows.unmerged() if hasattr(rows, "unmerged") else rows


def _unless_merged(row: Any) -> Any:
    return None if getattr(row, "merged_into_id", None) else row


class RowField(forms.ModelChoiceField):
    """A field for one row. A row in `known` (by primary key) is taken from there, without a query."""

    known: Mapping[str, models.Model] = {}

    def label_from_instance(self, obj: models.Model) -> str:
        return choice_label(obj)

    def to_python(self, value: Any) -> Any:
        return _unless_merged(self.known.get(str(value))) or super().to_python(value)


class RowsField(forms.ModelMultipleChoiceField):
    """A field for several rows, in the order in which they were chosen."""

    def label_from_instance(self, obj: models.Model) -> str:
        return choice_label(obj)

    def clean(self, value: Any) -> list[models.Model]:
        known = getattr(self.widget, "known", {})
        keys = list(dict.fromkeys(map(str, value or ())))
        sent = [_unless_merged(known.get(key)) for key in keys]
        rows = {str(row.pk): row for row in (sent if sent and all(sent) else super().clean(value))}
        return [rows[key] for key in keys if key in rows]


class Picker(AutocompleteSelect):
    """A select box that suggests rows as the user types. Rows in `known` need no query."""

    known: dict[str, models.Model]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {}

    def optgroups(self, name: str, value: list[Any], attr: Any = None) -> list[Any]:
        # Anything that isn't a primary key would be a database error.
        chosen = [str(each) for each in value if parse_number(str(each))]
        if any(key not in self.known for key in chosen):
            return super().optgroups(name, chosen, attr)
        empty = [] if self.is_required or self.allow_multiple_selected else [("", "")]
        choices = [*empty, *((key, choice_label(self.known[key])) for key in chosen)]
        options = [
            self.create_option(name, key, label, chosen, index)
            for index, (key, label) in enumerate(choices)
        ]
        return [(None, options, 0)]


class MultiPicker(Picker, AutocompleteSelectMultiple):
    """A picker of several rows. They are removed one by one: there is no button to clear them all."""

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().build_attrs(*args, **kwargs) | {"data-allow-clear": "false"}


class PickerAdmin(admin.options.BaseModelAdmin):
    """An admin or inline whose `autocomplete_fields` are pickers."""

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Picker(db_field, self.admin_site)
            kwargs["form_class"] = RowField
            kwargs["queryset"] = choosable_rows(db_field.remote_field.model)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = MultiPicker(db_field, self.admin_site)
            kwargs["form_class"] = RowsField
            kwargs["queryset"] = choosable_rows(db_field.remote_field.model)
        return super().formfield_for_manytomany(db_field, request, **kwargs)
