"""Bulk actions of the list of stories, each confirmed on a page that says which stories change."""

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
from articles.admin.story_pages import story_page
from articles.bulk import BulkOutcome
from articles.models import Article, Section, Tag
from articles.titles import plain
from words.wording import number_of

LATEST = "bulk_change"  # in the session: the revisions of the last change, for undo
MOST = 200  # stories changed at once: each is a transaction, within one request
UNDO_FOR = timedelta(minutes=15)
NAMED = 10  # refused stories that a message lists with the reason
STORIES = "admin:articles_article_changelist"


class TagForm(forms.Form):
    tag = forms.CharField(max_length=100, help_text="The name or a synonym of a tag.")

    def clean_tag(self) -> Tag:
        name = self.cleaned_data["tag"]
        if tag := tagging.find_called(name):
            return tag
        raise forms.ValidationError(f"There is no tag called “{name}”. Add it under Tags first.")


class SectionForm(forms.Form):
    section = forms.ModelChoiceField(Section.objects.all(), empty_label="Choose a section")


@dataclass(frozen=True)
class BulkChange:
    """A bulk change. In `label` and `done` {} is the number of stories, in words: "Tag {}".

    `is_for` says whether a story can be changed in this way, and `excluded` why the others can't.
    """

    label: str
    done: str
    consequence: str
    run: Callable[..., BulkOutcome]
    form: type[forms.Form] = forms.Form
    is_for: Callable[[Article], bool] = lambda story: True
    excluded: str = ""


NEW_REVISION = "Each gets a new revision. Readers see it once somebody publishes the story."
CHANGES = {
    "add_tag": BulkChange("Tag {}", "Tagged {}.", NEW_REVISION, bulk.add_tag, TagForm),
    "set_section": BulkChange(
        "Move {} to a section", "Moved {}.", NEW_REVISION, bulk.set_section, SectionForm
    ),
    "bin": BulkChange(
        "Move {} to the bin",
        "Moved {} to the bin.",
        "Only stories that readers never saw go there. They can be restored for 30 days.",
        bulk.move_to_bin,
        is_for=bins.could_go,
        excluded="Published or scheduled",
    ),
}


class BulkActions(admin.ModelAdmin):
    actions = ("add_tag", "set_section", "bin")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {**(extra_context or {}), "undoable": bool(_last_change(request))}
        return super().changelist_view(request, context)

    @admin.action(description="Add a tag…", permissions=["change"])
    def add_tag(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return _confirm(request, queryset, "add_tag")

    @admin.action(description="Move to a section…", permissions=["change"])
    def set_section(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return _confirm(request, queryset, "set_section")

    @admin.action(description="Move to bin…", permissions=["change"])
    def bin(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return _confirm(request, queryset, "bin")


def _confirm(request: HttpRequest, queryset: Any, name: str) -> HttpResponse:
    """Show which stories will change and how, or change them if the user has confirmed it."""
    change = CHANGES[name]
    rows = queryset.select_related(None).select_related("newest__section").defer("body")
    chosen = list(rows.order_by("-saved_at", "-pk")[: MOST + 1])
    if len(chosen) > MOST:
        messages.error(request, f"Choose at most {MOST} stories at once. Nothing was changed.")
        return redirect(_list(request))
    changeable = [story for story in chosen if rights.may_change(request.user, story)]
    changed = [story for story in changeable if change.is_for(story)]
    is_sent = "confirmed" in request.POST
    form = change.form(request.POST if is_sent else None)
    if is_sent and form.is_valid():
        outcome = change.run(chosen, *form.cleaned_data.values(), by=request.user)
        _show_outcome(request, change, outcome)
        _remember(request, outcome)
        return redirect(_list(request))
    return story_page(
        request,
        "bulk",
        None,
        title=change.label.format(_counted(len(changed))) if changed else "Nothing to change",
        consequence=change.consequence,
        form=form,
        action=name,
        checkbox=ACTION_CHECKBOX_NAME,
        stories=changed,
        left_out=[
            ("You can’t change these now", [story for story in chosen if story not in changeable]),
            (change.excluded, [story for story in changeable if story not in changed]),
        ],
        all_stories=chosen,
    )


def _list(request: HttpRequest) -> str:
    """Return the address of the list with its filters."""
    return f"{reverse(STORIES)}?{request.GET.urlencode()}".rstrip("?")


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Undo the last bulk change, except in stories that somebody saved since."""
    made = _last_change(request)
    request.session.pop(LATEST, None)
    outcome = bulk.take_back(made, by=request.user)  # type: ignore[arg-type]
    if outcome.done:
        messages.success(request, f"Undone in {_counted(len(outcome.done))}.")
    _show_refused(request, outcome)
    if not made:
        messages.error(request, "There is nothing to undo.")
    return redirect(reverse(STORIES))


def _show_outcome(request: HttpRequest, change: BulkChange, outcome: BulkOutcome) -> None:
    if outcome.done:
        messages.success(request, change.done.format(_counted(len(outcome.done))))
    if outcome.unchanged:
        messages.info(request, f"{_counted(len(outcome.unchanged))}: nothing to change.")
    _show_refused(request, outcome)


def _show_refused(request: HttpRequest, outcome: BulkOutcome) -> None:
    if not outcome.refused:
        return
    reasons = [
        f"“{plain(story.newest.shown_headline) if story.newest else story}”: {why}"
        for story, why in outcome.refused[:NAMED]
    ]
    if more := len(outcome.refused) - NAMED:
        reasons += [f"And {_counted(more)} more."] if more > 0 else []
    messages.warning(request, f"Not changed: {_counted(len(outcome.refused))}. {' '.join(reasons)}")


def _remember(request: HttpRequest, outcome: BulkOutcome) -> None:
    until = timezone.now() + UNDO_FOR
    request.session[LATEST] = {"until": until.isoformat(), "made": [*outcome.revisions.items()]}


def _last_change(request: HttpRequest) -> dict[int, int]:
    """Return the revisions that this session's last bulk change made, or {} if it can't be undone."""
    last = request.session.get(LATEST)
    if not last or datetime.fromisoformat(last["until"]) < timezone.now():
        return {}
    return dict(last["made"])


def _counted(number: int) -> str:
    return number_of(number, "story", "stories")
