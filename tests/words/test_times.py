"""Times and numbers as readers see them: the newsroom's zone, and no word that ages."""

import datetime

import pytest

from newsroom.templatetags import sheet


def at(text):
    return datetime.datetime.fromisoformat(text)


NIGHT = at("2020-09-21T01:31:00+00:00")  # still September 20 in Los Angeles


@pytest.mark.parametrize(
    ("moment", "printed"),
    [
        (NIGHT, "6:31 pm"),
        (at("2020-09-20T17:00-07:00"), "5 pm"),
        (at("2020-09-20T00:05-07:00"), "12:05 am"),
        (at("2020-09-20T12:00-07:00"), "noon"),
        (at("2020-09-20T00:00-07:00"), "midnight"),
        (None, ""),
    ],
)
def test_the_clock_is_the_newsroom_s(moment, printed):
    assert sheet.clock(moment) == printed


@pytest.mark.parametrize(
    ("moment", "given", "printed"),
    [
        (NIGHT, at("2020-09-20T09:00-07:00"), "6:31 pm"),
        (NIGHT, at("2020-09-21T09:00-07:00"), "September 20"),
        (NIGHT, at("2021-01-01T09:00-08:00"), "September 20, 2020"),
        (NIGHT, None, "September 20, 2020"),
        (NIGHT, "", "September 20, 2020"),
    ],
)
def test_a_time_says_only_what_the_page_has_not_said(moment, given, printed):
    assert sheet.beside(moment, given) == printed


def test_a_moment_in_full_names_the_zone_without_its_season():
    assert sheet.full(NIGHT) == "6:31 pm PT, September 20, 2020"
    assert sheet.full(at("2020-12-20T18:31-08:00")) == "6:31 pm PT, December 20, 2020"


def test_a_zone_elsewhere_is_named_as_it_is_there(settings):
    settings.TIME_ZONE = "Europe/Berlin"
    assert sheet.full(NIGHT) == "3:31 am CEST, September 21, 2020"


def test_machines_read_the_same_moment():
    assert sheet.iso(NIGHT) == "2020-09-20T18:31-07:00"
    assert sheet.iso(datetime.date(2020, 5, 10)) == "2020-05-10"


def test_a_day_is_named_with_its_weekday():
    assert sheet.weekday(NIGHT) == "Sunday, September 20, 2020"


def test_numbers_are_printed_as_an_editor_writes_them():
    assert [sheet.ordinal(n) for n in (1, 2, 3, 11, 12, 22, 72, 101, 112)] == [
        *("1st", "2nd", "3rd", "11th", "12th", "22nd", "72nd", "101st", "112th")
    ]
    assert [sheet.in_words(n) for n in (0, 1, 9, 10)] == ["no", "one", "nine", "10"]
