"""The front page as an editor arranges it: places, times, what gives way, and taking back."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from history.models import Change
from newsroom.front_page.page import stories_by_place
from newsroom.models import FrontSlot
from tests.articles.stories import draft, published
from tests.only import only

pytestmark = pytest.mark.both_databases

SCREEN = reverse("admin:newsroom_frontslot_changelist")
ARRANGE = reverse("admin:newsroom_frontslot_arrange")
PREVIEW = reverse("admin:newsroom_frontslot_preview")
HOUR = timedelta(hours=1)


@pytest.fixture
def desk(sign_in, enters):
    return sign_in(enters("edie", "Edie Marsh", "Editor"))


@pytest.fixture
def stories(clock):
    """ "At 6" to "At 13", an hour apart; the clock stands at two in the afternoon."""
    made = []
    for hour in range(6, 14):
        clock.set(f"2020-09-20 {hour:02}:00:00")
        made.append(published(headline=f"At {hour}"))
    clock.set("2020-09-20 14:00:00")
    return made


def there(at=None):
    return [story.headline for story in stories_by_place(at=at or timezone.now())]


def press(desk, where="", *, start="", end="", **button):
    fields = dict(button)
    for name, text in (("from_at", start), ("until_at", end)):
        fields[f"{name}_0"], _, fields[f"{name}_1"] = text.partition(" ")
    return desk.post(ARRANGE + where, fields, follow=True)


def put(desk, story, place, **times):
    return press(desk, put=f"{story.public_id}:{place}", **times)


def said(page):
    return [str(message) for message in page.context["messages"]]


def headlines(page):
    return re.findall(r'href="/\d{4}/\d\d/[^"]+">([^<]+)</a>', page.content.decode())


def rows():
    return list(FrontSlot.objects.order_by("pk").values())


def test_a_story_is_put_on_a_place_and_who_did_is_said(desk, stories):
    page = put(desk, stories[0], 2)
    assert said(page) == ["Pinned “At 6” to place 2."]
    assert page.redirect_chain == [(f"{SCREEN}#place-2", 302)]
    assert there() == ["At 13", "At 6", "At 12", "At 11", "At 10"]
    assert "Pinned by Edie Marsh" in page.content.decode()


def test_a_later_story_takes_the_place_of_an_earlier(desk, stories, clock):
    put(desk, stories[0], 1)
    clock.set("2020-09-20 15:00:00")
    put(desk, stories[1], 1)
    assert there()[0] == "At 7"
    assert [slot.until_at for slot in FrontSlot.objects.order_by("pk")] == [timezone.now(), None]


def test_what_gave_way_for_an_hour_comes_back_after_it(desk, stories):
    put(desk, stories[0], 1)
    page = put(desk, stories[1], 1, start="2020-09-20 16:00", end="2020-09-20 17:00")
    assert said(page) == [
        (
            "Pinned “At 7” to place 1 from Sunday, September 20, 4 pm PT "
            "until Sunday, September 20, 5 pm PT."
        )
    ]
    now = timezone.now()
    leads = [there(now + hours * HOUR)[0] for hours in (0, 2, 2.9, 3, 30)]
    assert leads == ["At 6", "At 7", "At 7", "At 6", "At 6"]


def test_a_story_that_is_given_an_end_doesnt_come_back_after_it(desk, stories):
    put(desk, stories[0], 1)
    put(desk, stories[0], 1, end="2020-09-20 17:00")
    assert [there(timezone.now() + hours * HOUR)[0] for hours in (0, 2.9, 3)] == [
        "At 6",
        "At 6",
        "At 13",
    ]


def test_a_story_moves_to_its_new_place(desk, stories):
    put(desk, stories[0], 1)
    put(desk, stories[0], 4)
    assert there() == ["At 13", "At 12", "At 11", "At 6", "At 10"]
    assert FrontSlot.objects.active().count() == 1


def test_what_is_put_without_an_end_stands_until_what_is_planned(desk, stories):
    put(desk, stories[0], 1, start="2020-09-21 06:00")
    put(desk, stories[1], 1)
    tomorrow = timezone.now() + 16 * HOUR
    assert [there(tomorrow + step)[0] for step in (-HOUR, timedelta())] == ["At 7", "At 6"]


REFUSED = {
    "over what is planned": (
        {"put": "{6}:1", "end": "2020-09-22 06:00"},
        (
            "“At 7” is scheduled for place 1 from Monday, September 21, 6 am PT. "
            "End this one by then, or remove that one first."
        ),
    ),
    "an end before the beginning": (
        {"put": "{6}:2", "start": "2020-09-21 06:00", "end": "2020-09-21 05:00"},
        "The end must be later than the start. Change one of them.",
    ),
    "an end gone by": (
        {"put": "{6}:2", "end": "2020-09-19 05:00"},
        "The end must be later than the start. Change one of them.",
    ),
    "no such place": (
        {"put": "{6}:6"},
        "The front page has places 1 to 5. Choose one of them.",
    ),
    "no such story": ({"put": "n0ne:1"}, "That story no longer exists. Choose another."),
    "a NUL": ({"put": "\x00:1"}, "That story no longer exists. Choose another."),
    "nothing": ({}, "That story no longer exists. Choose another."),
    "a draft": (
        {"put": "{draft}:1"},
        "Only a published or scheduled story can go on the front page.",
    ),
    "off what is gone": ({"off": "4711"}, "Someone has already removed that story."),
    "off nonsense": ({"off": "x"}, "Someone has already removed that story."),
    "up from the top": ({"move": "1:up"}, "It is already at the end."),
    "nothing to undo": ({"undo": "1"}, "There is nothing to undo."),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_done_gets_a_sentence_and_changes_nothing(desk, stories, ada, what):
    pressed, sentence = REFUSED[what]
    FrontSlot.objects.create(
        place=1, article=stories[1], from_at=timezone.now() + 16 * HOUR, chosen_by=ada
    )
    before = rows()
    ids = {"{6}": stories[0].public_id, "{draft}": draft().public_id}
    for name, public_id in ids.items():
        pressed = {key: text.replace(name, public_id) for key, text in pressed.items()}
    page = press(desk, **pressed)
    assert (page.status_code, said(page), rows()) == (200, [sentence], before)


def test_an_hour_that_comes_twice_is_asked_about(desk, stories):
    page = put(desk, stories[0], 1, start="2020-11-01 01:30")
    assert dict(page.context["times"].errors) == {
        "from_at": [
            (
                "1:30 am happens twice on November 1, 2020 because the clocks go back. "
                "Choose which one you mean."
            )
        ]
    }
    assert rows() == []
    assert page.content.decode().count('name="from_at_2"') == 2


def test_a_place_taken_off_is_filled_by_the_newest(desk, stories):
    put(desk, stories[0], 1)
    page = press(desk, off=FrontSlot.objects.get().pk)
    assert (said(page), there()[0]) == (["Removed “At 6” from place 1."], "At 13")


@pytest.mark.parametrize(
    ("moved", "order"),
    [
        ("1:down", ["At 13", "At 6", "At 7", "At 12", "At 11"]),
        ("3:up", ["At 6", "At 7", "At 13", "At 12", "At 11"]),
        ("3:down", ["At 6", "At 13", "At 12", "At 7", "At 11"]),
        ("5:up", ["At 6", "At 13", "At 7", "At 11", "At 12"]),
    ],
)
def test_a_story_changes_places_with_its_neighbor(desk, stories, moved, order):
    put(desk, stories[0], 1)
    put(desk, stories[1], 3)
    assert there() == ["At 6", "At 13", "At 7", "At 12", "At 11"]
    press(desk, move=moved)
    assert there() == order


def test_moving_keeps_the_end_that_was_given(desk, stories):
    put(desk, stories[0], 1, end="2020-09-20 18:00")
    press(desk, move="1:down")
    (slot,) = FrontSlot.objects.active()
    assert (slot.place, timezone.localtime(slot.until_at).hour) == (2, 18)


DOES = {
    "put": lambda desk, stories: put(desk, stories[2], 1, end="2020-09-20 18:00"),
    "move": lambda desk, stories: press(desk, move="1:down"),
    "off": lambda desk, stories: press(desk, off=FrontSlot.objects.order_by("pk")[0].pk),
}


@pytest.mark.parametrize("what", DOES)
def test_the_last_change_can_be_taken_back_once(desk, stories, clock, what):
    put(desk, stories[0], 1)
    put(desk, stories[1], 2)
    before, page = rows(), there()
    clock.set("2020-09-20 15:00:00")
    done = said(DOES[what](desk, stories))
    assert there() != page
    assert said(press(desk, undo=1)) == [f"Undone: {done[0]}"]
    assert (rows(), there()) == (before, page)
    assert said(press(desk, undo=1)) == ["There is nothing to undo."]


def test_what_a_colleague_changed_since_is_not_taken_back(desk, stories, sign_in, ada, clock):
    put(desk, stories[0], 1)
    clock.set("2020-09-20 15:00:00")
    put(sign_in(ada), stories[1], 1)
    before = rows()
    page = press(desk, undo=1)
    assert said(page) == ["The front page has changed since then, so this can’t be undone."]
    assert rows() == before


def test_a_moment_to_come_is_shown_as_it_will_be_and_can_be_arranged(desk, stories):
    put(desk, stories[0], 1, start="2020-09-21 06:00")
    page = desk.get(SCREEN, {"at_0": "2020-09-21", "at_1": "07:00"})
    screen = page.context["screen"]
    assert [spot.story.headline for spot in screen.spots][:2] == ["At 6", "At 13"]
    assert page.context["times"].initial == {"from_at": screen.at}
    press(desk, "?at=2020-09-21T07:00-07:00", move="1:down")
    tomorrow = timezone.now() + 17 * HOUR
    assert [there()[0], there(tomorrow)[1]] == ["At 13", "At 6"]


def test_the_preview_is_the_front_page_of_that_moment(desk, stories, reader):
    put(desk, stories[0], 1, start="2020-09-21 06:00")
    now, then = (desk.get(PREVIEW, {"at": at}) for at in ("", "2020-09-21T07:00-07:00"))
    assert headlines(now)[:2] == ["At 13", "At 12"]
    assert headlines(then)[:2] == ["At 6", "At 13"]
    assert headlines(now) == headlines(reader.get("/"))
    assert (then["X-Robots-Tag"], then["X-Frame-Options"]) == ("noindex", "SAMEORIGIN")


@pytest.mark.parametrize("at", ["yesterday", "2020-13-45T00:00", "2019-01-01T00:00-07:00", "\x00"])
def test_a_moment_that_is_none_or_gone_by_is_now(desk, stories, at):
    assert desk.get(SCREEN, {"at": at}).context["screen"].at == timezone.now()
    assert desk.get(PREVIEW, {"at": at}).status_code == 200


def test_a_pin_whose_story_was_withdrawn_is_said_to_be_hidden(desk, stories):
    put(desk, stories[0], 1)
    publishing.withdraw(stories[0], by=None, because="Wrong.")
    page = desk.get(SCREEN)
    first = page.context["screen"].spots[0]
    assert (first.story.headline, first.waiting.article.headline) == ("At 13", "At 6")
    assert "“At 6” is pinned here but won’t be shown then." in page.content.decode()


def test_stories_are_found_by_words_of_their_headlines(desk, stories):
    found = desk.get(SCREEN, {"q": "at 12"}).context["screen"].candidates
    assert [offer.story.headline for offer in found] == ["At 12"]


def test_who_may_only_look_gets_no_buttons_and_is_refused(desk, sign_in, enters, stories):
    editor, desk = desk, sign_in(enters("pia", "Pia Lund", "Picture editor"))
    page = desk.get(SCREEN)
    assert (page.status_code, b'form="arrange"' in page.content) == (200, False)
    assert desk.get(PREVIEW).status_code == 200
    only(editor, desk, lambda client: put(client, stories[0], 1), changes=rows)


def test_who_may_not_see_the_front_page_sees_none_of_it(desk, sign_in, bo, stories):
    for address in (SCREEN, PREVIEW):
        only(desk, sign_in(bo), lambda client, address=address: client.get(address))
    only(desk, sign_in(bo), lambda client: put(client, stories[0], 1), changes=rows)


def test_a_forged_change_is_refused(enters, stories):
    client = Client(enforce_csrf_checks=True)
    client.force_login(enters("edie", "Edie Marsh", "Editor"))
    answer = client.post(ARRANGE, {"put": f"{stories[0].public_id}:1"})
    assert (answer.status_code, rows()) == (403, [])


def test_the_screen_takes_at_most_eight_queries(desk, stories, django_assert_max_num_queries):
    for place, story in enumerate(stories[:5], 1):
        put(desk, story, place, end="2020-09-20 18:00")
    desk.get(SCREEN)
    with django_assert_max_num_queries(8):
        desk.get(SCREEN)


def test_what_is_planned_can_be_given_another_time(desk, stories):
    put(desk, stories[0], 1, start="2020-09-21 06:00")
    slot = FrontSlot.objects.get()
    address = reverse("admin:newsroom_frontslot_change", args=[slot.pk])
    times = {"from_at_0": "2020-09-21", "from_at_1": "07:00", "until_at_0": "", "until_at_1": ""}
    page = desk.post(address, {"place": 2, "article": stories[1].pk, **times}, follow=True)
    assert page.redirect_chain[-1][0] == SCREEN
    slot.refresh_from_db()
    assert (slot.place, slot.article, timezone.localtime(slot.from_at).hour) == (2, stories[1], 7)


def test_an_hour_that_does_not_exist_is_refused_in_the_plan_too(desk, stories):
    put(desk, stories[0], 1, start="2020-09-21 06:00")
    slot = FrontSlot.objects.get()
    address = reverse("admin:newsroom_frontslot_change", args=[slot.pk])
    times = {"from_at_0": "2021-03-14", "from_at_1": "02:30", "until_at_0": "", "until_at_1": ""}
    page = desk.post(address, {"place": 1, "article": stories[0].pk, **times})
    assert dict(page.context["adminform"].form.errors) == {
        "from_at": [
            (
                "There is no 2:30 am on March 14, 2021 because the clocks go forward. "
                "Choose before or after."
            )
        ]
    }


# The log ------------------------------------------------------------------------------------------


def logged():
    """What the log says of the front page, the last first, with what readers had on which place."""
    changes = Change.objects.touching("frontpage", "front-page")
    return [
        (
            change.verb,
            *([(slot["place"], slot["story"]) for slot in side["places"]] for side in sides),
        )
        for change in changes
        for sides in [(change.before, change.after)]
    ]


def test_who_arranged_the_front_page_is_in_its_history(desk, stories, clock, sign_in, enters):
    one, two = (story.public_id for story in stories[:2])
    put(desk, stories[0], 1, end="2020-09-20 18:00")
    clock.set("2020-09-20 15:00:00")
    put(desk, stories[1], 1)
    press(desk, undo=1)
    press(desk, off=FrontSlot.objects.get().pk)
    assert logged() == [
        ("taken off", [(1, one)], [(1, one)]),
        ("taken back", [(1, one), (1, two)], [(1, one)]),
        ("placed", [(1, one)], [(1, one), (1, two)]),
        ("placed", [], [(1, one)]),
    ]
    of_front_page = Change.objects.filter(subject_kind="frontpage")
    assert of_front_page.touching("article", two).count() == 2
    assert {change.by.username for change in of_front_page} == {"edie"}
    history = reverse("admin:newsroom_frontslot_history", args=[FrontSlot.objects.get().pk])
    page = " ".join(desk.get(history).content.decode().split())
    assert page.count("Edie Marsh, <time") == 4
    two, three = (f"Sunday, September 20, {hour} pm PT" for hour in (2, 3))
    assert f"1: “At 6” from {two} until {three}" in page
    picture_editor = sign_in(enters("pia", "Pia Lund", "Picture editor"))
    only(picture_editor, sign_in(enters("bo", "Bo Reyes", "Writer")), lambda who: who.get(history))
    assert not LogEntry.objects.exists()


def test_a_plan_that_is_made_changed_and_deleted_by_its_form_is_in_the_history(desk, stories):
    route = "admin:newsroom_frontslot"
    times = {"from_at_0": "2020-09-21", "from_at_1": "07:00", "until_at_0": "", "until_at_1": ""}
    form = {"place": 2, "article": stories[0].pk, **times}
    desk.post(reverse(f"{route}_add"), form)
    slot = FrontSlot.objects.get()
    change = reverse(f"{route}_change", args=[slot.pk])
    desk.post(change, form)  # as it was
    desk.post(change, form | {"place": 3})
    desk.post(reverse(f"{route}_delete", args=[slot.pk]), {"post": "yes"})
    one = stories[0].public_id
    assert logged() == [
        ("deleted", [(3, one)], []),
        ("changed", [(2, one)], [(3, one)]),
        ("planned", [], [(2, one)]),
    ]
    assert rows() == []
    assert not LogEntry.objects.exists()


def test_what_can_t_be_arranged_is_not_logged(desk, stories):
    press(desk, move="1:up")
    put(desk, stories[0], 6)
    assert logged() == []
