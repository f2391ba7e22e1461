"""Hours that don't exist or exist twice, in the newsroom's zone, are never guessed at."""

from datetime import UTC, datetime

import pytest

from articles.admin.moments import MomentField
from tests.articles.stories import draft, verb_page


def given(day, clock, chosen=""):
    return MomentField().clean([day, clock, chosen])


def test_an_ordinary_hour_is_taken_in_the_newsrooms_zone():
    assert given("2026-07-01", "09:00") == datetime(2026, 7, 1, 16, tzinfo=UTC)
    assert given("2026-12-01", "09:00") == datetime(2026, 12, 1, 17, tzinfo=UTC)


@pytest.fixture
def schedule(sign_in, ada, clock):
    """Posts a schedule; answers the story and the page, or None where it was accepted."""
    clock.set("2026-01-05 12:00")
    article, client = draft(by=ada), sign_in(ada)

    def schedule(day, time, chosen=""):
        address = verb_page(article, "schedule")
        answer = client.post(address, {"at_0": day, "at_1": time, "at_2": chosen})
        article.refresh_from_db()
        return article.published_at, answer.content.decode() if answer.status_code == 200 else None

    return schedule


def test_an_hour_that_comes_twice_is_refused_with_both_to_choose_from(schedule):
    moment, page = schedule("2026-11-01", "01:30")
    assert moment is None
    assert "1:30 am happens twice on November 1, 2026 because the clocks go back." in page
    assert "Sunday, November 1, 1:30 am PDT" in page
    assert "Sunday, November 1, 1:30 am PST" in page
    moment, page = schedule("2026-11-01", "01:30", "2026-11-01T01:30:00-08:00")
    assert (moment, page) == (datetime(2026, 11, 1, 9, 30, tzinfo=UTC), None)


def test_an_hour_that_doesnt_exist_is_refused_with_the_nearest_two(schedule):
    moment, page = schedule("2026-03-08", "02:30")
    assert moment is None
    assert "There is no 2:30 am on March 8, 2026 because the clocks go forward." in page
    assert "Sunday, March 8, 1:30 am PST" in page
    assert "Sunday, March 8, 3:30 am PDT" in page
    moment, _ = schedule("2026-03-08", "02:30", "2026-03-08T03:30:00-07:00")
    assert moment == datetime(2026, 3, 8, 10, 30, tzinfo=UTC)


def test_a_choice_that_was_made_for_another_hour_doesnt_count(schedule):
    moment, page = schedule("2026-11-01", "01:45", "2026-11-01T01:30:00-08:00")
    assert moment is None
    assert "1:45 am happens twice" in page
    moment, _ = schedule("2026-11-02", "09:00", "2026-11-01T01:30:00-08:00")
    assert moment == datetime(2026, 11, 2, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "time", "sentence"),
    [
        ("", "09:00", "Give both a day and a time."),
        ("2026-02-01", "", "Give both a day and a time."),
        ("", "", "This field is required."),
        ("tomorrow", "09:00", "Enter a valid date."),
        ("9999-12-31", "23:30", "out of range"),
        ("0001-01-01", "00:00", "That time has passed"),
        ("2020-01-01", "09:00", "That time has passed"),
    ],
)
def test_what_is_no_moment_gets_a_sentence(schedule, day, time, sentence):
    moment, page = schedule(day, time)
    assert moment is None
    assert sentence in page


def test_an_empty_embargo_lifts_it(sign_in, ada):
    article, client = draft(by=ada), sign_in(ada)
    address = verb_page(article, "embargo")
    client.post(address, {"until_0": "2999-01-01", "until_1": "09:00"})
    article.refresh_from_db()
    assert article.embargoed_until == datetime(2999, 1, 1, 17, tzinfo=UTC)
    client.post(address, {"until_0": "", "until_1": ""})
    article.refresh_from_db()
    assert article.embargoed_until is None
