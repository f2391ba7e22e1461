"""The preview of a story: the last saved version, or what is on the screen, as readers would see it."""

from __future__ import annotations

from csp.constants import SELF
from csp.decorators import csp_replace
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods

from articles import previewing, rights
from articles.admin.form import StoryForm
from articles.admin.story_pages import story_for
from articles.body.cleaning import clean
from articles.content import Content
from articles.models import Article

framed = csp_replace({"frame-ancestors": [SELF]})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@xframe_options_sameorigin
@framed
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a story's page with its newest revision (GET) or what its form sent (POST)."""
    return _page(request, story_for(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@xframe_options_sameorigin
@framed
def new(request: HttpRequest) -> HttpResponse:
    """Preview a story that was never saved."""
    if not rights.may_write(request.user):
        raise PermissionDenied
    return _page(request, None)


def _page(request: HttpRequest, story: Article | None) -> HttpResponse:
    at = timezone.now()
    if request.method == "POST":
        content = _typed(request, story)
    else:
        content = Content.from_json(story.newest.content) if story and story.newest else Content()
    page = previewing.page(story, content, at=at)
    context = {"page": page, "current_section": page.article.section, "canonical": ""}
    response = render(request, "admin/articles/article/preview.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _typed(request: HttpRequest, story: Article | None) -> Content:
    """Return the content on the screen. What is invalid is left as it was saved last."""
    form = StoryForm(request.POST, instance=story, request=request)
    form.is_valid()
    body = clean(request.POST.get("body", ""))
    return form.content().with_changes(body=body)
