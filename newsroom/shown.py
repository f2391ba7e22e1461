"""Which pictures readers may have: those that something public shows."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from articles.body.references import figure_of
from articles.models import Article, Author, Byline
from articles.querysets import public_story
from people.models import Entity
from photos.models import Picture


def shown(picture: Picture, *, at: datetime | None = None) -> bool:
    """Whether a public story leads with the picture or has it in its text, or a public entity, or
    an author with a public story, has it.

    Never, whoever shows it, once its credit or its rights are gone or its license has ended. One
    query, and a second one, over the texts of public stories, only where nothing else shows it.
    """
    moment = at or timezone.now()
    if not picture.may_be_shown(moment):
        return False
    stories = Article.objects.public(moment)
    # One row of the picture's own table, so that four questions are one query.
    signed = Byline.objects.filter(public_story("article__", at=moment), author=OuterRef("pk"))
    elsewhere = Picture.objects.filter(
        Exists(stories.filter(lead_picture=OuterRef("pk")))
        | Exists(Entity.objects.public(moment).filter(picture=OuterRef("pk")))
        | Exists(Author.objects.filter(Exists(signed), picture=OuterRef("pk"))),
        pk=picture.pk,
    )
    in_text = stories.filter(body__contains=figure_of(picture.public_id))
    return elsewhere.exists() or in_text.exists()
