"""The desk writes days and times in one way: on its pages, in its lists, in what it says."""

import datetime
import re

import pytest
from lxml import html

from people import editing
from tests.newsroom.canaries import Aviary, addresses, signed_in
from words import times

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
RIGHT = re.compile(r"(?<![\d:])(?:1[0-2]|[1-9])(?::[0-5]\d)? (?:am|pm) PT\b")
WRONG = re.compile(
    r"""[ap]\.m\.
      | \b(?:noon|midnight)\b
      | \b\d{4}-\d\d-\d\d[T ,]+\d\d?:\d\d
      | \b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?[ ]\d
      | \b\d\d?:\d\d(?![ ](?:am|pm)[ ]PT)
      | \b\d\d?[ ](?:am|pm)\b(?![ ]PT)
      | \bP[SD]T\b
      | \b\d\d?/\d\d?/\d\d
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Both moments of an hour that comes twice are told apart by the season; no page begins with them.


def at(text):
    return datetime.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("moment", "listed", "in_a_sentence"),
    [
        ("2020-09-20T00:20-07:00", "12:20 am PT", "Sunday, September 20, 12:20 am PT"),
        ("2020-09-20T12:00-07:00", "12 pm PT", "Sunday, September 20, 12 pm PT"),
        ("2020-09-21T01:31+00:00", "6:31 pm PT", "Sunday, September 20, 6:31 pm PT"),
        ("2020-09-19T00:00-07:00", "yesterday, 12 am PT", "Saturday, September 19, 12 am PT"),
        ("2020-09-21T17:00-07:00", "tomorrow, 5 pm PT", "Monday, September 21, 5 pm PT"),
        ("2020-09-14T17:00-07:00", "Monday, 5 pm PT", "Monday, September 14, 5 pm PT"),
        ("2020-09-26T17:00-07:00", "Saturday, 5 pm PT", "Saturday, September 26, 5 pm PT"),
        ("2020-09-13T17:00-07:00", "September 13, 5 pm PT", "Sunday, September 13, 5 pm PT"),
        ("2020-12-01T17:00-08:00", "December 1, 5 pm PT", "Tuesday, December 1, 5 pm PT"),
        (
            "2021-01-02T09:05-08:00",
            "January 2, 2021, 9:05 am PT",
            "Saturday, January 2, 2021, 9:05 am PT",
        ),
    ],
)
def test_a_moment_is_said_as_a_colleague_says_it(clock, moment, listed, in_a_sentence):
    clock.set("2020-09-20 20:00:00")
    assert (times.when(at(moment)), times.dated(at(moment))) == (listed, in_a_sentence)


def test_what_has_no_moment_says_nothing():
    assert [say(None) for say in (times.when, times.dated, times.hour, times.day)] == [""] * 4


def test_a_zone_elsewhere_is_named_as_it_is_there(settings, clock):
    clock.set("2020-09-20 20:00:00")
    settings.TIME_ZONE = "Europe/Berlin"
    assert times.when(at("2020-09-21T01:31+00:00")) == "3:31 am CEST"


def texts(answer):
    """What the page prints, text by text, and whether in its main part; not what can be typed."""
    if "json" in answer["Content-Type"]:
        yield answer.content.decode(), False
    if "html" in answer["Content-Type"] and answer.content.strip():
        for each in html.fromstring(answer.content).iter():
            is_in_main = any(above.tag == "main" for above in each.iterancestors())
            own = "" if each.tag in ("script", "style", "textarea") else each.text
            for text in (own, each.tail):
                if text and text.strip() and isinstance(each.tag, str):
                    yield " ".join(text.split()), is_in_main


def test_every_page_of_the_desk_writes_times_in_one_way(db, clock, everything):
    clock.set("2020-09-20 12:00:00")
    world = Aviary()
    editing.change(world.ceremony, by=world.ada, held_at=None, held_on="2020-09-20")
    user = world.users["Managing editor"]
    desk, wrong, right = signed_in(user), {}, set()
    clock.set("2020-09-22 00:00:00")
    some = 1 if everything else 5  # a fifth of the pages for each change
    for address in sorted(addresses(world, user))[::some]:
        answer = desk.get(address)
        if answer.status_code != 200 or "/preview/" in address:  # as readers have it
            continue
        for text, is_in_main in texts(answer):
            if found := WRONG.search(text):
                wrong[address] = text[max(0, found.start() - 60) : found.end() + 20]
            elif is_in_main and RIGHT.search(text):
                right.add(address)
    assert wrong == {}
    assert len(right) > (40 if everything else 4)
