"""The verbs of a ceremony's list of contests, and the categories that could be added to it."""

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
class CategoryOffer:
    """A category that a contest could be added for, under the name that was printed last."""

    category: Category
    name: str
    last: str  # the latest earlier ceremony that had it, or ""
    is_in_model: bool  # whether the ceremony that serves as the model had it


@dataclass(frozen=True)
class Offers:
    """The categories that could be added: first those of the model, in its running order.

    The model is an earlier ceremony: the chosen one, else the one of the last three with most contests,
    since a recent one may not have been entered in full.
    """

    models: tuple[Ceremony, ...]  # the last three before this, newest first, each with its `size`
    model: Ceremony | None
    rows: tuple[CategoryOffer, ...]


@transaction.atomic
def add(ceremony: Ceremony, categories: Iterable[int], *, by: AbstractUser | None) -> int:
    """Add a contest for each of these categories at the end, in their order; return how many.

    Raises Refused if none of them can be added: nothing was chosen, or somebody was faster.
    """
    Entity.objects.select_for_update().get(pk=ceremony.pk)
    offered = {each.category.pk: each for each in offers(ceremony).rows}
    chosen = [offered[pk] for pk in dict.fromkeys(categories) if pk in offered]
    if not chosen:
        raise Refused("Select at least one category that isn’t on the board yet.")
    start = end_of(ceremony.contests.all())
    contests = [
        Contest(ceremony=ceremony, category=each.category, name=each.name, position=place)
        for place, each in enumerate(chosen, start)
    ]
    save_rows(ceremony, by=by, saved=contests)
    return len(contests)


@transaction.atomic
def move(contest: Contest, *, by: AbstractUser | None, down: bool) -> None:
    """Swap the contest and its neighbor. Raises Refused at either end of the order."""
    hold(contest)
    moved = with_neighbor(contest, contest.ceremony.contests.all(), down=down)
    save_rows(contest.ceremony, by=by, saved=moved)


@transaction.atomic
def remove(contest: Contest, *, by: AbstractUser | None) -> None:
    """Remove the contest from its ceremony. Raises Refused if it has nominations."""
    hold(contest)
    if contest.nominations.exists():
        raise Refused(f"“{contest.name}” has nominations. Remove those first.")
    save_rows(contest.ceremony, by=by, removed=[contest])


def contest_of(ceremony: Ceremony, pk: int) -> Contest:
    """Return the ceremony's contest with that key. Raises Refused if it isn't there."""
    contest = ceremony.contests.filter(pk=pk).first()
    if contest is None:
        raise Refused("That contest no longer exists. Reload the page.")
    contest.ceremony = ceremony
    return contest


def offers(ceremony: Ceremony, *, like: int = 0) -> Offers:
    """Return the award's categories without a contest at this ceremony. Two queries.

    `like` is the key of the ceremony to use as the model.
    """
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
            CategoryOffer(row, row.printed or row.name, row.night or "", row.place is not None)
            for row in rows
        ),
    )
