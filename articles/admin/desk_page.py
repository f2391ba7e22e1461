"""What every page of a story at the desk begins with: the story, and whether it may be seen."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from articles import rights
from articles.models import Article


def story_for(request: HttpRequest, pk: int) -> Article:
    """The story with its newest revision. 404 if there is none; `rights.check_may_see` for the rest."""
    story = get_object_or_404(Article.objects.select_related("newest__saved_by"), pk=pk)
    rights.check_may_see(request.user, story)
    return story


def page(
    request: HttpRequest, name: str, story: Article | None, **context: Any
) -> TemplateResponse:
    """A page of the desk from a template beside the story's screen; without a story, of several."""
    site = admin.site
    request.current_app = site.name  # type: ignore[attr-defined]
    whole = {**site.each_context(request), "opts": Article._meta, "story": story, **context}
    return TemplateResponse(request, f"admin/articles/article/{name}.html", whole)
