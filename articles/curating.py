"""The verb that changes which stories are on a curated list, and in what order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from articles.models import Article, CuratedList, CuratedStory
from history.recording import record
from verbs.refusals import Refused

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


@transaction.atomic
def arrange(
    curated: CuratedList,
    *,
    by: AbstractUser | None,
    saved: Iterable[CuratedStory] = (),
    removed: Iterable[CuratedStory] = (),
) -> None:
    """Save and delete places of the list: unsaved instances, as a formset leaves them.

    One line in the log for all, none if the list has the same stories in the same order. Raises
    Refused if somebody put one of the stories on the list, or took one off, a moment ago.
    """
    CuratedList.objects.select_for_update().get(pk=curated.pk)
    before = _stories(curated)
    for place in removed:
        place.delete()
    for place in saved:
        _refuse_stale(place)
        place.save()
    after = _stories(curated)
    moved = Article.objects.named(*(set(before) ^ set(after))).order_by("pk")
    record(
        "reordered" if set(before) == set(after) else "stories changed",
        by=by,
        touched=[curated, *moved.only("public_id")],
        before={"stories": before},
        after={"stories": after},
    )


def _stories(curated: CuratedList) -> list[str]:
    return [*curated.places.values_list("article__public_id", flat=True)]


def _refuse_stale(place: CuratedStory) -> None:
    others = CuratedStory.objects.filter(curated_list=place.curated_list).exclude(pk=place.pk)
    if others.filter(article=place.article).exists():
        raise Refused("Somebody has just added one of these stories to the list. Reload the page.")
    if place.pk and not CuratedStory.objects.filter(pk=place.pk).exists():
        raise Refused(
            "Somebody has just removed one of these stories from the list. Reload the page."
        )
