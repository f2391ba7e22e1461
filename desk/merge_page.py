"""The page that merges two rows: choose the one to keep, compare the two field by field, merge them.

An app subclasses `MergeForm` for its model, and passes that to `merge_verb`. The row whose page it is
is the loser, which goes. The row that it is merged into is the survivor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models

from desk.fingerprints import fingerprint
from desk.pages import change_address, verb_address
from desk.pickers import Picker, RowField
from desk.sent_keys import find_row
from desk.verb_pages import Verb, WhyForm
from verbs.merging import FieldPair, compare, entered_value, lock_both
from verbs.refusals import Refused
from words import times
from words.wording import capitalized

SURVIVOR, LOSER = "survivor", "loser"
FROM = "from-"
"""Prefix of the fields that choose whose value to keep: "from-name" is `SURVIVOR` or `LOSER`."""

CHANGED = "One of the two was changed after you opened this page. Compare them again."
GONE = "This no longer exists. Choose another one."


@dataclass(frozen=True)
class Suggestion:
    """A row that may be the right one to merge into. `other_name`: the alternative name that matched."""

    row: models.Model
    note: str  # what it is: "Limited series, 2020", "12 stories"
    other_name: str = ""
    is_public: bool = True


@dataclass(frozen=True)
class Preview:
    """What a merge would do, worded for the page."""

    moved: Sequence[str]  # "14 credits", "3 nominations"
    dropped: Sequence[str]  # "1 credit" that both rows have: only the survivor's is kept
    names: Sequence[str]  # the survivor's other names afterward
    redirects: Sequence[str]  # addresses that will lead to the survivor


@dataclass(frozen=True)
class Value:
    """One row's value of a field, as text, with a thumbnail if it is a picture. `radio` chooses it."""

    text: str
    thumbnail: str = ""
    radio: Any = None


@dataclass(frozen=True)
class ComparedField:
    """A field of both rows. If they differ, either value can be chosen."""

    name: str
    label: str
    survivor: Value
    loser: Value
    differs: bool
    is_missing: bool  # from the survivor, so the loser's value is preselected


class MergeForm(WhyForm):
    """Asks for the survivor first, then whose value to keep for each field that differs.

    The verb is called with `into`, `take_fields` (names of the fields that keep the loser's value), `why`,
    and the fields that a subclass adds.
    """

    consequence: str
    """What the merge does, with {loser} and {survivor} in place of their names."""

    names_label: str
    """What the survivor's other names are called: "Synonyms"."""

    name_becomes: str
    """What the name that isn't kept becomes: "a synonym"."""

    into = RowField(models.QuerySet(), label="Merge into")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into = self.fields["into"]
        assert isinstance(into, RowField)
        into.widget = Picker(self.relation(), self.site)
        into.queryset = self.candidates()
        sent: Mapping[str, Any] = self.data if self.is_bound else self.query
        self.survivor = find_row(self.candidates(), str(sent.get("into", "")))
        self.pairs: list[FieldPair] = []
        if self.survivor is not None:
            self._ask_for_fields(self.survivor)

    def candidates(self) -> models.QuerySet[Any]:
        """Return the rows that this one may be merged into."""
        raise NotImplementedError

    def relation(self) -> Any:
        """Return a relation to these rows, which Django's autocomplete needs to suggest them."""
        raise NotImplementedError

    def suggestions(self, typed: str) -> Sequence[Suggestion]:
        """Return rows similar to this one, or those that match `typed`, for browsers without scripts."""
        raise NotImplementedError

    def describe(self, row: Any) -> tuple[str, str]:
        """Return a few words on what the row is, and its status for readers ("public" or "")."""
        raise NotImplementedError

    def preview(self, survivor: Any) -> Preview:
        """Return what the merge would do. Raises Refused if the merge would."""
        raise NotImplementedError

    def thumbnail(self, related: models.Model) -> str:
        """Return the address of a thumbnail of a related row, or ""."""
        return ""

    @classmethod
    def consequence_for(cls, loser: models.Model, survivor: models.Model | None = None) -> str:
        """Return what the merge will do, in a sentence; the survivor may not be chosen yet."""
        name = "the one you choose" if survivor is None else f"“{survivor}”"
        return cls.consequence.format(loser=f"“{loser}”", survivor=name)

    def context(self) -> dict[str, Any]:
        """Return the template's context besides the form."""
        if self.survivor is None:
            typed = self.query.get("q", "")
            is_chosen = bool(self.query.get("into")) and not self.is_bound
            return {
                "suggestions": self.suggestions(typed),
                "typed": typed,
                "blocked": self._why_not() if is_chosen else [],
            }
        try:
            result: dict[str, Any] = {"preview": self.preview(self.survivor)}
        except Refused as refused:
            result = {"blocked": refused.sentences}
        return {
            "survivor": self.survivor,
            "headings": [self._heading(self.survivor), self._heading(self.row)],
            "compared": self.compared_fields(),
            "swap_address": f"{verb_address(self.survivor, 'merge')}?into={self.row.pk}",
            "consequence": self.consequence_for(self.row, self.survivor),
            **result,
        }

    def compared_fields(self) -> list[ComparedField]:
        """Return the fields that have a value in either row. One query for each related row."""
        assert self.survivor is not None
        found = []
        for pair in self.pairs:
            radios: list[Any] = [None, None]
            if pair.differs:
                radios = list(self[FROM + pair.name].subwidgets)
            ours = self._value(self.survivor, pair.field, radios[0])
            theirs = self._value(self.row, pair.field, radios[1])
            if ours.text or theirs.text:
                label = _label(pair.field)
                found.append(
                    ComparedField(pair.name, label, ours, theirs, pair.differs, pair.is_missing)
                )
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.seen = cleaned.pop("seen", "")
        if (
            self.survivor is not None
            and self.seen
            and self.seen != self._fingerprints(self.survivor)
        ):
            raise forms.ValidationError(CHANGED)
        chosen = {pair: cleaned.pop(FROM + pair.name, "") for pair in self.pairs if pair.differs}
        cleaned["take_fields"] = {
            pair.name
            for pair, source in chosen.items()
            if source == LOSER or (not source and pair.is_missing)
        }
        return cleaned

    def check_again(self) -> None:
        """Raise Refused if one of the two was changed or deleted since the page was opened."""
        if self.survivor is None or not self.seen:
            return
        lock_both(_all_rows(self.row), self.row, self.survivor)
        pks = (self.row.pk, self.survivor.pk)
        now = [fingerprint([row]) for row in type(self.row)._default_manager.filter(pk__in=pks)]
        if sorted(self.seen.split()) != sorted(now):
            raise Refused(CHANGED)

    def _ask_for_fields(self, survivor: models.Model) -> None:
        self.pairs = compare(self.row, survivor)
        self.fields["into"].widget = forms.HiddenInput()
        self.initial |= {"into": survivor.pk, "seen": self._fingerprints(survivor)}
        for pair in self.pairs:
            if pair.differs:
                self.fields[FROM + pair.name] = forms.ChoiceField(
                    choices=((SURVIVOR, SURVIVOR), (LOSER, LOSER)),
                    required=False,
                    initial=LOSER if pair.is_missing else SURVIVOR,
                    widget=forms.RadioSelect,
                    label=_label(pair.field),
                )

    def _fingerprints(self, survivor: models.Model) -> str:
        return f"{fingerprint([self.row])} {fingerprint([survivor])}"

    def _why_not(self) -> list[str]:
        """Return the reasons, as sentences, why the row chosen in the address can't be merged into."""
        chosen = find_row(_all_rows(self.row), self.query["into"])
        if chosen is None:
            return [GONE]
        try:
            self.preview(chosen)
        except Refused as refused:
            return refused.sentences
        return []

    def _heading(self, row: models.Model) -> dict[str, Any]:
        note, status = self.describe(row)
        return {"row": row, "note": note, "status": status, "address": change_address(row)}

    def _value(self, row: Any, field: models.Field, radio: Any) -> Value:
        """Return the value as the desk prints it. One query for a related row, or for a page's address."""
        value = entered_value(row, field)
        if value in field.empty_values:
            return Value("", radio=radio)
        if field.name == "slug":
            return Value(row.get_absolute_url(), radio=radio)
        if field.is_relation:
            related = getattr(row, field.name)
            return Value(str(related), self.thumbnail(related), radio)
        if field.choices:
            return Value(str(getattr(row, f"get_{field.name}_display")()), radio=radio)
        if isinstance(value, bool):
            return Value("yes" if value else "no", radio=radio)
        if isinstance(field, models.DateTimeField):
            return Value(times.dated(value), radio=radio)
        return Value(str(value), radio=radio)


def merge_verb(
    form: type[MergeForm], merge: Callable[..., Any], *, permission: str, lists_links: bool = False
) -> Verb:
    """Return the verb that runs `merge(loser, into=..., by=..., ...)` from this form's page."""

    def run(row: Any, *, into: Any, by: Any, **chosen: Any) -> Any:
        merge(row, into=into, by=by, **chosen)
        return into

    return Verb(
        "merge",
        "Merge",
        form.consequence_for,
        run,
        form=form,
        permission=permission,
        done="Merged into “{}”.",
        lists_links=lists_links,
        template="admin/desk/merge.html",
        extra_context=form.context,
    )


def _all_rows(row: models.Model) -> models.QuerySet[Any]:
    """Return all rows of the row's model; for a person, all entities of every kind."""
    parents = row._meta.get_parent_list()
    model: Any = parents[-1] if parents else type(row)
    return model._default_manager.all()


def _label(field: models.Field) -> str:
    return capitalized("address" if field.name == "slug" else str(field.verbose_name))
