"""Which pictures readers may see: those that something public shows."""

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

    They may if a public story leads with it or has it in its text, or if a public entity or an author
    with a public story has it; but never without a credit and rights, or after its license has ended.
    One query; a second one, over the texts of public stories, if nothing else shows it.
    """
    moment = at or timezone.now()
    if not picture.may_be_shown(moment):
        return False
    stories = Article.objects.public(moment)
    # Filters the picture's own row, so that three conditions take one query.
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
