"""Working copies at the desk: kept while somebody types, compared, discarded, and offered again.

For whoever may change the story, or begin one, and of their own copies alone: of anybody else's
the answer is 404, as of one that there isn't.
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
from articles.admin.desk_page import page, story_for
from articles.admin.form import SEVERAL_BY_PUBLIC_ID, StoryForm
from articles.admin.naming import names
from articles.body.cleaning import clean
from articles.comparing import compare
from articles.content import PLAIN, Content
from articles.models import Article, WorkingCopy
from articles.unsaved import offer, offers
from articles.working_copies import BEGUN, State
from people.admin.boxes import key as number
from verbs.refusals import Refused


def restored(request: HttpRequest, story: Article | None) -> WorkingCopy | None:
    """Return the copy that the address of a story's screen asks for, if it is there."""
    asked = request.GET.get("copy", "") if request.method in ("GET", "HEAD") else ""
    if not working_copies.KEY.fullmatch(asked):
        return None
    return working_copies.unsaved(request.user, story).filter(key=asked).first()


def for_screen(
    request: HttpRequest, story: Article | None, copy: WorkingCopy | None
) -> dict[str, Any]:
    """Return what a story's screen says of copies: those on offer, and the one that it shows.

    `named` is what its form sends, so that a copy isn't offered once it is saved.
    """
    named = [f"{copy.key}:{copy.version}"] if copy else request.POST.getlist("copies")[:4]
    if request.GET.get("copy") and not copy and request.method == "GET":
        messages.info(request, "That text is not on offer any more: it was saved or discarded.")
    return {"offers": offers(request.user, story, without=copy), "restored": copy, "named": named}


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, key: str) -> HttpResponse:
    """POST keeps what is on the screen. GET compares what was kept with what was saved last."""
    if not working_copies.KEY.fullmatch(key):
        raise Http404
    return _kept(request, key) if request.method == "POST" else _compared(request, key)


def _kept(request: HttpRequest, key: str) -> JsonResponse:
    sent = request.POST
    if sent.get("user") not in (None, str(request.user.pk)):
        name = request.user.display_name
        why = (
            f"You are signed in as {name} now, and this was typed by somebody else. It is kept in "
            "this browser: sign in as before to go on."
        )
        return JsonResponse({"why": why}, status=409)
    story = _story(request, sent.get("story", ""))
    version = number(sent.get("version", ""))
    if "user" not in sent or not 0 < version < 10**9:
        return JsonResponse({"why": "This page didn’t say what it sends."}, status=400)
    try:
        copy = working_copies.keep(
            by=request.user,
            state=State(key, version),
            story=story,
            based_on=min(number(sent.get("based_on", "")), 10**9),
            typed=working_copies.typed_in(sent),
            replaces=working_copies.states(sent.getlist("replaces")),
        )
    except Refused as refused:
        return JsonResponse({"why": str(refused)}, status=409)
    said = render_to_string("admin/articles/article/parts/kept.html", {"copy": copy}).strip()
    return JsonResponse({"said": said, "version": copy.version})


def _story(request: HttpRequest, pk: str) -> Article | None:
    """Return the story that is typed in, None for a new one, as its screen would."""
    if not pk:
        if not request.user.has_perm(rights.WRITE):
            raise PermissionDenied
        return None
    story = story_for(request, number(pk))
    if not rights.may_change(request.user, story):
        raise PermissionDenied
    return story


def _compared(request: HttpRequest, key: str) -> HttpResponse:
    """Show what a copy would change, with the buttons to restore and to discard it."""
    copy = _own(request, key)
    story = story_for(request, copy.article_id) if copy.article_id else None
    if story is None and not request.user.has_perm(rights.WRITE):
        raise PermissionDenied
    if not copy.typed:
        messages.info(request, "That text has been saved since.")
        return redirect(_screen(copy))
    before = Content.from_json(story.newest.content) if story and story.newest else Content()
    after = content_of(copy, story, request)
    return page(
        request,
        "copy",
        story,
        title="What you didn’t save",
        offer=offer(copy),
        changes=compare(before, after, named=names(before, after, user=request.user)),
        begun=_begun(copy),
        is_behind=bool(story and story.newest and copy.based_on != story.newest.number),
        may_restore=story is None or rights.may_change(request.user, story),
    )


def _begun(copy: WorkingCopy) -> list[tuple[str, str]]:
    """What was typed in boxes and not chosen: the label of each, and the text."""
    texts = ((name, working_copies.text(copy, f"{name}{BEGUN}")) for name in SEVERAL_BY_PUBLIC_ID)
    fields = StoryForm.base_fields
    return [(fields[name].label or name.capitalize(), text) for name, text in texts if text.strip()]


def content_of(copy: WorkingCopy, story: Article | None, request: HttpRequest) -> Content:
    """Return what a copy holds: texts as they were typed, and of rows those that are still there."""
    form = StoryForm(working_copies.as_sent(copy), instance=story, request=request)
    form.is_valid()
    texts = {name: working_copies.text(copy, name) for name in PLAIN if name in copy.typed}
    body = clean(working_copies.text(copy, "body"))
    return form.content().with_changes(**{**texts, "body": body})


@require_POST
def discard(request: HttpRequest, key: str) -> HttpResponse:
    """Stop offering a copy, or offer it again where `undo` is sent."""
    copy = _own(request, key)
    version = number(request.POST.get("version", "")) or None
    if "undo" in request.POST:
        working_copies.take_back(by=request.user, key=copy.key)
    else:
        working_copies.discard(by=request.user, key=copy.key, version=version)
    if request.accepts("text/html"):
        return redirect("admin:articles_article_copy", key=copy.key)
    return JsonResponse({})


def _own(request: HttpRequest, key: str) -> WorkingCopy:
    copy = working_copies.mine(request.user).filter(key=key).first()
    if copy is None:
        raise Http404
    return copy


def _screen(copy: WorkingCopy) -> str:
    if copy.article_id is None:
        return reverse("admin:index")
    return reverse("admin:articles_article_change", args=[copy.article_id])
