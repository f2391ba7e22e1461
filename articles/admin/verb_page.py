"""A verb of a story as a page of its own, which the story's screen also shows in a dialog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from articles import rights
from articles.admin import revisions, story_screen, verbs
from articles.admin.desk_page import page, story_for
from articles.comparing import FieldChange
from articles.content import Content
from articles.models import Article, Revision
from articles.refusals import Unseen, who_saved
from people.admin.boxes import key
from verbs.refusals import Refused


@dataclass(frozen=True)
class Newer:
    """What was saved since an editor looked at the story: who did, in a sentence, and what changed.

    `compare` is the address of the page with the whole text of both, or "".
    """

    who: str
    changes: tuple[FieldChange, ...]
    compare: str


def do(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """GET says what follows; POST does it, or says over what was typed why it can't be done."""
    story = story_for(request, pk)
    verb = next((v for v in verbs.allowed(request.user) if v.name == name), None)
    if verb is None or not verb.may(request.user, story):
        raise PermissionDenied
    screen_of_story = reverse("admin:articles_article_change", args=[pk])
    if not verb.offered(story):
        messages.error(request, verbs.why_not(verb, story))
        return redirect(screen_of_story)
    verb = verb.of(story)
    sent = request.POST if request.method == "POST" else None
    form = verb.form(sent, initial=verb.begins(story))
    seen = _seen(request, story)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and (done := _done(request, story, verb, form, seen)):
        return redirect(_where_next(done))
    told = {"says": verb.says(story), **_consequences(story, verb, seen, user=request.user)}
    return page(request, "verb", story, title=verb.label, verb=verb, form=form, **told)


def _seen(request: HttpRequest, story: Article) -> int:
    """The newest revision that the editor looked at: the form says it, or the link that led here.

    An address that says nothing is asked for what is newest now; a form that says nothing, or names
    a revision that the story doesn't have, is taken for one whose editor has seen none.
    """
    said = request.POST.get("seen") or request.GET.get("seen") or ""
    newest = story.newest.number if story.newest else 0
    if not said and request.method != "POST":
        return newest
    return number if (number := key(said)) <= newest else 0


def _where_next(story: Article) -> str:
    if story.binned_at:
        return reverse("admin:articles_article_changelist")
    return reverse("admin:articles_article_change", args=[story.pk])


def _done(
    request: HttpRequest, story: Article, verb: verbs.Verb, form: Any, seen: int
) -> Article | None:
    """Carry the verb out and return the story to go on with; None where the page says why not."""
    looked_at = {"seen": seen} if verb.puts_out else {}
    try:
        made = verb.run(story, by=request.user, **form.cleaned_data, **looked_at)
    except Unseen:
        return None  # the page shows what changed
    except Refused as refused:
        for sentence in refused.sentences:
            form.add_error(None, sentence)
        return None
    story = made if isinstance(made, Article) else story
    messages.success(request, verb.says_it_did(story))
    return story


def _consequences(story: Article, verb: verbs.Verb, seen: int, *, user: Any) -> dict[str, Any]:
    """What blocks, what is only said, the pages that will show it, and what changed since `seen`.

    Twenty-five queries at most.
    """
    newest = story.newest
    if not verb.puts_out or newest is None:
        return {}
    content = Content.from_json(newest.content)
    return {
        "checks": story_screen.run_checks(content),
        "may_change": rights.may_change(user, story),
        "pages": story_screen.pages_showing(story, content, at=timezone.now()),
        "newer": _newer(story, newest, seen, user=user),
        "seen": newest.number,
    }


def _newer(story: Article, newest: Revision, seen: int, *, user: Any) -> Newer | None:
    """What was saved after the revision of that number, up to the newest; None if nothing was."""
    rows = story.revisions.filter(number__gte=seen, number__lte=newest.number)
    old, *newer = (None, *rows.select_related("saved_by").order_by("number"))
    if newer and newer[0].number == seen:
        old, *newer = newer
    if not newer:
        return None
    compare = reverse("admin:articles_article_compare", args=[story.pk])
    return Newer(
        who_saved(newer),
        revisions.changes_between(old, newest, user=user),
        f"{compare}?from={old.number}&to={newest.number}" if old else "",
    )
