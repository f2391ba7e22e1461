"""Where a picture is used: on the front page, in stories, in the record and by authors.

The desk shows it before a picture is replaced or removed, and when its license ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import BooleanField, ExpressionWrapper, F, Q, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from articles import desk_index
from articles.body.references import figure_of
from articles.models import Article, Author
from articles.rights import may_see
from articles.status import status_of
from newsroom.front_page.page import stories_by_place
from people.models import KINDS, Entity
from photos.models import Picture
from search.desk_search import Search

NAMED = 12  # uses of each group that are named; others are only counted


@dataclass(frozen=True)
class Use:
    name: str
    address: str
    """Its page at the desk, "" if the user may not view it."""
    detail: str = ""
    """Its state or its kind: "Published", "Place 2, now", "person"."""
    mark: str = ""
    """The class of the dot beside `detail`."""


@dataclass(frozen=True)
class Uses:
    label: str
    count: int
    named: tuple[Use, ...]

    @property
    def others(self) -> int:
        return self.count - len(self.named)


def uses_of(picture: Picture, *, user: AbstractUser, at: datetime | None = None) -> list[Uses]:
    """Return the groups of uses of one picture, without empty ones: see `uses_of_each`."""
    return uses_of_each([picture], user=user, at=at)[0]


def uses_of_each(
    pictures: Sequence[Picture], *, user: AbstractUser, at: datetime | None = None
) -> list[list[Uses]]:
    """Return for each picture its groups of uses, without empty ones.

    Stories that the user may not see at the desk are counted, but not named. At most five queries;
    none without pictures.
    """
    if not pictures:
        return []
    moment = at or timezone.now()
    stories = list(stories_with(pictures))
    entities = list(Entity.objects.filter(picture__in=pictures))
    authors = list(Author.objects.filter(picture__in=pictures))
    front = stories_by_place(at=moment)
    found = []
    for number, picture in enumerate(pictures):
        showing = [story for story in stories if getattr(story, f"shows_{number}")]
        visible = [_story(story, at=moment) for story in showing if may_see(user, story)]
        groups = [
            _group("Front page", _on_the_front(picture, front, user=user)),
            Uses("Stories", len(showing), tuple(visible[:NAMED])),
            _group("In the record", _rows(picture, entities, user=user)),
            _group("Authors", _rows(picture, authors, user=user)),
        ]
        found.append([group for group in groups if group.count])
    return found


def stories_with(pictures: Sequence[Picture]) -> Any:
    """Return stories that use one of the pictures, published or in their newest revision.

    They lead with it or have it in their text. Annotated with `shows_0` for the first picture,
    `shows_1` for the second, and so on.
    """
    each = {f"shows_{number}": _shows(picture) for number, picture in enumerate(pictures)}
    # The desk's index knows which stories may show one, so that no others are read.
    marks = [desk_index.of_pictures(pictures)]
    return (
        desk_index.among(Article.objects.out_of_bin(), [Search(marks=marks)])
        .alias(
            saved_body=_saved("body"),
            saved_lead=_saved("lead_picture"),
        )
        .annotate(
            **{
                name: ExpressionWrapper(condition, output_field=BooleanField())
                for name, condition in each.items()
            }
        )
        .filter(reduce(or_, each.values()))
        .select_related("newest")
        .defer("body", "newest__content")
        .order_by(F("published_at").desc(nulls_first=True), "-pk")
    )


def _shows(picture: Picture) -> Q:
    figure = figure_of(picture.public_id)
    return (
        # Null must count as false: as an annotation, `NULL = …` would be NULL.
        Q(lead_picture__isnull=False, lead_picture=picture)
        | Q(body__contains=figure)
        | Q(saved_lead__isnull=False, saved_lead=picture.public_id)
        | Q(saved_body__isnull=False, saved_body__contains=figure)
    )


def _saved(name: str) -> Cast:
    """Return a field of the newest revision as text. A JSON look-up would parse what it compares with."""
    return Cast(KeyTextTransform(name, "newest__content"), TextField())


def _group(label: str, uses: Iterable[Use]) -> Uses:
    every = tuple(uses)
    return Uses(label, len(every), every[:NAMED])


def _story(story: Article, *, at: datetime) -> Use:
    status = status_of(story, at=at)
    name = story.newest.shown_headline if story.newest else str(story)
    return Use(
        name,
        reverse("admin:articles_article_change", args=[story.pk]),
        status.label,
        status.mark,
    )


def _rows(picture: Picture, rows: Iterable[Any], *, user: AbstractUser) -> list[Use]:
    return [_row(row, user=user) for row in rows if row.picture_id == picture.pk]


def _row(row: Any, *, user: AbstractUser) -> Use:
    """Return the use of a picture by a row of the record or by an author."""
    model: Any = type(row)
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    detail = ""
    if isinstance(row, Entity):
        name = f"{KINDS[row.kind]._meta.app_label}_{row.kind}"
        detail = row.get_kind_display()
    app, _, model_name = name.partition("_")
    may = user.has_perm(f"{app}.view_{model_name}")
    return Use(str(row), reverse(f"admin:{name}_change", args=[row.pk]) if may else "", detail)


def _on_the_front(picture: Picture, shown: Sequence[Any], *, user: AbstractUser) -> list[Use]:
    may = user.has_perm("newsroom.view_frontslot")
    address = reverse("admin:newsroom_frontslot_changelist") if may else ""
    return [
        Use(story.headline, address, f"Place {number}, now", "good")
        for number, story in enumerate(shown, 1)
        if story.lead_picture_id == picture.pk
    ]
