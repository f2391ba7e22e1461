"""Where a picture is used, in everything that shows pictures: asked before it is replaced or removed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import F, Q, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Author
from articles.rights import may_see
from articles.standing import standing
from newsroom.front import places
from people.models import Entity
from photos.models import Picture

NAMED = 12  # of each group; the others are counted


@dataclass(frozen=True)
class Use:
    name: str
    address: str
    """Its page at the desk, or "" for who may not look at that."""
    said: str = ""
    mark: str = ""
    """The word and the dot of where it stands."""


@dataclass(frozen=True)
class Uses:
    label: str
    count: int
    named: tuple[Use, ...]

    @property
    def others(self) -> int:
        return self.count - len(self.named)


def uses_of(picture: Picture, *, user: AbstractUser, at: datetime | None = None) -> list[Uses]:
    """Groups of uses, without empty ones. At most five queries; one reads what was saved last of
    every story, since drafts are only there.

    All are counted; stories that the user may not see at the desk are not named.
    """
    moment = at or timezone.now()
    stories = list(stories_with(picture))
    seen = [_story(story, at=moment) for story in stories if may_see(user, story)]
    rows: tuple[list[Any], list[Any]] = (
        [*Entity.objects.filter(picture=picture)],
        [*Author.objects.filter(picture=picture)],
    )
    groups = [
        _group("Front page", _on_the_front(picture, user=user, at=moment)),
        Uses("Stories", len(stories), tuple(seen[:NAMED])),
        *(
            _group(label, [_row(row, user=user) for row in found])
            for label, found in zip(("In the record", "Authors"), rows, strict=True)
        ),
    ]
    return [group for group in groups if group.count]


def stories_with(picture: Picture) -> Any:
    """Stories whose published copy or newest revision leads with the picture or has it in its text."""
    figure = f'<figure data-picture="{picture.public_id}"'
    return (
        Article.objects.alias(
            saved_body=_saved("body"),
            saved_lead=_saved("lead_picture"),
        )
        .filter(
            Q(lead_picture=picture)
            | Q(body__contains=figure)
            | Q(saved_lead=picture.public_id)
            | Q(saved_body__contains=figure)
        )
        .select_related("newest")
        .defer("body", "newest__content")
        .order_by(F("published_at").desc(nulls_first=True), "-pk")
    )


def _saved(name: str) -> Cast:
    """A field of the newest revision, as text: a look-up by JSON would take what it is asked for JSON."""
    return Cast(KeyTextTransform(name, "newest__content"), TextField())


def _group(label: str, uses: Iterable[Use]) -> Uses:
    every = tuple(uses)
    return Uses(label, len(every), every[:NAMED])


def _story(story: Article, *, at: datetime) -> Use:
    stands = standing(story, at=at)
    name = story.newest.headline if story.newest else str(story)
    return Use(
        name or "Untitled story",
        reverse("admin:articles_article_change", args=[story.pk]),
        stands.label,
        stands.mark,
    )


def _row(row: Any, *, user: AbstractUser) -> Use:
    """A row of the record, under the form of its kind; or an author."""
    model: Any = type(row)
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    said = ""
    if isinstance(row, Entity):
        name = f"people_{row.kind}"
        said = row.get_kind_display()
    app, _, model_name = name.partition("_")
    may = user.has_perm(f"{app}.view_{model_name}")
    return Use(str(row), reverse(f"admin:{name}_change", args=[row.pk]) if may else "", said)


def _on_the_front(picture: Picture, *, user: AbstractUser, at: datetime) -> list[Use]:
    shown: list[Any] = places(at=at)
    may = user.has_perm("newsroom.view_frontslot")
    address = reverse("admin:newsroom_frontslot_changelist") if may else ""
    return [
        Use(story.headline, address, f"Place {number}, now", "good")
        for number, story in enumerate(shown, 1)
        if story.lead_picture_id == picture.pk
    ]
