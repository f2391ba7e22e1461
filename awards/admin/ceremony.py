"""Ceremonies, contests, nominations and nominees at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from awards.admin import contest_verbs
from awards.admin.board import BoardPages
from awards.models import Ceremony, Contest, Nomination, Nominee
from awards.nominating import lock_contest
from desk.fingerprints import fingerprint
from desk.inlines import Inline
from desk.pickers import MultiPicker, RowsField, choosable_rows
from desk.row_forms import InlineRowForm, RowForm
from people.admin.entities import NameInline
from people.admin.record import RecordAdmin, save_formsets, save_rows
from people.admin.rows import RowAdmin, called
from people.models import Entity


class ContestInline(Inline):
    model = Contest
    fields = ("position", "category", "name", "outcome", "more")
    readonly_fields = ("outcome", "more")
    autocomplete_fields = ("category",)
    read_with = ("ceremony", "category__award")
    more_label = "Nominations"


@admin.register(Ceremony)
class CeremonyAdmin(BoardPages, RecordAdmin):
    list_display = ("__str__", "award", "number", "held_on", "visibility", "updated_at", "board")
    list_select_related = ("award",)
    list_filter = (*RecordAdmin.list_filter, "award")
    ordering = ("-held_on", "-pk")
    own_fields = (
        "award",
        ("number", "year_label"),
        ("held_on", "held_at", "time_zone"),
        ("nominations_announced_on", "nominations_announced_at"),
        ("nominees_complete", "winners_complete"),
        "venue",
        "broadcaster",
        "hosts",
    )
    autocomplete_fields = ("award", "broadcaster", "hosts")
    inlines = (ContestInline, NameInline)
    links_by = {
        "award": "ceremonies",
        "broadcaster": "ceremonies broadcast",
        "hosts": "ceremonies hosted",
    }


class NominationRowForm(InlineRowForm):
    """A nomination in the table of its contest. Nominees' roles are on the nomination's own page."""

    nominees = RowsField(
        choosable_rows(Entity).filter(kind__in=("person", "company")), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            chosen = [each.party for each in self.instance.nominees.all() if each.party]
            self.initial["nominees"] = [party.pk for party in chosen]
            picker = self.fields["nominees"].widget
            if isinstance(picker, MultiPicker):
                picker.known = {str(party.pk): party for party in chosen}

    def fingerprint_of(self, row: Any) -> str:
        """Include the nominees, which the row edits too: else a colleague's change to them is lost."""
        nominees = sorted(row.nominees.all(), key=lambda nominee: nominee.pk)
        return super().fingerprint_of(row) + fingerprint(nominees)

    def save_nominees(self) -> tuple[list[Nominee], list[Nominee]]:
        """Return the nominees to save and those to delete. Printed names without a page stay."""
        there = {each.party_id: each for each in self.instance.nominees.all() if each.party_id}
        wanted = [party.pk for party in self.cleaned_data["nominees"]]
        saved = []
        for place, pk in enumerate(wanted):
            nominee = there.get(pk) or Nominee(nomination=self.instance, party_id=pk)
            nominee.position = place
            saved.append(nominee)
        return saved, [nominee for pk, nominee in there.items() if pk not in wanted]


class NominationInline(Inline):
    model = Nomination
    form = NominationRowForm
    fields = ("position", "production", "nominees", "detail", "result", "more")
    readonly_fields = ("result", "more")
    autocomplete_fields = ("production",)
    read_with = ("contest",)
    more_label = "Roles, note"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("nominees__party")

    @admin.display(description="nominees")
    def nominees(self, nomination: Nomination) -> str:
        """The nominees as text, for users who may only view: they get no form with its box."""
        return ", ".join(nominee.name for nominee in nomination.nominees.all())

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.prefetch_with = ("nominees",)
        box = formset.form.base_fields["nominees"]
        box.widget = MultiPicker(Nominee._meta.get_field("party"), self.admin_site)
        box.widget.choices = box.choices
        return formset


@admin.register(Contest)
class ContestAdmin(RowAdmin):
    verbs = contest_verbs.CONTEST_VERBS
    fields = ("ceremony", "category", "name", ("position", "presented_at"), "outcome", "seen")
    readonly_fields = ("outcome",)
    list_display = ("name", "ceremony", "category", "outcome")
    list_filter = ("outcome", "ceremony__award")
    list_select_related = ("ceremony", "category")
    ordering = ("-ceremony__held_on", "position", "pk")
    search_fields = ("name",)
    search_help_text = "Search by contest, category or ceremony."
    autocomplete_fields = ("ceremony", "category")
    inlines = (NominationInline,)
    links_by = {"ceremony": "contests", "category": "contests"}

    def holder(self, row: Contest) -> Entity:
        return row.ceremony

    def found_by(self, word: str) -> models.Q:
        return (
            models.Q(name__icontains=word)
            | called("ceremony", word)
            | called("category", word)
            | models.Q(ceremony__year_label=word)
        )

    def lock(self, row: Contest) -> None:
        lock_contest(row)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        ceremony = form.instance.ceremony
        save_formsets(ceremony, request, formsets)
        saved: list[Nominee] = []
        removed: list[Nominee] = []
        for row in (row for formset in formsets for row in formset.forms):
            if "nominees" in row.changed_data and row.instance.pk:
                stored, gone = row.save_nominees()
                saved += stored
                removed += gone
        save_rows(ceremony, request, saved=saved, removed=removed)


class NomineeInline(Inline):
    model = Nominee
    fields = ("position", "party", "name_as_given", "role", "counts")
    autocomplete_fields = ("party",)


class NominationForm(RowForm):
    class Meta:
        model = Nomination
        fields = ()
        error_messages = {"contest": {"required": "Choose the contest that the nomination is in."}}


@admin.register(Nomination)
class NominationAdmin(RowAdmin):
    form = NominationForm
    verbs = contest_verbs.NOMINATION_VERBS
    fields = (
        "contest",
        "production",
        "detail",
        "result",
        ("position", "counts_as_nomination", "announced_at"),
        "note",
        "seen",
    )
    readonly_fields = ("result",)
    list_display = ("__str__", "named", "ceremony", "result")
    list_filter = ("result", "contest__ceremony__award")
    list_select_related = ("production", "contest__ceremony")
    ordering = ("-contest__ceremony__held_on", "contest__position", "position", "pk")
    search_fields = ("contest__name",)
    search_help_text = "Search by contest, ceremony, production or nominee."
    autocomplete_fields = ("contest", "production")
    inlines = (NomineeInline,)
    links_by = {"production": "nominations", "nominees__party": "nominations"}

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return (
            super()
            .get_queryset(request)
            .prefetch_related(models.Prefetch("nominees", Nominee.objects.select_related("party")))
        )

    def holder(self, row: Nomination) -> Entity:
        return row.contest.ceremony

    def found_by(self, word: str) -> models.Q:
        named = Nominee.objects.filter(
            called("party", word) | models.Q(name_as_given__icontains=word)
        )
        return (
            models.Q(contest__name__icontains=word)
            | called("contest__ceremony", word)
            | called("production", word)
            | models.Q(pk__in=named.values("nomination"))
        )

    @admin.display(description="nominees")
    def named(self, nomination: Nomination) -> str:
        return ", ".join(nominee.name for nominee in nomination.nominees.all())

    @admin.display(description="ceremony")
    def ceremony(self, nomination: Nomination) -> str:
        return str(nomination.contest.ceremony)

    def lock(self, row: Nomination) -> None:
        lock_contest(row.contest)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        save_formsets(self.holder(form.instance), request, formsets)


class NomineeForm(RowForm):
    class Meta:
        model = Nominee
        fields = ()
        error_messages = {
            "nomination": {"required": "Choose the nomination that names them, or enter it first."}
        }


@admin.register(Nominee)
class NomineeAdmin(RowAdmin):
    counted_as = ("nomination", "nominations")
    form = NomineeForm
    fields = ("nomination", "party", "name_as_given", "role", ("position", "counts"), "seen")
    list_display = ("name", "role", "nomination", "ceremony")
    list_select_related = ("party", "nomination__contest__ceremony", "nomination__production")
    search_fields = ("name_as_given",)
    search_help_text = "Search by nominee, production or ceremony."
    autocomplete_fields = ("nomination", "party")

    def lock(self, row: Nominee) -> None:
        lock_contest(row.nomination.contest)

    def holder(self, row: Nominee) -> Entity:
        return row.nomination.contest.ceremony

    def found_by(self, word: str) -> models.Q:
        return (
            models.Q(name_as_given__icontains=word)
            | called("party", word)
            | called("nomination__production", word)
            | called("nomination__contest__ceremony", word)
        )

    @admin.display(description="ceremony")
    def ceremony(self, nominee: Nominee) -> str:
        return str(nominee.nomination.contest.ceremony)
