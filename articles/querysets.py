"""Querysets of stories: what is public, and what lists of them load."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.models import Entity
from verbs.public_ids import PublicIdQuerySet


def public_story(path: str = "", *, at: datetime | None = None) -> Q:
    """Return the condition that the story at the end of a look-up path ("article__") is public.

    The only definition of a public story: published by then, not withdrawn by then, under no
    embargo then. `Article.is_public` says the same of one row.
    """
    moment = at or timezone.now()
    return (
        Q(**{f"{path}published_at__lte": moment})
        & (Q(**{f"{path}withdrawn_at": None}) | Q(**{f"{path}withdrawn_at__gt": moment}))
        & (Q(**{f"{path}embargoed_until": None}) | Q(**{f"{path}embargoed_until__lte": moment}))
    )


class ArticleQuerySet(PublicIdQuerySet):
    def in_parts(self, size: int) -> Iterator[list[Any]]:
        """Yield the stories in order of key, `size` at a time. One query for each part, and one more."""
        last = 0
        while rows := list(self.filter(pk__gt=last).order_by("pk")[:size]):
            yield rows
            last = rows[-1].pk  # type: ignore[attr-defined]

    def public(self, at: datetime | None = None) -> Self:
        """Stories that any reader may open, by `public_story`."""
        return self.filter(public_story(at=at))

    def out_of_bin(self) -> Self:
        """Stories that aren't in the bin: the desk lists, finds and offers no others."""
        return self.filter(binned_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-public_id")

    def older_than(self, published_at: datetime, public_id: str) -> Self:
        """Stories that come after this one in `newest_first()`, for a listing's next page."""
        return self.filter(
            Q(published_at__lt=published_at) | Q(published_at=published_at, public_id__lt=public_id)
        )

    def for_cards(self) -> Self:
        """Load what a card prints: section, picture and bylines. Two queries in all.

        The body, by far the longest column, stays in the database.
        """
        return (
            self.select_related("section", "lead_picture")
            .prefetch_related(
                models.Prefetch(
                    "bylines",
                    queryset=self._bylines(),
                )
            )
            .defer("body")
        )

    def _bylines(self) -> models.QuerySet:
        # By name: the model of bylines imports this module.
        return apps.get_model("articles", "Byline").objects.select_related("author")

    def naming(self, entity: Entity) -> Self:
        """Stories whose published text names the entity."""
        return self.filter(mentions__entity=entity)

    def by(self, author: models.Model) -> Self:
        return self.filter(bylines__author=author)
