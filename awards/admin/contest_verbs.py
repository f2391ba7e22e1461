"""The verbs of contests and nominations as buttons of their pages. `awards.results` does the work."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.db import models

from awards import results
from awards.models import Contest, Nomination, Nominee
from awards.results import DECIDE
from people.admin.verbs import Verb, WhyForm

Result = Nomination.Result


class WinnerForm(WhyForm):
    nomination = forms.ModelChoiceField(
        Nomination.objects.none(), widget=forms.RadioSelect, empty_label=None, label="Who won"
    )
    shared = forms.BooleanField(
        required=False,
        label="shares the win",
        help_text="For a tie, or a jury’s several winners: earlier winners share the win with this one.",
    )

    field_order = ("nomination", "shared", "why")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["nomination"]
        assert isinstance(choice, forms.ModelChoiceField)
        rows = Nomination.objects.filter(contest=self.row.pk, result__in=Nomination.STANDING)
        # Parties are joined: there may be too many for a second query with all their keys.
        nominees = models.Prefetch("nominees", Nominee.objects.select_related("party"))
        choice.queryset = rows.select_related("production").prefetch_related(nominees)
        choice.label_from_instance = label  # type: ignore[method-assign]


class NoteForm(WhyForm):
    note = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What happened, and when. Readers see this text beside the nomination.",
    )

    field_order = ("note", "why")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert isinstance(self.row, Nomination)
        self.initial["note"] = self.row.note


def label(nomination: Nomination) -> str:
    """Return "Mark Ruffalo, I Know This Much Is True (nominated)". Reads nominees and production."""
    names = [nominee.name for nominee in nomination.nominees.all()]
    told = ", ".join([*names, *([str(nomination.production)] if nomination.production else [])])
    return f"{told or nomination.public_id} ({nomination.get_result_display()})"


def _set_winner(contest: Contest, *, nomination: Nomination, **typed: Any) -> None:
    results.set_winner(nomination, **typed)


def _unset(nomination: Nomination, **typed: Any) -> None:
    results.unset_winner(nomination.contest, nomination=nomination, **typed)


def _is_decided(contest: Contest) -> bool:
    return contest.outcome != Contest.Outcome.OPEN


WINS_AT_ONCE = (
    "The pages of the ceremony, the category and everybody on the nomination show the win at once, "
    "and count it. Stories keep the counts of the day they were published."
)

OF_A_CONTEST = (
    Verb(
        "winner",
        "Set the winner",
        WINS_AT_ONCE,
        _set_winner,
        form=WinnerForm,
        permission=DECIDE,
        offered=lambda contest: contest.outcome != Contest.Outcome.NO_AWARD,
    ),
    Verb(
        "no-award",
        "No award",
        "The contest is decided, and readers see that there was no award.",
        results.declare_no_award,
        permission=DECIDE,
        offered=lambda contest: contest.outcome == Contest.Outcome.OPEN,
    ),
    Verb(
        "unset",
        "Unset the outcome",
        "The contest is open again, and every winner is a nominee again, on every page.",
        results.unset_winner,
        permission=DECIDE,
        offered=_is_decided,
    ),
)

OF_A_NOMINATION = (
    Verb(
        "win",
        "It won",
        WINS_AT_ONCE,
        results.set_winner,
        permission=DECIDE,
        offered=lambda nomination: nomination.result == Result.NOMINATED,
    ),
    Verb(
        "share",
        "It shares the win",
        "Earlier winners of the contest share it with this nomination. Each counts as a full win.",
        partial(results.set_winner, shared=True),
        permission=DECIDE,
        offered=lambda nomination: nomination.result == Result.NOMINATED,
    ),
    Verb(
        "unset",
        "It didn’t win",
        "It is a nominee again. If one other nomination shared the win, that one is now the sole winner.",
        _unset,
        permission=DECIDE,
        offered=lambda nomination: nomination.is_win,
    ),
    Verb(
        "withdraw",
        "Withdrawn",
        "Readers see it struck out, with the note, and it no longer counts. If it won, that is unset.",
        lambda nomination, **typed: results.set_result(nomination, Result.WITHDRAWN, **typed),
        form=NoteForm,
        permission=DECIDE,
        offered=lambda nomination: nomination.result in Nomination.STANDING,
    ),
    Verb(
        "rescind",
        "Rescinded",
        "Readers see that it was rescinded, with the note, and it no longer counts. If it won, that "
        "is unset.",
        lambda nomination, **typed: results.set_result(nomination, Result.RESCINDED, **typed),
        form=NoteForm,
        permission=DECIDE,
        offered=lambda nomination: nomination.result in Nomination.STANDING,
    ),
    Verb(
        "restore",
        "Restore",
        "It is a nominee again, and counts for everybody on it.",
        lambda nomination, **typed: results.set_result(nomination, Result.NOMINATED, **typed),
        permission=DECIDE,
        offered=lambda nomination: nomination.result not in Nomination.STANDING,
    ),
)
