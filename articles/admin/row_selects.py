"""Selects of rows in a story's form: the page has the chosen rows, and the others are found by typing.

Each works without a script. The script (static/js/desk/multi_select.js) turns it into a combobox that asks
for the admin's suggestions, so that the page doesn't grow with the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from articles.working_copies import BEGUN
from desk.sent_keys import parse_number
from photos.models import Picture

FEW = 25  # a table with at most this many rows is in the page whole
RECENT = 24  # pictures that can be chosen without a script


class RowSelect(forms.Select):
    """A select with the chosen rows, or with all rows if the table has few.

    It shows only rows in `rows`, which the form sets to those that its field accepts from this
    user. `label` says what a row is called. Rows in `known` are not queried again. `source` is a
    relation to the model as (app label, model, field), which the admin's suggestions need.
    """

    known: Iterable[Model] | None = None
    label: Callable[[Any], str] = staticmethod(str)

    def __init__(
        self, model: type[Model], source: tuple[str, str, str], *, with_few: bool = False
    ) -> None:
        self.rows: QuerySet[Any] = model._default_manager.none()
        self.source = source
        self.with_few = with_few
        super().__init__()

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        names = ("app_label", "model_name", "field_name")
        query = urlencode(dict(zip(names, self.source, strict=True)))
        address = f"{reverse('admin:autocomplete')}?{query}"
        return {**super().build_attrs(base_attrs, extra_attrs), "data-pick": address}

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        values = [each for each in value if each]
        rows = {str(row.pk): row for row in self._loaded(values)}
        first = [key for key in values if key in rows]
        rest = [] if not self.with_few else [pk for pk in rows if pk not in first]
        self.choices = [] if self.allow_multiple_selected else [("", "Nobody")]
        self.choices += [(pk, self.label(rows[pk])) for pk in (*first, *rest)]
        return super().optgroups(name, values, attrs)

    def _loaded(self, values: list[str]) -> Iterable[Model]:
        if self.known is not None:
            return self.known
        keys = [parse_number(each) for each in values if each]
        return load_rows(self.rows, keys, with_few=self.with_few)


class RowsSelect(RowSelect, forms.SelectMultiple):
    """A select of several rows in the order they were chosen, and of text typed but not chosen yet."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        self.begun = data.get(f"{name}{BEGUN}", "")
        return super().value_from_datadict(data, files, name)

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        begun = {"data-begun": self.begun} if getattr(self, "begun", "") else {}
        return {**super().build_attrs(base_attrs, extra_attrs), **begun}


def load_rows(rows: QuerySet[Any], keys: list[int], *, with_few: bool = False) -> list[Any]:
    """Return the rows with these keys; with `with_few`, all rows if there are few.

    Two queries at most; none without keys, unless `with_few`.
    """
    if with_few and len(few := list(rows[: FEW + 1])) <= FEW:
        return few
    return list(rows.filter(pk__in=keys)) if keys else []


class PictureSelect(forms.Select):
    """The chosen picture, and a select of it and the newest ones. With scripts it opens the library."""

    template_name = "admin/articles/article/lead_picture.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        chosen = getattr(value, "public_id", value) or ""
        recent = Picture.objects.order_by("-added_at", "-pk").values("pk")[:RECENT]
        rows = list(Picture.objects.filter(Q(pk__in=recent) | Q(public_id=chosen)))
        self.choices = [("", "No picture"), *((row.public_id, row.title) for row in rows)]
        context = super().get_context(name, chosen, attrs)
        context["widget"]["picture"] = next((r for r in rows if r.public_id == chosen), None)
        return context
