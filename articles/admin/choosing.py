"""Rows chosen in a story's form: what is chosen is in the page, the rest is found by typing.

Each is a select that works as it is; the script beside it (static/js/desk/multi_select.js) makes it a box to
type in, and asks the desk's own suggestions, so that the page doesn't grow with the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from articles.working_copies import BEGUN
from people.admin.boxes import key
from photos.models import Picture

FEW = 25  # so many rows are all in the page
RECENT = 24  # pictures that can be chosen without script


class Chosen(forms.Select):
    """A select that holds the chosen rows, and where there are few in the table all of them.

    Only rows of `among` are ever printed: the form sets it to those that its field accepts from
    this user. `label` says what a row is called. `known`, when set, are rows that needn't be asked
    for again. `source` names a relation to the model: (app label, model, field), which the desk's
    suggestions want to know.
    """

    known: Iterable[Model] | None = None
    label: Callable[[Any], str] = staticmethod(str)

    def __init__(
        self, model: type[Model], source: tuple[str, str, str], *, with_few: bool = False
    ) -> None:
        self.among: QuerySet[Any] = model._default_manager.none()
        self.source = source
        self.with_few = with_few
        super().__init__()

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        names = ("app_label", "model_name", "field_name")
        asked = urlencode(dict(zip(names, self.source, strict=True)))
        address = f"{reverse('admin:autocomplete')}?{asked}"
        return {**super().build_attrs(base_attrs, extra_attrs), "data-pick": address}

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        values = [each for each in value if each]
        rows = {str(row.pk): row for row in self._rows(values)}
        first = [values_ for values_ in values if values_ in rows]
        rest = [] if not self.with_few else [pk for pk in rows if pk not in first]
        self.choices = [] if self.allow_multiple_selected else [("", "Nobody")]
        self.choices += [(pk, self.label(rows[pk])) for pk in (*first, *rest)]
        return super().optgroups(name, values, attrs)

    def _rows(self, values: list[str]) -> Iterable[Model]:
        if self.known is not None:
            return self.known
        keys = [key(each) for each in values if each]
        return rows_of(self.among, keys, with_few=self.with_few)


class ChosenSeveral(Chosen, forms.SelectMultiple):
    """Several rows, in the order in which they were chosen, and what is typed and not chosen yet."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        self.begun = data.get(f"{name}{BEGUN}", "")
        return super().value_from_datadict(data, files, name)

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        begun = {"data-begun": self.begun} if getattr(self, "begun", "") else {}
        return {**super().build_attrs(base_attrs, extra_attrs), **begun}


def rows_of(among: QuerySet[Any], keys: list[int], *, with_few: bool = False) -> list[Any]:
    """Return the rows of `among` with these keys, or all of them if they are few.

    Two queries at most, none for no keys.
    """
    if with_few and len(few := list(among[: FEW + 1])) <= FEW:
        return few
    return list(among.filter(pk__in=keys)) if keys else []


class LeadPicture(forms.Select):
    """The picture itself, and a select of it and of the newest; the script opens the library."""

    template_name = "admin/articles/article/lead_picture.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        chosen = getattr(value, "public_id", value) or ""
        recent = Picture.objects.order_by("-added_at", "-pk").values("pk")[:RECENT]
        rows = list(Picture.objects.filter(Q(pk__in=recent) | Q(public_id=chosen)))
        self.choices = [("", "No picture"), *((row.public_id, row.title) for row in rows)]
        context = super().get_context(name, chosen, attrs)
        context["widget"]["picture"] = next((r for r in rows if r.public_id == chosen), None)
        return context
