"""Two rows beside each other: which of them is to stay, and in each field whose value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.urls import reverse

from desk.fingerprints import fingerprint
from desk.pickers import Picker, RowField
from desk.sent_keys import find_row
from desk.verb_pages import WhyForm
from people import sides
from people.models import Entity
from photos.models import Picture
from verbs.refusals import Refused
from words import times
from words.wording import capitalized

STAYS, GOES = "stays", "goes"
CHANGED = "Somebody changed one of the two after you opened this. Look at what is there now, and choose again."
BY = "of-"


@dataclass(frozen=True)
class Value:
    """What one side says in a field: words, and the thumbnail of a picture. `radio` chooses it."""

    text: str
    thumbnail: str = ""
    radio: Any = None


@dataclass(frozen=True)
class Row:
    """A field of both. Where they differ, each of the two values can be chosen."""

    name: str
    label: str
    stays: Value
    goes: Value
    differs: bool
    is_lacking: bool

    @property
    def is_empty(self) -> bool:
        return not (self.stays.text or self.goes.text)


class SidesForm(WhyForm):
    """Asks which row stays; as soon as it knows, whose value stays in each field that differs.

    What a verb gets of it: `into`, `take` (the fields of which the value that goes is chosen) and
    what a subclass asks. `told` is what its page prints besides.
    """

    into = RowField(models.QuerySet(), label="Merge into")
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into = self.fields["into"]
        assert isinstance(into, RowField)
        into.widget = Picker(self.pointing(), self.site)
        into.queryset = self.candidates()
        self.other = self._asked_for()
        self.compared: list[sides.Line] = []
        if self.other is not None:
            self._compare(self.other)

    def candidates(self) -> models.QuerySet[Any]:
        """The rows that it may be merged into."""
        raise NotImplementedError

    def pointing(self) -> Any:
        """A relation to such rows, by which the box asks the desk for suggestions."""
        raise NotImplementedError

    def offers(self) -> Sequence[Any]:
        """Rows that may be meant: those like it, or what was typed where no script suggests."""
        raise NotImplementedError

    def lost(self) -> list[str]:
        """Sentences: why the row that the address names is none to merge into."""
        raise NotImplementedError

    def head(self, row: Any) -> dict[str, Any]:
        """What stands over a side: the row, what it is, its page at the desk."""
        raise NotImplementedError

    def foreseen(self) -> dict[str, Any]:
        """What will move and what there will be, or why it can't: the verb is asked itself."""
        raise NotImplementedError

    def told(self) -> dict[str, Any]:
        if self.other is None:
            blocked = self.lost() if self.query.get("into") and not self.is_bound else []
            return {"offers": self.offers(), "typed": self.query.get("q", ""), "blocked": blocked}
        return {
            "other": self.other,
            "heads": [self.head(self.other), self.head(self.row)],
            "rows": self.rows(),
            "swap": f"{address(self.other)}?into={self.row.pk}",
            **self.foreseen(),
        }

    def _asked_for(self) -> Any:
        given: Mapping[str, Any] = self.data if self.is_bound else self.query
        return find_row(self.candidates(), str(given.get("into", "")))

    def _compare(self, other: models.Model) -> None:
        self.compared = sides.lines(self.row, other)
        self.fields["into"].widget = forms.HiddenInput()
        self.initial |= {"into": other.pk, "opened": self._now(other)}
        for line in self.compared:
            if line.differs:
                self.fields[BY + line.name] = forms.ChoiceField(
                    choices=((STAYS, STAYS), (GOES, GOES)),
                    required=False,
                    initial=GOES if line.is_lacking else STAYS,
                    widget=forms.RadioSelect,
                    label=label_of(line.field),
                )

    def _now(self, other: models.Model) -> str:
        return f"{fingerprint([self.row])} {fingerprint([other])}"

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        self.opened = typed.pop("opened", "")
        if self.other is not None and self.opened and self.opened != self._now(self.other):
            raise forms.ValidationError(CHANGED)
        chosen = {line: typed.pop(BY + line.name, "") for line in self.compared if line.differs}
        typed["take"] = {
            line.name
            for line, side in chosen.items()
            if side == GOES or (not side and line.is_lacking)
        }
        return typed

    def check_again(self) -> None:
        if self.other is None or not self.opened:
            return
        model: Any = Entity if isinstance(self.row, Entity) else type(self.row)
        keys = sorted((self.row.pk, self.other.pk))
        list(model.objects.select_for_update().order_by("pk").filter(pk__in=keys).values_list("pk"))
        now = [fingerprint([row]) for row in type(self.row)._default_manager.filter(pk__in=keys)]
        if sorted(self.opened.split()) != sorted(now):
            raise Refused(CHANGED)

    def rows(self) -> list[Row]:
        """Every field of which either says something."""
        assert self.other is not None
        made = [self._row(line) for line in self.compared]
        return [row for row in made if not row.is_empty]

    def _row(self, line: sides.Line) -> Row:
        radios: list[Any] = [None, None]
        if line.differs:
            radios = list(self[BY + line.name].subwidgets)
        kept, given = (
            value_of(row, line.field, radio)
            for row, radio in zip((self.other, self.row), radios, strict=True)
        )
        return Row(line.name, label_of(line.field), kept, given, line.differs, line.is_lacking)


def into_other(merge: Callable[..., Any]) -> Callable[..., Any]:
    """The verb of a merge, as a page runs it: the row to go on with is the one that stays."""

    def run(row: Any, *, into: Any, by: Any, **said: Any) -> Any:
        merge(row, into=into, by=by, **said)
        return into

    return run


def address(row: models.Model) -> str:
    """The page of merging a row."""
    return reverse(
        f"admin:{row._meta.app_label}_{row._meta.model_name}_verb", args=[row.pk, "merge"]
    )


def label_of(field: models.Field) -> str:
    return capitalized("address" if field.name == "slug" else str(field.verbose_name))


def value_of(row: Any, field: models.Field, radio: Any = None) -> Value:
    """A field as the desk prints it. Queries for a related row, and a page's address."""
    value = sides.said(row, field)
    if value in field.empty_values:
        return Value("", radio=radio)
    if field.name == "slug":
        return Value(row.get_absolute_url(), radio=radio)
    if field.is_relation:
        related = getattr(row, field.name)
        is_picture = isinstance(related, Picture)
        return Value(str(related), related.url(160, crop="square") if is_picture else "", radio)
    if field.choices:
        return Value(str(getattr(row, f"get_{field.name}_display")()), radio=radio)
    if isinstance(value, bool):
        return Value("yes" if value else "no", radio=radio)
    if isinstance(field, models.DateTimeField):
        return Value(times.dated(value), radio=radio)
    return Value(str(value), radio=radio)
