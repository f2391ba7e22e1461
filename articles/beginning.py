"""What a new story says before anybody has typed: who writes it, and in which section."""

from __future__ import annotations

from typing import Any

from articles.models import Article, Author


def initial_for(user: Any) -> dict[str, Any]:
    """Return what a new story's form begins with: its writer's byline, and their last section.

    The byline is that of the one author who has the user's name; where none or several have it,
    there is none. Two queries.
    """
    if not user.is_authenticated:
        return {}
    name = user.get_full_name().strip()
    authors = list(Author.objects.filter(name__iexact=name)[:2]) if name else []
    last = Article.objects.filter(created_by=user).order_by("-pk")
    return {
        "section": last.values_list("newest__section", flat=True).first(),
        "bylines": [(authors[0].pk, "")] if len(authors) == 1 else [],
    }
