"""Bylines in a form: rows of an author and a role, a few of them empty."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError

from articles.models import Author, Byline

SPARE = 2
MOST = 12


class BylinesWidget(forms.MultiWidget):
    """As many rows as there are bylines, and spare ones."""

    template_name = "admin/articles/article/bylines.html"

    def __init__(self, admin_site: Any = None) -> None:
        self.admin_site = admin_site
        super().__init__(self._pairs(SPARE))

    def _pairs(self, rows: int) -> list[forms.Widget]:
        return [widget for _ in range(rows) for widget in (self._author(), self._role())]

    def _author(self) -> forms.Widget:
        if self.admin_site is None:
            return forms.Select()
        select = AutocompleteSelect(Byline._meta.get_field("author"), self.admin_site)
        select.choices = forms.ModelChoiceField(Author.objects.all()).choices
        return select

    def _role(self) -> forms.Widget:
        return forms.Select(choices=Byline.Role.choices)

    def decompress(self, value: list[tuple[Any, str]] | None) -> list[Any]:
        return [part for pair in value or [] for part in pair]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        parts = value if isinstance(value, list) and not _is_pairs(value) else self.decompress(value)
        rows = min(len(parts) // 2 + SPARE, MOST)
        self.widgets_names = [f"_{number}" for number in range(2 * rows)]
        self.widgets = self._pairs(rows)
        context = super().get_context(name, parts, attrs)
        subwidgets = context["widget"]["subwidgets"]
        for number, subwidget in enumerate(subwidgets):
            label = "Author" if number % 2 == 0 else "Role"
            subwidget["attrs"]["aria-label"] = f"{label} {number // 2 + 1}"
        context["widget"]["pairs"] = list(zip(subwidgets[::2], subwidgets[1::2], strict=True))
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        parts: list[Any] = []
        while len(parts) < 2 * MOST and f"{name}_{len(parts)}" in data:
            parts.append(data[f"{name}_{len(parts)}"])
            parts.append(data.get(f"{name}_{len(parts)}", ""))
        return parts

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}_0" not in data


def _is_pairs(value: list[Any]) -> bool:
    return bool(value) and isinstance(value[0], tuple)


class BylinesField(forms.Field):
    """Gives (author's public id, role) pairs, in order; rows without an author are left out."""

    widget = BylinesWidget

    def clean(self, value: list[Any]) -> tuple[tuple[str, str], ...]:
        chosen = [(pk, role) for pk, role in zip(value[::2], value[1::2], strict=True) if pk]
        if not all(str(pk).isdigit() and role in Byline.Role.values for pk, role in chosen):
            raise ValidationError("Choose an author and a role from the lists.")
        authors = Author.objects.in_bulk([int(pk) for pk, _ in chosen])
        if len(authors) < len({pk for pk, _ in chosen}):
            raise ValidationError("One of the authors is not there any more. Choose again.")
        return tuple((authors[int(pk)].public_id, role) for pk, role in chosen)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True
