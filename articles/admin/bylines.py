"""The bylines of a story's form: rows of an author and a role, with an empty one to fill in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from articles.admin.row_selects import RowSelect, load_rows
from articles.models import Author, Byline
from desk.sent_keys import parse_number

SPARE = 1
MOST = 12


class BylinesWidget(forms.MultiWidget):
    """One row for each byline, and a spare one. `known` is as in `RowSelect`."""

    template_name = "admin/articles/article/bylines.html"
    known: Iterable[Author] | None = None

    def __init__(self) -> None:
        super().__init__(self._pairs(SPARE, ()))

    def _pairs(self, rows: int, known: Iterable[Author]) -> list[forms.Widget]:
        return [widget for _ in range(rows) for widget in (self._author(known), self._role())]

    def _author(self, known: Iterable[Author]) -> forms.Widget:
        select = RowSelect(Author, ("articles", "byline", "author"), with_few=True)
        select.rows, select.known = Author.objects.all(), known
        return select

    def _role(self) -> forms.Widget:
        return forms.Select(choices=Byline.Role.choices)

    def decompress(self, value: list[tuple[Any, str]] | None) -> list[Any]:
        return [part for pair in value or [] for part in pair]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        parts = (
            value if isinstance(value, list) and not _is_pairs(value) else self.decompress(value)
        )
        # Another spare row once the last one is filled in.
        is_filled = not parts or bool(parts[-2])
        rows = min(len(parts) // 2 + SPARE, MOST) if is_filled else max(len(parts) // 2, 1)
        keys = [parse_number(str(each)) for each in parts[::2] if each]
        known = (
            load_rows(Author.objects.all(), keys, with_few=True)
            if self.known is None
            else self.known
        )
        self.widgets_names = [f"_{number}" for number in range(2 * rows)]
        self.widgets = self._pairs(rows, known)
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
    """Returns pairs of an author's public id and a role, in order, without rows that have no author."""

    widget = BylinesWidget

    def clean(self, value: list[Any]) -> tuple[tuple[str, str], ...]:
        chosen = [(pk, role) for pk, role in zip(value[::2], value[1::2], strict=True) if pk]
        if not all(parse_number(str(pk)) and role in Byline.Role.values for pk, role in chosen):
            raise ValidationError("Choose an author and a role from the lists.")
        authors = Author.objects.in_bulk([parse_number(str(pk)) for pk, _ in chosen])
        if len(authors) < len({pk for pk, _ in chosen}):
            raise ValidationError("Somebody deleted one of these authors. Choose again.")
        return tuple((authors[parse_number(str(pk))].public_id, role) for pk, role in chosen)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True
