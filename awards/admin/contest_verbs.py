"""The verbs of contests and nominations: winners, shared wins, withdrawn nominations, no award."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.db import models

from awards import results
from awards.models import Contest, Nomination, Nominee
from awards.results import DECIDE
from desk.verb_pages import Verb, WhyForm

Result = Nomination.Result


class WinnerForm(WhyForm):
    nomination = forms.ModelChoiceField(
        Nomination.objects.none(), widget=forms.RadioSelect, empty_label=None, label="Who won"
    )
    shared = forms.BooleanField(
        required=False,
        label="Shares the win",
        help_text="For a tie, or when a jury chose several. Whoever has already won shares the win.",
    )

    field_order = ("nomination", "shared", "why")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["nomination"]
        assert isinstance(choice, forms.ModelChoiceField)
        rows = Nomination.objects.filter(contest=self.row.pk, result__in=Nomination.ACTIVE)
        # Joined, not prefetched: a second query can't name thousands of parties.
        nominees = models.Prefetch("nominees", Nominee.objects.select_related("party"))
        choice.queryset = rows.select_related("production").prefetch_related(nominees)
        choice.label_from_instance = nomination_label  # type: ignore[method-assign]


class NoteForm(WhyForm):
    note = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What happened, and when. Readers see it beside the nomination.",
    )

    field_order = ("note", "why")


def nomination_label(nomination: Nomination) -> str:
    """Return "Mark Ruffalo, I Know This Much Is True (nominated)".

    Reads the nomination's nominees and production: load them with it.
    """
    names = [nominee.name for nominee in nomination.nominees.all()]
    named = ", ".join([*names, *([str(nomination.production)] if nomination.production else [])])
    return f"{named or nomination.public_id} ({nomination.get_result_display()})"


def _set_winner(contest: Contest, *, nomination: Nomination, **how: Any) -> None:
    results.set_winner(nomination, **how)


def _unset(nomination: Nomination, **how: Any) -> None:
    results.unset_winner(nomination.contest, nomination=nomination, **how)


WHAT_A_WIN_CHANGES = (
    "Readers see it right away on the pages of the ceremony, the category and everybody on the "
    "nomination, and their counts change. Stories keep the counts of their day."
)

CONTEST_VERBS = (
    Verb(
        "winner",
        "Set the winner",
        WHAT_A_WIN_CHANGES,
        _set_winner,
        form=WinnerForm,
        permission=DECIDE,
        is_possible=lambda contest: contest.outcome != Contest.Outcome.NO_AWARD,
        done="Set the winner of “{}”.",
    ),
    Verb(
        "no-award",
        "No award",
        "The contest is decided, and readers see that nobody won it.",
        results.declare_no_award,
        permission=DECIDE,
        is_possible=lambda contest: contest.outcome == Contest.Outcome.OPEN,
        done="“{}” is decided: no award.",
    ),
    Verb(
        "unset",
        "Unset the outcome",
        "The contest is open again, and its winner is a nominee again on every page.",
        results.unset_winner,
        permission=DECIDE,
        is_possible=lambda contest: contest.outcome != Contest.Outcome.OPEN,
        done="“{}” is open again.",
    ),
)

NOMINATION_VERBS = (
    Verb(
        "win",
        "It won",
        WHAT_A_WIN_CHANGES,
        results.set_winner,
        permission=DECIDE,
        is_possible=lambda nomination: nomination.result == Result.NOMINATED,
        done="“{}” won.",
    ),
    Verb(
        "share",
        "It shares the win",
        "Whoever has already won shares the win with this one. Each counts as a full win.",
        partial(results.set_winner, shared=True),
        permission=DECIDE,
        is_possible=lambda nomination: nomination.result == Result.NOMINATED,
        done="“{}” shares the win.",
    ),
    Verb(
        "unset",
        "It didn’t win",
        "It is a nominee again. If another shared the win, that one has it alone.",
        _unset,
        permission=DECIDE,
        is_possible=lambda nomination: nomination.is_win,
        done="“{}” didn’t win.",
    ),
    Verb(
        "withdraw",
        "Withdrawn",
        "Readers see it struck out, with the note. It no longer counts. If it won, the win is unset.",
        lambda nomination, **how: results.set_result(nomination, Result.WITHDRAWN, **how),
        form=NoteForm,
        initial=lambda nomination: {"note": nomination.note},
        permission=DECIDE,
        is_possible=lambda nomination: nomination.result in Nomination.ACTIVE,
        done="“{}” is withdrawn.",
    ),
    Verb(
        "rescind",
        "Rescinded",
        "Readers see that it was taken back, with the note. It no longer counts. If it won, the "
        "win is unset.",
        lambda nomination, **how: results.set_result(nomination, Result.RESCINDED, **how),
        form=NoteForm,
        initial=lambda nomination: {"note": nomination.note},
        permission=DECIDE,
        is_possible=lambda nomination: nomination.result in Nomination.ACTIVE,
        done="“{}” is rescinded.",
    ),
    Verb(
        "restore",
        "Restore as a nominee",
        "It counts again, for everybody on it.",
        lambda nomination, **how: results.set_result(nomination, Result.NOMINATED, **how),
        permission=DECIDE,
        is_possible=lambda nomination: nomination.result not in Nomination.ACTIVE,
        done="“{}” is a nominee again.",
    ),
)
