"""The page of a story's verb, which the story's screen also shows in a dialog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from articles import rights
from articles.admin import revisions, story_screen
from articles.admin.story_pages import story_for
from articles.admin.verbs import VERBS, StoryVerb, why_impossible
from articles.comparing import FieldChange
from articles.content import Content
from articles.models import Article, Revision
from articles.refusals import Unseen, who_saved
from desk.pages import change_address
from desk.sent_keys import parse_number
from desk.verb_pages import Verb, VerbForm, VerbPages
from verbs.refusals import Refused


@dataclass(frozen=True)
class NewerText:
    """What was saved since an editor looked at the story: a sentence with who saved it, and the changes.

    `compare` is the address of the page that compares the whole text of both, or "".
    """

    who: str
    changes: tuple[FieldChange, ...]
    compare: str


class StoryVerbPages(VerbPages):
    """The pages of a story's verbs.

    One that publishes the newest revision shows the checks, the pages that will show the story, and
    what was saved since its user looked.
    """

    verbs = VERBS

    def get_row(self, request: HttpRequest, pk: str) -> Article:
        return story_for(request, parse_number(pk))

    def may_use_verbs(self, request: HttpRequest, row: models.Model) -> bool:
        """Each verb has a permission of its own: a submitted story can be duplicated, not changed."""
        return True

    def verb_buttons(self, request: HttpRequest, row: models.Model) -> list[Any]:
        """Return none for the top of the form: they are in the rail."""
        return []

    def answer_impossible(self, request: HttpRequest, row: Article, verb: Verb) -> HttpResponse:
        messages.error(request, why_impossible(verb, row))
        return redirect(change_address(row))

    def arguments(self, request: HttpRequest, row: Article, verb: Verb, form: VerbForm) -> Any:
        if not _publishes_newest(verb):
            return form.cleaned_data
        return {**form.cleaned_data, "seen": seen_number(request, row)}

    def show_refusal(self, form: VerbForm, refused: Refused) -> None:
        if not isinstance(refused, Unseen):  # the page shows what changed instead
            super().show_refusal(form, refused)

    def address_after(self, row: Any) -> str:
        return (
            reverse("admin:articles_article_changelist") if row.binned_at else change_address(row)
        )

    def verb_context(
        self, request: HttpRequest, row: Article, verb: Verb, form: VerbForm
    ) -> dict[str, Any]:
        """Twenty-five queries at most, for a verb that publishes the newest revision."""
        context = super().verb_context(request, row, verb, form) | {"story": row}
        newest = row.newest
        if not _publishes_newest(verb) or newest is None:
            return context
        content = Content.from_json(newest.content)
        return context | {
            "checks": story_screen.run_checks(content),
            "may_change": rights.may_change(request.user, row),
            "pages": story_screen.pages_showing(row, content, at=timezone.now()),
            "newer": newer_text(row, newest, seen_number(request, row), user=request.user),
            "seen": newest.number,
        }


def _publishes_newest(verb: Verb) -> bool:
    return isinstance(verb, StoryVerb) and verb.publishes_newest


def seen_number(request: HttpRequest, story: Article) -> int:
    """Return the number of the newest revision that the editor looked at, from the form or its link.

    A link without a number means the newest now. A form without one, or with a revision that the
    story doesn't have, counts as having seen none.
    """
    sent = request.POST.get("seen") or request.GET.get("seen") or ""
    newest = story.newest.number if story.newest else 0
    if not sent and request.method != "POST":
        return newest
    return number if (number := parse_number(sent)) <= newest else 0


def newer_text(story: Article, newest: Revision, seen: int, *, user: Any) -> NewerText | None:
    """Return what was saved after revision number `seen`, up to `newest`; None if nothing was."""
    rows = story.revisions.filter(number__gte=seen, number__lte=newest.number)
    old, *newer = (None, *rows.select_related("saved_by").order_by("number"))
    if newer and newer[0].number == seen:
        old, *newer = newer
    if not newer:
        return None
    compare = reverse("admin:articles_article_compare", args=[story.pk])
    return NewerText(
        who_saved(newer),
        revisions.changes_between(old, newest, user=user),
        f"{compare}?from={old.number}&to={newest.number}" if old else "",
    )
