"""Working copies at the desk: stored while somebody types, compared, discarded and restored.

For users who may change the story, or begin one, and for their own copies only: somebody else's copy
is answered with 404, like one that doesn't exist.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from articles import rights, working_copies
from articles.admin.form import SEVERAL_BY_PUBLIC_ID, StoryForm
from articles.admin.naming import names
from articles.admin.story_pages import story_for, story_page
from articles.body.cleaning import clean
from articles.comparing import compare
from articles.content import PLAIN, Content
from articles.models import Article, WorkingCopy
from articles.working_copies import BEGUN, State, UnsavedText, unsaved_texts
from desk.sent_keys import parse_number
from verbs.refusals import Refused


def requested_copy(request: HttpRequest, story: Article | None) -> WorkingCopy | None:
    """Return the copy that the address of a story's screen names with ?copy=, if it is open."""
    key = request.GET.get("copy", "") if request.method in ("GET", "HEAD") else ""
    if not working_copies.KEY.fullmatch(key):
        return None
    return working_copies.unsaved(request.user, story).filter(key=key).first()


def for_screen(
    request: HttpRequest, story: Article | None, copy: WorkingCopy | None
) -> dict[str, Any]:
    """Return a story's screen's context about copies: those to offer, and the one that it shows.

    `named` is what the form sends of its copies, so that saving it closes them.
    """
    named = [f"{copy.key}:{copy.version}"] if copy else request.POST.getlist("copies")[:4]
    if request.GET.get("copy") and not copy and request.method == "GET":
        messages.info(request, "You have already saved or discarded that text.")
    return {
        "offers": unsaved_texts(request.user, story, without=copy),
        "restored": copy,
        "named": named,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, key: str) -> HttpResponse:
    """Store what is on the screen (POST), or compare what was stored with the newest revision (GET)."""
    if not working_copies.KEY.fullmatch(key):
        raise Http404
    return _store(request, key) if request.method == "POST" else _compare(request, key)


def _store(request: HttpRequest, key: str) -> JsonResponse:
    sent = request.POST
    if sent.get("user") not in (None, str(request.user.pk)):
        name = request.user.display_name
        why = (
            f"You are signed in as {name} now, and somebody else typed this. It is kept in "
            "this browser. Sign in as before to go on."
        )
        return JsonResponse({"why": why}, status=409)
    story = _story(request, sent.get("story", ""))
    version = parse_number(sent.get("version", ""))
    if "user" not in sent or not 0 < version < 10**9:
        return JsonResponse({"why": "This page is out of date. Reload it."}, status=400)
    try:
        copy = working_copies.keep(
            by=request.user,
            state=State(key, version),
            story=story,
            based_on=min(parse_number(sent.get("based_on", "")), 10**9),
            typed=working_copies.typed_in(sent),
            replaces=working_copies.states(sent.getlist("replaces")),
        )
    except Refused as refused:
        return JsonResponse({"why": str(refused)}, status=409)
    line = render_to_string("admin/articles/article/parts/kept.html", {"copy": copy}).strip()
    return JsonResponse({"message": line, "version": copy.version})


def _story(request: HttpRequest, pk: str) -> Article | None:
    """Return the story of the screen that sent this, or None for a new one.

    Raises PermissionDenied where the user may not change it.
    """
    if not pk:
        if not rights.may_write(request.user):
            raise PermissionDenied
        return None
    story = story_for(request, parse_number(pk))
    if not rights.may_change(request.user, story):
        raise PermissionDenied
    return story


def _compare(request: HttpRequest, key: str) -> HttpResponse:
    """Show what a copy would change, with buttons to restore and to discard it."""
    copy = _own(request, key)
    story = story_for(request, copy.article_id) if copy.article_id else None
    if story is None and not rights.may_write(request.user):
        raise PermissionDenied
    if not copy.typed:
        messages.info(request, "You have already saved that text.")
        return redirect(_screen(copy))
    before = Content.from_json(story.newest.content) if story and story.newest else Content()
    after = content_of(copy, story, request)
    return story_page(
        request,
        "copy",
        story,
        title="What you didn’t save",
        offer=UnsavedText.of(copy),
        changes=compare(before, after, name_of=names(before, after, user=request.user)),
        begun=_begun(copy),
        is_behind=bool(story and story.newest and copy.based_on != story.newest.number),
        may_restore=story is None or rights.may_change(request.user, story),
    )


def _begun(copy: WorkingCopy) -> list[tuple[str, str]]:
    """Return what was typed into pickers without choosing: the label of each, and the text."""
    texts = ((name, working_copies.text(copy, f"{name}{BEGUN}")) for name in SEVERAL_BY_PUBLIC_ID)
    fields = StoryForm.base_fields
    return [(fields[name].label or name.capitalize(), text) for name, text in texts if text.strip()]


def content_of(copy: WorkingCopy, story: Article | None, request: HttpRequest) -> Content:
    """Return a copy's content: texts as they were typed, and the rows that still exist."""
    form = StoryForm(working_copies.as_sent(copy), instance=story, request=request)
    form.is_valid()
    texts = {name: working_copies.text(copy, name) for name in PLAIN if name in copy.typed}
    body = clean(working_copies.text(copy, "body"))
    return form.content().with_changes(**{**texts, "body": body})


@require_POST
def discard(request: HttpRequest, key: str) -> HttpResponse:
    """Discard a copy, or with `undo` offer it again."""
    copy = _own(request, key)
    version = parse_number(request.POST.get("version", "")) or None
    if "undo" in request.POST:
        working_copies.undo_discard(by=request.user, key=copy.key)
    else:
        working_copies.discard(by=request.user, key=copy.key, version=version)
    if request.accepts("text/html"):
        return redirect("admin:articles_article_copy", key=copy.key)
    return JsonResponse({})


def _own(request: HttpRequest, key: str) -> WorkingCopy:
    copy = working_copies.copies_of(request.user).filter(key=key).first()
    if copy is None:
        raise Http404
    return copy


def _screen(copy: WorkingCopy) -> str:
    if copy.article_id is None:
        return reverse("admin:index")
    return reverse("admin:articles_article_change", args=[copy.article_id])
