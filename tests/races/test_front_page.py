"""Two editors arrange the front page at the same moment."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom.front_page import editing
from newsroom.models import FrontSlot
from tests.articles.stories import published

pytestmark = pytest.mark.both_databases

HOUR = timedelta(hours=1)


@pytest.fixture
def one(db):
    return published(headline="One")


@pytest.fixture
def two(db):
    return published(headline="Two")


@pytest.fixture
def arranged(one, ada):
    """The front page has been arranged before, and is empty again."""
    editing.pin(one, place=1, by=ada, at=timezone.now())
    editing.unpin(FrontSlot.objects.get(), by=ada, at=timezone.now())
    assert active() == []


def active():
    slots = FrontSlot.objects.active().order_by("place", "pk")
    return [(slot.place, slot.article.headline) for slot in slots]


def test_two_stories_never_have_one_place_at_once(meanwhile, arranged, one, two, ada, bo):
    theirs = lambda: editing.pin(two, place=1, by=bo, at=timezone.now())
    with meanwhile(theirs) as colleague:
        editing.pin(one, place=1, by=ada, at=timezone.now())
    assert colleague.error is None
    assert active() == [(1, "Two")]


def test_not_even_on_a_page_that_nobody_arranged_before(meanwhile, one, two, ada, bo):
    theirs = lambda: editing.pin(two, place=1, by=bo, at=timezone.now())
    with meanwhile(theirs) as colleague:
        editing.pin(one, place=1, by=ada, at=timezone.now())
    assert colleague.error is None
    assert active() == [(1, "Two")]


def test_a_story_never_has_two_places_at_once(meanwhile, arranged, one, ada, bo):
    theirs = lambda: editing.pin(one, place=3, by=bo, at=timezone.now())
    with meanwhile(theirs) as colleague:
        editing.pin(one, place=2, by=ada, at=timezone.now())
    assert colleague.error is None
    assert active() == [(3, "One")]


def test_the_form_of_a_place_sees_what_another_has_just_put_there(
    meanwhile, arranged, one, two, ada, sign_in
):
    client, tomorrow = sign_in(ada), timezone.localtime() + 24 * HOUR
    begins = {"from_at_0": f"{tomorrow:%Y-%m-%d}", "from_at_1": "00:00"}
    fields = {"place": 1, "article": two.pk} | begins
    add = reverse("admin:newsroom_frontslot_add")
    with meanwhile(lambda: client.post(add, fields)) as colleague:
        editing.pin(one, place=1, by=ada, at=timezone.now())
    assert "“One” already has this place at that time." in colleague.answer.content.decode()
    assert client.post(add, fields | {"place": 2}).status_code == 302
    slots = FrontSlot.objects.filter(until_at=None).order_by("place")
    assert list(slots.values_list("place", "article__headline")) == [(1, "One"), (2, "Two")]


def test_a_change_is_not_taken_back_over_what_another_has_just_done(meanwhile, one, two, ada, bo):
    change = editing.pin(one, place=1, by=ada, at=timezone.now()).as_json()
    with meanwhile(lambda: editing.undo(change, by=bo)) as colleague:
        editing.pin(two, place=1, by=bo, at=timezone.now())
    assert isinstance(colleague.error, editing.Refused)
    assert "The front page has changed since then" in str(colleague.error)
    assert active() == [(1, "Two")]


def test_what_another_has_just_taken_off_is_not_taken_off_again(meanwhile, one, ada, bo):
    editing.pin(one, place=1, by=ada, at=timezone.now() + HOUR)
    slot, theirs = FrontSlot.objects.get(), FrontSlot.objects.get()
    again = lambda: editing.unpin(theirs, by=bo, at=timezone.now())
    with meanwhile(again) as colleague:
        editing.unpin(slot, by=ada, at=timezone.now())
    assert isinstance(colleague.error, editing.Refused)
    assert str(colleague.error) == "Someone has already removed that story."
    assert active() == []
