"""What the desk's front page screen shows: the five places at a moment, stories to pin, and the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles import headlines
from articles.admin.moments import MomentField
from articles.models import Article
from articles.status import Status, status_of
from articles.titles import plain
from desk.refusable_forms import RefusableForm
from newsroom.front_page.page import stories_by_place
from newsroom.models import FrontSlot

STORIES = 24
PLANNED = 20
OFFERED = 200  # in the form's list of stories


class MomentForm(forms.Form):
    """The moment at which to show the front page."""

    at = MomentField(required=False, label="Another moment")


class TimesForm(forms.Form):
    """When a story starts and ends on its place."""

    from_at = MomentField(required=False, label="From", help_text="Leave empty to start now.")
    until_at = MomentField(required=False, label="Until", help_text="Leave empty for no end.")


class StoryField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return plain(obj.headline)


class SlotForm(RefusableForm):
    """One slot of the plan. Its list has the newest stories and the slot's own."""

    article = StoryField(Article.objects.none(), label="Story", empty_label="Choose a story")
    from_at = MomentField(label="From")
    until_at = MomentField(required=False, label="Until", help_text="Leave empty for no end.")

    class Meta:
        model = FrontSlot
        fields = ("place", "article", "from_at", "until_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "article" in self.fields:  # missing if the user may only view
            newest = _published().newest_first().values("pk")[:OFFERED]
            offered = Q(pk__in=newest) | Q(pk=self.instance.article_id)
            field: Any = self.fields["article"]
            field.queryset = Article.objects.filter(offered).defer("body").newest_first()


@dataclass(frozen=True)
class Spot:
    """A place, the story that readers see there, and its pin, if it has one."""

    number: int
    story: Any = None
    slot: FrontSlot | None = None
    waiting: FrontSlot | None = None
    """A pin whose story isn't shown: it isn't public then, or is shown on another place."""
    is_first: bool = False
    is_last: bool = False


@dataclass(frozen=True)
class Candidate:
    """A story that can be pinned, and the place it already has (0 for none)."""

    story: Article
    status: Status
    place: int = 0


@dataclass(frozen=True)
class Screen:
    at: datetime
    is_now: bool
    spots: tuple[Spot, ...]
    candidates: tuple[Candidate, ...]
    planned: tuple[FrontSlot, ...]
    typed: str  # what the candidates were searched for


def moment_of(request: HttpRequest, form: MomentForm, *, now: datetime) -> datetime:
    """Return the moment that the address or the form names; `now` if it names none or an earlier one."""
    try:
        named = parse_datetime(request.GET.get("at", ""))
    except ValueError:
        named = None
    if named is None and form.is_valid():
        named = form.cleaned_data["at"]
    if named is None or timezone.is_naive(named):
        return now
    return max(named, now)


def build_screen(*, at: datetime, now: datetime, typed: str = "") -> Screen:
    """Return the whole screen. Three queries."""
    shown = stories_by_place(at=at)
    slots = list(
        FrontSlot.objects.filter(Q(until_at=None) | Q(until_at__gt=now), article__binned_at=None)
        .select_related("article", "chosen_by")
        .defer("article__body")
        .order_by("from_at", "place")
    )
    active = [slot for slot in slots if slot.from_at <= at and (slot.until_at or at) >= at]
    place_of = {story.pk: number for number, story in enumerate(shown, 1)}
    return Screen(
        at,
        at == now,
        tuple(_spots(shown, active)),
        tuple(
            Candidate(story, status_of(story, at=at), place_of.get(story.pk, 0))
            for story in _stories(typed)
        ),
        tuple(slot for slot in slots if slot.from_at > now or slot.until_at)[:PLANNED],
        typed,
    )


def _spots(shown: list[Any], active: Iterable[FrontSlot]) -> Iterator[Spot]:
    pins = {slot.place: slot for slot in active}  # by their start: the later one wins
    for number in FrontSlot.Place.values:
        story = shown[number - 1] if number <= len(shown) else None
        slot = pins.get(number)
        is_shown = slot is not None and story is not None and slot.article_id == story.pk
        yield Spot(
            number,
            story,
            slot if is_shown else None,
            None if is_shown else slot,
            is_first=number == 1,
            is_last=number >= len(shown),
        )


def _published() -> Any:
    return Article.objects.filter(published_at__isnull=False, withdrawn_at=None)


def _stories(typed: str) -> Any:
    """Return published and scheduled stories whose headline has every word, newest first."""
    found = headlines.published(typed, stories=_published())
    return found.select_related("section").defer("body").newest_first()[:STORIES]
