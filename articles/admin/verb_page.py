"""A verb of a story as a page of its own, which the story's screen also shows in a dialog."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from articles.admin import screen, verbs
from articles.admin.desk_page import page, story_for
from articles.content import Content
from articles.models import Article
from people.refusals import Refused


def do(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """GET says what follows; POST does it, or says over what was typed why it can't be done."""
    story = story_for(request, pk)
    verb = next((v for v in verbs.offered(story, request.user) if v.name == name), None)
    if verb is None:
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else None
    form = verb.form(sent, initial=verb.begins(story))
    if request.method == "POST" and form.is_valid() and _done(request, story, verb, form):
        return redirect(reverse("admin:articles_article_change", args=[pk]))
    told = {"says": verb.says(story), **_consequences(story, verb)}
    return page(request, "verb", story, title=verb.label, verb=verb, form=form, **told)


def _done(request: HttpRequest, story: Article, verb: verbs.Verb, form: Any) -> bool:
    try:
        verb.run(story, by=request.user, **form.cleaned_data)
    except Refused as refused:
        for sentence in refused.sentences:
            form.add_error(None, sentence)
        return False
    messages.success(request, verb.says_it_did(story))
    return True


def _consequences(story: Article, verb: verbs.Verb) -> dict[str, Any]:
    """What blocks, what is only said, and the pages that will show it. Fifteen queries at most."""
    if not verb.puts_out or story.newest is None:
        return {}
    content = Content.from_json(story.newest.content)
    return {
        "checks": screen.checked(content),
        "pages": screen.pages_showing(story, content, at=timezone.now()),
    }
