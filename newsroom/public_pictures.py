"""The rule for which pictures readers may see: those on a public page."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from articles.body.references import figure_of
from articles.models import Article, Author, Byline
from articles.querysets import public_story
from people.models import Entity
from photos.models import Picture


def is_public_picture(picture: Picture, *, at: datetime | None = None) -> bool:
    """Return whether readers may see the picture at that moment.

    They may if it is in a public story (as the lead or in the text), or the picture of a public entity or of
    an author with a public story. They never may if it lacks a credit or rights, or its license has ended.
    One query; if nothing else shows it, a second one over the texts of public stories.
    """
    moment = at or timezone.now()
    if not picture.may_be_shown(moment):
        return False
    stories = Article.objects.public(moment)
    # One query for three conditions: each filters the picture's own row.
    has_public_story = Byline.objects.filter(
        public_story("article__", at=moment), author=OuterRef("pk")
    )
    elsewhere = Picture.objects.filter(
        Exists(stories.filter(lead_picture=OuterRef("pk")))
        | Exists(Entity.objects.public(moment).filter(picture=OuterRef("pk")))
        | Exists(Author.objects.filter(Exists(has_public_story), picture=OuterRef("pk"))),
        pk=picture.pk,
    )
    in_text = stories.filter(body__contains=figure_of(picture.public_id))
    return elsewhere.exists() or in_text.exists()
