"""The front page at the desk: its five places at a moment, the stories beside them, and the plan."""

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
from newsroom.front import places
from newsroom.models import FrontSlot

STORIES = 24
PLANNED = 20
OFFERED = 200


class MomentForm(forms.Form):
    """Which moment of the front page is looked at."""

    at = MomentField(required=False, label="Another moment")


class TimesForm(forms.Form):
    """From when and until when a story gets its place."""

    from_at = MomentField(required=False, label="From", help_text="Empty: from now.")
    until_at = MomentField(
        required=False, label="Until", help_text="Empty: until somebody changes it."
    )


class StoryField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return plain(obj.headline)


class SlotForm(RefusableForm):
    """One place and its time, as the plan has it. The newest stories are offered, and its own."""

    article = StoryField(Article.objects.none(), label="Story", empty_label="Choose a story")
    from_at = MomentField(label="From")
    until_at = MomentField(
        required=False, label="Until", help_text="Empty: until somebody changes it."
    )

    class Meta:
        model = FrontSlot
        fields = ("place", "article", "from_at", "until_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "article" in self.fields:  # not where somebody may only look
            newest = _published().newest_first().values("pk")[:OFFERED]
            offered = Q(pk__in=newest) | Q(pk=self.instance.article_id)
            field: Any = self.fields["article"]
            field.queryset = Article.objects.filter(offered).defer("body").newest_first()


@dataclass(frozen=True)
class Spot:
    """A place, the story that readers see there, and the pin that put it there, if one did."""

    number: int
    story: Any = None
    slot: FrontSlot | None = None
    waiting: FrontSlot | None = None
    """A pin whose story isn't shown: it is not public then, or stands on another place."""
    is_first: bool = False
    is_last: bool = False


@dataclass(frozen=True)
class Offer:
    """A story that can be put on a place, and where it stands already."""

    story: Article
    standing: Status
    place: int = 0


@dataclass(frozen=True)
class Screen:
    at: datetime
    is_now: bool
    spots: tuple[Spot, ...]
    offers: tuple[Offer, ...]
    planned: tuple[FrontSlot, ...]
    asked: str


def moment_of(request: HttpRequest, form: MomentForm, *, now: datetime) -> datetime:
    """The moment that an address or the form names; now where it names none, or one gone by."""
    try:
        named = parse_datetime(request.GET.get("at", ""))
    except ValueError:
        named = None
    if named is None and form.is_valid():
        named = form.cleaned_data["at"]
    if named is None or timezone.is_naive(named):
        return now
    return max(named, now)


def read(*, at: datetime, now: datetime, asked: str = "") -> Screen:
    """The whole screen: three queries."""
    shown = places(at=at)
    slots = list(
        FrontSlot.objects.filter(Q(until_at=None) | Q(until_at__gt=now), article__binned_at=None)
        .select_related("article", "chosen_by")
        .defer("article__body")
        .order_by("from_at", "place")
    )
    active = [slot for slot in slots if slot.from_at <= at and (slot.until_at or at) >= at]
    standing_at = {story.pk: number for number, story in enumerate(shown, 1)}
    return Screen(
        at,
        at == now,
        tuple(_spots(shown, active)),
        tuple(
            Offer(story, status_of(story, at=at), standing_at.get(story.pk, 0))
            for story in _stories(asked)
        ),
        tuple(slot for slot in slots if slot.from_at > now or slot.until_at)[:PLANNED],
        asked,
    )


def _spots(shown: list[Any], active: Iterable[FrontSlot]) -> Iterator[Spot]:
    pins = {slot.place: slot for slot in active}  # by beginning: the later one stays
    for number in FrontSlot.Place.values:
        story = shown[number - 1] if number <= len(shown) else None
        slot = pins.get(number)
        holds = slot is not None and story is not None and slot.article_id == story.pk
        yield Spot(
            number,
            story,
            slot if holds else None,
            None if holds else slot,
            is_first=number == 1,
            is_last=number >= len(shown),
        )


def _published() -> Any:
    return Article.objects.filter(published_at__isnull=False, withdrawn_at=None)


def _stories(asked: str) -> Any:
    """Published and scheduled stories, the newest first, of which the headline has every word."""
    found = headlines.published(asked, stories=_published())
    return found.select_related("section").defer("body").newest_first()[:STORIES]
