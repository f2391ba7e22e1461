"""The bin at the desk: its list, and the button that restores a story."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from articles import bin as bins
from articles import rights
from articles.admin.story_pages import story_page
from articles.models import Article
from verbs.refusals import Refused

MOST = 200


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The stories that this user can restore, the last binned first. One query beside the shell's."""
    if not rights.may_change_some(request.user):
        raise PermissionDenied
    now = timezone.now()
    rows = bins.in_bin_for(request.user, at=now).select_related("newest", "binned_by")
    found = list(rows.defer("body", "newest__content")[: MOST + 1])
    # Whole days in which the story can still be restored; 0 on the last.
    left = [int((story.binned_at + bins.KEPT - now) / timedelta(days=1)) for story in found]
    lines = list(zip(found, left, strict=True))[:MOST]
    most = MOST if len(found) > MOST else 0
    return story_page(request, "bin", None, title="Bin", lines=lines, days=bins.DAYS, most=most)


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a story out of the bin and open it."""
    story = get_object_or_404(Article.objects.select_related("newest"), pk=pk)
    try:
        rights.check_may_see(request.user, story)
    except rights.InBin:
        if not bins.is_restorable(story, at=timezone.now()):
            raise Http404 from None
    if not rights.may_change(request.user, story):
        raise PermissionDenied
    try:
        bins.restore_from_bin(story, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Restored “{story}” from the bin.")
    return redirect(reverse("admin:articles_article_change", args=[pk]))
