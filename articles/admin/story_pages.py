"""What every page of a story at the desk needs: the story, if the user may see it, and the page's frame."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from articles import rights
from articles.models import Article
from desk.pages import desk_page


def story_for(request: HttpRequest, pk: int) -> Article:
    """Return the story with its newest revision, in one query.

    Raises Http404 if there is none, and what `rights.check_may_see` raises if the user may not see it.
    """
    story = get_object_or_404(Article.objects.select_related("newest__saved_by"), pk=pk)
    rights.check_may_see(request.user, story)
    return story


def story_page(
    request: HttpRequest, name: str, story: Article | None, *, title: str, **context: Any
) -> TemplateResponse:
    """Return a page from a template in admin/articles/article. `story` is None on a page about several."""
    template = f"admin/articles/article/{name}.html"
    context |= {"opts": Article._meta, "story": story}
    return desk_page(request, template, admin_site=admin.site, title=title, **context)
