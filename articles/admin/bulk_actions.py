"""What can be done with several stories of the list at once: a page asks first, and says how many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles import bin as bins
from articles import bulk, rights, tagging
from articles.admin.desk_page import page
from articles.admin.verbs import NothingToSay
from articles.bulk import Outcome
from articles.models import Article, Section, Tag
from articles.titles import plain
from words.wording import number_of

LATEST = "bulk_change"  # in the session: what the last change made, so that it can be taken back
MOST = 200  # stories that are changed at once
UNDO_FOR = timedelta(minutes=15)
NAMED = 10  # stories of which a message says why they weren't changed
STORIES = "admin:articles_article_changelist"


class WhichTag(forms.Form):
    tag = forms.CharField(max_length=100, help_text="The name of a tag, or a synonym.")

    def clean_tag(self) -> Tag:
        name = self.cleaned_data["tag"]
        if tag := tagging.find_called(name):
            return tag
        raise forms.ValidationError(f"There is no tag called “{name}”. Add it under Tags first.")


class WhichSection(forms.Form):
    section = forms.ModelChoiceField(Section.objects.all(), empty_label="Choose a section")


@dataclass(frozen=True)
class BulkChange:
    """A bulk change. `label` and `did` have a place for how many stories: "Tag {}".

    `is_for` says whether a story can be changed in this way, and `else_why` why another can't.
    """

    label: str
    did: str
    follows: str
    run: Callable[..., Outcome]
    form: type[forms.Form] = NothingToSay
    is_for: Callable[[Article], bool] = lambda story: True
    else_why: str = ""


SEEN_LATER = "Each gets a new revision. Readers see it when somebody publishes the story."
CHANGES = {
    "add_tag": BulkChange("Tag {}", "Tagged {}.", SEEN_LATER, bulk.add_tag, WhichTag),
    "set_section": BulkChange(
        "Move {} to a section", "Moved {}.", SEEN_LATER, bulk.set_section, WhichSection
    ),
    "bin": BulkChange(
        "Move {} to the bin",
        "Moved {} to the bin.",
        "Only drafts that readers never saw go there. They can be restored for 30 days.",
        bulk.move_to_bin,
        is_for=bins.could_go,
        else_why="Readers have seen these, or are about to",
    ),
}


class BulkActions(admin.ModelAdmin):
    actions = ("add_tag", "set_section", "bin")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {**(extra_context or {}), "undoable": bool(_last_change(request))}
        return super().changelist_view(request, context)

    @admin.action(description="Add a tag…", permissions=["change"])
    def add_tag(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return _ask(request, queryset, "add_tag")

    @admin.action(description="Move to a section…", permissions=["change"])
    def set_section(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return _ask(request, queryset, "set_section")

    @admin.action(description="Move to bin…", permissions=["change"])
    def bin(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return _ask(request, queryset, "bin")


def _ask(request: HttpRequest, queryset: Any, name: str) -> HttpResponse:
    """Say what follows, with how many stories and which; do it once that was confirmed."""
    change = CHANGES[name]
    rows = queryset.select_related(None).select_related("newest__section").defer("body")
    chosen = list(rows.order_by("-saved_at", "-pk")[: MOST + 1])
    if len(chosen) > MOST:
        messages.error(request, f"Choose at most {MOST} stories at once. Nothing was changed.")
        return redirect(_list(request))
    mine = [story for story in chosen if rights.may_change(request.user, story)]
    changed = [story for story in mine if change.is_for(story)]
    is_sent = "confirmed" in request.POST
    form = change.form(request.POST if is_sent else None)
    if is_sent and form.is_valid():
        outcome = change.run(chosen, *form.cleaned_data.values(), by=request.user)
        _say(request, change, outcome)
        _remember(request, outcome)
        return redirect(_list(request))
    return page(
        request,
        "bulk",
        None,
        title=change.label.format(_counted(len(changed))) if changed else "Nothing to change",
        follows=change.follows,
        form=form,
        action=name,
        checkbox=ACTION_CHECKBOX_NAME,
        stories=changed,
        left_out=[
            ("Not yours to change now", [story for story in chosen if story not in mine]),
            (change.else_why, [story for story in mine if story not in changed]),
        ],
        all_stories=chosen,
    )


def _list(request: HttpRequest) -> str:
    """The list as it was filtered."""
    return f"{reverse(STORIES)}?{request.GET.urlencode()}".rstrip("?")


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take the last bulk change back, as far as nobody saved since."""
    made = _last_change(request)
    request.session.pop(LATEST, None)
    outcome = bulk.take_back(made, by=request.user)  # type: ignore[arg-type]
    if outcome.done:
        messages.success(request, f"{_counted(len(outcome.done)).capitalize()} as before.")
    _say_refused(request, outcome)
    if not made:
        messages.error(request, "There is nothing to undo.")
    return redirect(reverse(STORIES))


def _say(request: HttpRequest, change: BulkChange, outcome: Outcome) -> None:
    if outcome.done:
        messages.success(request, change.did.format(_counted(len(outcome.done))))
    if outcome.unchanged:
        messages.info(request, f"{_counted(len(outcome.unchanged))}: nothing to change.")
    _say_refused(request, outcome)


def _say_refused(request: HttpRequest, outcome: Outcome) -> None:
    if not outcome.refused:
        return
    told = [
        f"“{plain(story.newest.shown_headline) if story.newest else story}”: {why}"
        for story, why in outcome.refused[:NAMED]
    ]
    if more := len(outcome.refused) - NAMED:
        told += [f"And {_counted(more)} more."] if more > 0 else []
    messages.warning(request, f"Not changed: {_counted(len(outcome.refused))}. {' '.join(told)}")


def _remember(request: HttpRequest, outcome: Outcome) -> None:
    until = timezone.now() + UNDO_FOR
    request.session[LATEST] = {"until": until.isoformat(), "made": [*outcome.revisions.items()]}


def _last_change(request: HttpRequest) -> dict[int, int]:
    """The revisions that the last bulk change of this session made, as long as it can be undone."""
    last = request.session.get(LATEST)
    if not last or datetime.fromisoformat(last["until"]) < timezone.now():
        return {}
    return dict(last["made"])


def _counted(number: int) -> str:
    return number_of(number, "story", "stories")
