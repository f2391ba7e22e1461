"""A story's revisions at the desk: the list, comparing, restoring; and the story's log."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from articles import merged_tags, publishing, rights
from articles.admin import story_screen
from articles.admin.naming import names
from articles.admin.story_pages import story_for, story_page
from articles.comparing import FieldChange, compare
from articles.content import Content
from articles.models import Article, Revision
from articles.refusals import paper_name
from desk.sent_keys import parse_number
from verbs.refusals import Refused

ON_A_PAGE = 50
IN_LOG = 200


def several(request: HttpRequest, pk: int) -> HttpResponse:
    """List the revisions of a story, newest first, with a choice of two to compare."""
    story = story_for(request, pk)
    number = parse_number(request.GET.get("before", "")) or None
    lines = story_screen.revision_lines(story, most=ON_A_PAGE, at=timezone.now(), before=number)
    older = lines[-1].revision.number if len(lines) == ON_A_PAGE else 0
    context = {"lines": lines, "older": older if older > 1 else 0}
    context["may_restore"] = rights.may_change(request.user, story)
    return story_page(request, "revisions", story, title="Revisions", **context)


def compared(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare two revisions, the older one first whichever way they were chosen."""
    story = story_for(request, pk)
    numbers = sorted(_number(request, name) for name in ("from", "to"))
    found = {each.number: each for each in story.revisions.filter(number__in=numbers)}
    if any(number not in found for number in numbers):
        raise Http404
    at = timezone.now()
    old, new = (story_screen.revision_line(story, found[number], "", at=at) for number in numbers)
    changes = changes_between(old.revision, new.revision, user=request.user)
    context = {"old": old, "new": new, "changes": changes}
    context["may_restore"] = rights.may_change(request.user, story)
    return story_page(request, "compare", story, title="What changed", **context)


def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show what will change (GET), or save the old content again as the newest revision (POST)."""
    story = story_for(request, pk)
    if not rights.may_change(request.user, story):
        raise PermissionDenied
    revision = story.revisions.filter(number=number).first()
    if revision is None:
        raise Http404
    if request.method == "POST" and _restored(request, story, revision):
        return redirect(reverse("admin:articles_article_change", args=[pk]))
    changes = changes_between(story.newest, revision, user=request.user)
    old = story_screen.revision_line(story, revision, "", at=timezone.now())
    return story_page(request, "restore", story, title="Restore", old=old, changes=changes)


def _restored(request: HttpRequest, story: Article, revision: Revision) -> bool:
    try:
        made = publishing.restore(story, revision, by=request.user)
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
        return False
    done = f"Restored {paper_name(revision)}. It was saved again as {paper_name(made)}."
    messages.success(request, done)
    return True


def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the story's log, newest first."""
    story = story_for(request, pk)
    return story_page(
        request, "log", story, title="Log", changes=story_screen.log_of(story)[:IN_LOG]
    )


def _number(request: HttpRequest, name: str) -> int:
    number = parse_number(request.GET.get(name, ""))
    if not number:
        raise Http404
    return number


def changes_between(
    old: Revision | None, new: Revision, *, user: AbstractUser | AnonymousUser
) -> tuple[FieldChange, ...]:
    """Compare two revisions in words that `user` may read; without an old one, everything is new.

    Seven queries at most.
    """
    before = _as_now(Content.from_json(old.content)) if old else Content()
    after = _as_now(Content.from_json(new.content))
    return compare(before, after, name_of=names(before, after, user=user))


def _as_now(content: Content) -> Content:
    """With the tags that those it names have become: a merge of tags changed no story's words."""
    return content.with_changes(tags=merged_tags.current_ids(content.tags))
