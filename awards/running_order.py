"""Which contests a ceremony has, and in what order: what the last one had is offered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Subquery

from awards.models import Category, Ceremony, Contest
from awards.nominating import end_of, hold, with_neighbor
from people.models import Entity
from people.rows import save_rows
from verbs.refusals import Refused


@dataclass(frozen=True)
class Offer:
    """A category that could be a contest, under the name that was printed last."""

    category: Category
    name: str
    last: str  # the ceremony before this one that had it last, or ""
    is_in_model: bool


@dataclass(frozen=True)
class Offers:
    """What could be a contest: first what the model has, in its running order."""

    models: tuple[Ceremony, ...]  # the last three before this, newest first, each with its `size`
    model: Ceremony | None  # the one that was asked for, else the longest of the three
    rows: tuple[Offer, ...]


@transaction.atomic
def add(ceremony: Ceremony, categories: Iterable[int], *, by: AbstractUser | None) -> int:
    """A contest in each of these categories is at the end, in their order. How many.

    Raises Refused where none of them is on offer: nothing was chosen, or somebody was faster.
    """
    Entity.objects.select_for_update().get(pk=ceremony.pk)
    offered = {each.category.pk: each for each in offers(ceremony).rows}
    chosen = [offered[pk] for pk in dict.fromkeys(categories) if pk in offered]
    if not chosen:
        raise Refused("Tick the contests that this ceremony has, if they aren’t there by now.")
    start = end_of(ceremony.contests.all())
    contests = [
        Contest(ceremony=ceremony, category=each.category, name=each.name, position=place)
        for place, each in enumerate(chosen, start)
    ]
    save_rows(ceremony, by=by, saved=contests)
    return len(contests)


@transaction.atomic
def move(contest: Contest, *, by: AbstractUser | None, down: bool) -> None:
    """The contest and its neighbor change places. Raises Refused at either end of the order."""
    hold(contest)
    moved = with_neighbor(contest, contest.ceremony.contests.all(), down=down)
    save_rows(contest.ceremony, by=by, saved=moved)


@transaction.atomic
def remove(contest: Contest, *, by: AbstractUser | None) -> None:
    """The ceremony has that contest no more. Raises Refused for one with nominations."""
    hold(contest)
    if contest.nominations.exists():
        raise Refused(f"“{contest.name}” has nominations: take those out first.")
    save_rows(contest.ceremony, by=by, removed=[contest])


def offers(ceremony: Ceremony, *, like: int = 0) -> Offers:
    """The categories of the award that the ceremony has no contest in. Two queries."""
    earlier = Ceremony.objects.filter(award=ceremony.award_id).exclude(pk=ceremony.pk)
    earlier = earlier.exclude(held_on="").filter(
        Exists(Contest.objects.filter(ceremony=OuterRef("pk")))
    )
    if ceremony.period:
        earlier = earlier.filter(held_on__lt=ceremony.period)
    newest = earlier.annotate(size=Count("contests")).order_by("-held_on", "-pk")
    models = tuple(newest[:3])
    most = max(models, key=lambda each: each.size, default=None)
    model = next((each for each in models if each.pk == like), most)
    held = Contest.objects.filter(category=OuterRef("pk"))
    there = held.filter(ceremony=model.pk if model else None).order_by("position")
    last = held.filter(ceremony__in=earlier.values("pk")).order_by("-ceremony__held_on", "position")
    rows = (
        Category.objects.unmerged()
        .filter(~Exists(held.filter(ceremony=ceremony.pk)), award=ceremony.award_id)
        .annotate(
            place=Subquery(there.values("position")[:1]),
            printed=Subquery(last.values("name")[:1]),
            night=Subquery(last.values("ceremony__name")[:1]),
        )
        .order_by(F("place").asc(nulls_last=True), "position", "sort_key")
    )
    return Offers(
        models,
        model,
        tuple(
            Offer(row, row.printed or row.name, row.night or "", row.place is not None)
            for row in rows
        ),
    )
